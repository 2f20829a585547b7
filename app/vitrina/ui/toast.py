"""A sentence at the bottom of the window that goes away by itself, with one thing to do about it if there is one.

Owns when it comes and goes. Refuses to stack: a new one replaces the one before.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from vitrina.ui.theme import Theme

SHORT_MS: Final = 5_000
LONG_MS: Final = 15_000


class Toast:
    """One place for messages that concern everything that is open."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        """Show nothing yet."""
        self._parent, self.theme = parent, theme
        self._frame: ttk.Frame | None = None
        self._timer: str | None = None
        self._beside = 0
        self.text = ""
        self._label: ttk.Label | None = None
        parent.bind("<Configure>", lambda _: self._wrap(), add="+")

    def show(
        self, text: str, action: str = "", on_action: Callable[[], None] | None = None, *, for_ms: int = LONG_MS
    ) -> None:
        """Say something; `action` is the word on the button that does `on_action`, which is there `for_ms`."""
        self.hide()
        theme, look = self.theme, self.theme.palette
        self.text = text
        # Of the window itself, so that a sheet does not hide it.
        frame = self._frame = ttk.Frame(
            self._parent.winfo_toplevel(), style="Toast.TFrame", padding=(theme.unit(2), theme.unit(1.25))
        )
        self._label = ttk.Label(frame, text=text, style="Toast.TLabel")
        self._label.pack(side="left")
        self._beside = 24 if on_action is not None else 8
        self._wrap()
        if on_action is not None:

            def act() -> None:
                self.hide()
                on_action()

            tk.Button(
                frame, text=action, command=act, font="VitrinaStrong", background=look.text, foreground=look.ground,
                activebackground=look.muted, activeforeground=look.ground, borderwidth=0, relief="flat",
                highlightthickness=theme.px(2), highlightbackground=look.text, highlightcolor=look.accent,
                padx=theme.unit(), pady=0,
            ).pack(side="left", padx=(theme.unit(2), 0))  # fmt: skip
        frame.place(in_=self._parent, relx=0.5, rely=1.0, y=-theme.unit(3), anchor="s")
        frame.lift()
        self._timer = frame.after(for_ms if on_action else SHORT_MS + 40 * len(text), self.hide)

    def _wrap(self) -> None:
        """Break the sentence so that it stays within the window."""
        if self._label is not None:
            unit = self.theme.unit
            room = max(self._parent.winfo_width() - unit(self._beside), unit(16))
            self._label.configure(wraplength=min(room, unit(80)))

    def hide(self) -> None:
        """Take it away."""
        if self._frame is not None:
            if self._timer is not None:
                self._frame.after_cancel(self._timer)
            self._frame.destroy()
        self._frame = self._timer = self._label = None
        self.text = ""
