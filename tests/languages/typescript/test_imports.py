"""What counts as an import: TypeScript's own answers on snippets, and tables for what TypeScript has no opinion on."""

import json
from pathlib import Path

import pytest

from archcheck.core.facts import Diagnostic, ImportFact, Source, mark_names
from archcheck.languages.typescript.dialects import dialect_of
from archcheck.languages.typescript.imports import extract_imports
from archcheck.languages.typescript.proving import read
from tests.languages.typescript.tree_judge import TreeJudge, parse

HERE = Path(__file__).parent
# Made by tools/typescript_imports.mjs: line, column, specifier, marks, form.
ANSWERS = json.loads((HERE / "import_answers.json").read_text(encoding="utf-8"))
SNIPPETS = dict(
    part.split("\n", 1) for part in (HERE / "import_snippets.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
)
# What the grammar of tree-sitter reports errors in, although it is valid.
NO_TREE = {
    "words that are names.ts",
    "types.ts",
    "exports.ts",
    "attributes.ts",
    "import equals.ts",
    "types of imports.ts",
    "mocks.ts",
}


def row(fact: ImportFact) -> list[object]:
    return [fact.line, fact.column, fact.module, " ".join(sorted(mark_names(fact.marks))), fact.form]


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in SNIPPETS])
def test_imports_are_those_that_typescript_sees(name: str) -> None:
    text, dialect = SNIPPETS[name], name.rpartition(".")[2]
    extracted = extract_imports(Source(text.encode(), dialect))
    assert ([row(fact) for fact in extracted.facts], extracted.diagnostics) == (ANSWERS[name], ())


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in SNIPPETS if name not in NO_TREE])
def test_the_syntax_tree_leads_to_the_same_imports(name: str) -> None:
    text, dialect = SNIPPETS[name], dialect_of(name.rpartition(".")[2])
    tree = parse(text, jsx=dialect.jsx)
    assert tree
    assert [row(fact) for fact in read(text, dialect).complete(TreeJudge(text, tree))] == ANSWERS[name]


def imports(text: str | bytes, dialect: str = "ts") -> list[str]:
    """Facts as `line:column specifier form marks`."""
    content = text if isinstance(text, bytes) else text.encode()
    return [
        " ".join(filter(None, [f"{fact.line}:{fact.column}", fact.module, fact.form, *mark_names(fact.marks)]))
        for fact in extract_imports(Source(content, dialect)).facts
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import.meta.glob('./a/*.ts')", ["1:1 ./a/*.ts glob dynamic"], id="one pattern"),
        pytest.param(
            "const a = import.meta.glob<B>(['./a/*.ts', '!./a/no.ts', '../c/**'], { eager: true })",
            ["1:11 ./a/*.ts glob", "1:11 ../c/** glob"],
            id="several, eager, one of them negated",
        ),
        pytest.param(
            "const a = () => import.meta.glob('/a/*', { query: '?raw' })", ["1:17 /a/* glob lazy dynamic"], id="lazy"
        ),
        pytest.param("() => import.meta.globEager('./a/*')", ["1:7 ./a/* glob"], id="the old name for eager"),
        pytest.param("import.meta.glob(a)", [], id="computed"),
        pytest.param("import.meta.env.A; import.meta.hot.accept('./no')", [], id="other properties"),
    ],
)
def test_globs_of_vite_are_kept_as_patterns(text: str, expected: list[str]) -> None:
    assert imports(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("require.context('./a')", ["1:1 ./a/**/* glob dynamic"], id="with what is below"),
        pytest.param("require.context('./a/', false, /b/)", ["1:1 ./a/* glob dynamic"], id="one directory"),
        pytest.param(
            "require.ensure(['a', './b'], () => require('./b'))",
            ["1:1 a require dynamic", "1:1 ./b require dynamic", "1:36 ./b require lazy"],
            id="ensure",
        ),
    ],
)
def test_calls_of_webpack_are_imports(text: str, expected: list[str]) -> None:
    assert imports(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "const load = createRequire(import.meta.url)\nload('a'); load.resolve('b'); x.load('no'); download('no')",
            ["2:1 a require", "2:12 b require"],
            id="another name",
        ),
        pytest.param(
            "const load: NodeRequire = module.createRequire(__filename)\nconst a = () => load('a')",
            ["2:17 a require lazy"],
            id="a property, in a function",
        ),
        pytest.param("const load = createLoader()\nload('no')", [], id="made by something else"),
    ],
)
def test_what_create_require_returns_is_require(text: str, expected: list[str]) -> None:
    assert imports(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "import a from 'a'\r\nimport b from 'b'\rimport c from 'c'", ["1:1 a", "2:1 b", "3:1 c"], id="newlines"
        ),
        pytest.param("\ufeffimport a from 'a'", ["1:1 a"], id="byte order mark"),
        pytest.param("import a from 'a'".encode("utf-16"), ["1:1 a"], id="utf-16"),
        pytest.param("\ufeffimport 'ü'".encode("utf-16-be"), ["1:1 ü"], id="utf-16, the other way round"),
        pytest.param(r"import '\x61\u0062\u{63}\'\d'", ["1:1 abc'd"], id="escapes"),
        pytest.param("import defer * as a from 'a'\nimport source b from 'b'", ["1:1 a", "2:1 b"], id="proposals"),
        pytest.param("import a from './a' assert { type: 'json' }\nimport 'b'", ["1:1 ./a", "2:1 b"], id="assertions"),
        pytest.param(
            "/// <amd-dependency path='a' name='b'/>\nimport 'c'", ["1:1 a require", "2:1 c"], id="amd-dependency"
        ),
        pytest.param(
            "import { " + "a, " * 3000 + "} from 'a'\nimport('b')", ["1:1 a", "2:1 b dynamic"], id="long list"
        ),
        pytest.param("x; import { " + "a, " * 3000 + "} from 'a'", ["1:4 a"], id="long list behind something else"),
        pytest.param("", [], id="empty"),
    ],
)
def test_other_ways_of_writing(text: str | bytes, expected: list[str]) -> None:
    assert imports(text) == expected


def test_plain_javascript_has_no_types_of_imports() -> None:
    text = "const a = { b: import('b').c }"
    assert (imports(text, "js"), imports(text, "ts")) == (["1:16 b dynamic"], ["1:16 b type-only"])


def test_every_file_in_mts_and_mjs_is_a_module() -> None:
    text = "declare module 'a' {}"
    assert [imports(text, dialect) for dialect in ("mts", "cts", "dts")] == [
        ["1:1 a augment type-only"],
        ["1:1 a declares type-only"],
        ["1:1 a declares type-only"],
    ]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        pytest.param(b"import 'a'\nx = '\xe9'", 2, "not utf-8: invalid continuation byte", id="undecodable"),
        pytest.param(b"import 'a'\n\0", 2, "null byte", id="null byte"),
        pytest.param(b"\xff\xfea", 1, "not utf-16: truncated data", id="broken utf-16"),
    ],
)
def test_undecodable_files_yield_a_diagnostic_and_nothing_else(content: bytes, line: int, message: str) -> None:
    extracted = extract_imports(Source(content, "ts"))
    assert (extracted.facts, extracted.diagnostics) == ((), (Diagnostic(line, 1, "unparsable", message),))


@pytest.mark.parametrize(
    ("text", "expected", "place"),
    [
        pytest.param(
            "import 'a'\nf(}\nrequire('b')", ["1:1 a", "3:1 b require"], (2, 3), id="bracket that closes nothing"
        ),
        pytest.param("x = 'a\nrequire('b')", ["2:1 b require"], (1, 5), id="quote never closed"),
        pytest.param("import 'a'\nx = `\nimport 'b'", ["1:1 a"], (2, 6), id="template never closed"),
        pytest.param("import 'a'\nx /*\nimport 'b'", ["1:1 a"], (2, 3), id="comment never closed"),
    ],
)
def test_broken_files_keep_their_imports_and_are_reported(
    text: str, expected: list[str], place: tuple[int, int]
) -> None:
    assert imports(text) == expected
    (diagnostic,) = extract_imports(Source(text.encode(), "ts")).diagnostics
    assert (diagnostic.kind, diagnostic.line, diagnostic.column) == ("syntax", *place)
