"""The command palette: type a part of what an action is called, and do it.

Owns its list and how it is filtered. Refuses actions that do not work where it was opened.
"""

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import TYPE_CHECKING, Any

from vitrina.language import N_
from vitrina.ui import keys as key_names
from vitrina.ui.parts import Field

if TYPE_CHECKING:
    from vitrina.ui.commands import Action
    from vitrina.ui.window import Window


def matching(labels: Sequence[str], typed: str) -> list[int]:
    """Find the labels that have every typed word, those that begin with the first one in front."""
    words = typed.casefold().split()
    found = [at for at, label in enumerate(labels) if all(word in label.casefold() for word in words)]
    return sorted(found, key=lambda at: not labels[at].casefold().startswith(words[0])) if words else found


class Palette:
    """The field and the list below it."""

    def __init__(self, window: "Window", body: ttk.Frame) -> None:
        """Fill the sheet."""
        theme = window.theme
        look = theme.palette
        self._window = window
        self._actions: list[Action] = [
            one for one in window.table.actions if one.label and window.front.where in one.places and one.group
        ]
        self._labels = [window.text(one.label) for one in self._actions]
        self._found: list[int] = []
        self.field = Field(body, theme, window.icons, "search", window.text(N_("What do you want to do?")))
        self.field.pack(fill="x")
        self.list = tk.Listbox(
            body, font="VitrinaBody", background=look.surface, foreground=look.text, borderwidth=0, activestyle="none",
            highlightthickness=0, selectbackground=look.accent, selectforeground=look.on_accent, takefocus=0,
            exportselection=False,
        )  # fmt: skip
        self.list.pack(fill="both", expand=True, pady=(theme.unit(), 0))
        self.field.text.trace_add("write", lambda *_: self._fill())
        self.field.bind("<Down>", lambda _: self._move(1))
        self.field.bind("<Up>", lambda _: self._move(-1))
        self.field.bind("<Return>", self._do)
        self.list.bind("<ButtonRelease-1>", self._do)
        self._fill()

    def _fill(self) -> None:
        self._found = matching(self._labels, self.field.text.get())
        self.list.delete(0, "end")
        for at in self._found:
            keys = self._window.table.keys(self._actions[at].name)
            key = f"    ({key_names.shown(keys[0], self._window.language)})" if keys else ""
            self.list.insert("end", self._labels[at] + key)
        self._select(0)

    def _select(self, at: int) -> None:
        self.list.selection_clear(0, "end")
        self.list.selection_set(at)
        self.list.see(at)

    def _move(self, steps: int) -> str:
        chosen = self.list.curselection()  # type: ignore[no-untyped-call]
        at = (chosen[0] if chosen else 0) + steps
        self._select(min(max(at, 0), len(self._found) - 1))
        return "break"

    def _do(self, _: "tk.Event[Any]") -> str:
        chosen = self.list.curselection()  # type: ignore[no-untyped-call]
        self._window.sheet.close()
        if chosen:
            self._window.act(self._actions[self._found[chosen[0]]].name)
        return "break"


def show(window: "Window") -> None:
    """Open it."""
    window.sheet.show(
        "palette", window.text(N_("Commands")), window.theme, window.icons, window.language, width=520, height=460,
        fill=lambda body: Palette(window, body).field,
    )  # fmt: skip
