"""Ratings, tags, and the search and the order that follow them, in the real window with the real library."""

import tkinter as tk
import weakref
from pathlib import Path

import pytest

from vitrina.ui import sifting
from vitrina.ui.marking import retagged, tags_in
from vitrina.ui.sifting import FOUND
from window_screen import Open, Screen


@pytest.fixture
def screen(open_window: Open, folder: Path) -> Screen:
    opened = open_window(str(folder))
    opened.filled()
    return opened


def typed(screen: Screen, text: str) -> None:
    """Type into the search box, and wait for what it gives."""
    screen.press("<Control-f>")
    search = screen.window.frame.topbar.search
    search.delete(0, "end")
    search.insert(0, text)
    screen.until(lambda: screen.window.shown.query == text)


def names(screen: Screen) -> list[str]:
    return [picture.url.rpartition("/")[2] for picture in screen.window.shown.all()]


def test_stars_are_given_by_key_shown_on_the_tile_found_and_sorted_by(screen: Screen) -> None:
    window = screen.window
    for index, stars in ((3, 4), (5, 2), (7, 5)):
        screen.click_tile(index)
        screen.press(f"<Alt-Key-{stars}>")
    face = window.grid.face(3)
    assert face is not None
    assert face.rating == 4
    typed(screen, "rating:>=4")
    screen.until(lambda: names(screen) == ["003.png", "007.png"])
    typed(screen, "")
    window.act("sort_rating")
    screen.until(lambda: names(screen)[:3] == ["007.png", "003.png", "005.png"])
    window.act("sort_turn")
    screen.until(lambda: names(screen)[-3:] == ["005.png", "003.png", "007.png"])
    screen.until(lambda: window.bridge.busy == 0)
    assert window.library is not None
    said = window.bridge.wait(window.library.notes.said, 5)
    assert said is not None
    assert sorted(said.ratings.values()) == [2, 4, 5]


def test_no_star_takes_the_rating_away(screen: Screen) -> None:
    screen.click_tile(3)
    screen.press("<Alt-Key-4>", "<Alt-Key-0>")
    # What the library says of the first may come after the second was pressed.
    screen.until(lambda: screen.window.bridge.busy == 0)
    assert not screen.window.session.said.ratings
    face = screen.window.grid.face(3)
    assert face is not None
    assert face.rating == 0


def test_tags_are_typed_for_all_that_is_chosen_and_found(screen: Screen) -> None:
    window = screen.window
    screen.click_tile(1)
    screen.click_tile(3, state=0x1)
    screen.press("<Control-t>")
    field = screen.focused()
    assert isinstance(field, tk.Entry)
    field.insert(0, "Sea, blue sky")
    screen.press("<Return>")
    screen.click_tile(2)
    screen.press("<Control-t>")
    field = screen.focused()
    assert isinstance(field, tk.Entry)
    assert field.get() == "Sea, blue sky"
    field.delete(0, "end")
    field.insert(0, "Storm")
    screen.press("<Return>")
    screen.until(lambda: window.bridge.busy == 0)
    typed(screen, "tag:sea")
    screen.until(lambda: names(screen) == ["001.png", "003.png"])
    typed(screen, "storm")
    screen.until(lambda: names(screen) == ["002.png"])
    screen.filled()
    face = window.grid.face(0)
    assert face is not None
    assert face.tagged
    assert "Storm" in window.grid.about(0)


def test_enter_in_the_search_box_looks_in_the_whole_library(screen: Screen) -> None:
    window = screen.window
    screen.click_tile(3)
    screen.press("<Alt-Key-4>")
    library = window.library
    assert library is not None
    screen.until(lambda: window.bridge.wait(library.notes.said, 5).ratings)
    window.open(["demo:3"])
    screen.until(lambda: len(window.shown.pictures) == 3)
    typed(screen, "rating:4")
    screen.until(lambda: not len(window.shown))
    screen.press("<Return>")
    screen.until(lambda: window.session.name == FOUND and names(screen) == ["003.png"])
    assert window.root.title() == "Found: rating:4 - Vitrina"
    assert window.frame.topbar.search.text.get() == "rating:4"


def test_what_finds_nothing_offers_the_whole_library(screen: Screen) -> None:
    typed(screen, "no such word")
    screen.until(lambda: screen.window.front.nothing.sentence == "Nothing that is open is like that.")


@pytest.mark.parametrize(
    "text, tags",
    [("", ()), (" , ,", ()), ("sea,  big  wave ,Sea", ("sea", "big wave")), ("one", ("one",))],
)
def test_tags_are_read_once_each(text: str, tags: tuple[str, ...]) -> None:
    assert tags_in(text) == tags


def test_what_only_some_had_in_common_stays() -> None:
    assert retagged(("a", "own"), ("a",), ("b",)) == ("own", "b")
    assert retagged(("Own",), (), ("own", "c")) == ("Own", "c")


def test_a_list_that_was_searched_and_sorted_is_let_go_with_the_next_one(screen: Screen, folder: Path) -> None:
    window = screen.window
    typed(screen, "png")
    window.act("sort_rating")
    window.sifting.warm()
    screen.until(lambda: window.bridge.busy == 0 and len(window.shown) == len(list(folder.iterdir())))
    left = weakref.ref(window.shown)
    window.open([str(folder)])
    screen.filled()
    assert left() is None


def test_a_picture_that_is_opened_before_all_is_sorted_or_found_stays_open_where_it_is_among_it(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sifting, "BOX_SECONDS", -1.0)
    window = screen.window
    window.act("sort_url")
    window.act("sort_turn")
    window.front.open_at(3)
    picture = window.viewer.picture
    assert picture is not None
    screen.until(lambda: names(screen)[0] == "029.png")
    assert window.front.in_viewer
    assert (window.viewer.picture, window.shown[window.viewer.index]) == (picture, picture)
    window.front.show_grid()
    window.sifting.search("01")
    window.front.open_at(0)
    screen.until(lambda: len(window.shown) == 11)
    screen.until(lambda: not window.front.in_viewer)
    assert not screen.faults
