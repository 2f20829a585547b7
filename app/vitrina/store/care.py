"""The care of a shelf: finding and mending damage, dropping what nothing refers to, shortening the journal.

Owns the walk over the files. Refuses to hold anybody up: it reads without any lock, and asks for the right to write
for one file at a time, in which it looks again before it acts.
"""

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from vitrina.frozen import frozen
from vitrina.store import disk, index, journal
from vitrina.store.journal import Record
from vitrina.store.kinds import is_picture
from vitrina.store.shelf import Shelf
from vitrina.store.thumbnails import Thumbnails

PAUSE: Final = 0.002  # seconds between two slices of work that write, so that others get their turn
JOURNAL_SIZE: Final = 8 << 20  # bytes below which a journal is never too long
LINE_SIZE: Final = 2048  # bytes; a journal of more than this for each file has mostly lines that no longer count

Report = Callable[[int, int], None]


@frozen
class Verdict:
    """What `vitrina cache verify` found: numbers of files and thumbnails.

    `checked` are all that the index names, `sound`, `damaged` or `missing`; `orphaned` are files that it does not
    name. `repaired` are those of the last three that were mended: taken up again, or removed from index and folder.
    What is kept is not repaired by that: it stays missing until it was fetched again, and is kept then.
    """

    checked: int = 0
    sound: int = 0
    damaged: int = 0
    missing: int = 0
    orphaned: int = 0
    repaired: int = 0

    def __add__(self, other: "Verdict") -> "Verdict":
        """Add up, number by number."""
        return Verdict(
            self.checked + other.checked,
            self.sound + other.sound,
            self.damaged + other.damaged,
            self.missing + other.missing,
            self.orphaned + other.orphaned,
            self.repaired + other.repaired,
        )


def verify(
    shelves: Iterable[Shelf], thumbnails: Thumbnails, *, repair: bool, progress: Report | None = None
) -> Verdict:
    """Verify the shelves and the thumbnails; with `repair`, mend what can be and remove what cannot."""
    shelves = tuple(shelves)
    if repair:
        for shelf in shelves:
            shelf.overlook()
            _mend_index(shelf)
    total = sum(shelf.totals().blobs for shelf in shelves)
    verdict = Verdict()

    def step(done: int) -> None:
        if progress is not None:
            progress(verdict.checked + done, max(verdict.checked + done, total))

    for shelf in shelves:
        verdict += _blobs(shelf, step, repair=repair)
        verdict += orphans(shelf, repair=repair)[0]
        if repair:
            compact(shelf)
    count, damaged = thumbnails.verify(repair=repair)
    return verdict + Verdict(count, count - damaged, damaged, repaired=damaged if repair else 0)


def _mend_index(shelf: Shelf) -> None:
    """Have the whole index looked at, and made anew where it is damaged; count again what it counts."""

    def work() -> None:
        shelf.index.check()
        with shelf.writing() as db:
            index.recount(db)

    shelf.sound(work)


def _blobs(shelf: Shelf, step: Callable[[int], None], *, repair: bool) -> Verdict:
    """Read every file that the index names."""
    verdict = Verdict()
    after = 0

    def page() -> list[tuple[int, str, int]]:
        return shelf.index.blob_page(after)

    while rows := shelf.sound(page):
        after = rows[-1][0]
        for _, sha256, length in rows:
            verdict += _blob(shelf, sha256, length, repair=repair)
            step(verdict.checked)
    return verdict


def _blob(shelf: Shelf, sha256: str, length: int, *, repair: bool) -> Verdict:
    """Read one file, and drop it if it is not what its name says."""
    state = _state(shelf, sha256, length)
    if state == "sound":
        return Verdict(checked=1, sound=1)
    if state == "evicted":
        return Verdict()
    repaired = int(repair and _drop(shelf, sha256, length))
    if state == "missing":
        return Verdict(checked=1, missing=1, repaired=repaired)
    return Verdict(checked=1, damaged=1, repaired=repaired)


def _state(shelf: Shelf, sha256: str, length: int) -> str:
    """Read one file and say what has become of it.

    `closed`: we may not read it, or cannot just now; its bytes may be as good as ever.
    """
    name = shelf.blobs.name(sha256)
    try:
        found = disk.digest(name)
    except FileNotFoundError:
        return "missing" if shelf.index.knows(sha256) else "evicted"
    except OSError as error:
        return "damaged" if error.errno == errno.EIO or Path(name).is_dir() else "closed"
    return "sound" if found == (sha256, length) else "damaged"


def _drop(shelf: Shelf, sha256: str, length: int) -> bool:
    """Drop a damaged or missing file, unless it came back sound meanwhile. What is kept stays in the index."""
    with shelf.writing() as db:
        if _state(shelf, sha256, length) in ("sound", "closed"):
            return False
        if shelf.kept:  # that the person wants it is not lost with its bytes
            _set_aside(shelf, Path(shelf.blobs.name(sha256)))
            return False
        shelf.drop(db, [sha256])
        gone = shelf.blobs.remove(sha256)
        if gone:
            index.undoom(db, [sha256])
        return gone


def orphans(shelf: Shelf, *, repair: bool) -> tuple[Verdict, int]:
    """Find files that the index does not name; take up those that the journal knows, remove the others.

    Gives the verdict and the bytes freed. On the kept shelf nothing is removed: what nobody knows is set aside.
    """
    strays = [(name, path) for name, path in shelf.blobs.walk() if not shelf.index.knows(name)]
    known = _known(shelf, {name for name, _ in strays}) if strays else {}
    orphaned = repaired = freed = 0
    for name, path in strays:
        with shelf.writing() as db:
            proper = path == Path(shelf.blobs.name(name))
            if not path.exists() or (proper and index.has_blob(db, name)):
                continue
            orphaned += 1
            if not repair:
                continue
            repaired += 1
            record, current = known.get(name, (None, False))
            if proper and index.is_doomed(db, name):  # a crash came between dropping it from the index and the folder
                freed += _remove(path)
                index.undoom(db, [name])
            elif proper and record is not None and _matches(path, record):
                response = journal.response(record)
                current = current and not index.has_current(db, response)
                index.put(db, response, picture=is_picture(response), current=current)
            else:
                freed += _set_aside(shelf, path) if shelf.kept else _remove(path)
    return Verdict(orphaned=orphaned, repaired=repaired), freed


def _known(shelf: Shelf, names: set[str]) -> dict[str, tuple[Record, bool]]:
    """Give what the journal says of these files, and whether it says so of what is current."""
    return {
        record["sha256"]: (record, current)
        for record, current in shelf.journal.responses()
        if record["sha256"] in names
    }


def _matches(path: Path, record: Record) -> bool:
    """Whether a file is what the journal says."""
    try:
        return disk.digest(str(path)) == (record["sha256"], record["bytes"])
    except OSError:
        return False


def _set_aside(shelf: Shelf, path: Path) -> int:
    """Move a file out of the way that the person may want back; nothing is freed by it."""
    aside = shelf.folder / "stray"
    with contextlib.suppress(OSError):
        aside.mkdir(exist_ok=True)
        path.replace(aside / path.name)
    return 0


def _remove(path: Path) -> int:
    """Remove a stray file or empty folder where that can be done; give its bytes."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    except OSError:
        return 0
    return size


def drop_set_aside(shelf: Shelf) -> int:
    """Remove damaged indexes that were set aside; give the bytes freed."""
    return sum(_remove(path) for path in shelf.folder.glob("index.sqlite*.damaged-*"))


def compact(shelf: Shelf) -> None:
    """Write the journal anew with what the index holds; others go on appending to it meanwhile."""
    shelf.sound(lambda: _compact(shelf))


def _compact(shelf: Shelf) -> None:
    new = shelf.journal.path.with_name(f"{shelf.journal.path.name}.{os.getpid()}-{time.monotonic_ns()}.new")
    since = 0

    def opened() -> None:
        nonlocal since
        since = shelf.journal.size()

    try:
        with disk.translated(shelf.folder):
            with shelf.index.snapshot(opened) as rows:
                responses = ((shelf.response(row), bool(row[14])) for row in rows)
                shelf.journal.write_anew(
                    new, (journal.stored(response, current=current) for response, current in responses if response)
                )
            with shelf.writing(), contextlib.suppress(PermissionError):
                # Windows: another process is appending; the old journal is as good, only longer.
                shelf.journal.replace_by(new, since)
    finally:
        new.unlink(missing_ok=True)


def is_long(shelf: Shelf) -> bool:
    """Whether most lines of the journal no longer count."""
    size = shelf.journal.size()
    return size > JOURNAL_SIZE and size > LINE_SIZE * shelf.totals().blobs
