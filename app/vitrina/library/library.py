"""What a person can do: open locators, see and fetch pictures, keep them, export them, save galleries.

Owns the wiring of the rooms of this floor, what all of them hear, and their common end. Refuses to hold rules of its
own: how bytes are had is `fetching`'s, how they become pixels `pixels`', what is remembered `catalog`'s. All of it
lives on one event loop.
"""

from typing import TYPE_CHECKING, Self

from vitrina.frozen import frozen
from vitrina.keys import Keys, system_keyring
from vitrina.library.alike import Likeness
from vitrina.library.catalog import Catalog
from vitrina.library.copies import Copies
from vitrina.library.decode_pool import DecodePool, closed
from vitrina.library.demo_pictures import DemoPictures
from vitrina.library.downloads import Downloads
from vitrina.library.fetching import Fetching
from vitrina.library.galleries import Galleries
from vitrina.library.marking import Marking
from vitrina.library.notes import Notes
from vitrina.library.opening import Opening
from vitrina.library.pixels import Pixels
from vitrina.library.reading import Reading
from vitrina.library.storage import Storage
from vitrina.paths import Paths
from vitrina.settings import Settings
from vitrina.store import Store, StoreInfo
from vitrina.trace import Trace

if TYPE_CHECKING:
    from vitrina.fetch import Limits
    from vitrina.library.newer import Release


@frozen
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
        self._paths, self._store_limit, self._closed = paths, store_limit, False
        self._pool, self._demo = DecodePool(), DemoPictures()
        self._catalog: Catalog | None = None
        self._keys = Keys(paths.keys_file, (lambda: None) if paths.apart else system_keyring)
        self.fetching = Fetching(self.store, limits, self._pool, trace, self._keys)
        self.pixels = Pixels(self.store, self.fetching, self._pool, data_saver=data_saver)
        self._downloads = Downloads(
            self.fetching.fetch, self.fetching.due, lambda: self.fetching.workers, held=data_saver or limits.offline
        )

        def catalog() -> Catalog:
            return self.catalog

        reading = Reading(self.fetching, self._demo, language)
        self.notes = Notes(catalog, self._pool, lambda one: "here" if self.fetching.has(one) else "waiting")
        self.alike = Likeness(self.store, self._pool)
        self.storage = Storage(self.store, catalog, paths, self._pool)
        marking = Marking(self.store, catalog, self.fetching, self.notes, self._pool)
        self.saved = Galleries(catalog, self._pool, reading.saved, marking.keep)
        opening = Opening(reading, self.saved, self.fetching, self._downloads, catalog, self._pool)
        copies = Copies(self.fetching, self._pool, language)

        # What is asked of the library goes to its room by the shortest way.
        self.read = reading.read
        self.open = opening.open
        self.open_gallery = opening.open_gallery
        self.refresh_gallery = opening.refresh_gallery
        self.paste = opening.paste
        self.everything = opening.everything
        self.recent = opening.recent
        self.thumbnail = self.pixels.thumbnail
        self.image = self.pixels.image
        self.whole = self.pixels.whole
        self.frames = self.pixels.frames
        self.probe = self.pixels.probe
        self.arriving = self.pixels.arriving
        self.details = self.pixels.details
        self.versions = self.pixels.versions
        self.fetch = self.fetching.fetch
        self.fetch_later = self._downloads.add
        self.has = self.fetching.has
        self.prioritise = self.fetching.prioritise
        self.subscribe = self.fetching.subscribe
        self.hosts = self.fetching.hosts
        self.marks = marking.marks
        self.favourites = marking.favourites
        self.kept = marking.kept
        self.keep = marking.keep
        self.set_favourite = marking.set_favourite
        self.set_kept = marking.set_kept
        self.galleries = self.saved.all
        self.save_gallery = self.saved.save
        self.copy_to = copies.copy_to
        self.export = copies.export
        self.write_sheet = copies.write_sheet

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End downloads and servers, give the store back; again does nothing. What is partial resumes next time.

        Nothing that was asked is waited for, however long its list; whoever asked hears of it (`decode_pool.closed`).
        """
        if self._closed:
            return
        self._closed = True
        self._downloads.hold(True)  # noqa: FBT003 - a switch has one argument
        await self.fetching.close()
        await self._downloads.stop()
        await self._demo.close()
        await self.storage.close()
        if self._catalog is not None:
            self._catalog.stop()
        await self._pool.close()
        if self._catalog is not None:
            self._catalog.close()
        self.store.close()

    @property
    def catalog(self) -> Catalog:
        """Galleries, favourites and history; InstallationError where their file cannot be used."""
        if self._closed:
            raise closed()
        if self._catalog is None:
            self._catalog = Catalog.open(self._paths.library_file)
        return self._catalog

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

    # what is asked of the whole

    async def info(self) -> StoreInfo:
        """How full the store is."""
        return await self._pool.run(self.store.info)

    async def newer_release(self) -> "Release | None":
        """The latest version that came after this one, asked of the project once a day at most."""
        from vitrina.library.newer import newer_release  # few want it, and feeds are read for it

        return await newer_release(self.fetching, self._paths.asked_file)

    async def keys(self) -> KeysHeld:
        """Which services there is a key for, and where keys lie; never a key."""
        names, where = await self._pool.run(lambda: (self._keys.names(), self._keys.where()))
        return KeysHeld(names, where)

    async def set_key(self, service: str, key: str) -> None:
        """Remember the person's key for a service (`vitrina.keys.SERVICES`), or forget it where `key` is empty."""
        await self._pool.run(self._keys.set, service, key)
