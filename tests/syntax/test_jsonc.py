"""JSON with comments, trailing commas and mistakes: values, places and problems."""

import json
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.syntax.jsonc import MAX_BYTES, MAX_DEPTH, MAX_PROBLEMS, Value, parse_jsonc, plain_value, read_json

TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def tolerant(text: str) -> Value:
    node = parse_jsonc(text.encode()).node
    return None if node is None else plain_value(node)


def problems(text: str) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.message) for each in parse_jsonc(text.encode()).problems]


@given(TREES, st.booleans(), st.sampled_from([None, 1]))
def test_json_is_read_as_the_standard_library_reads_it(tree: Value, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(tree, ensure_ascii=ascii_only, indent=indent)
    assert (tolerant(text), problems(text), read_json(text.encode())) == (tree, [], tree)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param('{"a": 1, // one\n "b": /* two */ 2}', {"a": 1, "b": 2}, id="comments"),
        pytest.param('{"a": [1, 2,],}', {"a": [1, 2]}, id="trailing-commas"),
        pytest.param('// {\n{"a": "// no /* comment"}\n/**/', {"a": "// no /* comment"}, id="signs-in-text"),
        pytest.param('\ufeff{"a": 1}', {"a": 1}, id="byte-order-mark"),
        pytest.param('{"a": "\\ud83d\\ude00 \\u00e9\\n\\"\\/"}', {"a": '😀 é\n"/'}, id="escapes"),
        pytest.param('"\\ud83d"', "\ufffd", id="half-a-character"),
        pytest.param("[-1.5e3, 0, -0, 12]", [-1500.0, 0, 0, 12], id="numbers"),
        pytest.param("", None, id="nothing"),
        pytest.param(" // only a comment", None, id="only-a-comment"),
    ],
)
def test_what_tools_accept_is_read_without_a_problem(text: str, value: Value) -> None:
    assert (tolerant(text), read_json(text.encode()), problems(text)) == (value, value, [])


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        pytest.param('{"a": 1 "b": 2}', {"a": 1, "b": 2}, [(1, 9, "a comma is missing before this")], id="comma"),
        pytest.param("[1 2]", [1, 2], [(1, 4, "a comma is missing before this")], id="comma-in-a-list"),
        pytest.param('{"a" 1}', {"a": 1}, [(1, 6, "a colon is missing before the value")], id="colon"),
        pytest.param("{a: 1}", {"a": 1}, [(1, 2, "a key stands in double quotes")], id="bare-key"),
        pytest.param("{1: 1}", {"1": 1}, [(1, 2, "a key stands in double quotes")], id="number-as-a-key"),
        pytest.param('{"a": yes}', {"a": "yes"}, [(1, 7, "text stands in double quotes")], id="bare-text"),
        pytest.param("['a']", ["a"], [(1, 2, "text stands in double quotes, not in single ones")], id="single"),
        pytest.param('{"a": }', {}, [(1, 2, "the key has no value")], id="no-value"),
        pytest.param('{"a", "b": 1}', {"b": 1}, [(1, 2, "the key has no value")], id="no-value-before-a-comma"),
        pytest.param("[,1]", [1], [(1, 2, "a comma where a value is expected")], id="leading-comma"),
        pytest.param("[1,,2]", [1, 2], [(1, 4, "a comma where a value is expected")], id="two-commas"),
        pytest.param("{[1]}", {}, [(1, 2, "a value without a key")], id="no-key"),
        pytest.param('{"a": 1', {"a": 1}, [(1, 1, "`{` is not closed")], id="open-object"),
        pytest.param('{"a": [1', {"a": [1]}, [(1, 7, "`[` is not closed")], id="open-list"),
        pytest.param(
            '["a',
            ["a"],
            [(1, 1, "`[` is not closed"), (1, 2, "the text is not closed by a quote on its line")],
            id="open-text",
        ),
        pytest.param(
            '["a\n,1]', ["a", 1], [(1, 2, "the text is not closed by a quote on its line")], id="text-over-lines"
        ),
        pytest.param("[1] /* x", [1], [(1, 5, "the comment is not closed")], id="open-comment"),
        pytest.param("[1]\n[2]", [1], [(2, 1, "the text goes on after its value")], id="two-values"),
        pytest.param(
            "[1}",
            [1],
            [(1, 1, "`[` is not closed"), (1, 3, "`}` does not close the bracket that is open")],
            id="wrong-bracket",
        ),
        pytest.param(
            '{"a": [1}', {"a": [1]}, [(1, 9, "`}` does not close the bracket that is open")], id="outer-bracket"
        ),
        pytest.param(
            '{"a": 1, "a": 2}', {"a": 2}, [(1, 10, "the key is there twice; its last value counts")], id="twice"
        ),
        pytest.param(":", None, [(1, 1, "a colon without a key before it")], id="colon-alone"),
    ],
)
def test_mistakes_are_reported_and_read_past(text: str, value: Value, found: list[tuple[int, int, str]]) -> None:
    assert (tolerant(text), problems(text)) == (value, found)


def test_every_value_has_its_place_in_characters() -> None:
    text = '{"é": [true, "x"],\r\n  "b": {}}'
    expected: Node = MappingNode(
        (
            (
                ScalarNode("é", Place("p", 1, 2), "é", plain=False),
                SequenceNode(
                    (ScalarNode(True, Place("p", 1, 8), "true"), ScalarNode("x", Place("p", 1, 14), "x", plain=False)),
                    Place("p", 1, 7),
                ),
            ),
            (ScalarNode("b", Place("p", 2, 3), "b", plain=False), MappingNode((), Place("p", 2, 8))),
        ),
        Place("p", 1, 1),
    )
    assert parse_jsonc(text.encode(), "p").node == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_encodings_with_a_byte_order_mark_are_read(encoding: str) -> None:
    assert read_json('{"a": "é",}'.encode(encoding)) == {"a": "é"}


def test_bytes_that_are_no_text_read_as_replacement_characters() -> None:
    assert read_json(b'{"a": "\xff\xed\xa0\x80"}') == {"a": "\ufffd" * 4}


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_is_bounded(opening: str) -> None:
    text = opening * 100_000
    message = f"brackets are nested more than {MAX_DEPTH} deep"
    assert (1, len(opening) * MAX_DEPTH + 1, message) in problems(text)
    assert read_json(text.encode()) is not None


def test_the_number_of_problems_is_bounded() -> None:
    assert len(problems("[" + "a " * 1000)) == MAX_PROBLEMS


def test_a_file_of_excessive_size_is_not_read() -> None:
    content = b" " * (MAX_BYTES + 1)
    assert (parse_jsonc(content).node, len(parse_jsonc(content).problems), read_json(content)) == (None, 1, None)


@given(st.binary() | st.text(alphabet="{}[]:,\"'/*\\ \n1a").map(str.encode))
def test_nothing_makes_it_raise(content: bytes) -> None:
    parsed = parse_jsonc(content)
    assert parsed.node is None or plain_value(parsed.node) == plain_value(parsed.node)
    json.dumps(read_json(content)).encode()


@pytest.mark.parametrize(
    "piece",
    ['"', "/*", "'", "\\", '"\\', "[", "]", "{", "}", ",", ":", "//", "a", "1", " ", "\n", "\0", '{"a":1}', "1."],
)
def test_time_grows_with_the_size_only(piece: str) -> None:
    def seconds(count: int) -> float:
        content = ("[" + piece * count).encode()
        begin = perf_counter()
        read_json(content)
        return perf_counter() - begin

    assert min(seconds(20_000) for _ in range(3)) < 40 * max(min(seconds(2_000) for _ in range(3)), 0.005)
