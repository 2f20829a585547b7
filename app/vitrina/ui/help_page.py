"""The help page: every action with its keys, made from the table.

Owns its layout. Refuses to list what is not in the table.
"""

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING

from vitrina.language import N_
from vitrina.ui import keys as key_names
from vitrina.ui.commands import GROUPS
from vitrina.ui.sheet import scrolled_text

if TYPE_CHECKING:
    from vitrina.ui.window import Window

SEARCH = (
    ("sea -storm", N_("Has the one word and not the other")),
    ('"calm sea"', N_("Has these words, together")),
    ("title: credit: source: tag:", N_("What follows stands there")),
    ("licence:cc0  date:1908  type:png", N_("Of this licence, this date, this kind")),
    ("rating:>=3  width:>2000  megapixels:<12", N_("Of such a rating or size")),
    ("state:failed  state:here", N_("In this state")),
    ("is:favourite  is:kept  is:gone", N_("Marked, or gone from its source")),
)
ALSO = (
    (N_("Wheel in the viewer"), N_("Zoom at the pointer")),
    (N_("Double click in the viewer"), N_("Between fitted and actual size")),
    (N_("Drag in the viewer"), N_("Move the picture")),
    (N_("Ctrl or Shift and a click"), N_("Select several pictures")),
    (N_("Drag in the grid"), N_("Select with a rubber band")),
)


def show(window: "Window") -> None:
    """Open the page."""

    def fill(body: ttk.Frame) -> tk.Misc:
        text = scrolled_text(body, window.theme, ground=window.theme.palette.surface)
        text.configure(tabs=(window.theme.px(330),))
        for group, title in GROUPS.items():
            rows = [one for one in window.table.actions if one.group == group and window.table.keys(one.name)]
            if not rows:
                continue
            text.insert("end", window.text(title) + "\n", "heading")
            for one in rows:
                keys = ",  ".join(key_names.shown(key, window.language) for key in window.table.keys(one.name))
                text.insert("end", f"{window.text(one.label)}\t{keys}\n")
        text.insert("end", window.text(N_("Mouse")) + "\n", "heading")
        for what, does in ALSO:
            text.insert("end", f"{window.text(does)}\t{window.text(what)}\n")
        text.insert("end", window.text(N_("In the search box")) + "\n", "heading")
        for what, does in SEARCH:
            text.insert("end", f"{window.text(does)}\t{what}\n")
        text.configure(state="disabled", takefocus=1)
        return text

    window.sheet.show(
        "help", window.text(N_("Keys")), window.theme, window.icons, window.language, width=640, height=620, fill=fill
    )
