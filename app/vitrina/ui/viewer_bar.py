"""The bar above the picture in the viewer: back, what it is called, which one of how many, how large.

Owns these words. Refuses to act: the window is told.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from vitrina.language import N_, Language
from vitrina.model import Picture
from vitrina.ui.icons import Icons
from vitrina.ui.parts import IconButton, line
from vitrina.ui.ruler import Ruler
from vitrina.ui.shown import name_of
from vitrina.ui.theme import Theme


class ViewerBar(ttk.Frame):
    """The bar."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        icons: Icons,
        language: Language,
        acted: Callable[[str], None],
        tip: Callable[[str], str],
    ) -> None:
        """Make it; `acted` hears the name of an action."""
        super().__init__(parent)
        self._theme, self._language = theme, language
        self._acted, self._tip, self._icons = acted, tip, icons
        self._ruler = Ruler(theme.strong)
        inner = ttk.Frame(self, padding=(theme.unit(1), theme.unit(1)))
        inner.pack(fill="x")
        line(self).pack(fill="x")
        self._inner = inner
        self._button("back", "to_grid").pack(side="left")
        self._title = ttk.Label(inner, style="Strong.TLabel")
        self._title.pack(side="left", padx=theme.unit(1))
        self._credit = ttk.Label(inner, style="Muted.TLabel")
        self._credit.pack(side="left")
        self._menu = self._button("menu", "show_menu")
        self._menu.pack(side="right")
        self._extra: list[IconButton] = []
        self.favourite: IconButton | None = None
        self._zoom = ttk.Label(inner, style="Muted.TLabel")
        self._place = ttk.Label(inner, style="Muted.TLabel")

    def _button(self, icon: str, action: str) -> IconButton:
        return IconButton(
            self._inner, self._theme, self._icons, icon, lambda: self._acted(action), lambda: self._tip(action)
        )

    def offer(self, actions: Sequence[tuple[str, str]]) -> None:
        """Put these (icon, action) on buttons, from the right."""
        for button in self._extra:
            button.destroy()
        self._extra = []
        for widget in (self._zoom, self._place):
            widget.pack_forget()
        for icon, action in reversed(actions):
            button = self._button(icon, action)
            button.pack(side="right")
            self._extra.append(button)
            if action == "favourite":
                self.favourite = button
        for behind in (*reversed(self._extra), self._menu):
            behind.lift()  # Tab goes from the lowest to the highest
        self._zoom.pack(side="right", padx=self._theme.unit(1.5))
        self._place.pack(side="right", padx=self._theme.unit(1.5))

    def show_comparison(self, count: int, scale: float | None) -> None:
        """Say that so many pictures are compared."""
        language = self._language
        self._title.configure(text=language.plural("{n} picture side by side", "{n} pictures side by side", count))
        self._credit.configure(text="")
        self._place.configure(text="")
        self._zoom.configure(text=f"{language.number(scale * 100)} %" if scale else "")

    def show(
        self,
        picture: Picture | None,
        place: int,
        count: int,
        scale: float | None,
        notes: Sequence[str],
        *,
        favourite: bool,
    ) -> None:
        """Say what is looked at; `notes` are said beside its place."""
        language = self._language
        room = max(self.winfo_width() - self._theme.unit(60), self._theme.unit(20))
        title = self._ruler.fit(name_of(picture), room) if picture else ""
        self._title.configure(text=title)
        spare = room - self._theme.strong.measure(title)
        credit = picture.credit if picture and picture.credit else ""
        self._credit.configure(text=self._ruler.fit(credit, spare) if spare > self._theme.unit(8) else "")
        here = language.text(N_("{place} of {count}"), place=language.number(place + 1), count=language.number(count))
        self._place.configure(text="   ·   ".join([*notes, here]) if picture else "")
        self._zoom.configure(text=f"{language.number(scale * 100)} %" if scale else "")
        if self.favourite is not None:
            look = self._theme.palette
            self.favourite.set_icon("heart_full" if favourite else "heart", look.danger if favourite else look.text)
