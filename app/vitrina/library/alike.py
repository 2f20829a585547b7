"""Pictures with the same bytes, from whatever sources they came.

Owns how they are found among what is opened and among what has come since. Refuses to say which of them is shown: the
screen does. Files of the person's own are not compared: each of them is one that somebody may want to tidy away.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from vitrina.frozen import frozen
from vitrina.library.decode_pool import DecodePool
from vitrina.library.galleries import Refreshed
from vitrina.model import Picture
from vitrina.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

T = TypeVar("T")


@frozen
class Alike:
    """What pictures have in common with others: their SHA-256 by key; None for what is like no other any more."""

    contents: Mapping[str, str | None]


class Likeness:
    """Lives on the loop; the store is asked in the pool."""

    def __init__(self, store: Store, pool: DecodePool) -> None:
        """Ask nothing yet."""
        self._store, self._pool = store, pool

    async def of(self, keys: Sequence[str]) -> Alike:
        """Of pictures that have just come: which of them are like others, and those others."""
        found = await self._pool.run(self._store.alike, keys)
        return Alike({**dict.fromkeys(keys), **found})

    async def groups(self, pictures: Sequence[Picture]) -> tuple[tuple[Picture, ...], ...]:
        """Groups of pictures with the same bytes, of those that are here, each in order; the first stands for all."""
        contents = self._known(await self._pool.run(self._store.alike), pictures)
        groups: dict[str, dict[str, Picture]] = {}
        for picture in pictures:
            if picture.key in contents:
                groups.setdefault(contents[picture.key], {}).setdefault(picture.key, picture)
        return tuple(tuple(group.values()) for group in groups.values() if len(group) > 1)

    async def told_first(self, opened: "AsyncIterator[T]") -> "AsyncGenerator[T | Alike, None]":
        """Pass on what is opened; what is known of pictures comes before them, so that none is shown twice at first."""
        asking = asyncio.create_task(self._pool.run(self._store.alike))
        try:
            async for some in opened:
                contents: dict[str, str] = {}
                if isinstance(some, list):
                    contents = self._known(await asking, some)
                elif isinstance(some, Refreshed):  # long after the beginning
                    contents = self._known(await self._pool.run(self._store.alike), some.pictures)
                if contents:
                    yield Alike(contents)
                yield some
        finally:
            asking.cancel()

    def _known(self, known: Mapping[str, str], pictures: Iterable[Picture]) -> dict[str, str]:
        """Take those of the pictures that something is known of, by their own keys."""
        name_of = self._store.name_of
        return {one.key: known[name] for one in pictures if (name := name_of(one.key)) in known} if known else {}
