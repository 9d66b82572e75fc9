"""Places, types, encodings and bounds of the YAML reader."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
import yaml

from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode
from archcheck.errors import Problem
from archcheck.syntax.yaml import ParsedYaml, parse_yaml
from archcheck.syntax.yaml.reader import Loader

ReadBytes = Callable[[bytes], ParsedYaml]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def read(request: pytest.FixtureRequest) -> ReadBytes:
    loader: Loader = getattr(yaml, request.param, None) or pytest.skip("PyYAML without libyaml")
    return lambda content: parse_yaml(content, "a.yaml", loader=loader)


def places(node: Node | None) -> list[str]:
    """Every value as `line:column value`, depth first."""
    if node is None:
        return []
    here = f"{node.place.line}:{node.place.column}"
    if isinstance(node, ScalarNode):
        return [f"{here} {'(empty)' if node.empty else repr(node.value)}"]
    if isinstance(node, SequenceNode):
        return [f"{here} [", *(line for item in node.items for line in places(item))]
    return [f"{here} {{", *(line for pair in node.entries for part in pair for line in places(part))]


def entry(parsed: ParsedYaml, key: str) -> Node | None:
    assert isinstance(parsed.node, MappingNode)
    return parsed.node.get(key)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            'é: "日本🜁"\n🜁: [🜁🜁, c]\n'.encode(),
            ["1:1 {", "1:1 'é'", "1:4 '日本🜁'", "2:1 '🜁'", "2:4 [", "2:5 '🜁🜁'", "2:9 'c'"],
            id="columns-count-characters",
        ),
        pytest.param(
            "\ufeffa: b\r\nc:\r\n  - d\r\n".encode(),
            ["1:1 {", "1:1 'a'", "1:4 'b'", "2:1 'c'", "3:3 [", "3:5 'd'"],
            id="mark-and-crlf",
        ),
        pytest.param(b"a: b\rc: d\r", ["1:1 {", "1:1 'a'", "1:4 'b'", "2:1 'c'", "2:4 'd'"], id="cr"),
        pytest.param("é: x\n".encode("utf-16"), ["1:1 {", "1:1 'é'", "1:4 'x'"], id="utf-16"),
        pytest.param(
            b"\xfe\xff" + "🜁: x\n".encode("utf-16-be"), ["1:1 {", "1:1 '🜁'", "1:4 'x'"], id="utf-16-big-endian"
        ),
        pytest.param(
            b"a:\nb: # c\nc: {d: , e: [f: ]}\n",
            [
                *("1:1 {", "1:1 'a'", "1:3 (empty)", "2:1 'b'", "2:3 (empty)", "3:1 'c'", "3:4 {", "3:5 'd'"),
                *("3:7 (empty)", "3:10 'e'", "3:13 [", "3:14 {", "3:14 'f'", "3:16 (empty)"),
            ],
            id="empty-values-stand-after-the-colon",
        ),
        pytest.param(
            b"- - a\n  - b: |\n      x\n    c: 'd'\n",
            ["1:1 [", "1:3 [", "1:5 'a'", "2:5 {", "2:5 'b'", "2:8 'x\\n'", "4:5 'c'", "4:8 'd'"],
            id="nested-blocks",
        ),
    ],
)
def test_every_value_has_its_place(read: ReadBytes, content: bytes, expected: list[str]) -> None:
    parsed = read(content)

    assert (places(parsed.node), parsed.problems) == (expected, ())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xef\xbb\xbf", id="mark-only"),
        pytest.param(b"# c\n\n", id="comment"),
        pytest.param(b"---\n...\n", id="markers"),
    ],
)
def test_empty_document_has_no_value_and_no_problem(read: ReadBytes, content: bytes) -> None:
    parsed = read(content)

    assert (parsed.node, parsed.problems) == (None, ())


def test_written_null_is_a_value_of_the_document(read: ReadBytes) -> None:
    assert places(read(b"null\n").node) == ["1:1 None"]


def test_lines_are_those_of_the_file(read: ReadBytes) -> None:
    assert read(b"a: b\r\n# c\n\nd: e").lines == ("a: b", "# c", "", "d: e")


def test_alias_keeps_the_place_of_its_anchor(read: ReadBytes) -> None:
    parsed = read(b"a: &x [1, 2]\nb: *x\n")

    assert entry(parsed, "b") is entry(parsed, "a")


def test_merge_key_adds_what_is_not_written_out(read: ReadBytes) -> None:
    parsed = read(b"p: &p {a: 1, b: 2}\nq: &q {b: 3, c: 4}\nr:\n  a: 0\n  <<: [*p, *q]\n  d: 5\n")

    assert places(entry(parsed, "r")) == [
        *("4:3 {", "4:3 'a'", "4:6 0", "1:14 'b'", "1:17 2", "2:14 'c'", "2:17 4", "6:3 'd'", "6:6 5"),
    ]


def test_quoted_merge_key_is_an_ordinary_key(read: ReadBytes) -> None:
    assert places(read(b'"<<": 1\n').node) == ["1:1 {", "1:1 '<<'", "1:7 1"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"a: caf\xe9!\n", (1, 7, "the byte 0xe9 is not UTF-8", "save the file as UTF-8"), id="latin-1"),
        pytest.param(
            b"\xc3\xa9: x\nb: \x07\n",
            (2, 4, "the character U+0007 is not allowed here", 'remove it, or write "\\x07" in double quotes'),
            id="control",
        ),
        pytest.param(
            "a: x\u2028y\n".encode(),
            (1, 5, "the character U+2028 is not allowed here", 'remove it, or write "\\u2028" in double quotes'),
            id="line-separator",
        ),
        pytest.param(
            "a: 1\nb".encode("utf-16-le").join([b"\xff\xfe", b"\x00"]),
            (2, 2, "the file ends within a UTF-16 character", ""),
            id="half-utf-16",
        ),
    ],
)
def test_unreadable_characters_are_problems_with_a_place(
    read: ReadBytes, content: bytes, expected: tuple[int, int, str, str]
) -> None:
    problems = read(content).problems

    assert [(p.line, p.column, p.message, p.hint) for p in problems] == [expected]


def test_only_the_first_bad_characters_of_a_binary_file_are_listed(read: ReadBytes) -> None:
    assert len(read(b"\x00a" * 1000).problems) == 20


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 30)
)
DEEP_ALIASES = "a0: &a0 " + "[" * 40 + "]" * 40 + "\na1: " + "[" * 40 + "*a0" + "]" * 40 + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(BOMB, (6, 10, "the file expands to more than 100,000 values"), id="billion-laughs"),
        pytest.param(
            "[" + "1," * 100_000 + "]", (1, 200_000, "the file expands to more than 100,000 values"), id="many"
        ),
        pytest.param("[" * 100_000, (1, 65, "nested deeper than 64 levels"), id="brackets"),
        pytest.param("{a: " * 100_000, (1, 257, "nested deeper than 64 levels"), id="braces"),
        pytest.param("- " * 100_000, (1, 129, "nested deeper than 64 levels"), id="dashes"),
        pytest.param(DEEP_ALIASES, (2, 45, "nested deeper than 64 levels"), id="aliases"),
        pytest.param("x" * 1_000_001, (0, 0, "the file has 1,000,001 bytes, more than 1,000,000"), id="size"),
    ],
)
def test_reader_refuses_what_is_too_large(read: ReadBytes, text: str, expected: tuple[int, int, str]) -> None:
    started = time.monotonic()
    parsed = read(text.encode())

    assert parsed.node is None
    assert [(p.line, p.column, p.message) for p in parsed.problems] == [expected]
    assert time.monotonic() - started < 20


def test_deepest_allowed_nesting_is_read(read: ReadBytes) -> None:
    assert read(("[" * 64 + "]" * 64).encode()).problems == ()


def test_deep_nesting_does_not_crash_the_process() -> None:
    program = (
        "from archcheck.syntax.yaml import parse_yaml\n"
        "for text in ('[' * 900000, '{' * 900000, '- ' * 450000, '[\\n' * 450000, '? ' * 450000):\n"
        "    print(*(problem.message for problem in parse_yaml(text.encode(), 'a.yaml').problems))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == ["nested deeper than 64 levels"] * 5


def test_problem_carries_path_preview_and_length(read: ReadBytes) -> None:
    assert read(b"x: 1\na: [**/x, b]\n").problems == (
        Problem(
            path="a.yaml",
            line=2,
            column=5,
            message="`*` without quotes starts an alias",
            hint='quote it: "**/x"',
            preview="a: [**/x, b]",
            length=4,
        ),
    )


def test_reader_keeps_places_behind_a_mended_mistake(read: ReadBytes) -> None:
    node = read(b"a: [**/x, b]\nc: {x:y, z: 1}\n").node

    assert isinstance(node, MappingNode)
    places = [(key.place.line, key.place.column) for key, _ in node.entries]
    listed, braces = node.get("a"), node.get("c")
    assert not isinstance(listed, ScalarNode | MappingNode | None)
    assert isinstance(braces, MappingNode)
    assert places == [(1, 1), (2, 1)]
    assert [item.place.column for item in listed.items] == [5, 11]
    assert [(key.place.column, value.place.column) for key, value in braces.entries] == [(5, 7), (10, 13)]
