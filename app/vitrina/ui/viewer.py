"""The viewer: one picture fills the window, and the next one is ready before it is asked for.

Owns which picture is looked at, its zoom, and the order in which better pixels replace worse ones. Refuses to
decode; `stage` draws, `ahead` asks.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Final

from vitrina.bridge import Bridge
from vitrina.errors import VitrinaError
from vitrina.language import N_, Language
from vitrina.model import Picture, Priority
from vitrina.trace import Trace
from vitrina.ui.ahead import Ready, Renderings
from vitrina.ui.animation import Animation
from vitrina.ui.icons import Icons
from vitrina.ui.shown import HERE, Shown, failed
from vitrina.ui.stage import Stage
from vitrina.ui.theme import Theme
from vitrina.ui.viewport import ZOOM_STEP, Mode, View, opened, panned, resized, scale_for, sharper, zoomed
from vitrina.ui.wheel import STEP, Wheel

if TYPE_CHECKING:
    from vitrina.bridge import Ticket
    from vitrina.ui.wanted import BoxOfFloats, LibraryLike, ThumbLike, Whole

REST_MS: Final = 120
THUMB_EDGE: Final = 256


@dataclass(slots=True)
class Hearers:
    """Who hears what happens in the viewer."""

    moved: Callable[[], None]
    changed: Callable[[], None]
    closed: Callable[[], None]
    menu: Callable[[int, int], None]


class Viewer(ttk.Frame):
    """One picture of what the grid shows. Everything public belongs to Tk's thread."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, icons: Icons, bridge: Bridge, language: Language, trace: Trace
    ) -> None:
        """Make an empty viewer; `show` gives it a picture."""
        super().__init__(parent, style="Ground.TFrame")
        self._theme, self._icons, self._bridge, self.language, self._trace = theme, icons, bridge, language, trace
        self._library: LibraryLike | None = None
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, takefocus=1)
        self.canvas.pack(fill="both", expand=True)
        self.stage = Stage(self.canvas, theme.palette.stage)
        self.renderings = Renderings(bridge)
        self.animation = Animation(self, bridge, self._frame_came)
        self.shown = Shown()
        self.index = -1
        self.view: View | None = None
        self.turns = 0
        self.sharp = False
        self._mode: Mode = "fit"
        self._direction = 1
        self._generation = 0
        self._since: float | None = None
        self._tickets: list[Ticket] = []
        self._rest_id: str | None = None
        self._draw_id: str | None = None
        self._drag: tuple[int, int] | None = None
        self._hearers: Hearers | None = None
        self._message = self.canvas.create_text(0, 0, anchor="center", justify="center", state="hidden")
        self._arrows = [self.canvas.create_image(0, 0, state="hidden") for _ in range(2)]
        self._arrows_id: str | None = None
        self._bind()
        self.apply(theme, icons)

    def hear(self, hearers: Hearers) -> None:
        """Tell these what happens."""
        self._hearers = hearers

    def use(self, library: "LibraryLike") -> None:
        """Ask this library from now on."""
        self._library = library
        self.renderings.use(library)

    def apply(self, theme: Theme, icons: Icons) -> None:
        """Take another look."""
        self._theme, self._icons = theme, icons
        look = theme.palette
        self.stage.set_colour(look.stage)
        self.canvas.itemconfigure(self._message, fill=look.text, font="VitrinaBody")
        for item, name in zip(self._arrows, ("left", "right"), strict=True):
            image = icons.badge(name, theme.px(44), look.text, look.surface)
            self.canvas.itemconfigure(item, image=str(image))
        self._draw_soon()

    # -- which picture

    @property
    def picture(self) -> Picture | None:
        """The picture that is looked at."""
        return self.shown[self.index] if 0 <= self.index < len(self.shown) else None

    def show(self, shown: Shown, index: int) -> None:
        """Look at a picture: what is ready at once, better pixels as they come."""
        self._since = self._since or perf_counter()
        self._direction = -1 if shown is self.shown and index < self.index else 1
        self.shown, self.index = shown, index
        self._generation += 1
        self._drop()
        self.turns = 0
        self.view = None
        self.sharp = False
        picture = self.picture
        self.canvas.itemconfigure(self._message, state="hidden")
        if picture is None:
            self.stage.blank()
            return
        self.stage.clear()
        self._begin(picture)
        if self._hearers:
            self._hearers.moved()

    def leave(self) -> None:
        """Stop looking: nothing is asked for any more."""
        self._generation += 1
        self._drop()
        self.renderings.clear()
        self.stage.blank()
        self.view = None
        self.index = -1

    def go(self, steps: int) -> bool:
        """Look at the picture so many places on; False at either end."""
        wanted = min(max(self.index + steps, 0), len(self.shown) - 1)
        if wanted == self.index or wanted < 0:
            return False
        self._since = perf_counter()
        self.show(self.shown, wanted)
        return True

    def again(self) -> None:
        """Look anew at the same picture, whose bytes have changed."""
        if self.picture is not None:
            self.renderings.forget(self.picture.key)
            self.show(self.shown, self.index)

    def _begin(self, picture: Picture) -> None:
        box = self.stage.size
        ready = self.renderings.get(picture.key, box, self.turns)
        if ready is not None:
            self._came(self._generation, ready)
            return
        generation = self._generation
        if self._library is not None:
            work = partial(self._library.thumbnail, picture, THUMB_EDGE, Priority.ON_SCREEN)
            hear = partial(self._thumb_came, generation)
            self._tickets.append(self._bridge.ask(work, hear, _unheard))
        self.renderings.ask(
            picture, box, self.turns, partial(self._came, generation), partial(self._missed, generation)
        )

    def _drop(self) -> None:
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets = []
        self.renderings.drop()
        self.animation.stop()
        for timer in (self._rest_id, self._draw_id):
            if timer is not None:
                self.after_cancel(timer)
        self._rest_id = self._draw_id = None

    # -- what comes

    def _thumb_came(self, generation: int, thumb: "ThumbLike") -> None:
        """Show the thumbnail where the picture will be, so that nothing jumps when that comes."""
        if generation != self._generation or self.view is not None:
            return
        if thumb.width and thumb.height:
            size = thumb.width, thumb.height
        else:
            large = max(self.stage.size) * 2 / max(thumb.image.size)
            size = round(thumb.image.width * large), round(thumb.image.height * large)
        self.view = opened(size, self.stage.size, self._mode)
        self.stage.base = thumb.image
        self._draw()

    def _came(self, generation: int, ready: Ready) -> None:
        if generation != self._generation:
            return
        size = (ready.width, ready.height)
        self.view = opened(size, self.stage.size, self._mode) if self.view is None else sharper(self.view, size)
        self.stage.base = ready.image
        first, self.sharp = not self.sharp, True
        self._draw()
        if first:
            began = self._since if self._since is not None else perf_counter()
            self._trace.event("picture_shown", ms=round((perf_counter() - began) * 1000, 2), fine=ready.fine)
            self._since = None
            if self.picture is not None:
                self.shown.set_state(self.picture.key, HERE)
        if ready.fine:
            self._settle()
        if self._hearers:
            self._hearers.changed()

    def _settle(self) -> None:
        """The picture is there: play it if it moves, have its neighbours made, look closer where it is zoomed."""
        picture = self.picture
        if picture is None or self._library is None:
            return
        if not self.animation.playing and not self.turns:
            self.animation.start(self._library, picture, self.stage.size)
        places = [self.index + self._direction * step for step in (1, -1, 2)]
        near = [self.shown[place] for place in places if 0 <= place < len(self.shown)]
        self.renderings.prepare(near, self.stage.size)
        self._rest_soon()

    def _missed(self, generation: int, fault: BaseException) -> None:
        if generation != self._generation:
            return
        if not isinstance(fault, VitrinaError):
            raise fault
        picture = self.picture
        if picture is not None and hasattr(fault, "kind") and fault.kind:
            self.shown.set_state(picture.key, failed(fault))  # type: ignore[arg-type]
        if self.view is None:
            self.stage.blank()
        width, height = self.stage.size
        self.canvas.coords(self._message, width // 2, height // 2)
        text = self.language.say(fault) + "\n\n" + self.language.text(N_("Press F5 to try again."))
        self.canvas.itemconfigure(self._message, text=text, width=width * 2 // 3, state="normal")
        self.canvas.tag_raise(self._message)
        if self._hearers:
            self._hearers.changed()

    def _frame_came(self, image: Any) -> None:  # noqa: ANN401 - a Pillow image; the type is imported late
        if self.view is not None and self.stage.whole is None:
            self.stage.base = image
            self._draw()

    # -- zoom and place

    def set_mode(self, mode: Mode) -> None:
        """Fit, width or fill."""
        self._mode = mode
        if self.view is not None:
            self._look(opened(self.view.picture, self.view.window, mode))

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zoom in or out, at a point of the window."""
        if self.view is not None:
            self._look(zoomed(self.view, self.view.scale * factor, at))

    def zoom_to(self, scale: float, at: tuple[float, float] | None = None) -> None:
        """Zoom to a scale; 1 is one picture pixel on one screen pixel."""
        if self.view is not None:
            self._look(zoomed(self.view, scale, at))

    def pan(self, right: float, down: float) -> None:
        """Move the picture by screen pixels."""
        if self.view is not None:
            self._look(panned(self.view, right, down))

    def turn(self, quarters: int) -> None:
        """Turn clockwise by quarters, for the eye alone: the file is left as it is."""
        picture = self.picture
        if picture is None or self.view is None:
            return
        turns = (self.turns + quarters) % 4
        self._generation += 1
        self._drop()
        self.stage.clear()
        self.turns = turns
        self.view = None
        self._begin(picture)

    def _look(self, view: View) -> None:
        if view == self.view:
            return
        self.view = view
        if self._since is None:
            self._since = perf_counter()
        self._draw_soon()
        self._rest_soon()

    def _draw_soon(self) -> None:
        if self._draw_id is None and self.view is not None:
            self._draw_id = self.after_idle(self._frame)

    def _frame(self) -> None:
        self._draw_id = None
        began, self._since = self._since or perf_counter(), None
        self._draw()
        self._trace.event("frame", ms=round((perf_counter() - began) * 1000, 2), view="viewer")
        if self._hearers:
            self._hearers.changed()

    def _draw(self) -> None:
        if self.view is not None:
            self.stage.draw(self.view)
            self.canvas.update_idletasks()

    def _rest_soon(self) -> None:
        """When nothing has moved for a moment, what is seen is drawn fine."""
        if self._rest_id is not None:
            self.after_cancel(self._rest_id)
        self._rest_id = self.after(REST_MS, self._rest)

    def _rest(self) -> None:
        self._rest_id = None
        view, picture = self.view, self.picture
        if view is None or picture is None or self._library is None or self.animation.playing:
            return
        if self.stage.exact(view) or (self.stage.whole is None and view.scale <= self._fit_scale(view)):
            return
        generation = self._generation
        if self.stage.whole is None:
            work = partial(turned, self._library, picture, self.turns)
            self._tickets.append(self._bridge.ask(work, partial(self._whole_came, generation), _unheard))
            return
        work_fine = partial(looked_at, self.stage.whole, view.seen, view.placed[2:])
        self._tickets.append(self._bridge.ask(work_fine, partial(self._fine_came, generation, view), _unheard))

    @staticmethod
    def _fit_scale(view: View) -> float:
        return scale_for("fit", view.picture, view.window) * 1.001

    def _whole_came(self, generation: int, whole: "Whole") -> None:
        if generation != self._generation or self.view is None:
            return
        self.stage.whole = whole
        self.view = sharper(self.view, (whole.width, whole.height))
        self._draw()
        self._rest_soon()

    def _fine_came(self, generation: int, view: View, image: Any) -> None:  # noqa: ANN401 - as above
        if generation == self._generation and view == self.view:
            self.stage.put(image, view)

    # -- mouse

    def _bind(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", lambda _: self._resized())
        Wheel(canvas, self._theme, self._wheel)
        canvas.bind("<ButtonPress-1>", self._press)
        canvas.bind("<B1-Motion>", self._pull)
        canvas.bind("<ButtonRelease-1>", lambda _: canvas.configure(cursor=""))
        canvas.bind("<Double-Button-1>", self._double)
        canvas.bind("<ButtonPress-3>", self._menu)
        canvas.bind("<Motion>", self._hover)
        canvas.bind("<Leave>", lambda _: self._hide_arrows())
        for button, steps in (("<Button-8>", -1), ("<Button-9>", 1)):
            try:
                canvas.bind(button, lambda _, steps=steps: self.go(steps))  # type: ignore[misc]
            except tk.TclError:  # Tk 8 knows five buttons
                return

    def _resized(self) -> None:
        if self.picture is None or self.index < 0:
            return
        if self.view is not None and self.view.window == self.stage.size:
            return
        if self.view is not None:
            self.view = resized(self.view, self.stage.size)
            self._draw()
        generation = self._generation
        if self.picture is not None:
            self.renderings.ask(
                self.picture,
                self.stage.size,
                self.turns,
                partial(self._came, generation),
                partial(self._missed, generation),
            )

    def _wheel(self, _x: float, y: float, glide: bool) -> None:  # noqa: FBT001 - the shape that `Wheel` calls
        del glide
        at = (
            self.canvas.winfo_pointerx() - self.canvas.winfo_rootx(),
            self.canvas.winfo_pointery() - self.canvas.winfo_rooty(),
        )
        self.zoom(ZOOM_STEP ** (-y / self._theme.px(STEP)), at)

    def _press(self, event: "tk.Event[Any]") -> None:
        self.canvas.focus_set()
        side = self._arrow_at(event)
        if side:
            self._drag = None
            self.go(side)
            return
        self._drag = (event.x, event.y)

    def _pull(self, event: "tk.Event[Any]") -> None:
        if self._drag is None or self.view is None:
            return
        right, down = event.x - self._drag[0], event.y - self._drag[1]
        self._drag = (event.x, event.y)
        if not self.view.whole:
            self.canvas.configure(cursor="fleur")
            self.pan(right, down)

    def _double(self, event: "tk.Event[Any]") -> None:
        if self._arrow_at(event) or self.view is None:
            return
        if self.view.mode == "fit" and self.view.scale != 1:
            self.zoom_to(1.0, (event.x, event.y))
        else:
            self.set_mode("fit")

    def _menu(self, event: "tk.Event[Any]") -> None:
        if self._hearers:
            self._hearers.menu(event.x_root, event.y_root)

    # -- arrows at both sides, while the mouse moves

    def _arrow_at(self, event: "tk.Event[Any]") -> int:
        width, height = self.stage.size
        reach = self._theme.px(72)
        if abs(event.y - height // 2) > reach:
            return 0
        if event.x < reach:
            return -1 if self.index > 0 else 0
        return 1 if event.x > width - reach and self.index + 1 < len(self.shown) else 0

    def _hover(self, _: "tk.Event[Any]") -> None:
        width, height = self.stage.size
        inset = self._theme.px(40)
        there = (self.index > 0, self.index + 1 < len(self.shown))
        for item, x, shown in zip(self._arrows, (inset, width - inset), there, strict=True):
            self.canvas.coords(item, x, height // 2)
            self.canvas.itemconfigure(item, state="normal" if shown else "hidden")
            self.canvas.tag_raise(item)
        if self._arrows_id is not None:
            self.after_cancel(self._arrows_id)
        self._arrows_id = self.after(1500, self._hide_arrows)

    def _hide_arrows(self) -> None:
        self._arrows_id = None
        for item in self._arrows:
            self.canvas.itemconfigure(item, state="hidden")


async def turned(library: "LibraryLike", picture: Picture, turns: int) -> "Whole":
    """Have the whole picture, turned by quarters; the turning happens on another thread."""
    from asyncio import to_thread

    whole = await library.whole(picture)
    return await to_thread(whole.turned, turns) if turns else whole


async def looked_at(whole: "Whole", box: "BoxOfFloats", size: tuple[int, int]) -> Any:  # noqa: ANN401 - as above
    """Have a part drawn fine, on another thread."""
    from asyncio import to_thread

    return await to_thread(partial(whole.region, box, size, quality="fine"))


def _unheard(_: BaseException) -> None:
    """Say nothing: the picture itself is asked for as well, and its fault is shown."""
