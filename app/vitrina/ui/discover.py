"""Discover: sources that give pictures without a key, each opened by one click, and searched where they can be.

Owns the sheet and the few rows that the sidebar and the first page show of it. Refuses to know the sources:
`presets` lists them.
"""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING, Final

from vitrina.frozen import frozen
from vitrina.language import N_
from vitrina.ui import galleries
from vitrina.ui.parts import Field, Words
from vitrina.ui.sheet import scrolled_text

if TYPE_CHECKING:
    from vitrina.sources.presets import Preset
    from vitrina.ui.window import Window

DEMO: Final = "demo:60"
FAVOURITES: Final = ("met", "commons", "nasa-images", "picsum")
"""The presets that are shown outside the sheet."""


@frozen
class Discovery:
    """One source: what it is called, what opens it, what is to be expected."""

    label: str
    locator: str
    about: str


def discoveries() -> tuple[Discovery, ...]:
    """Give the demo gallery and a few of the presets; texts are to be translated."""
    # Not needed before the window is on the screen.
    from vitrina.sources.presets import PRESETS

    by_id = {preset.id: preset for preset in PRESETS}
    chosen = (by_id[name] for name in FAVOURITES)
    return (
        Discovery(N_("Demo gallery"), DEMO, N_("Drawn by the program itself; needs no network")),
        *(Discovery(one.name, one.locator, one.about) for one in chosen),
    )


def show(window: "Window") -> None:
    """Open the sheet."""

    def fill(body: ttk.Frame) -> tk.Misc:
        return _Page(window, body).field

    window.sheet.show(
        "discover", window.text(N_("Discover")), window.theme, window.icons, window.language,
        width=760, height=640, fill=fill,
    )  # fmt: skip


class _Page:
    """A field for words to search for, and for each preset what it is and what can be done with it."""

    def __init__(self, window: "Window", body: ttk.Frame) -> None:
        from vitrina.sources.presets import PRESETS

        theme = window.theme
        self._window = window
        self.field = Field(body, theme, window.icons, "search", window.text(N_("Such as sunflowers")))
        self.field.pack(fill="x")
        how = window.text(
            N_("Type words and choose Search below a source; Open shows its own choice, Add makes it a gallery.")
        )
        Words(body, how).pack(fill="x", pady=theme.unit(0.5))
        self._had = {one.locators for one in window.listing.galleries}
        self._text = scrolled_text(body, theme, ground=theme.palette.surface)
        for preset in PRESETS:
            self._add(preset)
        self._text.configure(state="disabled", takefocus=0)

    def _add(self, preset: "Preset") -> None:
        text = self._window.text
        self._text.insert("end", text(preset.name) + "\n", "heading")
        self._text.insert("end", f"{text(preset.about)} {text(preset.licence)}\n", "label")
        self._button(text(N_("Open")), partial(self._open, preset.locator))
        if preset.search is not None:
            self._button(text(N_("Search")), partial(self._search, preset))
        if (preset.locator,) in self._had:
            self._button(text(N_("Added")), lambda: None).state(["disabled"])
        else:
            add = self._button(text(N_("Add")), lambda: self._make_gallery(preset, add))
        self._text.insert("end", "\n")

    def _make_gallery(self, preset: "Preset", button: ttk.Button) -> None:
        button.configure(text=self._window.text(N_("Added")))
        button.state(["disabled"])
        galleries.add_source(self._window, self._window.text(preset.name), preset.locator)

    def _button(self, label: str, command: Callable[[], None]) -> ttk.Button:
        button = ttk.Button(self._text, text=label, command=command)
        button.bind("<FocusIn>", lambda _: self._text.see(button))
        self._text.window_create("end", window=button, padx=self._window.theme.px(3), pady=self._window.theme.px(3))
        return button

    def _open(self, locator: str) -> None:
        self._window.sheet.close()
        self._window.open([locator])

    def _search(self, preset: "Preset") -> None:
        from vitrina.sources.presets import searching

        locator = searching(preset, self.field.text.get())
        if locator is None:
            self.field.focus_set()
        else:
            self._open(locator)
