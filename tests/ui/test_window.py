"""The window as a person meets it: real events in, pixels of the screen out."""

import tkinter as tk
from pathlib import Path

import pytest

from screen import process_events
from vitrina.settings import Settings, WindowState
from vitrina.ui.information import BY
from vitrina.ui.shown import Condition
from vitrina.ui.theme import LIGHT, rgb
from vitrina.ui.window import STATE_FILE
from web import Web
from window_screen import Open, colour_of, near


def test_tiles_fill_with_their_pictures(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    for index in range(4):
        assert near(screen.tile_pixel(index), colour_of(index))


def test_a_newcomer_sees_what_to_do_and_a_click_opens_the_demo(open_window: Open) -> None:
    screen = open_window()
    welcome = screen.window.front.welcome
    assert welcome is not None
    screen.until(welcome.winfo_ismapped)
    welcome.buttons[0].invoke()
    screen.until(lambda: len(screen.window.shown) > 0, 30)
    assert screen.window.front.welcome is None
    assert screen.window.session.locators == ("demo:60",)


def test_click_ctrl_click_and_shift_click_choose(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    selection = screen.window.grid.selection
    screen.click_tile(1)
    assert selection.chosen == {1}
    screen.click_tile(3, state=0x4)
    assert selection.chosen == {1, 3}
    screen.click_tile(5, state=0x1)
    assert selection.chosen == {3, 4, 5}


def test_what_is_chosen_has_an_outline_in_the_accent_colour(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    grid = screen.window.grid
    box = grid.box(1)
    before = screen.pixel(grid.canvas, box.x + 1, box.y + box.height // 2)
    screen.click_tile(1)
    after = screen.pixel(grid.canvas, box.x + 1, box.y + box.height // 2)
    assert near(before, colour_of(1))
    assert near(after, rgb(LIGHT.accent))


def test_the_focus_can_be_seen_before_anything_is_chosen_with_it(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    grid = screen.window.grid
    box = grid.box(1)
    beside = [(box.x - far, box.y + box.height // 2) for far in range(2, 7)]
    before = [screen.pixel(grid.canvas, *at) for at in beside]
    screen.press("<Right>", "<Control-Right>")
    assert grid.selection.focus == 1
    assert grid.selection.chosen == {0}
    assert [screen.pixel(grid.canvas, *at) for at in beside] != before


def test_a_rubber_band_chooses_what_it_touches(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    canvas = screen.window.grid.canvas
    one, last = screen.window.grid.box(0), screen.window.grid.box(2)
    canvas.event_generate("<ButtonPress-1>", x=one.x - 6, y=one.y + 20)
    for x in (*range(one.x, last.x, 40), last.x + 20):
        canvas.event_generate("<B1-Motion>", x=x, y=one.y + 60, state=0x100)
    screen.until(lambda: screen.window.grid.selection.chosen)
    canvas.event_generate("<ButtonRelease-1>", x=last.x + 5, y=one.y + 60, state=0x100)
    assert screen.window.grid.selection.chosen == {0, 1, 2}


def test_arrow_keys_move_and_scroll_along(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    grid = screen.window.grid
    screen.press("<End>")
    assert grid.selection.focus == 29
    assert grid.top > 0
    assert 29 in grid.on_screen
    screen.filled()
    assert near(screen.tile_pixel(29), colour_of(29))
    screen.press("<Home>", "<Down>")
    assert grid.selection.focus == grid.on_screen.start + 4
    screen.press("<Shift-Right>")
    assert len(grid.selection.chosen) == 2


def test_the_wheel_scrolls_and_what_comes_into_view_is_painted(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    grid = screen.window.grid
    for _ in range(8):
        grid.canvas.event_generate("<Button-5>", x=50, y=50)
    screen.until(lambda: grid.top >= 700)
    screen.filled()
    index = grid.on_screen[8]
    assert near(screen.tile_pixel(index), colour_of(index))


def test_enter_opens_the_picture_and_escape_leads_back_to_its_tile(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.click_tile(2)
    screen.press("<Return>")
    screen.shown()
    window = screen.window
    width, height = window.viewer.stage.size
    assert near(screen.pixel(window.viewer.canvas, width // 2, height // 2), colour_of(2))
    screen.press("<Right>")
    screen.shown()
    assert near(screen.pixel(window.viewer.canvas, width // 2, height // 2), colour_of(3))
    screen.press("<Escape>")
    assert not window.front.in_viewer
    assert window.grid.selection.focus == 3


def test_a_double_click_opens_and_the_ends_are_said(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.click_tile(0)
    screen.click_tile(0)
    screen.shown()
    screen.press("<Left>")
    assert "first" in screen.window.toast.text
    screen.press("<End>")
    screen.shown()
    assert screen.window.viewer.index == 29
    screen.press("<Right>")
    assert "last" in screen.window.toast.text


def test_small_pictures_are_not_enlarged_and_one_to_one_is_one_to_one(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), size="1180x500+20+20")
    screen.filled()
    screen.window.front.open_at(1)  # 400 x 640: taller than the window
    screen.shown()
    view = screen.window.viewer.view
    assert view is not None
    assert view.scale < 1
    screen.press("1")
    screen.until(lambda: (view := screen.window.viewer.view) is not None and view.scale == 1)
    width, height = screen.window.viewer.stage.size
    middle = height // 2
    assert near(screen.pixel(screen.window.viewer.canvas, width // 2 - 199, middle), colour_of(1))
    assert near(screen.pixel(screen.window.viewer.canvas, width // 2 - 202, middle), rgb(LIGHT.stage))
    screen.press("0")
    view = screen.window.viewer.view
    assert view is not None
    assert view.mode == "fit"


def test_the_wheel_zooms_at_the_pointer_and_dragging_pans(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.front.open_at(0)
    screen.shown()
    viewer = screen.window.viewer
    for _ in range(8):
        screen.press("<plus>")
    screen.until(lambda: viewer.view is not None and viewer.view.scale > 4)
    assert viewer.view is not None
    before = viewer.view.seen
    viewer.canvas.event_generate("<ButtonPress-1>", x=400, y=300)
    viewer.canvas.event_generate("<B1-Motion>", x=300, y=300, state=0x100)
    viewer.canvas.event_generate("<ButtonRelease-1>", x=300, y=300, state=0x100)
    assert viewer.view.seen[0] > before[0]
    screen.until(lambda: viewer.stage.whole is not None)
    viewer.canvas.event_generate("<Button-5>", x=300, y=300)
    screen.until(lambda: viewer.view is not None and viewer.view.seen != before)


def test_a_turned_picture_is_turned(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.front.open_at(0)
    screen.shown()
    viewer = screen.window.viewer
    assert viewer.view is not None
    assert viewer.view.picture == (640, 400)
    screen.press("r")
    screen.until(lambda: viewer.view is not None and viewer.view.picture == (400, 640))
    screen.press("<R>")
    screen.until(lambda: viewer.view is not None and viewer.view.picture == (640, 400))


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


def test_removing_can_be_undone(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.click_tile(0)
    screen.press("<Delete>")
    screen.filled()
    assert len(screen.window.shown) == 29
    assert near(screen.tile_pixel(0), colour_of(1))
    screen.press("<Control-z>")
    screen.filled()
    assert len(screen.window.shown) == 30
    assert near(screen.tile_pixel(0), colour_of(0))


def test_a_failed_picture_says_why_and_a_click_tries_again(open_window: Open, tmp_path: Path) -> None:
    with Web() as web:
        web.put("/1.png", b"not here", status=404)
        listed = tmp_path / "list.txt"
        listed.write_text(web.url("/1.png") + "\n" + web.url("/picture/2.png") + "\n")
        screen = open_window(str(listed))
        screen.filled()
        grid = screen.window.grid
        face = grid.face(0)
        assert face is not None
        assert face.state.condition is Condition.FAILED
        assert face.reason
        box = grid.box(0)
        grid.canvas.event_generate("<Motion>", x=box.x + 50, y=box.y + 50)
        hints = texts_on(grid.canvas)
        assert any("404" in hint for hint in hints)
        with (tmp_path / "list.txt").open("rb"):
            web.put("/1.png", png_bytes(), media_type="image/png")
        screen.click_tile(0)
        screen.until(lambda: (face := grid.face(0)) is not None and face.image is not None)
        assert near(screen.tile_pixel(0), (255, 0, 0))


def texts_on(canvas: tk.Canvas) -> list[str]:
    """Read every text on a canvas."""
    return [
        str(canvas.tk.call(str(canvas), "itemcget", item, "-text"))
        for item in canvas.find_all()
        if str(canvas.type(item)) == "text"
    ]


def png_bytes() -> bytes:
    """Make a red picture."""
    import io

    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (300, 300), (255, 0, 0)).save(target, "PNG")
    return target.getvalue()


def test_an_address_that_cannot_be_read_is_said_in_one_sentence(open_window: Open) -> None:
    screen = open_window("ftp://example.org/")
    screen.until(lambda: screen.window.toast.text)
    assert "\n" not in screen.window.toast.text
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


def test_information_and_filmstrip_stand_beside_the_picture(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.front.open_at(3)
    screen.shown()
    screen.press("i")
    beside = screen.window.front.beside
    assert beside.information is not None
    panel = beside.information
    screen.until(lambda: f"640 {BY} 400" in panel.text.get("1.0", "end"))
    assert "003.png" in panel.text.get("1.0", "end")
    screen.press("t")
    assert beside.filmstrip is not None
    strip = beside.filmstrip
    screen.until(lambda: strip.winfo_ismapped() and strip.canvas.winfo_width() > 100)
    places = strip.places
    assert 3 in places
    left = strip._left() + (strip._edge + strip._gap) * places.index(5) + 20
    screen.until(lambda: near(screen.pixel(strip.canvas, left, 30), colour_of(5)))
    screen.click(strip.canvas, left, 30)
    assert screen.window.viewer.index == 5
    screen.press("i", "t")
    assert not panel.winfo_ismapped()


def test_what_a_strip_asked_for_does_not_come_to_one_that_is_gone(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    window.front.open_at(3)
    screen.shown()
    screen.press("t")
    strip = window.front.beside.filmstrip
    assert strip is not None
    screen.until(strip.winfo_ismapped)
    strip._thumbnails.clear()
    strip._draw()
    assert strip._thumbnails.waiting
    window.frame.rebuild()
    screen.until(lambda: window.bridge.busy == 0)  # a fault fails every test of a window


def test_rows_are_drawn_while_a_list_has_grown_shorter(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), layout="rows")
    screen.filled()
    window = screen.window
    window.grid.grown()
    window.shown.view = range(1)
    process_events(window.root)
    window.grid.view_changed()
    screen.filled()
    assert list(window.grid.on_screen) == [0]


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


def test_rows_keep_proportions_and_titles_can_be_switched_off(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), layout="rows")
    screen.filled()
    window = screen.window
    assert near(screen.tile_pixel(1), colour_of(1))
    with_titles = window.grid.height
    window.act("titles")
    screen.filled()
    assert window.grid.height < with_titles
    assert not window.settings.show_titles


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
