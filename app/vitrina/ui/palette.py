"""The command palette: type a part of what an action is called, and do it.

Owns its list and how it is filtered. Refuses actions that do not work where it was opened.
"""

from collections.abc import Sequence
from tkinter import ttk
from typing import TYPE_CHECKING, Any

from vitrina.language import N_
from vitrina.ui import keys as key_names
from vitrina.ui.parts import Field

if TYPE_CHECKING:
    import tkinter as tk

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
        self._window = window
        self._actions: list[Action] = [
            one for one in window.table.actions if one.label and window.front.where in one.places and one.group
        ]
        self._labels = [window.text(one.label) for one in self._actions]
        self._found: list[int] = []
        self.field = Field(body, theme, window.icons, "search", window.text(N_("What do you want to do?")))
        self.field.pack(fill="x")
        self.list = ttk.Treeview(body, columns=("keys",), show="tree", selectmode="browse", takefocus=0)
        self.list.column("#0", width=theme.px(330))
        self.list.column("keys", width=theme.px(130), anchor="e")
        self.list.pack(fill="both", expand=True, pady=(theme.unit(), 0))
        self.field.text.trace_add("write", lambda *_: self._fill())
        self.field.bind("<Down>", lambda _: self._move(1))
        self.field.bind("<Up>", lambda _: self._move(-1))
        self.field.bind("<Return>", self._do)
        self.list.bind("<ButtonRelease-1>", self._click)
        self._fill()

    def _fill(self) -> None:
        self._found = matching(self._labels, self.field.text.get())
        self.list.delete(*self.list.get_children())
        for at in self._found:
            keys = self._window.table.keys(self._actions[at].name)
            key = key_names.shown(keys[0], self._window.language) + "  " if keys else ""
            self.list.insert("", "end", str(at), text=self._labels[at], values=(key,))
        self._select(0)

    def _select(self, place: int) -> None:
        if self._found:
            at = str(self._found[min(max(place, 0), len(self._found) - 1)])
            self.list.selection_set(at)
            self.list.see(at)

    def _move(self, steps: int) -> str:
        chosen = self.list.selection()
        self._select((self._found.index(int(chosen[0])) if chosen else 0) + steps)
        return "break"

    def _click(self, event: "tk.Event[Any]") -> str | None:
        return self._do(event) if self.list.identify_row(event.y) else None

    def _do(self, _: "tk.Event[Any]") -> str:
        chosen = self.list.selection()
        self._window.sheet.close()
        if chosen:
            self._window.act(self._actions[int(chosen[0])].name)
        return "break"


def show(window: "Window") -> None:
    """Open it."""
    window.sheet.show(
        "palette", window.text(N_("Commands")), window.theme, window.icons, window.language, width=520, height=460,
        fill=lambda body: Palette(window, body).field,
    )  # fmt: skip
