"""The care of a shelf: finding and mending damage, dropping what nothing refers to, shortening the journal.

Owns the walk over the files. Refuses to hold anybody up: it reads without any lock, and asks for the right to write
for one file at a time, in which it looks again before it acts.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vitrina.store import disk, index, journal
from vitrina.store.index import IndexDamagedError
from vitrina.store.journal import Record
from vitrina.store.shelf import Shelf, is_picture
from vitrina.store.thumbnails import Thumbnails

PAUSE: Final = 0.002  # seconds between two slices of work that write

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `vitrina cache verify` found: numbers of files and thumbnails.

    `checked` are all that the index names, `sound`, `damaged` or `missing`; `orphaned` are files that it does not
    name. `repaired` are those of the last three that were mended: taken up again, or removed from index and folder.
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
    """Verify the shelves and the thumbnails."""
    shelves = tuple(shelves)
    for shelf in shelves:
        if repair:
            with contextlib.suppress(IndexDamagedError):
                shelf.sound(shelf.index.check)
    total = sum(shelf.sound(lambda: shelf.index.totals().blobs) for shelf in shelves)  # noqa: B023  called at once
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, max(done, total))

    verdict = Verdict()
    for shelf in shelves:
        verdict += _blobs(shelf, step, repair=repair)
        verdict += _orphans(shelf, repair=repair)
        if repair:
            compact(shelf)
    count, damaged = thumbnails.verify(repair=repair)
    return verdict + Verdict(count, count - damaged, damaged, repaired=damaged if repair else 0)


def _blobs(shelf: Shelf, step: Callable[[], None], *, repair: bool) -> Verdict:
    """Read every file that the index names."""
    checked = sound = damaged = missing = repaired = after = 0
    while rows := shelf.sound(lambda: shelf.index.blob_page(after)):  # noqa: B023  called at once
        after = rows[-1][0]
        for _, sha256, length in rows:
            state = _state(shelf, sha256, length)
            if state == "evicted":
                continue
            checked += 1
            sound += state == "sound"
            damaged += state == "damaged"
            missing += state == "missing"
            if state != "sound" and repair:
                repaired += _drop(shelf, sha256, length)
            step()
    return Verdict(checked, sound, damaged, missing, 0, repaired)


def _state(shelf: Shelf, sha256: str, length: int) -> str:
    """Read one file and say what has become of it."""
    try:
        found = disk.digest(shelf.blobs.name(sha256))
    except FileNotFoundError:
        return "missing" if shelf.index.knows(sha256) else "evicted"
    except OSError:
        return "damaged"
    return "sound" if found == (sha256, length) else "damaged"


def _drop(shelf: Shelf, sha256: str, length: int) -> bool:
    """Drop a damaged or missing file, unless it came back sound meanwhile."""
    with shelf.writing() as db:
        if _state(shelf, sha256, length) == "sound":
            return False
        index.forget_blob(db, sha256)
        gone = shelf.blobs.remove(sha256)
        if gone:
            index.undoom(db, [sha256])
        return gone


def _orphans(shelf: Shelf, *, repair: bool) -> Verdict:
    """Find files that the index does not name; take up those that the journal knows, remove the others."""
    orphans = [(name, path) for name, path in shelf.blobs.walk() if not shelf.index.knows(name)]
    orphaned = repaired = 0
    known = _known(shelf, {name for name, _ in orphans}) if orphans else {}
    for name, path in orphans:
        with shelf.writing() as db:
            if index.has_blob(db, name) or not path.exists():
                continue
            orphaned += 1
            if not repair:
                continue
            repaired += 1
            record = known.get(name)
            if (
                record is not None
                and path == Path(shelf.blobs.name(name))
                and disk.digest(path) == (name, record["bytes"])
            ):
                response = journal.response(record)
                index.put(db, response, picture=is_picture(response), current=not index.has_current(db, response))
                index.undoom(db, [name])
            else:
                _remove(path)
    return Verdict(orphaned=orphaned, repaired=repaired)


def _known(shelf: Shelf, names: set[str]) -> dict[str, Record]:
    """Give what the journal says of these files."""
    return {record["sha256"]: record for record, _ in shelf.journal.responses() if record["sha256"] in names}


def _remove(path: Path) -> int:
    """Remove a stray file or folder where that can be done; give its bytes."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    except OSError:
        return 0
    return size


def drop_orphans(shelf: Shelf) -> int:
    """Remove the files that neither index nor journal knows, and those that are doomed; give the bytes freed."""
    freed = 0
    for name, path in list(shelf.blobs.walk()):
        if not shelf.index.knows(name):
            with shelf.writing() as db:
                if not index.has_blob(db, name):
                    freed += _remove(path)
                    index.undoom(db, [name])
    return freed


def compact(shelf: Shelf) -> None:
    """Write the journal anew with what the index holds; others go on appending to it meanwhile."""
    new = shelf.journal.path.with_name(f"{shelf.journal.path.name}.{os.getpid()}-{time.monotonic_ns()}.new")
    since = 0

    def opened() -> None:
        nonlocal since
        since = shelf.journal.size()

    try:
        with disk.translated(shelf.folder):
            with shelf.index.snapshot(opened) as rows:
                responses = ((shelf.response(row), row[14]) for row in rows)
                shelf.journal.write_anew(
                    new,
                    (journal.stored(response, current=bool(current)) for response, current in responses if response),
                )
            with shelf.writing():
                shelf.journal.replace_by(new, since)
    except PermissionError:  # Windows: another process is appending; the old journal is as good, only longer
        pass
    finally:
        new.unlink(missing_ok=True)
