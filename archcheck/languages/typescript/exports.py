"""The tables `exports` and `imports` of a manifest: which entry a subpath means, and where its conditions may lead.

A tool that bundles follows one set of conditions and takes one target. Here all that could be taken are listed, best
first: what leads to source, what the way of importing gives, declarations of types, everything else.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archcheck.syntax.jsonc import Value

IMPORT, REQUIRE = "import", "require"
_SOURCE_CONDITIONS = frozenset(("source", "src", "development"))
_USUAL_CONDITIONS = frozenset(("default", "node", "module", "module-sync", "node-addons"))
_MAX_DEPTH = 16
_MAX_TARGETS = 256


class Entry(NamedTuple):
    """The value of an entry that matched, and what its `*` stands for (None when the key has none)."""

    key: str
    value: Value
    star: str | None


class Found(NamedTuple):
    """One target as written, with the star filled in; `rank` tells how good it is, the least being the best."""

    rank: int
    target: str


class Table(NamedTuple):
    """`exports` or `imports`: the entries, and which of their keys stand for more than themselves."""

    entries: Mapping[str, Value]
    wild: tuple[str, ...]


def read_table(value: Value) -> Table:
    """The table in a manifest: text, lists and conditions without subpaths are about "."."""
    if not isinstance(value, dict) or (value and not any(key.startswith((".", "#")) for key in value)):
        value = {".": value}
    return Table(value, tuple(key for key in value if "*" in key or key.endswith("/")))


def match_entry(table: Table, subpath: str) -> Entry | None:
    """The entry for `subpath` (`.`, `./x` or `#x`): the key itself, else the pattern with the longest text before `*`.

    A key with a final slash stands for everything below, as it did before there were patterns.
    """
    if subpath in table.entries and "*" not in subpath and not subpath.endswith("/"):
        return Entry(subpath, table.entries[subpath], None)
    best: tuple[int, int, str] | None = None
    for key in table.wild:
        if _fits(key, subpath):
            prefix = key.find("*") if "*" in key else len(key)
            best = max(best or (-1, 0, ""), (prefix, len(key), key))
    if best is None:
        return None
    _, _, key = best
    before, _, after = key.partition("*")
    return Entry(key, table.entries[key], subpath[len(before) : len(subpath) - len(after)])


def _fits(key: str, subpath: str) -> bool:
    before, star, after = key.partition("*")
    if not star:
        return key.endswith("/") and subpath.startswith(key) and subpath != key
    return "*" not in after and _surrounds(before, after, subpath)


def _surrounds(before: str, after: str, subpath: str) -> bool:
    return subpath.startswith(before) and subpath.endswith(after) and len(subpath) > len(before) + len(after)


def list_targets(entry: Entry, mode: str, custom: frozenset[str] = frozenset()) -> list[str]:
    """All targets of an entry, best first; those of equal rank in the order written. `mode` is IMPORT or REQUIRE.

    `custom` are the conditions that the importer sets itself. An empty list means that the entry forbids the import.
    """
    found = sorted(_walk(entry.value, _Ranks(mode, custom)), key=lambda each: each.rank)
    return list(dict.fromkeys(_fill(each.target, entry) for each in found))


def _fill(target: str, entry: Entry) -> str:
    if entry.star is None:
        return target
    return target.replace("*", entry.star) if "*" in entry.key else target + entry.star


class _Ranks(NamedTuple):
    mode: str
    custom: frozenset[str]

    def of(self, condition: str) -> int:
        if condition in _SOURCE_CONDITIONS or condition in self.custom:
            return 0
        if condition.startswith("@") and condition.endswith("/source"):
            return 0
        if condition in _USUAL_CONDITIONS or condition == self.mode:
            return 1
        return 2 if condition == "types" or condition.startswith("types@") else 3


def _walk(value: Value, ranks: _Ranks) -> Iterator[Found]:
    """The targets in a value, in the order written."""
    waiting: list[tuple[Value, tuple[int, ...]]] = [(value, ())]
    count = 0
    while waiting and count < _MAX_TARGETS:
        current, chain = waiting.pop()
        if isinstance(current, str):
            count += 1
            yield Found(0 if 0 in chain else max(chain, default=1), current)
        elif isinstance(current, list) and len(chain) < _MAX_DEPTH:
            waiting += [(item, (*chain, 1)) for item in reversed(current)]
        elif isinstance(current, dict) and len(chain) < _MAX_DEPTH:
            waiting += [(item, (*chain, ranks.of(key))) for key, item in reversed(current.items())]
