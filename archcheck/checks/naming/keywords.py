"""Words that no name may be: suggestions get an underscore instead."""

import keyword

from archcheck.checks.naming.styles import DIRECTORY, FILE

_JAVASCRIPT_WORDS = """
    await break case catch class const continue debugger default delete do else enum export extends false finally for
    function if implements import in instanceof interface let new null package private protected public return static
    super switch this throw true try typeof var void while with yield
"""
_GO_WORDS = """
    break case chan const continue default defer else fallthrough for func go goto if import interface map package
    range return select struct switch type var
"""
_JAVASCRIPT = frozenset(_JAVASCRIPT_WORDS.split())
_GO = frozenset(_GO_WORDS.split())


def usable_name(name: str, aspect: str, ecosystems: tuple[str, ...]) -> str:
    """The name itself, or with an underscore where the language has a word of that name.

    Modules of Python are imported by the names of their files. Methods of JavaScript may be called anything.
    """
    if aspect == FILE:
        stem, dot, extension = name.partition(".")
        return f"{stem}_{dot}{extension}" if extension in ("py", "pyi") and keyword.iskeyword(stem) else name
    if aspect == DIRECTORY:
        return name
    return f"{name}_" if _is_keyword(name, aspect, ecosystems) else name


def _is_keyword(name: str, aspect: str, ecosystems: tuple[str, ...]) -> bool:
    if "javascript" in ecosystems:
        return aspect != "method" and name in _JAVASCRIPT
    return name in _GO if "go" in ecosystems else keyword.iskeyword(name)
