"""Python: imports, symbols and suppressions of .py and .pyi files, resolved without running anything."""

from archcheck.core.extension import Language
from archcheck.languages.python.imports import VERSION, extract_imports
from archcheck.languages.python.index import build_index
from archcheck.languages.python.resolve import resolve

LANGUAGE = Language(
    name="python",
    files=(("**/*.py", "py"), ("**/*.pyi", "pyi")),
    version=VERSION,
    aspects={"imports": extract_imports},
    index=build_index,
    resolve=resolve,
    tests=("**/tests/**", "**/test/**", "**/test_*.py", "**/*_test.py", "**/conftest.py"),
)
