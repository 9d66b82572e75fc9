"""The facts cache: one SQLite file that every run may lose, and no run may trust.

Opened for each reading and each writing and closed again, so that nothing is shared with forked processes. Rows are
verified against their content id and a checksum; whatever is wrong with the file, the run goes on without it.
"""

import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from archcheck.adapters.reading import describe

if TYPE_CHECKING:
    from sqlite3 import Connection, Error

T = TypeVar("T")

FILE_NAME = "facts.sqlite"
DEFAULT_LIMIT = 256 * 1024 * 1024
SCHEMA_VERSION = 1
# `number` is the age: the oldest rows have the lowest. `key` is a hash; only `content_id` and `crc` prove a row.
_TABLE = (
    "CREATE TABLE facts (number INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE, content_id BLOB NOT NULL,"
    " crc INTEGER NOT NULL, facts BLOB NOT NULL)"
)
# Below the number of parameters that SQLite has allowed since ever (999); more at once was no faster.
_KEYS_PER_QUERY = 500
_BUSY_SECONDS = 2.0
# What a row needs beyond its facts: ids, checksum, index entry, and its share of half-empty pages.
_ROW_OVERHEAD = 120
# How full the file may be after old rows had to go; the room left keeps that from happening at every run.
_KEPT_SHARE = 0.75
_KEY_BITS = 64


class Row(NamedTuple):
    """One payload to keep. `scope` names all that it depends on besides the content."""

    scope: str
    content_id: str
    facts: bytes


class FactCache:
    """Payloads by content id and scope, kept between runs in `directory`.

    `limit` bounds the size of the file in bytes. `note` says, after something went wrong, why the cache was of no use.
    """

    def __init__(self, directory: str, limit: int = DEFAULT_LIMIT) -> None:
        self.path = os.path.join(directory, FILE_NAME)
        self.limit = limit
        self.note = ""

    def exists(self) -> bool:
        """Whether there may be anything to read."""
        return os.path.isfile(self.path)

    def read(self, scope: str, content_ids: Iterable[str]) -> dict[str, bytes]:
        """The payloads that are known, by content id; ids are lower-case hexadecimal, repeated ones allowed."""
        return self._attempt(lambda: self._read(scope, content_ids)) or {} if self.exists() else {}

    def write(self, rows: Iterable[Row]) -> None:
        """Keep the payloads, replacing those of the same content and scope; the oldest ones go when room is short."""
        kept, size = _fitting(rows, self.limit // 2)
        if kept:
            self._attempt(lambda: self._write(kept, size))

    def _read(self, scope: str, content_ids: Iterable[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        salt, seed = _scope_numbers(scope)
        wanted = {_key(content_id, salt): content_id for content_id in content_ids}
        keys = list(wanted)
        with closing(self._connect()) as connection:
            if _schema_version(connection) != SCHEMA_VERSION:
                return found
            for start in range(0, len(keys), _KEYS_PER_QUERY):
                for key, raw_id, crc, facts in _select(connection, keys[start : start + _KEYS_PER_QUERY]):
                    content_id = wanted.get(key)
                    sound = type(facts) is type(raw_id) is bytes and zlib.crc32(facts, seed) == crc
                    if content_id and sound and raw_id.hex() == content_id:
                        found[content_id] = facts
        return found

    def _write(self, rows: Sequence[Row], size: int) -> None:
        os.makedirs(os.path.dirname(self.path), mode=0o700, exist_ok=True)
        # SQLite would create the file readable for everyone.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600))
        with closing(self._connect()) as connection:
            # A crash of the machine may damage the file: that will be noticed, and waiting for the disk is slow.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN IMMEDIATE")
            if _schema_version(connection) != SCHEMA_VERSION:
                _create_schema(connection)
            _make_room(connection, self.limit - size)
            connection.executemany(
                "INSERT OR REPLACE INTO facts (key, content_id, crc, facts) VALUES (?, ?, ?, ?)", _to_records(rows)
            )
            connection.execute("COMMIT")

    def _connect(self) -> "Connection":
        from sqlite3 import connect  # noqa: PLC0415 - 4 ms that a run without the cache does not pay

        return connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)

    def _attempt(self, action: Callable[[], T]) -> T | None:
        """What `action` returns, or None: nothing that happens to the file may end the run."""
        try:
            from sqlite3 import Error  # noqa: PLC0415 - may be missing
        except ImportError:
            self.note = "cache not used: this Python was built without SQLite"
            return None
        try:
            return action()
        except OSError as error:
            self.note = f"cache not used: {describe(error)}: {self.path}"
        except Error as error:
            if _is_unavailable(error):
                self.note = f"cache not used: {error}: {self.path}"
            else:
                self.note = f"cache was damaged and is thrown away: {self.path}"
                self._discard()
        return None

    def _discard(self) -> None:
        for suffix in ("", "-journal"):
            try:
                os.unlink(self.path + suffix)
            except FileNotFoundError:
                continue
            except OSError as error:
                self.note = f"cache is damaged and cannot be removed: {describe(error)}: {self.path}"


def default_directory(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> str | None:
    """Where caches of this user belong, by the custom of the platform; None when the user has no home directory."""
    if platform == "win32":
        base = environment.get("LOCALAPPDATA") or os.path.join(os.path.expanduser("~"), "AppData", "Local")
    elif platform == "darwin":
        base = os.path.join(os.path.expanduser("~"), "Library", "Caches")
    else:
        base = environment.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):  # as the XDG base directory specification demands
            base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "archcheck") if os.path.isabs(base) else None


def _scope_numbers(scope: str) -> tuple[int, int]:
    """What mixes a scope into keys and into checksums."""
    name = scope.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(name, digest_size=_KEY_BITS // 8).digest()), zlib.crc32(name)


def _key(content_id: str, salt: int) -> int:
    """A signed 64-bit number: found faster than the id itself. Two contents with one key only displace each other."""
    return (int(content_id[:16], 16) ^ salt) - (1 << (_KEY_BITS - 1))


def _select(connection: "Connection", keys: Sequence[int]) -> Iterable[tuple[int, bytes, int, bytes]]:
    places = ",".join("?" * len(keys))
    return connection.execute(f"SELECT key, content_id, crc, facts FROM facts WHERE key IN ({places})", keys)  # noqa: S608 - only question marks


def _to_records(rows: Iterable[Row]) -> Iterator[tuple[int, bytes, int, bytes]]:
    numbers: dict[str, tuple[int, int]] = {}
    for scope, content_id, facts in rows:
        if scope not in numbers:
            numbers[scope] = _scope_numbers(scope)
        salt, seed = numbers[scope]
        yield _key(content_id, salt), bytes.fromhex(content_id), zlib.crc32(facts, seed), facts


def _schema_version(connection: "Connection") -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _create_schema(connection: "Connection") -> None:
    """Whatever another version of archcheck has left behind is dropped."""
    connection.execute("DROP TABLE IF EXISTS facts")
    connection.execute(_TABLE)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _fitting(rows: Iterable[Row], limit: int) -> tuple[list[Row], int]:
    """The first rows that together stay below `limit` bytes, and how many bytes they need."""
    kept: list[Row] = []
    total = 0
    for row in rows:
        size = len(row.facts) + _ROW_OVERHEAD
        if total + size > limit:
            break
        total += size
        kept.append(row)
    return kept, total


def _make_room(connection: "Connection", limit: int) -> None:
    """Delete the oldest rows if more than `limit` bytes are in use."""
    page_size = connection.execute("PRAGMA page_size").fetchone()[0]
    while (used := _pages_in_use(connection) * page_size) > limit:
        first, last = connection.execute("SELECT min(number), max(number) FROM facts").fetchone()
        if first is None:
            return
        share = 1 - _KEPT_SHARE * limit / used
        connection.execute("DELETE FROM facts WHERE number < ?", (first + 1 + int((last - first + 1) * share),))


def _pages_in_use(connection: "Connection") -> int:
    pages: int = connection.execute("PRAGMA page_count").fetchone()[0]
    unused: int = connection.execute("PRAGMA freelist_count").fetchone()[0]
    return pages - unused


def _is_unavailable(error: "Error") -> bool:
    """Whether the file may be sound and only cannot be used now: locked, not writable, no room on the disk."""
    import sqlite3  # noqa: PLC0415 - as above

    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None or code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return False
    # The low byte is the primary code; the others tell more.
    return code & 0xFF in {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
