"""The use cases over a real store and a real server: opening, showing, downloading behind, keeping."""

import asyncio
import errno
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from vitrina.errors import NotAPictureError, PictureError, UsageError
from vitrina.fetch import Limits
from vitrina.library.galleries import Refreshed
from vitrina.library.library import Library
from vitrina.library.local import sha256_of
from vitrina.model import Gallery, Picture, Priority, Status
from vitrina.paths import below
from vitrina.settings import Settings
from vitrina.trace import Trace
from web import Web

if TYPE_CHECKING:
    from vitrina.model import Progress


def jpeg(width: int, height: int, colour: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


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


async def test_progress_is_told_for_each_download(library: Library, web: Web) -> None:
    heard: list[Progress] = []
    library.subscribe(heard.append)
    picture = Picture(web.url("/picture/1.png"))
    await library.fetch(picture)
    assert {one.key for one in heard} == {picture.key}
    assert heard[-1].stage == "ended"
    assert heard[-1].status is Status.FETCHED


async def test_offline_is_a_switch_and_touches_nothing(library: Library, web: Web) -> None:
    here, away = Picture(web.url("/picture/1.png")), Picture(web.url("/picture/2.png"))
    await library.fetch(here)
    library.set_offline(True)
    assert (await library.fetch(here)).status is Status.CACHED
    outcome = await library.fetch(away)
    assert (outcome.status, outcome.error.kind if outcome.error else None) == (Status.FAILED, "offline")
    assert web.count() == 1
    library.set_offline(False)
    assert (await library.fetch(away)).status is Status.FETCHED


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


async def test_kept_pictures_survive_an_emptied_cache(web: Web, tmp_path: Path) -> None:
    picture = Picture(web.url("/picture/1.png"))
    async with library_at(tmp_path / "p") as library:
        await library.set_kept([picture], on=True)
        assert (await library.marks()).kept == {picture.key}
    import shutil

    shutil.rmtree(tmp_path / "p" / "cache")
    async with library_at(tmp_path / "p", offline=True) as library:
        assert (await library.fetch(picture)).status is Status.CACHED


async def test_a_gallery_remembers_what_its_source_gave(library: Library, web: Web) -> None:
    url = web.url("/json?n=3")
    await library.save_gallery(Gallery("Three", (url,)))
    (stands,) = [one async for one in library.refresh_gallery("Three")]
    assert isinstance(stands, Refreshed)
    assert (len(stands.pictures), stands.new, stands.gone, stands.changed) == (3, 3, 0, True)
    assert tuple(library.catalog.pictures("Three")) == stands.pictures
    with pytest.raises(UsageError, match="no gallery"):
        [one async for one in library.refresh_gallery("Four")]


async def test_a_source_that_cannot_be_read_makes_no_picture_gone(library: Library, web: Web) -> None:
    url = web.put("/list.json", '["/picture/1.png", "/picture/2.png"]', media_type="application/json")
    await library.save_gallery(Gallery("G", (url,)))
    [one async for one in library.refresh_gallery("G")]
    assert [one.gone for one in library.catalog.pictures("G")] == [False, False]
    web.put("/list.json", "gone", status=500)
    library.store.clear(kept=True)
    *_, stands = [one async for one in library.refresh_gallery("G")]
    assert stands == Refreshed(tuple(library.catalog.pictures("G")))
    assert [one.gone for one in stands.pictures] == [False, False]


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


async def test_an_older_version_stays_reachable_when_the_bytes_change(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg"))
    before = await library.fetch(picture)
    web.put("/a.jpg", jpeg(90, 30), media_type="image/jpeg")
    after = await library.fetch(picture, refresh=True)
    assert (before.width, after.width) == (60, 90)
    details = await library.details(picture)
    assert details.stored is not None
    assert details.stored.sha256 == after.sha256
    (version,) = await library.versions(picture)
    assert version.sha256 == before.sha256
    assert (await library.image(version.picture, (300, 300))).image.size == (60, 30)
    assert (await library.image(picture, (300, 300))).image.size == (90, 30)


async def test_a_thumbnail_tells_how_many_versions_there_were_before(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg"))
    assert (await library.thumbnail(picture, 128)).versions == 0
    for width in (90, 60, 120):
        web.put("/a.jpg", jpeg(width, 30), media_type="image/jpeg")
        await library.fetch(picture, refresh=True)
    assert [(await library.thumbnail(picture, 128)).versions for _ in range(2)] == [2, 2]  # decoded, then stored
    assert [version.picture.width for version in await library.versions(picture)] == [60, 90]


async def test_an_older_version_that_is_looked_at_is_not_evicted(web: Web, tmp_path: Path) -> None:
    async with library_at(tmp_path / "p", store_limit=30_000) as library:
        picture = Picture(web.url("/picture/a.png?bytes=10000"))
        await library.fetch(picture)
        web.put("/picture/a.png", jpeg(90, 30), media_type="image/jpeg")
        await library.fetch(picture, refresh=True)
        (version,) = await library.versions(picture)
        for number in range(20):
            await library.fetch(Picture(web.url(f"/picture/{number}.png?bytes=5000")))
        library.store.prune()
        assert await library.versions(picture) == (version,)


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


async def test_settings_take_effect_while_the_library_is_open(web: Web, tmp_path: Path) -> None:
    async with library_at(tmp_path / "p", data_saver=True, total=1) as library:
        pictures = await opened(library, web.url("/picture/[1-30].png?bytes=5000&delay=0.01"))
        await asyncio.sleep(0.1)
        asked = web.count()
        assert asked <= 1, "thumbnails only; the first address was asked for what it is"
        await library.set_limits(Settings(store_limit=1_000_000, jobs=8, per_host=8))
        await settled(library, pictures)
        await library.set_limits(Settings(store_limit=20_000, jobs=8, per_host=8, max_size=1024))
        info = await library.info()
        assert info.limit_bytes == 20_000
        assert info.bytes <= 20_000
        refused = await library.fetch(Picture(web.url("/picture/31.png?bytes=5000")))
        assert refused.error is not None
        assert refused.error.kind == "too_large"


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


async def test_what_is_written_out_is_what_the_person_saw(web: Web, tmp_path: Path) -> None:
    random = Picture(web.url("/random/1"))
    once = Picture(web.put("/once.jpg", jpeg(60, 30), media_type="image/jpeg", headers=[("Cache-Control", "no-store")]))
    async with library_at(tmp_path / "p") as library:
        seen = [(await library.fetch(one)).sha256 for one in (random, once)]
    web.put("/once.jpg", jpeg(90, 30), media_type="image/jpeg", headers=[("Cache-Control", "no-store")])
    before = web.count()
    async with library_at(tmp_path / "p") as library:
        assert [sha256_of(await library.copy_to(one, tmp_path / "out")) for one in (random, once)] == seen
        assert web.count() == before
        assert (await library.fetch(once)).sha256 != seen[1], "who asks for it anew gets what is there now"


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


async def test_a_version_that_is_there_twice_is_given_once(library: Library, web: Web) -> None:
    picture = Picture(web.put("/a.jpg", jpeg(60, 30), media_type="image/jpeg", headers=[("Vary", "X-Colour")]))
    await library.fetch(picture)
    stored = library.store.responses(picture.key)[0]
    with library.store.incoming(picture.key) as incoming:  # another variant with the same bytes
        incoming.write(stored.path.read_bytes())
        incoming.commit(
            url=picture.url,
            final_url=picture.url,
            status=200,
            headers=(),
            requested_at=stored.requested_at,
            received_at=stored.received_at,
            variant="blue",
        )
    web.put("/a.jpg", jpeg(90, 30), media_type="image/jpeg", headers=[("Vary", "X-Colour")])
    await library.fetch(picture, refresh=True)
    assert await library.versions(picture) == (), "the bytes are still those of the other variant"
