"""The glob language: what belongs to a pattern, what it binds, which mistakes it names, and that it stays linear."""

from collections.abc import Callable
from time import perf_counter
from unicodedata import normalize

import pytest

from archcheck.core.globs import GlobError, escape_glob, parse_glob

TREE = sorted(
    [
        ".env",
        "README.md",
        "a-b/x.py",
        "a.py",
        "a/.hidden/x.py",
        "a/b/c/x.py",
        "a/x.py",
        "app/(auth)/[id].tsx",
        "app/i/page.tsx",
        "libs/b/a/x.py",
        "libs/x/x.py",
        "shared",
        "shared-kit/x.py",
        "sub/shared/y.ts",
    ]
)


def members(pattern: str) -> list[str]:
    return [TREE[i] for i in parse_glob(pattern).select_files(TREE)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("**", TREE, id="everything"),
        pytest.param("a", ["a/x.py", "a/b/c/x.py", "a/.hidden/x.py"], id="a name covers the directory"),
        pytest.param("shared", ["shared"], id="a name is also a file"),
        pytest.param("./shared", ["shared"], id="a leading dot is dropped"),
        pytest.param("shared/", [], id="a final slash means a directory"),
        pytest.param("a/*", ["a/x.py"], id="star is one segment"),
        pytest.param("a/**", ["a/x.py", "a/b/c/x.py", "a/.hidden/x.py"], id="everything below"),
        pytest.param("a/**/", ["a/b/c/x.py", "a/.hidden/x.py"], id="below any directory below"),
        pytest.param("a/*/", ["a/b/c/x.py", "a/.hidden/x.py"], id="below any child directory"),
        pytest.param("a/**/x.py", ["a/x.py", "a/b/c/x.py", "a/.hidden/x.py"], id="no directory, or many"),
        pytest.param("**/shared", ["shared", "sub/shared/y.ts"], id="a name at any depth"),
        pytest.param("**/shared/", ["sub/shared/y.ts"], id="a directory at any depth"),
        pytest.param("**/b/**", ["a/b/c/x.py", "libs/b/a/x.py"], id="below a directory at any depth"),
        pytest.param("*", [".env", "README.md", "a.py", "shared"], id="files at the top, dotfiles too"),
        pytest.param("?.py", ["a.py"], id="one character"),
        pytest.param("a?x.py", [], id="never a slash"),
        pytest.param("*.py*", ["a.py"], id="star is also nothing"),
        pytest.param("a**.py", ["a.py"], id="two stars inside a segment are one"),
        pytest.param("***", [".env", "README.md", "a.py", "shared"], id="three stars are one"),
        pytest.param("app/(auth)/[id].tsx", ["app/(auth)/[id].tsx"], id="brackets are literal"),
        pytest.param("{a,libs/{x,y}}/*.py", ["a/x.py", "libs/x/x.py"], id="nested alternatives"),
        pytest.param("{shared,a.py}", ["a.py", "shared"], id="alternatives cover"),
        pytest.param("**/*.{ts,tsx}", ["app/(auth)/[id].tsx", "app/i/page.tsx", "sub/shared/y.ts"], id="suffixes"),
        pytest.param("{,sub/}shared", ["shared", "sub/shared/y.ts"], id="an empty alternative"),
        pytest.param("README.MD", [], id="case counts"),
        pytest.param("libs/{x}", ["libs/b/a/x.py", "libs/x/x.py"], id="a bare capture at the end is a directory"),
        pytest.param("libs/{x:b|c}", ["libs/b/a/x.py"], id="also a restricted one"),
        pytest.param("libs/{!x}", ["libs/b/a/x.py", "libs/x/x.py"], id="also an opposite"),
        pytest.param("libs/{x}/{x}.py", ["libs/x/x.py"], id="a repeated capture"),
        pytest.param("{x}-kit", [], id="a capture with text around it is a file"),
        pytest.param("{x}-kit/", ["shared-kit/x.py"], id="unless a slash follows"),
    ],
)
def test_select_files(pattern: str, expected: list[str]) -> None:
    assert members(pattern) == sorted(expected)
    assert [path for path in TREE if parse_glob(pattern).match_file(path) is not None] == sorted(expected)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        pytest.param("services/{service}/", "services/auth/src/x.py", {"service": "auth"}, id="directory"),
        pytest.param("{name}.{ext}", "foo.test.ts", {"name": "foo", "ext": "test.ts"}, id="the first is the shortest"),
        pytest.param("{a}{b}", "xyz/f", None, id="two captures are no bare capture"),
        pytest.param("{a}{b}/", "xyz/f", {"a": "x", "b": "yz"}, id="neighbours"),
        pytest.param("*{a}z/", "xyz/f", {"a": "xy"}, id="the star takes nothing"),
        pytest.param("{a}/", "/f", None, id="a capture is never empty"),
        pytest.param("{a}-{b}/{a}-{b}.ts", "x-y-z/x-y-z.ts", {"a": "x", "b": "y-z"}, id="repeated"),
        pytest.param("{a}{b}/{b}{a}", "xyz/yzx", {"a": "x", "b": "yz"}, id="repeated in another order"),
        pytest.param("{a}{b}/{b}{a}", "xyz/zxy", {"a": "xy", "b": "z"}, id="not the shortest"),
        pytest.param("{a}{b}/{b}{a}", "xyz/xyz", None, id="no values fit"),
        pytest.param("**/{c}/{c}.tsx", "ui/a/b/b.tsx", {"c": "b"}, id="after a globstar"),
        pytest.param("{c}/**/{c}", "a/b/a/f", {"c": "a"}, id="on both sides of a globstar"),
        pytest.param("**/{c}/**/{c}.py", "a/b/c/b.py", {"c": "b"}, id="both after a globstar"),
        pytest.param("{x:a|ab}c", "abc", {"x": "ab"}, id="a value that begins like another"),
        pytest.param("{x:a|b}/{x}.py", "b/b.py", {"x": "b"}, id="restricted in one place"),
        pytest.param("{x:a|b}/{x}.py", "a/b.py", None, id="restricted and different"),
        pytest.param("{x:a|b}/{x:b|c}.py", "b/b.py", {"x": "b"}, id="restricted twice"),
        pytest.param(r"{x:a\|b|c}/", "a|b/f", {"x": "a|b"}, id="escape in a value"),
        pytest.param("clients/{!s}.py", "clients/auth.py", {"!s": "auth"}, id="opposite"),
        pytest.param("{s}/clients/{!s}.py", "a/clients/b.py", {"s": "a", "!s": "b"}, id="opposite in the same pattern"),
        pytest.param("{s}/clients/{!s}.py", "a/clients/a.py", None, id="opposite but equal"),
        pytest.param("{s:a|b}/clients/{!s}.py", "a/clients/a.py", None, id="opposite of a restricted one"),
        pytest.param(r"\{a\}\*\?\\\!/x", r"{a}*?\!/x", {}, id="escapes"),
        pytest.param("a\nb/{x}", "a\nb/c\nd/f", {"x": "c\nd"}, id="newlines"),
        pytest.param("{x}/f", "\udcff/f", {"x": "\udcff"}, id="undecodable bytes"),
    ],
)
def test_match_file_binds(pattern: str, path: str, expected: dict[str, str] | None) -> None:
    assert parse_glob(pattern).match_file(path) == expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        pytest.param("services/{service}/", "services/auth", {"service": "auth"}, id="an instance"),
        pytest.param("services/{service}/", "services/auth/src", None, id="not what is inside"),
        pytest.param("services/*/", "services/auth", {}, id="a star and a slash"),
        pytest.param("services/*", "services/auth", None, id="a star is for files"),
        pytest.param("services/**", "services/auth", None, id="two stars are for files"),
        pytest.param("services/**/", "services/auth/src", {}, id="any directory below"),
        pytest.param("services/**/", "services", None, id="not the directory itself"),
        pytest.param("**/src", "services/auth/src", {}, id="a name"),
        pytest.param("services/{s}/src", "services/auth/src", {"s": "auth"}, id="a name below a capture"),
        pytest.param("{a/,b}", "a", {}, id="one alternative is a directory"),
    ],
)
def test_match_directory(pattern: str, path: str, expected: dict[str, str] | None) -> None:
    assert parse_glob(pattern).match_directory(path) == expected


def test_names_are_compared_in_nfc() -> None:
    composed, apart = "caf\u00e9", "cafe\u0301"
    for pattern in (composed, apart, f"{composed[:3]}{{e,a}}\u0301"):
        glob = parse_glob(f"{pattern}/*.py")
        assert glob.match_file(f"{composed}/x.py") == {}
        assert glob.match_file(f"{apart}/x.py") == {}
    assert parse_glob("{x}/?").match_file(f"{apart}/{normalize('NFD', 'é')}") == {"x": composed}


@pytest.mark.parametrize(
    ("pattern", "prefix", "directory"),
    [
        pytest.param("a/b", "a/b", False, id="literal"),
        pytest.param("a/b/", "a/b", True, id="literal directory"),
        pytest.param("a/b*", "a/", False, id="wildcard in the name"),
        pytest.param("services/{service}", "services/", True, id="bare capture"),
        pytest.param("**/x", "", False, id="globstar"),
        pytest.param("a/{b,b/c}", "a/", False, id="alternatives"),
        pytest.param("a/{b,c}/", "a/", True, id="directories"),
        pytest.param(r"\{a\}/*", "{a}/", False, id="unescaped"),
    ],
)
def test_prefix_and_directory(pattern: str, prefix: str, directory: bool) -> None:
    glob = parse_glob(pattern)
    assert (glob.prefix, glob.directory) == (prefix, directory)


def test_captures_are_listed_once_in_the_order_of_the_text() -> None:
    glob = parse_glob("{b}/{!c}/{a:x|y}/{b}.py")
    assert (glob.captures, glob.others) == (("b", "a"), ("c",))


def test_substitute_replaces_captures_and_keeps_opposites() -> None:
    glob = parse_glob("{b}/{!c}/{a:x|y}/{b}*{d}.py")
    assert glob.substitute({"a": "x", "b": "B", "!c": "no"}) == "B/{!c}/x/B*{d}.py"


def test_globs_of_the_same_text_are_equal() -> None:
    assert parse_glob("a/{b}") == parse_glob("a/{b}")
    assert len({parse_glob("a"), parse_glob("a"), parse_glob("b")}) == 2


def test_an_escaped_path_means_only_itself() -> None:
    path = r"a*/{b}/c?,!\d[e]"
    glob = parse_glob(escape_glob(path))
    assert glob.match_file(path) == {}
    assert glob.prefix == path


@pytest.mark.parametrize(
    ("pattern", "offset", "message"),
    [
        pytest.param("", 0, "empty pattern; write ** for every file", id="empty"),
        pytest.param("./", 2, "nothing is left of the pattern; write ** for every file", id="only a dot"),
        pytest.param("{a,}", 0, "nothing is left of the pattern; write ** for every file", id="empty alternative"),
        pytest.param(
            "/a", 0, '"/" at the beginning; patterns start at the top of the repository, drop it', id="leading slash"
        ),
        pytest.param(
            "a//b", 2, '"//" has nothing between the slashes; write one, or /**/ for any directories', id="two slashes"
        ),
        pytest.param(
            "a/../b", 2, '".." cannot leave a directory; write the path from the top of the repository', id="dots"
        ),
        pytest.param("a/./b", 2, '"." is no segment of a path; drop it, or write ** for every file', id="dot"),
        pytest.param("x/{a", 2, '"{" is never closed; add "}", or write \\{ for the character', id="open"),
        pytest.param("a}", 1, '"}" without "{"; write \\} for the character', id="close"),
        pytest.param(
            "x{a-b}",
            1,
            '"{a-b}" is neither a capture {name} (letters, digits and underscores) nor alternatives {a,b}; '
            "write \\{ for the character",
            id="bad name",
        ),
        pytest.param(
            "{a,{b}}", 3, 'capture "b" inside alternatives; write one pattern for each alternative', id="nested capture"
        ),
        pytest.param("{a:}", 3, 'an empty value for "a"; write {name:a|b}, or {name} for any value', id="no value"),
        pytest.param(
            "{a:b,c}", 4, '"," in the values of "a"; expected literal values, such as {name:a|b}', id="comma in values"
        ),
        pytest.param(
            "{a:b", 4, 'the end in the values of "a"; expected literal values, such as {name:a|b}', id="open values"
        ),
        pytest.param(
            "{x:a}{x:b}", 8, 'no value of "x" fits everywhere in the pattern; list one in both places', id="no fit"
        ),
        pytest.param("{!a:b}", 0, '"{!a:"; {!name} cannot be restricted, write {!a}', id="restricted opposite"),
        pytest.param("{!a}{!a}", 4, '"{!a}" stands twice; use it once, it reports one value', id="opposite twice"),
        pytest.param("a\\", 1, '"\\" with nothing after it; write \\\\ for a backslash', id="final backslash"),
        pytest.param("a\\/b", 1, '"\\/"; a slash always separates segments, write / alone', id="escaped slash"),
        pytest.param(
            "{a}{a}{b}{b}{c}{c}{d}{d}{e}{e}", 0, "5 captures are repeated, at most 4 are allowed; drop some", id="ties"
        ),
        pytest.param(
            "x" * 1001, 1000, "pattern of 1001 characters, at most 1000 are allowed; split it into several", id="long"
        ),
    ],
)
def test_mistakes_are_named_with_place_and_way_out(pattern: str, offset: int, message: str) -> None:
    with pytest.raises(GlobError) as caught:
        parse_glob(pattern)
    assert (caught.value.offset, caught.value.message) == (offset, message)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("{a,b}" * 10, id="alternatives"),
        pytest.param("".join(f"{{n{i}:a|b}}" for i in range(10)), id="values"),
        pytest.param("{a,b}" * 9 + "{n:a|b}", id="both"),
        pytest.param("{a,b}" * 9 + "x" * 900, id="elements"),
    ],
)
def test_expansion_is_bounded(pattern: str) -> None:
    with pytest.raises(GlobError, match="expand to more than 1000 patterns or 100000 characters"):
        parse_glob(pattern)


def test_deep_nesting_needs_no_recursion() -> None:
    glob = parse_glob("{a," * 240 + "b" + "}" * 240)
    assert glob.match_file("a") == glob.match_file("b") == {}


LINEAR = [
    pytest.param("*." * 40 + "x", lambda n: "." * n + "y", id="40 dots"),
    pytest.param("*a" * 200 + "b", lambda n: "a" * n, id="200 stars"),
    pytest.param("**/a/" * 50 + "b", lambda n: "a/" * (n // 2) + "c", id="50 globstars"),
    pytest.param("**/*a*a*a/" * 20 + "*b", lambda n: "aaaa/" * (n // 5) + "c", id="stars between globstars"),
    pytest.param("**/a/a/a/b/c", lambda n: "a/" * (n // 2) + "c", id="a run that nearly matches"),
    pytest.param("{a,aa,aaa}" * 6 + "b", lambda n: "a" * n, id="alternatives"),
    pytest.param("*{,a}{,a}{,a}{,a}*b", lambda n: "a" * n, id="empty alternatives"),
    pytest.param("".join(f"{{n{i}}}" for i in range(30)) + "x", lambda n: "a" * n, id="captures"),
    pytest.param("**/{a}_{b}_{c}/x", lambda n: "a_" * (n // 2) + "/y", id="captures after a globstar"),
    pytest.param("*" + "?a" * 30 + "b", lambda n: "a" * n, id="questions"),
    pytest.param("**/{x}/{x}b", lambda n: "a/" * (n // 2) + "c", id="a settled repetition"),
]


@pytest.mark.parametrize(("pattern", "path_of_length"), LINEAR)
def test_time_grows_no_faster_than_the_path(pattern: str, path_of_length: Callable[[int], str]) -> None:
    glob = parse_glob(pattern)

    def fastest(path: str) -> float:
        times = []
        for _ in range(5):
            started = perf_counter()
            assert glob.match_file(path) is None
            times.append(perf_counter() - started)
        return min(times)

    glob.match_file("warm up")
    short, long = fastest(path_of_length(1_000)), fastest(path_of_length(16_000))
    assert long < 64 * max(short, 1e-5), "16 times the length may cost 64 times the time, quadratic would be 256"
