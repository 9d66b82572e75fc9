"""Python: imports, symbols and suppressions of .py and .pyi files, resolved without running anything."""

from archcheck.core.extension import Language
from archcheck.languages.python.imports import VERSION, extract_imports
from archcheck.languages.python.index import build_index
from archcheck.languages.python.resolve import resolve
from archcheck.languages.python.suppressions import extract_suppressions
from archcheck.languages.python.symbols import extract_symbols

LANGUAGE = Language(
    name="python",
    files=(("**/*.py", "py"), ("**/*.pyi", "pyi")),
    version=VERSION,
    aspects={"imports": extract_imports, "suppressions": extract_suppressions, "symbols": extract_symbols},
    index=build_index,
    resolve=resolve,
    tests=("**/tests/**", "**/test/**", "**/test_*.py", "**/*_test.py", "**/conftest.py"),
)
