"""Pictures with the same bytes are shown once, with all their sources; what somebody looks at does not jump."""

import asyncio
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from vitrina.model import Gallery, Picture
from vitrina.ui.doubles import Doubles
from vitrina.ui.information import Known, also
from vitrina.ui.shown import HERE, Shown
from web import Exchange, Web, png
from window_screen import Open, Screen

NAMES = "abcdefgh"
LIST = [Picture(f"http://h/{name}", title=f"{name.upper()} {number % 2}") for number, name in enumerate(NAMES)]
ALIKE = {"http://h/a": "1", "http://h/d": "1", "http://h/g": "1", "http://h/c": "2", "http://h/e": "2"}


def names(shown: Shown) -> str:
    return "".join(picture.url[-1] for picture in shown.all())


def opened(contents: dict[str, str], *batches: slice) -> Shown:
    """A list that comes in batches, when all is known of it."""
    shown = Shown()
    shown.learn(contents)
    for batch in batches or (slice(None),):
        shown.add(LIST[batch])
    return shown


@pytest.mark.parametrize("batches", [(slice(None),), (slice(4), slice(4, None)), (slice(1), slice(1, 6), slice(6, 8))])
def test_the_first_stands_for_all_however_they_come(batches: tuple[slice, ...]) -> None:
    shown = opened(ALIKE, *batches)
    assert names(shown) == "abcfh"
    assert [one.url[-1] for one in shown.others("http://h/a")] == ["d", "g"]
    assert [one.url[-1] for one in shown.others("http://h/e")] == ["c"]
    assert shown.others("http://h/b") == []
    assert shown.count == 5


def test_what_is_known_only_later_stays_until_it_is_folded_and_never_where_it_is_held() -> None:
    shown = Shown()
    shown.add(LIST)
    assert shown.learn(ALIKE) is False
    assert names(shown) == "abcdefgh"
    assert shown.fold(held={4}) == [3, 6]
    assert names(shown) == "abcefh"
    assert shown.doubles.waiting
    assert shown.fold(held=()) == [3]
    assert names(shown) == "abcfh"
    assert not shown.doubles.waiting


def test_a_search_that_finds_the_second_alone_shows_it_and_an_order_has_each_once() -> None:
    shown = opened(ALIKE)
    for query, order, reverse, found in [("1", "", False, "bdfh"), ("D", "", False, "d"), ("", "title", True, "hfcba")]:
        for view in shown.arrange(query, order, reverse=reverse):
            shown.view = view
        assert names(shown) == found
    for view in shown.arrange("", "", reverse=True):
        shown.view = view
    assert names(shown) == "hfcba"
    assert shown.count == 5


def test_what_has_become_another_picture_is_shown_again() -> None:
    shown = opened(ALIKE)
    assert shown.learn({"http://h/d": None}) is True
    shown.anew()
    assert names(shown) == "abcdfh"
    assert shown.learn({"http://h/b": None}) is False


def test_who_removes_a_picture_removes_it_from_every_source_and_has_it_back_whole() -> None:
    shown = opened(ALIKE)
    before = shown.remove([0])
    assert names(shown) == "bcfh"
    shown.take_back(before)
    assert names(shown) == "abcfh"


def test_nothing_is_done_for_pictures_of_which_nothing_has_a_double() -> None:
    doubles, places = Doubles(), range(100)
    doubles.grow(LIST)
    assert not doubles
    assert doubles.once(places) is places


def test_another_source_says_only_what_it_says_otherwise() -> None:
    from vitrina.language import Language

    one = Picture("http://h/a", title="Sea", licence="CC0-1.0", page="http://h/page", source="feed")
    two = Picture("http://i/b", title="Sea", credit="Ann", licence="CC-BY-4.0", page="http://i/page", source="iiif")
    assert also(Language.load("en"), one, two) == [
        ("Credit", "Ann"),
        ("Licence", "CC-BY-4.0"),
        ("Page", "http://i/page"),
        ("Address", "http://i/b"),
        ("Source", "iiif"),
    ]
    assert Known(HERE).others == ()


# -- in the window


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


def listed(folder: Path, web: Web, *paths: str) -> str:
    """Write a list of records that name titles and credits, so that nothing is asked before the pictures are."""
    records = [{"image": web.url(path), "title": path, "artist": f"Artist {n}"} for n, path in enumerate(paths)]
    (folder / "list.json").write_text(json.dumps(records), encoding="utf-8")
    return str(folder / "list.json")


def titles(screen: Screen) -> list[str | None]:
    return [picture.title for picture in screen.window.shown.all()]


def away(screen: Screen) -> None:
    """Put the pointer where there is no tile."""
    screen.window.root.event_generate("<Motion>", warp=True, x=2, y=2)
    screen.until(lambda: screen.window.grid.at(*pointer(screen)) is None)


def pointer(screen: Screen) -> tuple[int, int]:
    canvas = screen.window.grid.canvas
    return canvas.winfo_pointerx() - canvas.winfo_rootx(), canvas.winfo_pointery() - canvas.winfo_rooty()


def test_the_same_bytes_from_two_sources_are_shown_once_with_both(open_window: Open, web: Web, tmp_path: Path) -> None:
    for name, colour in (("a", "red"), ("b", "blue"), ("c", "red"), ("d", "green")):
        web.put(f"/{name}", png(colour), media_type="image/png")
    locator = listed(tmp_path, web, "/a", "/b", "/c", "/d")
    screen = open_window(locator)
    away(screen)
    screen.until(lambda: titles(screen) == ["/a", "/b", "/d"], 15)
    screen.filled()
    screen.until(lambda: screen.window.frame.statusbar._said.startswith("3 pictures"))
    screen.window.front.open_at(0)
    screen.shown()
    screen.window.act("information")
    panel = screen.window.front.beside.information
    assert panel is not None
    said = panel.text.get("1.0", "end").split("\n")
    assert [line for line in said if line.startswith("Artist")] == ["Artist 0", "Artist 2"]
    assert web.url("/c") in said
    # What the store knows is not even shown for a moment when it is opened again.
    seen: list[list[str | None]] = []
    screen.window.session._hearers.grew = lambda: seen.append(titles(screen))
    screen.window.open([locator])
    screen.until(lambda: seen and not screen.window.session.reading)
    assert seen[0] == ["/a", "/b", "/d"]


def test_two_galleries_with_the_same_picture_are_one_picture_in_all_pictures(
    open_window: Open, web: Web, tmp_path: Path
) -> None:
    for name, colour in (("a", "red"), ("b", "red"), ("c", "blue")):
        web.put(f"/{name}", png(colour), media_type="image/png")
    screen = open_window()
    window = screen.window
    screen.until(lambda: window.library)
    assert window.library is not None
    for name, path in (("One", "/a"), ("Two", "/b"), ("Three", "/c")):
        folder = tmp_path / name
        folder.mkdir()
        gallery = Gallery(name, (listed(folder, web, path),))
        window.bridge.wait(partial(window.library.saved.save, gallery))
        window.session.open_gallery(name)
        screen.filled()
    window.session.open_own("library:all")
    screen.filled()
    assert len(titles(screen)) == 2
    assert {one.title for one in window.shown.with_others(window.shown.all())} == {"/a", "/b", "/c"}


def test_what_is_chosen_or_comes_while_more_comes_stays_where_it_is(
    open_window: Open, web: Web, tmp_path: Path
) -> None:
    go_on = threading.Event()

    async def late(x: Exchange) -> None:
        await asyncio.to_thread(go_on.wait, 60)
        await x.answer(png("late"), 200, (), media_type="image/png")

    for name, colour in (("a", "red"), ("b", "red"), ("c", "blue")):
        web.put(f"/{name}", png(colour), media_type="image/png")
    web.serve("/late", late)
    screen = open_window(listed(tmp_path, web, "/a", "/b", "/c", "/late"))
    try:
        away(screen)
        screen.until(lambda: screen.window.shown.doubles.waiting, 15)
        for _ in range(3):
            screen.window.folding._try()
        assert titles(screen) == ["/a", "/b", "/c", "/late"], "something is still coming"
        screen.window.grid.focus_on(1)
        go_on.set()
        screen.filled()
        screen.until(lambda: not screen.window.session.transfers.open)
        screen.window.folding._try()
        assert titles(screen) == ["/a", "/b", "/c", "/late"], "it is chosen"
        screen.window.grid.focus_on(2)
        screen.until(lambda: titles(screen) == ["/a", "/c", "/late"], 15)
        assert [one.title for one in screen.window.chosen()] == ["/c"]
    finally:
        go_on.set()


def test_in_the_viewer_the_double_goes_and_the_picture_that_is_looked_at_stays(
    open_window: Open, web: Web, tmp_path: Path
) -> None:
    for name, colour in (("a", "red"), ("b", "red"), ("c", "blue")):
        web.put(f"/{name}", png(colour), media_type="image/png")
    screen = open_window(listed(tmp_path, web, "/a", "/b", "/c"))
    window = screen.window
    screen.until(lambda: len(window.shown) == 3)
    window.front.open_at(2)
    screen.until(lambda: titles(screen) == ["/a", "/c"], 15)
    assert window.viewer.picture is not None
    assert (window.viewer.index, window.viewer.picture.title) == (1, "/c")
    screen.shown()


def test_what_lies_below_the_screen_goes_at_once_and_nothing_that_is_seen_moves(
    open_window: Open, web: Web, tmp_path: Path
) -> None:
    for number in range(60):
        web.put(f"/{number}", png(f"{number % 50}"), media_type="image/png")
    screen = open_window(listed(tmp_path, web, *(f"/{number}" for number in range(60))))
    grid = screen.window.grid
    screen.until(lambda: len(screen.window.shown) == 60)
    screen.click_tile(0)
    assert grid.on_screen.stop <= 50
    before = [grid.box(place) for place in grid.on_screen]
    screen.until(lambda: len(screen.window.shown) == 50, 30)
    assert [grid.box(place) for place in grid.on_screen] == before
    assert [one.title for one in screen.window.chosen()] == ["/0"]
