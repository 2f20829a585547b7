"""The index of one shelf: which responses it holds, and in which order their bytes were last seen, in SQLite.

Owns the index's file, its schema and every SQL statement about responses; alone in the store it lets SQLite's
errors out, as the store's own. Refuses to touch blobs or journal, and an index made by a later version.

Readers never wait (WAL). One writer at a time, in this process by a lock, among processes by `BEGIN IMMEDIATE`,
asked for every millisecond: SQLite's own waiting sleeps up to 100 ms, longer than a fetch may stall.
A commit survives SIGKILL, as its bytes are the kernel's by then; `synchronous=NORMAL` keeps the file sound if
the power fails, which may cost the last commits. The kept shelf is written with FULL.
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vitrina.errors import DiskFullError, StoreError, StoreLockedError, StoreNewerError
from vitrina.store import disk

if TYPE_CHECKING:
    from vitrina.model import StoredResponse

VERSION: Final = 1
BUSY_SECONDS: Final = 5.0
_POLL: Final = 0.001
_MAGIC: Final = b"SQLite format 3\0"
_VERSION_AT: Final = 60  # where SQLite's file header holds user_version, big-endian, four bytes

_SCHEMA: Final = """
CREATE TABLE blobs(
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, seen INTEGER NOT NULL,
    picture INTEGER NOT NULL, media_type TEXT, width INTEGER, height INTEGER);
CREATE INDEX blobs_seen ON blobs(seen);
CREATE TABLE responses(
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, variant TEXT NOT NULL, current INTEGER NOT NULL,
    blob INTEGER NOT NULL, url TEXT NOT NULL, final_url TEXT NOT NULL, status INTEGER NOT NULL,
    headers TEXT NOT NULL, requested_at REAL NOT NULL, received_at REAL NOT NULL);
CREATE INDEX responses_key ON responses(key, current);
CREATE INDEX responses_blob ON responses(blob);
CREATE TABLE doomed(sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE totals(one INTEGER PRIMARY KEY CHECK (one = 1), blobs INTEGER NOT NULL, pictures INTEGER NOT NULL,
    bytes INTEGER NOT NULL);
INSERT INTO totals VALUES (1, 0, 0, 0);
CREATE TRIGGER blob_added AFTER INSERT ON blobs BEGIN
    UPDATE totals SET blobs = blobs + 1, pictures = pictures + new.picture, bytes = bytes + new.bytes;
END;
CREATE TRIGGER blob_removed AFTER DELETE ON blobs BEGIN
    UPDATE totals SET blobs = blobs - 1, pictures = pictures - old.picture, bytes = bytes - old.bytes;
    INSERT OR IGNORE INTO doomed VALUES (old.sha256);
END;
CREATE TRIGGER blob_described AFTER UPDATE OF picture ON blobs WHEN old.picture <> new.picture BEGIN
    UPDATE totals SET pictures = pictures + new.picture - old.picture;
END;
CREATE TRIGGER response_removed AFTER DELETE ON responses
WHEN NOT EXISTS (SELECT 1 FROM responses WHERE blob = old.blob) BEGIN
    DELETE FROM blobs WHERE id = old.blob;
END;
"""

_COLUMNS: Final = """r.id, r.key, r.variant, r.url, r.final_url, r.status, r.headers, r.requested_at, r.received_at,
    b.sha256, b.bytes, b.media_type, b.width, b.height, r.current"""
_FROM: Final = f"SELECT {_COLUMNS} FROM responses r JOIN blobs b ON b.id = r.blob"
_BY_KEY: Final = f"{_FROM} WHERE r.key = ? AND r.current = ? ORDER BY r.id DESC"
_PAGE: Final = f"{_FROM} WHERE r.id > ? ORDER BY r.id LIMIT ?"
_ALL_OF_KEY: Final = f"{_FROM} WHERE r.key = ? ORDER BY r.id"
_NEXT_TICK: Final = "SELECT ifnull(max(seen), 0) + 1 FROM blobs"

Row: TypeAlias = tuple[Any, ...]
"""A response as the statements above give it, in the order of `_COLUMNS`."""


class IndexDamagedError(StoreError):
    """The index's file is no sound SQLite database; the shelf sets it aside and makes another."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a shelf holds: files, those of them that are pictures, and their bytes."""

    blobs: int
    pictures: int
    bytes: int


class translated:  # noqa: N801  a context manager that reads as a verb; a class costs a fifth of a generator on the hot path
    """Let SQLite's errors out as the store's own, about the index at `path`."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        """Speak of `path` in the sentences."""
        self.path = path

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Translate."""
        if isinstance(error, sqlite3.Error):
            raise _sentence(error, self.path) from error


def _sentence(error: sqlite3.Error, path: Path) -> StoreError | DiskFullError:
    """Say what SQLite's error means."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return locked(path)
    if primary == sqlite3.SQLITE_FULL or (primary == sqlite3.SQLITE_IOERR and disk.is_full(path.parent)):
        return disk.no_room(path.parent)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or _lacks_schema(error, primary):
        return IndexDamagedError("The store's index {path} is damaged.", path=path)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StoreError(
            "The store's index {path} cannot be opened for writing; give yourself the right to, "
            "or choose another folder with --profile.",
            path=path,
        )
    return StoreError(
        "The store's index {path} cannot be used ({reason}); check the disk, or choose another folder with --profile.",
        path=path,
        reason=str(error),
    )


def _lacks_schema(error: sqlite3.Error, primary: int) -> bool:
    """Whether a table or column is missing, as in a file that some other program left there."""
    return primary == sqlite3.SQLITE_ERROR and str(error).startswith(("no such table", "no such column"))


def locked(path: Path) -> StoreLockedError:
    """Say that another process held the index for too long."""
    return StoreLockedError(
        "Another program has held the store's index {path} for more than {seconds} seconds; close it and try again.",
        path=path,
        seconds=round(BUSY_SECONDS),
    )


def connect(path: Path, *, synchronous: str = "NORMAL", wait: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open an SQLite file for use by any thread under a lock, with transactions begun and ended by hand."""
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL").close()
        connection.execute(f"PRAGMA synchronous = {synchronous}").close()
    except BaseException:
        connection.close()
        raise
    return connection


def header_version(path: Path) -> int | None:
    """Read the version of an SQLite file without opening it as one; None where there is none. Damaged raises."""
    try:
        with open(path, "rb", buffering=0) as file:
            head = file.read(_VERSION_AT + 4)
    except FileNotFoundError:
        return None
    if not head:
        return None
    if len(head) < _VERSION_AT + 4 or not head.startswith(_MAGIC):
        raise IndexDamagedError("The store's index {path} is damaged.", path=path)
    return int.from_bytes(head[_VERSION_AT:], "big")


def refuse_newer(version: int, path: Path) -> None:
    """Raise where a later version of Vitrina made the file."""
    if version > VERSION:
        raise StoreNewerError(
            "The store in {path} was made by a later version of Vitrina; use that one, or another folder with --profile.",
            path=path.parent,
        )


class Writer:
    """The one connection of this process that writes to an SQLite file."""

    def __init__(self, path: Path, *, synchronous: str = "NORMAL") -> None:
        """Open `path`, which exists."""
        self.path = path
        self._lock = threading.Lock()
        with translated(path):
            self._connection = connect(path, synchronous=synchronous)
            self._connection.execute("PRAGMA busy_timeout = 0").close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the right to write; commit at the end, roll back on any exception. DiskFullError, StoreLockedError."""
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise locked(self.path)
        try:
            with translated(self.path):
                self._begin()
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
        finally:
            self._lock.release()

    def _begin(self) -> None:
        """Begin a transaction that may write, asking often but not for ever."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                    raise
                time.sleep(_POLL)
            else:
                return

    def close(self) -> None:
        """Close the connection when its transaction has ended."""
        with self._lock:
            self._connection.close()


class Index:
    """The index of one shelf."""

    def __init__(self, path: Path, *, durable: bool = False) -> None:
        """Open the index at `path`, which `create` has made; `durable` for the shelf of what is kept.

        Raises IndexDamagedError, StoreNewerError, StoreLockedError and StoreError.
        """
        self.path = path
        self._reading = threading.Lock()
        refuse_newer(header_version(path) or 0, path)
        self._file = identity(path)
        with translated(path):
            self._reader = connect(path)
            try:
                self._look()
                self._writer = Writer(path, synchronous="FULL" if durable else "NORMAL")
            except BaseException:
                self._reader.close()
                raise

    def _look(self) -> None:
        """See that the schema is there and of our version."""
        (version,) = self._reader.execute("PRAGMA user_version").fetchone()
        refuse_newer(version, self.path)
        self._reader.execute("SELECT blobs, pictures, bytes FROM totals").fetchone()
        self._reader.execute("SELECT max(seen) FROM blobs").fetchone()

    def close(self) -> None:
        """Close both connections."""
        self._writer.close()
        with self._reading:
            self._reader.close()

    def in_place(self) -> bool:
        """Whether the file is still there under its name: a cleaner or another process may have taken it away."""
        return identity(self.path) == self._file

    # reading

    def _read(self, statement: str, values: tuple[object, ...]) -> list[Row]:
        """Give all rows of a short query."""
        with self._reading, translated(self.path):
            return self._reader.execute(statement, values).fetchall()

    def of_key(self, key: str, *, current: bool) -> list[Row]:
        """Give the responses of `key`, newest first."""
        return self._read(_BY_KEY, (key, current))

    def has(self, key: str) -> bool:
        """Whether there is any current response of `key`."""
        return bool(self._read("SELECT 1 FROM responses WHERE key = ? AND current = 1 LIMIT 1", (key,)))

    def page(self, after: int, count: int = 256) -> list[Row]:
        """Give the next responses after the id `after`, in the order of their ids."""
        return self._read(_PAGE, (after, count))

    def blob_page(self, after: int, count: int = 64) -> list[tuple[int, str, int]]:
        """Give id, name and length of the next blobs after the id `after`."""
        return self._read("SELECT id, sha256, bytes FROM blobs WHERE id > ? ORDER BY id LIMIT ?", (after, count))

    def knows(self, sha256: str) -> bool:
        """Whether any response has these bytes."""
        return bool(self._read("SELECT 1 FROM blobs WHERE sha256 = ?", (sha256,)))

    def totals(self) -> Totals:
        """Give what the shelf holds."""
        return Totals(*self._read("SELECT blobs, pictures, bytes FROM totals", ())[0])

    def check(self) -> None:
        """Have SQLite look at the whole file, over a connection of its own so that nobody waits. Raises if unsound."""
        with translated(self.path):
            connection = connect(self.path)
            try:
                (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            finally:
                connection.close()
        if verdict != "ok":
            raise IndexDamagedError("The store's index {path} is damaged.", path=self.path)

    @contextmanager
    def snapshot(self, opened: Callable[[], None]) -> Iterator[Iterator[Row]]:
        """Give all responses as they are at one moment; `opened` is called at it, while nobody can write."""
        with translated(self.path):
            connection = connect(self.path)
            try:
                with self.writing():
                    connection.execute("BEGIN")
                    connection.execute("SELECT 1 FROM totals").fetchone()
                    opened()
                yield iter(connection.execute(f"{_FROM} ORDER BY r.id"))
            finally:
                connection.close()

    # writing: each of these belongs inside `with index.writing() as db`

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the right to write to this shelf: its blobs are placed and removed inside it too."""
        with self._writer.transaction() as db:
            yield db


def identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from another that came into its place; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def create(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make an index, filled, so that it appears at `path` whole or not at all. One process at a time, by a Claim."""
    new = path.with_name(f"{path.name}.new")
    for name in with_companions(new):
        name.unlink(missing_ok=True)
    with translated(path):
        connection = connect(new, synchronous="OFF")
        try:
            connection.execute("BEGIN")
            for statement in statements(_SCHEMA):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            fill(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()
    os.replace(new, path)


def with_companions(path: Path) -> tuple[Path, ...]:
    """Give the files that SQLite keeps for a database: its own, the log, and the log's index."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm"))


def put(db: sqlite3.Connection, response: "StoredResponse", *, picture: bool, current: bool = True) -> int:
    """Write `response` down and give its id. An earlier one of the same key and variant is replaced or becomes a version."""
    blob = _put_blob(db, response, picture=picture)
    added = db.execute(
        "INSERT INTO responses(key, variant, current, blob, url, final_url, status, headers, requested_at, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            response.key,
            response.variant,
            current,
            blob,
            response.url,
            response.final_url,
            response.status,
            json.dumps(response.headers),
            response.requested_at,
            response.received_at,
        ),
    ).lastrowid
    if current:
        same = (response.key, response.variant, added)
        db.execute("UPDATE responses SET current = 0 WHERE key = ? AND current = 1 AND variant = ? AND id <> ?", same)
    db.execute(
        "DELETE FROM responses WHERE key = ? AND current = 0 AND variant = ? AND blob = ? AND id <> ?",
        (response.key, response.variant, blob, added),
    )
    return added or 0


def _put_blob(db: sqlite3.Connection, response: "StoredResponse", *, picture: bool) -> int:
    """Write down that the shelf has these bytes, seen just now, and give their id."""
    (blob,) = db.execute(
        f"INSERT INTO blobs(sha256, bytes, seen, picture, media_type, width, height)"
        f" VALUES (?, ?, ({_NEXT_TICK}), ?, ?, ?, ?) ON CONFLICT(sha256) DO UPDATE SET seen = excluded.seen,"
        f" picture = max(picture, excluded.picture), media_type = ifnull(excluded.media_type, media_type),"
        f" width = ifnull(excluded.width, width), height = ifnull(excluded.height, height) RETURNING id",
        (
            response.sha256,
            response.bytes,
            picture,
            response.media_type,
            response.width,
            response.height,
        ),
    ).fetchone()
    return int(blob)


def refresh(db: sqlite3.Connection, response: "StoredResponse") -> bool:
    """Write down the headers and times of a response that was there already; false where it is gone."""
    changed = db.execute(
        "UPDATE responses SET headers = ?, requested_at = ?, received_at = ? WHERE key = ? AND variant = ? AND current = 1"
        " AND blob = (SELECT id FROM blobs WHERE sha256 = ?)",
        (
            json.dumps(response.headers),
            response.requested_at,
            response.received_at,
            response.key,
            response.variant,
            response.sha256,
        ),
    )
    return changed.rowcount > 0


def describe(db: sqlite3.Connection, response: "StoredResponse", *, picture: bool) -> None:
    """Write down what the bytes of `response` are."""
    db.execute(
        "UPDATE blobs SET media_type = ?, width = ?, height = ?, picture = ? WHERE sha256 = ?",
        (response.media_type, response.width, response.height, picture, response.sha256),
    )


def mark_seen(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Count the bytes of these names as seen just now; the clock is a counter, as the computer's may be set back."""
    (tick,) = db.execute(_NEXT_TICK).fetchone()
    db.executemany("UPDATE blobs SET seen = ? WHERE sha256 = ?", ((tick, name) for name in names))


def forget_key(db: sqlite3.Connection, key: str) -> int:
    """Drop all responses of `key`; bytes that no other has are doomed."""
    return db.execute("DELETE FROM responses WHERE key = ?", (key,)).rowcount


def forget_response(db: sqlite3.Connection, identity: int) -> None:
    """Drop one response by its id."""
    db.execute("DELETE FROM responses WHERE id = ?", (identity,))


def forget_blob(db: sqlite3.Connection, sha256: str) -> None:
    """Drop every response that has these bytes."""
    db.execute("DELETE FROM responses WHERE blob = (SELECT id FROM blobs WHERE sha256 = ?)", (sha256,))
    db.execute("DELETE FROM blobs WHERE sha256 = ?", (sha256,))


def all_of_key(db: sqlite3.Connection, key: str) -> list[Row]:
    """Give every response of `key`, oldest first, as the writer sees it."""
    return db.execute(_ALL_OF_KEY, (key,)).fetchall()


def has_blob(db: sqlite3.Connection, sha256: str) -> bool:
    """Whether any response has these bytes, as the writer sees it."""
    return db.execute("SELECT 1 FROM blobs WHERE sha256 = ?", (sha256,)).fetchone() is not None


def has_current(db: sqlite3.Connection, response: "StoredResponse") -> bool:
    """Whether there is a current response of the same key and variant."""
    found = db.execute(
        "SELECT 1 FROM responses WHERE key = ? AND current = 1 AND variant = ?", (response.key, response.variant)
    )
    return found.fetchone() is not None


def total_bytes(db: sqlite3.Connection) -> int:
    """Give the bytes of all blobs."""
    (total,) = db.execute("SELECT bytes FROM totals").fetchone()
    return int(total)


def oldest(db: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Give name and length of the blobs, least recently seen first."""
    return iter(db.execute("SELECT sha256, bytes FROM blobs ORDER BY seen, id"))


def doomed(db: sqlite3.Connection, count: int) -> list[str]:
    """Give names of files that may be removed: nothing refers to them any more."""
    return [name for (name,) in db.execute("SELECT sha256 FROM doomed LIMIT ?", (count,))]


def undoom(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Write down that these files are gone, or wanted again."""
    db.executemany("DELETE FROM doomed WHERE sha256 = ?", ((name,) for name in names))


def statements(script: str) -> Iterator[str]:
    """Split a script into statements: `executescript` would end our transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
