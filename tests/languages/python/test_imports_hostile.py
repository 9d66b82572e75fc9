"""Hostile files take time in proportion to their size, and end in an answer."""

import time
from collections.abc import Callable

import pytest

from archcheck.core.facts import Source
from archcheck.languages.python.imports import extract_imports
from archcheck.languages.python.logical import logical_line
from archcheck.languages.python.scanning import scan_imports
from archcheck.languages.python.suppressions import extract_suppressions
from archcheck.languages.python.symbols import extract_symbols

HOSTILE = {
    "double quotes": lambda n: '"' * n,
    "an odd number of quotes": lambda n: "'" * (n + 1),
    "quotes in turn": lambda n: "'\"" * (n // 2),
    "triple quotes in turn": lambda n: "'''\"\"\"" * (n // 6),
    "unclosed strings": lambda n: "'\n" * (n // 2),
    "formatted strings": lambda n: "f'{" * (n // 3),
    "formatted strings on lines": lambda n: "f'{\n" * (n // 4),
    "formatted triple quotes": lambda n: "f'''{x" * (n // 6),
    "parentheses": lambda n: "(" * n,
    "closing brackets": lambda n: ")]}" * (n // 3),
    "brackets on lines": lambda n: "([{\n" * (n // 4),
    "backslashes": lambda n: "\\\n" * (n // 2),
    "import words": lambda n: "import " * (n // 7),
    "import lines": lambda n: "import\n" * (n // 7),
    "import statements": lambda n: "import a\n" * (n // 9),
    "import statements on one line": lambda n: "import a;" * (n // 9),
    "from imports never closed": lambda n: "from a import (\n" * (n // 16),
    "indented imports": lambda n: "if x:\n" + "  import a\n" * (n // 11),
    "imports in many functions": lambda n: "class A:\n" + " def f(self):\n  import a\n" * (n // 26),
    "imports under many guards": lambda n: "if TYPE_CHECKING:\n import a\n" * (n // 28),
    "imports in strings on one line": lambda n: "x = " + '"import a", ' * (n // 12),
    "imports behind docstrings": lambda n: '"""import a"""\nimport b\n' * (n // 24),
    "imports behind single quotes": lambda n: "'''a'''\n" * (n // 8) + "import b\n",
    "calls on one line": lambda n: "import importlib as i;" + "x = i.import_module('a'), " * (n // 26),
    "calls in calls": lambda n: "import importlib\n" + "importlib.import_module(" * (n // 24),
    "calls of __import__": lambda n: "__import__('a')\n" * (n // 16),
    "comments": lambda n: "# import a archcheck: '\n" * (n // 24),
    "comment marks": lambda n: "#" * n + " archcheck: allow a",
    "blanks": lambda n: " " * n + "import a",
    "dots": lambda n: "from " + "." * n + " import a",
    "names": lambda n: "import " + "a, " * (n // 3) + "a",
    "else without end": lambda n: "if x: import a\n" + "elif x: import a\n" * (n // 17),
    "negations": lambda n: "if " + "not " * (n // 4) + "TYPE_CHECKING: import a\n",
    "form feeds": lambda n: "\f" * n + "import a",
}


@pytest.mark.parametrize("build", [pytest.param(build, id=name) for name, build in HOSTILE.items()])
@pytest.mark.parametrize(
    "extract",
    [
        pytest.param(lambda text: extract_imports(Source(text.encode(), "py")), id="imports"),
        pytest.param(scan_imports, id="scan"),
        pytest.param(lambda text: extract_suppressions(Source(text.encode(), "py")), id="suppressions"),
    ],
)
def test_time_is_linear_in_size(build: Callable[[int], str], extract: Callable[[str], object]) -> None:
    small, large = build(24_000), build(192_000)
    # Eight times the size: linear work takes eight times as long, quadratic work sixty-four times. The least of several
    # measurements is compared, since whatever else the machine does only ever adds to one.
    least_small = least_large = float("inf")
    for _ in range(8):
        least_small = min(least_small, _seconds(extract, small))
        least_large = min(least_large, _seconds(extract, large))
        ratio = least_large / max(least_small, 0.0005)
        if ratio < 24:
            return
    pytest.fail(f"eight times the size took {ratio:.0f} times as long")


def _seconds(extract: Callable[[str], object], text: str) -> float:
    before = time.process_time()
    extract(text)
    return time.process_time() - before


def test_deep_nesting_is_answered() -> None:
    deep = "(" * 100_000 + ")" * 100_000 + "; import a\nimport b\n"
    assert [fact.module for fact in extract_imports(Source(deep.encode(), "py")).facts] == ["a", "b"]
    assert logical_line(deep, 0).sound


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("X = 1\nimport " + "a." * 5_000 + "a\n", id="import"),
        pytest.param("X = 1\nimport b, " + "a." * 5_000 + "a\n", id="second name"),
        pytest.param("X = 1\nfrom ." + "a\\\n ." * 5_000 + "a import b\n", id="relative, on many lines"),
    ],
)
def test_names_without_end_are_kept_from_the_parser(text: str) -> None:
    # Python's parser would take memory in proportion to the square of the number of names.
    symbols = extract_symbols(Source(text.encode(), "py"))
    assert [fact.name for fact in symbols.facts] == ["X"]
    assert [(found.line, found.message) for found in symbols.diagnostics] == [(2, "a name of more than 100 parts")]
    assert [fact.module.count("a") for fact in extract_imports(Source(text.encode(), "py")).facts][-1] == 5_001


def test_long_names_are_parsed() -> None:
    text = "import " + "a." * 99 + "a\nX = f(1, " + "a." * 99 + "a)\n"
    assert extract_symbols(Source(text.encode(), "py")).diagnostics == ()
