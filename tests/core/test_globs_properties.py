"""Globs against an independent matcher that tries everything, and against git."""

import subprocess
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcheck.core.globs import Glob, parse_glob

PIECES = ["a", "b", "aa", ".", "*", "?", "{x}", "{y}", "{!x}", "{x:a|ab}", "{a,b*}", "{,b}", "**"]
SEGMENT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
TIED_SEGMENT = st.lists(st.sampled_from(["a", "b", "{x}", "{x}", "{y}", "{!x}", "*"]), min_size=1, max_size=3).map(
    "".join
)


def patterns(segment: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    part = st.one_of(segment, st.sampled_from(["**", "*", "a"]))
    return st.builds(
        lambda parts, end: "/".join(parts) + end, st.lists(part, min_size=1, max_size=4), st.sampled_from(["", "", "/"])
    )


PATTERN = st.one_of(patterns(SEGMENT), patterns(TIED_SEGMENT))
NAME = st.one_of(st.text("ab.", min_size=1, max_size=4), st.text("ab", min_size=1, max_size=3)).filter(
    lambda name: name not in {".", ".."}
)
PATH = st.lists(NAME, min_size=1, max_size=4).map("/".join)
LISTS = st.lists(PATH, max_size=12, unique=True).map(sorted)


def glob_or_none(text: str) -> Glob | None:
    try:
        return parse_glob(text)
    except ValueError:
        return None


# The reference works on characters and recursion, and yields every way in which a pattern matches.


def expansions(text: str) -> Iterator[str]:
    for literal in ("{a,b*}", "{,b}"):
        if literal in text:
            before, after = text.split(literal, 1)
            for option in literal[1:-1].split(","):
                yield from expansions(before + option + after)
            return
    yield text.removeprefix("./")


Bindings = dict[str, str]


def segment_matches(pattern: str, name: str, bound: Bindings) -> Iterator[Bindings]:
    if not pattern:
        yield from [] if name else [bound]
    elif pattern[0] == "*":
        for i in range(len(name) + 1):
            yield from segment_matches(pattern[1:], name[i:], bound)
    elif pattern[0] == "{":
        inside, rest = pattern[1:].split("}", 1)
        for i in range(1, len(name) + 1):
            if may_bind(inside, name[:i], bound):
                yield from segment_matches(rest, name[i:], {**bound, inside.partition(":")[0]: name[:i]})
    elif name and pattern[0] in {"?", name[0]}:
        yield from segment_matches(pattern[1:], name[1:], bound)


def may_bind(inside: str, value: str, bound: Bindings) -> bool:
    key, _, values = inside.partition(":")
    opposite = key[1:] if key[0] == "!" else "!" + key
    listed = not values or value in values.split("|")
    return listed and bound.get(key, value) == value and bound.get(opposite) != value


def all_matches(pattern: list[str], names: list[str], bound: Bindings) -> Iterator[Bindings]:
    if not pattern:
        yield from [] if names else [bound]
    elif pattern[0] == "**":
        least = pattern == ["**"]
        for i in range(least, len(names) + 1):
            yield from all_matches(pattern[1:], names[i:], bound)
    elif names:
        for extended in segment_matches(pattern[0], names[0], bound):
            yield from all_matches(pattern[1:], names[1:], extended)


def reference_directory(text: str, path: str) -> Iterator[Bindings]:
    for expansion in expansions(text):
        segments = expansion.removesuffix("/").split("/")
        last = segments[-1]
        bare = last.startswith("{") and last.find("}") == len(last) - 1
        if segments[-1] == "**":
            segments.append("*")
        if expansion.endswith("/") or bare or not set(last) & set("*?{"):
            yield from all_matches(segments, path.split("/"), {})


def reference_file(text: str, path: str) -> Iterator[Bindings]:
    names = path.split("/")
    for i in range(1, len(names)):
        yield from reference_directory(text, "/".join(names[:i]))
    for expansion in expansions(text):
        segments = expansion.split("/")
        bare = segments[-1].startswith("{") and segments[-1].find("}") == len(segments[-1]) - 1
        if segments[-1] and not bare:
            yield from all_matches(segments, names, {})


def assert_same(found: Mapping[str, str] | None, expected: Iterator[Bindings]) -> None:
    if found is None:
        assert next(expected, None) is None
    else:
        assert found in list(expected)


@settings(max_examples=800, deadline=None)
@given(PATTERN, st.lists(PATH, min_size=1, max_size=8))
def test_match_file_finds_a_binding_if_and_only_if_there_is_one(text: str, paths: list[str]) -> None:
    glob = glob_or_none(text)
    for path in paths if glob else []:
        assert glob
        assert_same(glob.match_file(path), reference_file(text, path))


@settings(max_examples=500, deadline=None)
@given(PATTERN, st.lists(PATH, min_size=1, max_size=8))
def test_match_directory_finds_a_binding_if_and_only_if_there_is_one(text: str, paths: list[str]) -> None:
    glob = glob_or_none(text)
    for path in paths if glob else []:
        assert glob
        assert_same(glob.match_directory(path), reference_directory(text, path))


@settings(max_examples=800, deadline=None)
@given(PATTERN, LISTS)
def test_select_files_is_the_filter_by_match_file(text: str, paths: list[str]) -> None:
    glob = glob_or_none(text)
    if glob:
        assert glob.select_files(paths) == [i for i, path in enumerate(paths) if glob.match_file(path) is not None]


SHAPES = st.sampled_from(
    [
        "**",
        "a/**",
        "**/*b",
        "**/a",
        "**/a/",
        "**/a.b/**",
        "a",
        "a/b",
        "a/",
        "a/**/*b",
        "a/**/b",
        "{a,b}/*",
        "**/*{a,b}",
        "a/*/",
        "*/**",
    ]
)
ODD_NAME = st.text("ab-.0é\u0301K\u212a`", min_size=1, max_size=3).filter(lambda name: name not in {".", ".."})
ODD_PATH = st.lists(ODD_NAME, min_size=1, max_size=3).map("/".join)


@settings(max_examples=800, deadline=None)
@given(
    st.one_of(
        SHAPES, ODD_PATH, ODD_PATH.map("**/{}".format), ODD_PATH.map("{}/**".format), ODD_NAME.map("**/*{}".format)
    ),
    st.lists(ODD_PATH, max_size=30, unique=True).map(sorted),
)
def test_select_files_by_shape_is_the_filter_by_match_file(text: str, paths: list[str]) -> None:
    glob = parse_glob(text)
    assert glob.select_files(paths) == [i for i, path in enumerate(paths) if glob.match_file(path) is not None]


@settings(max_examples=400, deadline=None)
@given(PATTERN, PATH)
def test_substituting_the_binding_gives_a_pattern_that_still_matches(text: str, path: str) -> None:
    glob = glob_or_none(text)
    found = glob.match_file(path) if glob else None
    if glob and found is not None:
        assert set(found) == {*glob.captures, *("!" + name for name in glob.others)}
        bound = parse_glob(glob.substitute(found))
        assert bound.captures == ()
        assert bound.match_file(path) is not None or glob.directory


@st.composite
def pattern_and_path(draw: st.DrawFn) -> tuple[str, str]:
    """A pattern whose captures depend on each other, and a path made from it."""
    value = st.text("ab", min_size=1, max_size=3)
    values = {"{x}": draw(value), "{y}": draw(value), "a": "a", "b": "b"}
    segments = draw(
        st.lists(
            st.lists(st.sampled_from([*values, "{x}", "*", "{z}", "{!x}"]), min_size=1, max_size=3),
            min_size=1,
            max_size=3,
        )
    )
    texts, names = [], []
    for segment in segments:
        if draw(st.integers(0, 3)) == 0:
            texts.append("**")
            names += draw(st.lists(value, max_size=2))
        texts.append("".join(segment))
        names.append("".join(values.get(piece) or draw(value) for piece in segment))
    return "/".join(texts), "/".join(names)


@settings(max_examples=1000, deadline=None)
@given(pattern_and_path())
def test_dependent_captures_are_found_whenever_values_exist(drawn: tuple[str, str]) -> None:
    text, path = drawn
    glob = glob_or_none(text)
    if glob:
        assert_same(glob.match_file(path), reference_file(text, path))
        assert_same(glob.match_file(f"{path}/a"), reference_file(text, f"{path}/a"))


# Anchored patterns mean the same to git but for a last segment with a wildcard, which covers directories there.
GIT_SEGMENT = st.lists(st.sampled_from(["a", "b", ".", "*", "**", "?", "\\*"]), min_size=1, max_size=4).map("".join)
GIT_NAMES = ["a", "b", "ab", "aab", ".a", "a.b", "*"]
GIT_PATHS = ["/".join(names) for depth in (1, 2, 3) for names in product(GIT_NAMES, repeat=depth)]


@st.composite
def git_pattern(draw: st.DrawFn) -> str:
    # git cuts the literal beginning off before it looks for `**`, and so takes `a**/b` for `a` and `**/b`
    segment = GIT_SEGMENT.filter(lambda text: text not in {".", ".."} and not text.endswith("**"))
    head = draw(st.lists(st.one_of(segment, st.sampled_from(["**", "*", "a"])), max_size=2))
    literal = st.sampled_from(["a", "ab", "\\*"])
    return "/".join([*head, draw(st.one_of(literal, st.just("**"), segment.map("{}/".format), st.just("*/")))])


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


@settings(max_examples=150, deadline=None)
@given(pattern=git_pattern())
def test_anchored_patterns_mean_what_they_mean_in_gitignore(repository: Path, pattern: str) -> None:
    (repository / ".gitignore").write_text(f"/{pattern}\n", encoding="utf-8")
    listing = "\0".join(GIT_PATHS).encode()
    command = ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"]
    done = subprocess.run(command, cwd=repository, input=listing, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    glob = parse_glob(pattern)
    ignored = [path for path in done.stdout.decode().split("\0") if path]
    assert [path for path in GIT_PATHS if glob.match_file(path) is not None] == ignored
