"""The picture on a canvas, drawn: what is seen of it is put into one image of Tk's that is never replaced.

Owns that image and the pixels it is drawn from: a rendering, or the whole picture while it is looked at closely.
Refuses to ask for anything; it draws with the best that it has been given.
"""

import tkinter as tk
from typing import TYPE_CHECKING

from vitrina.ui.colours import rgb
from vitrina.ui.photo import Surface, composed
from vitrina.ui.viewport import View

if TYPE_CHECKING:
    from PIL.Image import Image

    from vitrina.ui.wanted.pixels import Whole


class Stage:
    """A canvas that shows one picture."""

    def __init__(self, canvas: tk.Canvas, colour: str) -> None:
        """Draw on this canvas."""
        self.canvas = canvas
        self._colour = rgb(colour)
        self._item = canvas.create_image(0, 0, anchor="nw")
        self._surface: Surface | None = None
        self.base: Image | None = None
        self.whole: Whole | None = None

    def set_colour(self, colour: str) -> None:
        """Take another ground, from the next drawing on."""
        self._colour = rgb(colour)
        self.canvas.configure(background=colour)

    @property
    def size(self) -> tuple[int, int]:
        """The window of the view, in screen pixels."""
        return max(self.canvas.winfo_width(), 1), max(self.canvas.winfo_height(), 1)

    def clear(self) -> None:
        """Forget the picture; what is on the screen stays until the next one is drawn."""
        self.base = None
        self.whole = None

    def exact(self, view: View) -> bool:
        """Whether what there is gives every pixel of this view its final value."""
        return self.base is not None and view.whole and self.base.size == view.placed[2:]

    def draw(self, view: View, *, moving: bool = False) -> None:
        """Draw the view with what is at hand: within a frame's time while something moves, else softly."""
        image = self._quick(view, moving=moving)
        if image is not None:
            self.put(image, view)

    def put(self, image: "Image", view: View) -> None:
        """Show an image that was made for this very view."""
        if self._surface is None or self._surface.size != view.window:
            made = Surface(view.window, self.canvas)
            made.show(image, view.placed[:2], self._colour)
            self.canvas.itemconfigure(self._item, image=made.name)
            self._surface = made
        else:
            self._surface.show(image, view.placed[:2], self._colour)

    def blank(self) -> None:
        """Show the ground alone."""
        self.clear()
        self.canvas.itemconfigure(self._item, image="")
        self._surface = None

    # -- for a cross-fade: what is shown, what would be, and anything between

    def seen(self) -> "Image | None":
        """Give all that is shown now; None where that is the ground alone."""
        return self._surface.copy() if self._surface is not None else None

    def would_be(self, view: View) -> "Image | None":
        """Give all that `draw` would show, without showing it."""
        from PIL import Image as Pillow

        image = self._quick(view, moving=False)
        if image is None:
            return None
        return composed(image, view.placed[:2], self._colour, Pillow.new("RGB", view.window))

    def show(self, sheet: "Image") -> None:
        """Show an image of the size of the window; others are left out, as the window has changed meanwhile."""
        if self._surface is not None and self._surface.size == sheet.size:
            self._surface.show(sheet, (0, 0), self._colour)

    def _quick(self, view: View, *, moving: bool) -> "Image | None":
        size = view.placed[2:]
        if self.exact(view):
            return self.base
        if self.whole is not None:
            return self.whole.region(view.seen, size, quality="rough")
        if self.base is None:
            return None
        from PIL.Image import Resampling

        shrunk_x, shrunk_y = self.base.width / view.picture[0], self.base.height / view.picture[1]
        left, top, right, bottom = view.seen
        box = (
            left * shrunk_x,
            top * shrunk_y,
            min(right * shrunk_x, self.base.width),
            min(bottom * shrunk_y, self.base.height),
        )
        # Of a full screen, BILINEAR takes 27 ms, and NEAREST 2.
        return self.base.resize(size, Resampling.NEAREST if moving else Resampling.BILINEAR, box=box)
