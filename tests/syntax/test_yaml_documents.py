"""Any YAML that other tools read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.values import MappingNode, Node, SequenceNode
from archcheck.syntax.endpoints.variables import CLOSE, FILL, OPEN
from archcheck.syntax.yaml.documents import MAX_DEPTH, MAX_NODES, read_documents


def plain(node: Node) -> object:
    if isinstance(node, MappingNode):
        return {key.value: plain(value) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return node.value


def read(text: str) -> list[object]:
    found = read_documents(text.encode("utf-8", "surrogatepass"))
    assert found.mistakes == ()
    return [plain(node) for node in found.nodes]


CASES = [
    ("a: 1\n---\n---\nb: 2\n...\n", [{"a": 1}, {"b": 2}]),
    ("", []),
    ("# nothing", []),
    ("a: !Ref b\nc: !!set {d}\n", [{"a": "b", "c": {"d": None}}]),
    ("a: 1\na: 2\n", [{"a": 2}]),
    ("[a]: 1\n? {b: c}\n: 2\nd: 3\n", [{"d": 3}]),
    ("a: &x {b: 1}\nc: *x\nd: *y\n", [{"a": {"b": 1}, "c": {"b": 1}, "d": None}]),
    ("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n", [{"a": {"b": 1, "c": 2}, "d": {"c": 3, "b": 1}}]),
    (
        "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y, 4]}\n",
        [{"a": {"b": 1}, "c": {"b": 2, "d": 3}, "e": {"b": 1, "d": 3}}],
    ),
    ("a: yes\nb: 0o17\nc: 1_000\nd: 12:30\n", [{"a": "yes", "b": 15, "c": "1_000", "d": "12:30"}]),
    ("a: 'x: {{y}}'\n", [{"a": f"x: {OPEN}{FILL * 3}{CLOSE}"}]),
    ("a: {{ x }}\n{{ if y }}\nb: 1\n{% endif %}\n", [{"a": f"{OPEN}{FILL * 5}{CLOSE}", "b": 1}]),
    ("a:\n  {{- toYaml .b | nindent 2 }}\nc: 1\n", [{"a": None, "c": 1}]),
    ("{{/* one\ntwo */}}\na: 1\n", [{"a": 1}]),
    ("a: ${{ b }}\n", [{"a": f"{OPEN}{FILL * 6}{CLOSE}"}]),
    ("{{ a }}: [\n", [{}]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0] or "empty") for case in CASES])
def test_value(text: str, expected: list[object]) -> None:
    found = read(text)
    assert found == expected if "[\n" not in text else len(found) == 1


def test_what_stands_before_a_mistake_is_kept() -> None:
    found = read_documents(b"a: 1\n---\nb: {c: [1, 2\nd: 3\n")
    assert [plain(node) for node in found.nodes] == [{"a": 1}, {"b": {"c": [1, "2 d"]}}]
    assert [(each.line, each.column, each.kind) for each in found.mistakes] == [(4, 2, "unparsable")]


def test_places_count_characters() -> None:
    found = read_documents("é: ü\n\U0001f701: [a, b]\n".encode())
    (document,) = found.nodes
    assert isinstance(document, MappingNode)
    assert [(key.place.line, key.place.column) for key, _ in document.entries] == [(1, 1), (2, 1)]
    assert [(value.place.line, value.place.column) for _, value in document.entries] == [(1, 4), (2, 4)]


PLACES = [
    ("a: b http://c", "a", (1, 6)),
    ('a: "b http://c"', "a", (1, 7)),
    ('a: &x "b http://c"', "a", (1, 10)),
    ("a: |\n  b\n\n  c http://d", "a", (4, 5)),
    ("a: >-\n  b\n  http://c", "a", (1, 4)),
    ('a: "b\\thttp://c"', "a", (1, 8)),
]


@pytest.mark.parametrize(("text", "key", "expected"), [pytest.param(*case, id=case[0]) for case in PLACES])
def test_place_within_a_value(text: str, key: str, expected: tuple[int, int]) -> None:
    found = read_documents(text.encode())
    node = found.nodes[0]
    assert isinstance(node, MappingNode)
    value = node.entries[0][1]
    assert not isinstance(value, MappingNode | SequenceNode)
    assert found.place(value, value.text.index("http")) == expected


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(20)
)
MERGE_BOMB = (
    "a: &a {" + ",".join(f"k{i}: 1" for i in range(2000)) + "}\n" + "".join(f"m{i}: {{<<: *a}}\n" for i in range(3000))
)
TOO_MUCH = f"the file expands to more than {MAX_NODES:,} values"
HOSTILE = [
    ("aliases of aliases", BOMB, TOO_MUCH),
    ("merges", MERGE_BOMB, TOO_MUCH),
    ("one merge of many", "a: &a {b: 1}\nc: {<<: [" + "*a," * 300_000 + "]}", TOO_MUCH),
    ("values", "- a\n" * 300_000, TOO_MUCH),
    ("brackets", "[" * 100_000, ""),
    ("braces", "{a: " * 100_000, f"nested deeper than {MAX_DEPTH} levels"),
    ("blocks", "".join(f"{' ' * i}a:\n" for i in range(2000)), f"nested deeper than {MAX_DEPTH} levels"),
    ("a long line", "a: " + "x" * 2_000_000, None),
    ("open actions", "{{" * 300_000, None),
    ("actions", "a: {{ x }}\n" * 20_000, None),
    ("marks", f"{OPEN}{CLOSE} " * 100_000 + "{{ x }}:", None),
]


@pytest.mark.parametrize(("text", "message"), [pytest.param(*case[1:], id=case[0]) for case in HOSTILE])
def test_hostile_text_is_bounded(text: str, message: str | None) -> None:
    started = time.process_time()
    found = read_documents(text.encode())
    assert time.process_time() - started < 30
    assert bool(found.mistakes) == (message is not None)
    if message:
        assert found.mistakes[0].message == message


@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from("ab:- {}[]&*!|>'\"%\n\t<?,#$\ufeff\0é"), max_size=60).map(str.encode)
)
def test_any_bytes_are_read(content: bytes) -> None:
    found = read_documents(content)
    assert len(found.mistakes) <= 1
