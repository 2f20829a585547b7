# ruff: noqa: PTH103, PTH105, PTH106, PTH108, PTH110, PTH116, PTH120
# Plain names instead of Path: on the way of every download and look-up a Path costs more than the system call.
"""The store's dealings with the file system: errors as sentences, files that appear whole or not at all.

Owns the translation of OSError and the layout of a folder of blobs. Refuses to know what the bytes are.
"""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vitrina.errors import DiskFullError, StoreError, StoreReadOnlyError

if TYPE_CHECKING:
    import hashlib

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
READ_SIZE: Final = 1 << 20
_APPEND: Final = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
_DECODE: Final = json.JSONDecoder().decode
_NO_ROOM_LEFT: Final = 64 * 1024  # bytes; SQLite reports a full disk as a general fault in some places


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Let an OSError out as a StoreError or DiskFullError about `folder`."""
    try:
        yield
    except OSError as error:
        raise sentence(error, folder) from error


def sentence(error: OSError, folder: Path) -> StoreError | DiskFullError:
    """Say what `error` means for the store in `folder`."""
    if error.errno in NO_ROOM:
        return no_room(folder)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreReadOnlyError(
            "The store's folder {path} cannot be written; give yourself the right, or choose another with --profile.",
            path=folder,
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return StoreError(
            "The store cannot lie in {path}, as that is no folder; remove it, or choose another with --profile.",
            path=folder,
        )
    return StoreError(
        "The store in {path} cannot be used ({reason}); check the disk, or choose another folder with --profile.",
        path=folder,
        reason=error.strerror or type(error).__name__,
    )


def no_room(folder: Path) -> DiskFullError:
    """Say that the disk is full."""
    return DiskFullError("There is no room left on the disk of {path}; free some space and try again.", path=folder)


def is_full(folder: Path) -> bool:
    """Whether hardly a byte is left on the disk of `folder`."""
    try:
        return free(folder) < _NO_ROOM_LEFT
    except OSError:
        return False


def free(folder: Path) -> int:
    """Give the bytes that are free on the disk where `folder` lies, or will. Raises OSError."""
    from shutil import disk_usage  # it brings three compressors along

    return disk_usage(next(one for one in (folder, *folder.absolute().parents) if one.is_dir())).free


def sha256(data: bytes = b"") -> "hashlib._Hash":
    """Begin a hash."""
    from hashlib import sha256 as begin  # it brings libcrypto along, and showing what is stored needs none

    return begin(data)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write all of `data`, however many calls that takes."""
    view = memoryview(data).cast("B")
    while view:
        view = view[os.write(descriptor, view) :]


def write_beside(path: Path, data: bytes) -> None:
    """Replace `path` by `data` so that it appears whole or not at all."""
    partial = path.with_name(f"{path.name}.new")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)
    os.replace(partial, path)


def append(path: str, lines: bytes) -> None:
    """Add whole lines to a file. Raises OSError; a line that was torn by it is skipped later.

    The file is opened for each, as another process may have replaced it by a shorter one meanwhile.
    """
    descriptor = os.open(path, _APPEND, 0o600)
    try:
        written = os.write(descriptor, lines)
        if written < len(lines):
            write_all(descriptor, lines[written:])
    finally:
        os.close(descriptor)


def encoded(value: object) -> str:
    """Give a value as JSON, on one line."""
    return _ENCODER.encode(value)


def line(record: dict[str, Any]) -> bytes:
    """Give a record as a line of JSON that stands alone even after a torn one."""
    return b"\n%b\n" % encoded(record).encode()


def record(text: bytes) -> dict[str, Any] | None:
    """Read a line of JSON; None where it is none, or torn, or damaged."""
    try:
        found = _DECODE(text.decode())
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def digest(path: str) -> tuple[str, int]:
    """Give the SHA-256 in hexadecimal and the length of a file, read piece by piece."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        return hashed(descriptor).hexdigest(), os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


def hashed(descriptor: int) -> "hashlib._Hash":
    """Hash what is left of an open file, read piece by piece."""
    total = sha256()
    while piece := os.read(descriptor, READ_SIZE):
        total.update(piece)
    return total


class Blobs:
    """A folder of files named by the SHA-256 of what is in them, below two-character folders."""

    __slots__ = ("_prefix", "folder")

    def __init__(self, folder: Path) -> None:
        """Work in `folder`, which is made when the first file comes."""
        self.folder = folder
        self._prefix = f"{folder}{os.sep}"

    def name(self, sha256: str) -> str:
        """Where the bytes of `sha256` lie, as a string (a Path costs more than the rest of a look-up)."""
        return f"{self._prefix}{sha256[:2]}{os.sep}{sha256}"

    def holds(self, sha256: str, length: int) -> bool:
        """Whether a file of that name and length is there; its bytes are not read."""
        try:
            return os.stat(self.name(sha256)).st_size == length
        except OSError:
            return False

    def place(self, source: Path | str, sha256: str) -> None:
        """Move `source`, a closed file on the same file system, to its name; whatever was there is replaced."""
        target = self.name(sha256)
        try:
            os.replace(source, target)
        except FileNotFoundError:
            if os.path.exists(target):  # an attempt that failed after this has moved it already
                return
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(source, target)
        except PermissionError:
            # Windows: somebody reads the file of that name just now. It holds the same bytes, so ours may go.
            if not os.path.exists(target):
                raise
            os.unlink(source)

    def lend(self, sha256: str, partial: Path) -> None:
        """Have the bytes of `sha256` at `partial` too, durably: by a hard link, else by a copy. Raises OSError."""
        source = self.name(sha256)
        try:
            os.link(source, partial)
        except FileNotFoundError:
            raise
        except OSError:  # another file system, or one without links
            from shutil import copyfile

            copyfile(source, partial)
        _flush(partial)

    def remove(self, sha256: str) -> bool:
        """Remove a file; false where it is in use (Windows) and has to wait for the next tidying."""
        name = self.name(sha256)
        try:
            os.unlink(name)
        except FileNotFoundError:
            return True
        except (IsADirectoryError, PermissionError):
            with suppress(OSError):
                os.rmdir(name)  # an empty folder in its place
            return not os.path.exists(name)
        return True

    def walk(self) -> Iterator[tuple[str, Path]]:
        """Give the name and path of every file, folder by folder."""
        try:
            folders = sorted(entry.path for entry in os.scandir(self.folder) if entry.is_dir(follow_symlinks=False))
        except FileNotFoundError:
            return
        for folder in folders:
            with os.scandir(folder) as entries:
                names = [entry.name for entry in entries]
            for name in names:
                yield name, Path(folder, name)


def _flush(path: Path | str) -> None:
    """Have the disk itself hold the bytes of `path`."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
