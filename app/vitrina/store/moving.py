"""Moving a store to another folder, on another disk if need be: all of it is there before anything goes from here.

Owns the order. First the files that never change, while the store is in use; then, with the store closed, whatever came
meanwhile, the journals and the indexes; last, when it is written down that the store is there now, what was copied goes
from here. Refuses a folder that has a store already, lies inside the old one, or has too little room.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from vitrina.errors import DiskFullError, StoreError
from vitrina.store import database, disk

NAMES: Final = ("store", "kept")
_ROOM: Final = 1.05
_SQLITE: Final = ".sqlite"

Progress = Callable[[int, int], None]


class Moving:
    """One move: `copy` as often as need be, then `finish`, then `remove_old`; or `give_up` instead of the last."""

    def __init__(self, store: Path, kept: Path, target: Path) -> None:
        """Know both places. StoreError where the new one will not do."""
        self._from = (store, kept)
        self._to = tuple(target / name for name in NAMES)
        self._made: list[Path] = []
        self._moved: list[Path] = []
        for old in self._from:
            if target.is_relative_to(old) or any(new == old for new in self._to):
                raise StoreError(
                    "The store cannot be moved into itself; choose another folder than {path}.", path=target
                )
        if any(new.exists() and any(new.iterdir()) for new in self._to):
            raise StoreError("There is a store in {path} already; choose an empty folder.", path=target)
        with disk.translated(target):
            target.mkdir(parents=True, exist_ok=True)
            for new in self._to:
                new.mkdir(exist_ok=True)
        needed = sum(path.stat().st_size for old in self._from for path in _files(old))
        if needed * _ROOM > disk.free(target):
            self.give_up()
            raise DiskFullError("There is too little room in {path} for the store; choose another folder.", path=target)

    def copy(self, progress: Progress) -> None:
        """Copy the files of pictures that are not there yet; `progress` gets bytes done and bytes in all.

        What `progress` raises ends it. DiskFullError, StoreError.
        """
        todo = [
            (path, new / path.relative_to(old))
            for old, new in zip(self._from, self._to, strict=True)
            for path in _files(old / "blobs")
        ]
        sizes = [_size(path) for path, _ in todo]
        done, total = 0, sum(sizes)
        for (path, new), size in zip(todo, sizes, strict=True):
            progress(done, total)
            if not (new.exists() and _size(new) == size):
                self._copy(path, new)
            done += size
        progress(total, total)

    def finish(self) -> None:
        """Copy what is left, with the store closed in this process: new files, journals, indexes, thumbnails."""
        self.copy(lambda _done, _total: None)
        for old, new in zip(self._from, self._to, strict=True):
            for path in _files(old):
                to = new / path.relative_to(old)
                if path.suffix == _SQLITE:
                    self._copy_database(path, to)
                elif path.suffix not in {".lock", ".sqlite-wal", ".sqlite-shm"} and "blobs" not in path.parts:
                    self._copy(path, to)
        if hasattr(os, "sync"):
            os.sync()  # before anything goes from here, the disk itself has to have it

    def remove_old(self) -> None:
        """Remove from the old place what was copied; what came there since, from another process, stays."""
        for path in self._moved:
            with contextlib.suppress(OSError):
                path.unlink()
        for old in self._from:
            with contextlib.suppress(OSError, StoreError):
                leftovers = [path for path in _files(old) if "blobs" in path.parts]
                if not leftovers:
                    shutil.rmtree(old)

    def give_up(self) -> None:
        """Remove from the new place what was put there."""
        for new in self._to:
            shutil.rmtree(new, ignore_errors=True)

    def _copy(self, path: Path, to: Path) -> None:
        beside = to.with_name(to.name + ".moving")
        with disk.translated(to.parent):
            to.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(path, beside)
            except FileNotFoundError:
                if path.exists():
                    raise
                return  # evicted meanwhile
            beside.replace(to)
        self._moved.append(path)

    def _copy_database(self, path: Path, to: Path) -> None:
        """Copy a database as it stands, though another process may be writing to it."""
        with disk.translated(to.parent), database.translated(path):
            source, target = sqlite3.connect(path), sqlite3.connect(to)
            try:
                source.backup(target)
            finally:
                target.close()
                source.close()
        self._moved += database.with_companions(path)


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
