"""The sidebar: what the library holds, the galleries, and sources to discover.

Owns its rows and which of them is marked. Refuses to open anything: the window is told.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Final

from vitrina.language import Language
from vitrina.ui.icons import Icons
from vitrina.ui.theme import Ruler, Theme

WIDTH: Final = 240


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it opens when chosen is its `name`; `count` stands at its right end."""

    name: str
    label: str
    icon: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading; no heading where that is empty."""

    heading: str
    rows: tuple[Row, ...]


class Sidebar(ttk.Frame):
    """A column of rows on one canvas."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, icons: Icons, language: Language, chosen: Callable[[str], None]
    ) -> None:
        """Make an empty one; `chosen` hears the name of a row."""
        super().__init__(parent)
        self._theme, self._icons, self._language, self._chosen = theme, icons, language, chosen
        self._sections: Sequence[Section] = ()
        self._marked = ""
        self._focus = -1
        self._places: list[tuple[int, int, Row]] = []
        self.canvas = tk.Canvas(
            self, width=theme.px(WIDTH), highlightthickness=0, borderwidth=0, background=theme.palette.surface,
            takefocus=1,
        )  # fmt: skip
        self.canvas.pack(fill="both", expand=True)
        self.canvas.bind("<ButtonPress-1>", self._press)
        self.canvas.bind("<Motion>", self._hover)
        self.canvas.bind("<Leave>", lambda _: self._mark_hover(-1))
        self.canvas.bind("<Up>", lambda _: self._move(-1))
        self.canvas.bind("<Down>", lambda _: self._move(1))
        self.canvas.bind("<Return>", lambda _: self._enter())
        self.canvas.bind("<FocusIn>", lambda _: self._draw())
        self.canvas.bind("<FocusOut>", lambda _: self._draw())
        self.canvas.bind("<Button-4>", lambda _: self._scroll(-1))
        self.canvas.bind("<Button-5>", lambda _: self._scroll(1))
        self.canvas.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))

    def show(self, sections: Sequence[Section]) -> None:
        """Show these rows."""
        if sections != self._sections:
            self._sections = sections
            self._draw()

    def mark(self, name: str) -> None:
        """Mark the row of what is open."""
        if name != self._marked:
            self._marked = name
            self._draw()

    @property
    def rows(self) -> list[Row]:
        """The rows, from the top."""
        return [row for _, _, row in self._places]

    def _draw(self) -> None:
        canvas, theme = self.canvas, self._theme
        look, px = theme.palette, theme.px
        canvas.delete("all")
        self._places = []
        y = theme.unit(1)
        high = theme.line_height + theme.unit(1.75)
        wide = px(WIDTH)
        hover = canvas.create_rectangle(0, 0, 0, 0, width=0, fill=look.hover, state="hidden", tags="hover")
        canvas.tag_lower(hover)
        ruler, heading_ruler = Ruler(theme.body), Ruler(theme.small)
        for section in self._sections:
            if section.heading:
                y += theme.unit(1.5)
                text = heading_ruler.fit(section.heading, wide - px(28))
                canvas.create_text(px(16), y, anchor="nw", text=text, font="VitrinaSmall", fill=look.muted)
                y += theme.small_height + px(6)
            for row in section.rows:
                self._draw_row(row, y, high, ruler)
                y += high
        canvas.configure(scrollregion=(0, 0, wide, y + theme.unit(1)))

    def _draw_row(self, row: Row, y: int, high: int, ruler: Ruler) -> None:
        canvas, theme = self.canvas, self._theme
        look, px = theme.palette, theme.px
        wide = px(WIDTH)
        marked = row.name == self._marked
        if marked:
            canvas.create_rectangle(px(8), y, wide - px(8), y + high, width=0, fill=look.hover)
            canvas.create_rectangle(px(8), y + px(6), px(11), y + high - px(6), width=0, fill=look.accent)
        if self._focus == len(self._places) and self.canvas.focus_displayof() is self.canvas:
            canvas.create_rectangle(px(9), y + 1, wide - px(9), y + high - 1, width=px(2), outline=look.accent)
        colour = look.accent if marked else look.muted
        canvas.create_image(px(20), y + high // 2, anchor="w", image=str(self._icons.get(row.icon, px(17), colour)))
        right = wide - px(18)
        if row.count is not None:
            text = self._language.number(row.count)
            canvas.create_text(right, y + high // 2, anchor="e", text=text, font="VitrinaSmall", fill=look.muted)
            right -= theme.small.measure(text) + px(8)
        label = ruler.fit(row.label, right - px(46))
        canvas.create_text(px(46), y + high // 2, anchor="w", text=label, font="VitrinaBody", fill=look.text)
        self._places.append((y, y + high, row))

    def _at(self, y: float) -> int:
        return next((at for at, (top, bottom, _) in enumerate(self._places) if top <= y < bottom), -1)

    def _press(self, event: "tk.Event[tk.Canvas]") -> None:
        at = self._at(self.canvas.canvasy(event.y))
        if at >= 0:
            self._focus = at
            self._chosen(self._places[at][2].name)

    def _hover(self, event: "tk.Event[tk.Canvas]") -> None:
        self._mark_hover(self._at(self.canvas.canvasy(event.y)))

    def _mark_hover(self, at: int) -> None:
        if at < 0 or self._places[at][2].name == self._marked:
            self.canvas.itemconfigure("hover", state="hidden")
            return
        top, bottom, _ = self._places[at]
        px = self._theme.px
        self.canvas.coords("hover", px(8), top, px(WIDTH) - px(8), bottom)
        self.canvas.itemconfigure("hover", state="normal")

    def _move(self, steps: int) -> str:
        if self._places:
            self._focus = min(max(self._focus + steps, 0), len(self._places) - 1)
            self._draw()
        return "break"

    def _enter(self) -> str:
        if 0 <= self._focus < len(self._places):
            self._chosen(self._places[self._focus][2].name)
        return "break"

    def _scroll(self, steps: int) -> None:
        if self._places and self._places[-1][1] > self.canvas.winfo_height():
            self.canvas.yview_scroll(steps * 2, "units")
