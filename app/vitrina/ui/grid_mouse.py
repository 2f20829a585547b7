"""What mouse and wheel do to the grid: choose, open, draw a band, scroll, ask why a picture failed.

Owns the drag that is under way, the band and the hint. Refuses to paint tiles and to know where they lie: the grid is
asked.
"""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vitrina.ui.wheel import Wheel

if TYPE_CHECKING:
    import tkinter as tk

    from vitrina.ui.grid import Grid
    from vitrina.ui.theme import Theme

DRAG_PX: Final = 6
_CONTROL: Final = 0x4
_SHIFT: Final = 0x1
_IS_MAC: Final = sys.platform == "darwin"


@dataclass(slots=True)
class _Drag:
    """A mouse button held down: where it began on the sheet, and what was chosen before."""

    x: int
    y: int
    before: set[int]
    on_tile: bool = False
    several: bool = False
    band: bool = False


class Mouse:
    """The mouse over one grid."""

    def __init__(self, grid: "Grid") -> None:
        """Listen to the grid's canvas."""
        self._grid = grid
        self._drag: _Drag | None = None
        self.drags_out = False
        """Whether a drag that begins on a tile is a picture on its way out of the window, and draws no band."""
        canvas = self._canvas = grid.canvas
        self._band = canvas.create_rectangle(0, 0, 0, 0, state="hidden")
        self._hint = canvas.create_text(0, 0, anchor="nw", state="hidden")
        self._hint_back = canvas.create_rectangle(0, 0, 0, 0, state="hidden")
        Wheel(canvas, grid.theme, lambda _x, y, glide: grid.scroll_by(y, glide=glide))
        canvas.bind("<ButtonPress-1>", self._press)
        canvas.bind("<B1-Motion>", self._pull)
        canvas.bind("<ButtonRelease-1>", self._release)
        canvas.bind("<Double-Button-1>", self._double)
        for button in ("<ButtonPress-3>", "<Control-ButtonPress-1>") if _IS_MAC else ("<ButtonPress-3>",):
            canvas.bind(button, self._menu)
        canvas.bind("<Motion>", self._hover)
        canvas.bind("<Leave>", lambda _: self.forget_hint())

    @property
    def held(self) -> bool:
        """Whether a button is held down."""
        return self._drag is not None

    def apply(self, theme: "Theme") -> None:
        """Take another look."""
        look = theme.palette
        self._canvas.itemconfigure(self._band, outline=look.accent, fill=look.accent, stipple="gray12")
        self._canvas.itemconfigure(self._hint, fill=look.ground, font="VitrinaSmall")
        self._canvas.itemconfigure(self._hint_back, fill=look.text, outline=look.text)

    # -- choosing

    def _press(self, event: "tk.Event[Any]") -> None:
        grid = self._grid
        selection = grid.selection
        self._canvas.focus_set()
        self._drag = _Drag(event.x, event.y + grid.top, set(selection.chosen))
        index = grid.at(event.x, event.y)
        self._drag.on_tile = index is not None
        state = int(event.state)
        if index is None:
            if not state & (_CONTROL | _SHIFT):
                selection.clear()
                self._drag.before = set()
        elif state & _SHIFT and state & _CONTROL:
            selection.add(index)
        elif state & _SHIFT:
            selection.extend(index)
        elif state & _CONTROL:
            selection.toggle(index)
        elif self.drags_out and index in selection.chosen and len(selection.chosen) > 1:
            self._drag.several = True  # all of them may be on their way; a mere click chooses this one
        else:
            selection.only(index)
        grid.selection_changed()

    @property
    def on_tile(self) -> bool:
        """Whether the button went down on a tile and is still held."""
        return self._drag is not None and self._drag.on_tile

    def _pull(self, event: "tk.Event[Any]") -> None:
        drag, grid = self._drag, self._grid
        if drag is None or (drag.on_tile and self.drags_out):
            return
        x, y = event.x, event.y + grid.top
        if not drag.band and max(abs(x - drag.x), abs(y - drag.y)) < grid.theme.px(DRAG_PX):
            return
        if not drag.band:
            drag.band = True
            drag.before = drag.before if int(event.state) & (_CONTROL | _SHIFT) else set()
        if not 0 <= event.y < grid.room:
            grid.scroll_by(event.y if event.y < 0 else event.y - grid.room)
            y = event.y + grid.top
        left, right = sorted((drag.x, x))
        top, bottom = sorted((drag.y, y))
        self._canvas.coords(self._band, left, top, right, bottom)
        self._canvas.itemconfigure(self._band, state="normal")
        self._canvas.tag_raise(self._band)
        grid.selection.band(grid.within(left, top, right, bottom), drag.before)
        grid.selection_changed()

    def _release(self, event: "tk.Event[Any]") -> None:
        grid = self._grid
        drag, self._drag = self._drag, None
        self._canvas.itemconfigure(self._band, state="hidden")
        index = grid.at(event.x, event.y)
        if drag is None or drag.band or index is None or int(event.state) & (_CONTROL | _SHIFT):
            return
        if drag.several:
            grid.selection.only(index)
            grid.selection_changed()
        if grid.shown.state(grid.shown[index].key).fault is not None:
            grid.retry([grid.shown[index]])

    def _double(self, event: "tk.Event[Any]") -> None:
        index = self._grid.at(event.x, event.y)
        if index is not None and not int(event.state) & (_CONTROL | _SHIFT):
            self._grid.open(index)

    def _menu(self, event: "tk.Event[Any]") -> None:
        grid = self._grid
        index = grid.at(event.x, event.y)
        if index is not None and index not in grid.selection.chosen:
            grid.selection.only(index)
            grid.selection_changed()
        grid.menu(event.x_root, event.y_root)

    # -- the hint

    def _hover(self, event: "tk.Event[Any]") -> None:
        grid = self._grid
        index = grid.at(event.x, event.y)
        about = "" if index is None else grid.about(index)
        if about:
            self._show_hint(about, event.x, event.y)
        else:
            self.forget_hint()

    def _show_hint(self, text: str, x: int, y: int) -> None:
        """Say something beside a point of the screen, wholly on the canvas."""
        canvas, grid, unit = self._canvas, self._grid, self._grid.theme.unit
        pad, wide = unit(), unit(40)
        x = min(x + unit(1.5), max(pad, canvas.winfo_width() - wide - 2 * pad))
        canvas.itemconfigure(self._hint, text=text, width=wide, state="normal")
        canvas.coords(self._hint, x + pad, y + grid.top + unit(2.5) + pad)
        left, top, right, bottom = canvas.bbox(self._hint)
        over = bottom + pad - grid.top - grid.room
        if over > 0:
            canvas.move(self._hint, 0, -over)
            top, bottom = top - over, bottom - over
        canvas.coords(self._hint_back, left - pad, top - pad, right + pad, bottom + pad)
        canvas.itemconfigure(self._hint_back, state="normal")
        canvas.tag_raise(self._hint_back)
        canvas.tag_raise(self._hint)

    def forget_hint(self) -> None:
        """Say nothing more."""
        self._canvas.itemconfigure(self._hint, state="hidden")
        self._canvas.itemconfigure(self._hint_back, state="hidden")
