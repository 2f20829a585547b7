"""The thumbnails: small encoded pictures by content and longest edge, in an SQLite file beside the cache's shelf.

Owns that file. Refuses to keep what can be made anew: a damaged file is thrown away, not mended.

One file rather than one a thumbnail: a hit costs the same, and a folder entry, an index row and a rename are saved
with each (`tests/bench/bench_store.py`). Every thumbnail carries a CRC-32, as SQLite does not notice a flipped bit
in what it stores.
"""

import contextlib
import sqlite3
import threading
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from vitrina.errors import DiskFullError, StoreError
from vitrina.store import database, disk
from vitrina.store.database import DatabaseDamagedError, Writer
from vitrina.store.eviction import Entry, to_evict
from vitrina.store.index import Totals

_MARKS: Final = 512
_SLICE: Final = 128
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS thumbnails(
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, edge INTEGER NOT NULL, bytes INTEGER NOT NULL, seen INTEGER NOT NULL,
    crc INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(sha256, edge));
CREATE INDEX IF NOT EXISTS thumbnails_seen ON thumbnails(seen, bytes);
CREATE TABLE IF NOT EXISTS totals(
    one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL, bytes INTEGER NOT NULL);
INSERT OR IGNORE INTO totals VALUES (1, 0, 0);
CREATE TRIGGER IF NOT EXISTS thumbnail_added AFTER INSERT ON thumbnails BEGIN
    UPDATE totals SET count = count + 1, bytes = bytes + new.bytes;
END;
CREATE TRIGGER IF NOT EXISTS thumbnail_removed AFTER DELETE ON thumbnails BEGIN
    UPDATE totals SET count = count - 1, bytes = bytes - old.bytes;
END;
"""
_PUT: Final = """
INSERT INTO thumbnails(sha256, edge, bytes, seen, crc, data)
VALUES (?, ?, ?, (SELECT ifnull(max(seen), 0) + 1 FROM thumbnails), ?, ?)"""

Result = TypeVar("Result")


class _File:
    """The open file: one connection that reads, one that writes."""

    def __init__(self, path: Path, *, to_read: bool = False) -> None:
        database.refuse_newer(database.header_version(path) or 0, path)
        self._path = path
        self._reading = threading.Lock()
        # What stays open here cannot be removed on Windows, and a damaged file has to be.
        with database.translated(path), ExitStack() as opened:
            self._reader = database.connect_to_read(path, _SCHEMA) if to_read else database.connect(path)
            opened.callback(self._reader.close)
            (version,) = self._reader.execute("PRAGMA user_version").fetchone()
            database.refuse_newer(version, path)
            self._writer = None if to_read else Writer(path)
            if self._writer is not None:
                opened.callback(self._writer.close)
                if version != database.VERSION:
                    self._make(self._writer)
            self.totals = self._totals(self._reader)
            opened.pop_all()
        self._identity = database.identity(path)

    @staticmethod
    def _make(writer: Writer) -> None:
        """Make the schema; `IF NOT EXISTS`, as another process may be doing the same."""
        with writer.transaction() as db:
            for statement in database.statements(_SCHEMA):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {database.VERSION}")

    @staticmethod
    def _totals(db: sqlite3.Connection) -> Totals:
        count, size = db.execute("SELECT count, bytes FROM totals").fetchone()
        return Totals(blobs=count, pictures=0, bytes=size)

    def in_place(self) -> bool:
        """Whether the file is still there under its name."""
        return database.identity(self._path) == self._identity

    def read(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[int, int, bytes]]:
        """Give the rows of a short query."""
        with self._reading, database.translated(self._path):
            return self._reader.execute(statement, values).fetchall()

    def change(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do `work` in a transaction, and see what is held after it."""
        if self._writer is None:
            raise database.read_only(self._path)
        with self._writer.transaction() as db:
            result = work(db)
            self.totals = self._totals(db)
            return result

    @property
    def to_read(self) -> bool:
        """Whether nothing can be written."""
        return self._writer is None

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        with self._reading:
            self._reader.close()


class Thumbnails:
    """The thumbnails. Any thread may call anything."""

    def __init__(self, folder: Path, *, to_read: bool = False) -> None:
        """Open the file in `folder`, making it where there is none or where it is damaged; or `to_read` alone."""
        self.path = folder / "thumbnails.sqlite"
        self.reports: list[str] = []
        self._marks: dict[int, None] = {}
        self._opening = threading.Lock()
        self._closed = False
        self._file = _File(self.path, to_read=True) if to_read else self._open()

    def _open(self) -> _File:
        try:
            return _File(self.path)
        except DatabaseDamagedError:
            with disk.translated(self.path.parent):
                for name in database.with_companions(self.path):
                    name.unlink(missing_ok=True)
            self.reports.append(f"The thumbnails in {self.path.parent} were damaged; they are being made anew.")
            return _File(self.path)

    def close(self) -> None:
        """Write down what was seen and close the file."""
        if self._marks and self._file.in_place():
            self._write_marks()
        with self._opening:
            self._closed = True
            self._file.close()

    def _sound(self, work: Callable[[_File], Result]) -> Result:
        """Do `work`; where the file is damaged or was taken away, begin a new one and do it once more."""
        file = self._file
        if file.in_place():
            try:
                return work(file)
            except DatabaseDamagedError:
                self._begin_anew(file, damaged=True)
        else:
            self._begin_anew(file, damaged=False)
        return work(self._file)

    def _change(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do `work` in a transaction; a file that was opened to be read alone is opened for writing, if it can be."""
        if self._file.to_read:
            self._begin_to_write()
        return self._sound(lambda file: file.change(work))

    def _begin_to_write(self) -> None:
        with self._opening, disk.translated(self.path.parent):
            before = self._file
            if before.to_read:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._open()
                before.close()

    def _begin_anew(self, failed: _File, *, damaged: bool) -> None:
        """Open another file in the place of `failed`, unless another thread has done so or the store is closed."""
        with self._opening, disk.translated(self.path.parent):
            if self._closed:
                raise StoreError("The store in {path} is closed; open it again.", path=self.path.parent)
            if self._file is failed:
                failed.close()
                self._marks.clear()
                self.path.parent.mkdir(parents=True, exist_ok=True)
                if damaged:
                    for name in database.with_companions(self.path):
                        name.unlink(missing_ok=True)
                self._file = self._open()

    @property
    def held_bytes(self) -> int:
        """How many bytes the thumbnails have, as this process last saw."""
        return self._file.totals.bytes

    def totals(self) -> Totals:
        """Give the number of thumbnails (as `blobs`) and their bytes."""
        ((count, size),) = self._sound(lambda file: file.read("SELECT count, bytes FROM totals"))  # type: ignore[misc]  # two columns here
        return Totals(blobs=count, pictures=0, bytes=size)

    def get(self, sha256: str, edge: int) -> bytes | None:
        """Give a thumbnail; None where there is none, or a damaged one."""
        rows = self._sound(
            lambda file: file.read("SELECT id, crc, data FROM thumbnails WHERE sha256 = ? AND edge = ?", (sha256, edge))
        )
        if not rows or zlib.crc32(rows[0][2]) != rows[0][1]:
            return None
        self._marks[rows[0][0]] = None
        if len(self._marks) >= _MARKS:
            self._write_marks()
        return rows[0][2]

    def _write_marks(self) -> None:
        """Write down what was looked at, if that can be done now; it is of no great weight."""
        marks, self._marks = self._marks, {}

        def work(db: sqlite3.Connection) -> None:
            db.execute(
                "UPDATE thumbnails SET seen = (SELECT max(seen) + 1 FROM thumbnails)"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (disk.encoded(list(marks)),),
            )

        with contextlib.suppress(StoreError, DiskFullError):
            self._change(work)

    def put(self, sha256: str, edge: int, data: bytes) -> None:
        """Store a thumbnail in the place of any of that content and edge. DiskFullError."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM thumbnails WHERE sha256 = ? AND edge = ?", (sha256, edge))
            db.execute(_PUT, (sha256, edge, len(data), zlib.crc32(data), data))

        self._change(work)

    def evict(self, limit: int) -> int:
        """Bring the thumbnails a slice nearer to `limit` bytes; give the bytes freed, 0 where nothing has to go."""

        def work(db: sqlite3.Connection) -> int:
            (held,) = db.execute("SELECT bytes FROM totals").fetchone()
            rows = db.execute("SELECT id, bytes FROM thumbnails ORDER BY seen, id")
            going = to_evict((Entry(str(each), size) for each, size in islice(rows, _SLICE)), limit, 1.0, held=held)
            _drop(db, [int(entry.name) for entry in going])
            return sum(entry.bytes for entry in going)

        if self._marks:
            self._write_marks()
        return self._change(work)

    def verify(self, *, repair: bool) -> tuple[int, int]:
        """Look at every thumbnail; give how many there are and how many are damaged, which `repair` removes."""
        return self._sound(lambda file: self._verify(file, repair=repair))

    @staticmethod
    def _verify(file: _File, *, repair: bool) -> tuple[int, int]:
        checked, after = 0, 0
        damaged: list[int] = []
        page = "SELECT id, crc, data FROM thumbnails WHERE id > ? ORDER BY id LIMIT 64"
        while rows := file.read(page, (after,)):
            after = rows[-1][0]
            checked += len(rows)
            damaged += [identity for identity, crc, data in rows if zlib.crc32(data) != crc]
        if damaged and repair:
            file.change(lambda db: _drop(db, damaged))
        return checked, len(damaged)


def _drop(db: sqlite3.Connection, identities: list[int]) -> None:
    """Remove thumbnails by their ids."""
    db.execute("DELETE FROM thumbnails WHERE id IN (SELECT value FROM json_each(?))", (disk.encoded(identities),))
