"""The bar at the top: a field for locators, the search, the size of the tiles, the offline switch, the menu.

Owns these widgets. Refuses to act on them: the window is told.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from vitrina.frozen import frozen
from vitrina.language import N_, Language
from vitrina.ui.icons import Icons
from vitrina.ui.parts import Field, IconButton, Tip, line
from vitrina.ui.theme import Theme

SMALLEST_TILE: Final = 96
LARGEST_TILE: Final = 400
SEARCH_MS: Final = 60


@frozen
class Hearers:
    """Who hears what is done with the bar: `searched` as it is typed, `asked` at its end.

    `tip` gives the words for an action, by its name.
    """

    opened: Callable[[str], None]
    searched: Callable[[str], None]
    asked: Callable[[], None]
    about_to_search: Callable[[], None]
    resized: Callable[[int], None]
    acted: Callable[[str], None]
    tip: Callable[[str], str]


class TopBar(ttk.Frame):
    """The bar."""

    def __init__(self, parent: tk.Misc, theme: Theme, icons: Icons, language: Language, hearers: Hearers) -> None:
        """Make it, from left to right."""
        super().__init__(parent)
        self._theme, self._icons, self._language, self._hearers = theme, icons, language, hearers
        unit = theme.unit
        inner = ttk.Frame(self, padding=(unit(1), unit(1)))
        inner.pack(fill="x")
        line(self).pack(fill="x")
        self.locator = Field(
            inner, theme, icons, "link", language.text(N_("Paste a link, or type a file or folder")), width=28
        )
        self.locator.bind("<Return>", lambda _: self._open())
        self.search = Field(inner, theme, icons, "search", language.text(N_("Search")), width=20)
        slider = self._slider(inner)
        self.offline = self._button(inner, "online", "toggle_offline")
        line_up: tuple[tk.Misc, ...] = (
            self._button(inner, "sidebar", "toggle_sidebar"), self.locator, self.search, slider, self.offline,
            self._button(inner, "menu", "show_menu"),
        )  # fmt: skip
        for column, one in enumerate(line_up):
            one.grid(row=0, column=column, sticky="we", padx=unit(0.5))  # type: ignore[attr-defined]
            one.lift()  # Tab goes from the lowest to the highest
        # Both fields give way where there is little room, and then the slider goes, which keys and the wheel stand for.
        inner.columnconfigure(1, weight=4, minsize=theme.px(110))
        inner.columnconfigure(2, weight=1, minsize=theme.px(110))
        self.bind("<Configure>", lambda event: slider.grid() if event.width > theme.px(620) else slider.grid_remove())
        hint = N_("Filters as you type; Enter looks in all pictures. The help page lists what can be asked.")
        Tip(self.search, lambda: language.text(hint), theme)
        self.search.bind("<Return>", lambda _: self._asked())
        self.search.bind("<FocusIn>", lambda _: hearers.about_to_search(), add="+")
        self._search_id: str | None = None
        self.search.text.trace_add("write", lambda *_: self._search_soon())

    def _button(self, parent: tk.Misc, icon: str, action: str) -> IconButton:
        hearers = self._hearers
        return IconButton(
            parent, self._theme, self._icons, icon, lambda: hearers.acted(action), lambda: hearers.tip(action)
        )

    def _slider(self, parent: tk.Misc) -> ttk.Frame:
        frame = ttk.Frame(parent)
        look, px = self._theme.palette, self._theme.px
        ttk.Label(frame, image=self._icons.get("small", px(15), look.muted)).pack(side="left")
        self.tile_size = ttk.Scale(
            frame, from_=SMALLEST_TILE, to=LARGEST_TILE, length=px(96), command=self._resized, takefocus=1
        )
        self.tile_size.pack(side="left", padx=px(6))
        ttk.Label(frame, image=self._icons.get("large", px(15), look.muted)).pack(side="left")
        Tip(self.tile_size, lambda: self._language.text(N_("Size of the tiles")), self._theme)
        return frame

    def show_offline(self, *, offline: bool) -> None:
        """Show how the switch stands."""
        look = self._theme.palette
        self.offline.set_icon("offline" if offline else "online", look.on_accent if offline else look.text)
        self.offline.configure(style="Accent.TButton" if offline else "Bar.TButton")
        if offline:
            self.offline.configure(padding=self._theme.unit(0.75))

    def _open(self) -> None:
        locator = self.locator.text.get().strip()
        if locator:
            self._hearers.opened(locator)

    def _search_soon(self) -> None:
        if self._search_id is not None:
            self.after_cancel(self._search_id)
        self._search_id = self.after(SEARCH_MS, self._search)

    def _asked(self) -> str:
        if self._search_id is not None:
            self.after_cancel(self._search_id)
            self._search_id = None
        self._hearers.asked()
        return "break"

    def _search(self) -> None:
        self._search_id = None
        self._hearers.searched(self.search.text.get())

    def _resized(self, value: str) -> None:
        self._hearers.resized(round(float(value)))
