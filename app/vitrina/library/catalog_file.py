"""The one SQLite file of what a person collected: its tables, opening it, and changing it step by step.

Owns the schema and what brings an older file to it. Refuses to know what the rows mean: `catalog` does, and `finding`.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Final, Self

from vitrina.errors import InstallationError
from vitrina.library import finding
from vitrina.store.database import connect_to_read

SCHEMA_VERSION: Final = 4

_SCHEMA: Final = """
CREATE TABLE gallery (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, locators TEXT NOT NULL, times INTEGER NOT NULL,
    source TEXT, keep INTEGER NOT NULL, refreshed_at REAL, place INTEGER NOT NULL DEFAULT 0);
CREATE TABLE picture (
    gallery INTEGER NOT NULL REFERENCES gallery ON DELETE CASCADE, position INTEGER NOT NULL,
    key TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (gallery, key)) WITHOUT ROWID;
CREATE INDEX picture_order ON picture (gallery, position);
CREATE TABLE mark (
    kind TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE history (locators TEXT PRIMARY KEY, title TEXT, at REAL NOT NULL) WITHOUT ROWID;
"""

_NOTES: Final = (
    """CREATE TABLE note (
    key TEXT PRIMARY KEY, record TEXT NOT NULL, rating INTEGER NOT NULL, tags TEXT NOT NULL, at REAL NOT NULL)
    WITHOUT ROWID""",
    "CREATE INDEX picture_key ON picture (key)",
    *finding.SCHEMA,
)
_LEFT_OUT: Final = (
    """CREATE TABLE left_out (
    gallery INTEGER NOT NULL REFERENCES gallery ON DELETE CASCADE, key TEXT NOT NULL, PRIMARY KEY (gallery, key))
    WITHOUT ROWID""",
)
_SINCE: Final = {
    1: ("ALTER TABLE gallery ADD COLUMN place INTEGER NOT NULL DEFAULT 0",),
    2: _NOTES,
    3: _LEFT_OUT,
}
"""What brings a file of that version to the next one."""


class CatalogFile:
    """Thread-safe; every change is one transaction. InstallationError where the file cannot be used."""

    def __init__(self, connection: sqlite3.Connection, file: Path, refusal: InstallationError | None = None) -> None:
        self._connection = connection
        self._file = file
        self._refusal = refusal
        self._lock = threading.Lock()

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open or make the file; one from a later version is left untouched and named in the error.

        Where it cannot be written, a copy of it in memory is what is looked at, and every change is refused.
        """
        try:
            return cls._opened(file)
        except InstallationError as refusal:
            if not _cannot_be_written(refusal.__cause__) or not file.exists():
                raise
        words = "The library {file} cannot be written; give yourself the right, or name another --profile."
        return cls._copied(file, InstallationError(words, file=file))

    @classmethod
    def _opened(cls, file: Path) -> Self:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(file, timeout=5, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise _unusable(file, error) from error
        opened = cls(connection, file)
        try:
            opened._prepare()
        except BaseException:
            connection.close()
            raise
        return opened

    @classmethod
    def _copied(cls, file: Path, refusal: InstallationError) -> Self:
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            with contextlib.closing(connect_to_read(file, "")) as there:
                there.backup(memory)
        except sqlite3.Error as error:
            raise _unusable(file, error) from error
        opened = cls(memory, file, refusal)
        opened._prepare()
        return opened

    def _prepare(self) -> None:
        with self.transaction() as sql:
            (version,) = sql.execute("PRAGMA user_version").fetchone()
            if version > SCHEMA_VERSION:
                raise InstallationError(
                    "{file} was written by a later version of Vitrina; start that one, or name another --profile.",
                    file=self._file,
                )
            if version < SCHEMA_VERSION:
                fresh = (*(one for one in _SCHEMA.split(";") if one.strip()), *_NOTES, *_LEFT_OUT)
                steps = [fresh] if version == 0 else [_SINCE[one] for one in range(version, SCHEMA_VERSION)]
                for statement in (one for step in steps for one in step):
                    sql.execute(statement)
                sql.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        with self._lock:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA foreign_keys = ON")

    def close(self) -> None:
        """Give the file back; it cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction, for whoever knows what its tables mean."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                raise _unusable(self._file, error) from error
            except BaseException:
                self._roll_back()
                raise

    @contextlib.contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction for what the person wants remembered."""
        if self._refusal is not None:
            raise copy(self._refusal)
        with self.transaction() as sql:
            yield sql

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _cannot_be_written(error: BaseException | None) -> bool:
    """Whether that is all that is wrong: no right to write, a disk that is full or read only."""
    if isinstance(error, sqlite3.Error):
        primary = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
        return primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
    return isinstance(error, OSError)


def _unusable(file: Path, error: Exception) -> InstallationError:
    return InstallationError(
        "The library {file} cannot be used ({reason}); move it away to start a new one, or name another --profile.",
        file=file,
        reason=error,
    )
