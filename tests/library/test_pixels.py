"""Thumbnails, renderings and frames of what is in the store, on the web, or on this machine."""

import asyncio
import errno
import io
from pathlib import Path

import pytest
from PIL import Image

from library.libraries import library_at, opened
from ordinary import without_special_rights
from pictures import plain as jpeg
from vitrina.errors import NotAPictureError, PictureError
from vitrina.library.library import Library
from vitrina.model import Picture
from web import Web


async def test_a_thumbnail_fits_the_edge_and_tells_the_pictures_size(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(600, 300), media_type="image/jpeg"))
    thumb = await library.thumbnail(picture, 200)
    assert thumb.image.size == (200, 100)
    assert thumb.image.mode == "RGB"
    assert (thumb.width, thumb.height, thumb.origin) == (600, 300, "web")
    again = await library.thumbnail(picture, 200)
    assert again.origin == "store"
    assert (again.width, again.height, again.image.size) == (600, 300, (200, 100))
    assert web.count() == 1


async def test_what_is_stored_where_nothing_can_be_written_is_shown(web: Web, tmp_path: Path) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(600, 300), media_type="image/jpeg"))
    async with library_at(tmp_path / "p") as library:
        await library.fetch(picture)
    (tmp_path / "p/cache/store").chmod(0o500)
    with without_special_rights():
        async with library_at(tmp_path / "p", offline=True) as library:
            thumb = await library.thumbnail(picture, 200)
            assert (thumb.image.size, thumb.origin) == ((200, 100), "decode")


async def test_equal_requests_for_a_thumbnail_make_one_request(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg"))
    thumbs = await asyncio.gather(*(library.thumbnail(picture, 128) for _ in range(10)))
    assert len(thumbs) == 10
    assert web.count() == 1


async def test_a_request_that_nobody_waits_for_is_dropped(library: Library, web: Web) -> None:
    asking = asyncio.create_task(library.thumbnail(Picture(web.url("/stall/a.png?at=100")), 128))
    async with asyncio.timeout(10):
        while not web.count():  # noqa: ASYNC110 - the server runs on a thread of its own
            await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    async with asyncio.timeout(5):
        await library.fetching.close()


async def test_a_picture_is_rendered_to_fit_and_a_part_at_any_size(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(800, 400), media_type="image/jpeg"))
    rendering = await library.image(picture, (400, 400))
    assert (rendering.image.size, rendering.full_width, rendering.full_height) == ((400, 200), 800, 400)
    whole = await library.whole(picture)
    assert (whole.width, whole.height) == (800, 400)
    assert whole.region((100, 100, 300, 200), (50, 25)).size == (50, 25)


async def test_an_animation_gives_its_frames_and_a_still_picture_none(library: Library, web: Web) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=[50, 60, 70])
    moving = Picture(web.put("/a.gif", out.getvalue(), media_type="image/gif"))
    assert [frame.seconds async for frame in library.frames(moving, (20, 10))] == pytest.approx([0.05, 0.06, 0.07])
    assert (await library.probe(moving)).animated
    assert not (await library.probe(Picture(web.url("/picture/1.png")))).animated


async def test_what_fails_carries_its_kind_to_whoever_asked(library: Library, web: Web) -> None:
    with pytest.raises(PictureError, match="404") as caught:
        await library.thumbnail(Picture(web.url("/status/404")), 128)
    assert (caught.value.kind, caught.value.http_status) == ("http", 404)


async def test_local_pictures_get_thumbnails_that_follow_the_file(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "mine.jpg"
    file.write_bytes(jpeg(100, 50, "red"))
    picture = Picture(file.as_uri())
    red = (await library.thumbnail(picture, 64)).image.getpixel((10, 10))
    file.write_bytes(jpeg(100, 50, "blue") + b" ")
    blue = (await library.thumbnail(picture, 64)).image.getpixel((10, 10))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert (red[0] > 200, blue[2] > 200) == (True, True)
    file.unlink()
    with pytest.raises(NotAPictureError, match=r"There is no file .*mine\.jpg"):
        await library.thumbnail(picture, 64)


def with_thumbnail(web: Web, small: tuple[int, int]) -> Picture:
    url = web.put("/large.jpg", jpeg(1200, 600), media_type="image/jpeg")
    thumbnail = web.put("/small.jpg", jpeg(*small), media_type="image/jpeg")
    return Picture(url, thumbnail=thumbnail, width=1200, height=600)


async def test_the_sources_own_thumbnail_is_asked_for_first(library: Library, web: Web) -> None:
    picture = with_thumbnail(web, (200, 100))
    thumb = await library.thumbnail(picture, 256)
    assert (thumb.image.size, thumb.width, thumb.height) == ((200, 100), 1200, 600)
    assert (web.count("/small.jpg"), web.count("/large.jpg")) == (1, 0)
    await library.fetch(picture)
    assert (await library.thumbnail(picture, 256)).image.size == (256, 128)


async def test_a_thumbnail_that_is_too_small_or_missing_does_not_do(library: Library, web: Web) -> None:
    assert (await library.thumbnail(with_thumbnail(web, (60, 30)), 256)).image.size == (256, 128)
    lost = Picture(web.put("/other.jpg", jpeg(400, 400), media_type="image/jpeg"), thumbnail=web.url("/status/404"))
    assert (await library.thumbnail(lost, 256)).image.size == (256, 256)


async def test_the_data_saver_leaves_pictures_where_they_are_until_one_is_opened(web: Web, tmp_path: Path) -> None:
    async with library_at(tmp_path / "p", data_saver=True) as library:
        picture = with_thumbnail(web, (60, 30))
        listed = '[{"url": "/large.jpg", "thumbnail": "/small.jpg"}]'
        await opened(library, web.put("/list.json", listed, media_type="application/json"))
        assert (await library.thumbnail(picture, 256)).image.size == (60, 30)
        await asyncio.sleep(0.1)
        assert web.count("/large.jpg") == 0
        assert (await library.image(picture, (300, 300))).image.size == (300, 150)
        assert web.count("/large.jpg") == 1


async def test_what_is_on_the_screen_is_not_evicted(web: Web, tmp_path: Path) -> None:
    async with library_at(tmp_path / "p", store_limit=30_000) as library:
        first = Picture(web.url("/picture/first.png?bytes=10000"))
        await library.fetch(first)
        await library.thumbnail(first, 128)
        for number in range(20):
            await library.fetch(Picture(web.url(f"/picture/{number}.png?bytes=5000")))
        library.store.prune()
        assert library.has(first)
        assert not library.has(Picture(web.url("/picture/0.png?bytes=5000")))


async def test_spoilt_bytes_are_fetched_anew_and_a_failing_disk_forgets_nothing(
    library: Library, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg"))
    path = (await library.fetch(picture)).path
    assert path is not None
    with monkeypatch.context() as failing:
        failing.setattr("io.FileIO", _disk_that_fails)
        with pytest.raises(PictureError):
            await library.image(picture, (300, 300))
    assert (await library.image(picture, (300, 300))).image.size == (60, 30)
    assert web.count() == 1, "it is here all the same"
    path.write_bytes(b"spoilt".ljust(path.stat().st_size))
    with pytest.raises(PictureError):
        await library.image(picture, (300, 300))
    assert (await library.image(picture, (300, 300))).image.size == (60, 30)
    assert web.count() == 2


def _disk_that_fails(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


async def test_what_another_process_evicts_at_that_moment_is_fetched_again(
    library: Library, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg"))
    await library.fetch(picture)
    open_file, evictions = io.FileIO, iter([True])

    def evicted_first(path: Path, mode: str) -> io.FileIO:
        if next(evictions, False):
            path.unlink()
        return open_file(path, mode)

    monkeypatch.setattr("io.FileIO", evicted_first)
    assert (await library.image(picture, (300, 300))).image.size == (60, 30)
    assert web.count() == 2
