"""Built-in rules: what a run could not see, assign or trust."""

import pytest

from archcheck.core.build import FileDiagnostic
from archcheck.core.builtin import (
    ambiguous_components,
    lost_imports,
    portable_names,
    skipped_files,
    unassigned,
    unparsable,
)
from archcheck.core.components import Paths, build_components
from archcheck.core.facts import Diagnostic
from archcheck.core.files import Skipped
from archcheck.core.findings import BuiltinFinding, Unresolved
from tests.scenes import rule_file


def told(found: list[BuiltinFinding]) -> list[str]:
    """`rule subject -> target: message @lines`."""
    lines = []
    for rule, finding in ((each.rule, each.finding) for each in found):
        target = f" -> {finding.target}" if finding.target else ""
        places = f" @{','.join(str(place.line) for place in finding.places)}" if finding.places else ""
        lines.append(f"{rule} {finding.subject}{target}: {finding.message}{places}")
    return lines


def test_an_import_that_leads_nowhere_is_one_finding_per_file_and_specifier() -> None:
    lost = [
        Unresolved("a.py", 1, 1, "x.y", "no such module"),
        Unresolved("a.py", 9, 5, "x.y", "no such module"),
        Unresolved("a.py", 2, 1, "z", "no such module"),
        Unresolved("b.py", 1, 1, "x.y", "no such module"),
    ]
    assert told(list(lost_imports("unresolved", lost))) == [
        "unresolved a.py -> x.y: x.y: no such module @1,9",
        "unresolved a.py -> z: z: no such module @2",
        "unresolved b.py -> x.y: x.y: no such module @1",
    ]


def test_a_file_that_is_not_understood_says_whether_its_imports_were_read() -> None:
    found = [
        FileDiagnostic("a.py", Diagnostic(3, 1, "syntax", "invalid syntax")),
        FileDiagnostic("b.py", Diagnostic(1, 1, "unparsable", "not utf-8")),
    ]
    made = list(unparsable(found))
    assert told(made) == [
        "unparsable a.py: invalid syntax; its imports were read from the text @3",
        "unparsable b.py: not utf-8 @1",
    ]
    assert [each.finding.hint for each in made] == [
        "repair it, take it out with files: exclude, or set builtin: {unparsable: warning}",
        "repair the file, or take it out with files: exclude",
    ]


def test_what_was_skipped_is_named_with_the_reason() -> None:
    assert told(list(skipped_files([Skipped("sub", "submodule")]))) == ["skipped-file sub: not analysed: submodule"]


COMPONENTS = "version: 1\ncomponents: {a: 'src/*.py', b: 'src/x*', c: lib}\n"


def test_unassigned_is_about_code_files_once_components_are_declared() -> None:
    files = ("README.md", "lib/a.py", "other.py")
    code = [1, 2]
    declared = build_components(rule_file(COMPONENTS).components, Paths(files))
    assert told(list(unassigned(code, files, declared))) == ["unassigned other.py: belongs to no component"]
    assert told(list(unassigned(code, files, build_components((), Paths(files))))) == []


def test_ambiguous_components_are_one_finding_per_set_of_claimants() -> None:
    files = ("lib/a.py", "src/x.py", "src/xy.py", "src/y.py")
    made = build_components(rule_file(COMPONENTS).components, Paths(files))
    assert told(list(ambiguous_components(files, made))) == [
        "ambiguous-component src/x.py: src/x.py and 1 more belong to a and b alike"
    ]


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        pytest.param(["a.py", "b/a.py", "_.x", "CON2", "-"], [], id="fine"),
        pytest.param(["Read.md", "read.md"],
                     ["Read.md: Read.md and read.md are one name where case or Unicode form is ignored"], id="case"),
        pytest.param(["e\u0301.md", "\u00e9.md"],
                     ["e\u0301.md: e\u0301.md and \u00e9.md are one name where case or Unicode form is ignored"],
                     id="unicode-form"),
        pytest.param(["A/x", "A/y", "a/x", "a/y"],
                     ["A: A and a are one name where case or Unicode form is ignored"], id="directories-only-once"),
        pytest.param(["A/x", "a/X"],
                     ["A: A and a are one name where case or Unicode form is ignored",
                      "A/x: A/x and a/X are one name where case or Unicode form is ignored"], id="both"),
        pytest.param(["aux.c", "x/NUL", "com1.tar.gz"],
                     [f'{path}: the name "{path.rpartition("/")[2]}" is reserved on Windows'
                      for path in ("aux.c", "com1.tar.gz", "x/NUL")], id="reserved"),
        pytest.param(["a ", "b.", "c:d"],
                     ['a : the name "a " ends with a dot or a space, which Windows drops',
                      'b.: the name "b." ends with a dot or a space, which Windows drops',
                      'c:d: the name "c:d" holds characters that Windows does not allow'], id="not-on-windows"),
    ],
)  # fmt: skip
def test_names_that_some_system_cannot_hold(files: list[str], findings: list[str]) -> None:
    assert told(list(portable_names(files))) == [f"portable-names {each}" for each in findings]
