"""The file of a baseline: what is written is read, lines merge, and mistakes are told with their place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.baseline import Entry
from archcheck.core.baseline_file import order_of, read_entries, write_entries
from archcheck.core.values import Place

PATH = ".archcheck-baseline.json"
ONE = Entry("alone", ("service", "a/x.py", "b/y.py"), places=2, version="0.1.0")
TWO = Entry("loops", ("file", "a.py"), "file", 1, members=("a", "b"), reason="soon")
TEXT = """\
{"schema": 1, "tool": "archcheck", "entries": [
{"rule": "alone", "identity": ["service", "a/x.py", "b/y.py"], "places": 2, "version": "0.1.0"},
{"rule": "loops", "identity": ["file", "a.py"], "key": "file", "places": 1, "members": ["a", "b"], "reason": "soon"},
{}
]}
"""
_texts = st.text(max_size=8)
_lists = st.lists(_texts, max_size=3).map(tuple)
_entries = st.builds(
    Entry,
    rule=_texts,
    identity=_lists,
    key=_texts,
    places=st.integers(0, 99),
    amount=st.none() | st.integers(-9, 9),
    members=_lists,
    version=_texts,
    reason=_texts,
)


def without_places(entries: list[Entry]) -> list[Entry]:
    return [Entry(e.rule, e.identity, e.key, e.places, e.amount, e.members, e.version, e.reason) for e in entries]


def test_one_entry_stands_on_one_line_sorted_and_the_whole_is_json() -> None:
    assert write_entries([TWO, ONE]) == TEXT
    assert len(json.loads(TEXT)["entries"]) == 3


@given(st.lists(_entries, unique_by=order_of))
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    found, problems = read_entries(write_entries(entries), PATH)
    assert (without_places(found), problems) == (sorted(entries, key=order_of), [])


def test_entries_know_their_lines() -> None:
    assert [each.place for each in read_entries(TEXT, PATH)[0]] == [Place(PATH, 2, 1), Place(PATH, 3, 1)]


def test_a_file_laid_out_anew_is_read() -> None:
    found, problems = read_entries(json.dumps(json.loads(TEXT), indent=2), PATH)
    assert (without_places(found), problems) == ([ONE, TWO], [])


def test_lines_that_a_merge_left_twice_or_out_of_order_are_read() -> None:
    head, first, second, *tail = TEXT.splitlines(keepends=True)
    more = first.replace('"places": 2', '"places": 1')
    found, problems = read_entries("".join((head, second, more, first, *tail)), PATH)
    assert (sorted(without_places(found), key=order_of), problems) == ([ONE, TWO], [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("", 1, "this is no JSON: Expecting value", id="empty"),
        pytest.param("[" * 100_000, 1, "this is no JSON", id="deep"),
        pytest.param("[]", 1, 'a mapping with "entries" is expected', id="list"),
        pytest.param('{"schema": 2, "entries": []}', 1, "schema 2 is none that this version reads", id="newer"),
        pytest.param(TEXT.replace('"places": 2,', '"places": 2'), 2, "this is no entry", id="broken line"),
        pytest.param(TEXT.replace('"places": 2', '"places": "2"'), 2, None, id="no count"),
        pytest.param(TEXT.replace('"rule": "alone", ', ""), 2, "the entry has no rule", id="no rule"),
        pytest.param(f"<<<<<<< main\n{TEXT}", 1, "a merge has left its marks here", id="conflict"),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, line: int, message: str | None) -> None:
    _, (problem,) = read_entries(text, PATH)
    assert (problem.path, problem.line) == (PATH, line)
    assert problem.message == (message or 'the entry has places: "2", where a count is expected')
    assert problem.hint
