"""Saved galleries over a real catalogue, a real store and a real server: opened, ordered, merged, kept, undone."""

import json
import sqlite3
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from vitrina.errors import NothingToShowError, UsageError
from vitrina.fetch import Limits
from vitrina.library.catalog import Catalog, Saved
from vitrina.library.catalog_file import SCHEMA_VERSION
from vitrina.library.galleries import Refreshed, merged
from vitrina.library.library import Library
from vitrina.model import Gallery, Picture
from vitrina.paths import below
from vitrina.trace import Trace
from web import Web


def lists(web: Web, name: str, *numbers: int) -> str:
    return web.put(
        f"/{name}.json", json.dumps([f"/picture/{one}.png" for one in numbers]), media_type="application/json"
    )


async def saved(library: Library, web: Web, name: str, *numbers: int) -> None:
    await library.save_gallery(Gallery(name, (lists(web, name, *numbers),)))
    [one async for one in library.refresh_gallery(name)]


async def opened(library: Library, name: str) -> tuple[list[Picture], list[Any]]:
    pictures: list[Picture] = []
    others: list[Any] = []
    async for one in library.open_gallery(name):
        if isinstance(one, list):
            pictures += one
        else:
            others.append(one)
    return pictures, others


def numbers(pictures: Any) -> list[int]:
    return [int(one.url.rpartition("/")[2].partition(".")[0]) * (-1 if one.gone else 1) for one in pictures]


async def test_an_opened_gallery_gives_what_is_saved_and_then_what_became_of_it(library: Library, web: Web) -> None:
    await saved(library, web, "G", 1, 2, 3)
    lists(web, "G", 4, 1, 3)
    pictures, others = await opened(library, "G")
    assert numbers(pictures) == [1, 2, 3]
    (stands,) = others
    assert isinstance(stands, Refreshed)
    assert numbers(stands.pictures) == [4, 1, 3, -2]
    assert (stands.new, stands.gone, stands.changed) == (1, 1, True)
    pictures, (stands,) = await opened(library, "G")
    assert numbers(pictures) == [4, 1, 3, -2]
    assert (stands.new, stands.gone, stands.changed) == (0, 0, False)


async def test_a_gallery_that_was_never_read_gives_its_pictures_as_they_come(library: Library, web: Web) -> None:
    await library.save_gallery(Gallery("G", (lists(web, "G", 1, 2),)))
    pictures, (stands,) = await opened(library, "G")
    assert numbers(pictures) == [1, 2]
    assert stands.new == 2


async def test_opening_asks_nothing_of_a_source_that_is_still_fresh(library: Library, web: Web) -> None:
    async def fresh(exchange: Any) -> None:
        await exchange.answer(
            b'["/picture/1.png"]', media_type="application/json", headers=[("Cache-Control", "max-age=900")]
        )

    await library.save_gallery(Gallery("G", (web.serve("/fresh", fresh),)))
    await opened(library, "G")
    await opened(library, "G")
    assert web.count("/fresh") == 1
    [one async for one in library.refresh_gallery("G")]
    assert web.count("/fresh") == 2, "the person's own refresh asks"


async def test_offline_a_gallery_gives_what_is_saved_and_no_trouble(tmp_path: Path, web: Web) -> None:
    async with Library(below(tmp_path / "p"), Limits(), data_saver=True, trace=Trace.nowhere()) as library:
        await saved(library, web, "G", 1, 2)
        library.store.clear(kept=True)
    async with Library(below(tmp_path / "p"), Limits(offline=True), trace=Trace.nowhere()) as library:
        pictures, others = await opened(library, "G")
    assert numbers(pictures) == [1, 2]
    assert others == []


async def test_one_source_of_two_that_fails_makes_nothing_gone_and_new_ones_come(library: Library, web: Web) -> None:
    await library.save_gallery(Gallery("G", (lists(web, "a", 1, 2), lists(web, "b", 3))))
    [one async for one in library.refresh_gallery("G")]
    library.store.clear(kept=True)
    web.put("/b.json", "", status=500)
    lists(web, "a", 5, 1)
    _, (trouble, stands) = await opened(library, "G")
    assert trouble.error is not None
    assert numbers(stands.pictures) == [5, 1, 2, 3]


async def test_galleries_keep_the_order_that_the_person_gave_them(library: Library) -> None:
    for name in "bca":
        await library.save_gallery(Gallery(name, ("x",)))
    assert [one.name for one in await library.galleries()] == ["a", "b", "c"]
    await library.saved.reorder(["c", "a"])
    assert [one.name for one in await library.galleries()] == ["c", "a", "b"]
    await library.save_gallery(Gallery("aa", ("x",)))
    assert [one.name for one in await library.galleries()] == ["c", "a", "b", "aa"]


async def test_merging_gives_each_picture_once_and_can_be_undone(library: Library, web: Web) -> None:
    await saved(library, web, "A", 1, 2)
    await saved(library, web, "B", 2, 3)
    await saved(library, web, "C", 9)
    await library.saved.reorder(["C", "B", "A"])
    was = [(one, await library.saved.pictures(one.name)) for one in await library.galleries()]
    before = await library.saved.merge(["A", "B"], "Both")
    assert [one.name for one in await library.galleries()] == ["C", "Both"]
    assert numbers(await library.saved.pictures("Both")) == [1, 2, 3]
    both = await library.saved.named("Both")
    assert both.locators == (web.url("/A.json"), web.url("/B.json"))
    await library.saved.restore(before)
    assert [(one, await library.saved.pictures(one.name)) for one in await library.galleries()] == was
    with pytest.raises(UsageError, match="named C already"):
        await library.saved.merge(["A", "B"], "C")
    await library.saved.merge(["A", "B"], "B")
    assert [one.name for one in await library.galleries()] == ["C", "B"]


async def test_a_removed_gallery_comes_back_whole(library: Library, web: Web) -> None:
    await saved(library, web, "G", 1, 2)
    lists(web, "G", 2)
    [one async for one in library.refresh_gallery("G")]
    was = (await library.saved.named("G"), await library.saved.pictures("G"))
    before = await library.saved.remove(["G"])
    assert await library.galleries() == ()
    await library.saved.restore(before)
    assert (await library.saved.named("G"), await library.saved.pictures("G")) == was
    assert numbers(was[1]) == [2, -1]
    before = await library.saved.remove(["G"])
    await library.save_gallery(Gallery("G", ("other",)))
    with pytest.raises(UsageError, match="named G already"):
        await library.saved.restore(before)
    assert (await library.saved.named("G")).locators == ("other",)


async def test_a_kept_gallery_is_had_whole_but_for_what_cannot_be_had(library: Library, web: Web) -> None:
    url = web.put("/k.json", '["/picture/1.png", "/not/there.png", "/picture/2.png"]', media_type="application/json")
    await library.save_gallery(Gallery("K", (url,)))
    await saved(library, web, "L", 2)
    [one async for one in library.refresh_gallery("K")]
    assert await library.saved.set_kept("K", on=True) == 1
    assert await library.saved.set_kept("L", on=True) == 0
    assert (await library.saved.named("K")).keep
    one, _, two = await library.saved.pictures("K")
    assert [library.store.responses(each.key)[0].kept for each in (one, two)] == [True, True]
    await library.saved.set_kept("K", on=False)
    assert [library.store.responses(each.key)[0].kept for each in (one, two)] == [False, True], "L keeps the second"
    assert (await library.marks()).kept == {two.key}


def test_merged_galleries_are_read_as_one_source_only_where_all_were() -> None:
    one = Saved(Gallery("a", ("x",), times=3, source="page", refreshed_at=5.0), (Picture("https://h/1"),), 4)
    gone = Picture("https://h/2", gone=True)
    other = Saved(Gallery("b", ("x", "y"), source="page", keep=True, refreshed_at=2.0), (gone,), 7)
    last = Saved(Gallery("c", ("z",), source="feed"), (Picture("https://h/2"),))
    both = merged([one, other], "m")
    assert both == Saved(
        Gallery("m", ("x", "y"), 3, "page", keep=True, refreshed_at=2.0), (Picture("https://h/1"), gone), 4
    )
    all_three = merged([one, other, last], "m")
    assert (all_three.gallery.source, all_three.gallery.refreshed_at) == (None, None)
    assert not any(one.gone for one in all_three.pictures), "one of them still lists it"


def test_a_library_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    sql = sqlite3.connect(file)
    sql.executescript(
        "CREATE TABLE gallery (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, locators TEXT NOT NULL,"
        " times INTEGER NOT NULL, source TEXT, keep INTEGER NOT NULL, refreshed_at REAL);"
        "CREATE TABLE picture (gallery INTEGER NOT NULL REFERENCES gallery ON DELETE CASCADE,"
        " position INTEGER NOT NULL,"
        " key TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (gallery, key)) WITHOUT ROWID;"
        "CREATE TABLE mark (kind TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL, at REAL NOT NULL,"
        " PRIMARY KEY (kind, key)) WITHOUT ROWID;"
        "INSERT INTO gallery VALUES (1, 'Old', '[\"x\"]', 1, NULL, 0, 5.0);"
        "INSERT INTO picture VALUES (1, 0, 'https://h/1', '{\"url\": \"https://h/1\"}');"
        "PRAGMA user_version = 1;"
    )
    sql.close()
    catalog = Catalog.open(file)
    assert [one.name for one in catalog.galleries()] == ["Old"]
    assert list(catalog.pictures("Old")) == [Picture("https://h/1")]
    catalog.reorder(["Old"])
    catalog.close()
    sql = sqlite3.connect(file)
    assert sql.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    sql.close()


async def test_what_a_browser_copied_gives_its_pictures_and_asks_for_nothing(library: Library, web: Web) -> None:
    copied = (
        "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000000300\r\nSourceURL:https://h.example/album/\r\n"
        '<html><body><!--StartFragment--><a href="/big/1.jpg"><img src="/t/1.jpg" width="300" alt="One"></a>'
        f'<img src="{web.url("/picture/2.png")}" width="600" height="400"><!--EndFragment--></body></html>'
    )
    (pictures,) = [one async for one in library.paste(copied)]
    assert isinstance(pictures, list)
    assert [(one.url, one.title, one.remote, one.source) for one in pictures] == [
        ("https://h.example/big/1.jpg", "One", True, "page"),
        (web.url("/picture/2.png"), None, True, "page"),
    ]
    assert web.count() == 0
    with pytest.raises(NothingToShowError):
        [one async for one in library.paste("<p>words</p>")]


async def test_a_refresh_asks_for_no_object_that_is_known_already(library: Library, web: Web) -> None:
    def museum(*numbers: int) -> str:
        body = json.dumps({"total": len(numbers), "objectIDs": numbers})
        return web.put("/v1/search", body, media_type="application/json")

    for number in (1, 2, 3):
        record = {"objectID": number, "primaryImage": web.url(f"/picture/{number}.png"), "title": f"Work {number}"}
        web.put(f"/v1/objects/{number}", json.dumps(record), media_type="application/json")
    await library.save_gallery(Gallery("Met", (museum(1, 2),)))
    [one async for one in library.refresh_gallery("Met")]
    museum(3, 1, 2)
    (stands,) = [one async for one in library.refresh_gallery("Met")]
    assert isinstance(stands, Refreshed)
    assert (numbers(stands.pictures), stands.new) == ([3, 1, 2], 1)
    assert [web.count(f"/v1/objects/{number}") for number in (1, 2, 3)] == [1, 1, 1]
    assert web.count("/v1/search") == 2


async def test_what_undoes_the_removal_of_a_large_gallery_takes_little_memory(library: Library) -> None:
    many = tuple(Picture(f"https://h.example/pictures/{one}.png", title=f"Picture {one}") for one in range(5_000))
    library.catalog.put([Saved(Gallery("many", ("https://h.example/",)), many)])
    tracemalloc.start()
    deeds = [
        await library.saved.leave_out("many", many[:1]),
        await library.saved.merge(["many"], "many"),
        await library.saved.remove(["many"]),
    ]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_000_000
    for deed in reversed(deeds):
        await library.saved.restore(deed)
    assert await library.saved.pictures("many") == many
