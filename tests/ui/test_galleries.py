"""Saved galleries in the real window: everything that the sidebar and its menu do to them."""

import tkinter as tk
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from vitrina.model import Gallery
from vitrina.ui import galleries
from vitrina.ui.sidebar import Row, moved
from web import Web
from window_screen import Open, Screen, near


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of four pictures that a test may change."""
    made = tmp_path / "own"
    made.mkdir()
    for number in range(4):
        Image.new("RGB", (60, 40), (number * 50, 80, 90)).save(made / f"{number}.png")
    return made


def rows(screen: Screen) -> dict[str, Row]:
    return {row.label: row for row in screen.window.frame.sidebar.rows if row.name.startswith("gallery:")}


def made(screen: Screen, *names: str, locator: str) -> None:
    """Save galleries of a folder, and wait until the sidebar lists them as read."""
    window = screen.window
    screen.until(lambda: window.library)
    for name in names:
        assert window.library is not None
        window.bridge.ask(
            partial(window.library.saved.save, Gallery(name, (locator,))),
            lambda _, name=name: galleries.read_again(window, name, quiet=True),  # type: ignore[misc]
        )
    screen.until(lambda: set(names) <= {name for name, row in rows(screen).items() if row.count and not row.sign})


def shown(screen: Screen, name: str) -> None:
    """Open a gallery by its row."""
    screen.window.listing.choose(f"gallery:{name}")
    screen.filled()


def test_what_is_open_is_saved_under_a_name_that_is_typed(open_window: Open, own: Path) -> None:
    screen = open_window(str(own))
    screen.filled()
    screen.press("<Control-g>")
    field = screen.focused()
    assert isinstance(field, tk.Entry)
    assert field.get() == "own"
    field.delete(0, "end")
    field.insert(0, "Blues")
    screen.press("<Return>")
    screen.until(lambda: rows(screen).get("Blues") and rows(screen)["Blues"].count == 4)
    assert screen.window.session.gallery == "Blues"
    assert not screen.window.front.in_viewer
    assert screen.window.root.title() == "Blues - Vitrina"


def test_a_name_that_is_taken_is_not_written_over(open_window: Open, own: Path) -> None:
    screen = open_window(str(own))
    made(screen, "own", locator=str(own / "0.png"))
    screen.press("<Control-g>", "<Return>")
    assert screen.window.sheet.open
    assert rows(screen)["own"].count == 1


def test_the_gallery_that_has_the_focus_is_renamed(open_window: Open, own: Path) -> None:
    screen = open_window()
    made(screen, "One", "Two", locator=str(own))
    shown(screen, "Two")
    screen.press("<F2>")
    field = screen.focused()
    assert isinstance(field, tk.Entry)
    field.delete(0, "end")
    field.insert(0, "Second")
    screen.press("<Return>")
    screen.until(lambda: set(rows(screen)) == {"One", "Second"})
    assert screen.window.session.gallery == "Second"
    assert screen.window.root.title() == "Second - Vitrina"


def test_galleries_are_put_in_order_by_key_and_by_dragging(open_window: Open, own: Path) -> None:
    screen = open_window()
    made(screen, "A", "B", "C", locator=str(own))
    shown(screen, "C")
    screen.press("<Alt-Up>")
    screen.until(lambda: list(rows(screen)) == ["A", "C", "B"])
    canvas = screen.window.frame.sidebar.canvas
    places = {row.label: (top + bottom) // 2 for top, bottom, row in screen.window.frame.sidebar._places}
    canvas.event_generate("<ButtonPress-1>", x=60, y=places["B"])
    for y in (places["B"] - 10, places["A"] - 6):
        canvas.event_generate("<B1-Motion>", x=60, y=y, state=0x100)
    canvas.event_generate("<ButtonRelease-1>", x=60, y=places["A"] - 6, state=0x100)
    screen.until(lambda: list(rows(screen)) == ["B", "A", "C"])
    library = screen.window.library
    assert library is not None
    screen.until(lambda: [one.name for one in screen.window.bridge.wait(library.galleries, 5) or ()] == ["B", "A", "C"])


def test_moving_puts_a_name_before_the_place_that_was_pointed_at() -> None:
    assert moved("abcd", "a", 2) == ["b", "a", "c", "d"]
    assert moved("abcd", "d", 0) == ["d", "a", "b", "c"]
    assert moved("abcd", "b", 4) == ["a", "c", "d", "b"]
    assert moved("abcd", "b", 1) == moved("abcd", "b", 2) == ["a", "b", "c", "d"]


def test_a_deleted_gallery_comes_back_with_all_it_had(open_window: Open, own: Path) -> None:
    screen = open_window()
    made(screen, "A", "B", locator=str(own))
    screen.window.listing.menu("gallery:A", 100, 100)
    screen.press("<Escape>")
    shown(screen, "A")
    screen.press("<Shift-Delete>")
    screen.until(lambda: list(rows(screen)) == ["B"])
    screen.press("<Control-z>")
    screen.until(lambda: list(rows(screen)) == ["A", "B"])
    assert rows(screen)["A"].count == 4


def test_the_sidebars_own_keys_are_about_the_row_that_has_the_focus(open_window: Open, own: Path) -> None:
    screen = open_window()
    made(screen, "A", "B", locator=str(own))
    shown(screen, "A")
    sidebar = screen.window.frame.sidebar
    sidebar.canvas.focus_set()
    while sidebar.focused != "gallery:B":
        screen.press("<Down>")
    screen.press("<Delete>")
    screen.until(lambda: list(rows(screen)) == ["A"])
    assert len(screen.window.shown) == 4


def test_galleries_are_merged_and_parted_again(open_window: Open, own: Path, folder: Path) -> None:
    screen = open_window()
    made(screen, "Own", locator=str(own))
    made(screen, "Others", locator=str(folder))
    shown(screen, "Own")
    screen.window.act("merge_gallery")
    assert isinstance(screen.focused(), tk.Listbox)
    screen.press("<Return>")
    screen.until(lambda: list(rows(screen)) == ["Own"] and rows(screen)["Own"].count == 34)
    screen.until(lambda: len(screen.window.shown) == 34)
    screen.press("<Control-z>")
    screen.until(lambda: {name: row.count for name, row in rows(screen).items()} == {"Others": 30, "Own": 4})
    screen.until(lambda: len(screen.window.shown) == 4)


def test_a_refresh_says_what_came_and_what_went_and_leaves_the_selection(open_window: Open, own: Path) -> None:
    screen = open_window()
    made(screen, "Own", locator=str(own))
    shown(screen, "Own")
    window = screen.window
    window.grid.focus_on(2)
    key = window.shown[2].key
    (own / "0.png").unlink()
    Image.new("RGB", (60, 40), "white").save(own / "7.png")
    screen.press("<Shift-F5>")
    screen.until(lambda: window.toast.text)
    assert window.toast.text == "Own: 1 new picture, 1 gone from the source"
    assert [window.shown[index].key for index in window.grid.selection.chosen] == [key]
    assert [picture.gone for picture in window.shown.all()] == [False, False, False, False, True]
    face = window.grid.face(4)
    assert face is not None
    assert face.gone
    assert window.grid.about(4).endswith("Its source no longer lists it.")


def test_what_cannot_be_read_is_a_sign_and_a_sentence_on_its_row(open_window: Open, own: Path) -> None:
    screen = open_window()
    made(screen, "Own", locator=str(own))
    own.rename(own.with_name("elsewhere"))
    shown(screen, "Own")
    screen.press("<Shift-F5>")
    screen.until(lambda: rows(screen)["Own"].sign == "warning")
    assert str(own) in rows(screen)["Own"].hint
    assert rows(screen)["Own"].count == 4


def test_a_kept_gallery_bears_a_pin_and_so_do_its_pictures(open_window: Open, own: Path) -> None:
    screen = open_window()
    made(screen, "Own", locator=str(own))
    shown(screen, "Own")
    screen.press("<Shift-K>")
    screen.until(lambda: rows(screen)["Own"].sign == "pin")
    screen.until(lambda: {one.key for one in screen.window.shown.all()} == screen.window.session.said.kept)
    screen.press("<Shift-K>")
    screen.until(lambda: not screen.window.session.said.kept and not rows(screen)["Own"].sign)


def test_a_source_becomes_a_gallery_by_one_click(open_window: Open) -> None:
    screen = open_window()
    screen.until(lambda: screen.window.library)
    sidebar = screen.window.frame.sidebar
    top, bottom, row = next(place for place in sidebar._places if place[2].name == "discover:demo:60")
    assert row.button == "plus"
    screen.click(sidebar.canvas, sidebar.canvas.winfo_width() - screen.window.theme.px(24), (top + bottom) // 2)
    screen.until(lambda: rows(screen).get("Demo gallery") and rows(screen)["Demo gallery"].count == 60)
    assert next(row for row in sidebar.rows if row.name == "discover:demo:60").button == "check"
    assert not len(screen.window.shown)


def test_the_window_comes_back_to_the_gallery_it_was_left_in(open_window: Open, own: Path) -> None:
    first = open_window()
    made(first, "Own", locator=str(own))
    shown(first, "Own")
    first.window.quit()
    again = open_window()
    again.filled()
    assert again.window.session.gallery == "Own"
    assert len(again.window.shown) == 4


def test_galleries_are_written_to_a_file_and_taken_in_again(
    open_window: Open, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tkinter import filedialog

    file = tmp_path / "written.json"
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: str(file))
    monkeypatch.setattr(filedialog, "askopenfilename", lambda **_: str(file))
    screen = open_window()
    made(screen, "Own", locator=str(own))
    shown(screen, "Own")
    screen.window.act("export_gallery")
    screen.until(file.exists)
    screen.window.act("delete_gallery")
    screen.until(lambda: not rows(screen))
    screen.window.act("import_galleries")
    screen.until(lambda: rows(screen).get("Own") and rows(screen)["Own"].count == 4)


def png(colour: str) -> bytes:
    """A picture of one colour, as a file."""
    file = BytesIO()
    Image.new("RGB", (80, 80), colour).save(file, "PNG")
    return file.getvalue()


def test_a_tile_says_that_its_address_gave_another_picture_before(open_window: Open) -> None:
    with Web() as web:
        address = web.put("/one.png", png("red"), media_type="image/png")
        screen = open_window(address)
        screen.filled()
        web.put("/one.png", png("blue"), media_type="image/png")
        screen.click_tile(0)
        screen.press("<F5>")
        grid = screen.window.grid
        screen.until(lambda: (face := grid.face(0)) is not None and face.newer and face.image is not None)
        assert near(screen.tile_pixel(0), (0, 0, 255))
        assert grid.about(0) == "Its address gave 1 other picture before."


def test_what_was_removed_from_a_gallery_stays_out_until_that_is_undone(open_window: Open, own: Path) -> None:
    screen = open_window()
    made(screen, "Own", locator=str(own))
    shown(screen, "Own")
    window = screen.window
    screen.click_tile(1)
    screen.press("<Delete>")
    screen.until(lambda: rows(screen)["Own"].count == 3)
    screen.press("<Shift-F5>")
    screen.until(lambda: not rows(screen)["Own"].sign)
    assert len(window.shown) == 3
    screen.press("<Control-z>")
    screen.until(lambda: rows(screen)["Own"].count == 4)
    assert len(window.shown) == 4


def test_what_is_removed_from_the_favourites_is_none_any_more(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    screen.press("<Control-a>", "b")
    screen.until(lambda: window.bridge.busy == 0)
    window.listing.choose("library:favourites")
    screen.filled()
    screen.click_tile(0)
    screen.press("<Delete>")
    screen.until(lambda: window.bridge.busy == 0 and len(window.session.said.favourites) == 29)
    screen.press("<Control-z>")
    screen.until(lambda: window.bridge.busy == 0 and len(window.session.said.favourites) == 30)


def test_all_pictures_are_those_of_every_gallery_and_what_was_marked(
    open_window: Open, own: Path, folder: Path
) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.click_tile(5)
    screen.press("<Alt-Key-3>")
    made(screen, "Own", "Twice", locator=str(own))
    screen.window.listing.choose("library:all")
    screen.filled()
    names = [picture.url.rpartition("/")[2] for picture in screen.window.shown.all()]
    assert names == ["0.png", "1.png", "2.png", "3.png", "005.png"]
