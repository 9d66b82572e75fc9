"""The lines of text that reports show, with secrets masked."""

from pathlib import Path

import pytest

from archcheck.adapters.excerpts import add_excerpts, line_reader
from archcheck.adapters.reading import path_reader
from archcheck.core.files import Discovery
from archcheck.core.values import Place
from tests.builders import report, violation

PASSWORD = "c0rrect-horse"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(f"DB_PASSWORD={PASSWORD}", "DB_PASSWORD=***", id="variable"),
        pytest.param(f"DB=postgres://u:{PASSWORD}@db/main", "DB=postgres://***@db/main", id="url"),
        pytest.param("from services.auth import User", "from services.auth import User", id="nothing-secret"),
        pytest.param("x" * 600, "x" * 500, id="long-line"),
        pytest.param(
            f"{'x' * 460} https://u:{PASSWORD}@db.example.org/main",
            f"{'x' * 460} https://***@db.example.org/main",
            id="secret-that-the-end-of-what-is-shown-would-cut",
        ),
        pytest.param(
            f"{'x' * 9_950} {' ' * 30}https://u:{PASSWORD}@db.example.org/main", "x" * 500, id="secret-far-away"
        ),
    ],
)
def test_secrets_are_masked_before_a_line_is_cut(line: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "a.env").write_text(f"\n{line}\n", "utf-8")
    found = violation(at="a.env:2", rule_place=Place("rules.yaml", 1, 1))
    read = path_reader(Discovery(str(tmp_path), ()))
    made = add_excerpts(report(found), read, {"rules.yaml": [f"token: {PASSWORD}"]}, None).violations[0]
    assert (made.excerpt, made.rule_excerpt) == ({2: expected}, {1: "token: ***"})
    assert line_reader(read)(Place("a.env", 2, 1)) == expected


def test_lines_that_are_not_there_are_empty(tmp_path: Path) -> None:
    (tmp_path / "a.env").write_text("A=1\n", "utf-8")
    read = line_reader(path_reader(Discovery(str(tmp_path), ())))
    assert [read(Place("a.env", 9, 1)), read(Place("b.env", 1, 1)), read(Place("a.env", 1, 1))] == ["", "", "A=1"]
