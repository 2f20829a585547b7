# ruff: noqa: PTH108, PTH116, PTH118, PTH119, PTH122, PTH123, PTH208
# Plain names instead of Path: on the way of every download and look-up a Path costs more than the system call.
"""A response on its way into the store: a partial file, and the description needed to go on with it later.

Owns the folder of partials: `<name>.part`, with a name made of the key, and `descriptions.jsonl`. Refuses to mix bytes
of two responses: what has no readable description is not continued. One writer at a time has a key, among all
processes; any other gets a file of its own that ends with it.

Descriptions are appended to one file, as making and removing a file for each costs more than the rest of a small
download. A line speaks of all bytes written after it, so one is written before the first byte, and one that takes
it back before anything else is written under that name. SHA-256's state cannot be stored: what an earlier run has
written is read again, once, when the response is complete.
"""

import contextlib
import os
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NotRequired, Protocol, Self, TypedDict, Unpack

from vitrina.errors import DiskFullError
from vitrina.locks import BESIDE, Claim
from vitrina.model import Headers, StoredResponse
from vitrina.store import disk
from vitrina.store.names import stored_headers, stored_url

if TYPE_CHECKING:
    import hashlib

PART: Final = ".part"
COPY: Final = ".copy"
_DESCRIPTIONS: Final = "descriptions.jsonl"
_DESCRIPTIONS_SIZE: Final = 1 << 20
_STALE: Final = 7 * 86400.0  # seconds until a partial that nobody went on with is given up
_OWN: Final = "-"  # in the name of a file that ends with its writer


def own_name() -> str:
    """Give a name that no other writer uses, for a file that ends with its writer; a Claim sees to the rest."""
    return f"{_OWN}{os.getpid():x}-{time.time_ns():x}"


class Exchange(TypedDict):
    """What is told of a complete response. What the bytes are is given where that is known already."""

    url: str
    final_url: str
    status: int
    headers: Headers
    requested_at: float
    received_at: float
    variant: NotRequired[str]
    media_type: NotRequired[str | None]
    width: NotRequired[int | None]
    height: NotRequired[int | None]


class Take(Protocol):
    """What takes complete files over."""

    def __call__(self, group: Sequence["Incoming"], /) -> Sequence[StoredResponse | Exception]:
        """Store sealed responses, and give each as stored, or why it is not."""


class Incoming:
    """One response being written. Leaving it as a context manager without `commit()` suspends it.

    `offset` is how many bytes are there; `status`, `headers` and `final_url` are of the response they came from,
    None where nothing is there yet. `resumable` is false where another writer has the key: nothing outlives this one.
    """

    def __init__(self, folder: Path, key: str, name: str, take: Take, *, resumable: bool = True) -> None:
        """Begin, or continue, the response of `key`, written down as `name`; `take` gets the complete file."""
        self.key = key
        self.sealed: StoredResponse | None = None
        """What is to be stored, once it is complete."""
        self.offset = 0
        self.status: int | None = None
        self.headers: Headers | None = None
        self.final_url: str | None = None
        self.resumable = resumable
        self._folder = folder
        self._take = take
        self._sha256: str | None = None
        self._described = not resumable
        self._name = _name_of(name) if resumable else own_name()
        with disk.translated(folder):
            self._claim = self._claimed()
            try:
                if self.resumable:
                    self._continue()
            except BaseException:
                self._claim.drop()
                raise
        self._hash: hashlib._Hash | None = None if self.offset else disk.sha256()

    def _claimed(self) -> Claim:
        """Open the key's own file, or where another writer has that, one of ours alone."""
        while True:
            path = os.path.join(self._folder, self._name + PART)
            try:
                claim = Claim.take(path, own=not self.resumable)
            except FileNotFoundError:
                self._folder.mkdir(parents=True, exist_ok=True)
                continue
            if claim is not None:
                return claim
            self.resumable = False
            self._described = True
            self._name = own_name()

    def _continue(self) -> None:
        """Go on where the file ends, if its description can be read; else from its start."""
        self.offset = os.lseek(self._claim.descriptor, 0, os.SEEK_END)
        if not self.offset:
            return
        found = _description(self._folder, self._name)
        try:
            self.headers = tuple((str(name), str(value)) for name, value in found["headers"])
            self.status, self.final_url = int(found["status"]), str(found["final_url"])
        except (KeyError, TypeError, ValueError):
            self._restart()
        else:
            self._described = True

    @property
    def path(self) -> Path:
        """The file that the bytes are in so far."""
        return Path(self._claim.path)

    @property
    def part(self) -> str:
        """The same, as a string."""
        return self._claim.path

    def restart(self) -> None:
        """Drop what is there: the answer is another version, or whole. DiskFullError."""
        with disk.translated(self._folder):
            self._restart()
        self._hash = disk.sha256()

    def _restart(self) -> None:
        """Drop the bytes. The next ones get a line of their own before them, so the old description speaks of none."""
        os.ftruncate(self._claim.descriptor, 0)
        os.lseek(self._claim.descriptor, 0, os.SEEK_SET)
        self.offset = 0
        self._described = not self.resumable
        self.status = self.headers = self.final_url = None

    def describe(self, *, status: int, headers: Headers, final_url: str) -> None:
        """Remember which response the bytes to come are of, to go on with after a crash. DiskFullError."""
        self.status, self.headers, self.final_url = status, stored_headers(headers), stored_url(final_url)
        if self.resumable:
            with disk.translated(self._folder):
                self._append(
                    {"name": self._name, "status": status, "headers": self.headers, "final_url": self.final_url}
                )
        self._described = True

    def _append(self, record: dict[str, Any]) -> None:
        """Add a line to the descriptions."""
        disk.append(os.path.join(self._folder, _DESCRIPTIONS), disk.line(record))

    def write(self, chunk: bytes | memoryview) -> None:
        """Add bytes, all of `chunk` or, on DiskFullError, none."""
        if not self._described:
            with disk.translated(self._folder):
                self._append({"name": self._name})
            self._described = True
        descriptor = self._claim.descriptor
        try:
            written = os.write(descriptor, chunk)
            if written < len(chunk):
                disk.write_all(descriptor, memoryview(chunk)[written:])
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, self.offset)
                os.lseek(descriptor, self.offset, os.SEEK_SET)
            raise disk.sentence(error, self._folder) from error
        if self._hash is not None:
            self._hash.update(chunk)
        self.offset += len(chunk)

    def seal(self, **exchange: Unpack[Exchange]) -> None:
        """The response is complete: give it its name. `Store.commit` stores it, with others that are complete too."""
        with disk.translated(self._folder):
            sha256 = self._finish()
        self.sealed = StoredResponse(
            0,
            self.key,
            exchange.get("variant", ""),
            stored_url(exchange["url"]),
            stored_url(exchange["final_url"]),
            exchange["status"],
            stored_headers(exchange["headers"]),
            exchange["requested_at"],
            exchange["received_at"],
            sha256,
            self.offset,
            self._folder,
            exchange.get("media_type"),
            exchange.get("width"),
            exchange.get("height"),
        )

    def commit(self, **exchange: Unpack[Exchange]) -> StoredResponse:
        """Store the complete response: no crash loses it any more. May be called again after DiskFullError."""
        self.seal(**exchange)
        (outcome,) = self._take((self,))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def settle(self, outcome: StoredResponse | Exception) -> None:
        """It was stored, or could not be: all is over then, but where the disk was full."""
        if not isinstance(outcome, DiskFullError):
            self._claim.drop()

    def _finish(self) -> str:
        """Give the name of the bytes, and let the file be renamed."""
        if self._sha256 is None:
            if self._hash is None:
                os.lseek(self._claim.descriptor, 0, os.SEEK_SET)
                self._hash = disk.hashed(self._claim.descriptor)
            self._sha256 = self._hash.hexdigest()
        self._claim.release_file()
        return self._sha256

    def suspend(self) -> None:
        """Stop here; what is there can be gone on with, in this run or a later one. Calling it again does nothing."""
        keep = self.resumable and self.offset > 0 and self.headers is not None
        self._claim.drop(remove=not keep)

    def discard(self) -> None:
        """Stop, and remove what is there. Calling it again, or after `commit()`, does nothing."""
        self._claim.drop(remove=True)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Suspend, unless committed or discarded."""
        self.suspend()


def partial_path(folder: Path, name: str) -> Path:
    """Where the first writer of what is written down as `name` puts its bytes; nothing may be there."""
    return folder / (_name_of(name) + PART)


def _name_of(name: str) -> str:
    return disk.sha256(name.encode()).hexdigest()[:40]


def _description(folder: Path, name: str) -> dict[str, Any]:
    """Give the last line about `name`; an empty one where there is none."""
    found: dict[str, Any] = {}
    wanted = name.encode()
    try:
        with open(os.path.join(folder, _DESCRIPTIONS), "rb") as file:
            for line in file:
                if wanted in line:
                    record = disk.record(line)
                    found = record if record is not None and record.get("name") == name else {}
    except FileNotFoundError:
        pass
    return found


def count(folder: Path) -> int:
    """Give how many responses are partly there."""
    try:
        with os.scandir(folder) as entries:
            return sum(entry.name.endswith(PART) for entry in entries)
    except OSError:
        return 0


def sweep(folder: Path, *, everything: bool = False) -> int:
    """Remove what dead writers left and nobody can go on with, and stale partials; give the bytes freed.

    With `everything`, all but those that are being written. Shortens the descriptions where they have grown long.
    """
    try:
        names = os.listdir(folder)
    except OSError:
        return 0
    freed = 0
    for name in names:
        if name.endswith((PART, COPY)):
            with contextlib.suppress(OSError):
                freed += _sweep_one(os.path.join(folder, name), everything=everything)
        elif BESIDE and name.endswith(BESIDE):
            _remove(os.path.join(folder, name))
    with contextlib.suppress(OSError):
        _shorten(os.path.join(folder, _DESCRIPTIONS), {name.removesuffix(PART) for name in names})
    return freed


def _sweep_one(path: str, *, everything: bool) -> int:
    """Remove one partial if it is of no use to anybody; give the bytes freed."""
    stem, suffix = os.path.splitext(path)
    claim = Claim.take(stem + PART)
    if claim is None:
        return 0
    found = os.stat(path)
    useless = everything or _OWN in os.path.basename(path) or not found.st_size
    if not useless and abs(time.time() - found.st_mtime) < _STALE:
        claim.drop()
        return 0
    if suffix == COPY:
        _remove(path)
    claim.drop(remove=True)
    return found.st_size


def _remove(path: str) -> None:
    """Remove a file that may be gone, or in use (Windows)."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        os.unlink(path)


def _shorten(path: str, names: set[str]) -> None:
    """Keep only the lines of partials that are there. One added meanwhile may be lost: its partial begins anew."""
    if os.stat(path).st_size < _DESCRIPTIONS_SIZE:
        return
    with open(path, "rb") as file:
        kept = {found["name"]: line for line in file if (found := disk.record(line)) and found.get("name") in names}
    disk.write_beside(Path(path), b"".join(b"\n" + line for line in kept.values()))
