"""The contact sheet: every screen of the program in one look, scale and language, to be looked at before a release.

Owns which screens there are and how each is reached, in a window of its own on the virtual screen that it is started
on. Refuses to judge: whoever looks at the pictures does. `screenshots` starts it once for each combination.
"""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from tkinter import ttk
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageGrab

from vitrina import paths
from vitrina.bridge import Bridge
from vitrina.fetch import Limits
from vitrina.language import Language
from vitrina.library.library import Library
from vitrina.model import Fault, Picture
from vitrina.settings import Settings
from vitrina.trace import Trace
from vitrina.ui import crash_report, naming, preferences
from vitrina.ui.compare import Compared
from vitrina.ui.shown import REASONS, Condition, State, failed
from vitrina.ui.topbar import SMALLEST_TILE
from vitrina.ui.window import Start, Window

if TYPE_CHECKING:
    import tkinter as tk
    from collections.abc import Callable, Iterator

COLUMNS, ROWS = 2, 3
CELL = (1280, 800)
PATIENCE = 30.0
SETTLING = 0.4
_DO_NOT_WAIT = 2


class Camera:
    """A window, and pictures of it under their names."""

    def __init__(self, window: Window, folder: Path) -> None:
        """Take pictures of `window` into `folder`."""
        self.window, self._folder = window, folder
        self.taken: list[Path] = []

    def work(self, true: Callable[[], object] | None = None) -> None:
        """Let the window work until something is so, and a moment longer for what moves."""
        end = time.monotonic() + PATIENCE
        while true is not None and not true() and time.monotonic() < end:
            self._turn()
        end = time.monotonic() + SETTLING
        while time.monotonic() < end:
            self._turn()

    def _turn(self) -> None:
        if not self.window.root.tk.dooneevent(_DO_NOT_WAIT):
            time.sleep(0.002)

    def filled(self) -> None:
        """Wait until the grid shows all that it will show."""
        window = self.window
        self.work(lambda: window.grid.settled and not window.session.reading and not window.session.transfers.open)

    def take(self, name: str) -> None:
        """Take one."""
        self.work()
        self.taken.append(self._folder / f"{len(self.taken) + 1:02}-{name}.png")
        ImageGrab.grab().convert("RGB").save(self.taken[-1])

    def sheet(self, file: Path) -> None:
        """Put all of them on sheets of six, smaller where they are large."""
        each = COLUMNS * ROWS
        for number, first in enumerate(range(0, len(self.taken), each), 1):
            page = Image.new("RGB", (COLUMNS * CELL[0], ROWS * CELL[1]), "white")
            for at, one in enumerate(self.taken[first : first + each]):
                with Image.open(one) as picture:
                    small = picture.resize(CELL, Image.Resampling.LANCZOS)
                page.paste(small, (at % COLUMNS * CELL[0], at // COLUMNS * CELL[1]))
            page.save(file.with_name(f"{file.name}-{number}.png"))


def take_all(camera: Camera, scratch: Path) -> None:
    """Go through all screens of a window that has the demo gallery in its store."""
    window = camera.window
    camera.take("welcome")
    window.session.open_own("library:favourites")
    camera.take("no-favourites")
    window.open(["demo:60"])
    camera.filled()
    camera.take("grid")
    _mark(window)
    window.act("rows")
    camera.filled()
    camera.take("rows")
    window.toast.hide()
    window.act("squares")
    window.frame.toggle_titles()
    window.act("select_all")
    camera.take("no-titles-all-selected")
    window.grid.selection.clear()
    window.frame.toggle_titles()
    _take_close(camera)
    _take_sheets(camera, scratch)
    _take_menus(camera)
    _take_search(camera)
    _take_states(camera)
    _take_what_fails(camera, scratch)
    _take_small_and_large(camera)


def _mark(window: Window) -> None:
    for place, name in ((0, "favourite"), (1, "keep"), (2, "rate_4")):
        window.grid.focus_on(place)
        window.act(name)


def _take_close(camera: Camera) -> None:
    window = camera.window
    window.front.open_at(4)
    camera.work(lambda: window.viewer.sharp)
    camera.take("viewer")
    window.act("information")
    window.act("filmstrip")
    camera.work(lambda: window.viewer.sharp)
    camera.take("viewer-with-all")
    window.act("information")
    window.act("filmstrip")
    window.act("slideshow")
    camera.work(lambda: window.viewer.sharp)
    camera.take("slideshow")
    window.act("slideshow")
    window.act("fullscreen")
    window.front.show_grid()
    window.front.show_comparison([Compared(window.shown[place], f"{place}") for place in (4, 5, 6)])
    camera.work()
    camera.take("compare")
    window.front.show_grid()
    window.act("activity")
    camera.take("activity")
    window.act("activity")


def _take_sheets(camera: Camera, scratch: Path) -> None:
    window = camera.window
    for page, _, _ in preferences.PAGES:
        preferences.show(window, page)
        camera.take(f"settings-{page}")
        if page in ("general", "keys"):
            _turn_to_the_first_list(camera)
            camera.take(f"settings-{page}-in-use")
    report = scratch / "report.txt"
    report.write_text("Vitrina, on a system\n" + "Traceback (most recent call last):\n  File a.py\n" * 20, "utf-8")
    crash_report.show(window, report)
    camera.take("crash-report")
    for name in ("discover", "help", "palette", "tag", "save_gallery"):
        window.act(name)
        camera.take(name)
        window.sheet.close()
    naming.confirm(
        window, "Set as wallpaper",
        window.text("“{title}” takes the place of the picture on your desktop ({desktop}).", title="A long title of a "
        "picture that somebody has given many words", desktop="GNOME"), window.sheet.close,
    )  # fmt: skip
    camera.take("question")
    window.sheet.close()


def _turn_to_the_first_list(camera: Camera) -> None:
    """Open the first list that falls down, or press a key that is taken already."""
    root = camera.window.root
    for widget in _all_below(root):
        if isinstance(widget, ttk.Treeview):
            widget.focus_force()
            camera.work()
            widget.event_generate("<Return>")
            widget.event_generate("<Control-Key-l>")
            return
        if isinstance(widget, ttk.Combobox):
            widget.focus_force()
            camera.work()
            widget.event_generate("<Down>")
            return


def _all_below(widget: tk.Misc) -> Iterator[tk.Misc]:
    for one in widget.winfo_children():
        yield one
        yield from _all_below(one)


def _take_menus(camera: Camera) -> None:
    window = camera.window
    window.act("save_gallery")
    camera.work()
    focused = window.root.focus_displayof()
    if focused is not None:
        focused.event_generate("<Return>")
    camera.work(lambda: window.listing.galleries)
    root = window.root
    at = root.winfo_rootx() + window.theme.px(60), root.winfo_rooty() + window.theme.px(230)
    for name, show in (
        ("menu", window.show_menu),
        ("menu-of-pictures", partial(window.menu_at, at[0] * 5, at[1])),
        ("menu-of-a-gallery", lambda: window.listing.menu(f"gallery:{window.listing.galleries[0].name}", *at)),
    ):
        show()
        camera.take(name)
        root.tk.call("tk::MenuUnpost", root.tk.splitlist(root.tk.call("grab", "current"))[0])
    preferences.show(window, "storage")
    camera.take("storage-with-a-gallery")
    window.sheet.close()
    names = ["A gallery", "Another one with a name that goes on and on until there is no room left for it"]
    naming.choose(window, window.text("Merge with others…"), names, window.text("Save"), print)
    camera.take("choose")
    window.sheet.close()
    window.act("toggle_sidebar")
    window.act("delete_gallery")
    camera.work()
    camera.take("no-sidebar-undo")
    window.act("undo")
    window.act("toggle_sidebar")


def _take_search(camera: Camera) -> None:
    window = camera.window
    box = window.frame.topbar.search
    for name, typed in (("search", "is:favourite"), ("search-nothing", "zzzz")):
        box.focus_set()
        box.text.set(typed)
        camera.work()
        camera.take(name)
    box.text.set("")


def _take_states(camera: Camera) -> None:
    """Show every state that a tile can be in, and every sign."""
    window = camera.window
    here = list(window.shown.pictures[:6])
    kinds = [*REASONS]
    gone = [replace(one, gone=True) for one in here[:2]]
    elsewhere = [Picture(f"http://127.0.0.1:9/{n}.jpg", title=kind) for n, kind in enumerate(["a", "b", "c", *kinds])]
    window.session.show([*gone, *here[2:], *elsewhere])
    camera.filled()
    keys = [one.key for one in window.shown.pictures]
    states = [State(Condition.WAITING), State(Condition.DOWNLOADING, 0.6), State(Condition.DOWNLOADING)]
    states += [failed(Fault(kind, kind)) for kind in kinds]
    for key, state in [(keys[2], State(Condition.STALE)), *zip(keys[6:], states, strict=True)]:
        window.shown.set_state(key, state)
    window.grid.refresh()
    window.frame.set_tile(SMALLEST_TILE)
    camera.take("states-small")
    window.frame.set_tile(150)
    camera.take("states")
    window.frame.set_tile(192)


def _take_small_and_large(camera: Camera) -> None:
    """The smallest window, and the largest texts."""
    window = camera.window
    root = window.root
    size = root.geometry()
    window.act("toggle_offline")
    camera.take("offline")
    root.geometry(f"{root.minsize()[0]}x{root.minsize()[1]}+0+0")
    camera.take("small-nothing")
    window.open(["demo:60"])
    camera.filled()
    camera.take("small-grid")
    window.front.open_at(3)
    camera.work(lambda: window.viewer.sharp)
    camera.take("small-viewer")
    window.front.show_grid()
    for page in ("general", "services"):
        preferences.show(window, page)
        camera.take(f"small-settings-{page}")
    window.sheet.close()
    root.geometry(size)
    window.save_settings(text_size=200)
    window.frame.rebuild()
    camera.filled()
    camera.take("large-text-grid")
    for page, _, _ in preferences.PAGES:
        preferences.show(window, page)
        camera.take(f"large-text-{page}")
    for name in ("discover", "tag", "palette", "activity"):
        window.act(name)
        camera.take(f"large-text-{name}")
        window.sheet.close()


def _take_what_fails(camera: Camera, scratch: Path) -> None:
    window = camera.window
    bad = scratch / "bad.txt"
    bad.write_text(
        "".join(f"http://127.0.0.1:9/{n}.jpg\n{(scratch / str(n)).as_uri()}.png\n" for n in range(4)), "utf-8"
    )
    window.open([str(bad)])
    camera.filled()
    camera.take("failed")
    window.front.open_at(0)
    camera.take("failed-viewer")
    window.front.show_grid()
    window.act("activity")
    camera.take("failed-activity")
    window.act("activity")
    window.session.open_own("library:kept")
    camera.filled()
    camera.take("kept")
    window.open([str(scratch / "nowhere")])
    camera.filled()
    camera.take("nothing-there")


@contextlib.contextmanager
def _window(profile: Path, settings: Settings, language: str) -> Iterator[Window]:
    where = paths.below(profile)
    bridge = Bridge()
    libraries: list[Library] = []

    async def open_library(settings: Settings) -> Library:
        libraries.append(Library(where.with_store(settings.store_folder), Limits(), trace=Trace.nowhere()))
        return libraries[-1]

    window = Window(
        Start(
            bridge=bridge, open_library=open_library, locators=(), settings=settings, paths=where,
            language=Language.load(language), trace=Trace.nowhere(),
        )
    )  # fmt: skip
    faults: list[Any] = []
    window.root.report_callback_exception = lambda *fault: faults.append(fault[1])
    try:
        yield window
    finally:
        window.quit()
        for library in libraries:
            bridge.wait(partial(library.close), 10)
        bridge.close()
    if faults:
        raise faults[0]


def main(arguments: list[str]) -> int:
    """Take all screens in the look `arguments[0]`, the language `arguments[1]`, into the folder `arguments[2]`."""
    look, language, folder, profile = arguments[0], arguments[1], Path(arguments[2]), Path(arguments[3])
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.png"), *folder.parent.glob(f"{folder.name}-*.png")):
        old.unlink()
    with _window(profile, Settings(theme=look, language=language), language) as window:
        root = window.root
        root.geometry(f"{root.winfo_screenwidth()}x{root.winfo_screenheight()}+0+0")
        root.event_generate("<Motion>", warp=True, x=1, y=root.winfo_screenheight() - 1)  # over nothing that lights up
        camera = Camera(window, folder)
        camera.work(lambda: window.library is not None)
        take_all(camera, profile)
    camera.sheet(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
