"""A library that is closed while much is asked of it: nobody is waited for, everybody hears, and what is done stays."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from vitrina.errors import CancelledFetchError
from vitrina.fetch import Limits
from vitrina.library.catalog import Saved
from vitrina.library.library import Library
from vitrina.library.marking import STEP
from vitrina.model import Gallery, Picture
from vitrina.paths import below
from vitrina.trace import Trace
from web import Web

COUNT = 5000
Asked = Callable[[Library, list[Picture], Path], Coroutine[Any, Any, object]]


async def refetched(library: Library, pictures: list[Picture], _: Path) -> None:
    for picture in pictures:
        await library.fetch(picture, refresh=True)


async def refreshed(library: Library, _: list[Picture], _folder: Path) -> None:
    async for _found in library.refresh_gallery("many"):
        pass


ASKED: dict[str, Asked] = {
    "kept": lambda library, pictures, _: library.set_kept(pictures, on=True),
    "exported": lambda library, pictures, folder: library.export(pictures, folder),
    "refetched": refetched,
    "refreshed": refreshed,
    "seen": lambda library, pictures, _: library.thumbnail(pictures[0], 256),
    "copied": lambda library, pictures, folder: library.copy_to(pictures[1], folder),
}


def many(web: Web) -> list[Picture]:
    """Pictures of which none ever ends."""
    return [Picture(web.url(f"/stall?at=100&case={number}")) for number in range(COUNT)]


async def test_whoever_waits_when_the_library_is_closed_hears_of_it_and_asks_no_more(
    library: Library, web: Web, tmp_path: Path
) -> None:
    pictures = many(web)
    web.put("/list.txt", "\n".join(one.url for one in pictures), media_type="text/plain")
    library.catalog.put([Saved(Gallery("many", (web.url("/stall?at=10&case=list"),)), pictures)])
    asking = [asyncio.create_task(asked(library, pictures, tmp_path / "out")) for asked in ASKED.values()]
    async with asyncio.timeout(20):
        while not web.count("/stall"):  # noqa: ASYNC110 - the server runs on a thread of its own
            await asyncio.sleep(0.01)
        await library.close()
        heard = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(one) for one in heard] == [CancelledFetchError] * len(ASKED), dict(zip(ASKED, heard, strict=True))
    assert web.count() < COUNT // 10
    for asked in ASKED.values():
        with pytest.raises(CancelledFetchError):
            await asked(library, pictures, tmp_path / "out")


async def test_what_was_had_of_many_is_kept_when_the_library_is_closed(tmp_path: Path, web: Web) -> None:
    good = [Picture(web.url(f"/picture/{number}.png?bytes=300")) for number in range(STEP)]
    profile = below(tmp_path / "p")
    async with Library(profile, Limits(), trace=Trace.nowhere()) as library:
        asking = asyncio.create_task(library.set_kept([*good, *many(web)], on=True))
        async with asyncio.timeout(30):
            while len(await library.kept()) < STEP:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
    with pytest.raises(CancelledFetchError):
        await asking
    async with Library(profile, Limits(), trace=Trace.nowhere()) as library:
        assert {one.key for one in await library.kept()} == {one.key for one in good}
        assert all(stored.kept for one in good for stored in library.store.responses(one.key))


async def test_a_refresh_that_is_being_written_down_is_forgotten_when_the_library_is_closed(library: Library) -> None:
    library.catalog.put([Saved(Gallery("many", ("/x",)), (Picture("https://h.example/1.png"),))])

    def given() -> Iterator[Picture]:
        yield Picture("https://h.example/2.png")
        library.catalog.stop()
        yield Picture("https://h.example/3.png")

    with pytest.raises(CancelledFetchError):
        library.catalog.refreshed("many", given())
    with pytest.raises(CancelledFetchError):
        tuple(library.catalog.pictures("many"))
    assert library.catalog.gallery("many").pictures == 1
