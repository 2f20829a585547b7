"""The index of one shelf: which responses it holds, and in which order their bytes were last seen, in SQLite.

Owns the index's schema and every SQL statement about responses. Refuses to touch blobs or journal.

`blobs` has a row for each file, `responses` one for each response, several of which may share a blob: it goes with
the last of them, by a trigger, and its name is put down as `doomed` until the file is gone too. `totals` is kept by
triggers, so that it costs the same to ask for at any size. `seen` is a counter, not a time: clocks are set back.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

from vitrina.frozen import frozen
from vitrina.model import StoredResponse
from vitrina.store import database, disk
from vitrina.store.database import Writer, connect, translated

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

# Only constants of this file are put into statements (S608); values go by question marks.
_COLUMNS: Final = """r.id, r.key, r.variant, r.url, r.final_url, r.status, r.headers, r.requested_at, r.received_at,
    b.sha256, b.bytes, b.media_type, b.width, b.height, r.current"""
_FROM: Final = f"SELECT {_COLUMNS} FROM responses r JOIN blobs b ON b.id = r.blob"  # noqa: S608  constants alone, see above
_BY_KEY: Final = f"{_FROM} WHERE r.key = ? AND r.current = ? ORDER BY r.id DESC"
_PAGE: Final = f"{_FROM} WHERE r.id > ? ORDER BY r.id LIMIT ?"
_SIZES: Final = (
    "SELECT r.id, r.key, b.sha256, b.bytes FROM responses r JOIN blobs b ON b.id = r.blob WHERE r.id > ?"
    " ORDER BY r.id LIMIT ?"
)
_SHARED: Final = "SELECT sha256 FROM blobs WHERE id IN (SELECT blob FROM responses GROUP BY blob HAVING count(*) > 1)"
_CONTENTS: Final = "SELECT r.key, b.sha256 FROM responses r JOIN blobs b ON b.id = r.blob WHERE r.current = 1"
_HAVING: Final = (
    f"{_CONTENTS} AND r.blob IN (SELECT id FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?)))"  # noqa: S608  as above
    " AND NOT EXISTS (SELECT 1 FROM responses n WHERE n.key = r.key AND n.current = 1 AND n.id > r.id)"
)
_OF_NAMES: Final = f"{_CONTENTS} AND r.key IN (SELECT value FROM json_each(?))"  # noqa: S608  as above
_PUT_BLOBS: Final = """
INSERT INTO blobs(sha256, bytes, seen, picture, media_type, width, height) VALUES {}
ON CONFLICT(sha256) DO UPDATE SET seen = excluded.seen, picture = max(picture, excluded.picture),
    media_type = ifnull(excluded.media_type, media_type), width = ifnull(excluded.width, width),
    height = ifnull(excluded.height, height)"""
_PUT_RESPONSES: Final = """
INSERT INTO responses(key, variant, current, blob, url, final_url, status, headers, requested_at, received_at)
VALUES {}"""

Row: TypeAlias = tuple[Any, ...]
"""A response as the statements above give it, in the order of `_COLUMNS`."""


@frozen
class Totals:
    """What a shelf holds: files, those of them that are pictures, and their bytes."""

    blobs: int
    pictures: int
    bytes: int


class Index:
    """The index of one shelf."""

    def __init__(self, path: Path, *, durable: bool = False, to_read: bool = False) -> None:
        """Open the index at `path`, which `create` has made; `durable` for the shelf of what is kept.

        `to_read` alone, it need not be there, and nothing is written anywhere.
        Raises DatabaseDamagedError, StoreNewerError, StoreLockedError and StoreError.
        """
        self.path = path
        self._reading = threading.Lock()
        database.refuse_newer(database.header_version(path) or 0, path)
        self._file = database.identity(path)
        with translated(path):
            self._reader = database.connect_to_read(path, _SCHEMA) if to_read else connect(path)
            try:
                self._look()
                self._writer = None if to_read else Writer(path, synchronous="FULL" if durable else "NORMAL")
            except BaseException:
                self._reader.close()
                raise

    def _look(self) -> None:
        """See that the schema is there and of our version."""
        (version,) = self._reader.execute("PRAGMA user_version").fetchone()
        database.refuse_newer(version, self.path)
        self._reader.execute("SELECT blobs, pictures, bytes FROM totals").fetchone()
        self._reader.execute("SELECT max(seen) FROM blobs").fetchone()

    def close(self) -> None:
        """Close both connections."""
        if self._writer is not None:
            self._writer.close()
        with self._reading:
            self._reader.close()

    @property
    def to_read(self) -> bool:
        """Whether nothing can be written."""
        return self._writer is None

    def in_place(self) -> bool:
        """Whether the file is still there under its name: a cleaner or another process may have taken it away."""
        return database.identity(self.path) == self._file

    # reading

    def _read(self, statement: str, values: tuple[object, ...]) -> list[Row]:
        """Give all rows of a short query."""
        with self._reading, translated(self.path):
            return self._reader.execute(statement, values).fetchall()

    def of_key(self, key: str, *, current: bool) -> list[Row]:
        """Give the responses of `key`, newest first."""
        return self._read(_BY_KEY, (key, current))

    def which(self, keys: Iterable[str]) -> frozenset[str]:
        """Give those of the keys that there is any current response of."""
        rows = self._read(
            "SELECT DISTINCT key FROM responses WHERE current = 1 AND key IN (SELECT value FROM json_each(?))",
            (_several(keys),),
        )
        return frozenset(key for (key,) in rows)

    def page(self, after: int, count: int = 256) -> list[Row]:
        """Give the next responses after the id `after`, in the order of their ids."""
        return self._read(_PAGE, (after, count))

    def blob_page(self, after: int, count: int = 64) -> list[tuple[int, str, int]]:
        """Give id, name and length of the next blobs after the id `after`."""
        return self._read("SELECT id, sha256, bytes FROM blobs WHERE id > ? ORDER BY id LIMIT ?", (after, count))

    def size_page(self, after: int, count: int = 4096) -> list[tuple[int, str, str, int]]:
        """Give id, key, content and length of the next responses after the id `after`, older versions too."""
        return self._read(_SIZES, (after, count))

    def knows(self, sha256: str) -> bool:
        """Whether any response has these bytes."""
        return bool(self._read("SELECT 1 FROM blobs WHERE sha256 = ?", (sha256,)))

    def shared(self) -> list[str]:
        """Give the contents that several responses have, older versions too."""
        return [sha256 for (sha256,) in self._read(_SHARED, ())]

    def contents(self, names: Iterable[str] | None = None) -> list[tuple[str, str]]:
        """Give name and content of the current responses of these names, or of all."""
        if names is None:
            return self._read(_CONTENTS, ())
        return self._read(_OF_NAMES, (_several(names),))

    def having(self, sha256s: Iterable[str]) -> list[tuple[str, str]]:
        """Give name and content of the newest responses that are one of these contents."""
        return self._read(_HAVING, (_several(sha256s),))

    def totals(self) -> Totals:
        """Give what the shelf holds."""
        return Totals(*self._read("SELECT blobs, pictures, bytes FROM totals", ())[0])

    def check(self) -> None:
        """Have SQLite look at the whole file, over a connection of its own so that nobody waits. Raises if unsound."""
        with translated(self.path):
            connection = connect(self.path)
            try:
                (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            finally:
                connection.close()
        if verdict != "ok":
            raise database.damaged(self.path)

    @contextmanager
    def snapshot(self, opened: Callable[[], None]) -> Iterator[Iterator[Row]]:
        """Give all responses as they are at one moment; `opened` is called then, while nobody can write."""
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

    def writing(self, wait: float = database.BUSY_SECONDS) -> AbstractContextManager[sqlite3.Connection]:
        """Hold the right to write to this shelf: its blobs are placed and removed inside it too."""
        if self._writer is None:
            raise database.read_only(self.path)
        return self._writer.transaction(wait)


def create(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make an index, filled, so that it appears at `path` whole or not at all. One process at a time, by a Claim."""
    new = path.with_name(f"{path.name}.new")
    for name in database.with_companions(new):
        name.unlink(missing_ok=True)
    with translated(path):
        connection = sqlite3.connect(new, isolation_level=None)
        try:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32768"):
                connection.execute(f"PRAGMA {setting}").close()  # nobody sees this file before it is whole
            connection.execute("BEGIN")
            for statement in database.statements(_SCHEMA):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {database.VERSION}")
            fill(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL").close()
        finally:
            connection.close()
    new.replace(path)


def put(db: sqlite3.Connection, response: StoredResponse, *, picture: bool, current: bool = True) -> int:
    """Write `response` down and give its id, as `put_all` does."""
    (identity,) = put_all(db, [(response, picture)], current=current)
    return identity


def put_all(
    db: sqlite3.Connection, arrivals: Sequence[tuple[StoredResponse, bool]], *, current: bool = True
) -> list[int]:
    """Write responses down, each with whether it is a picture, and give their ids.

    An earlier one of a key and variant is replaced, or becomes a version. Those that are not `current` are older
    versions themselves: they replace nothing, and none is written down twice.
    """
    names = [(response.key, response.variant) for response, _ in arrivals]
    if len(set(names)) < len(names):  # the later one replaces the earlier
        return [put(db, response, picture=picture, current=current) for response, picture in arrivals]
    before = _before(db, names)
    known = {} if current else {(*name, sha256): identity for name, identity, sha256 in before}
    new = [one for one in arrivals if (one[0].key, one[0].variant, one[0].sha256) not in known]
    identities = iter(_insert(db, new, current=current))
    if current and before:
        bytes_of = {(response.key, response.variant): response.sha256 for response, _ in new}
        for name, identity, sha256 in before:
            if bytes_of.get(name) == sha256:  # only after the insertion, as a blob goes with the last that has it
                db.execute("DELETE FROM responses WHERE id = ?", (identity,))
            elif name in bytes_of:
                db.execute("UPDATE responses SET current = 0 WHERE id = ? AND current = 1", (identity,))
    return [known.get((one.key, one.variant, one.sha256)) or next(identities) for one, _ in arrivals]


def _before(db: sqlite3.Connection, names: Iterable[tuple[str, str]]) -> list[tuple[tuple[str, str], int, str]]:
    """Give key and variant, id and content of the responses that have one of these keys."""
    rows = db.execute(
        "SELECT r.key, r.variant, r.id, b.sha256 FROM responses r JOIN blobs b ON b.id = r.blob"
        " WHERE r.key IN (SELECT value FROM json_each(?))",
        (_several(key for key, _ in names),),
    )
    return [((key, variant), identity, sha256) for key, variant, identity, sha256 in rows.fetchall()]


def _insert(db: sqlite3.Connection, arrivals: Sequence[tuple[StoredResponse, bool]], *, current: bool) -> list[int]:
    """Add rows for bytes, seen just now, and responses; give the responses' ids.

    A statement takes many, as each waits for the interpreter: powers of two, as SQLite keeps one ready for each number.
    """
    identities: list[int] = []
    while len(identities) < len(arrivals):
        left = arrivals[len(identities) :]
        identities += _insert_several(db, left[: 1 << (len(left).bit_length() - 1)], current=current)
    return identities


def _insert_several(
    db: sqlite3.Connection, arrivals: Sequence[tuple[StoredResponse, bool]], *, current: bool
) -> Iterable[int]:
    last, seen = db.execute(
        "SELECT (SELECT ifnull(max(id), 0) FROM responses), (SELECT ifnull(max(seen), 0) FROM blobs)"
    ).fetchone()
    blobs: list[object] = []
    rows: list[object] = []
    for number, (one, picture) in enumerate(arrivals, 1):
        blobs += (one.sha256, one.bytes, seen + number, picture, one.media_type, one.width, one.height)
        rows += (one.key, one.variant, current, one.sha256, one.url, one.final_url, one.status)
        rows += (disk.encoded(one.headers), one.requested_at, one.received_at)
    db.execute(_PUT_BLOBS.format(_times("(?, ?, ?, ?, ?, ?, ?)", len(arrivals))), blobs)
    one_row = "(?, ?, ?, (SELECT id FROM blobs WHERE sha256 = ?), ?, ?, ?, ?, ?, ?)"
    db.execute(_PUT_RESPONSES.format(_times(one_row, len(arrivals))), rows)
    return range(last + 1, last + len(arrivals) + 1)


def _times(values: str, count: int) -> str:
    return ", ".join([values] * count)


def refresh(db: sqlite3.Connection, response: StoredResponse) -> bool:
    """Write down the headers and times of a response that was there already; false where it is gone."""
    changed = db.execute(
        "UPDATE responses SET headers = ?, requested_at = ?, received_at = ?"
        " WHERE key = ? AND variant = ? AND current = 1 AND blob = (SELECT id FROM blobs WHERE sha256 = ?)",
        (
            disk.encoded(response.headers),
            response.requested_at,
            response.received_at,
            response.key,
            response.variant,
            response.sha256,
        ),
    )
    return changed.rowcount > 0


def describe(db: sqlite3.Connection, response: StoredResponse, *, picture: bool) -> None:
    """Write down what the bytes of `response` are."""
    db.execute(
        "UPDATE blobs SET media_type = ?, width = ?, height = ?, picture = ? WHERE sha256 = ?",
        (response.media_type, response.width, response.height, picture, response.sha256),
    )


def mark_seen(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Count the bytes of these names as seen just now; the clock is a counter, as the computer's may be set back."""
    db.execute(
        "UPDATE blobs SET seen = (SELECT max(seen) + 1 FROM blobs) WHERE sha256 IN (SELECT value FROM json_each(?))",
        (_several(names),),
    )


def _several(names: Iterable[str]) -> str:
    """Give names as one value of a statement: each call of SQLite may wait for the interpreter's lock."""
    return disk.encoded(list(names))


def forget_key(db: sqlite3.Connection, key: str) -> int:
    """Drop all responses of `key`; bytes that no other has are doomed."""
    return db.execute("DELETE FROM responses WHERE key = ?", (key,)).rowcount


def forget_response(db: sqlite3.Connection, identity: int, key: str, sha256: str) -> bool:
    """Drop one response by its id, unless that has become another's: SQLite gives the last one anew."""
    dropped = db.execute(
        "DELETE FROM responses WHERE id = ? AND key = ? AND blob = (SELECT id FROM blobs WHERE sha256 = ?)",
        (identity, key, sha256),
    )
    return dropped.rowcount > 0


def forget_blobs(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Drop every response that has one of these bytes."""
    several = (_several(names),)
    db.execute(
        "DELETE FROM responses WHERE blob IN (SELECT id FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?)))",
        several,
    )
    db.execute("DELETE FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?))", several)


def has_blob(db: sqlite3.Connection, sha256: str) -> bool:
    """Whether any response has these bytes, as the writer sees it."""
    return db.execute("SELECT 1 FROM blobs WHERE sha256 = ?", (sha256,)).fetchone() is not None


def recount(db: sqlite3.Connection) -> None:
    """Count again what the triggers keep count of."""
    db.execute(
        "UPDATE totals SET (blobs, pictures, bytes) ="
        " (SELECT count(*), ifnull(sum(picture), 0), ifnull(sum(bytes), 0) FROM blobs)"
    )


def has_current(db: sqlite3.Connection, response: StoredResponse) -> bool:
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


def doomed(db: sqlite3.Connection, count: int) -> list[tuple[str, bool]]:
    """Give names of files that nothing referred to, and whether something does again."""
    rows = db.execute("SELECT sha256, sha256 IN (SELECT sha256 FROM blobs) FROM doomed LIMIT ?", (count,))
    return [(name, bool(wanted)) for name, wanted in rows.fetchall()]


def is_doomed(db: sqlite3.Connection, sha256: str) -> bool:
    """Whether a file was dropped on purpose and is to be removed."""
    return db.execute("SELECT 1 FROM doomed WHERE sha256 = ?", (sha256,)).fetchone() is not None


def undoom(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Write down that these files are gone, or wanted again."""
    db.execute("DELETE FROM doomed WHERE sha256 IN (SELECT value FROM json_each(?))", (_several(names),))
