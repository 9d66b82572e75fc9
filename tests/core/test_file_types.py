import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.file_types import find_types
from archcheck.core.globs import parse_glob

LANGUAGES = {
    "ts": (("**/*.d.ts", "dts"), ("**/*.ts", "ts")),
    "compose": (("**/docker-compose*.y{a,}ml", "yaml"), ("**/compose.yml", "yaml"), ("compose/**/*.yaml", "x")),
    "yaml": (("**/*.yml", "yaml"), ("**/*.yaml", "yaml")),
    "env": (("**/{.env,a,-x}*", "env"), ("**/*{a,-}.{ts,d*}", "other"), ("**/a/**", "below")),
}


def test_files_have_every_language_that_fits_and_the_first_dialect() -> None:
    paths = ("a/compose.yml", "a/x.d.ts", "a/x.test.ts", "docker-compose.dev.yaml", "x.ts/y")
    assert find_types(LANGUAGES, paths) == {
        "ts": {1: "dts", 2: "ts"},
        "compose": {0: "yaml", 3: "yaml"},
        "yaml": {0: "yaml", 3: "yaml"},
        "env": {0: "below", 1: "below", 2: "below"},
    }


def test_what_is_in_a_directory_named_like_a_file_is_of_no_language() -> None:
    assert find_types(LANGUAGES, ("compose.yml/x",)) == {"ts": {}, "compose": {}, "yaml": {}, "env": {}}


@pytest.mark.parametrize("path", [".ts", "a/.d.ts", "a/..ts"], ids=["bare", "bare and long", "two dots"])
def test_a_suffix_alone_is_a_name(path: str) -> None:
    assert find_types(LANGUAGES, (path,))["ts"].keys() == {0}


NAMES = st.lists(
    st.sampled_from(["a", ".ts", ".d", ".yml", "compose", "docker-compose", "/", "-x", ".yaml"]), min_size=1
)


def is_path(path: str) -> bool:
    """Whether this may be the path of a file, in no directory named like one."""
    return all(path.split("/")) and "compose.yml" not in path.split("/")[:-1]


@given(st.lists(NAMES.map("".join).filter(is_path), unique=True).map(sorted))
def test_each_file_has_the_dialect_of_the_first_glob_that_matches(paths: list[str]) -> None:
    found = find_types(LANGUAGES, paths)
    for name, pairs in LANGUAGES.items():
        globs = [(parse_glob(glob), dialect) for glob, dialect in pairs]
        wanted = {
            number: next(dialect for glob, dialect in globs if glob.match_file(path) is not None)
            for number, path in enumerate(paths)
            if any(glob.match_file(path) is not None for glob, _ in globs)
        }
        assert found[name] == wanted
