"""The probe: a small package in which each row is a case that some other tool gets wrong, from bytes to edges."""

from archcheck.core.facts import Source, mark_names
from archcheck.core.resolution import INTERNAL, Inventory
from archcheck.languages.python.imports import extract_imports
from archcheck.languages.python.index import build_index
from archcheck.languages.python.resolve import resolve

FORMS = b"""\
import importlib
import typing as t
from typing import TYPE_CHECKING

from pkg.star import *

if TYPE_CHECKING:
    from pkg import typed
else:
    from pkg import untyped
if t.TYPE_CHECKING:
    from pkg import aliased

def function():
    import pkg.in_function
    async def inner():
        async with a as b:
            from pkg import in_async

class Class:
    from pkg import in_class

try:
    from pkg import in_try
except ImportError:
    from pkg import in_except
else:
    from pkg import in_else
finally:
    from pkg import in_finally

with a as b: from pkg import in_with

while False:
    from pkg import in_while

match a:
    case 1:
        from pkg import in_match

importlib.import_module("pkg.by_name")
__import__("pkg.by_dunder")
"""

CONTENTS = {
    "pkg/__init__.py": b"",
    "pkg/forms.py": FORMS,
    "pkg/bare/leaf.py": b"from ..star import x\nfrom pkg.bare import other\n",
    "pkg/bare/other.py": b"from . import leaf\n",
    "pkg/odd-name/0001_first.py": b"from pkg import star\nfrom .. import typed\n",
    "pkg/latin.py": b"# -*- coding: latin-1 -*-\nname = '\xe9'\nfrom pkg import star\n",
    "pkg/undecodable.py": b"name = '\xe9'\nfrom pkg import star\n",
    "pkg/broken.py": b"def f(:\n    pass\n\nfrom pkg import star\n",
    "pkg/above.py": b"from ... import star\nfrom pkg import star\n",
    "one/ns/left.py": b"from ns import right\n",
    "two/ns/right.py": b"import ns.left\n",
}
NAMES = """
    aliased by_dunder by_name in_async in_class in_else in_except in_finally in_function in_match in_try in_while
    in_with star typed untyped
"""
TARGETS = NAMES.split()
FILES = tuple(sorted([*CONTENTS, *(f"pkg/{name}.py" for name in TARGETS)]))


def edges_of(importer: str, roots: tuple[str, ...] = ()) -> dict[str, str]:
    """What `importer` reaches inside the repository, with the marks of the import."""
    index = build_index(Inventory(FILES, {}, roots))
    found = {}
    for fact in extract_imports(Source(CONTENTS[importer], "py")).facts:
        for one in resolve(index, importer, fact):
            if one.outcome == INTERNAL:
                found[one.target] = " ".join(mark_names(fact.marks))
    return found


def unresolved_of(importer: str) -> list[str]:
    index = build_index(Inventory(FILES, {}))
    facts = extract_imports(Source(CONTENTS[importer], "py")).facts
    return [one.reason for fact in facts for one in resolve(index, importer, fact) if one.reason]


def test_an_import_is_seen_in_every_form_with_its_marks() -> None:
    marks = {
        "aliased": "type-only",
        "by_dunder": "dynamic",
        "by_name": "dynamic",
        "in_async": "lazy",
        "in_function": "lazy",
        "typed": "type-only",
    }
    assert edges_of("pkg/forms.py") == {f"pkg/{name}.py": marks.get(name, "") for name in TARGETS}


def test_a_directory_without_init_inside_a_package_is_seen_and_sees() -> None:
    assert edges_of("pkg/bare/leaf.py") == {"pkg/star.py": "", "pkg/bare/other.py": ""}
    assert edges_of("pkg/bare/other.py") == {"pkg/bare/leaf.py": ""}


def test_a_file_under_a_hyphenated_directory_sees() -> None:
    assert edges_of("pkg/odd-name/0001_first.py") == {"pkg/star.py": "", "pkg/typed.py": ""}


def test_a_legal_encoding_loses_nothing() -> None:
    assert edges_of("pkg/latin.py") == {"pkg/star.py": ""}


def test_an_undecodable_file_is_reported() -> None:
    extracted = extract_imports(Source(CONTENTS["pkg/undecodable.py"], "py"))
    assert [one.kind for one in extracted.diagnostics] == ["unparsable"]


def test_a_syntax_error_loses_nothing() -> None:
    assert edges_of("pkg/broken.py") == {"pkg/star.py": ""}


def test_a_relative_import_above_the_top_is_reported_and_the_rest_seen() -> None:
    assert edges_of("pkg/above.py") == {"pkg/star.py": ""}
    assert unresolved_of("pkg/above.py") == ["goes above the top"]


def test_a_namespace_in_two_configured_roots_is_joined() -> None:
    assert edges_of("one/ns/left.py", ("one", "two")) == {"two/ns/right.py": ""}
    assert edges_of("two/ns/right.py", ("one", "two")) == {"one/ns/left.py": ""}


def test_a_namespace_in_two_unknown_roots_is_reported() -> None:
    assert unresolved_of("one/ns/left.py") == ["one/ns/ has no module right and no __init__.py to define it"]
