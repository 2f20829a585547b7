"""Putting pictures into a store under test, and making their bytes.

Owns what tests of the store share. Refuses to assert anything.
"""

import hashlib
from pathlib import Path
from random import Random

from vitrina.model import Headers, StoredResponse
from vitrina.store import Incoming, Store

HEADERS: Headers = (
    ("Content-Type", "image/jpeg"),
    ("ETag", '"first"'),
    ("Date", "Sun, 22 Nov 2026 13:52:02 GMT"),
    ("Cache-Control", "max-age=3600"),
)


def opened(folder: Path, limit: int | None = None) -> Store:
    """Open the store whose two folders lie in `folder`."""
    return Store.open(folder / "cache", folder / "kept", limit=limit)


def url(number: int) -> str:
    """Name a picture."""
    return f"https://pictures.example/{number:06}.jpg"


def picture(number: int, size: int = 1000) -> bytes:
    """Make the bytes of a picture: the same for the same number."""
    return Random(number).randbytes(size)


def named(data: bytes) -> str:
    """Give the SHA-256 of `data` as the store writes it."""
    return hashlib.sha256(data).hexdigest()


def put(
    store: Store, key: str, data: bytes, *, headers: Headers = HEADERS, variant: str = "", at: float = 1000.0
) -> StoredResponse:
    """Store `data` as the response of `key`, as a download does."""
    with store.incoming(key) as incoming:
        if incoming.offset:
            incoming.restart()
        incoming.describe(status=200, headers=headers, final_url=key)
        incoming.write(data)
        return incoming.commit(
            url=key,
            final_url=key,
            status=200,
            headers=headers,
            requested_at=at,
            received_at=at + 0.5,
            variant=variant,
        )


def seal(store: Store, key: str, data: bytes) -> Incoming:
    """Write `data` down as a body that is all there, ready to be stored together with others."""
    incoming = store.incoming(key, resumable=False)
    incoming.write(data)
    incoming.seal(url=key, final_url=key, status=200, headers=HEADERS, requested_at=1.0, received_at=2.0)
    return incoming


def blob(folder: Path, data: bytes, shelf: str = "cache") -> Path:
    """Say where the store in `folder` has the file of `data`."""
    name = named(data)
    return folder / shelf / "blobs" / name[:2] / name


def files(folder: Path) -> set[str]:
    """Give the names of all blobs below `folder`."""
    return {path.name for path in folder.glob("blobs/*/*")}
