"""What counts as an import, as a table: source text on the left, facts on the right."""

import pytest

from archcheck.core.facts import Diagnostic, Source, mark_names
from archcheck.languages.python.imports import extract_imports


def imports(text: str | bytes) -> list[str]:
    """Facts as `line:column level-dots module [names] marks`."""
    content = text if isinstance(text, bytes) else text.encode()
    return [
        " ".join(
            filter(
                None,
                [
                    f"{fact.line}:{fact.column}",
                    "." * fact.level + fact.module,
                    f"[{', '.join(fact.names)}]" if fact.names else "",
                    *mark_names(fact.marks),
                ],
            )
        )
        for fact in extract_imports(Source(content, "py")).facts
    ]


def diagnostics(text: str | bytes) -> tuple[Diagnostic, ...]:
    content = text if isinstance(text, bytes) else text.encode()
    return extract_imports(Source(content, "py")).diagnostics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import a", ["1:1 a"], id="no newline at the end"),
        pytest.param("import a.b as c, d\n", ["1:1 a.b", "1:1 d"], id="one fact for each module"),
        pytest.param("from x import a, b as c\n", ["1:1 x [a, b]"], id="aliases are dropped"),
        pytest.param("from x import *\n", ["1:1 x [*]"], id="star"),
        pytest.param("from . import a\nfrom ...b.c import d\n", ["1:1 . [a]", "2:1 ...b.c [d]"], id="relative"),
        pytest.param("from.import a\nfrom . . x import(b)\n", ["1:1 . [a]", "2:1 ..x [b]"], id="odd spaces"),
        pytest.param(
            "from x import (\n  a,  # import z\n  b,\n)\nimport c", ["1:1 x [a, b]", "5:1 c"], id="parentheses"
        ),
        pytest.param("from x \\\n  import a, \\\n b\nimport c", ["1:1 x [a, b]", "4:1 c"], id="continued lines"),
        pytest.param("import a; import b;x=1 ;  from c import d", ["1:1 a", "1:11 b", "1:27 c [d]"], id="semicolons"),
        pytest.param("é = 'ü'; import a", ["1:10 a"], id="columns count characters"),
        pytest.param("import \ufb01n, a\u0301\n", ["1:1 fin", "1:1 \xe1"], id="names are normalised as Python does"),
        pytest.param("\fimport a\n\f\nimport b", ["1:2 a", "3:1 b"], id="form feeds"),
        pytest.param("import a\r\nimport b\rimport c\r\n", ["1:1 a", "2:1 b", "3:1 c"], id="all kinds of newlines"),
        pytest.param("if x:\n\timport a\n\tif y:\n\t\timport b", ["2:2 a", "4:3 b"], id="tabs"),
        pytest.param(
            "if x: import a\nelse: import b\ntry: import c\nfinally: import d\nclass A: import e",
            ["1:7 a", "2:7 b", "3:6 c", "4:10 d", "5:10 e"],
            id="one-line blocks",
        ),
        pytest.param("match x:\n  case 1:\n    import a\n  case _: import b", ["3:5 a", "4:11 b"], id="match"),
        pytest.param(
            "while x:\n import a\nelse:\n import b\nfor y in z:\n import c\nwith w:\n import d",
            ["2:2 a", "4:2 b", "6:2 c", "8:2 d"],
            id="loops and with",
        ),
        pytest.param(
            "try:\n import a\nexcept E:\n import b\nelse:\n import c\nfinally:\n import d",
            ["2:2 a", "4:2 b", "6:2 c", "8:2 d"],
            id="try",
        ),
        pytest.param(
            "reimport = import_x = x.import_\nimportant()\nfrom_import(1)\n", [], id="names that contain import"
        ),
        pytest.param(
            "'import a'\n\"\"\"\nimport b\n\"\"\"\nr'''\\'''\nimport c\n'''\n'\\\nimport d'\n# import e\n",
            [],
            id="strings and comments",
        ),
        pytest.param("f'import a {x}'\nf'''\nimport b\n{x!r:>{y}}\nimport c\n'''\nimport d", ["7:1 d"], id="f-strings"),
        pytest.param('""" a """; import b', ["1:12 b"], id="behind a docstring"),
        pytest.param("lazy = 1\nlazy(import_)\nlazy.import_x\n", [], id="lazy as a name"),
        pytest.param("", [], id="empty"),
    ],
)
def test_imports_are_found_where_the_statement_begins(text: str, expected: list[str]) -> None:
    assert imports(text) == expected
    assert diagnostics(text) == ()


GUARDED = "from typing import TYPE_CHECKING as TC\nimport typing as t\nimport typing_extensions\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("if TYPE_CHECKING:\n import a", ["5:2 a type-only"], id="bare"),
        pytest.param("if TC:\n import a", ["5:2 a type-only"], id="alias of the name"),
        pytest.param("if t.TYPE_CHECKING:\n import a", ["5:2 a type-only"], id="alias of the module"),
        pytest.param("if typing_extensions.TYPE_CHECKING:\n import a", ["5:2 a type-only"], id="typing_extensions"),
        pytest.param("if settings.TYPE_CHECKING:\n import a", ["5:2 a"], id="attribute of something else"),
        pytest.param("if TC:\n import a\nelse:\n import b", ["5:2 a type-only", "7:2 b"], id="else runs"),
        pytest.param("if not TC:\n import a\nelse:\n import b", ["5:2 a", "7:2 b type-only"], id="negated"),
        pytest.param(
            "if x:\n import a\nelif TC:\n import b\nelse:\n import c", ["5:2 a", "7:2 b type-only", "9:2 c"], id="elif"
        ),
        pytest.param(
            "if not TC:\n pass\nelif x:\n import b\nelse:\n import c",
            ["7:2 b type-only", "9:2 c type-only"],
            id="all that follows a negation",
        ),
        pytest.param("if TC or x:\n import a", ["5:2 a"], id="or"),
        pytest.param("if x and TC:\n import a\nelse:\n import b", ["5:2 a type-only", "7:2 b"], id="and"),
        pytest.param("if (\n  TC  # :\n):\n import a", ["7:2 a type-only"], id="test over several lines"),
        pytest.param("if TC: import a; import b", ["4:8 a type-only", "4:18 b type-only"], id="one line"),
        pytest.param(
            "if TC:\n if x:\n  import a\n try:\n  import b\n finally: pass\nimport c",
            ["6:3 a type-only", "8:3 b type-only", "10:1 c"],
            id="nested",
        ),
        pytest.param(
            "def f():\n if TC:\n  import a\n import b", ["6:3 a type-only lazy", "7:2 b lazy"], id="in a function"
        ),
        pytest.param("if False:\n import a\nif MYPY:\n import b", ["5:2 a", "7:2 b"], id="other guards"),
        pytest.param("while TC:\n import a", ["5:2 a"], id="only if counts"),
    ],
)
def test_imports_for_type_checkers_only_are_marked(text: str, expected: list[str]) -> None:
    assert imports(GUARDED + text)[3:] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("def f():\n import a", ["2:2 a lazy"], id="function"),
        pytest.param(
            "class A:\n async def f(self):\n  import a\n import b", ["3:3 a lazy", "4:2 b"], id="method, class"
        ),
        pytest.param("def f():\n class A:\n  import a", ["3:3 a lazy"], id="class in a function"),
        pytest.param("def f(\n a,\n) -> None:\n import a\nimport b", ["4:2 a lazy", "5:1 b"], id="long header"),
        pytest.param("def f(): import a", ["1:10 a lazy"], id="one line"),
        pytest.param(
            "def f():\n '''\nclass A: \n'''\n import a", ["5:2 a lazy"], id="behind a docstring that looks like code"
        ),
        pytest.param(
            "def f():\n # c\n# d\n\n x = [\n1,\n]\n import a", ["8:2 a lazy"], id="lines further left than the block"
        ),
        pytest.param(
            "lazy import a.b as c, d\nlazy from .x import (y,\n z)\n",
            ["1:1 a.b lazy", "1:1 d lazy", "2:1 .x [y, z] lazy"],
            id="PEP 810",
        ),
        pytest.param("if x: lazy import a", ["1:7 a lazy"], id="PEP 810 in a block"),
    ],
)
def test_imports_that_are_executed_later_are_lazy(text: str, expected: list[str]) -> None:
    assert imports(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import a as a\nimport a as b", ["1:1 a reexport", "2:1 a"], id="module"),
        pytest.param("from x import a as a, b", ["1:1 x [a, b] reexport"], id="name"),
        pytest.param("import a.b as b\nfrom x import a as b", ["1:1 a.b", "2:1 x [a]"], id="renamed"),
    ],
)
def test_imports_under_their_own_name_are_reexports(text: str, expected: list[str]) -> None:
    assert imports(text) == expected


FROM_IMPORTLIB = "from importlib import import_module as i\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import importlib\nx = importlib.import_module('a.b')", ["2:5 a.b dynamic"], id="importlib"),
        pytest.param(
            "import importlib.util as u, importlib as i\ni.import_module(name='a')\nu.import_module('b')",
            ["2:1 a dynamic"],
            id="alias of the module",
        ),
        pytest.param(FROM_IMPORTLIB + "i('a' r'.b')", ["2:1 a.b dynamic"], id="alias of the function"),
        pytest.param(
            "from importlib import *\nimport_module(\n'''a''',\n)", ["2:1 a dynamic"], id="over several lines"
        ),
        pytest.param(FROM_IMPORTLIB + "def f():\n i('a')", ["3:2 a lazy dynamic"], id="in a function"),
        pytest.param(FROM_IMPORTLIB + "f = lambda: i('a')", ["2:13 a lazy dynamic"], id="in a lambda"),
        pytest.param(FROM_IMPORTLIB + "def f(x=i('a')): pass", ["2:9 a dynamic"], id="as a default"),
        pytest.param(FROM_IMPORTLIB + "if TYPE_CHECKING: i('a')", ["2:19 a type-only dynamic"], id="for type checkers"),
        pytest.param(
            FROM_IMPORTLIB + "i('..x', __package__)\ni('.y', 'a.b')\ni('...z', 'a.b')\ni('.w')",
            ["2:1 ..x dynamic", "3:1 a.b.y dynamic"],
            id="relative",
        ),
        pytest.param(FROM_IMPORTLIB + "i(x)\ni(f'a{b}')\ni(b'a')\ni(*a)", [], id="no literal"),
        pytest.param(
            "import_module('a')\nx.import_module('b')\n# import_module('c')\n'import_module(1)'",
            [],
            id="other functions",
        ),
        pytest.param(
            "__import__('a.b')\n__import__('c', fromlist=['d'])\n__import__('e', None, None, (), 2)\n__import__('')",
            ["1:1 a.b dynamic", "2:1 c [d] dynamic", "3:1 ..e dynamic"],
            id="__import__",
        ),
    ],
)
def test_calls_that_import_a_literal_are_dynamic(text: str, expected: list[str]) -> None:
    assert [fact for fact in imports(text) if "importlib" not in fact] == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"\xef\xbb\xbfimport a", ["1:1 a"], id="byte order mark"),
        pytest.param(b"# coding: latin-1\nx = '\xe9'; import \xe9", ["2:10 \xe9"], id="latin-1"),
        pytest.param(b"#!/bin/x\n# vim: fileencoding=cp1252 :\n'\x80'; import a", ["3:6 a"], id="second line"),
    ],
)
def test_declared_encodings_are_honoured(content: bytes, expected: list[str]) -> None:
    assert imports(content) == expected
    assert diagnostics(content) == ()


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        pytest.param(b"import a\nx = '\xe9'", 2, "not utf-8: invalid continuation byte", id="undecodable"),
        pytest.param(b"import a\n\0", 2, "null byte", id="null byte"),
        pytest.param(b"# coding: utf-16\nimport a", 1, "unknown or unusable encoding 'utf-16'", id="utf-16 declared"),
        pytest.param(b"# coding: klingon\nimport a", 1, "unknown or unusable encoding 'klingon'", id="unknown"),
        pytest.param("import a".encode("utf-16-le"), 1, "null byte", id="utf-16"),
    ],
)
def test_undecodable_files_yield_a_diagnostic_and_nothing_else(content: bytes, line: int, message: str) -> None:
    assert diagnostics(content) == (Diagnostic(line, 1, "unparsable", message),)
    assert imports(content) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("print 'x'; import a\nif x:\n  import b", ["1:12 a", "3:3 b"], id="Python 2"),
        pytest.param(
            "def f[T](x: T): import a\ntype X = import_\nclass A[T]: import b",
            ["1:17 a lazy", "3:13 b"],
            id="type parameters",
        ),
        pytest.param("x = f'{y['import z']}'; import a", ["1:25 a"], id="nested quotes"),
        pytest.param("x = f'''{f\"{'''\nimport z\n'''}\"}'''; import a", ["3:12 a"], id="nested triple quotes"),
        pytest.param("x = f'{\n y # import z\n}'; import a", ["3:5 a"], id="lines and comments in a field"),
        pytest.param("x = f'{y:{z!r}:import b}{{' t'{'import c'}'; import a", ["1:46 a"], id="format specifications"),
        pytest.param("x = f\"{\ny\n} ''' \"\nimport a\n# '''", ["4:1 a"], id="quotes behind a field"),
        pytest.param(
            "frobnicate x:\n  import a\n  def f():\n    if TYPE_CHECKING: import b",
            ["2:3 a", "4:23 b type-only lazy"],
            id="unheard-of keywords",
        ),
        pytest.param("x = (1,\ndef f(): import a\nimport b", ["2:10 a lazy", "3:1 b"], id="bracket never closed"),
        pytest.param("x = 'a\nimport b; import c", ["2:1 b", "2:11 c"], id="quote never closed"),
        pytest.param("import a\nx = '''\nimport b; import c", ["1:1 a"], id="triple quote never closed"),
        pytest.param(
            "?; import a\n" + FROM_IMPORTLIB + "i('b'); 'i(\"c\")' # i('d')", ["1:4 a", "3:1 b dynamic"], id="calls"
        ),
    ],
)
def test_syntax_no_parser_knows_still_yields_its_imports(text: str, expected: list[str]) -> None:
    assert [fact for fact in imports(text) if "importlib" not in fact] == expected


def test_syntax_the_parser_does_not_know_is_reported_with_its_place() -> None:
    (diagnostic,) = diagnostics("import a\nfrobnicate x: import b\n")
    assert (diagnostic.line, diagnostic.kind) == (2, "syntax")
