"""A response on its way into the store: a partial file, and beside it the description needed to go on with it later.

Owns the folder of partials: `<name>.part`, `<name>.json`, `<name>.lock`, with a name made of the key. Refuses to mix
bytes of two responses: what has no readable description is not continued, and one writer at a time has a key, among
all processes; any other gets a file of its own that ends with it.

SHA-256's state cannot be stored, so what an earlier run has written is read again, once, when the response is complete.
"""

import contextlib
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from vitrina.errors import DiskFullError
from vitrina.model import Headers, StoredResponse
from vitrina.store import disk
from vitrina.store.locks import Claim
from vitrina.store.names import stored_headers, stored_key, stored_url

_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_STALE: Final = 7 * 86400.0  # seconds until a partial that nobody went on with is given up


class Incoming:
    """One response being written. Leaving it as a context manager without `commit()` suspends it.

    `offset` is how many bytes are there; `status`, `headers` and `final_url` are of the response they came from,
    None where nothing is there yet. `resumable` is false where another writer has the key: then nothing outlives this one.
    """

    def __init__(self, folder: Path, key: str, store: Callable[[StoredResponse, str], StoredResponse]) -> None:
        """Begin, or continue, the response of `key` in `folder`; `store` takes the complete file over."""
        self.key = key
        self.offset = 0
        self.status: int | None = None
        self.headers: Headers | None = None
        self.final_url: str | None = None
        self._folder = folder
        self._store = store
        self._sha256: str | None = None
        self._descriptor = -1
        with disk.translated(folder):
            self._claim(hashlib.sha256(stored_key(key).encode()).hexdigest()[:40])
            self._open()
        self._hash = hashlib.sha256() if not self.offset else None

    def _claim(self, name: str) -> None:
        """Choose the name: the key's own, or where another writer has that, one of ours alone."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._name = os.path.join(self._folder, name)
        held = Claim.take(self._name + ".lock")
        self.resumable = held is not None
        if held is None:
            self._name += f"-{secrets.token_hex(8)}"
            held = Claim.take(self._name + ".lock")
        self._held = held

    def _open(self) -> None:
        """Open the partial file, and go on where it ends if its description can be read."""
        try:
            self._descriptor = os.open(self._name + ".part", _FLAGS, 0o600)
            self.offset = os.lseek(self._descriptor, 0, os.SEEK_END)
            if self.offset and not self._read_description():
                self.restart()
        except BaseException:
            self._leave()
            raise

    def _read_description(self) -> bool:
        """Recall which response the bytes are of; false where that cannot be told."""
        try:
            with open(self._name + ".json", "rb") as file:
                found: Any = json.load(file)
            self.headers = tuple((str(name), str(value)) for name, value in found["headers"])
            self.status, self.final_url = int(found["status"]), str(found["final_url"])
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return True

    def restart(self) -> None:
        """Drop what is there: the answer is another version, or whole."""
        self.status = self.headers = self.final_url = None
        with disk.translated(self._folder):
            _remove(self._name + ".json")  # first, so that bytes without a description are what a crash leaves
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
        self.offset = 0
        self._hash = hashlib.sha256()

    def describe(self, *, status: int, headers: Headers, final_url: str) -> None:
        """Remember which response the bytes are of, so that it can be gone on with after a crash. DiskFullError."""
        self.status, self.headers, self.final_url = status, stored_headers(headers), stored_url(final_url)
        if not self.resumable:
            return
        text = json.dumps({"status": status, "headers": self.headers, "final_url": self.final_url}).encode()
        with disk.translated(self._folder):
            descriptor = os.open(self._name + ".json", _FLAGS | os.O_TRUNC, 0o600)
            try:
                disk.write_all(descriptor, text)
            finally:
                os.close(descriptor)

    def write(self, chunk: bytes | memoryview) -> None:
        """Add bytes, all of `chunk` or, on DiskFullError, none."""
        try:
            written = os.write(self._descriptor, chunk)
            if written < len(chunk):
                disk.write_all(self._descriptor, memoryview(chunk)[written:])
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self.offset)
                os.lseek(self._descriptor, self.offset, os.SEEK_SET)
            raise disk.sentence(error, self._folder) from error
        if self._hash is not None:
            self._hash.update(chunk)
        self.offset += len(chunk)

    def commit(
        self,
        *,
        url: str,
        final_url: str,
        status: int,
        headers: Headers,
        requested_at: float,
        received_at: float,
        variant: str = "",
        media_type: str | None = None,
        width: int | None = None,
        height: int | None = None,
    ) -> StoredResponse:
        """Store the complete response: once this returns, no crash loses it. After DiskFullError it can be called again.

        `media_type`, `width` and `height` say what the bytes are, where that is known already.
        """
        with disk.translated(self._folder):
            response = StoredResponse(
                id=0,
                key=self.key,
                variant=variant,
                url=stored_url(url),
                final_url=stored_url(final_url),
                status=status,
                headers=stored_headers(headers),
                requested_at=requested_at,
                received_at=received_at,
                sha256=self._finish(),
                bytes=self.offset,
                path=Path(),
                media_type=media_type,
                width=width,
                height=height,
            )
        try:
            stored = self._store(response, self._name + ".part")
        except DiskFullError:
            raise
        except BaseException:
            self._leave()
            raise
        if self.headers is not None and self.resumable:
            _remove(self._name + ".json")
        self._leave()
        return stored

    def _finish(self) -> str:
        """Close the file and give the name of its bytes."""
        if self._sha256 is None:
            if self._hash is None:
                self._sha256, self.offset = disk.digest(self._name + ".part")
            else:
                self._sha256 = self._hash.hexdigest()
        self._close()
        return self._sha256

    def suspend(self) -> None:
        """Stop here; what is there can be gone on with, in this run or a later one. Calling it again does nothing."""
        if self._held is None and self._descriptor < 0:
            return
        if self.resumable and self.offset and self.headers is not None:
            self._leave()
        else:
            self.discard()

    def discard(self) -> None:
        """Stop, and remove what is there."""
        if self._held is None and self._descriptor < 0:
            return
        self._close()
        _remove(self._name + ".json")
        _remove(self._name + ".part")
        self._leave()

    def _close(self) -> None:
        """Close the partial file."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _leave(self) -> None:
        """Let go of file and key."""
        self._close()
        held, self._held = self._held, None
        if held is not None:
            held.drop()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Suspend, unless committed or discarded."""
        self.suspend()


def _remove(path: str) -> None:
    """Remove a file that may be gone, or in use (Windows): then `sweep` removes it later."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        os.unlink(path)


def count(folder: Path) -> int:
    """Give how many responses are partly there."""
    try:
        with os.scandir(folder) as entries:
            return sum(entry.name.endswith(".part") for entry in entries)
    except OSError:
        return 0


def sweep(folder: Path, *, everything: bool = False, now: float | None = None) -> int:
    """Remove what dead writers left that nobody can go on with, and stale partials; give the bytes freed.

    With `everything`, all but those that are being written.
    """
    try:
        names = {name.partition(".")[0] for name in os.listdir(folder)}
    except OSError:
        return 0
    freed = 0
    for name in sorted(names):
        with contextlib.suppress(OSError):
            freed += _sweep_one(os.path.join(folder, name), everything=everything, now=now or time.time())
    return freed


def _sweep_one(path: str, *, everything: bool, now: float) -> int:
    """Remove one partial if it is of no use to anybody; give the bytes freed."""
    claim = Claim.take(path + ".lock")
    if claim is None:
        return 0
    freed = 0
    try:
        own = len(os.path.basename(path)) > 40  # noqa: PLR2004  a writer's own name, of which nothing outlives it
        if everything or own or not _worth_keeping(path, now):
            for suffix in (".json", ".part", ".copy"):
                with contextlib.suppress(FileNotFoundError):
                    freed += os.stat(path + suffix).st_size
                    os.unlink(path + suffix)
    finally:
        claim.drop()
    return freed


def _worth_keeping(path: str, now: float) -> bool:
    """Whether there are bytes, their description, and hope that somebody goes on with them."""
    try:
        part = os.stat(path + ".part")
        os.stat(path + ".json")
    except FileNotFoundError:
        return False
    return part.st_size > 0 and abs(now - part.st_mtime) < _STALE
