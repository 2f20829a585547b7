"""What Tk itself shows of the program: the icon in the title bar, and on X11 the dialogs for files.

Owns how they are dressed. Refuses to open a dialog: whoever needs an answer does. Windows and macOS have dialogs of
their own, and macOS takes the icon from the bundle.
"""

import tkinter as tk
from pathlib import Path
from typing import Final

import vitrina
from vitrina.language import N_, Language

_ICON: Final = Path(vitrina.__file__).with_name("icon.png")


def show_icon(root: tk.Tk) -> None:
    """Show the program's icon in title bars and where windows are switched."""
    if root.tk.call("tk", "windowingsystem") != "aqua" and _ICON.exists():
        root.iconphoto(True, tk.PhotoImage(master=root, file=str(_ICON)))  # noqa: FBT003 - Tk keeps the pixels


def dress(root: tk.Tk, language: Language) -> None:
    """Have Tk's own dialogs speak this language, and list hidden files only when they are asked for."""
    if root.tk.call("tk", "windowingsystem") != "x11":
        return
    call = root.tk.call
    call("::msgcat::mclocale", language.code)
    root.tk.eval("namespace eval ::tk { ::msgcat::mcload [file join $::tk_library msgs] }")
    hidden = language.text(N_("Show hidden files"))  # Tk has these in English alone
    for theirs in ("Show &Hidden Files and Directories", "Show &Hidden Directories"):
        call("namespace", "eval", "::tk", ("::msgcat::mcset", language.code, theirs, hidden))
    if call("auto_load", "::tk::dialog::file::"):
        call("set", "::tk::dialog::file::showHiddenBtn", 1)
        call("set", "::tk::dialog::file::showHiddenVar", 0)
