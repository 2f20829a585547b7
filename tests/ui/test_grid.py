"""The grid as a person meets it: real events in, pixels of the screen out."""

import tkinter as tk
from pathlib import Path

from pictures import plain
from screen import process_events
from vitrina.ui.colours import LIGHT, rgb
from vitrina.ui.shown import Condition
from web import Web
from window_screen import Open, colour_of, near


def test_tiles_fill_with_their_pictures(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    for index in range(4):
        assert near(screen.tile_pixel(index), colour_of(index))


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


def test_what_is_near_the_screen_is_ready_before_it_is_scrolled_to(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    grid = screen.window.grid
    below = grid.on_screen.stop
    assert below < len(grid.shown)
    key, box = grid.shown[below].key, grid.box(below)
    screen.until(lambda: grid.thumbnails.get(key, box.width, box.height) is not None)


def test_a_thumbnail_stays_drawn_while_it_is_on_hand_and_no_longer(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window, grid = screen.window, screen.window.grid
    image = grid.thumbnails.get(grid.shown[0].key, grid.box(0).width, grid.box(0).height)

    def is_drawn() -> bool:
        return bool(window.root.tk.getboolean(window.root.tk.call("image", "inuse", str(image))))

    grid.scroll_to(grid.height)
    screen.until(lambda: 0 not in grid.on_screen and grid.settled)
    assert is_drawn()
    window.session.show([])
    screen.until(lambda: not is_drawn())


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
        web.put("/1.png", plain(300, 300, "#ff0000", "PNG"), media_type="image/png")
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
