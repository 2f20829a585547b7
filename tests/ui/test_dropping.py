"""Drag and drop: with another program on the same screen, and without the package that brings it."""

import os
import shutil
import subprocess
import sys
import tkinter as tk
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from vitrina.ui import dropping
from vitrina.ui.dropping import found_in
from vitrina.ui.taking import Found
from window_screen import Open, Screen

HTML = "<img src='https://h.org/é.jpg'>"

# Another program with a small window at the left upper corner: files can be dragged out of it and dropped on it.
OTHER = """
import sys, tkinter
from tkinterdnd2 import TkinterDnD
from vitrina.ui.dropping import LISTS_AS_TEXT
root = tkinter.Tk()
root.geometry("150x150+0+0")
TkinterDnD._require(root)
root.tk.eval(LISTS_AS_TEXT)
canvas = tkinter.Canvas(root, background="red")
canvas.pack(fill="both", expand=True)
call = root.tk.call
call("tkdnd::drag_source", "register", str(canvas), ("DND_Files",), 1)
call("bind", str(canvas), "<<DragInitCmd>>", root.register(lambda: ("copy", ("DND_Files", tuple(sys.argv[1:])))))
call("tkdnd::drop_target", "register", ".", ("DND_Files", "DND_Text"))
for event in ("<<DropEnter>>", "<<DropPosition>>"):
    call("bind", ".", event, "list copy")
def dropped(data):
    print(*call("split", data, chr(10)), flush=True)
    return "copy"
call("bind", ".", "<<Drop>>", root.register(dropped) + " %D")
root.after(500, print, "ready", None)
root.after(500, sys.stdout.flush)
root.after(60_000, root.destroy)
root.mainloop()
"""


@pytest.mark.parametrize(
    "kind, data, found",
    [
        ("DND_Files", "{/a b/1.jpg} /c.jpg", Found(("/a b/1.jpg", "/c.jpg"))),
        ("text/uri-list", "https://h.org/1.jpg", Found(("https://h.org/1.jpg",))),
        ("DND_Text", "see https://h.org/a and", Found(("https://h.org/a",))),
        ("text/html", HTML, Found(html=HTML)),
        ("DND_HTML", HTML.encode().decode("utf-16-le", "replace"), Found(html=HTML)),
        ("text/html", " ".join(map(str, HTML.encode())), Found(html=HTML)),
        ("text/html", "<a href='https://h.org/page'>a page</a>", Found(("https://h.org/page",))),
    ],
)
def test_what_falls_into_the_window_is_told_apart(root: tk.Tk, kind: str, data: str, found: Found) -> None:
    assert found_in(root, data, kind) == found


def test_without_the_package_everything_else_is_as_it_was(
    open_window: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tkinterdnd2", None)
    screen = open_window(str(folder))
    screen.filled()
    assert dropping.attach(screen.window) is False
    drag_from_the_middle_of_the_first_tile(screen)
    assert len(screen.window.grid.selection.chosen) > 1, "a drag draws a band wherever it begins"


def test_with_it_a_drag_from_a_tile_draws_no_band(open_window: Open, folder: Path) -> None:
    pytest.importorskip("tkinterdnd2")
    screen = open_window(str(folder))
    screen.filled()
    screen.until(lambda: screen.window.grid.mouse.drags_out)
    screen.click_tile(0)
    screen.click_tile(1, state=0x4)
    assert screen.window.grid.selection.chosen == {0, 1}
    screen.click_tile(0)
    assert screen.window.grid.selection.chosen == {0}
    drag_from_the_middle_of_the_first_tile(screen)
    assert screen.window.grid.selection.chosen == {0}


def drag_from_the_middle_of_the_first_tile(screen: Screen) -> None:
    """Drag over three tiles."""
    canvas, grid = screen.window.grid.canvas, screen.window.grid
    one, last = grid.box(0), grid.box(2)
    canvas.event_generate("<ButtonPress-1>", x=one.x + 40, y=one.y + 40)
    canvas.event_generate("<B1-Motion>", x=last.x + 40, y=last.y + 60, state=0x100)
    canvas.event_generate("<ButtonRelease-1>", x=last.x + 40, y=last.y + 60, state=0x100)


def dragging(*points: tuple[int, int]) -> Callable[[], bool]:
    """Drag the mouse along points of the screen, by hand as it were; tells when it is done."""
    words = ["mousemove", *map(str, points[0]), "mousedown", "1"]
    for begin, end in pairwise(points):
        for step in range(1, 11):
            x, y = (round(a + (b - a) * step / 10) for a, b in zip(begin, end, strict=True))
            words += ["mousemove", str(x), str(y), "sleep", "0.03"]
    words += ["sleep", "0.2", "mouseup", "1"]
    process = subprocess.Popen(["xdotool", *words], env=os.environ)
    return lambda: process.poll() is not None


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("xdotool"), reason="xdotool drags the mouse")
def test_pictures_come_in_from_another_program_and_go_out_to_it(
    open_window: Open, folder: Path, tmp_path: Path
) -> None:
    pytest.importorskip("tkinterdnd2")
    named = tmp_path / "a b é.png"
    shutil.copyfile(folder / "004.png", named)
    screen = open_window(str(folder), size="1000x700+300+100")
    window = screen.window
    screen.filled()
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, named.as_uri(), str(folder / "007.png")], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    try:
        assert other.stdout.readline().startswith("ready")
        screen.until(lambda: window.grid.mouse.drags_out)
        into = window.grid.canvas.winfo_rootx() + 300, window.grid.canvas.winfo_rooty() + 200
        screen.until(dragging((75, 75), into))
        screen.until(lambda: len(window.shown) == 2)
        assert window.session.locators == (str(named), str(folder / "007.png"))
        screen.filled()
        box = window.grid.box(0)
        tile = window.grid.canvas.winfo_rootx() + box.x + 60, window.grid.canvas.winfo_rooty() + box.y + 60
        screen.until(dragging(tile, (75, 75)))
        taken = other.stdout.readline().strip()
        assert "a b é.png" in taken
        out = window.start.paths.dragged_folder / "a b é.png"
        assert out.read_bytes() == named.read_bytes()
        window.front.open_at(1)
        screen.shown()
        canvas = window.viewer.canvas
        middle = canvas.winfo_rootx() + canvas.winfo_width() // 2, canvas.winfo_rooty() + canvas.winfo_height() // 2
        screen.until(dragging(middle, (75, 75)))
        assert "007.png" in other.stdout.readline()
    finally:
        other.kill()
        other.communicate()
