"""What the mouse does to a picture: the wheel zooms at the pointer, a drag pans, a double click fits or shows 1:1.

Owns the bindings of one canvas, and the arrows at both of its sides. Refuses to know pictures: it moves a view.
"""

import tkinter as tk
from collections.abc import Callable
from typing import Any, Final, Protocol

from vitrina.ui.icons import Icons
from vitrina.ui.theme import Theme
from vitrina.ui.viewport import ZOOM_STEP, Mode, View
from vitrina.ui.wheel import STEP, Wheel

ARROWS_MS: Final = 1500


class Moved(Protocol):
    """What the mouse moves."""

    @property
    def view(self) -> View | None:
        """What is looked at."""

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zoom at a point."""

    def zoom_to(self, scale: float, at: tuple[float, float] | None = None) -> None:
        """Zoom to a scale at a point."""

    def pan(self, right: float, down: float) -> None:
        """Move by screen pixels."""

    def set_mode(self, mode: Mode) -> None:
        """Fit."""


class ViewerMouse:
    """The mouse on one canvas."""

    def __init__(self, canvas: tk.Canvas, theme: Theme, moved: Moved, menu: Callable[[int, int], None]) -> None:
        """Bind it; `menu` hears where on the screen one is wanted. An arrow may be asked first where the mouse is."""
        self.canvas, self._theme, self._moved = canvas, theme, moved
        self.arrows: Arrows | None = None
        self._drag: tuple[int, int] | None = None
        Wheel(canvas, theme, self._wheel)
        canvas.bind("<ButtonPress-1>", self._press)
        canvas.bind("<B1-Motion>", self._pull)
        canvas.bind("<ButtonRelease-1>", lambda _: canvas.configure(cursor=""))
        canvas.bind("<Double-Button-1>", self._double)
        canvas.bind("<ButtonPress-3>", lambda event: menu(event.x_root, event.y_root))

    def _wheel(self, _x: float, y: float, glide: bool) -> None:  # noqa: FBT001 - the shape that `Wheel` calls
        del glide
        at = (
            self.canvas.winfo_pointerx() - self.canvas.winfo_rootx(),
            self.canvas.winfo_pointery() - self.canvas.winfo_rooty(),
        )
        self._moved.zoom(ZOOM_STEP ** (-y / self._theme.px(STEP)), at)

    def _press(self, event: "tk.Event[Any]") -> None:
        self.canvas.focus_set()
        taken = self.arrows is not None and self.arrows.press(event.x, event.y)
        self._drag = None if taken else (event.x, event.y)

    def _pull(self, event: "tk.Event[Any]") -> None:
        view = self._moved.view
        if self._drag is None or view is None:
            return
        right, down = event.x - self._drag[0], event.y - self._drag[1]
        self._drag = (event.x, event.y)
        if not view.whole:
            self.canvas.configure(cursor="fleur")
            self._moved.pan(right, down)

    def _double(self, event: "tk.Event[Any]") -> None:
        view = self._moved.view
        if view is None or (self.arrows is not None and self.arrows.at(event.x, event.y)):
            return
        if view.mode == "fit" and view.scale != 1:
            self._moved.zoom_to(1.0, (event.x, event.y))
        else:
            self._moved.set_mode("fit")


class Arrows:
    """Two arrows at the sides of a canvas, there while the mouse moves."""

    def __init__(self, canvas: tk.Canvas, there: Callable[[int], bool], go: Callable[[int], object]) -> None:
        """Make them, hidden; `there` tells whether there is something one step on or back, `go` goes there."""
        self._canvas, self._there, self._go = canvas, there, go
        self._items = [canvas.create_image(0, 0, state="hidden") for _ in range(2)]
        self._timer: str | None = None
        self.with_pointer = False
        """Whether the pointer goes away with them."""
        canvas.bind("<Motion>", self._hover)
        canvas.bind("<Leave>", lambda _: self.hide())

    def apply(self, theme: Theme, icons: Icons) -> None:
        """Take another look."""
        self._theme = theme
        look = theme.palette
        for item, name in zip(self._items, ("left", "right"), strict=True):
            image = icons.badge(name, theme.px(44), look.text, look.surface, look.edge)
            self._canvas.itemconfigure(item, image=str(image))

    def at(self, x: int, y: int) -> int:
        """Which step the arrow at a place takes; 0 where there is none."""
        width, height = self._canvas.winfo_width(), self._canvas.winfo_height()
        reach = self._theme.px(72)
        if abs(y - height // 2) > reach:
            return 0
        side = -1 if x < reach else 1 if x > width - reach else 0
        return side if side and self._there(side) else 0

    def press(self, x: int, y: int) -> bool:
        """Take the step of the arrow at a place; whether there was one."""
        side = self.at(x, y)
        if side:
            self._go(side)
        return bool(side)

    def hide(self) -> None:
        """Take them away."""
        if self._timer is not None:
            self._canvas.after_cancel(self._timer)
            self._timer = None
        for item in self._items:
            self._canvas.itemconfigure(item, state="hidden")
        self._canvas.configure(cursor="none" if self.with_pointer else "")

    def _hover(self, _: "tk.Event[Any]") -> None:
        if self.with_pointer:
            self._canvas.configure(cursor="")
        width, height = self._canvas.winfo_width(), self._canvas.winfo_height()
        inset = self._theme.px(40)
        for item, x, side in zip(self._items, (inset, width - inset), (-1, 1), strict=True):
            self._canvas.coords(item, x, height // 2)
            self._canvas.itemconfigure(item, state="normal" if self._there(side) else "hidden")
            self._canvas.tag_raise(item)
        if self._timer is not None:
            self._canvas.after_cancel(self._timer)
        self._timer = self._canvas.after(ARROWS_MS, self.hide)
