# ruff: noqa: PTH105, PTH110, PTH116
# Plain names instead of Path: on the way of every download and look-up a Path costs more than the system call.
"""One shelf of the store: a folder of blobs, its index and journal. There are two, of what may go and of what is kept.

Owns the order in which file, journal and index are written, so that SIGKILL at any instant loses nothing reported:
inside the index's transaction the journal is appended to, then the file renamed to its name, then the transaction
ends. A file is removed only inside a transaction in which nothing refers to it, so that no other process can take
it up meanwhile. Refuses to decide what goes (eviction) or what is fetched.
"""

import contextlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from vitrina.errors import DiskFullError, StoreError
from vitrina.model import StoredResponse
from vitrina.store import database, disk, index, journal
from vitrina.store.database import DatabaseDamagedError
from vitrina.store.eviction import Entry, to_evict
from vitrina.store.index import Index, Row, Totals
from vitrina.store.journal import Journal
from vitrina.store.kinds import is_picture
from vitrina.store.opening import INDEX, JOURNAL, Opening

SLICE: Final = 48
MARKS: Final = 256
_TIDYING_SECONDS: Final = 0.005

Result = TypeVar("Result")


class Shelf:
    """A folder of blobs with its index and journal. Any thread may call anything."""

    def __init__(self, folder: Path, *, kept: bool = False, to_read: bool = False) -> None:
        """Open the shelf in `folder`, making it where there is none, and mend its index if need be.

        `to_read` alone, nothing is made or mended; whoever wants to write has it tried once more.
        """
        self.folder = folder
        self.kept = kept
        self.blobs = disk.Blobs(folder / "blobs")
        self.partials = folder / "partial"
        self.journal = Journal(folder / JOURNAL)
        self._opening = Opening(folder, self.blobs, self.journal, durable=kept)
        self._marks: dict[str, None] = {}
        self._gone: dict[str, int] = {}
        self._mending = threading.Lock()
        self._closed = False
        with disk.translated(folder):
            self.index = self._opening.to_read() if to_read else self._opening.to_write()

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Whether there is a shelf in `folder`."""
        return os.path.exists(folder / INDEX)

    @property
    def reports(self) -> Sequence[str]:
        """Sentences about what was found damaged or missing in it, and mended."""
        return self._opening.reports

    def close(self) -> None:
        """Write down what was seen and close the index."""
        if self._marks:
            self._write_marks(1.0)
        with self._mending:
            self._closed = True
            self.index.close()

    # the index, and what happens when it is lost

    def _replace(self, failed: Index, damaged: Index | None) -> None:
        """Open the index again in the place of `failed`, unless another thread has done so or the shelf is closed."""
        with self._mending, disk.translated(self.folder):
            if self._closed:
                raise StoreError("The store in {path} is closed; open it again.", path=self.folder)
            if self.index is failed:
                failed.close()  # first, as an open file cannot be moved on Windows; others find it closed and come here
                self.index = self._opening.to_write(damaged)

    def begin_to_write(self) -> None:
        """Open for writing what was opened to be read alone; StoreError or DiskFullError as long as that cannot be."""
        with self._mending, disk.translated(self.folder):
            before = self.index
            if before.to_read:
                self.index = self._opening.to_write()
                before.close()

    def sound(self, work: Callable[[], Result]) -> Result:
        """Do `work`; where it finds the index damaged, mend that and do it once more."""
        failing = self.index
        try:
            return work()
        except DatabaseDamagedError:
            self._replace(failing, failing)
            return work()

    @contextlib.contextmanager
    def writing(self, wait: float = database.BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
        """Hold the right to write to index, journal and blobs; reads that were noted are written down on the way."""
        if self.index.to_read:
            self.begin_to_write()
        elif not self.index.in_place():  # a cleaner has emptied the folder, or another process has mended the index
            self._replace(self.index, None)
        with disk.translated(self.folder), self.index.writing(wait) as db:
            marks, self._marks = self._marks, {}
            gone, self._gone = self._gone, {}
            if marks:
                index.mark_seen(db, marks)
            if not self.kept:  # what is kept is missing, and wanted
                self.drop(db, [name for name, length in gone.items() if not self.blobs.holds(name, length)])
            yield db

    def drop(self, db: sqlite3.Connection, names: Iterable[str]) -> None:
        """Drop every response that has these bytes, from index and journal; `tidy` removes the files."""
        names = tuple(names)
        if names:
            index.forget_blobs(db, names)
            self.journal.append(journal.dropped(names))

    # reading

    def response(self, row: Row, key: str | None = None) -> StoredResponse | None:
        """Make a response of an index's row; None where its file is gone or of another length."""
        sha256 = row[9]
        name = self.blobs.name(sha256)
        try:
            there = os.stat(name).st_size == row[10]
        except FileNotFoundError:
            there = False
        except OSError:  # the disk does not answer just now; the row stays
            return None
        if not there:
            self._gone[sha256] = row[10]
            return None
        return StoredResponse(
            row[0],
            key or row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            tuple(map(tuple, json.loads(row[6]))),
            row[7],
            row[8],
            sha256,
            row[10],
            Path(name),
            row[11],
            row[12],
            row[13],
            self.kept,
        )

    def responses(self, name: str, key: str, *, current: bool = True) -> list[StoredResponse]:
        """Give the responses written down as `name`, newest first, as those of `key`."""
        try:
            rows = self.index.of_key(name, current=current)
        except DatabaseDamagedError:
            rows = self.sound(lambda: self.index.of_key(name, current=current))
        if not rows:
            return []
        return [response for row in rows if (response := self.response(row, key)) is not None]

    def entries(self) -> Iterator[StoredResponse]:
        """Give all current responses, in the order they were stored; others may read and write meanwhile."""
        after = 0
        while rows := self.sound(lambda: self.index.page(after)):  # noqa: B023  called before the next turn
            after = rows[-1][0]
            for row in rows:
                if row[14] and (response := self.response(row)) is not None:
                    yield response

    def names(self) -> Iterator[str]:
        """Give the names of all current responses, whether their files are there or not."""
        after = 0
        while rows := self.sound(lambda: self.index.page(after)):  # noqa: B023  called before the next turn
            after = rows[-1][0]
            yield from (row[1] for row in rows if row[14])

    def sizes(self) -> Iterator[tuple[str, str, int]]:
        """Give name, content and length of all responses, older versions too; reads the index alone."""
        after = 0
        while rows := self.sound(lambda: self.index.size_page(after)):  # noqa: B023  called before the next turn
            after = rows[-1][0]
            yield from (row[1:] for row in rows)

    def overlook(self) -> None:
        """Drop nothing for having been found gone by chance: somebody is about to look at everything, and counts."""
        self._gone.clear()

    def totals(self) -> Totals:
        """Give what the shelf holds."""

        def work() -> Totals:
            return self.index.totals()

        return self.sound(work)

    def see(self, sha256: str) -> None:
        """Note that these bytes were looked at; written down with the next change, or when enough are noted."""
        self._marks[sha256] = None
        if len(self._marks) >= MARKS:
            self._write_marks(0.0)

    def _write_marks(self, wait: float) -> None:
        """Write down what was looked at, if that can be done now; it is of no great weight."""

        def work() -> None:
            with self.writing(wait):
                pass

        with contextlib.suppress(StoreError, DiskFullError):
            self.sound(work)

    # writing

    def add(self, response: StoredResponse, source: str, *, current: bool = True) -> tuple[StoredResponse, int]:
        """Store `response`, whose bytes are in the file `source`; give it, and the bytes held now.

        On DiskFullError `source` is where it was, and what was stored before is untouched.
        """
        (stored,), held = self.add_all([(response, source)], current=current)
        return stored, held

    def add_all(
        self, arrivals: Sequence[tuple[StoredResponse, str]], *, current: bool = True
    ) -> tuple[list[StoredResponse], int]:
        """Store several in one transaction, all or none of them, as most of what it costs it costs once."""
        lines = b"".join(journal.stored(response, current=current) for response, _ in arrivals)

        def work() -> tuple[list[int], int]:
            with self.writing() as db:
                pictures = [(response, is_picture(response)) for response, _ in arrivals]
                identities = index.put_all(db, pictures, current=current)
                self.journal.append(lines)
                for response, source in arrivals:
                    self.blobs.place(source, response.sha256)
                return identities, index.total_bytes(db)

        try:
            identities, held = self.sound(work)
        except DiskFullError:
            for response, source in arrivals:
                self._take_back(response.sha256, source)
            raise
        placed = zip(arrivals, identities, strict=True)
        return [self._placed(response, identity) for (response, _), identity in placed], held

    def _placed(self, response: StoredResponse, identity: int) -> StoredResponse:
        """Give `response` as it is on this shelf (written out, as `replace` takes twenty microseconds)."""
        return StoredResponse(
            identity,
            response.key,
            response.variant,
            response.url,
            response.final_url,
            response.status,
            response.headers,
            response.requested_at,
            response.received_at,
            response.sha256,
            response.bytes,
            Path(self.blobs.name(response.sha256)),
            response.media_type,
            response.width,
            response.height,
            self.kept,
        )

    def _take_back(self, sha256: str, source: str) -> None:
        """Undo a renaming whose transaction had no room to end; reading and locking need none."""
        with contextlib.suppress(OSError), self.index.writing() as db:
            if not os.path.exists(source) and not index.has_blob(db, sha256):
                os.replace(self.blobs.name(sha256), source)

    def refresh(self, response: StoredResponse) -> bool:
        """Write down new headers and times of a stored response; false where it is not on this shelf."""

        def work() -> bool:
            with self.writing() as db:
                if not index.refresh(db, response):
                    return False
                self.journal.append(journal.stored(response))
                return True

        return self.sound(work)

    def describe(self, response: StoredResponse) -> None:
        """Write down what the bytes of a response are."""

        def work() -> None:
            with self.writing() as db:
                index.describe(db, response, picture=is_picture(response))
                self.journal.append(journal.described(response))

        self.sound(work)

    def forget(self, name: str) -> None:
        """Drop all responses written down as `name`, and their bytes where no other has them."""

        def work() -> int:
            with self.writing() as db:
                count = index.forget_key(db, name)
                if count:
                    self.journal.append(journal.forgotten(name))
                return count

        if self.sound(work):
            self.tidy()

    def forget_one(self, response: StoredResponse) -> None:
        """Drop one response; its bytes stay where another has them."""
        self._forget_each(lambda: [(response.id, response.key, response.variant, response.sha256)])

    def forget_lost(self, name: str) -> None:
        """Drop the current responses written down as `name` whose bytes are lost."""

        def lost() -> list[tuple[int, str, str, str]]:
            rows = self.index.of_key(name, current=True)
            return [(row[0], name, row[2], row[9]) for row in rows if not self.blobs.holds(row[9], row[10])]

        if self.sound(lost):
            self._forget_each(lost)

    def _forget_each(self, which: Callable[[], list[tuple[int, str, str, str]]]) -> None:
        """Drop responses, by id, name, variant and content, as they stand once nobody else writes."""

        def work() -> None:
            with self.writing() as db:
                for identity, name, variant, sha256 in which():
                    if index.forget_response(db, identity, name, sha256):
                        self.journal.append(journal.forgotten(name, variant, sha256))

        self.sound(work)
        self.tidy()

    # making room

    def evict(self, limit: int, held: frozenset[str] = frozenset()) -> int:
        """Bring the shelf a slice nearer to `limit` bytes; give the bytes of what goes, 0 where nothing must or can."""

        def work() -> int:
            with self.writing() as db:
                going = _going(db, limit, held)
                self.drop(db, [entry.name for entry in going])
                return sum(entry.bytes for entry in going)

        try:
            freed = self.sound(work)
            if freed:
                self.tidy()
        except DiskFullError:
            freed = self._evict_by_force(limit, held)
        return freed

    def _evict_by_force(self, limit: int, held: frozenset[str]) -> int:
        """Remove files first, where there is no room even to write that down: what has no file is no response."""
        with self.index.writing() as db:
            going = [entry for entry in _going(db, limit, held) if os.path.exists(self.blobs.name(entry.name))]
            for entry in going:
                self.blobs.remove(entry.name)
                self._gone[entry.name] = entry.bytes
        return sum(entry.bytes for entry in going)

    def tidy(self) -> bool:
        """Remove some of the files that nothing refers to any more; whether there may be more of them.

        Only for a few milliseconds, as whoever wants to store something waits meanwhile; but two at least: a commit
        brings one, and what is left over shrinks with each of them on the slowest disk.
        """

        def work() -> bool:
            with self.writing() as db:
                until = time.monotonic() + _TIDYING_SECONDS
                names = index.doomed(db, 2 * SLICE)
                gone: list[str] = []
                for name, wanted in names:
                    if len(gone) > 1 and time.monotonic() > until:
                        break
                    if wanted or self.blobs.remove(name):
                        gone.append(name)
                index.undoom(db, gone)
                return bool(gone) and (len(gone) < len(names) or len(names) == 2 * SLICE)

        return self.sound(work)


def _going(db: sqlite3.Connection, limit: int, held: frozenset[str]) -> list[Entry]:
    """Decide on the next slice to evict."""
    entries = (Entry(name, size, kept=name in held) for name, size in index.oldest(db))
    return to_evict(islice(entries, SLICE + len(held)), limit, 1.0, held=index.total_bytes(db))[:SLICE]
