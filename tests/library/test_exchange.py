"""Galleries leave as files of several forms, and come back from them."""

import csv
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from vitrina.errors import UsageError
from vitrina.fetch import Limits
from vitrina.library import exchange
from vitrina.library.catalog import Saved
from vitrina.library.library import Library
from vitrina.model import Gallery, Picture
from vitrina.paths import below
from vitrina.trace import Trace

ONE = Picture(
    "https://h.example/1.jpg", title="One, <first>", credit="Ann", licence="CC-BY-4.0", page="https://h.example/p1",
    author_page="https://h.example/ann", licence_page="https://creativecommons.org/licenses/by/4.0/",
    width=30, height=20, media_type="image/jpeg", description="Two\nlines", date="2026", tags=("a", "b"), source="feed",
)  # fmt: skip
TWO = Picture("https://h.example/2", gone=True, title="=cmd|x")
CATS = Saved(Gallery("Cats & co", ("https://u:pw@h.example/feed.xml", "/home/ann/cats"), refreshed_at=5.0), (ONE, TWO))
DOGS = Saved(Gallery("Dogs", ("https://d.example/feed",)), (Picture("https://d.example/d.png"),))


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library(below(tmp_path / "p"), Limits(offline=True), trace=Trace.nowhere()) as opened:
        opened.catalog.put([CATS, DOGS])
        yield opened


async def back(library: Library, file: Path) -> dict[str, tuple[Gallery, tuple[Picture, ...]]]:
    names = await library.saved.bring(file)
    return {name: (await library.saved.named(name), await library.saved.pictures(name)) for name in names}


async def test_the_own_form_loses_nothing(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    await library.saved.export(["Cats & co", "Dogs"], file)
    before = [(await library.saved.named(one), await library.saved.pictures(one)) for one in ("Cats & co", "Dogs")]
    await library.saved.remove(["Cats & co", "Dogs"])
    assert list((await back(library, file)).values()) == before
    again = await back(library, file)
    assert list(again) == ["Cats & co (2)", "Dogs (2)"]
    with pytest.raises(UsageError, match="there already"):
        await library.saved.export(["Dogs"], file)


async def test_a_table_names_credits_and_licences_and_comes_back(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "cats.csv"
    await library.saved.export(["Cats & co"], file)
    head, first, second = csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
    said = dict(zip(head, first, strict=True))
    assert (said["gallery"], said["title"], said["credit"], said["licence"]) == (
        "Cats & co",
        "One, <first>",
        "Ann",
        "CC-BY-4.0",
    )
    assert dict(zip(head, second, strict=True))["title"] == "'=cmd|x", "no formula for a spreadsheet"
    (gallery, pictures) = (await back(library, file))["cats"]
    assert gallery.locators == (str(file),)
    assert [(one.url, one.credit, one.licence, one.page) for one in pictures] == [
        ("https://h.example/1.jpg", "Ann", "CC-BY-4.0", "https://h.example/p1"),
        ("https://h.example/2", None, None, None),
    ]


async def test_a_plain_list_comes_back_with_its_titles(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "cats.txt"
    await library.saved.export(["Cats & co"], file)
    assert file.read_text().splitlines()[:2] == ["# Cats & co", "https://h.example/1.jpg\tOne, <first>"]
    (_, pictures) = (await back(library, file))["cats"]
    assert [(one.url, one.title) for one in pictures] == [(ONE.url, ONE.title), (TWO.url, TWO.title)]


async def test_a_json_feed_comes_back_with_what_it_can_say(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "cats.feed.json"
    await library.saved.export(["Cats & co"], file)
    feed = json.loads(file.read_text(encoding="utf-8"))
    assert (feed["version"], feed["title"]) == ("https://jsonfeed.org/version/1.1", "Cats & co")
    (_, pictures) = (await back(library, file))["cats"]
    first = pictures[0]
    assert (first.url, first.title, first.credit, first.page, first.tags) == (
        ONE.url,
        ONE.title,
        "Ann",
        ONE.page,
        ("a", "b"),
    )
    with pytest.raises(UsageError, match="one by one"):
        await library.saved.export(["Cats & co", "Dogs"], tmp_path / "both.feed.json")


async def test_an_outline_has_the_feeds_of_each_gallery_and_no_password(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    await library.saved.export(["Cats & co", "Dogs"], file)
    assert "pw" not in file.read_text()
    found = await back(library, file)
    assert {name: gallery.locators for name, (gallery, _) in found.items()} == {
        "Cats & co (2)": ("https://h.example/feed.xml",),
        "Dogs (2)": ("https://d.example/feed",),
    }


async def test_a_feed_readers_outline_gives_its_groups_and_one_for_the_rest(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "reader.opml"
    file.write_text(
        '<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>'
        '<outline title="News"><outline text="a" xmlUrl="https://a.example/f"/>'
        '<outline text="deeper"><outline text="b" xmlUrl="https://b.example/f" /></outline></outline>'
        '<outline text="c" XMLURL="https://c.example/f"/><outline text="none"/></body></opml>'
    )
    found = await back(library, file)
    assert {name: gallery.locators for name, (gallery, _) in found.items()} == {
        "reader": ("https://c.example/f",),
        "News": ("https://a.example/f", "https://b.example/f"),
    }


@pytest.mark.parametrize("body", ["", "no list at all", '{"format": "vitrina-galleries"}', "<opml><body/></opml>"])
async def test_a_file_without_a_gallery_changes_nothing(library: Library, tmp_path: Path, body: str) -> None:
    file = tmp_path / "x.dat"
    file.write_text(body)
    with pytest.raises(UsageError) as error:
        await library.saved.bring(file)
    assert str(file) in str(error.value)
    assert [one.name for one in await library.galleries()] == ["Cats & co", "Dogs"]


def test_the_form_goes_by_the_end_of_the_name() -> None:
    wanted = {
        "A.CSV": exchange.table,
        "a.feed.json": exchange.json_feed,
        "a.json": exchange.own_form,
        "a": exchange.own_form,
    }
    assert {name: exchange.form_of(Path(name)) for name in wanted} == wanted
