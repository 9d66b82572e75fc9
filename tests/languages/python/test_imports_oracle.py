"""Imports of real code against the syntax tree of Python, and against libcst where that fails."""

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archcheck.core.facts import DYNAMIC, Diagnostic, ImportFact, Source
from archcheck.languages.python.decoding import UndecodableError, decode
from archcheck.languages.python.imports import extract_imports
from archcheck.languages.python.parsing import parse_module
from archcheck.languages.python.proving import prove_imports
from archcheck.languages.python.scanning import scan_imports
from tests.languages.python.import_reference import UnparsableError, reference_imports

if TYPE_CHECKING:
    from tree_sitter import Node

pytestmark = pytest.mark.oracle

STDLIB = Path(sysconfig.get_paths()["stdlib"])
CORPORA = [Path(each) for each in os.environ.get("ARCHCHECK_CORPORA", "").split(os.pathsep) if each]
# Of the files that Python can parse, at most one in a hundred may need its parser.
DOUBTFUL = 0.01


def python_files(root: Path) -> Iterator[Path]:
    return (path for suffix in ("*.py", "*.pyi") for path in sorted(root.rglob(suffix)) if path.is_file())


@pytest.fixture(autouse=True)
def deep_recursion() -> Iterator[None]:
    """The reference walks trees by recursion, and generated code nests deeply."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(limit)


NO_CORPORA = pytest.param(None, id="corpora", marks=pytest.mark.skip(reason="ARCHCHECK_CORPORA names no directories"))
ROOTS = [pytest.param(STDLIB, id="stdlib"), *([pytest.param(root, id=root.name) for root in CORPORA] or [NO_CORPORA])]


@pytest.mark.parametrize("root", ROOTS)
def test_imports_of_a_corpus_are_those_of_the_syntax_tree(root: Path) -> None:
    different, misread, compared, doubtful = [], [], 0, 0
    for path in python_files(root):
        content = path.read_bytes()
        try:
            expected = reference_imports(content)
        except UnparsableError:
            continue
        text = decode(content)
        compared += 1
        doubtful += prove_imports(text) is None
        if list(extract_imports(Source(content, path.suffix[1:])).facts) != expected:
            different.append(str(path))
        # What is used where Python fails must not do worse where it does not.
        if _statements(scan_imports(text)) != _statements(expected):
            misread.append(str(path))
    assert (different, misread) == ([], [])
    assert compared > 0
    assert doubtful <= max(1, compared * DOUBTFUL)


def _statements(facts: list[ImportFact]) -> list[ImportFact]:
    return [fact for fact in facts if not fact.marks & DYNAMIC]


NEWER_SYNTAX = """
import first
type Alias[T] = list[T]
def generic[T: int = str](x: T) -> T:
    from a import b
    return f"{x["import nothing"]}{'''
import nothing
'''}"
class Box[T](x):
    import c, d.e
    async def f(self):
        try:
            import g
        except A, B:
            from .. import h as h
match x:
    case {"import": [*_]}: from .i import (
        j,  # import nothing
        k,
    )
x = f"{
    y  # import nothing
}"; import last
"""


def test_newer_syntax_is_read_as_libcst_reads_it() -> None:
    libcst = pytest.importorskip("libcst", reason="libcst is not installed")
    matchers = pytest.importorskip("libcst.matchers")
    # libcst does not know these two either; neither holds an import.
    known = NEWER_SYNTAX.replace("except A, B:", "except (A, B):").replace("# import nothing\n}", "\n}")
    tree = libcst.MetadataWrapper(libcst.parse_module(known))
    positions = tree.resolve(libcst.metadata.PositionProvider)
    statements = matchers.findall(tree, matchers.Import() | matchers.ImportFrom())
    expected = sorted((positions[node].start.line, positions[node].start.column + 1) for node in statements)
    found = extract_imports(Source(NEWER_SYNTAX.encode(), "py")).facts
    assert sorted({(fact.line, fact.column) for fact in found}) == expected


@pytest.mark.parametrize("root", ROOTS)
def test_files_that_python_cannot_parse_are_read_as_tree_sitter_reads_them(root: Path) -> None:
    tree_sitter, grammar = pytest.importorskip("tree_sitter"), pytest.importorskip("tree_sitter_python")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    compared = 0
    for path in python_files(root):
        content = path.read_bytes()
        try:
            text = decode(content)
        except UndecodableError:
            continue
        if not isinstance(parse_module(text), Diagnostic):
            continue
        tree = parser.parse(text.encode()).root_node
        if tree.has_error:
            continue
        compared += 1
        found = {fact.line for fact in extract_imports(Source(content, "py")).facts if not fact.marks & DYNAMIC}
        assert found == set(_import_lines(tree)), path
    if not compared:
        pytest.skip("every file of the corpus is accepted by this Python, or by no parser")


def _import_lines(root: "Node") -> Iterator[int]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type in {"import_statement", "import_from_statement", "future_import_statement"}:
            yield node.start_point[0] + 1
        stack.extend(node.children)
