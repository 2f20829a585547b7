"""The filmstrip below the picture in the viewer: its neighbours, to be gone to by a click.

Owns its tiles. Refuses to scroll by itself: the picture that is looked at is always in the middle.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Final

from vitrina.bridge import Bridge
from vitrina.errors import PictureError
from vitrina.trace import Trace
from vitrina.ui.colours import rgb
from vitrina.ui.shown import Shown
from vitrina.ui.theme import Theme
from vitrina.ui.thumbnails import Arrived, Cell, Thumbnails
from vitrina.ui.wanted.library import LibraryLike

EDGE: Final = 72


def around(index: int, count: int, room: int) -> range:
    """Choose which of `count` places are shown: as many as there is room for, `index` as near the middle as can be."""
    room = min(room, count)
    first = min(max(index - room // 2, 0), count - room)
    return range(first, first + room)


class Filmstrip(ttk.Frame):
    """One line of small squares."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, bridge: Bridge, trace: Trace, chosen: Callable[[int], None]
    ) -> None:
        """Make an empty one; `chosen` hears a place."""
        super().__init__(parent)
        self._chosen = chosen
        self._shown = Shown()
        self._index = -1
        self._thumbnails = Thumbnails(self, bridge, trace)
        self._thumbnails.on_arrival = self._arrived
        self._thumbnails.on_fault = self._missed
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0)
        self.canvas.pack(fill="both", expand=True)
        self.canvas.bind("<Configure>", lambda _: self._draw())
        self.canvas.bind("<ButtonPress-1>", self._press)
        self._items: list[tuple[int, int]] = []
        self.apply(theme)

    def apply(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._edge, self._gap = theme.px(EDGE), theme.px(6)
        self.canvas.configure(background=theme.palette.surface, height=self._edge + 2 * theme.unit())
        self._thumbnails.ground = rgb(theme.palette.tile)
        self._thumbnails.clear()
        self.canvas.delete("all")
        self._items = []
        self._draw()

    def use(self, library: LibraryLike) -> None:
        """Ask this library from now on."""
        self._thumbnails.use(library)

    def show(self, shown: Shown, index: int) -> None:
        """Have this picture in the middle."""
        self._shown, self._index = shown, index
        self._draw()

    def leave(self) -> None:
        """Ask for nothing any more."""
        self._thumbnails.clear()

    def destroy(self) -> None:
        """Hear of nothing any more either: what was asked for would come to a strip that is gone."""
        self._thumbnails.clear()
        super().destroy()

    @property
    def places(self) -> range:
        """Which places are on the strip."""
        wide = self.canvas.winfo_width() - 2 * self._gap  # the mark of what is looked at goes round its square
        room = max(1, (wide + self._gap) // (self._edge + self._gap))
        return around(self._index, len(self._shown), room)

    def _left(self) -> int:
        places = self.places
        return (self.canvas.winfo_width() - len(places) * (self._edge + self._gap) + self._gap) // 2

    def _draw(self) -> None:
        if not self.winfo_ismapped() or self._index < 0:
            return
        canvas, places, top = self.canvas, self.places, self._theme.unit()
        while len(self._items) < len(places):
            self._items.append((canvas.create_rectangle(0, 0, 0, 0), canvas.create_image(0, 0, anchor="nw")))
        left, width = self._left(), self._theme.px(3)
        for slot, (back, picture) in enumerate(self._items):
            if slot >= len(places):
                canvas.itemconfigure(back, state="hidden")
                canvas.itemconfigure(picture, image="", state="hidden")  # Tk looks the image up again
                continue
            index = places[slot]
            x = left + slot * (self._edge + self._gap)
            here = index == self._index
            canvas.coords(back, x - 1, top - 1, x + self._edge, top + self._edge)
            canvas.itemconfigure(
                back, state="normal", fill=self._theme.palette.tile, width=2 * width if here else 0,
                outline=self._theme.palette.accent if here else "",
            )  # fmt: skip
            image = self._thumbnails.get(self._shown[index].key, self._edge, self._edge)
            canvas.coords(picture, x, top)
            canvas.itemconfigure(picture, image=str(image) if image else "", state="normal")
        self._thumbnails.want([Cell(self._shown[index], self._edge, self._edge) for index in places], [])

    def _arrived(self, key: str, arrived: Arrived) -> None:
        del key, arrived
        self._draw()

    def _missed(self, key: str, fault: PictureError) -> None:
        """Leave the square empty: the picture itself says why when it is looked at."""

    def _press(self, event: "tk.Event[Any]") -> None:
        slot = (event.x - self._left()) // (self._edge + self._gap)
        places = self.places
        if 0 <= slot < len(places):
            self._chosen(places[slot])
