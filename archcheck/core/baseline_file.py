"""The file of a baseline: JSON with one entry a line, sorted, so that versions of it merge line by line.

Every line of an entry ends with a comma; an empty entry ends the list. So a line can be added or taken out anywhere
without a change to another one. Lines that a merge left twice, or out of order, are read all the same.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from archcheck.core.baseline import Entry
from archcheck.core.values import Place
from archcheck.errors import Problem

SCHEMA = 1
_HEAD = '{"schema": 1, "tool": "archcheck", "entries": ['
_TAIL = "{}\n]}\n"
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_WAY_OUT = "take it from version control, or write it anew: archcheck baseline write --write"
_NEEDED = ("rule", "identity")


def write_entries(entries: Iterable[Entry]) -> str:
    """The text of a baseline file."""
    lines = [f"{json.dumps(_record(entry), ensure_ascii=True)},\n" for entry in sorted(entries, key=order_of)]
    return f"{_HEAD}\n{''.join(lines)}{_TAIL}"


def order_of(entry: Entry) -> tuple[str, tuple[str, ...], str]:
    """Entries are sorted by rule, then by what they are about."""
    return entry.rule, entry.identity, entry.key


def _record(entry: Entry) -> Mapping[str, Any]:
    """What is written of an entry: beside its rule and identity nothing that is empty."""
    named = {"rule": entry.rule, "identity": list(entry.identity)}
    rest = {
        "key": entry.key,
        "places": entry.places,
        "amount": entry.amount,
        "members": list(entry.members),
        "reason": entry.reason,
        "version": entry.version,
    }
    return named | {name: value for name, value in rest.items() if value or (name == "amount" and value is not None)}


def read_entries(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """The entries of the file at `path`, and everything that is wrong with it; an entry that stands twice is one."""
    lines = text.removeprefix("\ufeff").split("\n")
    marked = [number for number, line in enumerate(lines, 1) if line.startswith(_MARKERS)]
    if marked:
        hint = "keep the lines of both sides and take the markers out; `archcheck baseline prune --write` tidies up"
        return [], [Problem(path, marked[0], 1, "a merge has left its marks here", hint, lines[marked[0] - 1])]
    if lines[0].rstrip() == _HEAD:
        records, problems = _by_line(lines, path)
    else:
        records, problems = _whole(text, path)
    found: dict[tuple[str, tuple[str, ...], str], Entry] = {}
    for line, record in records:
        entry = _entry(record, Place(path, line, 1), problems)
        held = found.get(order_of(entry)) if entry else None
        if entry and (held is None or held.places < entry.places):
            found[order_of(entry)] = entry
    return list(found.values()), problems


_Records = list[tuple[int, Any]]


def _by_line(lines: Sequence[str], path: str) -> tuple[_Records, list[Problem]]:
    """The records of a file as it is written here, each with its line."""
    records: _Records = []
    problems = []
    for number, line in enumerate(lines[1:], 2):
        text = line.strip().removesuffix(",")
        if text in ("", "{}", "]}"):
            continue
        try:
            records.append((number, json.loads(text)))
        except (ValueError, RecursionError) as error:
            problems.append(Problem(path, number, getattr(error, "colno", 1), "this is no entry", _WAY_OUT, line[:200]))
    return records, problems


def _whole(text: str, path: str) -> tuple[_Records, list[Problem]]:
    """The records of a file that something has laid out anew."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        return [], [Problem(path, error.lineno, error.colno, f"this is no JSON: {error.msg}", _WAY_OUT)]
    except (ValueError, RecursionError):
        return [], [Problem(path, 1, 1, "this is no JSON", _WAY_OUT)]
    if not isinstance(document, dict) or not isinstance(document.get("entries"), list):
        return [], [Problem(path, 1, 1, 'a mapping with "entries" is expected', _WAY_OUT)]
    if document.get("schema") != SCHEMA:
        found = f"schema {document.get('schema')!r} is none that this version reads"
        return [], [Problem(path, 1, 1, found, "use the version of archcheck that wrote it")]
    return [(1, record) for record in document["entries"] if record != {}], []


def _entry(record: Any, place: Place, problems: list[Problem]) -> Entry | None:
    faults = list(_faults(record))
    if faults:
        problems.append(Problem(place.path, place.line, place.column, f"the entry {'; '.join(faults)}", _WAY_OUT))
        return None
    return Entry(
        rule=record["rule"],
        identity=tuple(record["identity"]),
        key=record.get("key", ""),
        places=record.get("places", 0),
        amount=record.get("amount"),
        members=tuple(record.get("members", ())),
        version=record.get("version", ""),
        reason=record.get("reason", ""),
        place=place,
    )


def _faults(record: Any) -> Iterator[str]:
    if not isinstance(record, dict):
        yield "is no mapping"
        return
    for name in _NEEDED:
        if name not in record:
            yield f"has no {name}"
    for name, fits, expected in _FORMS:
        if name in record and not fits(record[name]):
            yield f"has {name}: {json.dumps(record[name])[:_SHOWN]}, where {expected} is expected"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_SHOWN = 60
_FORMS: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    *((name, _is_text, "a text") for name in ("rule", "key", "version", "reason")),
    *((name, _is_list, "a list of texts") for name in ("identity", "members")),
    ("places", _is_count, "a count"),
    ("amount", _is_number, "a number"),
)
