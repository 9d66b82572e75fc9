"""`graphml`: the whole dependency graph as GraphML, for networkx, Gephi, yEd and other tools."""

from collections.abc import Iterator, Mapping, Sequence

from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import Report
from archcheck.core.graph_view import EdgeRecord, GraphSection
from archcheck.core.printable import unambiguous

_NODE_KEYS = {"language": "string", "component": "string", "external": "boolean"}
_EDGE_KEYS = {
    "kind": "string",
    "marks": "string",
    "path": "string",
    "line": "int",
    "column": "int",
    "violations": "string",
}
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def render(report: Report, _style: Style) -> str:
    """One node per node and external target, one edge per place; attributes as in the JSON document."""
    return "".join(f"{line}\n" for line in _lines(report.sections["graph"]))


def _lines(section: GraphSection) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for owner, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            yield f'  <key id="{owner}-{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>'
    yield '  <graph id="archcheck" edgedefault="directed">'
    for node in section["nodes"]:
        yield _element("node", f'id="{_escape(node["id"])}"', {**node, "external": False}, _NODE_KEYS)
    for name in sorted({edge["target"] for edge in section["external"]}):
        yield _element("node", f'id="{_escape(name)}"', {"external": True}, _NODE_KEYS)
    for number, edge in enumerate((*section["edges"], *section["external"])):
        yield _edge(number, edge)
    yield "  </graph>"
    yield "</graphml>"


def _edge(number: int, edge: EdgeRecord) -> str:
    ends = f'id="e{number}" source="{_escape(edge["source"])}" target="{_escape(edge["target"])}"'
    return _element("edge", ends, edge, _EDGE_KEYS)


def _element(owner: str, head: str, values: Mapping[str, object], keys: Mapping[str, str]) -> str:
    """One element on one line; what is not known, and empty lists, have no entry."""
    present = [(name, values[name]) for name in keys if values.get(name) not in (None, [])]
    data = "".join(f'<data key="{owner}-{name}">{_text(value)}</data>' for name, value in present)
    return f"    <{owner} {head}>{data}</{owner}>"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _escape(" ".join(value) if isinstance(value, Sequence) and not isinstance(value, str) else str(value))


def _escape(text: str) -> str:
    """The text as XML holds it; characters that XML cannot hold are written out."""
    return unambiguous(text).translate(_SPECIAL)


REPORTER = Reporter(name="graphml", render=render, sections=("graph",))
