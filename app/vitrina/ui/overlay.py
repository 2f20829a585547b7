"""Words over a picture: why it is not there, how far it has come, whose it is in a slideshow, when words are wanted.

Owns their items on the canvas and where they lie. Refuses to choose the words.
"""

import tkinter as tk

from vitrina.ui.icons import Icons
from vitrina.ui.theme import Theme

SHARE = 3
"""The middle words take at most two of so many parts of the width."""


class Overlay:
    """The words over one canvas: some in the middle, one line at the foot."""

    def __init__(self, canvas: tk.Canvas, theme: Theme, icons: Icons) -> None:
        """Say nothing yet."""
        self._canvas = canvas
        self._middle = canvas.create_text(0, 0, anchor="center", justify="center", state="hidden")
        self._sign = canvas.create_image(0, 0, anchor="s", state="hidden")
        self._back = canvas.create_rectangle(0, 0, 0, 0, state="hidden", width=0)
        self._foot = canvas.create_text(0, 0, anchor="sw", state="hidden")
        self._said = {self._middle: "", self._foot: ""}
        self.apply(theme, icons)

    def apply(self, theme: Theme, icons: Icons) -> None:
        """Take another look."""
        self._theme = theme
        look = theme.palette
        self._canvas.itemconfigure(self._middle, fill=look.text, font="VitrinaBody")
        self._canvas.itemconfigure(self._foot, fill=look.text, font="VitrinaBody")
        self._canvas.itemconfigure(self._back, fill=look.surface)
        self._canvas.itemconfigure(self._sign, image=str(icons.get("warning", theme.px(40), look.danger)))

    @property
    def middle(self) -> str:
        """What is said in the middle."""
        return self._said[self._middle]

    @property
    def foot(self) -> str:
        """What is said at the foot."""
        return self._said[self._foot]

    def say(self, text: str, *, alarm: bool = False) -> None:
        """Say this in the middle, below a sign where something is wrong; nothing takes the words away."""
        self._said[self._middle] = text
        self._canvas.itemconfigure(self._sign, state="normal" if alarm else "hidden")
        self._canvas.itemconfigure(self._middle, text=text, state="normal" if text else "hidden")
        self.place()

    def say_below(self, text: str) -> None:
        """Say this in one line at the foot, on a ground of its own; nothing takes it away."""
        self._said[self._foot] = text
        state = "normal" if text else "hidden"
        self._canvas.itemconfigure(self._foot, text=text, state=state)
        self._canvas.itemconfigure(self._back, state=state)
        self.place()

    def place(self) -> None:
        """Put the words where they belong: the canvas has another size, or they have changed."""
        canvas, theme = self._canvas, self._theme
        width, height = canvas.winfo_width(), canvas.winfo_height()
        canvas.coords(self._middle, width // 2, height // 2)
        canvas.itemconfigure(self._middle, width=width * (SHARE - 1) // SHARE)
        canvas.tag_raise(self._middle)
        words = canvas.bbox(self._middle)
        if words:
            canvas.coords(self._sign, width // 2, words[1] - theme.unit(1.5))
        canvas.tag_raise(self._sign)
        edge = theme.unit(2)
        canvas.coords(self._foot, edge, height - edge)
        canvas.itemconfigure(self._foot, width=max(1, width - 2 * edge))
        box = canvas.bbox(self._foot)
        if box:
            inset = theme.unit(1)
            canvas.coords(self._back, box[0] - inset, box[1] - inset // 2, box[2] + inset, box[3] + inset // 2)
        canvas.tag_raise(self._back)
        canvas.tag_raise(self._foot)
