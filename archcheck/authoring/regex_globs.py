"""Regular expressions over paths as globs, as far as globs can say exactly the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.core.globs import escape_glob

_QUANTIFIERS = {"*": 0, "+": 1, "?": 0}
_MOST = 2_000
_SLASH_FREE = "[^/]"
_SOME_NAME_BEGINS = ("(^|/)", "(?:^|/)", "(^|\\/)", "(?:^|\\/)")
_SOME_NAME_ENDS = ("(/|$)", "(?:/|$)", "($|/)", "(?:$|/)")
_ANY = "\0any"
_SEGMENT = "\0segment"
_ANCHORS = {"^": "\0begin", "$": "\0end"}


class TranslationError(ValueError):
    """An expression that no glob stands for; the text says which part."""


@dataclass(slots=True)
class _Reader:
    """The expression that is read, where reading stands, and how many groups have been opened."""

    text: str
    bound: Sequence[str]
    at: int = 0
    groups: int = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, expected: str) -> bool:
        found = self.text.startswith(expected, self.at)
        self.at += len(expected) if found else 0
        return found


def translate(expression: str, captures: Sequence[str] = ()) -> list[str]:
    """Globs that together match the paths in which the expression is found.

    `captures` are names for its groups, in order: a group that stands for one segment is captured under its name, and
    `$1` means what was captured under the first, `$1` preceded by `!` any other value. Raises TranslationError.
    """
    if len(expression) > _MOST:
        raise TranslationError("it is very long")
    found: list[str] = []
    for part in _split_top(expression):
        found += _one(part, captures)
    return list(dict.fromkeys(found))


def _split_top(expression: str) -> Iterator[str]:
    """The alternatives outside of groups and classes."""
    depth, start, escaped, in_class = 0, 0, False, False
    for at, character in enumerate(expression):
        if escaped or character == "\\":
            escaped = not escaped
            continue
        in_class = character == "[" or (in_class and character != "]")
        depth += (character == "(") - (character == ")") if not in_class else 0
        if character == "|" and depth == 0 and not in_class:
            yield expression[start:at]
            start = at + 1
    yield expression[start:]


def _one(expression: str, captures: Sequence[str]) -> Iterator[str]:
    lead = next((each for each in _SOME_NAME_BEGINS if expression.startswith(each)), "")
    tail = next((each for each in _SOME_NAME_ENDS if expression.endswith(each)), "")
    reader = _Reader(expression.removeprefix(lead).removesuffix(tail), captures)
    anchored = bool(lead) or reader.take("^")
    pieces = list(_pieces(reader, ""))
    if reader.at < len(reader.text):
        raise TranslationError(f'"{reader.text[reader.at :]}" cannot be understood')
    ended = bool(pieces) and pieces[-1] == _ANCHORS["$"]
    pieces = pieces[:-1] if ended else pieces
    if not set(_ANCHORS.values()).isdisjoint(pieces):
        raise TranslationError("an anchor stands inside")
    glob = f"{'**/' if lead else ''}{_joined(pieces, anchored=anchored)}"
    if tail:
        yield from (glob, f"{glob}/**")
    else:
        yield from _ends(glob, ended=ended)


def _joined(pieces: Sequence[str], *, anchored: bool) -> str:
    """The pieces as the beginning of a glob."""
    glob = ""
    if not anchored:
        glob = "*/**" if pieces and pieces[0].startswith("/") else "**/*"
        if pieces and pieces[0] == _ANY:
            pieces = pieces[1:]
    for at, piece in enumerate(pieces):
        if piece == _ANY:
            if glob and not glob.endswith("/"):
                raise TranslationError(".* begins within a name and may go on into others")
            glob += "**/*"
        elif piece == _SEGMENT:
            whole = (not glob or glob.endswith("/")) and (at + 1 == len(pieces) or pieces[at + 1].startswith("/"))
            glob += "*" if whole else "?*"
        else:
            glob += piece
    return glob


def _ends(glob: str, *, ended: bool) -> Iterator[str]:
    if not glob and ended:
        raise TranslationError("it matches no path")
    if not glob or glob.endswith("**/*"):
        yield "**"
    elif ended:
        yield glob.removesuffix("/")
    elif glob.endswith("/"):
        yield f"{glob}**"
    else:
        yield f"{glob}*" if not glob.endswith("*") else glob
        yield f"{glob}*/**" if not glob.endswith("*") else f"{glob}/**"


def _pieces(reader: _Reader, until: str) -> Iterator[str]:
    while reader.at < len(reader.text) and reader.peek() not in until:
        character = reader.peek()
        if character in "^$" and not _is_reference(reader):
            reader.at += 1
            yield _ANCHORS[character]
            continue
        yield _quantified(reader, _atom(reader))


def _is_reference(reader: _Reader) -> bool:
    return re.match(r"\$\d", reader.text[reader.at :]) is not None


def _atom(reader: _Reader) -> str:
    """One character, class, reference or group, as a glob; `.` and [^/] under names of their own."""
    start = reader.at
    character = reader.peek()
    reader.at += 1
    if character == "(":
        return _group(reader)
    if character == "[":
        return _class(reader, start)
    if character == "$":
        number = int(reader.peek())
        reader.at += 1
        if not 0 < number <= len(reader.bound):
            raise TranslationError(f"${number} stands for nothing that is captured")
        return f"{{{reader.bound[number - 1]}}}"
    if character == "\\":
        escaped = reader.peek()
        reader.at += 1
        if not escaped or escaped.isalnum():
            raise TranslationError(f"\\{escaped} is a class of characters")
        return escape_glob(escaped)
    if character in "*+?{}|)":
        raise TranslationError(f'"{character}" stands alone')
    return "?" if character == "." else escape_glob(character)


def _class(reader: _Reader, start: int) -> str:
    end = reader.text.find("]", reader.at + 1)
    if end < 0:
        raise TranslationError("a class is not closed")
    body = reader.text[reader.at : end]
    reader.at = end + 1
    if reader.text[start : reader.at] in (_SLASH_FREE, r"[^\/]"):
        return _SLASH_FREE
    members = body.replace("\\", "")
    if body.startswith("^") or "-" in body[1:-1] or not members:
        raise TranslationError(f"[{body}] is a class of characters")
    return f"{{{','.join(map(escape_glob, members))}}}" if len(members) > 1 else escape_glob(members)


def _group(reader: _Reader) -> str:
    """Alternatives; a group around [^/]+ is a capture where it has a name."""
    capturing = not reader.take("?:")
    if capturing and reader.peek() == "?":
        raise TranslationError("what stands ahead or behind cannot be asked for")
    number = reader.groups
    reader.groups += capturing
    options = []
    while True:
        pieces = list(_pieces(reader, "|)"))
        if any(piece in (_ANY, *_ANCHORS.values()) for piece in pieces):
            raise TranslationError("an alternative has no fixed form")
        options.append("".join(pieces))
        if not reader.take("|"):
            break
    if not reader.take(")"):
        raise TranslationError("a group is not closed")
    if options == [_SEGMENT]:
        return f"{{{reader.bound[number]}}}" if capturing and number < len(reader.bound) else _SEGMENT
    if any(_SEGMENT in option for option in options):
        raise TranslationError("an alternative has no fixed form")
    return options[0] if len(options) == 1 else f"{{{','.join(options)}}}"


def _quantified(reader: _Reader, atom: str) -> str:
    sign = reader.peek()
    if sign == "{":
        raise TranslationError("a number of repetitions is asked for")
    if not sign or sign not in _QUANTIFIERS:
        return "?" if atom == _SLASH_FREE else atom
    reader.at += 1
    reader.take("?")  # that as little as possible is taken makes no difference
    if atom == "?" and sign != "?":
        return _ANY
    if atom == _SLASH_FREE and sign != "?":
        return _SEGMENT if sign == "+" else "*"
    if sign == "?":
        return f"{{{atom},}}"
    raise TranslationError(f'"{sign}" repeats {atom}')
