"""How text is written: safe characters, colours, lines that fit."""

from collections.abc import Sequence
from typing import NamedTuple

from archcheck.core.columns import wrap
from archcheck.core.extension import Style
from archcheck.core.printable import ascii_only, printable

_CODES = {"error": "1;31", "warning": "1;33", "info": "1;36", "strong": "1", "faint": "2", "ok": "1;32"}
_NARROWEST = 40
_WIDEST = 120
_LABEL = 4


class Pen(NamedTuple):
    """Writes in one style."""

    style: Style

    @property
    def width(self) -> int:
        """The columns to fill: those of the terminal within reason, so that lines stay readable on wide screens."""
        return min(max(self.style.width, _NARROWEST), _WIDEST)

    @property
    def ellipsis(self) -> str:
        """What stands for text left out."""
        return "\N{HORIZONTAL ELLIPSIS}" if self.style.unicode else "..."

    def safe(self, text: str) -> str:
        """The text as it may be printed, on one line."""
        return printable(text) if self.style.unicode else ascii_only(printable(text))

    def prose(self, text: str) -> str:
        """Text that people wrote: line breaks and runs of spaces are one space."""
        return self.safe(" ".join(text.split()))

    def paint(self, text: str, colour: str) -> str:
        """The text in a colour, when there are colours."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.style.colour else text

    def labelled(self, label: str, pieces: Sequence[str], joint: str = " ") -> list[str]:
        """`  label text`, wrapped at joints only, continued below the text."""
        head = f"  {label:<{_LABEL}} "
        room = self.width - len(head)
        first, *rest = wrap(pieces, joint, room, room)
        return [f"{self.paint(head, 'faint')}{first}", *(f"{' ' * len(head)}{line}" for line in rest)]
