"""Opening locators: what is shown, what is downloaded behind it, what waits for what; a real store, a real server."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from library.libraries import library_at, opened, settled
from pictures import plain as jpeg
from vitrina.library.library import Library
from vitrina.model import Picture, Priority, Status
from web import Web

if TYPE_CHECKING:
    from vitrina.model import Progress


async def test_opening_downloads_everything_behind_the_window(library: Library, web: Web) -> None:
    pictures = await opened(library, web.url("/picture/[1-30].png"))
    assert len(pictures) == 30
    await settled(library, pictures)
    assert web.count() == 30


async def test_opening_again_asks_for_nothing_that_is_here(library: Library, web: Web, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(web.url(f"/plain/{n}.png") for n in range(5)), encoding="utf-8")
    await settled(library, await opened(library, str(listed)))
    await opened(library, str(listed))
    await asyncio.sleep(0.05)
    assert web.count() == 5


async def test_a_new_opening_ends_the_downloads_of_the_one_before(library: Library, web: Web) -> None:
    await opened(library, web.url("/picture/[1-200].png?delay=0.2"))
    await opened(library, web.url("/picture/only.png"))
    await settled(library, [Picture(web.url("/picture/only.png"))])
    seen = web.count()
    await asyncio.sleep(0.5)
    assert web.count() == seen


async def test_what_was_left_open_comes_back_without_waiting_for_the_network(web: Web, tmp_path: Path) -> None:
    url = web.put(
        "/l.json", '["/picture/1.png"]', media_type="application/json", headers=[("Cache-Control", "no-cache")]
    )
    async with library_at(tmp_path / "p") as library:
        await settled(library, await opened(library, url))
    seen = web.count()
    async with library_at(tmp_path / "p") as library:
        back = [one async for found in library.open([url], as_left=True) if isinstance(found, list) for one in found]
        assert [one.url for one in back] == [web.url("/picture/1.png")]
        assert web.count() == seen
        await opened(library, url)
        assert web.count() == seen + 1


async def test_a_typed_address_that_fails_is_a_picture_that_can_be_tried_again(library: Library, web: Web) -> None:
    url = web.url("/late.jpg")
    (picture,) = await opened(library, url)
    assert (await library.fetch(picture)).status is Status.FAILED
    web.put("/late.jpg", jpeg(10, 10), media_type="image/jpeg")
    assert (await library.fetch(picture)).status is Status.FETCHED


async def test_the_demo_pictures_are_found_again_offline_whatever_their_port(tmp_path: Path) -> None:
    async with library_at(tmp_path / "p") as library:
        pictures = await opened(library, "demo:6")
        await settled(library, pictures)
    async with library_at(tmp_path / "p", offline=True) as library:
        again = await opened(library, "demo:6")
        assert [one.key for one in again] == [one.key for one in pictures]
        assert [one.title for one in again] == [one.title for one in pictures]
        for picture in again:
            assert (await library.fetch(picture)).status is Status.CACHED


async def test_pictures_on_the_screen_go_first(tmp_path: Path, web: Web) -> None:
    async with library_at(tmp_path / "p", total=1) as library:
        slow = [Picture(web.url(f"/picture/{n}.png?delay=0.4")) for n in range(6)]
        waiting = [asyncio.create_task(library.fetch(one)) for one in slow]
        await asyncio.sleep(0.02)
        await library.thumbnail(Picture(web.url("/picture/now.png")), 128, Priority.ON_SCREEN)
        assert web.count() < 1 + len(slow)
        await asyncio.gather(*waiting)
        assert list(web.hits)[-1] != "/picture/now.png"


async def test_what_is_stale_is_asked_for_again_behind_the_window_and_what_must_not_be_is_not(
    web: Web, tmp_path: Path
) -> None:
    stale = web.put("/stale.jpg", jpeg(60, 30), media_type="image/jpeg", headers=[("ETag", '"1"')])
    fresh = web.put("/fresh.jpg", jpeg(61, 30), media_type="image/jpeg", headers=[("Cache-Control", "max-age=3600")])
    once = web.url("/no-store/1.png")
    elsewhere = web.url("/random/2")
    locators = [stale, fresh, once, elsewhere]
    async with library_at(tmp_path / "p") as library:
        pictures = await opened(library, *locators)
        await settled(library, pictures)
        shown = [(await library.fetch(one)).sha256 for one in pictures]
    before = web.count()
    web.put("/stale.jpg", jpeg(90, 30), media_type="image/jpeg", headers=[("ETag", '"2"')])
    heard: list[Progress] = []
    async with library_at(tmp_path / "p") as library:
        library.subscribe(heard.append)
        await library.thumbnail(pictures[0], 128)
        listed = tmp_path / "list.txt"
        listed.write_text("\n".join(locators), encoding="utf-8")
        await opened(library, str(listed))
        async with asyncio.timeout(10):
            while not any(one.stage == "ended" for one in heard):  # noqa: ASYNC110 - a step tells nobody
                await asyncio.sleep(0.01)
        assert (heard[-1].key, heard[-1].status) == (pictures[0].key, Status.FETCHED)
        assert (await library.thumbnail(pictures[0], 128)).versions == 1
        (version,) = await library.versions(pictures[0])
        assert version.sha256 == shown[0]
        library.set_offline(True)
        assert [(await library.fetch(one)).sha256 for one in pictures[1:]] == shown[1:]
    assert web.count() == before + 1


async def test_going_online_again_goes_on_with_what_was_left(library: Library, web: Web) -> None:
    pictures = await opened(library, web.url("/picture/[1-60].png?delay=0.05"))
    library.set_offline(True)
    await asyncio.sleep(0.1)
    before = web.count()
    await asyncio.sleep(0.2)
    assert web.count() == before < 60
    library.set_offline(False)
    await settled(library, pictures)
    library.set_offline(True)
    library.set_offline(False)
    await asyncio.sleep(0.1)
    assert web.count() <= 60 + 16, "what is here is not asked for again; what was under way may have been"


async def test_a_window_that_is_open_for_long_asks_again_for_what_is_stale(
    library: Library, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.put("/stale.jpg", jpeg(60, 30), media_type="image/jpeg", headers=[("ETag", '"1"')])
    await settled(library, await opened(library, url))
    await opened(library, url)
    await asyncio.sleep(0.05)
    assert web.count() == 1
    monkeypatch.setattr("vitrina.library.fetching.TOGETHER", 0.0)
    await opened(library, url)
    async with asyncio.timeout(10):
        while web.count() == 1:  # noqa: ASYNC110 - a server tells nobody
            await asyncio.sleep(0.01)


async def test_what_is_opened_goes_before_what_was_asked_for_earlier(web: Web, tmp_path: Path) -> None:
    pictures = [Picture(web.url(f"/picture/{number}.png?delay=0.05")) for number in range(6)]
    async with library_at(tmp_path / "p", total=1) as library:
        behind = [asyncio.create_task(library.fetch(one)) for one in pictures]
        async with asyncio.timeout(10):
            while not web.count():  # noqa: ASYNC110 - a server tells nobody
                await asyncio.sleep(0.005)
        await library.image(pictures[-1], (100, 100))
        assert list(web.hits)[:2] == ["/picture/0.png", "/picture/5.png"]
        await asyncio.gather(*behind)
