"""XML: elements with places, as the standard library reads them, and nothing that could do harm."""

import time
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.syntax.xml import Element, parse_xml


def drawn(element: Element | None) -> object:
    if element is None:
        return None
    return (element.name, dict(element.attributes), element.text, [drawn(child) for child in element.children])


def reference(element: ElementTree.Element) -> object:
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    return (element.tag, dict(element.attrib), text.strip(), [reference(child) for child in element])


def problems(content: bytes) -> list[str]:
    return [f"{p.line}:{p.column} {p.message}" for p in parse_xml(content).problems]


_NAMES = st.sampled_from(["a", "b", "c-d", "é"])
_TEXTS = st.sampled_from(["", "x", " y\n", "&lt;", "<![CDATA[<z>]]>", "<!-- c -->", "é&#233;", "<?p i?>"])
_ELEMENTS = st.recursive(
    st.builds("<{}/>".format, _NAMES),
    lambda inner: st.builds(
        lambda name, key, value, parts: f'<{name} {key}="{value}">{"".join(parts)}</{name}>',
        _NAMES,
        _NAMES,
        st.sampled_from(["1", "&amp;", "'"]),
        st.lists(inner | _TEXTS, max_size=4),
    ),
    max_leaves=8,
)


@given(_ELEMENTS)
def test_elements_are_those_of_the_standard_library(text: str) -> None:
    parsed = parse_xml(text.encode())
    assert parsed.problems == ()
    assert drawn(parsed.root) == reference(ElementTree.fromstring(text))


def test_places_are_those_of_the_opening_tags() -> None:
    root = parse_xml('<?xml version="1.0"?>\r\n<a>\n\té😀<b\n x="1"/><c/>\n</a>'.encode()).root
    assert root is not None
    assert [(each.name, each.place.line, each.place.column) for each in root.walk()] == [
        ("a", 2, 1),
        ("b", 3, 4),
        ("c", 4, 9),
    ]


def test_steps() -> None:
    root = parse_xml(b"<a><b><c>1</c></b><b><c>2</c><c> 3 </c></b><d/></a>").root
    assert root is not None
    assert [each.text for each in root.all("b", "c")] == ["1", "2", "3"]
    assert (root.text_at("b", "c"), root.text_at("d"), root.text_at("e", "f")) == ("1", "", "")
    assert (root.first("d"), root.first("e")) == (root.children[2], None)
    assert list(root.all()) == []


def test_prefixes_are_left_out() -> None:
    assert drawn(parse_xml(b'<m:a xmlns:m="u" m:b="1"><m:c/></m:a>').root) == (
        "a",
        {"m": "u", "b": "1"},
        "",
        [("c", {}, "", [])],
    )


@pytest.mark.parametrize(
    ("content", "element", "found"),
    [
        pytest.param(b"", None, ["1:1 no element found"], id="nothing"),
        pytest.param(b"plain", None, ["1:1 syntax error"], id="no XML"),
        pytest.param(
            b"<a><b>x</b><c>",
            ("a", {}, "", [("b", {}, "x", []), ("c", {}, "", [])]),
            ["1:15 no element found"],
            id="not closed",
        ),
        pytest.param(b"<a><b></a>", ("a", {}, "", [("b", {}, "", [])]), ["1:9 mismatched tag"], id="wrong end"),
        pytest.param(b"<a/><b/>", ("a", {}, "", []), ["1:5 junk after document element"], id="two documents"),
        pytest.param(b"<a>&x;</a>", ("a", {}, "", []), ["1:4 undefined entity"], id="entity that is unknown"),
        pytest.param(b"<a>\xe9</a>", ("a", {}, "", []), ["1:4 not well-formed (invalid token)"], id="encoding"),
    ],
)
def test_what_comes_before_a_mistake_is_kept(content: bytes, element: object, found: list[str]) -> None:
    assert (drawn(parse_xml(content).root), problems(content)) == (element, found)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("\ufeff<a>é</a>".encode(), "é", id="byte order mark"),
        pytest.param('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16"), "é", id="UTF-16"),
        pytest.param('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"), "é", id="Latin-1"),
        pytest.param('<?xml version="1.0" encoding="windows-1252"?><a>€</a>'.encode("cp1252"), "€", id="Windows"),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    parsed = parse_xml(content)
    assert (drawn(parsed.root), parsed.problems) == (("a", {}, text, []), ())


def test_unknown_encodings_are_said() -> None:
    assert problems(b'<?xml version="1.0" encoding="x-none"?><a/>') != []


BOMB = '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://acme.com/x"> %x;]><a/>'


@pytest.mark.parametrize(
    "text",
    [pytest.param(BOMB, id="bomb"), pytest.param(EXTERNAL, id="external"), pytest.param(PARAMETER, id="parameter")],
)
def test_entities_are_refused(text: str) -> None:
    parsed = parse_xml(text.encode())
    assert parsed.root is None
    assert [problem.message for problem in parsed.problems] == ["entities are not read"]


def test_document_types_without_entities_are_let_pass() -> None:
    parsed = parse_xml(b'<!DOCTYPE a PUBLIC "x" "http://acme.com/a.dtd"><a/>')
    assert (drawn(parsed.root), parsed.problems) == (("a", {}, "", []), ())


def test_depth_is_bounded() -> None:
    parsed = parse_xml(b"<a>" * 100_000)
    assert [problem.message for problem in parsed.problems] == ["more than 100 levels"]
    assert parsed.root is not None
    assert len(list(parsed.root.walk())) == 100


@given(st.binary(max_size=100) | st.text("<>/a=\"'&;![]- \n?", max_size=60).map(str.encode))
def test_any_bytes_are_read(content: bytes) -> None:
    parse_xml(content)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: "<a>" + "<b/>" * (n // 4) + "</a>", id="elements"),
        pytest.param(lambda n: "<a " + "".join(f'k{i}="" ' for i in range(n // 8)) + "/>", id="attributes"),
        pytest.param(lambda n: "<a>" + "&#10;" * (n // 5) + "</a>", id="references"),
        pytest.param(lambda n: "<a>" + "x\n" * (n // 2), id="text"),
        pytest.param(lambda n: "<" * n, id="brackets"),
        pytest.param(lambda n: "<!-- " * (n // 5), id="comments"),
    ],
)
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
    parse_xml(content)
    return time.process_time() - before
