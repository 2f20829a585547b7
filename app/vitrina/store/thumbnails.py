"""The thumbnails: small encoded pictures by content and longest edge, in an SQLite file beside the cache's shelf.

Owns that file. Refuses to keep what cannot be made anew: a damaged file is thrown away, not mended.

One file rather than one a thumbnail: measured, a hit costs the same, and a folder listing, an index row and a rename
are saved with each. Every thumbnail carries a CRC-32, as SQLite does not notice a flipped bit in what it stores.
"""

import contextlib
import sqlite3
import threading
import zlib
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from vitrina.errors import DiskFullError, StoreLockedError
from vitrina.store import disk, index
from vitrina.store.eviction import Entry, to_evict
from vitrina.store.index import IndexDamagedError, Totals, Writer

_MARKS: Final = 512
_SLICE: Final = 128
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS thumbnails(
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, edge INTEGER NOT NULL, bytes INTEGER NOT NULL, seen INTEGER NOT NULL,
    crc INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(sha256, edge));
CREATE INDEX IF NOT EXISTS thumbnails_seen ON thumbnails(seen, bytes);
CREATE TABLE IF NOT EXISTS totals(one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL, bytes INTEGER NOT NULL);
INSERT OR IGNORE INTO totals VALUES (1, 0, 0);
CREATE TRIGGER IF NOT EXISTS thumbnail_added AFTER INSERT ON thumbnails BEGIN
    UPDATE totals SET count = count + 1, bytes = bytes + new.bytes;
END;
CREATE TRIGGER IF NOT EXISTS thumbnail_removed AFTER DELETE ON thumbnails BEGIN
    UPDATE totals SET count = count - 1, bytes = bytes - old.bytes;
END;
"""
_NEXT_TICK: Final = "SELECT ifnull(max(seen), 0) + 1 FROM thumbnails"

Result = TypeVar("Result")


class Thumbnails:
    """The file of thumbnails. Any thread may call anything."""

    def __init__(self, folder: Path) -> None:
        """Open the file in `folder`, making it where there is none or where it is damaged."""
        self.path = folder / "thumbnails.sqlite"
        self.reports: list[str] = []
        self._reading = threading.Lock()
        self._marks: dict[int, None] = {}
        try:
            self._open()
        except IndexDamagedError:
            self._throw_away()
            self._open()
            self.reports.append(f"The thumbnails in {folder} were damaged; they are being made anew.")

    def _open(self) -> None:
        index.refuse_newer(index.header_version(self.path) or 0, self.path)
        self._file: tuple[int, int] | None = None
        with index.translated(self.path):
            self._reader = index.connect(self.path)
            self._writer = Writer(self.path)
            try:
                (version,) = self._reader.execute("PRAGMA user_version").fetchone()
                if version != index.VERSION:
                    self._make()
                self._held = self._totals(self._reader)
            except BaseException:
                self._close()
                raise
        self._file = index.identity(self.path)

    def _make(self) -> None:
        """Make the schema; `IF NOT EXISTS`, as another process may be doing the same."""
        with self._writer.transaction() as db:
            for statement in index.statements(_SCHEMA):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {index.VERSION}")

    def _throw_away(self) -> None:
        with disk.translated(self.path.parent):
            for name in index.with_companions(self.path):
                name.unlink(missing_ok=True)

    def _close(self) -> None:
        self._writer.close()
        with self._reading:
            self._reader.close()

    def close(self) -> None:
        """Write down what was seen and close the file."""
        if self._marks and index.identity(self.path) == self._file:
            with contextlib.suppress(StoreLockedError, DiskFullError, IndexDamagedError):
                self._change(lambda db: None)  # noqa: ARG005  the marks are written on the way
        self._close()

    def _sound(self, work: Callable[[], Result]) -> Result:
        """Do `work`; where the file is damaged or was taken away, begin a new one and do it once more."""
        try:
            if index.identity(self.path) == self._file:
                return work()
        except IndexDamagedError:
            with contextlib.suppress(FileNotFoundError):
                self._close()
                self._throw_away()
            self._open()
            return work()
        self._close()
        self._open()
        return work()

    def _change(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Write: the marks, `work`, and what is held afterwards."""
        with self._writer.transaction() as db:
            marks, self._marks = self._marks, {}
            if marks:
                (tick,) = db.execute(_NEXT_TICK).fetchone()
                db.executemany("UPDATE thumbnails SET seen = ? WHERE id = ?", ((tick, each) for each in marks))
            result = work(db)
            self._held = self._totals(db)
            return result

    @staticmethod
    def _totals(db: sqlite3.Connection) -> Totals:
        count, size = db.execute("SELECT count, bytes FROM totals").fetchone()
        return Totals(blobs=count, pictures=0, bytes=size)

    @property
    def held_bytes(self) -> int:
        """How many bytes the thumbnails have, as this process last saw."""
        return self._held.bytes

    def totals(self) -> Totals:
        """Give the number of thumbnails (as `blobs`) and their bytes."""

        def work() -> Totals:
            with self._reading, index.translated(self.path):
                return self._totals(self._reader)

        return self._sound(work)

    def get(self, sha256: str, edge: int) -> bytes | None:
        """Give a thumbnail; None where there is none, or a damaged one."""

        def work() -> tuple[int, int, bytes] | None:
            with self._reading, index.translated(self.path):
                row: tuple[int, int, bytes] | None = self._reader.execute(
                    "SELECT id, crc, data FROM thumbnails WHERE sha256 = ? AND edge = ?", (sha256, edge)
                ).fetchone()
                return row

        row = self._sound(work)
        if row is None or zlib.crc32(row[2]) != row[1]:
            return None
        self._marks[row[0]] = None
        if len(self._marks) >= _MARKS:
            with contextlib.suppress(StoreLockedError, DiskFullError):
                self._sound(lambda: self._change(lambda db: None))  # noqa: ARG005  the marks are written on the way
        return row[2]

    def put(self, sha256: str, edge: int, data: bytes) -> None:
        """Store a thumbnail in the place of any of that content and edge. DiskFullError."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM thumbnails WHERE sha256 = ? AND edge = ?", (sha256, edge))
            db.execute(
                f"INSERT INTO thumbnails(sha256, edge, bytes, seen, crc, data) VALUES (?, ?, ?, ({_NEXT_TICK}), ?, ?)",
                (sha256, edge, len(data), zlib.crc32(data), data),
            )

        self._sound(lambda: self._change(work))

    def evict(self, limit: int) -> int:
        """Bring the thumbnails a slice nearer to `limit` bytes; give the bytes freed, 0 where nothing has to go."""

        def work(db: sqlite3.Connection) -> int:
            rows = db.execute("SELECT id, bytes FROM thumbnails ORDER BY seen, id")
            entries = (Entry(str(identity), size) for identity, size in rows)
            going = to_evict(islice(entries, _SLICE), limit, 1.0, held=self._totals(db).bytes)
            db.executemany("DELETE FROM thumbnails WHERE id = ?", ((int(entry.name),) for entry in going))
            return sum(entry.bytes for entry in going)

        return self._sound(lambda: self._change(work))

    def verify(self, *, repair: bool) -> tuple[int, int]:
        """Look at every thumbnail; give how many there are and how many are damaged, which `repair` removes."""

        def work() -> tuple[int, int]:
            checked, damaged, after = 0, [], 0
            while rows := self._page(after):
                after = rows[-1][0]
                checked += len(rows)
                damaged += [identity for identity, crc, data in rows if zlib.crc32(data) != crc]
            if damaged and repair:
                self._change(
                    lambda db: db.executemany("DELETE FROM thumbnails WHERE id = ?", [(each,) for each in damaged])
                )
            return checked, len(damaged)

        return self._sound(work)

    def _page(self, after: int) -> list[tuple[int, int, bytes]]:
        with self._reading, index.translated(self.path):
            return self._reader.execute(
                "SELECT id, crc, data FROM thumbnails WHERE id > ? ORDER BY id LIMIT 64", (after,)
            ).fetchall()
