"""SQLite as the store uses it: connections, the one writer of a process, and errors as sentences.

Owns how the store's SQLite files are opened, locked and versioned; the one place that lets SQLite's errors out, as
the store's own. Refuses to know what is in them.

Readers never wait (WAL). One writer at a time, in this process by a lock, among processes by `BEGIN IMMEDIATE`,
asked for every millisecond: SQLite's own waiting sleeps up to 100 ms, longer than a fetch may stall.
A commit survives SIGKILL, as its bytes are the kernel's by then; `synchronous=NORMAL` keeps the file sound if
the power fails, which may cost the last commits. The kept shelf is written with FULL.
"""

import contextlib
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

from vitrina.errors import DiskFullError, StoreError, StoreLockedError, StoreNewerError, StoreReadOnlyError
from vitrina.store import disk

VERSION: Final = 1
BUSY_SECONDS: Final = 5.0
_POLL: Final = 0.001
_LOGGED: Final = 1000  # rows changed until the log is moved into the file: at most about 12 MB of log
_MAY_BE_FULL: Final = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_NOT_BESIDE: Final = (*_MAY_BE_FULL, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY)
_MAGIC: Final = b"SQLite format 3\0"
_VERSION_AT: Final = 60  # where SQLite's file header holds user_version, big-endian, four bytes


class DatabaseDamagedError(StoreError):
    """The file is no sound SQLite database of ours; its owner makes another."""


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
    if primary == sqlite3.SQLITE_FULL or (primary in _MAY_BE_FULL and disk.is_full(path.parent)):
        return disk.no_room(path.parent)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or _is_another(error, primary):
        return damaged(path)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return read_only(path)
    return StoreError(
        "The store's index {path} cannot be used ({reason}); check the disk, or choose another folder with --profile.",
        path=path,
        reason=str(error),
    )


def _is_another(error: sqlite3.Error, primary: int) -> bool:
    """Whether a table is missing, as in another program's file, or another thread has replaced the database."""
    if isinstance(error, sqlite3.ProgrammingError):
        return "closed" in str(error)
    return primary == sqlite3.SQLITE_ERROR and str(error).startswith(("no such table", "no such column"))


def damaged(path: Path) -> DatabaseDamagedError:
    """Say that the database is damaged."""
    return DatabaseDamagedError("The store's index {path} is damaged; close Vitrina and open it again.", path=path)


def read_only(path: Path) -> StoreReadOnlyError:
    """Say that the database may not be written."""
    return StoreReadOnlyError(
        "The store's index {path} cannot be opened for writing; give yourself the right to, "
        "or choose another folder with --profile.",
        path=path,
    )


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
        _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").close(), wait)
        connection.execute(f"PRAGMA synchronous = {synchronous}").close()
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path, schema: str) -> sqlite3.Connection:
    """Open an SQLite file beside which nothing can be written; where there is none, an empty one in memory.

    `mode=ro` sees what other processes write. It needs files beside the database, which may be neither there nor made:
    then the database is taken as it stands.
    """
    if identity(path) is None:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        for statement in statements(schema):
            connection.execute(statement).close()
        connection.execute(f"PRAGMA user_version = {VERSION}").close()
        return connection
    for way in ("mode=ro", "immutable=1"):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{way}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            connection.close()
            if way != "mode=ro" or error.sqlite_errorcode & 0xFF not in _NOT_BESIDE:
                raise
        else:
            return connection
    raise AssertionError  # pragma: no cover - the last way either gave a connection or raised


def _patiently(work: Callable[[], object], wait: float) -> None:
    """Do what another process may forbid for the moment, asking often but not for ever."""
    deadline = time.monotonic() + wait
    while True:
        try:
            work()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(_POLL)
        else:
            return


def header_version(path: Path) -> int | None:
    """Read the version of an SQLite file without opening it as one; None where there is none. Damaged raises."""
    try:
        with path.open("rb", buffering=0) as file:
            head = file.read(_VERSION_AT + 4)
    except FileNotFoundError:
        return None
    if not head:
        return None
    if len(head) < _VERSION_AT + 4 or not head.startswith(_MAGIC):
        raise damaged(path)
    return int.from_bytes(head[_VERSION_AT:], "big")


def refuse_newer(version: int, path: Path) -> None:
    """Raise where a later version of Vitrina made the file."""
    if version > VERSION:
        raise StoreNewerError(
            "The store in {path} is of a later version of Vitrina; use that one, or --profile with another folder.",
            path=path.parent,
        )


class Turns:
    """A lock that goes to whoever has waited longest.

    An ordinary one goes to whoever is awake: one who lets go of it for two milliseconds, again and again, keeps
    another waiting for a tenth of a second where the processors are busy.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def acquire(self, timeout: float) -> bool:
        """Take it, or wait at most `timeout` seconds for it; whether it is taken now."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._guard:
            if mine not in self._waiting:  # handed over at the last moment
                return True
            self._waiting.remove(mine)
            return False

    def release(self) -> None:
        """Hand it over to the first who waits."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class Writer:
    """The one connection of this process that writes to an SQLite file."""

    def __init__(self, path: Path, *, synchronous: str = "NORMAL") -> None:
        """Open `path`, which exists."""
        self.path = path
        self._turns = Turns()
        self._moved = 0
        self._moving: threading.Thread | None = None
        with translated(path):
            self._connection = connect(path, synchronous=synchronous)
            self._connection.execute("PRAGMA busy_timeout = 0").close()
            self._connection.execute("PRAGMA wal_autocheckpoint = 0").close()

    @contextlib.contextmanager
    def transaction(self, wait: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
        """Hold the right to write; commit at the end, roll back on any exception. DiskFullError, StoreLockedError."""
        if not self._turns.acquire(wait):
            raise locked(self.path)
        try:
            with translated(self.path):
                _patiently(lambda: self._connection.execute("BEGIN IMMEDIATE"), wait)
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                    self._move_log()
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
        finally:
            self._turns.release()

    def _move_log(self) -> None:
        """Have the log moved into the file now and then, on a thread of its own.

        SQLite would do it within a commit, where waiting for the disk (milliseconds, on a busy one a second) would
        hold up whoever stores; apart from that commit it holds up nobody.
        """
        if self._connection.total_changes - self._moved < _LOGGED:
            return
        if self._moving is None or not self._moving.is_alive():
            self._moved = self._connection.total_changes
            self._moving = threading.Thread(target=move_log, args=(self.path,), name="vitrina-store-log")
            with contextlib.suppress(RuntimeError):  # no thread can be had: the log is moved when the file is closed
                self._moving.start()

    def close(self) -> None:
        """Close the connection when its transaction has ended."""
        self._turns.acquire(-1)  # however long it takes
        try:
            if self._moving is not None and self._moving.ident is not None:
                self._moving.join()
            self._connection.close()
        finally:
            self._turns.release()


def move_log(path: Path) -> None:
    """Move what the log of `path` holds into the file, as far as readers allow; somebody else may do so instead."""
    with contextlib.suppress(sqlite3.Error):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
        finally:
            connection.close()


def identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from another that came into its place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def with_companions(path: Path) -> tuple[Path, ...]:
    """Give the files that SQLite keeps for a database: its own, the log, and the log's index."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm"))


def statements(script: str) -> Iterator[str]:
    """Split a script into statements: `executescript` would end our transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
