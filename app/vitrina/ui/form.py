"""Forms on a sheet: two columns, what it is and how it stands, each change told at once.

Owns these widgets. Refuses to hold values: whoever makes a form has them.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from vitrina.ui.parts import Words
from vitrina.ui.theme import Theme


class Form:
    """Rows in a frame, added one after the other; `first` is what gets the focus."""

    def __init__(self, body: ttk.Frame, theme: Theme) -> None:
        """Begin with no row."""
        self.body, self._theme, self._row = body, theme, 0
        self.first: tk.Misc | None = None
        body.columnconfigure(1, weight=1)

    def add(self, label: str, widget: tk.Misc) -> None:
        """Add a widget with its label."""
        pad = self._theme.unit(0.75)
        words = ttk.Label(self.body, text=label, wraplength=self._theme.px(250))
        words.grid(row=self._row, column=0, sticky="w", pady=pad, padx=(0, pad * 3))
        widget.grid(row=self._row, column=1, sticky="w", pady=pad)  # type: ignore[attr-defined]
        self._row += 1
        self.first = self.first or widget

    def across(self, widget: tk.Misc) -> None:
        """Add a widget over both columns."""
        widget.grid(row=self._row, columnspan=2, sticky="we", pady=self._theme.unit(0.75))  # type: ignore[attr-defined]
        self._row += 1

    def note(self, text: str) -> None:
        """Add a sentence over both columns."""
        self.across(Words(self.body, text))

    def choice(self, label: str, names: Sequence[str], at: int, chosen: Callable[[int], object]) -> None:
        """Add a choice of several; `chosen` hears its place."""
        box = ttk.Combobox(self.body, values=list(names), state="readonly", width=24, font="VitrinaBody")
        box.current(at)
        box.bind("<<ComboboxSelected>>", lambda _: chosen(box.current()))
        self.add(label, box)

    def switch(self, label: str, *, on: bool, chosen: Callable[[bool], object]) -> None:
        """Add a switch."""
        value = tk.BooleanVar(self.body, value=on)
        button = ttk.Checkbutton(self.body, variable=value, command=lambda: chosen(value.get()))
        button.held = value  # type: ignore[attr-defined] # Tk forgets variables that nobody holds
        self.add(label, button)

    def number(self, label: str, value: int, low: int, high: int, chosen: Callable[[int], object]) -> None:
        """Add a whole number within bounds."""
        spin = ttk.Spinbox(self.body, from_=low, to=high, width=8, font="VitrinaBody")
        spin.set(value)
        known = [value]

        def take(_: object = None) -> None:
            typed = spin.get()
            if typed.isdigit() and low <= int(typed) <= high and int(typed) != known[0]:
                known[0] = int(typed)
                chosen(known[0])

        spin.configure(command=take)
        spin.bind("<Return>", take)
        spin.bind("<FocusOut>", take)
        self.add(label, spin)
