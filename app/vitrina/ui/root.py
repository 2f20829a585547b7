"""Tk's root: made so that a missing screen gives a sentence, put where it was left, its title bar light or dark.

Owns these three. Refuses to know what is in the window.
"""

import contextlib
import os
import re
import sys
import tkinter as tk
from pathlib import Path
from typing import Final

from vitrina.errors import InstallationError
from vitrina.language import N_
from vitrina.ui.colours import Palette

_TK_FILE: Final = re.compile(rb"/[^\n]*/lib(?:tcl\d+)?tk\d[^/\n]*\.so[.\d]*$", re.MULTILINE)
WITHIN: Final = 0.92
"""Of the screen at first: the rest is for a title bar and whatever the desktop keeps at its edges."""


class _Root(tk.Tk):
    """Tk's root as tkinter makes it, but for the files in the home folder that it would run."""

    def readprofile(self, baseName: str, className: str) -> None:  # noqa: N803 - the base class's names
        """Read none."""

    def begin(self) -> None:
        """Have Tk do what it does once, and other threads can work meanwhile.

        It opens fonts, and asks the X server for 256 colours, one by one, before it shows the first image. As it
        forgets them with the last image, one stays.
        """
        self.tk.call("font", "metrics", "TkDefaultFont")
        self._stays = tk.PhotoImage(master=self, width=1, height=1)
        tk.Canvas(self).create_image(0, 0, image=self._stays)


def new_root() -> tk.Tk:
    """Make Tk's root, hidden; InstallationError with a sentence where that cannot be done."""
    be_aware_of_the_screen()
    try:
        root = _Root(className="Vitrina", useTk=False)
        linked = _linked_tk()
        if linked is not None:
            root.tk.call("load", linked, "Tk")  # unlike `loadtk`, it lets other threads run meanwhile
        root.loadtk()
        root.begin()
    except tk.TclError as error:
        raise InstallationError(
            N_("There is no screen to open a window on ({reason}); use `vitrina fetch`, or a virtual screen."),
            reason=str(error).partition("\n")[0],
        ) from error
    root.withdraw()
    return root


def _linked_tk() -> str | None:
    """Give the file of the Tk that tkinter is linked with, where the system tells (Linux, proc(5)).

    Tcl by itself (`package require`) may find another: a frozen program has its own beside the system's.
    """
    if sys.platform != "linux":
        return None
    with contextlib.suppress(OSError):
        found = _TK_FILE.search(Path("/proc/self/maps").read_bytes())
        if found is not None:
            return os.fsdecode(found[0])
    return None


def placed(geometry: str, screen: tuple[int, int], width: int, height: int) -> str:
    """Give where the window goes: as it was left where that is on this screen, else in its middle."""
    try:
        size, x, y = geometry.replace("-", "+-").replace("++", "+").split("+")
        wide, high = (int(part) for part in size.split("x"))
        left, top = int(x), int(y)
    except ValueError:
        room = int(screen[0] * WITHIN), int(screen[1] * WITHIN)
        wide, high = min(width, room[0]), min(height, room[1])
        return f"{wide}x{high}+{(screen[0] - wide) // 2}+{(screen[1] - high) // 2}"
    wide, high = min(wide, screen[0]), min(high, screen[1])
    left = min(max(left, 0), max(screen[0] - wide, 0))
    top = min(max(top, 0), max(screen[1] - high, 0))
    return f"{wide}x{high}+{left}+{top}"


def set_title_bar(root: tk.Tk, palette: Palette) -> None:
    """Have Windows draw the title bar dark or light; elsewhere the desktop does it by itself."""
    if sys.platform != "win32":
        return
    import ctypes

    window = ctypes.windll.user32.GetParent(root.winfo_id())
    wanted = ctypes.c_int(1 if palette.dark else 0)
    use_immersive_dark_mode = 20
    ctypes.windll.dwmapi.DwmSetWindowAttribute(
        window, use_immersive_dark_mode, ctypes.byref(wanted), ctypes.sizeof(wanted)
    )


def be_aware_of_the_screen() -> None:
    """Tell Windows, before the first window, that we scale by ourselves; harmless elsewhere."""
    if sys.platform != "win32":
        return
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.windll.shcore.SetProcessDpiAwareness(1)
