"""The grid: as many tiles as fit on the screen, over as many pictures as there are.

Owns the scroll position, the selection and the tiles on the screen. Refuses to fetch (`thumbnails` asks), to place
(`grid_layout` knows where a tile lies) and to take the mouse (`grid_mouse` does).
"""

import tkinter as tk
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from tkinter import ttk
from typing import TYPE_CHECKING, Final, Literal

from vitrina.errors import PictureError
from vitrina.language import Language
from vitrina.model import Picture
from vitrina.trace import Trace
from vitrina.ui.colours import rgb
from vitrina.ui.grid_faces import Faces
from vitrina.ui.grid_layout import Box, Measures, RowsLayout, SquareLayout
from vitrina.ui.grid_mouse import Mouse
from vitrina.ui.grid_scroll import Scroll
from vitrina.ui.grid_tiles import Tiles
from vitrina.ui.icons import Icons
from vitrina.ui.selection import Selection
from vitrina.ui.shown import HERE, STALE, Shown, failed
from vitrina.ui.theme import Theme
from vitrina.ui.thumbnails import Arrived, Cell, Thumbnails
from vitrina.ui.tile import Face

if TYPE_CHECKING:
    from vitrina.ui.grid_layout import Layout

ASK_MS: Final = 30
IDLE: Final = 0x20 | 2
"""What Tk does when idle, and no waiting: TCL_IDLE_EVENTS | TCL_DONT_WAIT (Tcl_DoOneEvent(3))."""


@dataclass(slots=True)
class Hearers:
    """Who hears what happens in the grid."""

    opened: Callable[[int], None]
    chosen: Callable[[], None]
    retried: Callable[[list[Picture]], None]
    menu: Callable[[int, int], None]
    painted: Callable[[], None]
    stirred: Callable[[], None]
    """Something moved: the sheet, what is chosen, a picture that came, the mouse."""


class Grid(ttk.Frame):
    """Many pictures. Everything public belongs to Tk's thread."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, icons: Icons, thumbnails: Thumbnails, language: Language, trace: Trace
    ) -> None:
        """Make an empty grid; `show` gives it pictures, `hear` those who listen."""
        super().__init__(parent, style="Ground.TFrame")
        self.theme, self._icons, self.language, self._trace = theme, icons, language, trace
        self.thumbnails = thumbnails
        self.shown = Shown()
        self.selection = Selection()
        self._hearers: Hearers | None = None
        self._kind: Literal["square", "rows"] = "square"
        self._tile_px = theme.picture_px(192)
        self.titles = True
        self._aspects: dict[str, float] = {}
        self._faces = Faces(self)
        self._layout: Layout = SquareLayout(0, self._measures(1))
        self._frame_id: str | None = None
        self._ask_id: str | None = None
        self._asked_at = 0.0
        self._painted = False
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, yscrollincrement=1, takefocus=1)
        self._tiles = Tiles(self.canvas)
        self._scroll = Scroll(self, lambda: self._layout.height - self.room, self._frame)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._on_bar, takefocus=0)
        self._bar.pack(side="right", fill="y")
        self.canvas.pack(side="left", fill="both", expand=True)
        thumbnails.on_arrival, thumbnails.on_fault = self._arrived, self._missed
        self.canvas.bind("<Configure>", lambda _: self._lay_out())
        self.canvas.bind("<FocusIn>", lambda _: self.refresh())
        self.mouse = Mouse(self)
        for event in ("<Motion>", "<Leave>"):
            self.canvas.bind(event, self._stirred, add="+")
        self.apply(theme, icons)

    def hear(self, hearers: Hearers) -> None:
        """Tell these what happens."""
        self._hearers = hearers

    # -- what is shown, and how

    def apply(self, theme: Theme, icons: Icons) -> None:
        """Take another look; tiles are drawn anew."""
        self.theme, self._icons = theme, icons
        self._faces.apply()
        look = theme.palette
        self.canvas.configure(background=look.ground)
        self.mouse.apply(theme)
        self.thumbnails.ground = rgb(look.tile)
        self.thumbnails.clear()
        self._lay_out()

    def show(self, shown: Shown) -> None:
        """Show other pictures, from the start."""
        self.shown = shown
        self.selection.reset()
        self._aspects = {}
        self._faces.forget()
        self.thumbnails.clear()
        self._scroll.reset()
        self._lay_out()

    def grown(self) -> None:
        """Take note that pictures were added at the end."""
        self._lay_out()

    def view_changed(self) -> None:
        """Take note that filter or order changed: back to the top, nothing chosen."""
        self.selection.reset()
        self._scroll.reset()
        self._lay_out()

    def keeping(self, change: Callable[[], None]) -> None:
        """Have `change` put other pictures into the list; what is chosen and on the screen stays, by the keys."""
        shown, selection = self.shown, self.selection
        chosen = {shown[index].key for index in selection.chosen if index < len(shown)}
        focus = shown[selection.focus].key if 0 <= selection.focus < len(shown) else None
        held = self.on_screen.start if self.top and len(shown) else -1
        top = shown[held].key if held >= 0 else None
        offset = self._layout.box(held).y - self.top if held >= 0 else 0
        change()
        places = shown.places_of(chosen | {key for key in (focus, top) if key})
        selection.reset((places[key] for key in chosen if key in places), places.get(focus or "", -1))
        self._lay_out()
        if top in places:
            self._scroll.put(self._layout.box(places[top]).y - offset)

    def folded(self, gone: Sequence[int]) -> None:
        """Take note that these places, ascending, went out of the view; what is chosen and on the screen stays."""

        def moved(index: int) -> int:
            return index - bisect_left(gone, index)

        selection, held = self.selection, self.on_screen.start
        left = self._layout.box(held).y - self.top if self._layout.count else 0
        went = set(gone)
        selection.reset((moved(one) for one in selection.chosen if one not in went), moved(selection.focus))
        scrolled = self.top
        self._lay_out()
        if scrolled and self._layout.count:
            self._scroll.put(self._layout.box(min(moved(held), self._layout.count - 1)).y - left)

    def set_layout(self, kind: Literal["square", "rows"], tile: int, *, titles: bool) -> None:
        """Lay out as square tiles or as justified rows: the size of a tile in logical pixels, titles below or none."""
        self._kind, self._tile_px, self.titles = kind, self.theme.picture_px(tile), titles
        self._lay_out()

    @property
    def top(self) -> int:
        """How far it is scrolled, in pixels."""
        return self._scroll.top

    @property
    def height(self) -> int:
        """Of the whole sheet."""
        return self._layout.height

    @property
    def on_screen(self) -> range:
        """The places that are on the screen."""
        return self._layout.visible(self.top, self.top + self.room)

    @property
    def settled(self) -> bool:
        """Whether every tile on the screen shows what it will show."""
        return self._frame_id is None and bool(self._tiles) == bool(len(self.shown)) and self._tiles.settled

    def face(self, index: int) -> Face | None:
        """What the tile at a place shows now; None where it is not on the screen."""
        tile = self._tiles.at(index)
        return tile.face if tile else None

    def box(self, index: int) -> Box:
        """Where a tile lies on the screen, from the canvas's corner."""
        box = self._layout.box(index)
        return box._replace(y=box.y - self.top)

    def refresh(self, key: str | None = None) -> None:
        """Draw again what has changed in state, selection or marks: one picture, or all on the screen."""
        for index in self._tiles.places(key):
            self._show(index)
        self._drawn()

    # -- scrolling

    def scroll_by(self, pixels: float, *, glide: bool = False) -> None:
        """Scroll; with `glide` the way there is shown."""
        self._scroll.by(pixels, glide=glide)

    def scroll_to(self, top: float) -> None:
        """Scroll to a place on the sheet."""
        self._scroll.to(top)

    def see(self, index: int) -> None:
        """Scroll as little as needed to have a tile on the screen whole."""
        box = self._layout.box(index)
        margin = self.theme.unit(1.5)
        low = box.y + box.height + self._caption() + margin - self.room
        high = box.y - margin
        if self.top > high or self.top < low:
            self.scroll_to(high if self.top > high else low)

    def move(self, lines: int, steps: int, *, how: Literal["only", "extend", "move"] = "only") -> None:
        """Move the focus by lines and steps, as arrow keys do."""
        if not len(self.shown):
            return
        index = self.selection.focus + steps
        if self.selection.focus < 0:
            index = self.on_screen.start
        elif lines:
            index = self._layout.line(self.selection.focus, lines)
        self.focus_on(min(max(index, 0), len(self.shown) - 1), how=how)

    def page(self, direction: int, *, how: Literal["only", "extend", "move"] = "only") -> None:
        """Move the focus by a screenful."""
        line = self._layout.box(0).height + self._caption() if len(self.shown) else 1
        self.move(direction * max(1, self.room // max(line, 1)), 0, how=how)

    def focus_on(self, index: int, *, how: Literal["only", "extend", "move"] = "only") -> None:
        """Put the focus on a tile, choose accordingly, and scroll there."""
        getattr(self.selection, how)(index)
        self.see(index)
        self.selection_changed()

    def selection_changed(self) -> None:
        """Draw and tell a new selection."""
        self.refresh()
        if self._hearers:
            self._hearers.chosen()

    def chosen_pictures(self) -> list[Picture]:
        """Give the chosen pictures in order, or the one with the focus."""
        return [self.shown[index] for index in self.selection.ordered() if index < len(self.shown)]

    # -- a redraw

    def _measures(self, width: int) -> Measures:
        theme = self.theme
        return Measures(
            width=width,
            tile=self._tile_px,
            gap=theme.unit(1.25) if self._kind == "square" else theme.unit(1),
            margin=theme.unit(2),
            caption=self._caption(),
        )

    def _caption(self) -> int:
        return self.theme.small_height + self.theme.px(10) if self.titles else 0

    @property
    def room(self) -> int:
        """How much of the sheet is on the screen, in pixels."""
        return max(self.canvas.winfo_height(), 1)

    def _lay_out(self) -> None:
        """Make the layout anew, and keep the tile at the top where it is."""
        held = self.on_screen.start if self.top and len(self.shown) else -1
        offset = self._layout.box(held).y - self.top if 0 <= held < self._layout.count else 0
        measures = self._measures(max(self.canvas.winfo_width(), 1))
        count = len(self.shown)
        if self._kind == "square":
            self._layout = SquareLayout(count, measures)
        else:
            self._layout = RowsLayout(count, measures, self._aspect)
        self._tiles.put_away()
        if 0 <= held < count:
            self._scroll.put(self._layout.box(held).y - offset)
        else:
            self._scroll.put(self.top)
        if self._frame_id is None:
            self._frame_id = self.after_idle(self._frame)

    def _aspect(self, index: int) -> float | None:
        if index >= len(self.shown):  # what is shown is less already, and not laid out yet
            return None
        picture = self.shown[index]
        if picture.width and picture.height:
            return picture.width / picture.height
        return self._aspects.get(picture.key)

    def _frame(self) -> None:
        """Redraw: from here to the end is what `--trace` calls a frame."""
        if self._frame_id is not None:
            self.after_cancel(self._frame_id)
            self._frame_id = None
        began = self._scroll.since or perf_counter()
        self._scroll.since = None
        self.mouse.forget_hint()
        if self._layout.count > len(self.shown):  # it was drawn before the window could say so
            self._lay_out()
        self._hold_still()
        height = max(self._layout.height, self.room)
        self.canvas.configure(scrollregion=(0, 0, self.canvas.winfo_width(), height))
        self.canvas.yview_moveto(self.top / height)
        self._bar.set(self.top / height, min(1.0, (self.top + self.room) / height))
        self._place_tiles()
        while self.canvas.tk.dooneevent(IDLE):  # as `update_idletasks`, which waits for the X server, too
            pass
        self._trace.event("frame", ms=round((perf_counter() - began) * 1000, 2), view="grid")
        self.ask_again()
        self._drawn()

    def _hold_still(self) -> None:
        """In rows: break into rows what is about to be seen, and keep what is seen where it is."""
        layout = self._layout
        if not isinstance(layout, RowsLayout) or not layout.count:
            return
        seen = self.on_screen
        held = seen.start
        offset = layout.box(held).y - self.top
        layout.prepare(range(max(0, seen.start - len(seen)), min(layout.count, seen.stop + len(seen))))
        self._scroll.put(layout.box(held).y - offset)

    def _place_tiles(self) -> None:
        for index in self._tiles.leave(self.on_screen):
            self._tiles.take(index, self.shown[index].key)
            self._show(index)
        self._tiles.hide_free()

    def _show(self, index: int) -> None:
        tile = self._tiles.at(index)
        if tile is not None:
            tile.show(self._faces.face(index, self._layout.box(index)), self.theme, self._icons)

    def _ask(self) -> None:
        """Ask for what is on the screen and a screenful around it; what left the screen is asked for no more."""
        self._ask_id = None
        if self._frame_id is not None:
            self._frame()
        layout = self._layout
        seen = self.on_screen
        if isinstance(layout, RowsLayout) and layout.settle(seen):
            self._frame_id = self._frame_id or self.after_idle(self._frame)
        if seen:
            self._asked_at = perf_counter()
        around = len(seen)
        near = [*range(seen.stop, min(layout.count, seen.stop + around))]
        near += range(max(0, seen.start - around // 2), seen.start)
        self.thumbnails.want([self._cell(index) for index in seen], [self._cell(index) for index in near])

    def ask_again(self) -> None:
        """Ask for what is on the screen anew, as soon as Tk has a moment, but not more often than every ASK_MS."""
        if self._ask_id is None:
            gone = round(1000 * (perf_counter() - self._asked_at))
            self._ask_id = self.after(max(0, ASK_MS - gone), self._ask)

    def _cell(self, index: int) -> Cell:
        box = self._layout.box(index)
        return Cell(self.shown[index], box.width, box.height)

    def _arrived(self, key: str, arrived: Arrived) -> None:
        self.shown.set_state(key, STALE if arrived.stale else HERE)
        self._faces.learn(key, arrived.versions)
        if arrived.aspect is not None and key not in self._aspects:
            self._aspects[key] = arrived.aspect
            if isinstance(self._layout, RowsLayout):
                for index in self._tiles.places(key):
                    self._layout.learn(index)
        self.refresh(key)

    def _missed(self, key: str, fault: PictureError) -> None:
        self.shown.set_state(key, failed(fault))
        self.refresh(key)

    def _drawn(self) -> None:
        self._stirred()
        if self._painted or not self._tiles or not self.settled:
            return
        self._painted = True
        self.canvas.update_idletasks()
        if self._hearers:
            self._hearers.painted()

    def _stirred(self, _: object = None) -> None:
        if self._hearers:
            self._hearers.stirred()

    def about(self, index: int) -> str:
        """Say what a tile's signs stand for."""
        return self._faces.about(index)

    # -- what was done with it

    def at(self, x: int, y: int) -> int | None:
        """The place of the tile below a point of the screen, from the canvas's corner."""
        return self._layout.at(x, y + self.top)

    def within(self, left: int, top: int, right: int, bottom: int) -> list[int]:
        """The places of the tiles that a rectangle on the sheet touches."""
        return list(self._layout.within(left, top, right, bottom))

    def open(self, index: int) -> None:
        """Have a picture opened."""
        if self._hearers:
            self._hearers.opened(index)

    def menu(self, x: int, y: int) -> None:
        """Have the menu opened at a place of the screen."""
        if self._hearers:
            self._hearers.menu(x, y)

    def retry(self, pictures: list[Picture]) -> None:
        """Have failed pictures fetched again."""
        for picture in pictures:
            self.thumbnails.again(picture.key)
            self.refresh(picture.key)
        if self._hearers:
            self._hearers.retried(pictures)
        self.ask_again()

    def _on_bar(self, verb: str, amount: str, unit: str = "") -> None:
        if verb == "moveto":
            self.scroll_to(float(amount) * self._layout.height)
        else:
            step = self.room * 0.9 if unit == "pages" else self.theme.unit(10)
            self.scroll_by(int(float(amount)) * step, glide=True)
