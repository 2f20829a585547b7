"""What a person can do: open locators, see and fetch pictures, keep them, export them, save galleries.

Owns the wiring of the rooms of this floor and their common end. Refuses to hold rules of its own: how
bytes are had is `fetching`'s, how they become pixels `pixels`', what is remembered `catalog`'s. All of it
lives on one event loop.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from vitrina.errors import NothingToShowError, PictureError
from vitrina.keys import Keys, system_keyring
from vitrina.library import export, local
from vitrina.library.alike import Likeness
from vitrina.library.catalog import Catalog
from vitrina.library.decode_pool import DecodePool
from vitrina.library.demo_pictures import DemoPictures
from vitrina.library.documents import Documents
from vitrina.library.downloads import Downloads
from vitrina.library.fetching import Fetching
from vitrina.library.galleries import Galleries, Refreshed
from vitrina.library.notes import Notes, Said
from vitrina.library.pixels import Pixels, error_of
from vitrina.library.storage import Storage
from vitrina.model import Outcome, Picture
from vitrina.paths import Paths
from vitrina.settings import Settings
from vitrina.store import Store, StoreInfo
from vitrina.trace import Trace

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from vitrina.fetch import Limits
    from vitrina.library.newer import Release
    from vitrina.sources import LeftOut

Opened: TypeAlias = "list[Picture] | LeftOut | Refreshed"
"""What crosses to the window while something is opened."""

BATCH = 2000
"""So many pictures cross to the window at once, at the most."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which pictures the person has marked, by key, and what was said of them."""

    favourites: frozenset[str]
    kept: frozenset[str]
    said: Said


@dataclass(frozen=True, slots=True)
class KeysHeld:
    """The names of the services that there is a key for, and where keys lie: `keyring` (the system's) or `file`."""

    names: frozenset[str]
    where: str


class Library:
    """One person's library. An async context manager that lives on one event loop."""

    def __init__(
        self,
        paths: Paths,
        limits: "Limits",
        *,
        store_limit: int | None = None,
        data_saver: bool = False,
        language: str = "en",
        trace: Trace,
    ) -> None:
        """Open the store (StoreError). The network and the catalogue are opened when first needed.

        `data_saver` leaves pictures where they are until one is opened, and takes the sources' own thumbnails.
        `language` is the code in which texts are wanted of sources that have them in several.
        """
        self.store = Store.open(paths.store_folder, paths.kept_folder, limit=store_limit, chosen=paths.store)
        self._store_limit = store_limit
        self._closed = False
        self._paths = paths
        self._language = language
        self._pool = DecodePool()
        self._demo = DemoPictures()
        self._catalog: Catalog | None = None
        self._keys = Keys(paths.keys_file, (lambda: None) if paths.apart else system_keyring)
        self.fetching = Fetching(self.store, limits, self._pool, trace, self._keys)
        self.pixels = Pixels(self.store, self.fetching, self._pool, data_saver=data_saver)
        self._downloads = Downloads(
            self.fetching.fetch, self.fetching.due, lambda: self.fetching.workers, held=data_saver or limits.offline
        )
        self.notes = Notes(lambda: self.catalog, self._pool, lambda one: "here" if self.has(one) else "waiting")
        self.saved = Galleries(lambda: self.catalog, self._pool, self._read_saved, self.keep)
        # What the window asks most often goes to its room by the shortest way.
        self.thumbnail = self.pixels.thumbnail
        self.image = self.pixels.image
        self.whole = self.pixels.whole
        self.frames = self.pixels.frames
        self.probe = self.pixels.probe
        self.arriving = self.pixels.arriving
        self.details = self.pixels.details
        self.versions = self.pixels.versions
        self.fetch = self.fetching.fetch
        self.prioritise = self.fetching.prioritise
        self.subscribe = self.fetching.subscribe
        self.hosts = self.fetching.hosts
        self.alike = Likeness(lambda: self.store, self._pool)
        self.storage = Storage(self.store, lambda: self.catalog, paths)
        self.galleries = self.saved.all
        self.save_gallery = self.saved.save

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End downloads and servers, give the store back; again does nothing. What is partial resumes next time."""
        if self._closed:
            return
        self._closed = True
        await self._downloads.stop()
        await self.fetching.close()
        await self._demo.close()
        self._pool.close()
        if self._catalog is not None:
            self._catalog.close()
        self.store.close()

    @property
    def catalog(self) -> Catalog:
        """Galleries, favourites and history; InstallationError where their file cannot be used."""
        if self._catalog is None:
            self._catalog = Catalog.open(self._paths.library_file)
        return self._catalog

    # locators

    def read(
        self,
        locators: Sequence[str],
        *,
        times: int = 1,
        limit: int | None = None,
        source: str | None = None,
        refresh: bool = False,
        peek: bool = False,
        as_left: bool = False,
        ordered: bool = True,
    ) -> "AsyncIterator[Picture | LeftOut]":
        """Give the pictures that the locators hold, as they become known, in the locators' order.

        An address that a person typed and that gives nothing is a picture that failed, so that it can be
        tried again. With `peek` no picture is downloaded on the way, and such an address is left out. With
        `as_left` documents that the store holds are taken whatever their age, and the network is not waited for.
        Without `ordered` a slow locator holds no other one up.
        UsageError for a locator that is none, at once, before anything is asked.
        """
        since = 0.0 if as_left else self.fetching.since
        documents = Documents(self.fetching, self._demo, peek=peek, refresh=refresh, reuse_since=since)
        return self._found(locators, documents, times=times, limit=limit, source=source, ordered=ordered)

    def _read_saved(
        self, locators: Sequence[str], *, times: int, source: str | None, refresh: bool
    ) -> "AsyncIterator[Picture | LeftOut]":
        # Peeking, an address that gives nothing now is left out: it is no picture of the gallery.
        now = time.time()
        documents = Documents(self.fetching, self._demo, peek=True, refresh=refresh, reuse_since=now, settled=True)
        return self._found(locators, documents, times=times, source=source)

    def _found(
        self,
        locators: Sequence[str],
        documents: Documents,
        *,
        times: int,
        source: str | None,
        limit: int | None = None,
        ordered: bool = True,
    ) -> "AsyncIterator[Picture | LeftOut]":
        # Parsers of feeds and pages are not needed to show what the store holds.
        from vitrina.sources import parse, read

        parsed = [parse(one) for one in locators]
        stdin = getattr(sys.stdin, "buffer", None)  # a windowed program has no standard input
        found = read(
            parsed,
            documents,
            limit=limit,
            source=source,
            times=times,
            stdin=stdin,
            languages=(self._language,),
            programs=not self.fetching.offline,
            ordered=ordered,
        )
        return self._named(found, documents, {one.text for one in parsed if one.remote})

    async def _named(
        self, stream: "AsyncGenerator[Picture | LeftOut, None]", documents: Documents, links: set[str]
    ) -> "AsyncIterator[Picture | LeftOut]":
        async with aclosing(stream):
            async for found in stream:
                if isinstance(found, Picture):
                    yield documents.named(found)
                elif documents.failed(found.url):
                    yield Picture(found.url or found.locator, source="urls", remote=found.locator in links)
                else:
                    yield found

    async def open(
        self,
        locators: Sequence[str],
        *,
        times: int = 1,
        limit: int | None = None,
        source: str | None = None,
        as_left: bool = False,
    ) -> AsyncIterator[Opened]:
        """Read for the window: pictures in batches; behind it, the download of all that is not here begins."""
        await self._downloads.stop()
        self.fetching.leave_arriving()
        await self._pool.run(self.catalog.opened, tuple(locators))
        since = 0.0 if as_left else self.fetching.since
        documents = Documents(self.fetching, self._demo, peek=False, refresh=False, reuse_since=since, at_sight=True)
        async for found in _batched(self._found(locators, documents, times=times, limit=limit, source=source)):
            if isinstance(found, list):
                self._have_later(found)
            yield found

    async def paste(self, html: str, base: str = "") -> AsyncIterator[Opened]:
        """Give the pictures of what a browser copied as HTML, as `open` does; `base` is the page's address, if known.

        Nothing is asked on the way. NothingToShowError where there are none.
        """
        from vitrina.sources.page import clipboard

        page = await self._pool.run(clipboard, html, base)
        pictures = [replace(one, source="page", remote=True) for one in page.pictures]
        if not pictures:
            raise NothingToShowError("There are no pictures in what was copied.")
        await self._downloads.stop()
        self._have_later(pictures)
        yield pictures

    async def open_gallery(self, name: str, *, as_left: bool = False) -> AsyncIterator[Opened]:
        """Give a saved gallery's pictures at once, and then, at the end, how it stands after it was refreshed.

        Only what is not fresh in the store is asked for again; offline and with `as_left` nothing is, once the
        gallery was read. A gallery that never was gives its pictures as they become known. UsageError.
        """
        await self._downloads.stop()
        count = 0
        async for some in self.saved.saved(name):
            count += len(some)
            self._have_later(some)
            yield some
        if count and (as_left or self.fetching.offline):
            return
        async for found in _batched(self.saved.refresh(name, anew=False)):
            if isinstance(found, list):
                self._have_later(found)
                if count:
                    continue  # where they stand among the others is known at the end
            yield found

    async def refresh_gallery(self, name: str) -> "AsyncIterator[LeftOut | Refreshed]":
        """Ask for all of a gallery again; at the end comes how it stands. UsageError."""
        async for found in self.saved.refresh(name):
            if not isinstance(found, Picture):
                if isinstance(found, Refreshed):
                    self._have_later(found.pictures)
                yield found

    def _have_later(self, pictures: Iterable[Picture]) -> None:
        """Download in the background what is not here yet, where the person lets us."""
        self._downloads.add(pictures)

    # limits

    def set_offline(self, offline: bool) -> None:  # noqa: FBT001 - a switch has one argument
        """Leave the network alone from now on, or use it again and go on with what was left."""
        self._downloads.hold(offline or self.pixels.data_saver)
        self.fetching.set_offline(offline)

    async def set_limits(self, settings: Settings) -> None:
        """Have the limits of these settings from now on, for downloads and store; nothing under way is ended."""
        self.fetching.set_limits(
            total=settings.jobs,
            per_host=settings.per_host,
            max_bytes=settings.max_size,
            insecure_hosts=frozenset(settings.insecure_hosts),
        )
        self.pixels.data_saver = settings.data_saver
        self._downloads.hold(self.fetching.offline or settings.data_saver)
        if (settings.store_limit or None) != self._store_limit:
            self._store_limit = settings.store_limit or None
            await self._pool.run(self.store.set_limit, self._store_limit)

    # pictures

    def has(self, picture: Picture) -> bool:
        """Whether its bytes are here, and have been looked at."""
        if picture.key in self.fetching.arrived:
            return False
        return local.is_local(picture) or bool(self.store.responses(picture.key))

    async def info(self) -> StoreInfo:
        """How full the store is."""
        return await self._pool.run(self.store.info)

    async def newer_release(self) -> "Release | None":
        """The latest version that came after this one, asked of the project once a day at most."""
        from vitrina.library.newer import newer_release  # few want it, and feeds are read for it

        return await newer_release(self.fetching, self._paths.asked_file)

    async def copy_to(self, picture: Picture, folder: Path, name: str | None = None) -> Path:
        """Write the picture out below `folder`, fetched first where it is not here; where it lies now.

        Other content is never overwritten. PictureError, InstallationError.
        """
        outcome = await self.fetching.have(picture)
        if outcome.path is None:
            raise error_of(outcome)
        wanted = name or export.file_name(picture, outcome.media_type)
        if local.is_local(picture):
            return await self._pool.run(export.write_out, outcome.path, folder, wanted)
        return await self._pool.run(export.write_credited, outcome.path, folder, wanted, picture, outcome.media_type)

    async def export(self, pictures: Iterable[Picture], folder: Path) -> list[Path]:
        """Write pictures out under readable names; where they lie. PictureError, InstallationError."""
        return [await self.copy_to(picture, folder) for picture in pictures]

    async def contact_sheet(self, pictures: Iterable[Picture], folder: Path, title: str) -> Path:
        """Write pictures out, and a page of them that opens with no network; where that lies.

        What cannot be had is not on it. PictureError where nothing can, InstallationError.
        """
        written: list[tuple[Path, Picture]] = []
        failed: PictureError | None = None
        for picture in pictures:
            try:
                written.append((await self.copy_to(picture, folder), picture))
            except PictureError as error:
                failed = error
        if failed is not None and not written:
            raise failed
        return await self.write_sheet(written, folder, title)

    async def write_sheet(self, written: Sequence[tuple[Path, Picture]], folder: Path, title: str) -> Path:
        """Write a page of pictures that lie in `folder` already."""
        return await self._pool.run(export.write_sheet, folder, title, written, self._language)

    # keys

    async def keys(self) -> KeysHeld:
        """Which services there is a key for, and where keys lie; never a key."""
        names, where = await self._pool.run(lambda: (self._keys.names(), self._keys.where()))
        return KeysHeld(names, where)

    async def set_key(self, service: str, key: str) -> None:
        """Remember the person's key for a service (`vitrina.keys.SERVICES`), or forget it where `key` is empty."""
        await self._pool.run(self._keys.set, service, key)

    # what is marked and saved

    async def marks(self) -> Marks:
        """Which pictures are favourites, which are kept, and how they are rated and tagged."""
        favourites, kept, said = await asyncio.gather(self.favourites(), self.kept(), self.notes.said())
        return Marks(frozenset(one.key for one in favourites), frozenset(one.key for one in kept), said)

    async def set_favourite(self, pictures: Sequence[Picture], on: bool) -> None:  # noqa: FBT001 - a switch
        """Add to the favourites, or take away."""
        await self._pool.run(self.catalog.mark, "favourite", pictures, on=on)

    async def set_kept(self, pictures: Sequence[Picture], on: bool) -> None:  # noqa: FBT001 - a switch
        """Have the pictures' bytes for good, fetched first where they are not here; or leave them to eviction."""
        if on:
            outcomes = await asyncio.gather(*(self.fetch(picture) for picture in pictures if not self.has(picture)))
            for outcome in outcomes:
                if outcome.error is not None and not outcome.status.good:
                    raise error_of(outcome)
        keys = [picture.key for picture in pictures if not local.is_local(picture)]
        await self._pool.run(self.store.keep if on else self.store.release, keys)
        await self._pool.run(self.catalog.mark, "kept", pictures, on=on)

    async def keep(self, pictures: Sequence[Picture], *, on: bool) -> int:
        """The same for many pictures, a few at a time: how many could not be had. The others are kept."""
        had: list[Picture] = []

        async def ended(picture: Picture, outcome: Outcome) -> None:
            if outcome.status.good:
                had.append(picture)

        if on:
            await self.fetching.fetch_all(_each(pictures), ended, lambda _: None)
        wanted = had if on else list(pictures)
        keys = [picture.key for picture in wanted if not local.is_local(picture)]
        await self._pool.run(self.store.keep if on else self.store.release, keys)
        await self._pool.run(self.catalog.mark, "kept", wanted, on=on)
        return len(pictures) - len(wanted)

    async def favourites(self) -> tuple[Picture, ...]:
        """The favourites, the latest first."""
        return await self._pool.run(self.catalog.marked, "favourite")

    async def kept(self) -> tuple[Picture, ...]:
        """What is kept offline, the latest first."""
        return await self._pool.run(self.catalog.marked, "kept")

    async def everything(self) -> AsyncIterator[Opened]:
        """All pictures of all galleries in their order, then all of which the person said something, each once."""
        given: set[str] = set()
        for gallery in await self.saved.all():
            async for some in self.saved.saved(gallery.name):
                yield _new_of(some, given)
        yield _new_of(await self._pool.run(self.catalog.said_of), given)

    async def recent(self) -> tuple[tuple[str, ...], ...]:
        """The locators opened lately, the latest first."""
        return tuple(locators for locators, _ in await self._pool.run(self.catalog.history))


def _new_of(pictures: Iterable[Picture], given: set[str]) -> list[Picture]:
    """Leave out what was given before, and take note of the rest."""
    new = [one for one in pictures if one.key not in given]
    given.update(one.key for one in new)
    return new


async def _each(pictures: Iterable[Picture]) -> "AsyncIterator[Picture]":
    for picture in pictures:
        yield picture


async def _batched(found: "AsyncIterator[Picture | LeftOut | Refreshed]") -> AsyncIterator[Opened]:
    """Whatever is there at once goes together; the first picture waits for no second."""
    queue: asyncio.Queue[Picture | LeftOut | Refreshed | None] = asyncio.Queue(maxsize=2 * BATCH)

    async def produce() -> None:
        try:
            async for one in found:
                await queue.put(one)
        finally:
            await queue.put(None)

    producer = asyncio.create_task(produce())
    try:
        batch: list[Picture] = []
        while (one := await queue.get()) is not None:
            if isinstance(one, Picture):
                batch.append(one)
                if not queue.empty() and len(batch) < BATCH:
                    continue
            if batch:
                yield batch
                batch = []
            if not isinstance(one, Picture):
                yield one
        if batch:
            yield batch
        await producer
    finally:
        producer.cancel()
