"""Locks between processes that end with their holder, so that a dead process never blocks a living one.

Owns the operating systems' file locks (flock on POSIX, byte ranges on Windows). Refuses to wait without a bound.
"""

import os
import sys
import time
from pathlib import Path
from typing import Self

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        """Lock the first byte, or raise OSError at once."""
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        """Lock the file, or raise OSError at once."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
_PAUSE = 0.005  # seconds between two attempts


class Claim:
    """The right to something, held through a locked file; it ends with `drop()` or with the process."""

    __slots__ = ("_descriptor", "_path")

    def __init__(self, path: str, descriptor: int) -> None:
        """Hold `descriptor`, locked already; use `take`."""
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path | str) -> Self | None:
        """Claim `path` (made if need be), or give None where another holds it. Raises OSError if it cannot be made."""
        while True:
            name = os.fspath(path)
            descriptor = os.open(name, _FLAGS, 0o600)
            try:
                _lock(descriptor)
            except OSError:  # held by another, or a file system without locks: either way not ours
                os.close(descriptor)
                return None
            except BaseException:
                os.close(descriptor)
                raise
            if _still_there(name, descriptor):
                return cls(name, descriptor)
            os.close(descriptor)  # its last holder removed the file between our open and our lock

    @classmethod
    def wait(cls, path: Path | str, seconds: float) -> Self | None:
        """Claim `path`, waiting for at most `seconds`; None where it stayed with another."""
        deadline = time.monotonic() + seconds
        while (claim := cls.take(path)) is None and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        return claim

    def drop(self) -> None:
        """End the claim and remove its file. Calling it again does nothing."""
        if self._descriptor < 0:
            return
        descriptor, self._descriptor = self._descriptor, -1
        if sys.platform == "win32":  # an open file cannot be removed there; one that another has opened meanwhile stays
            os.close(descriptor)
        try:
            os.unlink(self._path)
        except OSError:
            pass
        if sys.platform != "win32":
            os.close(descriptor)


def _still_there(path: str, descriptor: int) -> bool:
    """Whether `path` still names the file that we have locked."""
    try:
        named = os.stat(path)
    except OSError:
        return False
    held = os.fstat(descriptor)
    return (named.st_ino, named.st_dev) == (held.st_ino, held.st_dev)
