"""Nothing is cut off: on the smallest tiles, in the smallest window, with the largest texts."""

import tkinter as tk
from collections.abc import Iterator
from pathlib import Path
from tkinter import ttk

import pytest

from vitrina.ui import preferences
from vitrina.ui.topbar import SMALLEST_TILE
from window_screen import Open

SMALLEST = "520x360+0+0"


def below(widget: tk.Misc) -> Iterator[tk.Misc]:
    for one in widget.winfo_children():
        yield one
        yield from below(one)


def within(widget: tk.Misc, other: tk.Misc) -> bool:
    """Whether a widget lies within another from left to right."""
    left = widget.winfo_rootx() - other.winfo_rootx()
    return left >= 0 and left + widget.winfo_width() <= other.winfo_width()


@pytest.mark.parametrize("language", ["en", "es"])
def test_why_a_picture_failed_stays_on_the_smallest_tile(open_window: Open, tmp_path: Path, language: str) -> None:
    (tmp_path / "list.txt").write_text("http://127.0.0.1:9/1.png", "utf-8")
    screen = open_window(str(tmp_path / "list.txt"), language=language, tile=SMALLEST_TILE, offline=True)
    screen.filled()
    screen.until(lambda: list(screen.window.shown.faults))
    canvas, box = screen.window.grid.canvas, screen.window.grid.box(0)
    screen.window.root.update_idletasks()
    texts = [one for one in canvas.find_all() if str(canvas.type(one)) == "text"]
    words = [one for one in texts if str(canvas.tk.call(canvas, "itemcget", one, "-anchor")) == "n"]
    assert words, "nothing says why"
    for one in words:
        left, top, right, bottom = canvas.bbox(one)
        assert box.x <= left
        assert right <= box.x + box.width
        assert box.y <= top
        assert bottom <= box.y + box.height


def test_the_smallest_window_has_all_of_the_bar_and_of_what_is_said(open_window: Open, tmp_path: Path) -> None:
    screen = open_window(str(tmp_path / ("a name that goes on and on " * 4)), size=SMALLEST, language="es")
    window = screen.window
    screen.until(lambda: window.front.nothing.sentence)
    window.toast.show(
        "Una frase tan larga que hay que partirla en varias líneas para que quepa en la ventana más pequeña que hay.",
        "Una acción",
        lambda: None,
    )
    window.root.update()
    bar = window.frame.topbar
    for one in below(bar):
        if isinstance(one, ttk.Entry | ttk.Button):
            assert one.winfo_width() >= one.winfo_height() - 4, f"{one} is squeezed"
            assert within(one, bar)
    said = [one for one in below(window.root) if isinstance(one, ttk.Label) and one.winfo_ismapped()]
    assert said
    for one in said:
        assert within(one, window.root), one.cget("text")
        assert one.winfo_width() >= one.winfo_reqwidth(), one.cget("text")


@pytest.mark.parametrize("page", ["general", "downloads", "storage", "services"])
def test_the_largest_texts_leave_settings_whole(open_window: Open, folder: Path, page: str) -> None:
    screen = open_window(str(folder), text_size=200, language="es", size="1180x760+0+0")
    screen.filled()
    preferences.show(screen.window, page)
    screen.window.root.update()
    sheet = next(one for one in screen.window.root.winfo_children() if screen.window.sheet.holds(one))
    asked = [one for one in below(sheet) if isinstance(one, ttk.Entry | ttk.Button | ttk.Checkbutton)]
    assert len(asked) > 2
    for one in asked:
        if one.winfo_ismapped():
            assert within(one, sheet)
            assert one.winfo_width() >= min(one.winfo_reqwidth(), 100), f"{one} is squeezed"


def test_larger_texts_make_larger_bars_but_no_larger_pictures(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), tile=100)
    screen.filled()
    window = screen.window
    before = window.grid.box(0).width, window.frame.sidebar.winfo_width()
    window.save_settings(text_size=150)
    window.frame.rebuild()
    window.root.update()
    after = window.grid.box(0).width, window.frame.sidebar.winfo_width()
    assert after[1] == pytest.approx(1.5 * before[1], abs=2)
    assert after[0] < 1.4 * before[0]
