import json

import pytest
from jsonschema import Draft202012Validator

from archcheck.core.document import report_document, report_schema
from archcheck.core.extension import Style
from archcheck.core.findings import Unresolved
from archcheck.reporters.json import REPORTER
from tests.builders import chain, completeness, report, violation


def test_json_is_the_document_with_a_final_newline() -> None:
    made = report(violation(at="a.py:3", excerpt={3: "import b"}, chain=chain("a.py:3 -> b.py:1 -> c.py")))
    text = REPORTER.render(made, Style())
    assert text.endswith("}\n")
    assert json.loads(text) == report_document(made)
    Draft202012Validator(report_schema()).validate(json.loads(text))


def test_json_has_one_record_per_line() -> None:
    seen = completeness(unresolved=(Unresolved("a.py", 1, 1, "x", "no such module"),))
    lines = REPORTER.render(report(completeness=seen), Style()).splitlines()
    assert lines[:4] == [
        "{",
        ' "schema": 1,',
        ' "tool": {"name": "archcheck", "version": "1.2.3"},',
        ' "config": "archcheck.yaml",',
    ]
    assert (
        '   {"path": "a.py", "line": 1, "column": 1, "specifier": "x", "reason": "no such module", "kind": "import"}'
        in lines
    )


def test_json_does_not_depend_on_the_style() -> None:
    made = report(violation())
    styled = REPORTER.render(made, Style(colour=True, width=40, unicode=False, compact=True, full=True, verbosity=1))
    assert styled == REPORTER.render(made, Style())


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param("größe.py", "größe.py", id="readable"),
        pytest.param("a\udc80.py", "a\\udc80.py", id="undecoded-byte"),
        pytest.param("a\u202eb.py", "a\\u202eb.py", id="bidi"),
        pytest.param("a\nb.py", "a\\nb.py", id="line-break"),
        pytest.param("\U000e0041.py", "\\udb40\\udc41.py", id="tag-character"),
    ],
)
def test_json_is_valid_utf8_for_every_name(name: str, written: str) -> None:
    text = REPORTER.render(report(violation(at=name)), Style())
    assert f'"path": "{written}"' in text
    assert json.loads(text.encode())["violations"][0]["path"] == name
