"""What a newcomer sees: one sentence that says what to do, the demo gallery, and sources to discover.

Owns this page. Refuses to open anything: the window is told a locator.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from vitrina.language import N_, Language
from vitrina.ui.discover import discoveries
from vitrina.ui.icons import Icons
from vitrina.ui.theme import Theme


class Welcome(ttk.Frame):
    """A page in the place of the grid."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, icons: Icons, language: Language, opened: Callable[[str], None]
    ) -> None:
        """Make it; `opened` hears a locator."""
        super().__init__(parent, style="Ground.TFrame")
        unit = theme.unit
        look = theme.palette
        card = ttk.Frame(self, style="Ground.TFrame")
        card.place(relx=0.5, rely=0.44, anchor="center")
        sign = ttk.Label(card, image=icons.get("pictures", theme.px(56), look.accent), style="Ground.TLabel")
        sign.pack(pady=(0, unit(2)))
        ttk.Label(card, text=language.text(N_("Nothing is open yet")), style="GroundTitle.TLabel").pack()
        ttk.Label(
            card,
            text=language.text(
                N_("Paste a link to a picture, a web page or a list anywhere here, or start with one of these.")
            ),
            style="GroundMuted.TLabel",
            wraplength=theme.px(440),
            justify="center",
        ).pack(pady=(unit(1), unit(3)))
        self.buttons: list[ttk.Button] = []
        for number, found in enumerate(discoveries()):
            row = ttk.Frame(card, style="Ground.TFrame")
            row.pack(fill="x", pady=unit(0.5))
            button = ttk.Button(
                row,
                text=language.text(found.label),
                style="Accent.TButton" if number == 0 else "TButton",
                command=lambda locator=found.locator: opened(locator),  # type: ignore[misc]
                width=22,
            )
            button.pack(side="left")
            about = ttk.Label(row, text=language.text(found.about), style="GroundMuted.TLabel")
            about.pack(side="left", padx=unit(2))
            self.buttons.append(button)
