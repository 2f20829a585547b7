"""Opening the index of a shelf, and making it anew of journal and blobs where it is missing or damaged.

Owns which process does that, and what is told of it. Refuses to notice damage: whoever reads the index does.
"""

import contextlib
import errno
import os
import sqlite3
import time
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Final

from vitrina.locks import Claim
from vitrina.store import database, index, journal
from vitrina.store.database import DatabaseDamagedError
from vitrina.store.disk import Blobs
from vitrina.store.index import Index
from vitrina.store.journal import Journal
from vitrina.store.kinds import is_picture

INDEX: Final = "index.sqlite"
JOURNAL: Final = "journal.jsonl"
_SLICE: Final = 48
_MEND_SECONDS: Final = 15.0


class Opening:
    """Opens the index in `folder`, for reading alone or for writing; `durable` as the index has it."""

    def __init__(self, folder: Path, blobs: Blobs, journal: Journal, *, durable: bool) -> None:
        self._folder = folder
        self._path = folder / INDEX
        self._blobs = blobs
        self._journal = journal
        self._durable = durable
        self.reports: list[str] = []
        """Sentences about what was found damaged or missing, and mended."""

    def to_read(self) -> Index:
        """Open it without making or mending anything."""
        return Index(self._path, to_read=True)

    def to_write(self, damaged: Index | None = None) -> Index:
        """Open it, where it is not `damaged`, in a folder that is made where there is none.

        It is made anew from the journal where it is missing or damaged, by one process at a time.
        OSError where the folder cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        _see_that_writable(self._folder)
        if damaged is None and self._path.exists():
            with contextlib.suppress(DatabaseDamagedError):
                return self._index()
        claim = Claim.wait(str(self._folder / "index.lock"), _MEND_SECONDS)
        if claim is None:
            raise database.locked(self._path)
        try:
            if damaged is None or not damaged.in_place():
                with contextlib.suppress(DatabaseDamagedError):
                    if self._path.exists():
                        return self._index()
            self._make_anew()
        finally:
            claim.drop(remove=True)
        return self._index()

    def _index(self) -> Index:
        return Index(self._path, durable=self._durable)

    def _make_anew(self) -> None:
        """Set a damaged index aside and make one of what the journal knows and the folder holds."""
        was_there = database.identity(self._path) is not None and self._path.stat().st_size > 0
        stamp = time.strftime("damaged-%Y%m%d-%H%M%S")
        for name in database.with_companions(self._path):
            with contextlib.suppress(FileNotFoundError):
                name.replace(name.with_name(f"{name.name}.{stamp}"))
        found = 0

        def fill(db: sqlite3.Connection) -> None:
            nonlocal found
            there = (one for one in self._journal.responses() if self._blobs.holds(one[0]["sha256"], one[0]["bytes"]))
            for current, several in groupby(there, key=itemgetter(1)):
                while group := [journal.response(record) for record, _ in islice(several, _SLICE)]:
                    index.put_all(db, [(one, is_picture(one)) for one in group], current=current)
                    found += len(group)

        index.create(self._path, fill)
        if was_there:
            self.reports.append(
                f"The index of the store in {self._folder} was damaged; it was set aside as"
                f" {self._path.name}.{stamp} and made anew with {found} entries."
            )
        elif found:
            self.reports.append(
                f"The index of the store in {self._folder} was missing; it was made anew with {found} entries."
            )


def _see_that_writable(folder: Path) -> None:
    """Raise OSError where files cannot be made in `folder`: better now than in the middle of a download."""
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    for name in (INDEX, f"{INDEX}-wal", JOURNAL):
        path = folder / name
        if path.exists() and not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
