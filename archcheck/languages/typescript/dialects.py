"""What the dialects of JavaScript and TypeScript allow."""

from typing import NamedTuple


class Dialect(NamedTuple):
    """`typed`: types are part of the language; `jsx`: elements may stand in it; `declares`: it holds nothing else.

    `module`: every such file is a module, whether or not it imports anything.
    """

    typed: bool
    jsx: bool
    declares: bool = False
    module: bool = False


_PLAIN = Dialect(typed=False, jsx=True)
DIALECTS = {
    "ts": Dialect(typed=True, jsx=False),
    "tsx": Dialect(typed=True, jsx=True),
    "mts": Dialect(typed=True, jsx=False, module=True),
    "cts": Dialect(typed=True, jsx=False),
    "dts": Dialect(typed=True, jsx=False, declares=True),
    "js": _PLAIN,
    "jsx": _PLAIN,
    "mjs": Dialect(typed=False, jsx=True, module=True),
    "cjs": _PLAIN,
}


def dialect_of(name: str) -> Dialect:
    """The dialect of that name; plain JavaScript for names that are not known."""
    return DIALECTS.get(name, _PLAIN)
