"""Pictures that are on this machine already: files, and members of archives.

Owns the step from a `file:` address to bytes on disk. Refuses to copy plain files into the store:
they are shown from where they lie, and their thumbnails are stored under what they are now.
"""

import hashlib
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from vitrina.errors import NoFileError, NotAPictureError
from vitrina.frozen import frozen
from vitrina.model import Picture, StoredResponse
from vitrina.sources.web_address import file_path
from vitrina.store import Store


@frozen
class LocalFile:
    """A file as it is now. `identity` changes with path, size and time of change; it is no hash of the bytes."""

    path: Path
    identity: str
    bytes: int


def is_local(picture: Picture) -> bool:
    """Whether the picture's address is a `file:` one."""
    return picture.url.startswith("file:")


def locate(picture: Picture, store: Store) -> LocalFile:
    """Find the file of a `file:` picture; a member of an archive is first copied out, into the store."""
    parts = urlsplit(picture.url)
    path = file_path(parts.path)
    try:
        state = path.stat()
    except FileNotFoundError as error:
        raise NoFileError("There is no file {path} (any more).", path=path) from error
    except OSError as error:
        raise NotAPictureError("{path} cannot be read ({reason}).", path=path, reason=error.strerror) from error
    identity = hashlib.sha256(f"{picture.url}\n{state.st_mtime_ns}\n{state.st_size}".encode()).hexdigest()
    if parts.fragment:
        return _member(path, unquote(parts.fragment), f"{picture.url} {identity}", store)
    return LocalFile(path, identity, state.st_size)


def _member(archive: Path, name: str, key: str, store: Store) -> LocalFile:
    for stored in store.responses(key):
        return LocalFile(stored.path, stored.sha256, stored.bytes)
    from vitrina.sources.archive import read_member

    stored = put(store, key, archive.as_uri(), read_member(archive, name))
    return LocalFile(stored.path, stored.sha256, stored.bytes)


def put(store: Store, key: str, url: str, body: bytes) -> StoredResponse:
    """Store bytes that no request gave, as the answer of `url` now."""
    now = time.time()
    with store.incoming(key, resumable=False) as incoming:
        incoming.write(body)
        return incoming.commit(url=url, final_url=url, status=200, headers=(), requested_at=now, received_at=now)


def sha256_of(path: Path) -> str:
    """Hash a file's bytes, a piece at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
