"""The window around grid and viewer: what is opened, searched, said, listed, and how it comes back."""

import tkinter as tk
from pathlib import Path

import pytest

from vitrina.settings import Settings, WindowState
from vitrina.ui.colours import rgb
from vitrina.ui.last_time import STATE_FILE
from web import Web
from window_screen import Open, colour_of, near


def test_a_newcomer_sees_what_to_do_and_a_click_opens_the_demo(open_window: Open) -> None:
    screen = open_window()
    welcome = screen.window.front.welcome
    assert welcome is not None
    screen.until(welcome.winfo_ismapped)
    welcome.buttons[0].invoke()
    screen.until(lambda: len(screen.window.shown) > 0, 30)
    assert screen.window.front.welcome is None
    assert screen.window.session.locators == ("demo:60",)


def test_typing_in_the_search_filters_and_escape_brings_everything_back(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.press("<Control-f>")
    window = screen.window
    assert window.root.focus_get() is window.frame.topbar.search
    for digit in ("0", "1", "2"):
        window.frame.topbar.search.event_generate(f"<KeyPress-{digit}>")
    screen.until(lambda: len(window.shown) == 1)
    screen.filled()
    assert near(screen.tile_pixel(0), colour_of(12))
    screen.press("<Escape>")
    screen.until(lambda: len(window.shown) == 30)


def test_letters_typed_into_a_field_do_nothing_else(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    window.frame.topbar.search.focus_force()
    for key in ("<KeyPress-s>", "<KeyPress-f>", "<KeyPress-b>", "<Delete>", "<slash>"):
        window.frame.topbar.search.event_generate(key)
    assert not window.front.fullscreen
    assert not window.front.slideshow.running
    assert window.frame.topbar.search.text.get() == "sfb/"
    assert len(window.shown.pictures) == 30


def test_an_address_that_cannot_be_read_is_said_in_one_sentence(open_window: Open) -> None:
    screen = open_window("ftp://example.org/")
    nothing = screen.window.front.nothing
    screen.until(lambda: nothing.sentence)
    assert "\n" not in nothing.sentence
    assert not screen.window.session.reading


def test_pasting_a_link_anywhere_opens_it(open_window: Open, folder: Path) -> None:
    screen = open_window()
    screen.window.root.clipboard_clear()
    screen.window.root.clipboard_append(str(folder))
    screen.press("<Control-v>")
    screen.until(lambda: len(screen.window.shown) == 30)


def test_favourites_and_kept_pictures_are_marked_and_listed(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.click_tile(4)
    screen.press("b", "k")
    window = screen.window
    key = window.shown[4].key
    screen.until(lambda: key in window.session.said.favourites and key in window.session.said.kept)
    face = window.grid.face(4)
    assert face is not None
    assert face.favourite
    assert face.kept
    screen.until(lambda: window.bridge.busy == 0)
    window.listing.choose("library:favourites")
    screen.until(lambda: [picture.key for picture in window.shown.all()] == [key])
    screen.filled()
    assert near(screen.tile_pixel(0), colour_of(4))


def test_the_activity_shows_a_bar_for_each_download(open_window: Open, tmp_path: Path) -> None:
    with Web() as web:
        listed = tmp_path / "list.txt"
        listed.write_text("".join(web.url(f"/picture/{n}.png") + "\n" for n in range(6)) + web.url("/nothing") + "\n")
        screen = open_window(str(listed))
        screen.press("<Control-j>")
        screen.filled()
        activity = screen.window.frame.activity
        assert activity is not None
        screen.until(lambda: screen.window.session.transfers.done >= 7)
        activity.draw()
        canvas = activity.canvas
        bars = [item for item in canvas.find_all() if str(canvas.type(item)) == "rectangle"]
        assert len(bars) >= 7
        activity.copy()
        report = screen.window.root.clipboard_get()
        assert report.splitlines()[0].startswith(web.url("/nothing"))
        screen.press("<Control-j>")
        assert screen.window.frame.activity is None


def test_the_help_page_lists_every_action_that_has_a_key(open_window: Open) -> None:
    screen = open_window()
    window = screen.window
    screen.until(lambda: window.library is not None)
    screen.press("<F1>")
    assert window.sheet.name == "help"
    text = next(child for child in _all_below(window.root) if isinstance(child, tk.Text) and child.winfo_ismapped())
    said = text.get("1.0", "end")
    for action in window.table.actions:
        if action.group and window.table.keys(action.name):
            assert window.text(action.label) in said
    screen.press("<Escape>")
    assert not window.sheet.open


def _all_below(widget: tk.Misc) -> list[tk.Misc]:
    found = []
    for child in widget.winfo_children():
        found += [child, *_all_below(child)]
    return found


def test_the_palette_does_what_is_typed(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.press("<Control-Shift-P>")
    window = screen.window
    assert window.sheet.name == "palette"
    field = screen.focused()
    for letter in "select a":
        field.event_generate(f"<KeyPress-{'space' if letter == ' ' else letter}>")
    screen.press("<Return>")
    assert not window.sheet.open
    assert len(window.grid.selection.chosen) == 30


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_look_changes_while_running_and_keeps_what_is_open(open_window: Open, folder: Path, theme: str) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    window.save_settings(theme=theme)
    window.frame.rebuild()
    screen.filled()
    corner = screen.pixel(window.grid.canvas, 3, 3)
    assert corner == rgb(window.theme.palette.ground)
    assert window.theme.palette.name == theme
    assert near(screen.tile_pixel(0), colour_of(0))


def test_the_window_comes_back_as_it_was(open_window: Open, folder: Path) -> None:
    first = open_window(str(folder), size="900x600+40+50")
    first.filled()
    first.press("<End>", "<Left>")
    first.window.root.update()
    top = first.window.grid.top
    first.window.quit()
    paths = first.window.start.paths
    state = WindowState.load(paths.config / STATE_FILE)
    assert state.locators == [str(folder)]
    assert state.geometry.startswith("900x600")
    again = open_window(size="")
    again.filled()
    again.until(lambda: again.window.grid.selection.focus == 28)
    assert abs(again.window.grid.top - top) <= 2
    assert Settings.load(paths.settings_file).theme == "light"


def test_offline_is_one_click_and_says_so(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.frame.topbar.offline.invoke()
    assert screen.window.offline
    assert "offline" in screen.window.toast.text
    screen.window.frame.topbar.offline.invoke()
    assert not screen.window.offline


def test_the_status_tells_what_the_store_holds_after_the_last_download(open_window: Open, tmp_path: Path) -> None:
    with Web() as web:
        listed = tmp_path / "list.txt"
        listed.write_text("".join(web.url(f"/picture/{n}.png?bytes=60000") + "\n" for n in range(5)))
        screen = open_window(str(listed))
        screen.filled()
        label = screen.window.frame.statusbar._store
        screen.until(lambda: str(label.cget("text")).startswith(("Store: 30", "Store: 31")), 20)


def test_what_failed_is_counted_files_too(open_window: Open, tmp_path: Path) -> None:
    gone = tmp_path / "list.txt"
    gone.write_text("".join(f"{(tmp_path / str(number)).as_uri()}.png\n" for number in range(3)), encoding="utf-8")
    screen = open_window(str(gone))
    screen.filled()
    screen.until(lambda: "3 failed" in str(screen.window.frame.statusbar._left.cget("text")))


def test_an_action_without_a_picture_says_what_is_missing(open_window: Open) -> None:
    screen = open_window()
    window = screen.window
    screen.until(lambda: window.library is not None)
    for action in ("save_as", "export", "copy_picture", "copy_url", "favourite", "keep", "tag", "rate_3", "wallpaper"):
        window.toast.hide()
        window.act(action)
        assert window.toast.text == "Choose a picture first.", action
