"""The picture in the viewer, drawn: what is seen of it is put into one image of Tk's that is never replaced.

Owns that image and the pixels it is drawn from: a rendering, or the whole picture while it is looked at closely.
Refuses to ask for anything; it draws with the best that it has been given.
"""

import tkinter as tk
from typing import TYPE_CHECKING

from vitrina.ui.photo import photo
from vitrina.ui.theme import rgb
from vitrina.ui.viewport import View

if TYPE_CHECKING:
    from PIL.Image import Image

    from vitrina.ui.photo import Photo
    from vitrina.ui.wanted import Whole


class Stage:
    """A canvas that shows one picture."""

    def __init__(self, canvas: tk.Canvas, colour: str) -> None:
        """Draw on this canvas."""
        self.canvas = canvas
        self._colour = rgb(colour)
        self._item = canvas.create_image(0, 0, anchor="nw")
        self._photo: Photo | None = None
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

    def draw(self, view: View) -> None:
        """Draw the view with what is at hand, quickly: a frame while something moves."""
        image = self._quick(view)
        if image is not None:
            self.put(image, view)

    def put(self, image: "Image", view: View) -> None:
        """Show an image that was made for this very view."""
        from PIL import Image as Pillow

        window = view.window
        sheet = image
        if image.size != window:
            sheet = Pillow.new("RGB", window, self._colour)
            sheet.paste(image, view.placed[:2])
        if self._photo is None or (self._photo.width(), self._photo.height()) != window:
            self._photo = photo(sheet, self.canvas)
            self.canvas.itemconfigure(self._item, image=str(self._photo))
        else:
            self._photo.paste(sheet)

    def blank(self) -> None:
        """Show the ground alone."""
        self.clear()
        self._photo = None
        self.canvas.itemconfigure(self._item, image="")

    def _quick(self, view: View) -> "Image | None":
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
        way = Resampling.BILINEAR if size[0] * size[1] < 3_000_000 else Resampling.NEAREST  # noqa: PLR2004 - 8 ms
        return self.base.resize(size, way, box=box)
