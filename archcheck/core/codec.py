"""Facts as compact JSON and back: the form in which they are cached and travel between processes.

One payload holds what several aspects of one file yielded: a JSON array in UTF-8, no line breaks or tabs, with 0 for
an aspect that yielded nothing, else `[runs, diagnostics]`; a run is `[tag, rows]`, neighbouring facts of one type.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from json import JSONDecoder, JSONEncoder
from typing import Any

from archcheck.core.facts import (
    Diagnostic,
    Extracted,
    Fact,
    ImportFact,
    MeasureFact,
    RelationFact,
    SuppressionFact,
    SymbolFact,
)

_TAGS: dict[type, str] = {ImportFact: "i", SymbolFact: "s", SuppressionFact: "a", MeasureFact: "m", RelationFact: "r"}
_TYPES = frozenset(_TAGS)
_NOTHING: Extracted[Any] = Extracted()
# Lone surrogates, which names may hold, survive only unescaped: JSON would merge two escaped ones into one character.
_ERRORS = "surrogatepass"
_to_json = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_from_json = JSONDecoder().raw_decode


class CodecError(ValueError):
    """A payload that `encode` cannot have written."""


def encode(answers: Iterable[Extracted[Any]]) -> bytes:
    """The payload for what each aspect yielded, in order. Raises TypeError for facts of a type that is not a `Fact`."""
    return _to_json([_to_entry(answer) for answer in answers]).encode("utf-8", _ERRORS)


def decode(payload: bytes) -> tuple[Extracted[Any], ...]:
    """What `encode` was given. Raises CodecError for everything that does not have the form of a payload.

    Only the form is checked, not the type of every value: a checksum guards payloads at rest.
    """
    try:
        text = payload.decode("utf-8", _ERRORS)
        entries, end = _from_json(text)
        if end == len(text):
            return tuple([_from_entry(entry) if entry else _NOTHING for entry in entries])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise CodecError(f"no facts: {error}") from None
    raise CodecError(f"no facts: more follows after {end} characters")


def require_facts(facts: Iterable[object]) -> None:
    """Raises TypeError for facts of a type that is not a `Fact`: they could not be encoded."""
    kinds = set(map(type, facts))
    if not kinds <= _TYPES:
        names = ", ".join(sorted(kind.__name__ for kind in kinds - _TYPES))
        raise TypeError(f"not a type of fact: {names}")


def _to_entry(answer: Extracted[Any]) -> object:
    facts, diagnostics = answer.facts, answer.diagnostics
    if not facts and not diagnostics:
        return 0
    require_facts(facts)
    return [[[_TAGS[kind], list(run)] for kind, run in groupby(facts, type)], diagnostics]


def _from_entry(entry: Any) -> Extracted[Any]:
    runs, diagnostics = entry
    facts: list[Fact] = []
    for tag, rows in runs:
        facts += _READERS[tag](rows)
    return Extracted(tuple(facts), tuple([Diagnostic(*row) for row in diagnostics]))


# Half of the time it takes to call the class: this runs for every import of a repository, even if nothing has changed.
_new = tuple.__new__


def _read_imports(rows: Any) -> list[ImportFact]:
    return [
        _new(ImportFact, (line, column, module, tuple(names), level, marks, form))
        for line, column, module, names, level, marks, form in rows
    ]


def _read_symbols(rows: Any) -> list[SymbolFact]:
    return [_new(SymbolFact, (line, column, kind, name, parent)) for line, column, kind, name, parent in rows]


def _read_suppressions(rows: Any) -> list[SuppressionFact]:
    return [SuppressionFact(line, column, tuple(rules), reason, own) for line, column, rules, reason, own in rows]


def _read_measures(rows: Any) -> list[MeasureFact]:
    return [MeasureFact(line, column, name, value) for line, column, name, value in rows]


def _read_relations(rows: Any) -> list[RelationFact]:
    return [
        RelationFact(line, column, relation, value, detail, group, subject)
        for line, column, relation, value, detail, group, subject in rows
    ]


_READERS: dict[str, Callable[[Any], Sequence[Fact]]] = {
    "i": _read_imports,
    "s": _read_symbols,
    "a": _read_suppressions,
    "m": _read_measures,
    "r": _read_relations,
}
