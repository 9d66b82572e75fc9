"""Property tests: hostile sources, built from everything that looks like an import, against the syntax tree."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archcheck.core.facts import DYNAMIC, Source
from archcheck.languages.python.decoding import decode
from archcheck.languages.python.imports import extract_imports
from archcheck.languages.python.parsing import parse_imports
from archcheck.languages.python.scanning import scan_imports
from tests.languages.python.import_reference import UnparsableError, reference_imports

NAMES = [
    "a",
    "b_import",
    "import_x",
    "reimport",
    "from_",
    "lazy",
    "match",
    "case",
    "é",
    "\uff46\uff55\uff4c\uff4c",
    "typing",
    "TC",
]
MODULES = [*NAMES, "a.b", "a . b", "typing", "importlib", "typing_extensions", "x.importer.y", "a.\\\n b"]
GUARDS = [
    "TYPE_CHECKING",
    "TC",
    "typing.TYPE_CHECKING",
    "t.TYPE_CHECKING",
    "not TYPE_CHECKING",
    "(TYPE_CHECKING)",
    "x",
    "x == ':'",
    "TYPE_CHECKING or x",
    "x and TC",
    "not (TYPE_CHECKING or x)",
    "not TYPE_CHECKING or x",
    "(\nTYPE_CHECKING # )\n)",
    "x[lambda: TYPE_CHECKING]",
    "'TYPE_CHECKING'",
    "t . TYPE_CHECKING",
    "\uff34YPE_CHECKING",
    "(y := TYPE_CHECKING)",
]
NOISE = [
    "'import os'",
    '"from a import b"',
    "'''\nimport os\n'''",
    '"""\n  from a import (b,\nc)\n"""',
    "'\\\nimport os'",
    "'a\\'\\\nimport os'",
    'r"\\\\"; import_("import os")',
    "f'{x}import os'",
    'f"""{x}\nimport os\n{y!r:>{z}}"""',
    "f'{x:{y}}' 'import a'",
    "rb'\\''",
    "f'{{import a}}'",
    "x = [\n'import a',\n  import_x, # import a\n]",
    "x = 1 + \\\n  import_x",
    "x.import_('import a')",
    "# import a",
    "# '''",
    '# """ import a',
    "x = '#'",
    "x = \"'''\"",
    'x = \'"""\'',
    "lazy = 1",
    "lazy(import_x)",
    "from_ = import_x",
    "pass",
    "__import__('a.b')",
    "__import__(x)",
    "importlib.import_module('a.b')",
    "importlib.import_module('.c', 'a.b')",
    "x = {'a': importlib.import_module('b')}",
    "importlib.import_module('..c', __package__)",
    "import_module('''a''' r'.b')",
    "im('a')",
    "il.import_module(\n'a',\n)",
    "x.import_module('a')",
    "f = lambda: importlib.import_module('a')",
    "x.importlib.import_module('a')",
    "importlib.import_module(f'a{x}')",
    "(x.\nimport_module('a'))",
    "print(importlib.import_module)",
    "x = y if z else importlib.import_module('a')",
    "__import__('a', globals(), locals(), ['b'], 1)",
    "é = 'ü'; import_module('b')",
    "x: 'import a' = 1",
    "assert import_x, \\\n  'import a'",
    "x = '''a''' '''import b\n'''",
    "\\\npass",
]
HEADERS = [
    "for x in y:",
    "while x:",
    "with x:",
    "with (\n x as y,\n):",
    "class A:",
    "class A(\n B\n):",
    "def f():",
    "async def f():",
    "def f(\n    a='''\nimport x\n''',\n) -> None:",
    "def f(a=importlib.import_module('c')):",
    "@importlib.import_module('d')\ndef f(): # '''",
    "if x:",
    "class import_x:",
    "async  def  f ( ) :",
    "if (x\n\n# import a\n): # import b",
]


# What the fast road understands by itself; everything else may send a whole file to the parser.
TAME_NOISE = [
    each for each in NOISE if "__import__" not in each and "(x.\n" not in each and not each.startswith(("#", "\\"))
]
TAME_GUARDS = [each for each in GUARDS if "\uff34" not in each]


@st.composite
def import_statements(draw: st.DrawFn, wild: bool) -> str:
    gap = draw(st.sampled_from([" ", "  ", "\t", " \\\n", "\f"])) if wild else " "
    alias = st.sampled_from(["", "", " as x", " as t", " as TC", " as a", " as il", *([" as im"] if wild else [])])
    modules = MODULES if wild else [*NAMES, "a.b"]
    if draw(st.booleans()):
        listed = draw(st.lists(st.tuples(st.sampled_from(modules), alias), min_size=1, max_size=3))
        return f"import{gap}" + draw(st.sampled_from([",", ", "])).join(map("".join, listed))
    names = st.sampled_from([*NAMES, "TYPE_CHECKING", "a"])
    listed = draw(st.lists(st.tuples(names, alias), min_size=1, max_size=3))
    module = draw(st.sampled_from([*modules, ".", "..", ".a", ". . .a.b", "...", "importlib", "typing"]))
    form = draw(st.sampled_from(["{}", "{}", "(\n  {}\n)", "({},)", "( # import c '''\n{} # )\n, # \"\n)", "*"]))
    joined = draw(st.sampled_from([",", ", ", " , "])).join(map("".join, listed))
    return (
        f"from{gap}{module}{gap if module[-1] != '.' else draw(st.sampled_from(['', ' ']))}import {form.format(joined)}"
    )


def simple_statements(wild: bool) -> st.SearchStrategy[str]:
    imports = import_statements(wild)
    return st.one_of(imports, imports, st.sampled_from(NOISE if wild else TAME_NOISE))


def comments(wild: bool) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "", "", "", "  # import z", " # '", ' # """', *([";", "# \\"] if wild else [])])


@st.composite
def lines(draw: st.DrawFn, indent: str, depth: int, wild: bool) -> str:
    """One statement with its newline, blocks with all that is in them."""
    kind = draw(st.integers(0, 8 if depth < 3 else 4))
    if kind == 4 and wild:
        joined = "; ".join(draw(st.lists(simple_statements(wild), min_size=2, max_size=3)))
        return draw(st.sampled_from([indent, f"{indent}if {draw(st.sampled_from(GUARDS))}: "])) + joined + "\n"
    if kind <= 4:
        return f"{indent}{draw(simple_statements(wild))}{draw(comments(wild))}\n"
    body = block(indent + draw(st.sampled_from(["  ", "    ", "\t", " "])), depth + 1, wild)
    if kind == 5:
        header = draw(st.sampled_from(HEADERS)).replace("\n@", f"\n{indent}@").replace("\ndef", f"\n{indent}def")
        return f"{indent}{header}\n{draw(body)}"
    if kind == 6:
        headers = ["try:", "except E:", "else:", "finally:"][: draw(st.integers(2, 4))]
        return "".join(f"{indent}{header}\n{draw(body)}" for header in headers)
    return draw(if_chain(indent, body, wild))


@st.composite
def if_chain(draw: st.DrawFn, indent: str, body: st.SearchStrategy[str], wild: bool) -> str:
    guards = draw(st.lists(st.sampled_from(GUARDS if wild else TAME_GUARDS), min_size=1, max_size=3))
    chain = [f"{indent}{'elif' if index else 'if'} {guard}:\n{draw(body)}" for index, guard in enumerate(guards)]
    if draw(st.booleans()):
        chain.append(f"{indent}else:{draw(comments(wild=False))}\n{draw(body)}")
    return "".join(chain)


@st.composite
def block(draw: st.DrawFn, indent: str, depth: int, wild: bool) -> str:
    parts = draw(st.lists(lines(indent, depth, wild), min_size=1, max_size=2))
    gap = draw(st.sampled_from(["", "", "\n", "# import a\n", " \t\n", "\f\n"]))
    return gap.join(parts)


@st.composite
def sources(draw: st.DrawFn, wild: bool) -> bytes:
    """A file: an optional header of bindings, then anything; in any encoding and with any kind of newline."""
    text = draw(st.sampled_from(["", '"""import a"""\n', "'''\nimport a\n'''\n"]))
    text += draw(st.sampled_from(["", "import typing as t\n", "from typing import TYPE_CHECKING as TC\n"]))
    text += draw(st.sampled_from(["", "import importlib, importlib as il\n", "from importlib import import_module\n"]))
    text += draw(st.sampled_from(["", "from importlib import import_module as im\n"])) if wild else ""
    text += "".join(draw(st.lists(lines("", 0, wild), min_size=1, max_size=4)))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    form = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "latin-1"]))
    if form == "latin-1":
        return b"# -*- coding: latin-1 -*-\n" + text.replace("\uff46\uff55\uff4c\uff4c", "full").encode(
            "latin-1", "ignore"
        )
    return text.encode(form)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.one_of(sources(wild=False), sources(wild=False), sources(wild=True)))
def test_every_road_answers_what_the_syntax_tree_says(content: bytes) -> None:
    try:
        expected = reference_imports(content)
    except UnparsableError:
        extract_imports(Source(content, "py"))
        return
    text = decode(content)
    assert list(extract_imports(Source(content, "py")).facts) == expected
    assert parse_imports(text) == expected
    assert [fact for fact in scan_imports(text) if not fact.marks & DYNAMIC] == [
        fact for fact in expected if not fact.marks & DYNAMIC
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="'\"#\\\n\r\f\t (){}[]:;,.*f=aim" + "é", max_size=60).map(
        lambda text: text.replace("i", "import ")
    )
)
def test_any_text_is_answered_as_the_syntax_tree_does(text: str) -> None:
    content = text.encode()
    try:
        expected = reference_imports(content)
    except UnparsableError:
        assert extract_imports(Source(content, "py")).facts is not None
        return
    assert list(extract_imports(Source(content, "py")).facts) == expected
