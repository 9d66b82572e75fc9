"""`symbols`: what a module must define, must not define, and may define at all."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from archcheck.core.components import Binding, captured
from archcheck.core.extension import Check
from archcheck.core.facts import SymbolFact
from archcheck.core.findings import Finding, Result, Unknown
from archcheck.core.name_pattern import NamePattern, PatternError, parse_name_pattern
from archcheck.core.options import Context, JsonSchema, describe, did_you_mean, near_miss, option
from archcheck.core.scene import Need, Scene, SymbolGaps, Symbols
from archcheck.core.selectors import Selector
from archcheck.core.values import Node, Place, ScalarNode

ANY = "symbol"
KINDS = ("class", "function", "method", "constant", "type", "component", ANY)
"""The first words of entries."""

_ENTRY = re.compile(r"(\S++)(?:\s++(\S++))?\s*+")
_SEGMENT = re.compile(r"(?:[^\W\d]|[$*])(?:\w|[$*])*+")
_LITERAL = re.compile(r"[^\w*]")
_MOST_NAMED = 3


class Pattern(NamedTuple):
    """`class *Repository`: a kind of symbols, and a pattern for the dotted path to them from the top of the module."""

    kind: str
    path: str
    compiled: NamePattern

    def fits(self, fact: SymbolFact) -> bool:
        """Whether it means this symbol."""
        return self.kind in (fact.kind, ANY) and self.compiled.matches(_path_of(fact))


@dataclass(frozen=True, slots=True)
class SymbolPattern:
    """One entry of a list; any of its alternatives will do."""

    text: str
    alternatives: tuple[Pattern, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "type": "string",
        "pattern": f"^({'|'.join(KINDS)}) +\\S",
        "description": "A kind of symbols and a pattern for names, such as `class *Repository`; `a | b` is either.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "SymbolPattern | None":
        """Read `kind name | kind name`; None after recording every problem."""
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            message = f"a symbol is expected, found {describe(node)}"
            context.problem(node.place, message, "such as `function main` or `class *Repository`")
            return None
        read = [_read_pattern(part.strip(), node, context) for part in node.value.split("|")]
        return cls(node.value, tuple(each for each in read if each)) if all(read) else None

    def fits(self, fact: SymbolFact) -> bool:
        """Whether one of the alternatives means this symbol."""
        return any(pattern.fits(fact) for pattern in self.alternatives)


def _read_pattern(text: str, node: ScalarNode, context: Context) -> Pattern | None:
    kind, path = found.groups() if (found := _ENTRY.fullmatch(text)) else (text, None)
    message, hint = "", ""
    if kind not in KINDS:
        message, hint = f'"{kind}" is no kind of symbols', did_you_mean(kind, KINDS)
    elif path is None:
        message, hint = f'"{text}" lacks a name', f"write `{kind} *` for every {kind}"
    elif kind == "method" and path != "**" and "." not in path:
        message, hint = "a method stands in a class", f"write `method *.{path}`"
    elif not all(_SEGMENT.fullmatch(segment) for segment in path.split(".")):
        message, hint = (
            f'"{path}" is no pattern of names',
            "names are joined by dots; `*` is any part of one",
        )
    if not message and path is not None:
        try:
            return Pattern(kind, path, parse_name_pattern(_as_regex(path)))
        except PatternError as error:
            message = f'"{text}": {error.message}'
    context.problem(node.place, message, hint, len(node.text))
    return None


def _as_regex(path: str) -> str:
    """`*` is any part of one name, `**` any number of names, also none before others."""
    *before, last = path.split(".")
    inner = "".join(r"(.*\.)?" if name == "**" else f"{_as_part(name)}\\." for name in before)
    return inner + (".*" if last == "**" else _as_part(last))


def _as_part(name: str) -> str:
    return re.sub(r"\*+", r"[^.]*", _LITERAL.sub(r"\\\g<0>", name))


def _path_of(fact: SymbolFact) -> str:
    return f"{fact.parent}.{fact.name}" if fact.parent else fact.name


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `symbols`."""

    in_: Selector = option("The files that are judged, each by itself.")
    require: tuple[SymbolPattern, ...] = option("Each file defines something that fits, for each entry.", default=())
    deny: tuple[SymbolPattern, ...] = option("No file defines anything that fits.", default=())
    allow: tuple[SymbolPattern, ...] = option(
        "What a file defines at its top fits one of the entries; what is inside comes along.", default=()
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Something must be said, and `allow` is about the top of modules."""
        if not (self.require or self.deny or self.allow):
            yield "", "one of require, deny and allow is expected, found none of them", ""
        for entry in self.allow:
            if any("." in pattern.path or pattern.kind == "method" for pattern in entry.alternatives):
                message = f'"{entry.text}" lies inside of another symbol, `allow` is about the top of modules'
                yield "allow", message, "what is inside comes along; use `deny` for what must not be there"


def needs(options: Options) -> tuple[Need, ...]:
    """The symbols of the files, and of which files they are not known."""
    return Symbols(options.in_), SymbolGaps(options.in_)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report what is missing and what must not be there; a file that cannot be read makes the rule unknown."""
    facts: Mapping[int, Sequence[SymbolFact]] = scene[Symbols(options.in_)]
    gaps: Mapping[int, str] = scene[SymbolGaps(options.in_)]
    unknown: dict[str, list[str]] = {}
    for number, bindings in scene.select(options.in_).items():
        path = scene.paths[number]
        if path.endswith("/") or (scene.subjects is not None and not scene.subjects(path)):
            continue
        found = facts.get(number, ())
        missing = [entry for entry in options.require if not any(entry.fits(fact) for fact in found)]
        if number in gaps and (missing or options.deny or options.allow):
            unknown.setdefault(gaps[number], []).append(path)
        for entry in missing if number not in gaps else ():
            free = [fact for fact in found if not any(other.fits(fact) for other in options.require)]
            yield _missing(entry, path, free, bindings[0])
        yield from _surplus(options, path, found, bindings[0])
    for reason, paths in unknown.items():
        yield Unknown(f"the symbols of {_listed(paths)} are not known: {reason}")


def _listed(paths: Sequence[str]) -> str:
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _missing(entry: SymbolPattern, path: str, others: Sequence[SymbolFact], binding: Binding) -> Finding:
    """`others` is what the file defines that nothing requires."""
    wanted = entry.alternatives[0]
    names = list(dict.fromkeys(_path_of(fact) for fact in others if wanted.kind in (fact.kind, ANY)))
    namesakes = [f"{fact.kind} {wanted.path}" for fact in others if _path_of(fact) == wanted.path]
    near = f"there is {namesakes[0]}" if namesakes else near_miss(wanted.path, names)
    return Finding(
        message=f"defines no {' or '.join(part.strip() for part in entry.text.split('|'))}",
        subject=path,
        key=f"require {entry.text}",
        binding=captured(binding),
        hint=near or "define it",
    )


def _surplus(options: Options, path: str, found: Sequence[SymbolFact], binding: Binding) -> Iterator[Finding]:
    """One finding for each symbol (kind and path) that is denied or not allowed, with all its places."""
    faults: dict[tuple[str, str], tuple[str, list[Place]]] = {}
    for fact in found:
        reason = _fault(options, fact)
        if reason:
            _, places = faults.setdefault((fact.kind, _path_of(fact)), (reason, []))
            places.append(Place(path, fact.line, fact.column))
    for (kind, symbol), (reason, places) in faults.items():
        yield Finding(
            message=f"defines {kind} {symbol}, {reason}",
            subject=path,
            key=f"{kind} {symbol}",
            places=tuple(places),
            binding=captured(binding),
        )


def _fault(options: Options, fact: SymbolFact) -> str:
    """Why a symbol must not be there, "" if it may."""
    denied = next((entry for entry in options.deny if entry.fits(fact)), None)
    if denied:
        return f"denied by {denied.text}"
    if options.allow and not fact.parent and not any(entry.fits(fact) for entry in options.allow):
        return f"allowed are {', '.join(entry.text for entry in options.allow)}"
    return ""


CHECK = Check(kind="symbols", options=Options, version=1, run=run, needs=needs)
