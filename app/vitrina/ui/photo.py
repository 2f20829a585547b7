"""Images of Tk's, made from Pillow's.

Owns the one import of `PIL.ImageTk`, and what is kept drawn. Refuses transparency on anything large: it takes Tk fifty
times as long.
"""

import tkinter as tk
from typing import TypeAlias

from PIL import Image, ImageTk  # noqa: TID251 - the floor that may, and its only module

Photo: TypeAlias = ImageTk.PhotoImage
Size: TypeAlias = tuple[int, int]


def photo(image: Image.Image, master: tk.Misc) -> Photo:
    """Make an image of Tk's; it lives for as long as somebody holds it."""
    return Photo(image, master=master)


class Drawn:
    """Keeps images drawn for the screen.

    Tk draws an image anew whenever it comes to be shown and was shown nowhere: of 200 x 200 pixels that takes half a
    millisecond. One that is held here it only has to copy.
    """

    def __init__(self, master: tk.Misc) -> None:
        """Hold none yet."""
        self._canvas = tk.Canvas(master)  # nobody ever sees it

    def hold(self, image: Photo) -> int:
        """Draw an image, and keep it so until it is let go by the number given here."""
        return self._canvas.create_image(0, 0, image=str(image))

    def let_go(self, number: int) -> None:
        """Let an image be forgotten when it is shown nowhere."""
        self._canvas.delete(number)


class Surface:
    """One image of Tk's that is painted over and over, and never replaced: a frame of the viewer.

    Its pixels are kept in one piece, as Tk takes them. Of any other image ImageTk makes such a piece first each time:
    at 1920 x 1080 that is 3 ms of a frame's 16.
    """

    def __init__(self, size: Size, master: tk.Misc) -> None:
        """Make it; black until something is shown."""
        self.size = size
        self._pixels = _in_one_piece(size)
        self._photo = Photo("RGB", size, master=master)

    @property
    def name(self) -> str:
        """What Tk calls it."""
        return str(self._photo)

    def show(self, image: Image.Image, at: tuple[int, int], ground: tuple[int, int, int]) -> None:
        """Show an RGB image at a place, and the ground around it."""
        self._pixels = composed(image, at, ground, self._pixels)
        self._photo.paste(self._pixels)

    def copy(self) -> Image.Image:
        """Give what is shown, to keep."""
        return self._pixels.copy()


def composed(image: Image.Image, at: tuple[int, int], ground: tuple[int, int, int], into: Image.Image) -> Image.Image:
    """Lay an RGB image on the ground, in the pixels of `into`."""
    if image.size != into.size:
        into.paste(ground, (0, 0, *into.size))
    into.paste(image, at)
    return into


def _in_one_piece(size: Size) -> Image.Image:
    """Make an RGB image as ImageTk itself does for Tk (`ImageTk.PhotoImage.paste`, Pillow 13)."""
    plain = Image.new("RGB", (1, 1))
    try:  # there is no public way
        return plain._new(Image.core.new_block("RGB", size))  # type: ignore[attr-defined]  # noqa: SLF001
    except AttributeError:  # another Pillow: what it takes is slower and looks the same
        return plain.resize(size)
