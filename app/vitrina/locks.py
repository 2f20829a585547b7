# ruff: noqa: PTH108, PTH116
# Plain names instead of Path: on the way of every download and look-up a Path costs more than the system call.
"""Claims on files: locks between processes that end with their holder, so that a dead process blocks no living one.

Owns the operating systems' file locks (flock on POSIX, byte ranges on Windows). Refuses to wait without a bound.
"""

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Final, Self

_FLAGS: Final = (
    os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
)
_PAUSE: Final = 0.005  # seconds between two attempts

if sys.platform == "win32":
    import msvcrt

    # A lock on the file itself would end where the file has to be closed to be renamed, so it is on one beside it.
    BESIDE = ".lock"

    def _lock(descriptor: int) -> None:
        """Lock the first byte, or raise OSError at once."""
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    # Making and removing a file for each lock costs more than all else that the store does for a small picture.
    BESIDE = ""

    def _lock(descriptor: int) -> None:
        """Lock the file, or raise OSError at once."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Claim:
    """The sole right to a file, open as `descriptor` to read and write; it ends with the process at the latest."""

    __slots__ = ("_lock", "descriptor", "path")

    def __init__(self, path: str, lock: int, descriptor: int) -> None:
        """Hold both descriptors, the same one where the file itself is locked; use `take`."""
        self.path = path
        self._lock = lock
        self.descriptor = descriptor

    @classmethod
    def take(cls, path: str, *, own: bool = False) -> Self | None:
        """Claim `path`, made if need be; None where another holds it. Raises OSError where it cannot be made.

        With `own`, the name is one that nobody else gives a file: others may remove that, but move none there or away.
        """
        while True:
            try:
                lock = os.open(path + BESIDE, _FLAGS, 0o600)
            except PermissionError:
                if BESIDE and Path(path).parent.is_dir():  # Windows: its holder is removing it just now
                    return None
                raise
            try:
                if not _locked(lock):
                    os.close(lock)
                    return None
                if (own and os.fstat(lock).st_nlink) or _still_there(path + BESIDE, lock):
                    return cls(path, lock, os.open(path, _FLAGS, 0o600) if BESIDE else lock)
            except BaseException:
                os.close(lock)
                raise
            os.close(lock)  # its last holder moved or removed the file between our open and our lock

    @classmethod
    def wait(cls, path: str, seconds: float) -> Self | None:
        """Claim `path`, waiting for at most `seconds`; None where it stayed with another."""
        deadline = time.monotonic() + seconds
        while (claim := cls.take(path)) is None and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        return claim

    def release_file(self) -> None:
        """Let the file be renamed: Windows renames no open file. The claim stays."""
        if BESIDE and self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def drop(self, *, remove: bool = False) -> None:
        """End the claim, and with `remove` the file. Calling it again does nothing."""
        if self._lock < 0:
            return
        self.release_file()
        with contextlib.suppress(OSError):  # gone already, or (Windows) opened by another just now: it removes it then
            if remove:
                os.unlink(self.path)
        lock, self._lock, self.descriptor = self._lock, -1, -1
        os.close(lock)
        if BESIDE:
            with contextlib.suppress(OSError):
                os.unlink(self.path + BESIDE)


def _locked(descriptor: int) -> bool:
    """Lock the file; false where another has, or the file system knows no locks: either way it is not ours."""
    try:
        _lock(descriptor)
    except OSError:
        return False
    return True


def _still_there(path: str, descriptor: int) -> bool:
    """Whether `path` still names the file that we have locked."""
    try:
        named = os.stat(path)
    except OSError:
        return False
    return os.path.samestat(named, os.fstat(descriptor))
