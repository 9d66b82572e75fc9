import copy
import dataclasses
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from archcheck.core.document import report_document, report_schema
from archcheck.core.findings import Unresolved
from archcheck.core.graph_view import GraphQuery, Seen, graph_section
from tests.builders import chain, completeness, components, graph, place, report, rule_result, violation

LOANS = violation(
    id="7c1e09a",
    fingerprint="7c1e09a000",
    at="loans/x.py:3:5",
    target="auth/y.py",
    subject_component="service[loans]",
    target_component="service[auth]",
    chain=chain("loans/x.py:3 -> shared/z.py:1 -> auth/y.py"),
    affects=2,
    hint="use a client",
    why="Each service is deployed on its own.",
    see="docs/adr/0002.md",
    rule_place=place("archcheck.yaml:31:5"),
    excerpt={3: "    from shared import z"},
    rule_excerpt={31: "  - id: stand-alone"},
    owners=("@org/loans",),
    path_owners=("@org/shared",),
    target_owners=("@org/auth",),
)
SEEN = completeness(
    discovered=5,
    skipped=(("x.bin", "not text"),),
    unresolved=(Unresolved("a.py", 3, 1, "nope", "no such module"),),
    unassigned=("a.py",),
    imports={"internal": 9, "unresolved": 1},
)


def test_document_holds_everything_a_run_found() -> None:
    made = report(LOANS, completeness=SEEN, diagnostics=("git is old",), phase="p1", files=5)
    assert report_document(made) == {
        "schema": 1,
        "tool": {"name": "archcheck", "version": "1.2.3"},
        "config": "archcheck.yaml",
        "as_of": "2026-11-20",
        "phase": "p1",
        "summary": {
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "new": 1,
            "suppressed": 0,
            "waived": 0,
            "baselined": 0,
            "unknown": 0,
            "rules": 1,
            "files": 5,
            "score": None,
        },
        "completeness": {
            "discovered": 5,
            "analysed": 4,
            "skipped": [{"path": "x.bin", "reason": "not text"}],
            "imports": {"internal": 9, "external": 0, "stdlib": 0, "generated": 0, "unresolved": 1},
            "unresolved": [
                {
                    "path": "a.py",
                    "line": 3,
                    "column": 1,
                    "specifier": "nope",
                    "reason": "no such module",
                    "kind": "import",
                }
            ],
            "unassigned": ["a.py"],
        },
        "rules": [
            {
                "id": "stand-alone",
                "kind": "independence",
                "severity": "error",
                "outcome": "fail",
                "reason": None,
                "violations": 1,
                "accepted": 0,
                "why": "",
                "line": 3,
                "path": "archcheck.yaml",
            }
        ],
        "violations": [
            {
                "id": "7c1e09a",
                "fingerprint": "7c1e09a000",
                "rule": "stand-alone",
                "kind": "independence",
                "severity": "error",
                "status": "new",
                "message": "loans imports auth",
                "subject": "loans/x.py",
                "target": "auth/y.py",
                "key": "",
                "identity": [],
                "amount": None,
                "members": [],
                "subject_component": "service[loans]",
                "target_component": "service[auth]",
                "path": "loans/x.py",
                "line": 3,
                "column": 5,
                "places": [{"path": "loans/x.py", "line": 3, "column": 5}],
                "chain": [
                    {"source": "loans/x.py", "target": "shared/z.py", "path": "loans/x.py", "line": 3, "column": 1},
                    {"source": "shared/z.py", "target": "auth/y.py", "path": "shared/z.py", "line": 1, "column": 1},
                ],
                "affects": 2,
                "cause": None,
                "cause_place": None,
                "reason": "",
                "accepted_at": None,
                "before": "",
                "excerpt": {"3": "    from shared import z"},
                "rule_excerpt": {"31": "  - id: stand-alone"},
                "owners": ["@org/loans"],
                "path_owners": ["@org/shared"],
                "target_owners": ["@org/auth"],
                "hint": "use a client",
                "why": "Each service is deployed on its own.",
                "see": "docs/adr/0002.md",
                "rule_place": {"path": "archcheck.yaml", "line": 31, "column": 5},
            }
        ],
        "diagnostics": ["git is old"],
        "filtered": False,
    }


def test_document_lists_its_keys_in_the_order_of_the_schema() -> None:
    document: Any = report_document(report(LOANS, completeness=SEEN))
    schema = report_schema()
    definitions = schema["$defs"]
    assert list(document) == [key for key in schema["properties"] if key not in ("since", "graph")]
    for key, shape in (("summary", "SummaryRecord"), ("completeness", "CompletenessRecord")):
        assert list(document[key]) == list(definitions[shape]["properties"])
    assert list(document["rules"][0]) == list(definitions["RuleRecord"]["properties"])
    assert list(document["violations"][0]) == list(definitions["ViolationRecord"]["properties"])


def test_summary_counts_accepted_violations_apart() -> None:
    found = [
        violation(status="new"),
        violation(status="worse", severity="warning", target="c"),
        violation(status="suppressed", target="d"),
        violation(status="waived", target="e"),
        violation(status="baselined", target="f"),
        violation(severity="info", target="g"),
    ]
    rules = (rule_result("r"), rule_result("u", "unknown"), rule_result("archcheck/vacuous", kind="builtin"))
    summary = report_document(report(*found, rules=rules))["summary"]
    assert summary == {
        "errors": 1,
        "warnings": 1,
        "infos": 1,
        "new": 3,
        "suppressed": 1,
        "waived": 1,
        "baselined": 1,
        "unknown": 1,
        "rules": 2,
        "files": 4,
        "score": None,
    }


def full_document() -> Any:
    drawn = graph("a.py -> b.py @3", "a.py -> pypi:x @1")
    seen = Seen(drawn, components(drawn, {"a": ["a.py"]}), {"a.py": "python"}, SEEN.unresolved, (LOANS,))
    structure = violation(at="pay/", target=None, rule_place=None, rule="shape")
    sections = {"graph": graph_section(seen, GraphQuery())}
    made = report(LOANS, structure, completeness=SEEN, config=None, sections=sections)
    return json.loads(json.dumps(report_document(made)))


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(report_schema())


def test_schema_accepts_every_part_of_a_document() -> None:
    Draft202012Validator(report_schema()).validate(full_document())


def test_schema_accepts_fields_that_a_later_release_adds() -> None:
    document = full_document()
    document["later"] = document["violations"][0]["later"] = 1
    Draft202012Validator(report_schema()).validate(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(["schema"], 2, id="other-version"),
        pytest.param(["as_of"], "today", id="no-date"),
        pytest.param(["summary", "errors"], -1, id="negative-count"),
        pytest.param(["violations", 0, "severity"], "fatal", id="unknown-severity"),
        pytest.param(["violations", 0, "status"], "old", id="unknown-status"),
        pytest.param(["violations", 0, "line"], 0, id="line-zero"),
        pytest.param(["violations", 0, "places", 0, "column"], "1", id="text-for-number"),
        pytest.param(["violations", 0, "excerpt"], {"x": "text"}, id="excerpt-without-line"),
        pytest.param(["rules", 0, "outcome"], "maybe", id="unknown-outcome"),
        pytest.param(["graph", "level"], "module", id="unknown-level"),
        pytest.param(["graph", "edges", 0, "kind"], "uses", id="unknown-edge-kind"),
    ],
)
def test_schema_rejects_a_wrong_value(path: list[Any], value: object) -> None:
    document = full_document()
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    errors = list(Draft202012Validator(report_schema()).iter_errors(document))
    assert [list(error.absolute_path)[: len(path)] for error in errors] == [path]


@pytest.mark.parametrize("key", ["schema", "tool", "summary", "violations", "rules", "completeness"])
def test_schema_rejects_a_document_that_lacks_a_part(key: str) -> None:
    document = copy.deepcopy(full_document())
    del document[key]
    assert not Draft202012Validator(report_schema()).is_valid(document)


def test_document_says_that_a_listing_is_filtered() -> None:
    assert report_document(dataclasses.replace(report(), filtered=True))["filtered"] is True
