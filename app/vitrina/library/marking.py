"""Which pictures are favourites and which are kept offline for good.

Owns what either mark does to a picture's bytes. Refuses to know SQL (`catalog`) and what is said in words (`notes`).
"""

import asyncio
from collections.abc import Callable, Sequence

from vitrina.frozen import frozen
from vitrina.library import local
from vitrina.library.catalog import Catalog
from vitrina.library.decode_pool import DecodePool
from vitrina.library.fetching import Fetching, error_of
from vitrina.library.notes import Notes, Said
from vitrina.model import Outcome, Picture
from vitrina.store import Store


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
        """Have the pictures' bytes for good, fetched first where they are not here; or leave them to eviction."""
        if on:
            outcomes = await asyncio.gather(
                *(self._fetching.fetch(one) for one in pictures if not self._fetching.has(one))
            )
            for outcome in outcomes:
                if outcome.error is not None and not outcome.status.good:
                    raise error_of(outcome)
        await self._keep(pictures, on=on)

    async def keep(self, pictures: Sequence[Picture], *, on: bool) -> int:
        """The same for many pictures, a few at a time: how many could not be had. The others are kept."""
        had: list[Picture] = []

        async def ended(picture: Picture, outcome: Outcome) -> None:
            if outcome.status.good:
                had.append(picture)

        if on:
            await self._fetching.fetch_each(pictures, ended)
        wanted = had if on else list(pictures)
        await self._keep(wanted, on=on)
        return len(pictures) - len(wanted)

    async def favourites(self) -> tuple[Picture, ...]:
        """The favourites, the latest first."""
        return await self._pool.run(self._catalog().marked, "favourite")

    async def kept(self) -> tuple[Picture, ...]:
        """What is kept offline, the latest first."""
        return await self._pool.run(self._catalog().marked, "kept")

    async def _keep(self, pictures: Sequence[Picture], *, on: bool) -> None:
        keys = [picture.key for picture in pictures if not local.is_local(picture)]
        await self._pool.run(self._store.keep if on else self._store.release, keys)
        await self._pool.run(self._catalog().mark, "kept", pictures, on=on)
