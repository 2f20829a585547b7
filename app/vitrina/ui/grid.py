"""The grid: as many tiles as fit on the screen, over as many pictures as there are.

Owns the scroll position, the tiles on the screen and what mouse and wheel do to them. Refuses to fetch
(`thumbnails` asks) and to place (`grid_layout` knows where a tile lies).
"""

import sys
import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Final, Literal

from vitrina.errors import PictureError
from vitrina.language import N_, Language
from vitrina.model import Picture
from vitrina.trace import Trace
from vitrina.ui.grid_layout import Box, Measures, RowsLayout, SquareLayout
from vitrina.ui.icons import Icons
from vitrina.ui.selection import Selection
from vitrina.ui.shown import HERE, STALE, Shown, failed, name_of
from vitrina.ui.theme import Ruler, Theme, rgb
from vitrina.ui.thumbnails import Arrived, Cell, Thumbnails
from vitrina.ui.tile import Face, Tile
from vitrina.ui.wheel import Wheel

if TYPE_CHECKING:
    from vitrina.ui.grid_layout import Layout

ASK_MS: Final = 30
GLIDE_MS: Final = 8
GLIDE: Final = 0.34
DRAG_PX: Final = 6
_CONTROL: Final = 0x4
_SHIFT: Final = 0x1
_IS_MAC: Final = sys.platform == "darwin"
_RETRY: Final = N_("Click to try again")

_REASONS: Final = {
    "dns": N_("No such host"),
    "connect": N_("No connection"),
    "tls": N_("No secure connection"),
    "timeout": N_("No answer in time"),
    "http": N_("Refused by the site"),
    "too_large": N_("Larger than allowed"),
    "truncated": N_("Cut short"),
    "not_a_picture": N_("Not a picture"),
    "unsupported_format": N_("Format not supported"),
    "damaged": N_("Damaged"),
    "bomb": N_("Too many pixels"),
    "redirect_loop": N_("Redirected in a circle"),
    "blocked": N_("Blocked"),
    "rate_limited": N_("Asked to slow down"),
    "offline": N_("Not stored, and offline"),
    "disk_full": N_("The disk is full"),
    "cancelled": N_("Cancelled"),
}


@dataclass(slots=True)
class Hearers:
    """Who hears what happens in the grid."""

    opened: Callable[[int], None]
    chosen: Callable[[], None]
    retried: Callable[[list[Picture]], None]
    menu: Callable[[int, int], None]
    painted: Callable[[], None]


@dataclass(slots=True)
class _Drag:
    """A mouse button held down: where it began on the sheet, and what was chosen before."""

    x: int
    y: int
    before: set[int]
    band: bool = False


class Grid(ttk.Frame):
    """Many pictures. Everything public belongs to Tk's thread."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, icons: Icons, thumbnails: Thumbnails, language: Language, trace: Trace
    ) -> None:
        """Make an empty grid; `show` gives it pictures, `hear` those who listen."""
        super().__init__(parent, style="Ground.TFrame")
        self._theme, self._icons, self.language, self._trace = theme, icons, language, trace
        self._ruler = Ruler(theme.small)
        self.thumbnails = thumbnails
        self.shown = Shown()
        self.selection = Selection()
        self.favourites: frozenset[str] = frozenset()
        self.kept: frozenset[str] = frozenset()
        self._hearers: Hearers | None = None
        self._kind: Literal["square", "rows"] = "square"
        self._tile_px = theme.px(192)
        self._titles = True
        self._aspects: dict[str, float] = {}
        self._layout: Layout = SquareLayout(0, self._measures(1))
        self._top = 0
        self._glide_to: float | None = None
        self._since: float | None = None
        self._frame_id: str | None = None
        self._ask_id: str | None = None
        self._drag: _Drag | None = None
        self._painted = False
        self._tiles: dict[int, Tile] = {}
        self._free: list[Tile] = []
        self._places: dict[str, int] = {}
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, yscrollincrement=1, takefocus=1)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._on_bar, takefocus=0)
        self._bar.pack(side="right", fill="y")
        self.canvas.pack(side="left", fill="both", expand=True)
        self._band = self.canvas.create_rectangle(0, 0, 0, 0, state="hidden")
        self._hint = self.canvas.create_text(0, 0, anchor="nw", state="hidden")
        self._hint_back = self.canvas.create_rectangle(0, 0, 0, 0, state="hidden")
        thumbnails.on_arrival, thumbnails.on_fault = self._arrived, self._missed
        self._bind()
        self.apply(theme, icons)

    def hear(self, hearers: Hearers) -> None:
        """Tell these what happens."""
        self._hearers = hearers

    # -- what is shown, and how

    def apply(self, theme: Theme, icons: Icons) -> None:
        """Take another look; tiles are drawn anew."""
        self._theme, self._icons = theme, icons
        self._ruler = Ruler(theme.small)
        look = theme.palette
        self.canvas.configure(background=look.ground)
        self.canvas.itemconfigure(self._band, outline=look.accent, fill=look.accent, stipple="gray12")
        self.canvas.itemconfigure(self._hint, fill=look.ground, font="VitrinaSmall")
        self.canvas.itemconfigure(self._hint_back, fill=look.text, outline=look.text)
        self.thumbnails.ground = rgb(look.tile)
        self.thumbnails.clear()
        self._lay_out()

    def show(self, shown: Shown) -> None:
        """Show other pictures, from the start."""
        self.shown = shown
        self.selection.reset()
        self._aspects = {}
        self.thumbnails.clear()
        self._top, self._glide_to = 0, None
        self._lay_out()

    def grown(self) -> None:
        """Take note that pictures were added at the end."""
        self._lay_out()

    def view_changed(self) -> None:
        """Take note that filter or order changed: back to the top, nothing chosen."""
        self.selection.reset()
        self._top, self._glide_to = 0, None
        self._lay_out()

    def set_layout(self, kind: Literal["square", "rows"], tile: int, *, titles: bool) -> None:
        """Lay out as square tiles or as justified rows: the size of a tile in logical pixels, titles below or none."""
        self._kind, self._tile_px, self._titles = kind, self._theme.px(tile), titles
        self._lay_out()

    @property
    def top(self) -> int:
        """How far it is scrolled, in pixels."""
        return self._top

    @property
    def height(self) -> int:
        """Of the whole sheet."""
        return self._layout.height

    @property
    def on_screen(self) -> range:
        """The places that are on the screen."""
        return self._layout.visible(self._top, self._top + self._room())

    @property
    def settled(self) -> bool:
        """Whether every tile on the screen shows what it will show."""
        if self._frame_id is not None or bool(self._tiles) != bool(len(self.shown)):
            return False
        return all(
            tile.face is not None and (tile.face.image is not None or tile.face.state.fault is not None)
            for tile in self._tiles.values()
        )

    def face(self, index: int) -> Face | None:
        """What the tile at a place shows now; None where it is not on the screen."""
        tile = self._tiles.get(index)
        return tile.face if tile else None

    def box(self, index: int) -> Box:
        """Where a tile lies on the screen, from the canvas's corner."""
        box = self._layout.box(index)
        return box._replace(y=box.y - self._top)

    def refresh(self, key: str | None = None) -> None:
        """Draw again what has changed in state, selection or marks: one picture, or all on the screen."""
        for index in list(self._tiles) if key is None else [self._places.get(key, -1)]:
            tile = self._tiles.get(index)
            if tile is not None:
                tile.show(self._face(index), self._theme, self._icons)
        self._check_painted()

    # -- scrolling

    def scroll_by(self, pixels: float, *, glide: bool = False) -> None:
        """Scroll; with `glide` the way there is shown."""
        if glide:
            start = self._top if self._glide_to is None else self._glide_to
            running = self._glide_to is not None
            self._glide_to = self._bounded(start + pixels)
            self._since = self._since or perf_counter()
            if not running:
                self._glide()
        else:
            self.scroll_to(self._top + pixels)

    def scroll_to(self, top: float) -> None:
        """Scroll to a place on the sheet."""
        self._glide_to = None
        self._go(round(self._bounded(top)))

    def see(self, index: int) -> None:
        """Scroll as little as needed to have a tile on the screen whole."""
        box = self._layout.box(index)
        margin = self._theme.unit(1.5)
        low = box.y + box.height + self._caption() + margin - self._room()
        high = box.y - margin
        if self._top > high or self._top < low:
            self.scroll_to(high if self._top > high else low)

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
        self.move(direction * max(1, self._room() // max(line, 1)), 0, how=how)

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

    def _glide(self) -> None:
        if self._glide_to is None:
            return
        way = self._glide_to - self._top
        if abs(way) <= 2:  # noqa: PLR2004 - the rest is not seen as movement
            end, self._glide_to = self._glide_to, None
            self._go(round(end))
            return
        self._go(round(self._top + way * GLIDE) if abs(way) > 6 else self._top + (2 if way > 0 else -2))  # noqa: PLR2004
        self.after(GLIDE_MS, self._glide)

    def _go(self, top: int) -> None:
        if top == self._top:
            self._since = None
            return
        self._top = top
        self._frame()

    def _bounded(self, top: float) -> float:
        return max(0.0, min(top, self._layout.height - self._room()))

    # -- a redraw

    def _measures(self, width: int) -> Measures:
        theme = self._theme
        return Measures(
            width=width,
            tile=self._tile_px,
            gap=theme.unit(1.25) if self._kind == "square" else theme.unit(1),
            margin=theme.unit(2),
            caption=self._caption(),
        )

    def _caption(self) -> int:
        return self._theme.small_height + self._theme.px(10) if self._titles else 0

    def _room(self) -> int:
        return max(self.canvas.winfo_height(), 1)

    def _lay_out(self) -> None:
        """Make the layout anew, and keep the tile at the top where it is."""
        held = self.on_screen.start if self._top and len(self.shown) else -1
        offset = self._layout.box(held).y - self._top if 0 <= held < self._layout.count else 0
        measures = self._measures(max(self.canvas.winfo_width(), 1))
        count = len(self.shown)
        if self._kind == "square":
            self._layout = SquareLayout(count, measures)
        else:
            self._layout = RowsLayout(count, measures, self._aspect)
        for tile in self._tiles.values():
            tile.put_away()
            self._free.append(tile)
        self._tiles.clear()
        self._places.clear()
        if 0 <= held < count:
            self._top = self._layout.box(held).y - offset
        self._top = round(self._bounded(self._top))
        if self._frame_id is None:
            self._frame_id = self.after_idle(self._frame)

    def _aspect(self, index: int) -> float | None:
        picture = self.shown[index]
        if picture.width and picture.height:
            return picture.width / picture.height
        return self._aspects.get(picture.key)

    def _frame(self) -> None:
        """Redraw: from here to the end is what `--trace` calls a frame."""
        if self._frame_id is not None:
            self.after_cancel(self._frame_id)
            self._frame_id = None
        began = self._since or perf_counter()
        self._since = None
        self._hide_hint()
        self._hold_still()
        height = max(self._layout.height, self._room())
        self.canvas.configure(scrollregion=(0, 0, self.canvas.winfo_width(), height))
        self.canvas.yview_moveto(self._top / height)
        self._bar.set(self._top / height, min(1.0, (self._top + self._room()) / height))
        self._place_tiles()
        self.canvas.update_idletasks()
        self._trace.event("frame", ms=round((perf_counter() - began) * 1000, 2), view="grid")
        if self._ask_id is None:
            self._ask_id = self.after(ASK_MS, self._ask)
        self._check_painted()

    def _hold_still(self) -> None:
        """In rows: break into rows what is about to be seen, and keep what is seen where it is."""
        layout = self._layout
        if not isinstance(layout, RowsLayout) or not layout.count:
            return
        seen = self.on_screen
        held = seen.start
        offset = layout.box(held).y - self._top
        layout.prepare(range(max(0, seen.start - len(seen)), min(layout.count, seen.stop + len(seen))))
        self._top = round(self._bounded(layout.box(held).y - offset))

    def _place_tiles(self) -> None:
        wanted = self.on_screen
        for index in [index for index in self._tiles if index not in wanted]:
            tile = self._tiles.pop(index)
            self._places.pop(self.shown[index].key if index < len(self.shown) else "", None)
            self._free.append(tile)
        new = [index for index in wanted if index not in self._tiles]
        for index in new:
            tile = self._free.pop() if self._free else Tile(self.canvas)
            self._tiles[index] = tile
            self._places[self.shown[index].key] = index
            tile.show(self._face(index), self._theme, self._icons)
        for tile in self._free:
            tile.put_away()

    def _face(self, index: int) -> Face:
        picture = self.shown[index]
        key = picture.key
        box = self._layout.box(index)
        state = self.shown.state(key)
        reason = ""
        if state.fault is not None:
            reason = self.language.text(_REASONS.get(state.fault.kind, "")) + "\n" + self.language.text(_RETRY)
        return Face(
            box=box,
            caption=self._ruler.fit(name_of(picture), box.width - 2) if self._titles else "",
            image=self.thumbnails.get(key, box.width, box.height),
            state=state,
            reason=reason,
            chosen=index in self.selection.chosen,
            focused=index == self.selection.focus,
            favourite=key in self.favourites,
            kept=key in self.kept,
        )

    def _ask(self) -> None:
        """Ask for what is on the screen and a screenful around it; what left the screen is asked for no more."""
        self._ask_id = None
        if self._frame_id is not None:
            self._frame()
        layout = self._layout
        seen = self.on_screen
        if isinstance(layout, RowsLayout) and layout.settle(seen):
            self._frame_id = self._frame_id or self.after_idle(self._frame)
        around = len(seen)
        near = [*range(seen.stop, min(layout.count, seen.stop + around))]
        near += range(max(0, seen.start - around // 2), seen.start)
        self.thumbnails.want([self._cell(index) for index in seen], [self._cell(index) for index in near])

    def ask_again(self) -> None:
        """Ask for what is on the screen anew, as soon as Tk has a moment."""
        if self._ask_id is None:
            self._ask_id = self.after(ASK_MS, self._ask)

    def _cell(self, index: int) -> Cell:
        box = self._layout.box(index)
        return Cell(self.shown[index], box.width, box.height)

    def _arrived(self, key: str, arrived: Arrived) -> None:
        self.shown.set_state(key, STALE if arrived.stale else HERE)
        index = self._places.get(key)
        if arrived.aspect is not None and key not in self._aspects:
            self._aspects[key] = arrived.aspect
            if index is not None and isinstance(self._layout, RowsLayout):
                self._layout.learn(index)
        self.refresh(key)

    def _missed(self, key: str, fault: PictureError) -> None:
        self.shown.set_state(key, failed(fault))
        self.refresh(key)

    def _check_painted(self) -> None:
        if self._painted or not self._tiles or not self.settled:
            return
        self._painted = True
        self.canvas.update_idletasks()
        if self._hearers:
            self._hearers.painted()

    # -- mouse and wheel

    def _bind(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", lambda _: self._lay_out())
        Wheel(canvas, self._theme, lambda _x, y, glide: self.scroll_by(y, glide=glide))
        canvas.bind("<ButtonPress-1>", self._press)
        canvas.bind("<B1-Motion>", self._pull)
        canvas.bind("<ButtonRelease-1>", self._release)
        canvas.bind("<Double-Button-1>", self._double)
        for button in ("<ButtonPress-3>", "<Control-ButtonPress-1>") if _IS_MAC else ("<ButtonPress-3>",):
            canvas.bind(button, self._menu)
        canvas.bind("<Motion>", self._hover)
        canvas.bind("<Leave>", lambda _: self._hide_hint())
        canvas.bind("<FocusIn>", lambda _: self.refresh())

    def _under(self, event: "tk.Event[Any]") -> int | None:
        return self._layout.at(event.x, event.y + self._top)

    def _press(self, event: "tk.Event[Any]") -> None:
        self.canvas.focus_set()
        self._drag = _Drag(event.x, event.y + self._top, set(self.selection.chosen))
        index = self._under(event)
        state = int(event.state)
        if index is None:
            if not state & (_CONTROL | _SHIFT):
                self.selection.clear()
                self._drag.before = set()
        elif state & _SHIFT:
            self.selection.extend(index)
        elif state & _CONTROL:
            self.selection.toggle(index)
        else:
            self.selection.only(index)
        self.selection_changed()

    def _pull(self, event: "tk.Event[Any]") -> None:
        drag = self._drag
        if drag is None:
            return
        x, y = event.x, event.y + self._top
        if not drag.band and max(abs(x - drag.x), abs(y - drag.y)) < self._theme.px(DRAG_PX):
            return
        if not drag.band:
            drag.band = True
            drag.before = drag.before if int(event.state) & (_CONTROL | _SHIFT) else set()
        if not 0 <= event.y < self._room():
            self.scroll_by(event.y if event.y < 0 else event.y - self._room())
            y = event.y + self._top
        left, right = sorted((drag.x, x))
        top, bottom = sorted((drag.y, y))
        self.canvas.coords(self._band, left, top, right, bottom)
        self.canvas.itemconfigure(self._band, state="normal")
        self.canvas.tag_raise(self._band)
        self.selection.band(self._layout.within(left, top, right, bottom), drag.before)
        self.selection_changed()

    def _release(self, event: "tk.Event[Any]") -> None:
        drag, self._drag = self._drag, None
        self.canvas.itemconfigure(self._band, state="hidden")
        index = self._under(event)
        if drag is None or drag.band or index is None or int(event.state) & (_CONTROL | _SHIFT):
            return
        if self.shown.state(self.shown[index].key).fault is not None:
            self.retry([self.shown[index]])

    def retry(self, pictures: list[Picture]) -> None:
        """Have failed pictures fetched again."""
        for picture in pictures:
            self.thumbnails.again(picture.key)
            self.refresh(picture.key)
        if self._hearers:
            self._hearers.retried(pictures)
        self.ask_again()

    def _double(self, event: "tk.Event[Any]") -> None:
        index = self._under(event)
        if index is not None and self._hearers and not int(event.state) & (_CONTROL | _SHIFT):
            self._hearers.opened(index)

    def _menu(self, event: "tk.Event[Any]") -> None:
        index = self._under(event)
        if index is not None and index not in self.selection.chosen:
            self.selection.only(index)
            self.selection_changed()
        if self._hearers:
            self._hearers.menu(event.x_root, event.y_root)

    def _hover(self, event: "tk.Event[Any]") -> None:
        index = self._under(event)
        fault = None if index is None else self.shown.state(self.shown[index].key).fault
        if fault is None:
            self._hide_hint()
            return
        theme = self._theme
        pad = theme.unit()
        wide = theme.unit(40)
        x = min(event.x + theme.unit(1.5), max(pad, self.canvas.winfo_width() - wide - 2 * pad))
        y = event.y + self._top + theme.unit(2.5)
        self.canvas.itemconfigure(self._hint, text=self.language.say(fault), width=wide, state="normal")
        self.canvas.coords(self._hint, x + pad, y + pad)
        left, top, right, bottom = self.canvas.bbox(self._hint)
        over = bottom + pad - self._top - self._room()
        if over > 0:
            self.canvas.move(self._hint, 0, -over)
            top, bottom = top - over, bottom - over
        self.canvas.coords(self._hint_back, left - pad, top - pad, right + pad, bottom + pad)
        self.canvas.itemconfigure(self._hint_back, state="normal")
        self.canvas.tag_raise(self._hint_back)
        self.canvas.tag_raise(self._hint)

    def _hide_hint(self) -> None:
        self.canvas.itemconfigure(self._hint, state="hidden")
        self.canvas.itemconfigure(self._hint_back, state="hidden")

    def _on_bar(self, verb: str, amount: str, unit: str = "") -> None:
        if verb == "moveto":
            self.scroll_to(float(amount) * self._layout.height)
        else:
            step = self._room() * 0.9 if unit == "pages" else self._theme.unit(10)
            self.scroll_by(int(float(amount)) * step, glide=True)
