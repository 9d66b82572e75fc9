"""Tables `exports` and `imports`: which entry counts, and in which order its targets are tried."""

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archcheck.languages.typescript.exports import IMPORT, REQUIRE, Entry, list_targets, match_entry, read_table


def matched(table: Any, subpath: str) -> str | None:
    entry = match_entry(read_table(table), subpath)
    return entry.key if entry else None


def targets(table: Any, subpath: str, mode: str = IMPORT, custom: frozenset[str] = frozenset()) -> list[str]:
    entry = match_entry(read_table(table), subpath)
    return list_targets(entry, mode, custom) if entry else []


@pytest.mark.parametrize(
    ("table", "subpath", "expected"),
    [
        pytest.param("./a.js", ".", ["./a.js"], id="text"),
        pytest.param("./a.js", "./x", [], id="text-is-about-the-package"),
        pytest.param(["./a.js", "./b.js"], ".", ["./a.js", "./b.js"], id="list"),
        pytest.param({"import": "./a.js"}, ".", ["./a.js"], id="conditions-are-about-the-package"),
        pytest.param({".": "./a.js", "./x": "./x.js"}, "./x", ["./x.js"], id="subpath"),
        pytest.param({"./*": "./p/*.js", "./x": "./x.js"}, "./x", ["./x.js"], id="key-before-pattern"),
        pytest.param({"./*": "./p/*.js", "./a/*": "./q/*.js"}, "./a/b", ["./q/b.js"], id="longest-prefix"),
        pytest.param({"./a/*": "./q/*.js", "./*": "./p/*.js"}, "./a/b", ["./q/b.js"], id="longest-prefix-first"),
        pytest.param(
            {"./*": "./p/*", "./*.css": "./s/*.css"}, "./x.css", ["./s/x.css"], id="longest-key-of-one-prefix"
        ),
        pytest.param({"./*": "./p/*/*.js"}, "./a/b", ["./p/a/b/a/b.js"], id="star-with-slashes-twice"),
        pytest.param({"./*/x": "./p/*.js"}, "./a/x", ["./p/a.js"], id="star-in-the-middle"),
        pytest.param({"./*/x": "./p/*.js"}, "./x", [], id="star-is-not-empty"),
        pytest.param({"./a*a": "./p/*.js"}, "./aa", [], id="ends-do-not-overlap"),
        pytest.param({"./f/": "./p/"}, "./f/a/b.js", ["./p/a/b.js"], id="folder"),
        pytest.param({"./f/": "./p/"}, "./f/", [], id="folder-itself"),
        pytest.param({"./f/": "./p/", "./f/*": "./q/*"}, "./f/a", ["./q/a"], id="pattern-before-folder"),
        pytest.param({"./*": "./p/*", "./no/*": None}, "./no/x", [], id="null-forbids"),
        pytest.param({"./*": None, "./yes": "./y.js"}, "./yes", ["./y.js"], id="null-of-a-pattern"),
        pytest.param({"./a": {"node": None, "default": "./d.js"}}, "./a", ["./d.js"], id="null-in-a-condition"),
        pytest.param({"#a": "./a.js", "#b/*": ["pkg", "./b/*.js"]}, "#b/x", ["pkg", "./b/x.js"], id="imports"),
        pytest.param({"./a*b*c": "./x"}, "./a1b2c", [], id="two-stars-are-none"),
        pytest.param({}, ".", [], id="empty"),
        pytest.param(1, ".", [], id="odd"),
    ],
)
def test_entries_and_targets(table: Any, subpath: str, expected: list[str]) -> None:
    assert targets(table, subpath) == expected


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        pytest.param({"import": "i", "require": "r"}, IMPORT, ["i", "r"], id="import"),
        pytest.param({"import": "i", "require": "r"}, REQUIRE, ["r", "i"], id="require"),
        pytest.param({"default": "d", "import": "i"}, IMPORT, ["d", "i"], id="in-the-order-written"),
        pytest.param({"types": "t", "default": "d"}, IMPORT, ["d", "t"], id="types-after-code"),
        pytest.param({"browser": "b", "types": "t", "node": "n"}, IMPORT, ["n", "t", "b"], id="others-last"),
        pytest.param({"types@>=5": "t", "x": "x"}, IMPORT, ["t", "x"], id="types-of-a-version"),
        pytest.param({"import": {"types": "t", "default": "d"}, "default": "e"}, IMPORT, ["d", "e", "t"], id="nested"),
        pytest.param({"default": "d", "source": "s"}, IMPORT, ["s", "d"], id="source"),
        pytest.param({"default": {"browser": "b", "@a/source": "s"}}, IMPORT, ["s", "b"], id="nested-source"),
        pytest.param({"default": "d", "mine": "m", "other": "o"}, IMPORT, ["m", "d", "o"], id="own-condition"),
        pytest.param({"a": ["x", {"default": "y"}], "default": "x"}, IMPORT, ["x", "y"], id="once-each"),
    ],
)
def test_conditions_rank_targets(value: Any, mode: str, expected: list[str]) -> None:
    assert list_targets(Entry(".", value, None), mode, frozenset({"mine"})) == expected


def test_deep_and_broad_values_are_bounded() -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = {"default": [deep]}
    broad: Any = [f"./{number}" for number in range(10_000)]
    assert list_targets(Entry(".", deep, None), IMPORT) == []
    assert len(list_targets(Entry(".", broad, None), IMPORT)) <= 256


def reference(keys: list[str], subpath: str) -> str | None:
    """The rule as it stands in the documentation of Node, by regular expressions."""
    if subpath in keys and "*" not in subpath and not subpath.endswith("/"):
        return subpath
    fitting = []
    for key in keys:
        if key.count("*") == 1:
            before, after = key.split("*")
            if re.fullmatch(f"{re.escape(before)}.+{re.escape(after)}", subpath, re.DOTALL):
                fitting.append((len(before) + 1, len(key), key))
        elif "*" not in key and key.endswith("/") and subpath.startswith(key) and subpath != key:
            fitting.append((len(key), len(key), key))
    return max(fitting)[2] if fitting else None


PIECES = st.lists(st.sampled_from(["a", "b", "/", "*", ".js", "ab"]), max_size=5).map(
    lambda parts: "./" + "".join(parts)
)


@given(st.lists(PIECES, max_size=6, unique=True), PIECES)
@example(["./*", "./*.js", "./a/*"], "./a/b.js")
def test_the_entry_is_that_of_the_documented_rule(keys: list[str], subpath: str) -> None:
    table = dict.fromkeys(keys, "./x")
    assert (matched(table, subpath) if keys else None) == reference(keys, subpath)
