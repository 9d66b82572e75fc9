"""What becomes of a configuration of another tool: a rule file, and what could not be carried over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archcheck.core.values import Place


class Lost(NamedTuple):
    """Something in the configuration that no rule stands for; `what` as it is called there, `reason` in a few words."""

    place: Place
    what: str
    reason: str

    @property
    def text(self) -> str:
        """One line, with the place in the source file."""
        return f"{self.place.path}:{self.place.line}:{self.place.column} {self.what}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Carried:
    """The text of a rule file, complete and ending with a line feed; what is not in it; what its reader should know.

    `lost` stands in order of place. The text says both, too, in comments at its top.
    """

    rules: str
    lost: tuple[Lost, ...] = ()
    notes: tuple[str, ...] = ()


def comment_at_top(tool: str, path: str, lost: Sequence[Lost], notes: Sequence[str]) -> list[str]:
    """The lines that a rule file begins with which stands for the configuration of `tool` at `path`."""
    lines = [f"Carried over from {path} ({tool})."]
    if notes:
        lines += ["", "To know:", *(f"- {note}" for note in notes)]
    if lost:
        lines += ["", "Not carried over:", *(f"- {each.text}" for each in lost)]
    return [*lines, ""] if notes or lost else lines
