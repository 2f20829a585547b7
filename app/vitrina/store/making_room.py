"""Room for what comes: when something is evicted, how much at a time, and what stays meanwhile.

Owns the limit, what is held because it is on the screen, and a process's latest commits, which somebody is about to
read. Refuses to choose among the rest: `eviction` does, and the shelf carries it out.
"""

import contextlib
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from vitrina.errors import DiskFullError, StoreError
from vitrina.model import StoredResponse
from vitrina.store import care, disk
from vitrina.store.eviction import LOW_MARK, THUMBNAIL_SHARE, default_limit
from vitrina.store.shelf import Shelf
from vitrina.store.thumbnails import Thumbnails

_NEWEST: Final = 32
"""So many of a process's latest commits stay while it runs, however small the limit: somebody is about to read them."""
_EVICTING_SECONDS: Final = 0.008  # what one commit may spend on making room
_FINISHING_SECONDS: Final = 0.5  # what the end may; the next commits make room of what is left


class MakingRoom:
    """Keeps what may be evicted below `limit` bytes: the shelf and the thumbnails together. Any thread may call it."""

    def __init__(self, cached: Shelf, thumbnails: Thumbnails, limit: int | None) -> None:
        """Take 2 GiB for the limit where that is None, or a tenth of the free disk where that is less. StoreError."""
        self._cached, self._thumbnails = cached, thumbnails
        self._evicting = False
        self._held: frozenset[str] = frozenset()
        self._remembering = threading.Lock()
        self._newest: OrderedDict[tuple[str, str], str] = OrderedDict()
        self.limit: int = self._usual_limit() if limit is None else limit

    def set_limit(self, limit: int | None) -> None:
        """Have another limit from now on, and make room where it is a smaller one. Takes a while then."""
        self.limit = self._usual_limit() if limit is None else limit
        if self._bytes_held() > self.limit:
            self.down_to_mark()

    def hold(self, sha256s: Iterable[str]) -> None:
        """Never evict these bytes while they are on the screen; replaces what was held before."""
        self._held = frozenset(sha256s)

    def remember(self, stored: StoredResponse) -> None:
        """Note the bytes of a response that was stored just now, in the place of those that it had before."""
        name = (stored.key, stored.variant)
        with self._remembering:
            self._newest[name] = stored.sha256
            self._newest.move_to_end(name)
            if len(self._newest) > _NEWEST:
                self._newest.popitem(last=False)

    def after_commit(self, held: int) -> None:
        """Go on making room where that is needed; `held` are the bytes on the shelf by now."""
        if self._evicting or held + self._thumbnails.held_bytes > self.limit:
            with contextlib.suppress(DiskFullError, StoreError):  # what was asked for is stored
                self._some()

    def after_thumbnail(self) -> None:
        """Bring the thumbnails down to their share where they have grown beyond it."""
        if self._thumbnails.held_bytes > self._thumbnail_limit:
            self._thumbnails.evict(int(self._thumbnail_limit * LOW_MARK))

    def down_to_mark(self) -> int:
        """Evict down to the low mark; give the bytes freed."""
        return self.down_to(int(self.limit * LOW_MARK))

    def down_to(self, target: int, seconds: float = math.inf) -> int:
        """Evict until at most `target` bytes stay, with gaps in which others get their turn; give the bytes freed."""
        freed = 0
        until = time.monotonic() + seconds
        while time.monotonic() < until and ((size := self._slice(target)) or self._cached.tidy()):
            freed += size
            time.sleep(care.PAUSE)
        self._evicting = False
        return freed

    def finish(self) -> None:
        """End what was begun, or most of it: nobody reads the newest ones any more, but somebody waits."""
        if self._evicting:
            self.down_to(int(self.limit * LOW_MARK), _FINISHING_SECONDS)

    def _usual_limit(self) -> int:
        with disk.translated(self._cached.folder):
            return default_limit(disk.free(self._cached.folder), self._bytes_held())

    def _bytes_held(self) -> int:
        return self._cached.totals().bytes + self._thumbnails.held_bytes

    @property
    def _thumbnail_limit(self) -> int:
        return int(self.limit * THUMBNAIL_SHARE)

    def _some(self) -> None:
        """Take one step to make room, and more for a few milliseconds; go on with the next commit if need be."""
        until = time.monotonic() + _EVICTING_SECONDS
        low = int(self.limit * LOW_MARK)
        self._evicting = True
        with self._remembering:
            newest = frozenset(self._newest.values())
        while self._slice(low, newest) or self._cached.tidy():
            if time.monotonic() > until:
                return
        self._evicting = self._bytes_held() > self.limit

    def _slice(self, target: int, newest: frozenset[str] = frozenset()) -> int:
        """Evict a slice, thumbnails where they have more than their share, and give the bytes freed."""
        over = self._thumbnails.held_bytes > self._thumbnail_limit
        freed = self._thumbnails.evict(int(self._thumbnail_limit * LOW_MARK)) if over else 0
        return freed or self._cached.evict(target - self._thumbnails.held_bytes, self._held | newest)
