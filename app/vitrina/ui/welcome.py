"""What a newcomer sees: one sentence that says what to do, the demo gallery, and sources to discover.

Owns this page. Refuses to open anything: the window is told a locator.
"""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk

from vitrina.language import N_, Language
from vitrina.ui.discover import discoveries
from vitrina.ui.icons import Icons
from vitrina.ui.theme import Theme


class Welcome(ttk.Frame):
    """A page in the place of the grid."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        icons: Icons,
        language: Language,
        opened: Callable[[str], None],
        more: Callable[[], None],
    ) -> None:
        """Make it; `opened` hears a locator, `more` shows all sources."""
        super().__init__(parent, style="Ground.TFrame")
        unit = theme.unit
        look = theme.palette
        card = ttk.Frame(self, style="Ground.TFrame")
        card.place(relx=0.5, rely=0.46, anchor="center")
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
        rows = ttk.Frame(card, style="Ground.TFrame")
        rows.pack()
        for number, found in enumerate(discoveries()):
            button = ttk.Button(
                rows, text=language.text(found.label), style="Accent.TButton" if number == 0 else "TButton",
                command=partial(opened, found.locator),
            )  # fmt: skip
            button.grid(row=number, column=0, sticky="we", pady=unit(0.5))
            about = ttk.Label(
                rows, text=language.text(found.about), style="GroundMuted.TLabel", wraplength=theme.px(300)
            )
            about.grid(row=number, column=1, sticky="w", padx=unit(2))
            self.buttons.append(button)
        # The sign is the first to go where there is little room.
        self.bind(
            "<Configure>",
            lambda event: sign.pack_forget() if event.height < card.winfo_reqheight() + unit(2) else None,
        )
        self.more = ttk.Button(rows, text=language.text(N_("More sources…")), command=more)
        self.more.grid(column=0, sticky="we", pady=unit(0.5))
