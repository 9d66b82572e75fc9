"""What recorded paths are called now."""

from collections.abc import Mapping
from typing import Any

import pytest

from archcheck.core.baseline import Entry, match_entries
from archcheck.core.findings import Finding
from archcheck.core.fingerprints import fingerprint
from archcheck.core.moves import Moves, Named, PathMap, declared_moves, file_moves, guessed_moves
from archcheck.core.rules import Move


def nothing_there(_path: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("apps/api/auth/x.py", "services/auth/x.py", id="below the directory"),
        pytest.param("apps/api/auth/", "services/auth/", id="the directory"),
        pytest.param("apps/api/auth", "services/auth", id="without its slash"),
        pytest.param("apps/api/authors/x.py", "apps/api/authors/x.py", id="a longer name"),
        pytest.param("npm:apps/api/auth", "npm:apps/api/auth", id="no path"),
        pytest.param("service[auth]", "service[auth]", id="no value that differs in one segment"),
    ],
)
def test_declared_moves_are_of_files_and_directories(name: str, expected: str) -> None:
    assert declared_moves([Move("apps/api/auth/", "services/auth")]).of(name) == expected


def test_the_value_of_a_component_follows_its_directory() -> None:
    moves = declared_moves([Move("services/auth", "services/login")])
    assert moves.of("service[auth]") == "service[login]"
    assert moves.of("pair[auth,users]") == "pair[login,users]"


def test_a_directory_is_moved_when_it_is_gone_and_its_files_are_elsewhere() -> None:
    renames = {"a/one/x.py": "b/one/x.py", "a/one/y.py": "b/one/y.py", "a/z.py": "c/z.py"}
    assert file_moves(renames, nothing_there).of("a/one/missing.md") == "b/one/missing.md"
    assert file_moves(renames, lambda path: path == "a/").of("a/one/missing.md") == "a/one/missing.md"


def test_moves_are_guessed_from_what_is_alike_but_for_the_directory() -> None:
    lost = [Named("", ("", "old/x.py", "lib/h.py"), ""), Named("", ("", "old/y.py", "lib/h.py"), "")]
    found = [Named("", ("", "new/x.py", "lib/h.py"), ""), Named("", ("", "new/y.py", "lib/h.py"), "")]
    assert guessed_moves(lost, found, nothing_there).files == {"old/x.py": "new/x.py", "old/y.py": "new/y.py"}
    assert guessed_moves(lost, found, lambda path: path == "old/x.py").files == {"old/y.py": "new/y.py"}


def test_of_several_places_to_go_the_one_that_more_files_went_to_is_taken_and_none_twice() -> None:
    lost = [Named("", (f"old/{name}.py",), "") for name in ("x", "y", "z")]
    found = [Named("", (path,), "") for path in ("aaa/x.py", "new/x.py", "new/y.py", "new/z.py")]
    assert guessed_moves(lost, found, nothing_there).files == {f"old/{n}.py": f"new/{n}.py" for n in ("x", "y", "z")}


def match(old: Entry, new: Finding, **changes: Any) -> tuple[list[str], str]:
    """The statuses of a finding beside an entry, and the note."""
    found = {fingerprint("r", new): new}
    matched = match_entries([old], found, found, Moves(**changes))
    return [known.status for known in matched.known.values()], matched.note


OLD = Entry("r", ("old/x.py", "lib/h.py"))
NEW = Finding("", "new/x.py", "lib/h.py")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="git knows of no move"),
        pytest.param({"declared": PathMap({}, {"old/": "new/"})}, ["baselined"], id="declared"),
        pytest.param({"by_git": lambda: {"old/x.py": "new/x.py"}}, ["baselined"], id="git"),
        pytest.param({"by_git": lambda: None}, ["baselined"], id="guessed"),
        pytest.param({"by_git": lambda: None, "exists": lambda path: path == "old/x.py"}, [], id="a copy is new"),
    ],
)
def test_an_entry_is_found_under_the_new_name(changes: Mapping[str, Any], expected: list[str]) -> None:
    assert match(OLD, NEW, **changes)[0] == expected


def test_a_guess_is_told() -> None:
    assert match(OLD, NEW, by_git=lambda: None)[1] == (
        "git cannot tell what was moved; taken for moved: 1 path, such as old/x.py -> new/x.py"
    )


def test_git_is_not_asked_while_every_entry_is_found() -> None:
    def fail() -> None:
        raise AssertionError("asked")

    assert match(Entry("r", ("new/x.py", "lib/h.py")), NEW, by_git=fail)[0] == ["baselined"]


def test_a_cycle_whose_files_were_moved_is_known() -> None:
    old = Entry("r", ("file", "old/x.py"), "file", 1, members=("old/x.py", "lib/h.py"))
    new = Finding("", "lib/h.py", key="file", identity=("file", "lib/h.py"), members=("lib/h.py", "new/x.py"))
    there = {"exists": lambda path: path == "lib/h.py"}
    assert match(old, new, by_git=lambda: {"old/x.py": "new/x.py"}, **there)[0] == ["baselined"]
    assert match(old, new, by_git=lambda: None, **there)[0] == ["baselined"]
