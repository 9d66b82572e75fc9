"""One violation: what, evidence, rule, do, ask; always in this order (design, section 8)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from archcheck.core.columns import counted, display_width, shorten_around, wrap
from archcheck.core.findings import Link, Violation
from archcheck.core.values import Place
from archcheck.reporters.text.blocks import Block
from archcheck.reporters.text.pen import Pen

_GUTTER = 5
_CONTINUED = " " * 6
_FEWEST = 16
"""Fewer columns than these are not worth beginning a message in."""
_PLACES = 10
_ELSEWHERE = 3
_COMMAND = "archcheck "
_CUT = re.compile(r"[0-9]+ of [0-9]+ ")
"""How `acyclic` begins to say what to cut; a hint of the rule file says it in other words."""


def compact_line(violation: Violation, pen: Pen) -> str:
    """`path:line:column: severity rule: message [id]`; where a chain ends there, the file it begins in.

    A place in another file, such as that of who else uses a datastore, is named as well.
    """
    place = _place_text(violation, pen)
    message = pen.safe(violation.message)
    begins_elsewhere = violation.chain and violation.chain[0].source == violation.subject != violation.path
    start = f", from {pen.safe(violation.subject)}" if begins_elsewhere else ""
    also = "" if violation.chain else _elsewhere(violation, pen)
    before = f"; {pen.safe(violation.before)}" if violation.before else ""
    cause = f"; {pen.safe(violation.cause)}" if violation.cause else ""
    head = f"{place}: {violation.severity} {pen.safe(violation.rule)}"
    return f"{head}: {message}{start}{also}{before}{cause} [{violation.id}]"


def _elsewhere(violation: Violation, pen: Pen) -> str:
    """The first places in other files than the one that is named."""
    first: dict[str, int] = {}
    for each in violation.places:
        if each.path != violation.path:
            first.setdefault(each.path, each.line)
    shown = [f"{pen.safe(path)}:{line}" for path, line in first.items()][:_ELSEWHERE]
    more = f" and {counted(len(first) - len(shown), 'more file')}" if len(first) > len(shown) else ""
    return f", also at {', '.join(shown)}{more}" if shown else ""


def tail_width(shown: Sequence[Block]) -> int:
    """The columns that the longest id and status need, so that all stand below each other."""
    return max((len(block.tail) for block in shown), default=0)


def block_lines(block: Block, pen: Pen, tail: int) -> list[str]:
    """The violation with everything a reader needs; `tail` columns are kept for id and status."""
    violation = block.violation
    lines = _headline(block, pen, tail)
    lines += _excerpt_lines(violation, pen)
    if violation.chain:
        lines += _chain_lines(violation, pen)
    lines += _further_places(violation, pen)
    if violation.affects:
        lines += pen.labelled("and", [_affected(violation)])
    if violation.cause:
        lines += pen.labelled("since", pen.safe(violation.cause).split(" "))
    lines += _rule_lines(violation, pen)
    return lines + _way_out(violation, pen) + _owners(violation, pen)


def _headline(block: Block, pen: Pen, tail: int) -> list[str]:
    """Severity, rule, place, as much of the message as fits, id and status; the rest of the message below."""
    violation = block.violation
    rule = pen.safe(violation.rule)
    place = "" if _is_cycle(violation) else f"  {_place_text(violation, pen)}"
    taken = display_width(f"{violation.severity} {rule}{place}") + 2
    room = pen.width - tail - 2
    before = f"; {violation.before}" if violation.before else ""
    words = pen.safe(f"{violation.message}{before}").split(" ")
    first, *rest = wrap(words, " ", room - taken if room - taken >= _FEWEST else 0, pen.width - len(_CONTINUED))
    head = f"{pen.paint(violation.severity, violation.severity)} {pen.paint(rule, 'strong')}{place}"
    text = f"  {first}" if first else ""
    gap = " " * max(room - taken + 4 - display_width(text), 2)
    status = pen.paint(violation.id, "faint") + block.tail.removeprefix(violation.id)
    return [f"{head}{text}{gap}{status}", *(f"{_CONTINUED}{line}" for line in rest)]


def _place_text(violation: Violation, pen: Pen) -> str:
    numbers = [str(number) for number in (violation.line, violation.column) if number]
    return ":".join([pen.safe(violation.path), *numbers])


def _is_cycle(violation: Violation) -> bool:
    """Whether the chain goes round: then it is the place, and no single line of it is.

    A chain that does not begin at its subject goes round in directories or components.
    """
    chain = violation.chain
    return bool(chain) and (chain[-1].target == chain[0].source or violation.subject != chain[0].source)


def _excerpt_lines(violation: Violation, pen: Pen) -> list[str]:
    lines = []
    for number, text in sorted(violation.excerpt.items()):
        column = violation.column if number == violation.line and violation.column else 1
        before = len(_code(text[: column - 1], pen))
        shown = shorten_around(_code(text.rstrip(), pen), before + 1, pen.width - _GUTTER - 3, pen.ellipsis)
        lines.append(f"{pen.paint(f'{number:>{_GUTTER}} |', 'faint')} {shown}")
    return lines


def _code(text: str, pen: Pen) -> str:
    return pen.safe(text.replace("\t", "    "))


def _chain_lines(violation: Violation, pen: Pen) -> list[str]:
    """`a.py:3 -> b.py:9 -> c.py`; where a step begins elsewhere than the last one ended, each stands for itself."""
    chain = violation.chain
    label = "loop" if _is_cycle(violation) else "chain"
    if any(link.target != following.source for link, following in pairwise(chain)):
        return pen.labelled(label, [f"{_step(link, pen)} -> {pen.safe(link.target)}" for link in chain], ", ")
    return pen.labelled(label, [*(_step(link, pen) for link in chain), pen.safe(chain[-1].target)], " -> ")


def _step(link: Link, pen: Pen) -> str:
    if link.path:
        return f"{pen.safe(link.source)} ({pen.safe(link.path)}:{link.line})"
    return f"{pen.safe(link.source)}:{link.line}" if link.line else pen.safe(link.source)


def _further_places(violation: Violation, pen: Pen) -> list[str]:
    """The places that neither the headline nor the chain names; lines of the same file without its path."""
    named = {(link.written, link.line) for link in violation.chain}
    places = [place for place in violation.places[1:] if (place.path, place.line) not in named]
    places = [place for place in places if (place.path, place.line) != (violation.path, violation.line)]
    if not places:
        return []
    pieces = list(dict.fromkeys(_further_place(place, violation, pen) for place in places))
    limit = len(pieces) if pen.style.full else _PLACES
    more = [f"and {counted(len(pieces) - limit, 'more place')}"] if len(pieces) > limit else []
    return pen.labelled("also", [f"at {pieces[0]}", *pieces[1:limit], *more], ", ")


def _further_place(place: Place, violation: Violation, pen: Pen) -> str:
    path = "" if place.path == violation.path else pen.safe(place.path)
    return f"{path}:{place.line}"


def _affected(violation: Violation) -> str:
    files = counted(violation.affects, "more file")
    verb = "starts" if violation.affects == 1 else "start"
    return f"{files} {verb} such a chain" if violation.chain else files


def _rule_lines(violation: Violation, pen: Pen) -> list[str]:
    """Where the rule stands and why it is there."""
    place = violation.rule_place
    parts = [f"{pen.safe(place.path)}:{place.line}"] if place else []
    if violation.why:
        parts.append(f'"{pen.prose(violation.why)}"')
    if violation.see:
        parts.append(pen.prose(violation.see))
    return pen.labelled("rule", "  ".join(parts).split(" ")) if parts else []


def _way_out(violation: Violation, pen: Pen) -> list[str]:
    if not violation.hint:
        return []
    hint = pen.prose(violation.hint)
    pieces = [hint] if hint.startswith(_COMMAND) else hint.split(" ")  # a command must stay runnable as it stands
    return pen.labelled("cut" if _is_cycle(violation) and _CUT.match(hint) else "do", pieces)


def _owners(violation: Violation, pen: Pen) -> list[str]:
    """Whom to ask: the owners of the file at hand, of the subject where that is another one, and of the target."""
    here = "this file" if violation.line or not violation.path.endswith("/") else "this directory"
    ends = {here: violation.path_owners, "subject": violation.owners, "target": violation.target_owners}
    if not violation.path_owners:
        ends = {here: violation.owners, "target": violation.target_owners}
    roles: dict[tuple[str, ...], list[str]] = {}
    for role, owners in ends.items():
        if owners:
            roles.setdefault(owners, []).append(role)
    pieces = [f"{', '.join(map(pen.safe, owners))} ({' and '.join(named)})" for owners, named in roles.items()]
    return pen.labelled("ask", pieces, ", ") if pieces else []
