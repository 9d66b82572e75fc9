"""`mermaid`: the dependency graph as a flowchart that GitHub, GitLab and editors show inside Markdown."""

from collections.abc import Iterator, Mapping

from archcheck.core.drawing import Drawing, draw
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import Report
from archcheck.core.printable import printable

# What renderers accept unless configured otherwise: 500 arrows (maxEdges) and 50,000 characters (maxTextSize).
MOST_ARROWS = 500
MOST_CHARACTERS = 50_000
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./ ()[]{},:@+=~")


def render(report: Report, _style: Style) -> str:
    """A flowchart, cut down to what renderers accept; it says what was left out."""
    limit = MOST_ARROWS
    while True:
        drawing = draw(report.sections["graph"], most_arrows=limit, most_nodes=2 * limit)
        text = "".join(f"{line}\n" for line in _lines(drawing))
        if len(text) <= MOST_CHARACTERS or limit == 1:
            return text
        limit = max(limit * MOST_CHARACTERS // (len(text) + 1), 1)


def _lines(drawing: Drawing) -> Iterator[str]:
    ordered = [node for nodes in drawing.groups.values() for node in nodes]
    names = {node: f"n{number}" for number, node in enumerate(ordered)}
    yield "flowchart LR"
    for number, (title, nodes) in enumerate(drawing.groups.items()):
        indent = "    " if title else "  "
        if title:
            yield f'  subgraph g{number}["{_escape(title)}"]'
        for node in nodes:
            opening, closing = _shape(node, drawing)
            yield f'{indent}{names[node]}{opening}"{_escape(node)}"{closing}'
        if title:
            yield "  end"
    yield from _arrow_lines(drawing, names)
    if drawing.arrows_left_out or drawing.nodes_left_out:
        yield f'  rest["not drawn: {drawing.nodes_left_out} nodes, {drawing.arrows_left_out} arrows"]'


def _shape(node: str, drawing: Drawing) -> tuple[str, str]:
    """What stands around a label: cylinders are datastores, stadiums all else outside of the tree."""
    if node not in drawing.outside:
        return "[", "]"
    return ("[(", ")]") if node.startswith("store:") else ("([", "])")


def _arrow_lines(drawing: Drawing, names: Mapping[str, str]) -> Iterator[str]:
    for arrow in drawing.arrows:
        line = "==>" if arrow.broken else "-.->" if arrow.dashed else "-->"
        label = f"|{arrow.label}|" if arrow.label else ""
        yield f"  {names[arrow.source]} {line}{label} {names[arrow.target]}"
    broken = [str(number) for number, arrow in enumerate(drawing.arrows) if arrow.broken]
    if broken:
        yield f"  linkStyle {','.join(broken)} stroke:#c00"


def _escape(label: str) -> str:
    """The label with whatever could end a quoted text, begin Markdown or be read as HTML as entity codes."""
    text = printable(label)
    return "".join(character if character in _PLAIN else f"#{ord(character)};" for character in text)


REPORTER = Reporter(name="mermaid", render=render, sections=("graph",))
