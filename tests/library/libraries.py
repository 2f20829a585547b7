"""Libraries on profiles of their own, what they open, and the wait until it is here."""

import asyncio
from pathlib import Path

from vitrina.fetch import Limits
from vitrina.library.library import Library
from vitrina.model import Picture
from vitrina.paths import below
from vitrina.trace import Trace


def library_at(
    profile: Path, *, offline: bool = False, total: int = 16, data_saver: bool = False, store_limit: int | None = None
) -> Library:
    limits = Limits(offline=offline, total=total)
    return Library(below(profile), limits, data_saver=data_saver, store_limit=store_limit, trace=Trace.nowhere())


async def settled(library: Library, pictures: list[Picture]) -> None:
    async with asyncio.timeout(10):
        while not all(library.has(one) for one in pictures):  # noqa: ASYNC110 - the store tells nobody
            await asyncio.sleep(0.01)


async def opened(library: Library, *locators: str, times: int = 1) -> list[Picture]:
    pictures: list[Picture] = []
    async for found in library.open(locators, times=times):
        assert isinstance(found, list), str(found)
        pictures.extend(found)
    return pictures
