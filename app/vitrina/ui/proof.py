"""Proof that this installation has a screen: a small window with a picture in it, shown and gone again.

Owns that window. Refuses to be started while another Tk root lives in this process.
"""

import tkinter as tk
from typing import Final

from PIL import Image, ImageTk  # noqa: TID251 - this is the floor that may

from vitrina.errors import InstallationError

_SIDE: Final = 48
_GREEN: Final = (20, 160, 70)


def prove_screen() -> str:
    """Show a picture in a window; says what the screen is. InstallationError where there is none."""
    try:
        root = tk.Tk()
    except tk.TclError as error:
        raise InstallationError("There is no screen that a window could open on ({reason}).", reason=error) from error
    try:
        photo = ImageTk.PhotoImage(Image.new("RGB", (_SIDE, _SIDE), _GREEN), master=root)
        tk.Label(root, image=photo, borderwidth=0).pack()
        root.update()
        if (photo.width(), root.winfo_ismapped()) != (_SIDE, True):
            raise InstallationError("A window was opened, but no picture appeared in it.")
        screen = f"{root.winfo_screenwidth()} x {root.winfo_screenheight()}"
        return f"Tk {root.tk.call('info', 'patchlevel')}, {screen}, scaling {float(root.tk.call('tk', 'scaling')):.2f}"
    finally:
        root.destroy()
