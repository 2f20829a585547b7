"""The page of the settings for services that take a key of the person's own.

Owns its rows. Refuses to show a key that was given: it says only that there is one.
"""

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from vitrina.keys import SERVICES
from vitrina.language import N_
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
        body.columnconfigure(1, weight=1)
        about = text(N_("Most sources need no key. For these you can have your own; it goes to that service alone."))
        words = ttk.Label(body, text=about, style="Small.TLabel", wraplength=theme.px(600))
        words.grid(row=0, columnspan=4, sticky="w", pady=(0, theme.unit()))
        self._fields: dict[str, ttk.Entry] = {}
        self._states: dict[str, ttk.Label] = {}
        self._removes: dict[str, ttk.Button] = {}
        for row, service in enumerate(SERVICES, 1):
            self._add(service, row)
        self._where = ttk.Label(body, style="Small.TLabel", wraplength=theme.px(600))
        self._where.grid(row=len(SERVICES) + 1, columnspan=4, sticky="w", pady=theme.unit())
        self.first = self._fields[SERVICES[0].name]
        keep_in_view(body)
        self._ask()

    def _add(self, service: "Service", row: int) -> None:
        window, theme = self._window, self._window.theme
        pad = theme.unit(0.5)
        ttk.Label(self._body, text=service.label, wraplength=theme.px(190)).grid(
            row=row, column=0, sticky="w", pady=pad, padx=(0, pad * 2)
        )
        field = self._fields[service.name] = ttk.Entry(self._body, show="•", font="VitrinaBody", width=14)
        field.grid(row=row, column=1, sticky="we", pady=pad)
        field.bind("<Return>", lambda _: self._save(service))
        state = self._states[service.name] = ttk.Label(self._body, style="Small.TLabel", width=5, anchor="center")
        state.grid(row=row, column=2, padx=pad)
        buttons = ttk.Frame(self._body)
        buttons.grid(row=row, column=3, sticky="e")
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
