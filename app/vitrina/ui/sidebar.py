"""The sidebar: what the library holds, the galleries, and sources to discover.

Owns its rows, which of them is marked and which has the focus, and what mouse and keys do to them. Refuses to open or
to change anything: those who hear do.
"""

import contextlib
import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any, Final

from vitrina.frozen import frozen
from vitrina.language import Language
from vitrina.ui.icons import Icons
from vitrina.ui.parts import Tip
from vitrina.ui.ruler import Ruler
from vitrina.ui.theme import Theme

WIDTH: Final = 240
DRAG_PX: Final = 6


@frozen
class Row:
    """One row: what it opens when chosen is its `name`; `count` stands at its right end, and a small `sign` there.

    `button` is an icon at its right end that can be clicked. `hint` is shown while the mouse rests on the row.
    Rows that are `movable` can be dragged among each other.
    """

    name: str
    label: str
    icon: str
    count: int | None = None
    sign: str = ""
    button: str = ""
    hint: str = ""
    movable: bool = False
    inner: bool = False


@frozen
class Section:
    """Rows under a heading; no heading where that is empty."""

    heading: str
    rows: tuple[Row, ...]


@frozen
class Hearers:
    """Who hears of a row chosen, its button clicked, its menu wanted at a place of the screen, and of rows moved."""

    chosen: Callable[[str], None]
    pressed: Callable[[str], None]
    menu: Callable[[str, int, int], None]
    moved: Callable[[list[str]], None]


def moved(names: Sequence[str], name: str, before: int) -> list[str]:
    """Give the names with one of them put before the place that another has now (after the last: `len(names)`)."""
    at = names.index(name)
    rest = [one for one in names if one != name]
    place = before - (before > at)
    return [*rest[:place], name, *rest[place:]]


class Sidebar(ttk.Frame):
    """A column of rows on one canvas."""

    def __init__(self, parent: tk.Misc, theme: Theme, icons: Icons, language: Language, hearers: Hearers) -> None:
        """Make an empty one."""
        super().__init__(parent)
        self._theme, self._icons, self._language, self._hearers = theme, icons, language, hearers
        self._sections: Sequence[Section] = ()
        self._marked = self._focus = self._dragged = ""
        self._pressed: tuple[int, int] | None = None
        self._under = -1
        self._places: list[tuple[int, int, Row]] = []
        self.canvas = tk.Canvas(
            self, width=theme.px(WIDTH), highlightthickness=0, borderwidth=0, background=theme.palette.surface,
            takefocus=1,
        )  # fmt: skip
        self.canvas.pack(fill="both", expand=True)
        self._tip = Tip(self.canvas, self._hint, theme, where=self._hint_place)
        self._bind()

    def _bind(self) -> None:
        bound: dict[str, Callable[[Any], object]] = {
            "<ButtonPress-1>": self._press,
            "<B1-Motion>": self._drag,
            "<ButtonRelease-1>": self._release,
            "<ButtonPress-2>" if self.tk.call("tk", "windowingsystem") == "aqua" else "<ButtonPress-3>": self._menu,
            "<Motion>": lambda event: self._hover(self._at(event.y)),
            "<Leave>": lambda _: self._hover(-1),
            "<Up>": lambda _: self._move(-1),
            "<Down>": lambda _: self._move(1),
            "<Home>": lambda _: self._move(-len(self._places)),
            "<End>": lambda _: self._move(len(self._places)),
            "<Return>": lambda _: self._enter(),
            "<Insert>": lambda _: self._insert(),
            "<Shift-F10>": lambda _: self._menu_by_key(),
            "<FocusIn>": lambda _: self._entered(),
            "<FocusOut>": lambda _: self._draw(),
            "<Button-4>": lambda _: self._scroll(-1),
            "<Button-5>": lambda _: self._scroll(1),
            "<MouseWheel>": lambda event: self._scroll(-1 if event.delta > 0 else 1),
        }
        for sequence, function in bound.items():
            self.canvas.bind(sequence, function, add="+")
        for key in ("<Menu>", "<App>"):  # X11's name of the key, and that of Windows
            with contextlib.suppress(tk.TclError):
                self.canvas.bind(key, lambda _: self._menu_by_key())

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

    @property
    def focused(self) -> str:
        """The name of the row that the keys are about, while the sidebar has them."""
        return self._focus if self.canvas.focus_displayof() is self.canvas else ""

    # -- drawing

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
        canvas.create_line(0, 0, 0, 0, width=px(2), fill=look.accent, state="hidden", tags="drop")
        canvas.configure(scrollregion=(0, 0, wide, y + theme.unit(1)))

    def _draw_row(self, row: Row, y: int, high: int, ruler: Ruler) -> None:
        canvas, theme = self.canvas, self._theme
        look, px = theme.palette, theme.px
        wide, middle, left = px(WIDTH), y + high // 2, px(20) + px(18) * row.inner
        marked = row.name == self._marked
        if marked:
            canvas.create_rectangle(px(8), y, wide - px(8), y + high, width=0, fill=look.hover)
            canvas.create_rectangle(px(8), y + px(6), px(11), y + high - px(6), width=0, fill=look.accent)
        if self._focus == row.name and self.canvas.focus_displayof() is self.canvas:
            canvas.create_rectangle(px(9), y + 1, wide - px(9), y + high - 1, width=px(2), outline=look.accent)
        colour = look.accent if marked else look.muted
        canvas.create_image(left, middle, anchor="w", image=str(self._icons.get(row.icon, px(17), colour)))
        right = wide - px(18)
        if row.button:
            image = self._icons.get(row.button, px(15), look.muted)
            canvas.create_image(right, middle, anchor="e", image=str(image))
            right -= px(15) + px(8)
        if row.count is not None:
            text = self._language.number(row.count)
            canvas.create_text(right, middle, anchor="e", text=text, font="VitrinaSmall", fill=look.muted)
            right -= theme.small.measure(text) + px(8)
        if row.sign:
            colour = look.danger if row.sign == "warning" else look.muted
            canvas.create_image(right, middle, anchor="e", image=str(self._icons.get(row.sign, px(14), colour)))
            right -= px(14) + px(8)
        label = ruler.fit(row.label, right - left - px(26))
        canvas.create_text(left + px(26), middle, anchor="w", text=label, font="VitrinaBody", fill=look.text)
        self._places.append((y, y + high, row))

    # -- the mouse

    def _at(self, y: int) -> int:
        on_canvas = self.canvas.canvasy(y)
        return next((at for at, (top, bottom, _) in enumerate(self._places) if top <= on_canvas < bottom), -1)

    def _press(self, event: "tk.Event[tk.Canvas]") -> None:
        self._pressed = (event.x, event.y)

    def _drag(self, event: "tk.Event[tk.Canvas]") -> None:
        """Show where the row would go that is dragged."""
        if self._pressed is None:
            return
        if not self._dragged:
            at = self._at(self._pressed[1])
            far = abs(event.y - self._pressed[1]) >= self._theme.px(DRAG_PX)
            if at < 0 or not far or not self._places[at][2].movable:
                return
            self._dragged = self._places[at][2].name
            self.canvas.configure(cursor="fleur")
        y, px = self._gap(event.y)[1], self._theme.px
        self.canvas.coords("drop", px(12), y, px(WIDTH) - px(12), y)
        self.canvas.itemconfigure("drop", state="normal")
        self.canvas.tag_raise("drop")

    def _gap(self, y: int) -> tuple[int, int]:
        """The gap between movable rows that is nearest: how many of them lie above it, and where it is."""
        on_canvas = self.canvas.canvasy(y)
        places = [(top, bottom) for top, bottom, row in self._places if row.movable]
        edges = [top for top, _ in places] + [places[-1][1]]
        return min(enumerate(edges), key=lambda edge: abs(edge[1] - on_canvas))

    def _release(self, event: "tk.Event[tk.Canvas]") -> None:
        began, self._pressed = self._pressed, None
        dragged, self._dragged = self._dragged, ""
        self.canvas.configure(cursor="")
        self.canvas.itemconfigure("drop", state="hidden")
        if dragged:
            names = [row.name for row in self.rows if row.movable]
            wanted = moved(names, dragged, self._gap(event.y)[0])
            if wanted != names:
                self._hearers.moved(wanted)
            return
        at = self._at(event.y)
        if began is None or at < 0 or at != self._at(began[1]):
            return
        row = self._places[at][2]
        self._focus = row.name
        px = self._theme.px
        if row.button and event.x > px(WIDTH) - px(18 + 15 + 6):
            self._hearers.pressed(row.name)
        else:
            self._hearers.chosen(row.name)

    def _menu(self, event: "tk.Event[tk.Canvas]") -> None:
        at = self._at(event.y)
        if at >= 0:
            self._hearers.menu(self._places[at][2].name, event.x_root, event.y_root)

    def _hover(self, at: int) -> None:
        if at != self._under:
            self._under = at
            self._tip.again()
        if at < 0 or self._places[at][2].name == self._marked:
            self.canvas.itemconfigure("hover", state="hidden")
            return
        top, bottom, _ = self._places[at]
        px = self._theme.px
        self.canvas.coords("hover", px(8), top, px(WIDTH) - px(8), bottom)
        self.canvas.itemconfigure("hover", state="normal")

    def _hint(self) -> str:
        return self._places[self._under][2].hint if 0 <= self._under < len(self._places) else ""

    def _hint_place(self) -> tuple[int, int]:
        """Below the row under the mouse, on the screen."""
        bottom = self._places[self._under][1] if 0 <= self._under < len(self._places) else 0
        y = self.canvas.winfo_rooty() + bottom - int(self.canvas.canvasy(0))
        return self.canvas.winfo_rootx() + self._theme.px(WIDTH) // 2, y

    def _scroll(self, steps: int) -> None:
        if self._places and self._places[-1][1] > self.canvas.winfo_height():
            self.canvas.yview_scroll(steps * 2, "units")

    # -- the keys

    def _entered(self) -> None:
        """Have a row that the keys are about: the one of what is open, else the first."""
        names = [row.name for row in self.rows]
        if self._focus not in names and names:
            self._focus = self._marked if self._marked in names else names[0]
        self._draw()

    def _move(self, steps: int) -> str:
        if self._places:
            names = [row.name for row in self.rows]
            at = names.index(self._focus) + steps if self._focus in names else 0
            at = min(max(at, 0), len(names) - 1)
            self._focus = names[at]
            self._draw()
            self._see(at)
        return "break"

    def _see(self, at: int) -> None:
        top, bottom, _ = self._places[at]
        high = self.canvas.winfo_height()
        whole = max(self._places[-1][1], 1)
        if top < self.canvas.canvasy(0):
            self.canvas.yview_moveto(top / whole)
        elif bottom > self.canvas.canvasy(high):
            self.canvas.yview_moveto((bottom - high) / whole)

    def _enter(self) -> str:
        if self._focused_row() is not None:
            self._hearers.chosen(self._focus)
        return "break"

    def _insert(self) -> str:
        row = self._focused_row()
        if row is not None and row.button:
            self._hearers.pressed(row.name)
        return "break"

    def _menu_by_key(self) -> str:
        for _, bottom, row in self._places:
            if row.name == self._focus:
                y = bottom - int(self.canvas.canvasy(0))
                self._hearers.menu(
                    row.name, self.canvas.winfo_rootx() + self._theme.px(40), self.canvas.winfo_rooty() + y
                )
        return "break"

    def _focused_row(self) -> Row | None:
        return next((row for row in self.rows if row.name == self._focus), None)
