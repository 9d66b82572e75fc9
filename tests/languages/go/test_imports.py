"""What the head of a Go file says."""

import pytest

from archcheck.core.facts import APART, Diagnostic, ImportFact, Source
from archcheck.languages.go.imports import extract_imports


def imports(text: str) -> list[tuple[int, int, str]]:
    extracted = extract_imports(Source(text.encode(), "go"))
    assert extracted.diagnostics == ()
    return [(fact.line, fact.column, fact.module) for fact in extracted.facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('package a\n\nimport "fmt"\n', [(3, 1, "fmt")], id="one"),
        pytest.param(
            'package a; import "a"; import ("b"; c "d")', [(1, 12, "a"), (1, 32, "b"), (1, 37, "d")], id="line"
        ),
        pytest.param("package a\nimport `x/y`", [(2, 1, "x/y")], id="raw string"),
        pytest.param(
            'package a\nimport (\n\tf "fmt"\n\n\t_ "x"\n\t. "y"\n)\n',
            [(3, 2, "fmt"), (5, 2, "x"), (6, 2, "y")],
            id="names, blank and dot",
        ),
        pytest.param(
            'package a\nimport _"x"\nimport."y"\nimport"z"',
            [(2, 1, "x"), (3, 1, "y"), (4, 1, "z")],
            id="without spaces",
        ),
        pytest.param(
            'package a\nimport (\n// "no"\n/* "no"\n*/ "yes" // "no"\n)', [(5, 4, "yes")], id="comments in a group"
        ),
        pytest.param(
            '/* package b */ // import "x"\npackage /* c */ a // d\nimport /* e */ "f"',
            [(3, 1, "f")],
            id="comments between words",
        ),
        pytest.param(
            'package a\n/*\n#include <stdio.h>\nimport "no"\n*/\nimport "C"\n', [(6, 1, "C")], id="cgo preamble"
        ),
        pytest.param('package a\nimport ()\nimport "x"', [(3, 1, "x")], id="empty group"),
        pytest.param(
            'package a\nimport ("x")\nvar s = `\nimport "no"\n`\nimport "late"', [(2, 9, "x")], id="declarations"
        ),
        pytest.param('package a // import "example.com/a"\nimport "x"', [(2, 1, "x")], id="import comment"),
        pytest.param('\ufeffpackage a;import "x"', [(1, 11, "x")], id="byte order mark"),
        pytest.param('package a\r\nimport (\r\n\t"x"\r\n)\r\n', [(3, 2, "x")], id="carriage returns"),
        pytest.param('package é\nimport é "x"; import "y"', [(2, 1, "x"), (2, 15, "y")], id="columns count characters"),
        pytest.param("", [], id="nothing"),
        pytest.param("// only\n/* comments */\n", [], id="comments alone"),
        pytest.param("package a", [], id="no imports"),
    ],
)
def test_imports_stand_between_package_clause_and_declarations(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert imports(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "diagnostic"),
    [
        pytest.param(
            "\n func main() {}", [], Diagnostic(2, 2, "unparsable", "a package clause is expected"), id="no package"
        ),
        pytest.param(
            "package {{.Name}}", [], Diagnostic(1, 1, "unparsable", "a package clause is expected"), id="template"
        ),
        pytest.param(
            'package a\nimport (\n\t"x"\n<<<<<<< HEAD\n\t"y"\n=======\n\t"z"\n>>>>>>> main\n)\nimport "last"\n',
            ["x", "y", "z", "last"],
            Diagnostic(4, 1, "syntax", "an import path is expected"),
            id="merge conflict",
        ),
        pytest.param(
            'package a\nimport (\n"x"\nfunc f() { "y" }',
            ["x"],
            Diagnostic(4, 1, "syntax", "an import path is expected"),
            id="group never closed",
        ),
        pytest.param(
            'package a\nimport (\n"x"\n', ["x"], Diagnostic(4, 1, "syntax", "an import path is expected"), id="end"
        ),
        pytest.param("package a\nimport x", [], Diagnostic(2, 8, "syntax", "an import path is expected"), id="no path"),
        pytest.param(
            'package a\nimport "x', [], Diagnostic(2, 8, "syntax", "an import path is expected"), id="open string"
        ),
        pytest.param(
            'package a\nimport ("x" /* no end\n"y")',
            ["x", "y"],
            Diagnostic(2, 13, "syntax", "an import path is expected"),
            id="open comment",
        ),
    ],
)
def test_what_go_refuses_is_said_and_imports_are_kept(text: str, expected: list[str], diagnostic: Diagnostic) -> None:
    extracted = extract_imports(Source(text.encode(), "go"))
    assert ([fact.module for fact in extracted.facts], extracted.diagnostics) == (expected, (diagnostic,))


@pytest.mark.parametrize(
    ("head", "apart"),
    [
        pytest.param("package a", False, id="a package"),
        pytest.param("package main", True, id="a program"),
        pytest.param("package documentation", True, id="documentation"),
        pytest.param("//go:build ignore\n\npackage a", True, id="never built"),
        pytest.param("// Copyright\n\n//go:build linux && ignore\n\npackage a", True, id="needs ignore"),
        pytest.param("// +build ignore\n\npackage a", True, id="never built, old form"),
        pytest.param("// +build linux,ignore darwin,ignore\n\npackage a", True, id="all options need ignore"),
        pytest.param("//go:build ignore || linux\n\npackage a", False, id="or something else"),
        pytest.param("//go:build !ignore\n\npackage a", False, id="not ignored"),
        pytest.param("// +build ignore linux\n\npackage a", False, id="or something else, old form"),
        pytest.param("//go:build linux\n\npackage a", False, id="a system"),
        pytest.param("package a\n//go:build ignore", False, id="below the package clause"),
    ],
)
def test_programs_and_files_that_are_never_built_are_apart(head: str, apart: bool) -> None:
    extracted = extract_imports(Source(f'{head}\nimport "x"'.encode(), "go"))
    line = head.count("\n") + 2
    assert extracted.facts == (ImportFact(line, 1, "x", marks=APART if apart else 0),)


def test_wrong_bytes_do_not_hide_imports() -> None:
    extracted = extract_imports(Source(b'package a // \xff\nimport "x" // \xfe\x00\n', "go"))
    assert [fact.module for fact in extracted.facts] == ["x"]
