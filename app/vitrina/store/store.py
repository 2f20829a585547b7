"""The store as all others see it: responses by key, thumbnails by content, and the care of both.

Owns which of the two shelves an answer comes from. Refuses to know HTTP's rules: a stored response is given as it was
stored, fresh or not.

The rules a caller can trip over stand beside each verb. Every verb may be called from any thread; none waits longer
than a few seconds (StoreLockedError), none reads a whole folder but `verify`, `prune` and `clear`.
"""

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from vitrina.errors import DiskFullError, StoreError, StoreLockedError, StoreReadOnlyError
from vitrina.frozen import frozen
from vitrina.model import Headers, StoredResponse
from vitrina.store import care, incoming
from vitrina.store.care import Verdict
from vitrina.store.incoming import Incoming
from vitrina.store.keeping import Keeping
from vitrina.store.leases import Leases
from vitrina.store.making_room import MakingRoom
from vitrina.store.names import stored_headers, stored_key
from vitrina.store.shares import Share, shared_out
from vitrina.store.shelf import Shelf
from vitrina.store.thumbnails import Thumbnails

_NAMES: Final = 10_000


@frozen
class StoreInfo:
    """What `vitrina cache info` says: numbers of pictures, thumbnails and partial downloads, and bytes.

    `bytes` counts everything stored, `kept` the pictures that are never evicted; `limit_bytes` is for the others.
    """

    path: Path
    pictures: int
    thumbnails: int
    bytes: int
    limit_bytes: int
    kept: int
    partial: int


class Store:
    """The bytes of pictures and thumbnails on disk. `open` it; `close` it, or use it as a context manager."""

    def __init__(self, cached: Shelf, kept: Shelf, thumbnails: Thumbnails, room: MakingRoom) -> None:
        """Put the parts together; use `open`."""
        self._cached = cached
        self._kept = kept
        self._thumbnails = thumbnails
        self._room = room
        self._keeping = Keeping(cached, kept, self.name_of)
        self.leases = Leases(cached.folder / "leases.lock")
        """Which keys this process and others fetch just now; of one thread."""
        self._swept = False
        self._names: dict[str, str] = {}

    @classmethod
    def open(cls, cache: Path, kept: Path, *, limit: int | None = None, chosen: Path | None = None) -> Self:
        """Open the store in the two folders, making what is missing and mending what is damaged (see `reports`).

        `limit` is in bytes, for what lies in `cache`; by default 2 GiB, or a tenth of the free disk where that is less.
        `chosen` is the folder around both where a person has moved them: never made anew, as its disk may be away.
        Where nothing can be written, what is there is opened to be read, and every verb that writes raises why, until
        it can. Raises StoreNewerError (nothing was touched), StoreLockedError, StoreError or DiskFullError.
        """
        if chosen is not None and not chosen.is_dir():
            raise StoreError(
                "The folder {path}, where the store lies, is not there; connect its disk, or name another --profile.",
                path=chosen,
            )
        try:
            return cls._opened(cache, kept, limit)
        except (StoreReadOnlyError, DiskFullError) as refusal:
            if isinstance(refusal, StoreReadOnlyError) and not any(map(Shelf.is_in, (cache, kept))):
                raise
            try:
                return cls._opened(cache, kept, limit, to_read=True)
            except StoreError:
                raise refusal from None

    @classmethod
    def _opened(cls, cache: Path, kept: Path, limit: int | None, *, to_read: bool = False) -> Self:
        with contextlib.ExitStack() as opened:
            cached = Shelf(cache, to_read=to_read)
            opened.callback(cached.close)
            thumbnails = Thumbnails(cache, to_read=to_read)
            opened.callback(thumbnails.close)
            for_good = Shelf(kept, kept=True, to_read=to_read)
            opened.callback(for_good.close)
            store = cls(cached, for_good, thumbnails, MakingRoom(cached, thumbnails, limit))
            opened.pop_all()
        return store

    @property
    def to_read(self) -> bool:
        """Whether nothing can be written for now."""
        return self._cached.index.to_read

    @property
    def reports(self) -> tuple[str, ...]:
        """One sentence for each thing that had to be mended."""
        return (*self._cached.reports, *self._kept.reports, *self._thumbnails.reports)

    def close(self) -> None:
        """Write down what was seen, and close the files; shorten a journal that has grown long."""
        with contextlib.suppress(StoreError, DiskFullError):
            self._room.finish()
            if not self.to_read and care.is_long(self._cached):
                care.compact(self._cached)
        self.leases.close()
        self._cached.close()
        self._kept.close()
        self._thumbnails.close()

    def __enter__(self) -> Self:
        """Give the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    # responses

    def responses(self, key: str) -> tuple[StoredResponse, ...]:
        """Give the current responses of `key`, one for each variant, newest first; one whose file is gone is none."""
        name = self.name_of(key)
        kept = self._kept.responses(name, key)
        cached = self._cached.responses(name, key)
        if not kept:
            return tuple(cached)
        # On both shelves only where a crash came before newer bytes were moved, or between copying and dropping.
        newest = {response.variant: response for response in kept}
        for response in cached:
            before = newest.get(response.variant)
            if before is None or before.sha256 != response.sha256:
                newest[response.variant] = response
        return tuple(sorted(newest.values(), key=lambda response: response.received_at, reverse=True))

    def alike(self, keys: Iterable[str] | None = None) -> dict[str, str]:
        """Give the SHA-256 of what several keys have in common now, by key: of all keys, or of these and their like.

        Keys are as they are written down, but those that were asked about are as they were asked. Of 100,000 keys it
        takes as long as reading a short file.
        """
        asked = None if keys is None else {self.name_of(key): key for key in keys}
        shelves = (self._cached, self._kept)
        if asked is None:
            wanted = set(self._cached.sound(self._cached.index.shared))
            wanted.update(sha256 for _, sha256 in self._kept.sound(self._kept.index.contents))
        else:
            wanted = {one for shelf in shelves for _, one in shelf.sound(lambda: shelf.index.contents(asked))}  # noqa: B023  called at once
        if not wanted:
            return {}
        found = dict(one for shelf in shelves for one in shelf.sound(lambda: shelf.index.having(wanted)))  # noqa: B023  as above
        times = Counter(found.values())
        names = asked or {}
        return {names.get(name, name): sha256 for name, sha256 in found.items() if times[sha256] > 1}

    def versions(self, key: str) -> tuple[StoredResponse, ...]:
        """Give what `key` once was and no longer is, newest first; reachable until evicted."""
        name = self.name_of(key)
        return (
            *self._cached.responses(name, key, current=False),
            *self._kept.responses(name, key, current=False),
        )

    def incoming(self, key: str, *, resumable: bool = True) -> Incoming:
        """Begin a response of `key`, or go on with a partial one: see its `offset`. DiskFullError.

        One writer among all processes has the key; any other gets an Incoming that cannot be resumed. So does who
        asks for none that is `resumable`, as for a body that is here already: it costs less.
        """
        return Incoming(self._cached.partials, key, self.name_of(key), self.commit, resumable=resumable)

    def partial(self, key: str) -> Path:
        """Where the bytes of `key` lie while they come, in their order; nothing is there before and after."""
        return incoming.partial_path(self._cached.partials, self.name_of(key))

    def refreshed(
        self, stored: StoredResponse, headers: Headers, *, requested_at: float, received_at: float
    ) -> StoredResponse:
        """Give `stored` the headers and times of a later exchange (304): all its headers, not those that changed."""
        fresh = replace(
            stored,
            headers=stored_headers(headers),
            requested_at=requested_at,
            received_at=received_at,
        )
        record = replace(fresh, key=self.name_of(stored.key))
        for shelf in self._shelves(stored):
            if shelf.refresh(record):
                break
        return fresh

    def describe(
        self, stored: StoredResponse, *, media_type: str | None, width: int | None, height: int | None
    ) -> StoredResponse:
        """Remember what the bytes of `stored` are; all responses that share them know it."""
        if (stored.media_type, stored.width, stored.height) == (media_type, width, height):
            return stored
        found = replace(stored, media_type=media_type, width=width, height=height)
        for shelf in self._shelves(stored):
            if shelf.index.knows(stored.sha256):
                shelf.describe(found)
        return found

    def forget(self, key: str, *, kept: bool = False) -> None:
        """Drop all responses of `key`, older versions too; a kept one only with `kept`."""
        name = self.name_of(key)
        self._cached.forget(name)
        if kept:
            self._kept.forget(name)

    def seen(self, responses: Iterable[StoredResponse]) -> None:
        """Note that somebody looked at these: they are evicted later. Costs nothing; written down now and then."""
        for response in responses:
            if not response.kept:
                self._cached.see(response.sha256)

    def set_limit(self, limit: int | None) -> None:
        """Have another limit from now on (see `open`), and make room where it is a smaller one. Takes a while then."""
        self._room.set_limit(limit)

    def hold(self, sha256s: Iterable[str]) -> None:
        """Never evict these bytes while they are on the screen; replaces what was held before."""
        self._room.hold(sha256s)

    def name_of(self, key: str) -> str:
        """Give the name under which `key` is written down; those that were costly to make are remembered."""
        name = self._names.get(key)
        if name is None:
            name = stored_key(key)
            if name != key:
                if len(self._names) >= _NAMES:
                    self._names.clear()
                self._names[key] = name
        return name

    def _shelves(self, stored: StoredResponse) -> tuple[Shelf, Shelf]:
        """Give both shelves, first the one where `stored` was; it may have been moved since."""
        return (self._kept, self._cached) if stored.kept else (self._cached, self._kept)

    def commit(self, group: Sequence[Incoming]) -> list[StoredResponse | Exception]:
        """Store responses that are sealed, and give each as stored, or why it is not.

        Once this returns, no crash loses what was stored. All go in one transaction; where that fails, each in one
        of its own.
        """
        arrivals = [(self._named(one.sealed), one.part) for one in group if one.sealed is not None]
        outcomes: list[StoredResponse | Exception]
        try:
            stored, held = self._cached.add_all(arrivals)
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            if len(group) > 1 and not isinstance(error, StoreLockedError):
                return [self.commit((one,))[0] for one in group]
            outcomes = [copy(error) for _ in group]
        else:
            outcomes = self._kept_too(stored)
            self._room.after_commit(held)
            self._sweep_once()
        for one, outcome in zip(group, outcomes, strict=True):
            one.settle(outcome)
        return [
            replace(outcome, key=one.key) if isinstance(outcome, StoredResponse) and outcome.key != one.key else outcome
            for one, outcome in zip(group, outcomes, strict=True)
        ]

    def _named(self, response: StoredResponse) -> StoredResponse:
        """Give `response` as it is written down."""
        name = self.name_of(response.key)
        return response if name == response.key else replace(response, key=name)

    def _kept_too(self, group: Sequence[StoredResponse]) -> list[StoredResponse | Exception]:
        """Keep new bytes of what is kept."""
        for stored in group:
            self._room.remember(stored)
        try:
            kept = self._kept.index.which(one.key for one in group)
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            return [copy(error) for _ in group]
        return [self._newer(one) if one.key in kept else one for one in group]

    def _newer(self, stored: StoredResponse) -> StoredResponse | Exception:
        try:
            return self._keeping.newer(stored)
        except DiskFullError:  # stored, if not for good: `keep` will find it
            return stored
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            return error

    def _sweep_once(self) -> None:
        """Sweep what dead writers left, with the first commit."""
        if not self._swept:
            self._swept = True
            incoming.sweep(self._cached.partials)

    # thumbnails

    def thumbnail(self, sha256: str, edge: int) -> bytes | None:
        """Give the thumbnail of the content `sha256` within `edge` pixels, as `put_thumbnail` got it; None without."""
        return self._thumbnails.get(sha256, edge)

    def put_thumbnail(self, sha256: str, edge: int, data: bytes) -> None:
        """Store a thumbnail; it outlives its original. DiskFullError, after which nothing is lost."""
        self._thumbnails.put(sha256, edge, data)
        self._room.after_thumbnail()

    # keeping

    def keep(self, keys: Iterable[str]) -> int:
        """Have the current responses of `keys` for good, in the folder that no cleaner empties; give how many moved."""
        return self._keeping.keep(keys)

    def release(self, keys: Iterable[str]) -> int:
        """Let what was kept be evicted again; give how many responses moved."""
        return self._keeping.release(keys)

    def kept(self) -> Iterator[StoredResponse]:
        """Give everything kept, in the order in which it was."""
        return self._kept.entries()

    # care

    def info(self) -> StoreInfo:
        """Give the numbers, from the index: at once, however much is stored."""
        cached = self._cached.totals()
        kept = self._kept.totals()
        thumbnails = self._thumbnails.totals()
        return StoreInfo(
            path=self._cached.folder,
            pictures=cached.pictures + kept.pictures,
            thumbnails=thumbnails.blobs,
            bytes=cached.bytes + kept.bytes + thumbnails.bytes,
            limit_bytes=self._room.limit,
            kept=kept.pictures,
            partial=incoming.count(self._cached.partials),
        )

    def entries(self) -> Iterator[StoredResponse]:
        """Give every current response of both shelves, in the order they were stored."""
        yield from self._cached.entries()
        yield from self._kept.entries()

    def shares(self, groups: Iterable[tuple[str, Iterable[str]]]) -> tuple[Share, ...]:
        """Give how the bytes are shared out among groups of keys, in their order; what is in none comes last, unnamed.

        Bytes count once, for the first group that has them. A second for a hundred thousand entries.
        """
        named = ((label, map(self.name_of, keys)) for label, keys in groups)
        return shared_out((self._cached, self._kept), named)

    def verify(self, *, repair: bool = True, progress: Callable[[int, int], None] | None = None) -> Verdict:
        """Read everything and compare it with its name; with `repair`, remove what is damaged and mend the index.

        `progress` is called with the files read and those there are. Others read and write meanwhile. Nothing is
        mended where nothing can be written.
        """
        repair = repair and self._may_write()
        if repair:
            self._keeping.finish()
        return care.verify((self._cached, self._kept), self._thumbnails, repair=repair, progress=progress)

    def _may_write(self) -> bool:
        """Whether both shelves can be written; one that could not when it was opened is tried again."""
        try:
            self._cached.begin_to_write()
            self._kept.begin_to_write()
        except (StoreError, DiskFullError):
            return False
        return True

    def prune(self) -> int:
        """Evict down to the low mark, drop what dead writers left, shorten the journals; give the bytes freed."""
        self._keeping.finish()
        freed = incoming.sweep(self._cached.partials) + incoming.sweep(self._kept.partials)
        freed += self._room.down_to_mark()
        for shelf in (self._cached, self._kept):
            freed += care.orphans(shelf, repair=True)[1] + care.drop_set_aside(shelf)
            care.compact(shelf)
        return freed

    def clear(self, *, kept: bool = False, progress: Callable[[int, int], None] = lambda _freed, _held: None) -> int:
        """Empty the store of all that may be evicted; with `kept`, of everything. Give the bytes freed.

        `progress` is called with the bytes freed and those there were; what it raises ends the clearing.
        """
        info = self.info()
        held = info.bytes if kept else info.bytes - self._kept.totals().bytes
        freed = incoming.sweep(self._cached.partials, everything=True)
        shelves = (self._cached, self._kept) if kept else (self._cached,)
        while size := self._thumbnails.evict(-1):
            freed += size
        for shelf in shelves:
            # The orphans first, as those that the journal knows are taken up again.
            freed += care.orphans(shelf, repair=True)[1] + care.drop_set_aside(shelf)
            while (size := shelf.evict(-1)) or shelf.tidy():
                freed += size
                progress(min(freed, held), held)
                time.sleep(care.PAUSE)
            care.compact(shelf)
        return freed
