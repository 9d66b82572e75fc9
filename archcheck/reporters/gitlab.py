"""`gitlab`: a Code Quality report, which GitLab shows in merge requests."""

from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import ERROR, INFO, WARNING, Report
from archcheck.core.json_shape import to_json
from archcheck.core.notices import Notice, notices, shortened
from archcheck.core.printable import printable

_SEVERITIES = {ERROR: "major", WARNING: "minor", INFO: "info"}
_LONGEST = 1_000


def render(report: Report, _style: Style) -> str:
    """An array with one entry for each violation that is not accepted and each rule without a verdict."""
    return to_json([_entry(notice) for notice in notices(report)])


def _entry(notice: Notice) -> dict[str, object]:
    hint = notice.violation.hint if notice.violation else ""
    way_out = [detail for detail in notice.details if hint and detail.startswith("do: ")]
    text = "; ".join((notice.message, *way_out))
    return {
        "description": shortened(f"{printable(notice.rule)}: {text}", _LONGEST),
        "check_name": printable(notice.rule),
        "fingerprint": notice.fingerprint,
        "severity": _SEVERITIES[notice.severity],
        "location": {"path": printable(notice.path), "lines": {"begin": max(notice.line, 1)}},
    }


REPORTER = Reporter(name="gitlab", render=render)
