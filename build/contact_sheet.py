"""The contact sheet: every screen of the program in one look, scale and language, to be looked at before a release.

Owns which screens there are and how each is reached, in a window of its own on the virtual screen that it is started
on. Refuses to judge: whoever looks at the pictures does. `screenshots` starts it once for each combination.
"""

from __future__ import annotations

import contextlib
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageGrab

from vitrina import paths
from vitrina.bridge import Bridge
from vitrina.fetch import Limits
from vitrina.language import Language
from vitrina.library.library import Library
from vitrina.settings import Settings
from vitrina.trace import Trace
from vitrina.ui import naming, preferences
from vitrina.ui.compare import Compared
from vitrina.ui.window import Start, Window

if TYPE_CHECKING:
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
    _take_sheets(camera)
    _take_menus(camera)
    _take_search(camera)
    _take_what_fails(camera, scratch)


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
    window.front.show_grid()
    window.front.show_comparison([Compared(window.shown[place], f"{place}") for place in (4, 5, 6)])
    camera.work()
    camera.take("compare")
    window.front.show_grid()
    window.act("activity")
    camera.take("activity")
    window.act("activity")


def _take_sheets(camera: Camera) -> None:
    window = camera.window
    for page, _, _ in preferences.PAGES:
        preferences.show(window, page)
        camera.take(f"settings-{page}")
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


def _take_search(camera: Camera) -> None:
    window = camera.window
    box = window.frame.topbar.search
    for name, typed in (("search", "is:favourite"), ("search-nothing", "zzzz")):
        box.focus_set()
        box.text.set(typed)
        camera.work()
        camera.take(name)
    box.text.set("")


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
    with _window(profile, Settings(theme=look, language=language), language) as window:
        root = window.root
        root.geometry(f"{root.winfo_screenwidth()}x{root.winfo_screenheight()}+0+0")
        camera = Camera(window, folder)
        camera.work(lambda: window.library is not None)
        take_all(camera, profile)
    camera.sheet(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
