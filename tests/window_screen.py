"""The hands and eyes of a test on a whole window.

Owns how a test clicks, presses and looks. Refuses to know how the window is made.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from PIL import ImageGrab

from screen import Until, process_events
from vitrina.ui.window import Window

COLOURS = [(200, 40, 40), (40, 170, 60), (50, 70, 210), (220, 190, 40), (160, 60, 180), (30, 180, 190)]
SIZES = [(640, 400), (400, 640), (500, 500)]


def colour_of(number: int) -> tuple[int, int, int]:
    """The colour of picture number so and so."""
    return COLOURS[number % len(COLOURS)]


@dataclass
class Screen:
    """A window under test, and the hands and eyes of the test."""

    window: Window
    until: Until
    faults: list[BaseException] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Press keys, as Tk writes them, where the focus is; the arrows of real keyboards."""
        for key in keys:
            self.focused().event_generate(key)
            process_events(self.window.root)

    def focused(self) -> tk.Misc:
        """Give what has the focus. Without a window manager the window has to take it for itself."""
        root = self.window.root
        process_events(root)
        if root.focus_get() is None:
            (root.focus_lastfor() or root).focus_force()
            self.until(root.focus_get)
        found = root.focus_get()
        assert found is not None
        return found

    def click(self, widget: tk.Misc, x: int, y: int, *, button: int = 1, state: int = 0) -> None:
        """Press and release a mouse button."""
        widget.event_generate("<Motion>", x=x, y=y)
        widget.event_generate(f"<ButtonPress-{button}>", x=x, y=y, state=state)
        widget.event_generate(f"<ButtonRelease-{button}>", x=x, y=y, state=state | 0x100)
        process_events(self.window.root)

    def click_tile(self, index: int, *, state: int = 0) -> None:
        """Click the middle of a tile."""
        box = self.window.grid.box(index)
        self.click(self.window.grid.canvas, box.x + box.width // 2, box.y + box.height // 2, state=state)

    def pixel(self, widget: tk.Misc, x: int, y: int) -> tuple[int, int, int]:
        """Read a pixel from the screen itself."""
        self.window.root.update_idletasks()
        process_events(self.window.root)
        left, top = widget.winfo_rootx() + x, widget.winfo_rooty() + y
        found = ImageGrab.grab((left, top, left + 1, top + 1)).convert("RGB").getpixel((0, 0))
        assert isinstance(found, tuple)
        return found[0], found[1], found[2]

    def tile_pixel(self, index: int) -> tuple[int, int, int]:
        """Read the pixel in the middle of a tile."""
        box = self.window.grid.box(index)
        return self.pixel(self.window.grid.canvas, box.x + box.width // 2, box.y + box.height // 2)

    def filled(self) -> None:
        """Wait until every tile on the screen shows its picture or why not."""
        grid = self.window.grid
        self.until(lambda: len(self.window.shown) and grid.settled and not self.window.session.reading, 30)

    def shown(self) -> None:
        """Wait until the picture in the viewer is sharp."""
        self.until(lambda: self.window.viewer.sharp, 30)


Open: TypeAlias = Callable[..., Screen]
"""The fixture `open_window`: locators, then settings by name."""


def near(one: tuple[int, int, int], other: tuple[int, int, int], most: int = 12) -> bool:
    """Tell whether two colours look alike."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= most
