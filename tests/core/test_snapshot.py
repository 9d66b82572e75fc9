"""Whole graphs as bytes: what comes back is what was kept, and damage is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.build import FileDiagnostic, Lost
from archcheck.core.codec import CodecError
from archcheck.core.facts import Diagnostic
from archcheck.core.findings import Unresolved
from archcheck.core.graph import IMPORT
from archcheck.core.graph_builder import build_graph
from archcheck.core.snapshot import Snapshot, decode_snapshot, encode_snapshot, remember

# Paths hold what file systems hold: also line breaks and the surrogates that stand for undecodable bytes.
TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("\udc80\udcff\n\0"), max_size=8)
NUMBERS = st.integers(0, 2**31 - 1)
IDS = st.dictionaries(st.integers(0, 99), st.text("0123456789abcdef", min_size=40, max_size=40), max_size=4)
LOST = st.builds(Lost, TEXT, st.builds(Unresolved, TEXT, NUMBERS, NUMBERS, TEXT, TEXT))
DIAGNOSTICS = st.builds(FileDiagnostic, TEXT, st.builds(Diagnostic, NUMBERS, NUMBERS, TEXT, TEXT))
ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(("a", "b", "c/", "pypi:d")), st.just(IMPORT), *[NUMBERS] * 3)
)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    return Snapshot(
        content_ids=draw(IDS),
        skipped=draw(st.dictionaries(st.integers(0, 99), TEXT, max_size=2)),
        graph=remember(build_graph(("a", "b"), draw(ROWS))),
        lost=draw(st.lists(LOST, max_size=3)),
        diagnostics=draw(st.lists(DIAGNOSTICS, max_size=3)),
    )


def content(snapshot: Snapshot) -> tuple[object, ...]:
    graph = snapshot.graph
    columns = (graph.counts, graph.lines, graph.columns, graph.targets, graph.kinds, graph.marks)
    nodes = (list(graph.directories), list(graph.externals))
    about = (snapshot.content_ids, snapshot.skipped, list(snapshot.lost), list(snapshot.diagnostics))
    return (*about, *nodes, *columns)


@given(snapshots())
def test_what_is_decoded_is_what_was_encoded(snapshot: Snapshot) -> None:
    assert content(decode_snapshot(encode_snapshot(snapshot))) == content(snapshot)


EXAMPLE = encode_snapshot(
    Snapshot({0: "ab" * 20}, {}, remember(build_graph(("a", "b"), [(0, "b", IMPORT, 0, 1, 1)])), (), ())
)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(EXAMPLE[:-1], id="cut short"),
        pytest.param(EXAMPLE + b"\0", id="too long"),
        pytest.param(EXAMPLE[10:], id="no header"),
        pytest.param(EXAMPLE.replace(b'"places": 1', b'"places": 2'), id="wrong number of places"),
        pytest.param(EXAMPLE.replace(b"01000000", b"00000001"), id="another order of bytes"),
        pytest.param(b"[]\n", id="another header"),
        pytest.param(b"\xff\n", id="not ASCII"),
    ],
)
def test_damaged_snapshot_is_refused(payload: bytes) -> None:
    with pytest.raises(CodecError):
        decode_snapshot(payload)
