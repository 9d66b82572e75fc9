"""A whole graph as bytes and back, with the content ids it was made from; kept between runs over the same files.

The form: a header in JSON (ASCII, one line), then the arrays of the graph one after the other, 32-bit integers in the
order of the machine. A checksum guards it at rest; whatever is wrong with it makes the run start from the facts.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import sub
from typing import Any

from archcheck.core.build import FileDiagnostic, Lost
from archcheck.core.codec import CodecError
from archcheck.core.facts import Diagnostic, SuppressionFact
from archcheck.core.findings import Unresolved
from archcheck.core.graph import Graph
from archcheck.core.graph_builder import Remembered

_ORDER = array("i", [1]).tobytes().hex()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one run knew. `content_ids`, `skipped` (reasons) and `comments` are by number, of analysed files only."""

    content_ids: Mapping[int, str]
    skipped: Mapping[int, str]
    graph: Remembered
    lost: Sequence[Lost]
    diagnostics: Sequence[FileDiagnostic]
    comments: Mapping[int, Sequence[SuppressionFact]] = field(default_factory=dict)


def remember(graph: Graph) -> Remembered:
    """The places of a finished graph, to be kept."""
    starts = graph.starts[: graph.file_count + 1]
    counts = array("i", map(sub, starts[1:], starts))
    return Remembered(
        directories=graph.nodes[graph.file_count : graph.internal_count],
        externals=graph.nodes[graph.internal_count :],
        counts=counts,
        lines=graph.lines,
        columns=graph.columns,
        targets=graph.targets,
        kinds=graph.kinds,
        marks=graph.marks,
    )


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """The snapshot as bytes."""
    graph = snapshot.graph
    header = {
        "order": _ORDER,
        "ids": "\n".join(f"{number} {content_id}" for number, content_id in snapshot.content_ids.items()),
        "skipped": list(snapshot.skipped.items()),
        "directories": list(graph.directories),
        "externals": list(graph.externals),
        "lost": [(each.outcome, *_fields(each.import_)) for each in snapshot.lost],
        "diagnostics": [(each.path, *each.diagnostic) for each in snapshot.diagnostics],
        "comments": list(snapshot.comments.items()),
        "files": len(graph.counts),
        "places": len(graph.lines),
    }
    columns = (graph.counts, graph.lines, graph.columns, graph.targets, graph.kinds, graph.marks)
    return b"".join((json.dumps(header).encode("ascii"), b"\n", *(column.tobytes() for column in columns)))


def _fields(lost: Unresolved) -> tuple[str, int, int, str, str]:
    return lost.path, lost.line, lost.column, lost.specifier, lost.reason


def decode_snapshot(payload: bytes) -> Snapshot:
    """The snapshot that `encode_snapshot` was given. Raises CodecError for anything else."""
    try:
        cut = payload.index(b"\n")
        header = json.loads(payload[:cut])
        if header["order"] != _ORDER:
            raise CodecError("made on another kind of machine")
        files, places = header["files"], header["places"]
        columns = _split(memoryview(payload)[cut + 1 :], (files, *[places] * 5))
        ids = (line.split(" ") for line in header["ids"].split("\n") if line)
        return Snapshot(
            content_ids={int(number): content_id for number, content_id in ids},
            skipped=dict(header["skipped"]),
            graph=Remembered(header["directories"], header["externals"], *columns),
            lost=[Lost(outcome, Unresolved(*rest)) for outcome, *rest in header["lost"]],
            diagnostics=[FileDiagnostic(path, Diagnostic(*rest)) for path, *rest in header["diagnostics"]],
            comments={number: tuple(map(_comment, rows)) for number, rows in header["comments"]},
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise CodecError(f"no snapshot: {error}") from None


def _comment(row: Sequence[Any]) -> SuppressionFact:
    line, column, rules, reason, own_line = row
    return SuppressionFact(line, column, tuple(rules), reason, own_line)


def _split(content: memoryview, lengths: Sequence[int]) -> list["array[int]"]:
    """Arrays of the lengths given, one after the other. Raises ValueError when they do not fill `content`."""
    size = array("i").itemsize
    if sum(lengths) * size != len(content):
        raise ValueError("its length is wrong")
    found = []
    begin = 0
    for length in lengths:
        column = array("i")
        column.frombytes(content[begin : begin + length * size])
        begin += length * size
        found.append(column)
    return found
