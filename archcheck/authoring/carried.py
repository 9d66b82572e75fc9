"""What becomes of a configuration of another tool: a rule file, and what could not be carried over."""

from dataclasses import dataclass
from typing import NamedTuple

from archcheck.core.values import Place


class Lost(NamedTuple):
    """Something in the configuration that no rule stands for; `what` as it is called there, `reason` in a few words."""

    place: Place
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Carried:
    """The text of a rule file, complete and ending with a line feed; what is not in it; what its reader should know.

    `lost` stands in order of place. The text says both, too, in comments at its top.
    """

    rules: str
    lost: tuple[Lost, ...] = ()
    notes: tuple[str, ...] = ()
