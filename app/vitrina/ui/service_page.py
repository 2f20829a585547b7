"""The page of the settings for services that take a key of the person's own.

Owns its rows. Refuses to show a key that was given: it says only that there is one.
"""

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from vitrina.keys import SERVICES
from vitrina.language import N_
from vitrina.ui.parts import Words
from vitrina.ui.sheet import keep_in_view, scrolled_frame

if TYPE_CHECKING:
    from vitrina.keys import Service
    from vitrina.ui.wanted.library import KeysHeldLike
    from vitrina.ui.window import Window


def fill(window: "Window", sheet: ttk.Frame) -> tk.Misc | None:
    """Put the rows on the page; gives what gets the focus."""
    return _Page(window, sheet).first


class _Page:
    def __init__(self, window: "Window", sheet: ttk.Frame) -> None:
        self._window = window
        theme, text = window.theme, window.text
        self._body = body = scrolled_frame(sheet, theme)
        body.columnconfigure(0, weight=1)
        about = text(N_("Most sources need no key. For these you can have your own; it goes to that service alone."))
        Words(body, about).grid(row=0, columnspan=2, sticky="we")
        self._fields: dict[str, ttk.Entry] = {}
        self._states: dict[str, ttk.Label] = {}
        self._removes: dict[str, ttk.Button] = {}
        for row, service in enumerate(SERVICES, 1):
            self._add(service, row)
        self._where = Words(body)
        self._where.grid(row=2 * len(SERVICES) + 1, columnspan=2, sticky="we", pady=theme.unit())
        self.first = self._fields[SERVICES[0].name]
        keep_in_view(body)
        self._ask()

    def _add(self, service: "Service", row: int) -> None:
        window, theme = self._window, self._window.theme
        pad = theme.unit(0.5)
        head = ttk.Frame(self._body)
        head.grid(row=2 * row - 1, columnspan=2, sticky="w", pady=(theme.unit(1.25), 0))
        ttk.Label(head, text=service.label).pack(side="left")
        field = self._fields[service.name] = ttk.Entry(self._body, show="•", font="VitrinaBody", width=14)
        field.grid(row=2 * row, column=0, sticky="we", pady=pad)
        field.bind("<Return>", lambda _: self._save(service))
        state = self._states[service.name] = ttk.Label(head, style="Small.TLabel")
        state.pack(side="left", padx=theme.unit())
        buttons = ttk.Frame(self._body)
        buttons.grid(row=2 * row, column=1, sticky="e", padx=(pad, 0))
        for label, command in (
            (N_("Save"), partial(self._save, service)),
            (N_("Remove"), partial(self._set, service, "")),
            (N_("Get one"), partial(window.browse, service.page)),
        ):
            button = ttk.Button(buttons, text=window.text(label), style="Small.TButton", command=command, width=0)
            button.pack(side="left", padx=(pad, 0))
            button.bindtags((*button.bindtags(), f"Scrolled{self._body}"))
            if label == "Remove":
                button.state(["disabled"])
                self._removes[service.name] = button

    def _save(self, service: "Service") -> None:
        key = self._fields[service.name].get().strip()
        if key:
            self._set(service, key)

    def _set(self, service: "Service", key: str) -> None:
        library = self._window.library
        if library is not None:
            self._fields[service.name].delete(0, "end")
            self._window.bridge.ask(
                partial(library.set_key, service.name, key), lambda _: self._ask(), self._window.session.hear
            )

    def _ask(self) -> None:
        if self._window.library is not None:
            self._window.bridge.ask(self._window.library.keys, self._came, self._window.session.hear)

    def _came(self, held: "KeysHeldLike") -> None:
        if not self._body.winfo_exists():
            return  # closed meanwhile
        text = self._window.text
        for name, label in self._states.items():
            label.configure(text=text(N_("set")) if name in held.names else "")
            self._removes[name].state(["!disabled" if name in held.names else "disabled"])
        lies = N_("Keys lie in the system's keyring.")
        if held.where != "keyring":
            lies = N_("Keys lie in a file that only you can read.")
        self._where.configure(text=text(lies))
