"""The library as a whole: its limits while it is open, offline or not, what is told, kept, saved and written out."""

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from library.libraries import library_at, opened, settled
from pictures import plain as jpeg
from vitrina.errors import UsageError
from vitrina.library.galleries import Refreshed
from vitrina.library.library import Library
from vitrina.library.local import sha256_of
from vitrina.model import Gallery, Picture, Status
from vitrina.settings import Settings
from web import Web

if TYPE_CHECKING:
    from vitrina.model import Progress


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


async def test_kept_pictures_survive_an_emptied_cache(web: Web, tmp_path: Path) -> None:
    picture = Picture(web.url("/picture/1.png"))
    async with library_at(tmp_path / "p") as library:
        await library.set_kept([picture], on=True)
        assert (await library.marks()).kept == {picture.key}
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
