"""`dot`: the dependency graph for Graphviz."""

from collections.abc import Iterator

from archcheck.core.drawing import Drawing, draw
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import Report
from archcheck.core.printable import unambiguous


def render(report: Report, _style: Style) -> str:
    """A directed graph; nodes in clusters by component, arrows with the number of their places."""
    return "".join(f"{line}\n" for line in _lines(draw(report.sections["graph"])))


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "digraph archcheck {"
    yield "  rankdir=LR;"
    yield "  node [shape=box];"
    for number, (title, nodes) in enumerate(drawing.groups.items()):
        indent = "  "
        if title:
            yield f"  subgraph cluster_{number} {{"
            yield f"    label={_quote(title)};"
            indent = "    "
        for node in nodes:
            shape = "cylinder" if node.startswith("store:") else "oval"
            yield f"{indent}{_quote(node)}{f' [shape={shape}]' if node in drawing.outside else ''};"
        if title:
            yield "  }"
    for arrow in drawing.arrows:
        label = f'"{arrow.label}"' if arrow.kinds else arrow.label
        attributes = [f"label={label}"] if label else []
        attributes += ["style=dashed"] if arrow.dashed else []
        attributes += ["color=red", "penwidth=2"] if arrow.broken else []
        suffix = f" [{', '.join(attributes)}]" if attributes else ""
        yield f"  {_quote(arrow.source)} -> {_quote(arrow.target)}{suffix};"
    yield "}"


def _quote(name: str) -> str:
    """A quoted identifier that is also its own label: there every backslash has to be doubled once more."""
    text = unambiguous(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


REPORTER = Reporter(name="dot", render=render, sections=("graph",))
