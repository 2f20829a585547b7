"""What has come of a picture so far is given while the rest comes, and no more once it is here."""

import asyncio
from pathlib import Path

import pytest

import pictures
from vitrina.fetch import Limits
from vitrina.library.library import Library
from vitrina.model import Picture
from vitrina.paths import below
from vitrina.trace import Trace
from web import Exchange, Web

BODY = pictures.encode(pictures.quarters((1500, 1000)), "JPEG", quality=95)


@pytest.mark.parametrize("progressive", [False, True])
async def test_more_and_more_of_a_jpeg_is_given_until_it_is_here(*, progressive: bool, tmp_path: Path) -> None:
    body = pictures.encode(pictures.quarters((1500, 1000)), "JPEG", quality=95, progressive=progressive)

    async def slowly(x: Exchange) -> None:
        await x.head(200, [("Content-Type", "image/jpeg"), ("Content-Length", str(len(body)))])
        for tenth in range(10):
            await x.raw(body[len(body) * tenth // 10 : len(body) * (tenth + 1) // 10])
            await asyncio.sleep(0.2)

    async with Web() as web, Library(below(tmp_path), Limits(), trace=Trace.nowhere()) as library:
        picture = Picture(web.serve("/a.jpg", slowly))
        whole = asyncio.create_task(library.image(picture, (300, 300), "fine"))
        parts = [begun async for begun in library.arriving(picture, (300, 300))]
        assert (await whole).image.size == (300, 200)
    assert len(parts) > 1
    assert {(one.full_width, one.full_height, one.image.size) for one in parts} == {(1500, 1000, (300, 200))}
    heights = [one.there[3] for one in parts]
    assert heights == sorted(heights)
    assert heights[0] < heights[-1]


async def test_of_a_picture_that_is_here_nothing_more_is_given(tmp_path: Path) -> None:
    async with Web() as web, Library(below(tmp_path), Limits(), trace=Trace.nowhere()) as library:
        picture = Picture(web.put("/a.jpg", BODY, media_type="image/jpeg"))
        await library.fetch(picture)
        async with asyncio.timeout(5):
            assert [one async for one in library.arriving(picture, (300, 300))] == []


async def test_an_address_that_was_typed_is_seen_to_be_a_picture_while_it_still_comes(tmp_path: Path) -> None:
    go_on = asyncio.Event()

    async def halting(x: Exchange) -> None:
        await x.head(
            200, [("Content-Type", "image/jpeg"), ("Content-Length", str(len(BODY))), ("Cache-Control", "no-store")]
        )
        sent = 2000
        await x.raw(BODY[:sent])
        while not go_on.is_set():
            await x.raw(BODY[sent : sent + 1])
            sent += 1
            await asyncio.sleep(0.05)
        await x.raw(BODY[sent:])

    async with Web() as web, Library(below(tmp_path), Limits(), trace=Trace.nowhere()) as library:
        address = web.serve("/a.jpg", halting)
        found: list[Picture] = []
        async with asyncio.timeout(10):
            async for batch in library.open([address]):
                assert isinstance(batch, list)
                found += batch
        assert [one.url for one in found] == [address], "it was not told before it was complete"
        assert not library.has(found[0])
        go_on.set()
        async with asyncio.timeout(10):
            outcome = await library.fetch(found[0])
        assert (outcome.status, outcome.bytes) == ("fetched", len(BODY))
        assert web.count() == 1, "it was asked for twice"
