"""`json`: one document with everything a run found, the source of every other machine-readable format."""

from archcheck.core.document import report_document
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import Report
from archcheck.core.json_shape import to_json


def render(report: Report, _style: Style) -> str:
    """The document of the report; the style has no say in it."""
    return to_json(report_document(report))


REPORTER = Reporter(name="json", render=render, excerpts=lambda _style: None)
