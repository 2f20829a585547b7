"""Images of Tk's, made from Pillow's.

Owns the one import of `PIL.ImageTk`. Refuses transparency on anything large: it takes Tk fifty times as long.
"""

import tkinter as tk
from typing import TypeAlias

from PIL import Image, ImageTk  # noqa: TID251 - the floor that may, and its only module

Photo: TypeAlias = ImageTk.PhotoImage


def photo(image: Image.Image, master: tk.Misc) -> Photo:
    """Make an image of Tk's; it lives for as long as somebody holds it."""
    return Photo(image, master=master)
