"""TOML: the values of the standard library, with places, and something of what is broken."""

import datetime
import json
import math
import time
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archcheck.core.values import MappingNode, Node, SequenceNode
from archcheck.syntax.toml import parse_toml


def plain(node: Node) -> Any:
    if isinstance(node, MappingNode):
        return {key.value: plain(value) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return node.value


def expected(value: Any) -> Any:
    """What the standard library reads, with dates and times as text and no number that differs from itself."""
    if isinstance(value, dict):
        return {key: expected(each) for key, each in value.items()}
    if isinstance(value, list):
        return [expected(each) for each in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return "a time"
    return "nan" if isinstance(value, float) and math.isnan(value) else value


def comparable(ours: Any, theirs: Any) -> Any:
    """Our value where theirs is a time or not a number, made alike if it is one, too."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return {key: comparable(each, theirs.get(key)) for key, each in ours.items()}
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [comparable(a, b) for a, b in zip(ours, theirs, strict=True)]
    if isinstance(ours, float) and math.isnan(ours):
        return "nan"
    return theirs if theirs == "a time" and isinstance(ours, str) and ours[0].isdigit() else ours


def read(text: str) -> Any:
    parsed = parse_toml(text.encode())
    assert parsed.problems == ()
    return plain(parsed.node)


def problems(text: str) -> list[str]:
    return [f"{p.line}:{p.column} {p.message}" for p in parse_toml(text.encode()).problems]


def places(text: str) -> dict[str, str]:
    """The place of every key and value, by path."""
    found: dict[str, str] = {}

    def visit(node: Node, path: str) -> None:
        if isinstance(node, MappingNode):
            for key, value in node.entries:
                name = f"{path}.{key.value}".lstrip(".")
                found[name] = f"{key.place.line}:{key.place.column}"
                visit(value, name)
        elif isinstance(node, SequenceNode):
            for number, item in enumerate(node.items):
                visit(item, f"{path}[{number}]")
        else:
            found[f"{path}="] = f"{node.place.line}:{node.place.column}"

    visit(parse_toml(text.encode()).node, "")
    return found


SAMPLES = {
    "nothing": "",
    "comment": "# a\n\n  # b",
    "scalars": "a = 1\nb = 'x'\nc = \"y\"\nd = true\ne = false # no\nf = 1.5",
    "numbers": "a = +1_000\nb = -0\nc = 0xDEAD_beef\nd = 0o17\ne = 0b1_0\nf = 6.02e23\ng = 1e-3\nh = -1.5_5E+2",
    "not finite": "a = inf\nb = -inf\nc = nan\nd = +nan",
    "times": "a = 1979-05-27\nb = 1979-05-27T07:32:00Z\nc = 1979-05-27 07:32:00.5-07:00\nd = 07:32:00",
    "times in arrays": "a = [1979-05-27, 07:32:00]",
    "keys": 'a.b.c = 1\na . d = 2\n"x y".\'z.w\' = 3\n1234 = 4\n"" = 5\n-_ = 6',
    "escapes": r'a = "\b\t\n\f\r\"\\\u00e9\U0001F600"',
    "literal": r"a = 'C:\x\\'",
    "several lines": "a = \"\"\"\nx\\\n   \n  y\n\"\"\"\nb = '''\nx\\\ny'''",
    "quotes at the end": 'a = """""x"""""\nb = \'\'\'\'\'x\'\'\'\'\'\nc = """"""\nd = """a\\"""b"""',
    "tables": "[a]\nx = 1\n[a.b]\ny = 2\n[c . 'd e']\nz = 3\n[ f ]",
    "tables before their parents": "[a.b]\nx = 1\n[a]\ny = 2",
    "arrays of tables": "[[a]]\nx = 1\n[[a]]\nx = 2\n[a.b]\ny = 1\n[[a.c]]\nz = 1\n[[a.c]]",
    "arrays": "a = []\nb = [1, 2,]\nc = [\n  1, # one\n  2\n  ,\n]\nd = [[1], ['a', {x = 1}]]",
    "inline tables": "a = {}\nb = { x = 1, y.z = 2, w = {v = [1]} }",
    "windows": 'a = 1\r\n[b]\r\nc = """\r\nx\r\ny"""\r\n# z\r\nd = [\r\n1]\r\n',
    "no blanks": "a=1\nb=[1,2]\nc={x=1}\n[d]#e\nf='g'#h",
    "unicode": 'a = "héllo 😀"\n"ключ" = 1',
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in SAMPLES.items()])
def test_values_are_those_of_the_standard_library(text: str) -> None:
    theirs = expected(tomllib.loads(text))
    assert comparable(read(text), theirs) == theirs


_PIECES = st.sampled_from(
    [
        *"abAB01_-+.=,:#[]{}\"'\\ \t\n",
        "\r\n",
        '"""',
        "'''",
        "[[",
        "]]",
        " = ",
        "\n[",
        "]\n",
        "true",
        "1.5",
        "é",
        "0x",
        "\\u00e9",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=40))
def test_whatever_the_standard_library_reads_is_read_alike(text: str) -> None:
    parsed = parse_toml(text.encode("utf-8", "replace"))
    try:
        theirs = expected(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValueError):
        return
    assume("\0" not in text)
    assert parsed.problems == ()
    assert comparable(plain(parsed.node), theirs) == theirs


_NAMES = st.sampled_from(["a", "b", "a.b", "b . a", '"a b"', "'c.d'", "c"])
_VALUES = st.recursive(
    st.sampled_from(["1", "'x'", '"y\\n"', "true", "2020-01-01", '"""\nz"""', "-1.5e3"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]")
        | st.lists(inner, max_size=2).map(lambda each: "{" + ", ".join(f"k{n} = {v}" for n, v in enumerate(each)) + "}")
    ),
    max_leaves=5,
)
_STATEMENTS = st.one_of(
    st.tuples(_NAMES, _VALUES).map(" = ".join),
    _NAMES.map(lambda name: f"[{name}]"),
    _NAMES.map(lambda name: f"[[{name}]]"),
)


@given(st.lists(_STATEMENTS, max_size=8).map("\n".join))
def test_tables_are_those_of_the_standard_library(text: str) -> None:
    try:
        theirs = expected(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        parse_toml(text.encode())
        return
    assert comparable(read(text), theirs) == theirs


@given(st.recursive(st.text() | st.integers() | st.booleans(), st.lists, max_leaves=5))
def test_json_values_are_toml_values(value: Any) -> None:
    text = json.dumps(value).replace("\x7f", "")
    try:
        theirs = tomllib.loads(f"a = {text}")
    except (tomllib.TOMLDecodeError, ValueError):
        return
    assert read(f"a = {text}") == theirs


def test_places_are_those_of_names_and_values() -> None:
    text = '[tool.x]\nname = "é" # c\n  "é".b = [ 1,\n   {c = 2} ]\n[[y]]\nz = 1'
    assert places(text) == {
        "tool": "1:2",
        "tool.x": "1:7",
        "tool.x.name": "2:1",
        "tool.x.name=": "2:8",
        "tool.x.é": "3:3",
        "tool.x.é.b": "3:7",
        "tool.x.é.b[0]=": "3:13",
        "tool.x.é.b[1].c": "4:5",
        "tool.x.é.b[1].c=": "4:9",
        "y": "5:3",
        "y[0].z": "6:1",
        "y[0].z=": "6:5",
    }


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        pytest.param("a = \nb = 1", {"b": 1}, ["1:5 a value is expected"], id="no value"),
        pytest.param("a 1\nb = 1", {"b": 1}, ['1:3 "=" is expected'], id="no sign"),
        pytest.param("a = 1 2\nb = 1", {"a": 1, "b": 1}, ["1:7 the end of the line is expected"], id="two values"),
        pytest.param("a = 1\na = 2", {"a": 1}, ['2:1 "a" is given twice'], id="key twice"),
        pytest.param(
            "[a]\nb = 1\n[a]\nb = 2", {"a": {"b": 1}}, ['3:1 the table "a" is defined twice'], id="table twice"
        ),
        pytest.param("a = 1\n[a.b]\nc = 1", {"a": 1}, ['2:6 "a" already has a value'], id="table in a value"),
        pytest.param("a = {b = 1}\na.c = 2", {"a": {"b": 1}}, ['2:8 "a" already has a value'], id="closed table"),
        pytest.param("a = [1]\n[[a]]\nb = 1", {"a": [1]}, ['2:6 "a" is no array of tables'], id="array of tables"),
        pytest.param("[a\nb = 1\n[c]\nd = 1", {"c": {"d": 1}}, ['1:3 "]" is expected'], id="header"),
        pytest.param('a = "x\nb = 1', {"b": 1}, ["1:5 the string is not closed"], id="string"),
        pytest.param('b = 1\na = """x\nc = 1', {"b": 1}, ["2:5 the string is not closed"], id="long string"),
        pytest.param("a = [1, 2\nb = 3", {}, ['2:1 "," or "]" is expected'], id="array"),
        pytest.param("a = {b = 1", {}, ['1:11 "," or "}" is expected'], id="inline table"),
        pytest.param("a = yes", {}, ["1:5 a value is expected"], id="word"),
        pytest.param(f"a = {'9' * 5000}", {}, ["1:5 the number is too long"], id="long number"),
        pytest.param("= 1", {}, ["1:1 a key is expected"], id="no key"),
    ],
)
def test_the_rest_of_a_broken_file_is_read(text: str, value: Any, found: list[str]) -> None:
    assert (plain(parse_toml(text.encode()).node), problems(text)) == (value, found)


def test_line_ends_and_a_final_comma_may_stand_in_inline_tables() -> None:
    assert read("a = {\n  b = 1, # c\n  d = 2,\n}") == {"a": {"b": 1, "d": 2}}


@pytest.mark.parametrize(
    ("content", "value", "found"),
    [
        pytest.param("\ufeffa = 1".encode(), {"a": 1}, [], id="byte order mark"),
        pytest.param("a = 1".encode("utf-16"), {"a": 1}, [], id="UTF-16"),
        pytest.param(b"b = 1\na = '\xe9'", {"b": 1, "a": "\ufffd"}, ["2:6 the text is not UTF-8"], id="Latin-1"),
        pytest.param(b"\x7fELF\0\0a = 1", {}, ["1:1 the file holds null characters, so it is no text"], id="binary"),
    ],
)
def test_encodings(content: bytes, value: Any, found: list[str]) -> None:
    parsed = parse_toml(content)
    assert plain(parsed.node) == value
    assert [f"{p.line}:{p.column} {p.message}" for p in parsed.problems] == found


@given(st.binary(max_size=200))
def test_any_bytes_are_read(content: bytes) -> None:
    parse_toml(content)


HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "a = " + "[" * n,
    "brackets on lines": lambda n: "a = [\n" * (n // 6),
    "braces": lambda n: "a = {b = " * (n // 9),
    "dots": lambda n: "a." * (n // 2) + "a = 1",
    "headers": lambda n: "[a]\n" * (n // 4),
    "deep headers": lambda n: "[" + "a." * (n // 2) + "a]",
    "arrays of tables": lambda n: "[[a]]\n" * (n // 6),
    "quotes": lambda n: '"' * n,
    "long strings never closed": lambda n: 'a = """\n' * (n // 8),
    "strings never closed": lambda n: "a = 'x\n" * (n // 7),
    "backslashes": lambda n: 'a = "' + "\\" * n,
    "escaped line ends": lambda n: 'a = """' + "\\\n" * (n // 2) + '"""',
    "digits": lambda n: "a = " + "1" * n,
    "underscores": lambda n: "a = " + "1_" * (n // 2),
    "blanks": lambda n: "a = 1" + " " * n + "x",
    "one long array": lambda n: "a = [" + "'x', " * (n // 5) + "]",
    "many keys": lambda n: "\n".join(f"k{number} = 1" for number in range(n // 9)),
    "comments": lambda n: "#\n" * (n // 2),
    "commas": lambda n: "a = [" + "," * n,
}


@pytest.mark.parametrize("build", [pytest.param(build, id=name) for name, build in HOSTILE.items()])
def test_time_is_linear_in_size(build: Callable[[int], str]) -> None:
    small, large = build(24_000).encode(), build(192_000).encode()
    least_small = least_large = float("inf")
    for _ in range(8):
        least_small = min(least_small, _seconds(small))
        least_large = min(least_large, _seconds(large))
        ratio = least_large / max(least_small, 0.0005)
        if ratio < 24:
            return
    pytest.fail(f"eight times the size took {ratio:.0f} times as long")


def _seconds(content: bytes) -> float:
    before = time.process_time()
    parse_toml(content)
    return time.process_time() - before
