"""Which pictures are favourites and which are kept offline for good.

Owns what either mark does to a picture's bytes. Refuses to know SQL (`catalog`) and what is said in words (`notes`).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

from vitrina.frozen import frozen
from vitrina.library import local
from vitrina.library.catalog import Catalog
from vitrina.library.decode_pool import DecodePool
from vitrina.library.fetching import Fetching, error_of
from vitrina.library.notes import Notes, Said
from vitrina.model import Outcome, Picture
from vitrina.store import Store

STEP: Final = 200
"""So many are kept at once: some tenths of a second, and no more is done anew where it is interrupted."""


@frozen
class Marks:
    """Which pictures the person has marked, by key, and what was said of them."""

    favourites: frozenset[str]
    kept: frozenset[str]
    said: Said


class Marking:
    """Lives on the loop."""

    def __init__(
        self, store: Store, catalog: Callable[[], Catalog], fetching: Fetching, notes: Notes, pool: DecodePool
    ) -> None:
        """Take hold of nothing yet: `catalog` opens its file when first called."""
        self._store, self._catalog, self._fetching, self._notes, self._pool = store, catalog, fetching, notes, pool

    async def marks(self) -> Marks:
        """Which pictures are favourites, which are kept, and how they are rated and tagged."""
        favourites, kept, said = await asyncio.gather(self.favourites(), self.kept(), self._notes.said())
        return Marks(frozenset(one.key for one in favourites), frozenset(one.key for one in kept), said)

    async def set_favourite(self, pictures: Sequence[Picture], on: bool) -> None:  # noqa: FBT001 - a switch
        """Add to the favourites, or take away."""
        await self._pool.run(self._catalog().mark, "favourite", pictures, on=on)

    async def set_kept(self, pictures: Sequence[Picture], on: bool) -> None:  # noqa: FBT001 - a switch
        """Have the pictures' bytes for good, fetched first where they are not here; or leave them to eviction.

        PictureError for the first that cannot be had, once all others are kept.
        """
        if not on:
            await self._release(pictures)
        elif failed := await self._keep(pictures):
            raise error_of(failed[0])

    async def keep(self, pictures: Sequence[Picture], *, on: bool) -> int:
        """The same, for whoever wants to know how many could not be had."""
        if not on:
            await self._release(pictures)
            return 0
        return len(await self._keep(pictures))

    async def favourites(self) -> tuple[Picture, ...]:
        """The favourites, the latest first."""
        return await self._pool.run(self._catalog().marked, "favourite")

    async def kept(self) -> tuple[Picture, ...]:
        """What is kept offline, the latest first."""
        return await self._pool.run(self._catalog().marked, "kept")

    async def _keep(self, pictures: Sequence[Picture]) -> list[Outcome]:
        """Keep what is here and what comes; gives what became of those that could not be had."""
        failed: list[Outcome] = []
        had: list[Picture] = []

        async def ended(picture: Picture, outcome: Outcome) -> None:
            if not outcome.status.good:
                failed.append(outcome)
                return
            had.append(picture)
            if len(had) >= STEP:
                some = had.copy()
                had.clear()
                await self._mark(some, on=True)

        await self._fetching.fetch_all(self._lacking(pictures), ended, lambda _: None)
        await self._mark(had, on=True)
        return failed

    async def _lacking(self, pictures: Sequence[Picture]) -> AsyncIterator[Picture]:
        """Keep what is here already, and give the rest."""
        for some in _steps(pictures):
            here = await self._pool.run(self._here, some)
            await self._mark(here, on=True)
            known = {one.key for one in here}
            for one in some:
                if one.key not in known:
                    yield one

    def _here(self, pictures: Sequence[Picture]) -> list[Picture]:
        return [one for one in pictures if not local.is_local(one) and self._fetching.has(one)]

    async def _release(self, pictures: Sequence[Picture]) -> None:
        for some in _steps(pictures):
            await self._mark(some, on=False)

    async def _mark(self, pictures: Sequence[Picture], *, on: bool) -> None:
        keys = [picture.key for picture in pictures if not local.is_local(picture)]
        await self._pool.run(self._store.keep if on else self._store.release, keys)
        await self._pool.run(self._catalog().mark, "kept", pictures, on=on)


def _steps(pictures: Sequence[Picture]) -> list[Sequence[Picture]]:
    return [pictures[at : at + STEP] for at in range(0, len(pictures), STEP)]
