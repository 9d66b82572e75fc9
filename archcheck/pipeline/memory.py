"""What earlier runs knew of the same files, so that a run pays for what has changed.

Where an import leads depends on which files there are, on the roots and on other settings, never on what other files
say. As long as all of that is equal (it makes the key), the places of a file whose content is equal are equal, too.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from archcheck import __version__
from archcheck.adapters.cache import FactCache, Row
from archcheck.core.build import FileDiagnostic, Lost
from archcheck.core.codec import CodecError
from archcheck.core.facts import SuppressionFact
from archcheck.core.graph_builder import Remembered
from archcheck.core.snapshot import Snapshot, decode_snapshot, encode_snapshot
from archcheck.pipeline.load import Loaded

_SCOPE = f"snapshot\n2\n{__version__}\n{sys.version_info[0]}.{sys.version_info[1]}"
# So few files are resolved anew in less time than it takes to write the whole graph.
_NOT_WORTH_WRITING = 10


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of the files that are not `stale`; these are to be looked at, in order.

    `graph` still holds the places of the stale files, to be replaced.
    """

    stale: tuple[int, ...]
    graph: Remembered | None = None
    lost: tuple[Lost, ...] = ()
    diagnostics: tuple[FileDiagnostic, ...] = ()
    skipped: dict[int, str] = field(default_factory=dict)
    comments: dict[int, Sequence[SuppressionFact]] = field(default_factory=dict)


def snapshot_key(loaded: Loaded, settings: Iterable[str]) -> str:
    """The key of a snapshot: the files there are, and everything else that decides what an import comes to."""
    digest = blake2b(digest_size=20)
    listing = "\0".join([file.path for file in loaded.discovery.files])
    for part in (listing, "\0".join(settings)):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\1")
    return digest.hexdigest()


def recall(loaded: Loaded, cache: FactCache | None, key: str, code: Iterable[int]) -> Memory:
    """What is remembered under a key; everything is stale when there is nothing."""
    numbers = tuple(code)
    snapshot = _read(cache, key) if cache else None
    if snapshot is None or len(snapshot.content_ids) != len(numbers):
        return Memory(numbers)
    files, held = loaded.discovery.files, snapshot.content_ids
    stale = tuple(n for n in numbers if not files[n].content_id or held.get(n) != files[n].content_id)
    paths = {files[number].path for number in stale}
    fresh = set(numbers).difference(stale)
    return Memory(
        stale=stale,
        graph=snapshot.graph,
        lost=tuple(each for each in snapshot.lost if each.import_.path not in paths),
        diagnostics=tuple(each for each in snapshot.diagnostics if each.path not in paths),
        skipped={number: reason for number, reason in snapshot.skipped.items() if number in fresh},
        comments={number: found for number, found in snapshot.comments.items() if number in fresh},
    )


def _read(cache: FactCache, key: str) -> Snapshot | None:
    payload = cache.read(_SCOPE, [key]).get(key)
    try:
        return decode_snapshot(payload) if payload else None
    except CodecError:
        return None


def keep(cache: FactCache | None, key: str, memory: Memory, known: Snapshot) -> None:
    """Remember what a run knew, unless nearly all of it is remembered already."""
    if cache and (memory.graph is None or len(memory.stale) > _NOT_WORTH_WRITING):
        cache.write([Row(_SCOPE, key, encode_snapshot(known))])
