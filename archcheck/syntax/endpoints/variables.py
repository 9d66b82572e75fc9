"""Text with variables and placeholders: defaults take their place, what is not known is marked as such."""

import re
from bisect import bisect_right
from typing import NamedTuple

# Private characters stand around the name of a variable whose value is not known; no host name can hold them.
OPEN = "\ue000"
CLOSE = "\ue001"
# Stands between the two where a template action was: it keeps its length, and has no name.
FILL = "\ue002"
_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*+){CLOSE}")
_NAME = r"[A-Za-z_][\w.-]{0,99}+"
_VARIABLE = re.compile(
    r"""\$\$?+\{[ ]?(?P<name>[A-Za-z_][\w.]{0,99}+)(?P<operator>:[-=?+]|[-=?+:]|\})   # ${X} ${X:-y} ${X:y}
      | (?P<close>\})
      | \$\$?+\{[^{}\n]{0,200}+\}                # an expression in a template
      | \$\$?+\((?P<round>[A-Za-z_]\w{0,99}+)\)  # $(X)
      | \$\$?+(?P<bare>[A-Za-z_]\w{0,99}+)       # $X
      | \{\{[^{}\n]{0,200}+\}\}
      | \{[\w.!:\[\]]{0,60}+\}
      | %\([\w.]{1,60}+\)[sd]
      | %(?:[sv]|d(?![0-9A-Fa-f]))
      | (?<![\w%])%[A-Z_]\w{0,60}+%
    """,
    re.VERBOSE,
)
_TAKES_DEFAULT = (":-", "-", ":=", "=", ":")


class Expanded(NamedTuple):
    """A text with its variables replaced, and the way back to the offsets of the text as written."""

    text: str
    starts: list[int]
    origins: list[int]

    def origin(self, offset: int) -> int:
        """The offset in the text as written of the character at `offset`."""
        piece = bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]


def expand(text: str) -> Expanded:
    """`${X:-y}` becomes `y`; `${X}`, `$X`, `$(X)` become marks with the name; `{x}`, `%s`, `{{ x }}` marks without."""
    if not any(sign in text for sign in "${%"):
        return Expanded(text, [0], [0])
    pieces = _Pieces()
    position = 0
    for found in _VARIABLE.finditer(text):
        if found["close"] and not pieces.depth:
            continue
        pieces.add(text[position : found.start()], position)
        position = found.end()
        pieces.take(found)
    pieces.add(text[position:], position)
    return Expanded("".join(pieces.texts), pieces.starts, pieces.origins)


class _Pieces:
    """The expanded text so far. `depth` counts open variables; nothing is added below the depth `hidden`, if any."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.starts: list[int] = [0]
        self.origins: list[int] = [0]
        self.depth = 0
        self._hidden = 0
        self._length = 0

    def take(self, found: re.Match[str]) -> None:
        """Open or close a variable."""
        if found["close"]:
            self._hidden = 0 if self._hidden == self.depth else self._hidden
            self.depth -= 1
            return
        operator = found["operator"]
        if operator not in _TAKES_DEFAULT:
            name = found["name"] or found["round"] or found["bare"] or ""
            self.add(f"{OPEN}{name}{CLOSE}", found.start())
        if operator and operator != "}":
            self.depth += 1
            if not self._hidden and operator not in _TAKES_DEFAULT:
                self._hidden = self.depth

    def add(self, text: str, origin: int) -> None:
        """Add text that stands at `origin`, unless it belongs to what is hidden."""
        if text and not self._hidden:
            self.texts.append(text)
            self.starts.append(self._length)
            self.origins.append(origin)
            self._length += len(text)


def is_known(text: str) -> bool:
    """Whether an expanded text holds no variable without a value."""
    return OPEN not in text and CLOSE not in text


def is_variable(text: str) -> bool:
    """Whether an expanded text is one variable without a value and nothing else."""
    return _MARKED.fullmatch(text) is not None


def with_names(text: str) -> str:
    """An expanded text in which unknown variables are written `${NAME}`, and `?` where they have no name."""
    return _MARKED.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    name = found[1].strip(FILL)
    return f"${{{name}}}" if name else "?"
