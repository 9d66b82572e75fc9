"""What is open at a place of a text: brackets, holes of templates, tags; and which of them are bodies of functions."""

import re
from dataclasses import dataclass

# Kinds of levels beside brackets and "" for the text itself.
HOLE = "${"
TAG = "<"
CHILDREN = ">"

_LAST_WORD = re.compile(r"([.#]\s*+)?([\w$]++)\Z")
_SUPER_CALL = re.compile(r"\bextends\s++[\w$.]++\Z")
_FOLLOWED_BY_VALUE = frozenset(
    [
        "return",
        "typeof",
        "case",
        "in",
        "of",
        "delete",
        "void",
        "throw",
        "new",
        "do",
        "else",
        "instanceof",
        "await",
        "yield",
        "default",
        "extends",
    ]
)
_CONTROL = frozenset(["if", "while", "for", "with", "switch", "catch", "await"])
_BEFORE_STATEMENT = frozenset(["if", "while", "for", "with"])
_TYPE_OPERATORS = frozenset(["is", "keyof", "readonly", "infer", "asserts", "unique"])
_BLOCK_WORDS = frozenset(["try", "else", "do", "finally"])
# What shows that text behind parentheses is not only the type that a function returns.
_ENDED = re.compile(
    r";|\n\s*+(?:export|declare|abstract|class|interface|namespace|module|enum|const|let|var|type|static)\b"
)
_LONGEST_RETURN_TYPE = 2000

# What stands for a token that is a value, and for the end of a statement, in the text before a place.
VALUE = ")"
STATEMENT = ";"


@dataclass(slots=True)
class Level:
    """Something opened and not closed.

    `lazy`: what is in it is executed later than the file. `hides`: in it `require` is something else. `word` is what
    stands before a parenthesis: a keyword, `extends`, or the name of what is called; `before` is the character before a
    parenthesis without a name. `binds`: among these parameters is one called `require`. `block`: braces of statements.
    """

    kind: str
    lazy: bool = False
    hides: bool = False
    word: str = ""
    before: str = ""
    binds: bool = False
    block: bool = True
    # Whether an arrow function without braces is being read, and whether an assignment would show that it is a type.
    arrow: bool = False
    arrow_of_type: bool = False
    # The last parentheses in this level, if their content can be parameters, and where they end.
    header: "Level | None" = None
    header_end: int = -1


def is_value(tail: str) -> bool:
    """Whether the text that ends with `tail` ends with a value, so that an operator may follow."""
    last = tail[-1]
    if last.isalnum() or last in "_$":
        word = _LAST_WORD.search(tail)
        return not word or bool(word[1]) or word[2] not in _FOLLOWED_BY_VALUE
    if last == "!":
        return tail[-2:-1].isalnum() or tail[-2:-1] in (")", "]", "_", "$")
    return last in ")]\"'`" or tail.endswith(("++", "--"))


def open_parenthesis(outer: Level, tail: str) -> Level:
    """The level of a parenthesis behind `tail`."""
    level = Level("(", lazy=outer.lazy or outer.arrow, hides=outer.hides)
    found = _LAST_WORD.search(tail)
    if not found:
        level.before = tail[-1]
    elif not found[1]:
        level.word = "extends" if _SUPER_CALL.search(tail) else found[2]
    return level


def close_parenthesis(outer: Level, level: Level, end: int) -> str:
    """Notes in `outer` that a parenthesis has been closed before `end`; what it counts as for the text behind."""
    if level.word in _CONTROL or level.word == "extends":
        outer.header = None
    elif level.binds or not outer.header or not _is_in_type(level):
        outer.header, outer.header_end = level, end
    return STATEMENT if level.word in _BEFORE_STATEMENT else VALUE


def _is_in_type(level: Level) -> bool:
    """Whether parentheses may belong to the type that a function returns rather than be its parameters."""
    return level.word == "import" or (not level.word and level.before in "<|&:,")


def open_brace(outer: Level, tail: str, text: str, start: int) -> Level:
    """The level of a brace at `start` behind `tail`."""
    header = _header(outer, tail, text, start)
    arrow = tail.endswith("=>")
    function = arrow or header is not None
    if outer.arrow and not function and (is_value(tail) or tail[-1] == ">"):
        # Something else has begun, such as the body of a class with an arrow among its type parameters.
        outer.arrow = False
    level = Level("{", lazy=outer.lazy or function or outer.arrow)
    level.hides = outer.hides or (header is not None and header.binds and outer.word != "define")
    level.block = function or _opens_block(tail)
    if arrow:
        outer.arrow = False
    if function:
        outer.header = None
    return level


def _header(outer: Level, tail: str, text: str, start: int) -> Level | None:
    """The parameters of the function whose body begins at `start`, if it is one that has parentheses."""
    if not outer.header or start - outer.header_end > _LONGEST_RETURN_TYPE:
        return None
    word = _LAST_WORD.search(tail)
    if word and word[2] in _BLOCK_WORDS:
        return None
    between = text[outer.header_end : start].strip()
    if between.startswith(("//", "/*")):
        between = "" if tail == VALUE else between
    is_body = between in ("", "=>") or (between.startswith(":") and _ends_type(tail) and not _ENDED.search(between))
    return outer.header if is_body else None


def _ends_type(tail: str) -> bool:
    """Whether a type may end where `tail` does."""
    word = _LAST_WORD.search(tail)
    if word and not word[1]:
        return word[2] == "void" or (word[2] not in _TYPE_OPERATORS and is_value(tail))
    return tail[-1] == ">" or is_value(tail)


def _opens_block(tail: str) -> bool:
    """Whether a brace behind `tail` holds statements rather than the properties of an object."""
    if tail[-1] in ";{}":
        return True
    word = _LAST_WORD.search(tail)
    if word and word[2] in _TYPE_OPERATORS:
        return False
    return is_value(tail) or (word is not None and word[2] in _BLOCK_WORDS)
