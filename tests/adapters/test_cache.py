"""The cache keeps what it is given, bounded, for this user alone; a damaged or missing file only costs time."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha1
from pathlib import Path

import pytest

from archcheck.adapters.cache import SCHEMA_VERSION, FactCache, Row, default_directory

SCOPE = "python/py/imports/1"
POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")


def content_id(number: int) -> str:
    return sha1(b"%d" % number).hexdigest()


def rows(count: int, scope: str = SCOPE, size: int = 10, first: int = 0) -> list[Row]:
    return [Row(scope, content_id(first + n), b"%0*d" % (size, first + n)) for n in range(count)]


def as_read(written: list[Row]) -> dict[str, bytes]:
    return {row.content_id: row.facts for row in written}


def read_all(cache: FactCache, count: int, scope: str = SCOPE) -> dict[str, bytes]:
    return cache.read(scope, [content_id(number) for number in range(count)])


@contextmanager
def opened(cache: FactCache) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(cache.path)) as connection, connection:
        yield connection


@pytest.fixture
def cache(tmp_path: Path) -> FactCache:
    return FactCache(str(tmp_path / "cache"))


def test_cache_gives_back_what_was_written(cache: FactCache) -> None:
    written = rows(1200)
    cache.write(written)
    assert FactCache(os.path.dirname(cache.path)).read(SCOPE, [row.content_id for row in written]) == as_read(written)
    assert cache.note == ""


def test_cache_knows_nothing_before_the_first_writing(cache: FactCache) -> None:
    assert (cache.exists(), read_all(cache, 3), cache.note) == (False, {}, "")
    assert not os.path.exists(os.path.dirname(cache.path))


def test_cache_answers_only_what_is_asked(cache: FactCache) -> None:
    cache.write(rows(5))
    asked = [content_id(3), content_id(77), content_id(3)]
    assert cache.read(SCOPE, asked) == as_read(rows(1, first=3))


def test_cache_takes_ids_of_both_algorithms(cache: FactCache) -> None:
    long_id = "0123456789abcdef" * 4
    short_id = long_id[:40]
    cache.write([Row(SCOPE, long_id, b"long")])
    assert cache.read(SCOPE, [short_id]) == {}
    assert cache.read(SCOPE, [long_id]) == {long_id: b"long"}


def test_later_payload_replaces_the_earlier_one(cache: FactCache) -> None:
    cache.write([Row(SCOPE, content_id(0), b"old")])
    cache.write([Row(SCOPE, content_id(0), b"new")])
    assert read_all(cache, 1) == {content_id(0): b"new"}


def test_other_scope_is_another_answer(cache: FactCache) -> None:
    cache.write([Row("a", content_id(0), b"of a"), Row("b", content_id(0), b"of b")])
    assert [read_all(cache, 1, scope) for scope in "abc"] == [{content_id(0): b"of a"}, {content_id(0): b"of b"}, {}]


def test_contents_whose_ids_begin_alike_are_not_confused(cache: FactCache) -> None:
    begin = "0123456789abcdef"
    first, second = begin + "a" * 24, begin + "b" * 24
    cache.write([Row(SCOPE, first, b"first")])
    assert cache.read(SCOPE, [second]) == {}


def set_crc(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE facts SET crc = crc + 1 WHERE content_id = ?", (bytes.fromhex(content_id(1)),))


def set_facts(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE facts SET facts = x'00' WHERE content_id = ?", (bytes.fromhex(content_id(1)),))


def set_text(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE facts SET facts = 'x' WHERE content_id = ?", (bytes.fromhex(content_id(1)),))


def set_id(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE facts SET content_id = 7 WHERE content_id = ?", (bytes.fromhex(content_id(1)),))


@pytest.mark.parametrize("damage", [set_crc, set_facts, set_text, set_id])
def test_damaged_row_is_a_miss_and_can_be_written_anew(
    cache: FactCache, damage: Callable[[sqlite3.Connection], None]
) -> None:
    cache.write(rows(3))
    with opened(cache) as connection:
        damage(connection)
    assert read_all(cache, 3) == as_read([row for row in rows(3) if row.content_id != content_id(1)])
    cache.write(rows(3))
    assert read_all(cache, 3) == as_read(rows(3))


def overwrite(path: str) -> None:
    Path(path).write_bytes(b"not a database, but long enough to be one" * 100)


def truncate(path: str) -> None:
    os.truncate(path, os.path.getsize(path) // 2 + 100)


def scramble(path: str) -> None:
    content = Path(path).read_bytes()
    Path(path).write_bytes(content[:4096] + bytes(byte ^ 0x55 for byte in content[4096:]))


def forget_table(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE facts")


@pytest.mark.parametrize("damage", [overwrite, truncate, scramble, forget_table])
def test_damaged_file_is_thrown_away_and_rebuilt(cache: FactCache, damage: Callable[[str], None]) -> None:
    cache.write(rows(2000))
    damage(cache.path)
    assert read_all(cache, 2000).items() <= as_read(rows(2000)).items()
    assert cache.note == f"cache was damaged and is thrown away: {cache.path}"
    assert not cache.exists()
    cache.write(rows(2000))
    assert read_all(cache, 2000) == as_read(rows(2000))


@pytest.mark.parametrize("damage", [overwrite, truncate, scramble, forget_table])
def test_damaged_file_is_no_error_for_whoever_only_writes(cache: FactCache, damage: Callable[[str], None]) -> None:
    cache.write(rows(2000))
    damage(cache.path)
    cache.write(rows(2000, first=5000))
    cache.write(rows(10, first=9000))
    found = FactCache(os.path.dirname(cache.path)).read(SCOPE, [content_id(9000 + number) for number in range(10)])
    assert found == as_read(rows(10, first=9000))


def test_empty_file_is_an_empty_cache(cache: FactCache) -> None:
    cache.write(rows(1))
    os.truncate(cache.path, 0)
    assert (read_all(cache, 1), cache.note) == ({}, "")
    cache.write(rows(1))
    assert read_all(cache, 1) == as_read(rows(1))


@pytest.mark.parametrize("version", [SCHEMA_VERSION - 1, SCHEMA_VERSION + 1])
def test_other_schema_is_ignored_and_replaced(cache: FactCache, version: int) -> None:
    cache.write(rows(3))
    with opened(cache) as connection:
        connection.execute("ALTER TABLE facts DROP COLUMN crc")
        connection.execute(f"PRAGMA user_version = {version}")
    assert (read_all(cache, 3), cache.note) == ({}, "")
    cache.write(rows(1))
    assert read_all(cache, 3) == as_read(rows(1))


def test_size_stays_below_the_bound_and_the_oldest_rows_go(tmp_path: Path) -> None:
    limit = 400_000
    cache = FactCache(str(tmp_path), limit)
    sizes = []
    for batch in range(20):
        cache.write(rows(100, size=400, first=batch * 100))
        sizes.append(os.path.getsize(cache.path))
    left = sorted(int(facts) for facts in read_all(cache, 2000).values())
    assert max(sizes) <= limit
    assert left == list(range(left[0], 2000))
    assert 300 < len(left) < 1000


def test_batch_larger_than_the_bound_is_kept_in_part(tmp_path: Path) -> None:
    cache = FactCache(str(tmp_path), 200_000)
    cache.write(rows(1000, size=400))
    assert 100 < len(read_all(cache, 1000)) < 500
    assert os.path.getsize(cache.path) <= 200_000


@POSIX
def test_only_the_user_may_read_the_cache(cache: FactCache) -> None:
    before = os.umask(0)
    try:
        cache.write(rows(1))
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(os.stat(path).st_mode) for path in (cache.path, os.path.dirname(cache.path))]
    assert modes == [0o600, 0o700]


@contextmanager
def protected(directory: str) -> Iterator[None]:
    """Nobody may write there, not even root, who becomes another user for a while."""
    os.chmod(directory, 0o555)
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)
        yield
    finally:
        os.seteuid(user)
        os.chmod(directory, 0o755)


@POSIX
def test_directory_that_cannot_be_written_means_no_cache() -> None:
    with tempfile.TemporaryDirectory() as directory:
        cache = FactCache(directory)
        with protected(directory):
            cache.write(rows(3))
            assert read_all(cache, 3) == {}
        assert cache.note == f"cache not used: permission denied: {cache.path}"
        assert os.listdir(directory) == []


@POSIX
def test_cache_in_a_directory_that_cannot_be_written_is_still_read() -> None:
    with tempfile.TemporaryDirectory() as directory:
        cache = FactCache(directory)
        cache.write(rows(3))
        os.chmod(cache.path, 0o444)
        with protected(directory):
            assert (read_all(cache, 3), cache.note) == (as_read(rows(3)), "")
            cache.write(rows(3, first=10))
        assert cache.note.startswith("cache not used: ")
        assert read_all(cache, 20) == as_read(rows(3))


def test_directory_that_cannot_be_made_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = FactCache(str(tmp_path / "file"))
    cache.write(rows(3))
    assert read_all(cache, 3) == {}
    assert cache.note.startswith("cache not used: ")


def test_locked_cache_is_not_used_and_not_harmed(cache: FactCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write(rows(3))
    monkeypatch.setattr("archcheck.adapters.cache._BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(cache.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        cache.write(rows(3, first=10))
        assert read_all(cache, 3) == {}
        assert cache.note == f"cache not used: database is locked: {cache.path}"
        other.execute("ROLLBACK")
    assert read_all(cache, 20) == as_read(rows(3))


_WRITER = """
import sys
from archcheck.adapters.cache import FactCache
from tests.adapters.test_cache import rows, read_all, as_read
cache, first = FactCache(sys.argv[1]), int(sys.argv[2])
for batch in range(20):
    written = rows(50, first=first + batch * 50)
    cache.write(written)
    assert cache.read(written[0].scope, [row.content_id for row in written]) == as_read(written), cache.note
assert not cache.note, cache.note
"""


def test_processes_that_write_at_the_same_time_lose_nothing(cache: FactCache) -> None:
    directory = os.path.dirname(cache.path)
    command = [sys.executable, "-c", _WRITER, directory]
    root = Path(__file__).parents[2]
    writers = [subprocess.Popen([*command, str(first)], cwd=root) for first in (0, 1000, 500)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert read_all(cache, 3000) == as_read(rows(2000))
    with opened(cache) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@POSIX
@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        pytest.param("linux", {"XDG_CACHE_HOME": "/x/cache"}, "/x/cache/archcheck", id="XDG"),
        pytest.param("linux", {"XDG_CACHE_HOME": "relative"}, "/home/ada/.cache/archcheck", id="XDG ignored"),
        pytest.param("linux", {}, "/home/ada/.cache/archcheck", id="Linux"),
        pytest.param("darwin", {"XDG_CACHE_HOME": "/x"}, "/home/ada/Library/Caches/archcheck", id="macOS"),
        pytest.param("win32", {"LOCALAPPDATA": "/c/local"}, "/c/local/archcheck", id="Windows"),
        pytest.param("win32", {}, "/home/ada/AppData/Local/archcheck", id="Windows without LOCALAPPDATA"),
    ],
)
def test_default_directory_follows_the_platform(
    platform: str, environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert default_directory(platform, environment) == expected


@POSIX
def test_default_directory_is_none_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "somewhere")
    assert default_directory("linux", {}) is None
