"""No file and no function outgrows what a reader takes in at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES_PER_FILE = 400
LINES_PER_FUNCTION = 40


def oversized() -> Iterator[str]:
    """Each file or function over its limit. Functions of tests may be longer: they hold whole expected outputs."""
    paths = [path for top in ("archcheck", "benchmarks", "tests", "tools") for path in (ROOT / top).rglob("*.py")]
    for path in sorted(paths):
        text = path.read_text("utf-8")
        name = path.relative_to(ROOT).as_posix()
        lines = len(text.splitlines())
        if lines > LINES_PER_FILE:
            yield f"{name}: {lines} lines"
        for node in () if name.startswith("tests/") else ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and _length(node) > LINES_PER_FUNCTION:
                yield f"{name}:{node.lineno} {node.name}: {_length(node)} lines"


def _length(node: ast.FunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_files_and_functions_keep_their_limits() -> None:
    assert list(oversized()) == []
