"""Which bytes leave the store when it grows past its limit.

Owns the policy, as pure functions. Refuses to touch anything: the store carries out what is decided here.

The store is brought down to a mark below its limit, so that the next write does not evict again. Least recently
seen goes first; what is kept or held (on the screen) never goes. Several responses may share the same bytes:
an entry is the bytes, last seen when any of them was, so they go together. Thumbnails outlive their originals,
as they are small and a grid needs nothing else, but may not fill more than a quarter of the limit.
"""

from collections.abc import Iterable
from typing import Final

from vitrina.frozen import frozen

LOW_MARK: Final = 0.9
THUMBNAIL_SHARE: Final = 0.25
DEFAULT_LIMIT: Final = 2 * 1024**3
DISK_SHARE: Final = 0.1


@frozen
class Entry:
    """Bytes that could go: their name and number, when they were last seen (any clock), and whether they must stay."""

    name: str
    bytes: int
    seen: float = 0
    kept: bool = False


def to_evict(
    entries: Iterable[Entry], limit: int, low_mark: float = LOW_MARK, *, held: int | None = None
) -> list[Entry]:
    """Which entries go so that at most `low_mark * limit` bytes stay: least recently seen first, never a kept one.

    Nothing goes as long as at most `limit` bytes are there. Where `held`, the bytes of all entries, is given, the
    entries have to come least recently seen first and are read no further than needed.
    """
    if held is None:
        entries = sorted(entries, key=lambda entry: entry.seen)
        held = sum(entry.bytes for entry in entries)
    if held <= limit:
        return []
    going = []
    for entry in entries:
        if held <= limit * low_mark:
            break
        if not entry.kept:
            going.append(entry)
            held -= entry.bytes
    return going


def default_limit(free: int, held: int) -> int:
    """Give the limit in bytes for a disk with `free` bytes left where the store holds `held` already.

    What is held counts as free, else a store would shrink as it fills.
    """
    return min(DEFAULT_LIMIT, int((free + held) * DISK_SHARE))
