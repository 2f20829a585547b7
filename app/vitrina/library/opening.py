"""What is opened in the window: pictures in batches as they become known, and behind them the download of all.

Owns how they cross, and the background downloads' beginning and end. Refuses to read (`reading` does) and to remember
(`galleries` and `catalog` do).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from vitrina.errors import NothingToShowError
from vitrina.library.catalog import Catalog
from vitrina.library.decode_pool import DecodePool
from vitrina.library.downloads import Downloads
from vitrina.library.fetching import Fetching
from vitrina.library.galleries import Galleries, Refreshed
from vitrina.library.reading import Reading
from vitrina.model import Picture

if TYPE_CHECKING:
    from vitrina.sources import LeftOut

Opened: TypeAlias = "list[Picture] | LeftOut | Refreshed"
"""What crosses to the window while something is opened."""

BATCH = 2000
"""So many pictures cross to the window at once, at the most."""


class Opening:
    """Lives on the loop."""

    def __init__(
        self,
        reading: Reading,
        saved: Galleries,
        fetching: Fetching,
        downloads: Downloads,
        catalog: Callable[[], Catalog],
        pool: DecodePool,
    ) -> None:
        """Take hold of nothing yet: `catalog` opens its file when first called."""
        self._reading, self._saved, self._fetching, self._downloads = reading, saved, fetching, downloads
        self._catalog, self._pool = catalog, pool

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
        self._fetching.leave_arriving()
        await self._pool.run(self._catalog().opened, tuple(locators))
        read = self._reading.at_sight(locators, times=times, limit=limit, source=source, as_left=as_left)
        async for found in _batched(read):
            if isinstance(found, list):
                self._downloads.add(found)
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
        self._downloads.add(pictures)
        yield pictures

    async def open_gallery(self, name: str, *, as_left: bool = False) -> AsyncIterator[Opened]:
        """Give a saved gallery's pictures at once, and then, at the end, how it stands after it was refreshed.

        Only what is not fresh in the store is asked for again; offline and with `as_left` nothing is, once the
        gallery was read. A gallery that never was gives its pictures as they become known. UsageError.
        """
        await self._downloads.stop()
        count = 0
        async for some in self._saved.saved(name):
            count += len(some)
            self._downloads.add(some)
            yield some
        if count and (as_left or self._fetching.offline):
            return
        async for found in _batched(self._saved.refresh(name, anew=False)):
            if isinstance(found, list):
                self._downloads.add(found)
                if count:
                    continue  # where they stand among the others is known at the end
            yield found

    async def refresh_gallery(self, name: str) -> "AsyncIterator[LeftOut | Refreshed]":
        """Ask for all of a gallery again; at the end comes how it stands. UsageError."""
        async for found in self._saved.refresh(name):
            if not isinstance(found, Picture):
                if isinstance(found, Refreshed):
                    self._downloads.add(found.pictures)
                yield found

    async def everything(self) -> AsyncIterator[Opened]:
        """All pictures of all galleries in their order, then all of which the person said something, each once."""
        given: set[str] = set()
        for gallery in await self._saved.all():
            async for some in self._saved.saved(gallery.name):
                yield _new_of(some, given)
        yield _new_of(await self._pool.run(self._catalog().said_of), given)

    async def recent(self) -> tuple[tuple[str, ...], ...]:
        """The locators opened lately, the latest first."""
        return tuple(locators for locators, _ in await self._pool.run(self._catalog().history))


def _new_of(pictures: Iterable[Picture], given: set[str]) -> list[Picture]:
    """Leave out what was given before, and take note of the rest."""
    new = [one for one in pictures if one.key not in given]
    given.update(one.key for one in new)
    return new


async def _batched(found: "AsyncIterator[Picture | LeftOut | Refreshed]") -> AsyncIterator[Opened]:
    """Whatever is there at once goes together; the first picture waits for no second."""
    queue: asyncio.Queue[Picture | LeftOut | Refreshed | None] = asyncio.Queue(maxsize=2 * BATCH)
    left = False

    async def produce() -> None:
        try:
            async for one in found:
                await queue.put(one)
        finally:
            if not left:  # nobody would make room for the last
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
        left = True
        producer.cancel()
