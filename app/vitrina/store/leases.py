"""Who is fetching what just now, among the processes that use one store: a table of leases in a small shared file.

Owns that file. Refuses to be relied on: a lease saves another process a download, and nothing else depends on it. Where
the file cannot be had, and where two take a lease in the same instant, both download as if there were none.

A place in the table holds a key's hash, a process, and the second in which it was last renewed. It is written through
shared memory, as a file and a lock for each small picture would cost more than they save. A lease ends when it is
dropped, with its process (where the system tells), and `LASTS` seconds after it was last renewed.
"""

import contextlib
import os
import struct
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import mmap

LASTS: Final = 20
"""Seconds. So long does a process wait at most for one that has hung, or that another machine has lost."""
_PLACE: Final = struct.Struct("<QII")
_NAME: Final = struct.Struct("<Q")
_PLACES: Final = 4096
_TRIED: Final = 8
"""A key may have any of so many places; where all are taken it has no lease."""
_SIZE: Final = (_PLACES + 16) * _PLACE.size
_PRESENT: Final = range(_PLACES * _PLACE.size, _SIZE, _PLACE.size)
"""The places at the end tell which processes took a lease lately."""


class Leases:
    """The table. Belongs to one thread; opened when first asked."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet."""
        self._path = path
        self._table: mmap.mmap | None = None
        self._tried = False
        self._here = _PRESENT.start
        self._renewed: dict[str, int] = {}

    def held_elsewhere(self, key: str) -> bool:
        """Whether another process is fetching `key`."""
        name, places = self._places(key)
        if self._table is None or _NAME.pack(name) not in self._table[places.start : places.stop]:
            return False
        return any(
            held == name and process != os.getpid() and _lives(process, at)
            for held, process, at in map(self._read, places)
        )

    def others_about(self) -> bool:
        """Whether another process has fetched anything in the last seconds; it may have ended since."""
        self._places("")
        return self._table is not None and any(
            process not in (0, os.getpid()) and _recent(at) for _, process, at in map(self._read, _PRESENT)
        )

    def take(self, key: str) -> None:
        """Note that this process is fetching `key`, or that it still is."""
        now = int(time.time()) & 0xFFFFFFFF
        if self._renewed.get(key) == now:
            return
        name, places = self._places(key)
        free = None
        for place in places:
            held, process, at = self._read(place)
            if held == name:
                free = place
                break
            if free is None and not (held and _lives(process, at)):
                free = place
        if free is not None and self._table is not None:
            noted = _PLACE.pack(name, os.getpid(), now)
            for place in (free, self._present()):
                self._table[place : place + _PLACE.size] = noted
            self._renewed[key] = now

    def drop(self, key: str) -> None:
        """This process is fetching `key` no more."""
        if self._renewed.pop(key, None) is None:
            return
        name, places = self._places(key)
        for place in places:
            held, process, _ = self._read(place)
            if held == name and process == os.getpid() and self._table is not None:
                self._table[place : place + _PLACE.size] = bytes(_PLACE.size)

    def close(self) -> None:
        """Let go of the file."""
        if self._table is not None:
            self._table.close()
            self._table = None

    def _places(self, key: str) -> tuple[int, range]:
        """The key's hash, never 0, and where in the table it may stand; nowhere without a table."""
        if not self._tried:
            self._tried = True
            with contextlib.suppress(OSError, ValueError, ImportError):
                self._table = _mapped(self._path)
        if self._table is None:
            return 0, range(0)
        from hashlib import blake2b  # it brings libcrypto along, and showing what is stored needs none

        name = int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1
        first = name % (_PLACES - _TRIED)
        return name, range(first * _PLACE.size, (first + _TRIED) * _PLACE.size, _PLACE.size)

    def _present(self) -> int:
        """Where this process says that it is there: where it did before, else where nobody did lately."""
        if self._read(self._here)[1] != os.getpid():
            free = (place for place in _PRESENT if not _recent(self._read(place)[2]))
            self._here = next(free, _PRESENT.start)
        return self._here

    def _read(self, place: int) -> tuple[int, int, int]:
        found: tuple[int, int, int] = _PLACE.unpack_from(self._table or b"", place)
        return found


def _mapped(path: Path) -> "mmap.mmap":
    """Map the file, made if need be. Its bytes are written first: a hole could not be filled on a full disk."""
    import mmap  # nothing is shared before something is fetched

    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        missing = _SIZE - os.lseek(descriptor, 0, os.SEEK_END)
        if missing > 0 and os.write(descriptor, bytes(missing)) < missing:
            raise OSError
        return mmap.mmap(descriptor, _SIZE)
    finally:
        os.close(descriptor)


def _recent(renewed: int) -> bool:
    return abs(int(time.time()) - renewed) <= LASTS


def _lives(process: int, renewed: int) -> bool:
    """Whether a lease of this process, last renewed then, still holds."""
    if not _recent(renewed):
        return False
    if sys.platform == "win32":  # asking there would end the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
