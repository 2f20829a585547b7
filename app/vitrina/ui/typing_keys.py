"""Which keys belong to the widget that has the focus, because somebody is typing or pressing a button.

Owns this one question. Refuses to know actions.
"""

import tkinter as tk
from tkinter import ttk
from typing import Any

from vitrina.ui import keys as key_names


def is_for_widget(widget: Any, chord: str) -> bool:  # noqa: ANN401 - Tk gives a widget, or a name it does not know
    """Whether a key belongs to the widget that has the focus, and to no action."""
    modifiers, key = key_names.split(chord)
    if isinstance(widget, tk.Entry | tk.Text):  # ttk's entry is one as well
        editing = "Ctrl" in modifiers and key in {"A", "C", "V", "X", "Z", "Left", "Right", "Home", "End", "Space"}
        shortcut = (modifiers and modifiers != ["Shift"]) or key == "Esc" or (key.startswith("F") and len(key) > 1)
        return editing or not shortcut
    if isinstance(widget, tk.Button | ttk.Button | ttk.Scale | ttk.Checkbutton | ttk.Radiobutton):
        return not modifiers and key in {"Space", "Enter", "Left", "Right", "Up", "Down", "Home", "End", "Tab"}
    return False
