"""What is shown together: one violation, or all that is missing in one place."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcheck.core.findings import Violation


class Block(NamedTuple):
    """One violation as it is shown; `more` counts the further ones that it stands for."""

    violation: Violation
    more: int = 0

    @property
    def tail(self) -> str:
        """The id and the status: `0b7d3aa new`, or `0b7d3aa +1 new` for two violations."""
        more = f"+{self.more} " if self.more else ""
        return f"{self.violation.id} {more}{self.violation.status}"


def blocks(violations: Sequence[Violation]) -> list[Block]:
    """The violations in order; those that one rule finds in one group stand where the first of them would."""
    gathered: dict[tuple[str, ...], list[Violation]] = {}
    for each in violations:
        alone = () if each.group else (each.fingerprint,)
        gathered.setdefault((each.rule, each.severity, each.status, each.group, *alone), []).append(each)
    return [_block(members) for members in gathered.values()]


def _block(members: Sequence[Violation]) -> Block:
    first = members[0]
    if len(members) == 1:
        return Block(first)
    missing = ", ".join(_names(members))
    message = f"missing {len(members)} of {max(first.group_size, len(members))}: {missing}"
    hint = next((each.hint for each in members if each.hint), "")
    shown = dataclasses.replace(first, path=first.group, line=None, column=None, message=message, hint=hint)
    return Block(shown, len(members) - 1)


def _names(members: Sequence[Violation]) -> Iterator[str]:
    """The subjects, relative to their group; "./" stands for the top."""
    for each in members:
        yield each.subject.removeprefix(each.group)
