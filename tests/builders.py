"""Builders of test data with defaults: violations, reports, and graphs drawn as text."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from archcheck.core.components import Components, Instance
from archcheck.core.facts import MARK_NAMES, mark_bits
from archcheck.core.findings import FAIL, PASS, Completeness, Link, Report, RuleResult, Violation
from archcheck.core.graph import EDGE_KINDS, IMPORT, Graph
from archcheck.core.graph_builder import build_graph
from archcheck.core.graph_extension import Added, extend_graph
from archcheck.core.values import Place

_ARROW = re.compile(
    r"(?P<source>\S+) -> (?P<target>\S+)"
    r"(?: @(?:(?P<path>[^\s:]*[^\s:\d][^\s:]*):)?(?P<line>\d+)(?::(?P<column>\d+))?)?(?P<words>(?: \S+)*)"
)


def place(text: str) -> Place:
    """`a.py:3` or `a.py:3:5`; the column is 1 unless said."""
    path, *numbers = text.split(":")
    return Place(path, int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 1)


def chain(text: str) -> tuple[Link, ...]:
    """`a.py:3 -> b.py:9 -> c.py`."""
    steps = [step.partition(":") for step in text.split(" -> ")]
    return tuple(Link(a[0], b[0], int(a[2] or 1), 1) for a, b in pairwise(steps))


def violation(
    rule: str = "stand-alone", message: str = "loans imports auth", at: str = "a.py:1", **changes: Any
) -> Violation:
    """A violation of `rule` at `at` (`path:line:column`, or a path alone)."""
    first = place(at) if ":" in at else None
    path = first.path if first else at
    number = changes.get("target", "b.py")
    digest = hashlib.sha256(
        f"{rule} {path} {number} {changes.get('key', '')}".encode(errors="surrogatepass")
    ).hexdigest()
    fields: dict[str, Any] = {
        "id": digest[:7],
        "fingerprint": digest[:32],
        "rule": rule,
        "kind": "independence",
        "severity": "error",
        "status": "new",
        "message": message,
        "subject": path,
        "target": "b.py",
        "key": "",
        "subject_component": None,
        "target_component": None,
        "path": path,
        "line": first.line if first else None,
        "column": first.column if first else None,
        "places": (first,) if first else (),
        "chain": (),
        "affects": 0,
        "hint": "",
        "why": "",
        "see": "",
        "rule_place": None,
    }
    return Violation(**{**fields, **changes})


def rule_result(rule: str, outcome: str = PASS, **changes: Any) -> RuleResult:
    """How a rule came out; an error rule that passes unless said."""
    fields: dict[str, Any] = {
        "id": rule,
        "kind": "independence",
        "severity": "error",
        "outcome": outcome,
        "reason": None,
        "violations": 0,
        "why": "",
        "place": Place("archcheck.yaml", 3, 5),
    }
    return RuleResult(**{**fields, **changes})


def completeness(**changes: Any) -> Completeness:
    """A run that saw everything."""
    fields: dict[str, Any] = {
        "discovered": 4,
        "analysed": 4,
        "skipped": (),
        "imports": {"internal": 9, "external": 2, "stdlib": 3, "generated": 0, "unresolved": 0},
        "unresolved": (),
        "unassigned": (),
    }
    return Completeness(**{**fields, **changes})


def report(*violations: Violation, **changes: Any) -> Report:
    """A report of these violations; its rules are those that the violations name."""
    counts: dict[str, int] = {}
    for each in violations:
        counts[each.rule] = counts.get(each.rule, 0) + 1
    fields: dict[str, Any] = {
        "root": "/repo",
        "version": "1.2.3",
        "config": "archcheck.yaml",
        "as_of": "2026-11-20",
        "phase": None,
        "rules": tuple(rule_result(rule, FAIL, violations=count) for rule, count in counts.items()),
        "violations": violations,
        "completeness": completeness(),
        "files": 4,
    }
    return Report(**{**fields, **changes})


def graph(*drawing: str) -> Graph:
    """A graph drawn as lines, one dependency each: `a.py -> b.py @12:5 lazy`; a path alone is a file.

    The place is line 1, column 1 of the source unless said: `a/ -> b/ @compose.yml:7`. Further words are marks or an
    edge kind. Ends with a slash are directories, targets with a colon lie outside (`pypi:x`); all else is a file.
    """
    lines = [line.strip() for text in drawing for line in text.splitlines() if line.strip()]
    arrows = [_read_arrow(line) for line in lines if " -> " in line]
    alone = [line for line in lines if " -> " not in line]
    ends = [end for arrow in arrows for end in (arrow.source, arrow.target, arrow.path)]
    files = sorted({*alone, *(end for end in ends if ":" not in end and not end.endswith("/"))})
    own = [arrow for arrow in arrows if arrow.path == arrow.source]
    rows = [(files.index(a.source), a.target, a.kind, a.marks, a.line, a.column) for a in own]
    return extend_graph(build_graph(files, rows), [arrow for arrow in arrows if arrow.path != arrow.source])


def _read_arrow(line: str) -> Added:
    match = _ARROW.fullmatch(line)
    if match is None or (match["source"].endswith("/") and not match["path"]):
        raise ValueError(f"not a dependency, or a directory without a place: {line}")
    words = match["words"].split()
    kinds = [bit for bit, name in EDGE_KINDS.items() if name in words]
    marks = mark_bits(word for word in words if word in MARK_NAMES.values())
    source, at = match["source"], int(match["line"] or 1)
    kind = (kinds or [IMPORT])[0]
    return Added(source, match["target"], kind, marks, at, int(match["column"] or 1), match["path"] or source)


def components(drawn: Graph, members: Mapping[str, Sequence[str]]) -> Components:
    """Components by id (`service[auth]`), each with the prefixes of its paths."""
    home: dict[int, str] = {}
    instances = {}
    for identity, prefixes in members.items():
        inside = range(drawn.internal_count)
        numbers = tuple(number for number in inside if drawn.nodes[number].startswith(tuple(prefixes)))
        name, _, rest = identity.partition("[")
        binding = (("name", rest.rstrip("]")),) if rest else ()
        instances[identity] = Instance(identity, name, binding, numbers)
        home.update(dict.fromkeys(numbers, identity))
    return Components({}, dict(sorted(instances.items())), home)
