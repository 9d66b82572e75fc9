"""`graph_json`: the dependency graph as a JSON document, one record per line."""

from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import Report
from archcheck.core.graph_view import graph_document
from archcheck.core.json_shape import to_json


def render(report: Report, _style: Style) -> str:
    """The document around the `graph` section; the style has no say in it."""
    return to_json(graph_document(report.sections["graph"]))


REPORTER = Reporter(name="graph_json", render=render, sections=("graph",))
