"""Two to four pictures side by side, zoomed and moved together.

Owns the panes and who leads. Refuses to choose the pictures, and to draw them: an `easel` in each pane does.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING, Final

from vitrina.errors import VitrinaError
from vitrina.frozen import frozen
from vitrina.model import Picture
from vitrina.ui import easel
from vitrina.ui.easel import Easel
from vitrina.ui.overlay import Overlay
from vitrina.ui.ruler import Ruler
from vitrina.ui.viewer_mouse import ViewerMouse
from vitrina.ui.viewport import linked

if TYPE_CHECKING:
    from vitrina.ui.viewport import Mode, View
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.window import Window

FEWEST: Final = 2
MOST: Final = 4
BY: Final = "\N{MULTIPLICATION SIGN}"


@frozen
class Compared:
    """One of the pictures, what it is called, and what else is said of it, such as when it was so."""

    picture: Picture
    name: str
    note: str = ""


def columns(count: int, room: tuple[int, int]) -> int:
    """Choose how many stand beside each other: two by two where there are four, else all along the longer side."""
    if count == MOST:
        return 2
    return count if room[0] >= room[1] else 1


class Comparison(ttk.Frame):
    """The panes. Everything public belongs to Tk's thread."""

    def __init__(self, window: "Window") -> None:
        """Make it for this window, without pictures."""
        super().__init__(window.frame.content, style="Ground.TFrame")
        self._window = window
        self.panes: list[Pane] = []
        self._leader = 0

    def show(self, compared: Sequence[Compared], library: "LibraryLike") -> None:
        """Put these side by side, `FEWEST` to `MOST` of them."""
        self.leave()
        gap = self._window.theme.px(2)
        across = columns(len(compared), (self.winfo_width(), self.winfo_height()))
        for number, one in enumerate(compared):
            pane = Pane(self, self._window, one, partial(self._lead, number), partial(self._changed, number))
            row, column = divmod(number, across)
            pane.grid(row=row, column=column, sticky="nsew", padx=(gap * (column > 0), 0), pady=(gap * (row > 0), 0))
            self.rowconfigure(row, weight=1, uniform="row")
            self.columnconfigure(column, weight=1, uniform="column")
            self.panes.append(pane)
        self.update_idletasks()
        for pane in self.panes:
            pane.begin(library)
        self._lead(0)
        self.panes[0].canvas.focus_set()

    @property
    def chosen(self) -> list[Picture]:
        """Give the one that leads, which actions are about."""
        return [self.panes[self._leader].compared.picture] if self.panes else []

    def leave(self) -> None:
        """Look at none of them any more."""
        for pane in self.panes:
            pane.easel.leave()
            pane.destroy()
        self.panes = []
        self._leader = 0
        for index in range(MOST):
            self.rowconfigure(index, weight=0, uniform="")
            self.columnconfigure(index, weight=0, uniform="")

    # -- zoom and place, of all of them

    @property
    def view(self) -> "View | None":
        """What is seen of the picture that leads."""
        return self.panes[self._leader].easel.view if self.panes else None

    def set_mode(self, mode: "Mode") -> None:
        """Fit, width or fill."""
        for pane in self.panes:
            pane.easel.set_mode(mode)

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zoom in or out, at a point of each window."""
        if self.panes:
            self.panes[self._leader].easel.zoom(factor, at)
            self._follow()

    def zoom_to(self, scale: float, at: tuple[float, float] | None = None) -> None:
        """Zoom the picture that leads to a scale, and the others as far."""
        if self.panes:
            self.panes[self._leader].easel.zoom_to(scale, at)
            self._follow()

    def pan(self, right: float, down: float) -> None:
        """Move them by screen pixels."""
        if self.panes:
            self.panes[self._leader].easel.pan(right, down)
            self._follow()

    def _lead(self, number: int) -> "Comparison":
        """Have this one lead: the mouse is on it, or it has the focus, which is seen by its caption."""
        self._leader = number
        for place, pane in enumerate(self.panes):
            pane.show_lead(leads=place == number)
        self._window.front.changed()
        return self

    def _follow(self) -> None:
        leader = self.view
        for number, pane in enumerate(self.panes):
            if leader is not None and number != self._leader and pane.easel.view is not None:
                pane.easel.look(linked(leader, pane.easel.view))

    def _changed(self, number: int) -> None:
        """Have one that came later than the others stand as they do."""
        leader = self.view
        pane = self.panes[number]
        if not pane.placed and pane.easel.view is not None:
            pane.placed = True
            if leader is not None and number != self._leader and leader.mode == "free":
                pane.easel.look(linked(leader, pane.easel.view))
        self._window.front.changed()


class Pane(ttk.Frame):
    """One of them: its caption, and its picture below."""

    def __init__(
        self,
        parent: tk.Misc,
        window: "Window",
        compared: Compared,
        lead: Callable[[], Comparison],
        changed: Callable[[], None],
    ) -> None:
        """Make it; `lead` is called before the mouse does anything, and gives what it is done to."""
        super().__init__(parent)
        theme = window.theme
        self._language, self.compared, self._lead, self._hear_changed = window.language, compared, lead, changed
        self.placed = False
        """Whether its picture has been seen to have a size."""
        self._caption = ttk.Label(self, style="Strong.TLabel", padding=(theme.unit(1), theme.unit(0.5)))
        self._caption.pack(side="top", fill="x")
        self._ruler = Ruler(theme.strong)
        self._inset = theme.unit(2)
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, takefocus=1)
        self.canvas.pack(fill="both", expand=True)
        heard = easel.Hearers(self._changed, _nothing, _nothing, self._missed)
        self.easel = Easel(self.canvas, theme.palette.stage, window.bridge, window.trace, heard)
        self.easel.stage.set_colour(theme.palette.stage)
        self.overlay = Overlay(self.canvas, theme, window.icons)
        self.canvas.bind("<Configure>", lambda _: self._resized())
        self.canvas.bind("<FocusIn>", lambda _: lead())
        ViewerMouse(self.canvas, theme, self, window.menu_at)

    def begin(self, library: "LibraryLike") -> None:
        """Look at the picture."""
        self.easel.use(library)
        self.easel.put(self.compared.picture)
        self._say()

    def show_lead(self, *, leads: bool) -> None:
        """Have it seen whether this is the one that keys and menus are about."""
        self._caption.configure(style="Strong.TLabel" if leads else "Muted.TLabel")

    @property
    def view(self) -> "View | None":
        """What is seen of it."""
        return self.easel.view

    def set_mode(self, mode: "Mode") -> None:
        """Have all of them fit."""
        self._lead().set_mode(mode)

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zoom all of them, this one first."""
        self._lead().zoom(factor, at)

    def zoom_to(self, scale: float, at: tuple[float, float] | None = None) -> None:
        """Zoom this one to a scale, and the others as far."""
        self._lead().zoom_to(scale, at)

    def pan(self, right: float, down: float) -> None:
        """Move all of them."""
        self._lead().pan(right, down)

    @property
    def caption(self) -> str:
        """What is said above it."""
        view, number = self.easel.view, self._language.number
        size = f"{number(view.picture[0])} {BY} {number(view.picture[1])}" if view and self.easel.sharp else ""
        scale = f"{number(view.scale * 100)} %" if view else ""
        return "   ·   ".join(part for part in (self.compared.name, self.compared.note, size, scale) if part)

    def _say(self) -> None:
        self._caption.configure(text=self._ruler.fit(self.caption, max(self.winfo_width() - self._inset, 1)))

    def _changed(self) -> None:
        self._say()
        self._hear_changed()

    def _resized(self) -> None:
        self.easel.resized()
        self.overlay.place()
        self._say()

    def _missed(self, fault: VitrinaError) -> None:
        self.overlay.say(self._language.say(fault), alarm=True)


def _nothing() -> None:
    """Nothing is to be done."""
