"""One picture on a canvas: better pixels take the place of worse ones, at whatever zoom it is looked at.

Owns the view of that picture, and the order thumbnail, what has come of it, rough, fine, all of it. Refuses to know
which picture is next and to decode; `stage` draws, `ahead` asks.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from vitrina.bridge import Bridge
from vitrina.errors import VitrinaError
from vitrina.model import Picture, Priority
from vitrina.trace import Trace
from vitrina.ui.ahead import Ready, Renderings, Wanted
from vitrina.ui.stage import Stage
from vitrina.ui.viewport import Mode, Size, View, opened, panned, resized, scale_for, sharper, zoomed

if TYPE_CHECKING:
    from PIL.Image import Image

    from vitrina.bridge import Ticket
    from vitrina.ui.fade import Fade
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.wanted.pixels import BegunLike, BoxOfFloats, ThumbLike, Whole

REST_MS: Final = 120
THUMB_EDGE: Final = 256


@dataclass(slots=True)
class Hearers:
    """Who hears what happens: the view or its pixels changed; the first sharp pixels are there; the final ones; none.

    `missed` gets why there are none.
    """

    changed: Callable[[], None]
    sharp: Callable[[], None]
    fine: Callable[[], None]
    missed: Callable[[VitrinaError], None]


class Easel:
    """A canvas with a picture on it. Everything public belongs to Tk's thread."""

    def __init__(self, canvas: tk.Canvas, colour: str, bridge: Bridge, trace: Trace, hearers: Hearers) -> None:
        """Make an empty one; `put` gives it a picture."""
        self.canvas, self._bridge, self._trace, self._hearers = canvas, bridge, trace, hearers
        self._library: LibraryLike | None = None
        self.stage = Stage(canvas, colour)
        self.renderings = Renderings(bridge)
        self.picture: Picture | None = None
        self.view: View | None = None
        self.turns = 0
        self.page = 0
        self.sharp = False
        self.moving = False
        """Whether frames of an animation are shown, which nothing has to replace."""
        self.fade: Fade | None = None
        """What goes from one picture to the next, where one wants that."""
        self._mode: Mode = "fit"
        self._generation = 0
        self._since: float | None = None
        self._thumb: Image | None = None
        self._tickets: list[Ticket] = []
        self._arriving: Ticket | None = None
        self._rest_id: str | None = None
        self._draw_id: str | None = None

    def use(self, library: "LibraryLike") -> None:
        """Ask this library from now on."""
        self._library = library
        self.renderings.use(library)

    # -- which picture

    def put(self, picture: Picture, *, since: float | None = None) -> None:
        """Look at a picture: what is ready at once, better pixels as they come. `since`: when it was asked for."""
        self._since = since or self._since or perf_counter()
        self.turns = self.page = 0
        self.picture = picture
        self._anew()

    def leave(self) -> None:
        """Stop looking: nothing is asked for any more."""
        self._generation += 1
        self._drop()
        self.renderings.clear()
        self.stage.blank()
        self.picture = self.view = self._thumb = None

    def turn(self, quarters: int) -> None:
        """Turn clockwise by quarters, for the eye alone: the file is left as it is."""
        if self.view is not None:
            self.turns = (self.turns + quarters) % 4
            self._anew()

    def turn_page(self, page: int) -> None:
        """Look at another page."""
        self.page = page
        self._anew()

    def renew(self) -> None:
        """Its bytes may be others now: what they give takes the place of what is shown, which stays until then."""
        if self.picture is not None:
            self.renderings.forget(self.picture.key)
            self.moving = False
            self.stage.whole = None
            self._ask_for_rendering(rough=False)

    def _anew(self) -> None:
        """Begin with the picture, page and turning there are now."""
        self._generation += 1
        self._drop()
        self.stage.clear()
        self.view = self._thumb = None
        self.sharp = self.moving = False
        if self.picture is None:
            self.stage.blank()
            return
        ready = self.renderings.get(self._wanted(self.picture))
        if ready is not None:
            self._came(self._generation, ready)
        else:
            self._ask(self.picture)

    def _wanted(self, picture: Picture) -> Wanted:
        return Wanted(picture, self.stage.size, self.turns, self.page)

    def _ask(self, picture: Picture) -> None:
        """Ask for everything that may come first, each better than the one before."""
        generation = self._generation
        if self._library is not None and not self.page and not self.turns:
            thumb = partial(self._library.thumbnail, picture, THUMB_EDGE, Priority.ON_SCREEN)
            self._tickets.append(self._bridge.ask(thumb, partial(self._thumb_came, generation), _unheard))
            begun = partial(self._library.arriving, picture, self.stage.size)
            self._arriving = self._bridge.stream(begun, partial(self._begun_came, generation), None, _unheard, ahead=1)
        self._ask_for_rendering()

    def _ask_for_rendering(self, *, rough: bool = True) -> None:
        if self.picture is not None:
            came, missed = partial(self._came, self._generation), partial(self._missed, self._generation)
            self.renderings.ask(self._wanted(self.picture), came, missed, rough=rough)

    def _drop(self) -> None:
        for ticket in (*self._tickets, *([self._arriving] if self._arriving else ())):
            ticket.cancel()
        self._tickets, self._arriving = [], None
        self.renderings.drop()
        for timer in (self._rest_id, self._draw_id):
            if timer is not None:
                self.canvas.after_cancel(timer)
        self._rest_id = self._draw_id = None

    # -- what comes

    def _thumb_came(self, generation: int, thumb: "ThumbLike") -> None:
        """Show the thumbnail where the picture will be, so that nothing jumps when that comes."""
        if generation != self._generation or self.sharp:
            return
        self._thumb = thumb.image
        if self.view is not None:
            return
        if thumb.width and thumb.height:
            size = thumb.width, thumb.height
        else:
            large = max(self.stage.size) * 2 / max(thumb.image.size)
            size = round(thumb.image.width * large), round(thumb.image.height * large)
        self._show(thumb.image, size)

    def _begun_came(self, generation: int, begun: "BegunLike") -> None:
        """Show what has come of the picture in its place, and the thumbnail where nothing has."""
        if generation != self._generation or self.sharp:
            return
        image = begun.image
        if begun.there != (0, 0, *image.size):
            from PIL.Image import Resampling

            under = (self._thumb or image).resize(image.size, Resampling.BILINEAR)
            under.paste(image.crop(begun.there), begun.there[:2])
            image = under
        self._show(image, (begun.full_width, begun.full_height))

    def _came(self, generation: int, ready: Ready) -> None:
        if generation != self._generation:
            return
        first, self.sharp = not self.sharp, True
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None
        self._show(ready.image, (ready.width, ready.height), fade=first)
        if first:
            began = self._since if self._since is not None else perf_counter()
            self._trace.event("picture_shown", ms=round((perf_counter() - began) * 1000, 2), fine=ready.fine)
            self._since = None
            self._hearers.sharp()
        if ready.fine:
            self._hearers.fine()
            self._rest_soon()

    def _show(self, image: "Image", size: Size, *, fade: bool = False) -> None:
        before = self.view
        self.view = opened(size, self.stage.size, self._mode) if before is None else sharper(before, size)
        self.stage.base = image
        if not (fade and before is None and self._fade(self.view)):
            self._draw()
        self._hearers.changed()

    def _fade(self, view: View) -> bool:
        if self.fade is None or not self.fade.smooth(view.window) or (seen := self.stage.seen()) is None:
            return False
        after = self.stage.would_be(view)
        if after is None or seen.size != after.size:
            return False
        self.fade.start(seen, after, self.stage.show)
        return True

    def _missed(self, generation: int, fault: BaseException) -> None:
        if generation != self._generation:
            return
        if not isinstance(fault, VitrinaError):
            raise fault
        if self._arriving is not None:
            self._arriving.cancel()
        if self.view is None:
            self.stage.blank()
        self._hearers.missed(fault)

    def frame(self, image: "Image") -> None:
        """Show the next frame of an animation."""
        if self.view is not None:
            self.moving = True
            self.stage.base, self.stage.whole = image, None
            self._draw()

    # -- zoom and place

    def set_mode(self, mode: Mode) -> None:
        """Fit, width or fill; for the pictures to come too."""
        self._mode = mode
        if self.view is not None:
            self.look(opened(self.view.picture, self.view.window, mode))

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zoom in or out, at a point of the window."""
        if self.view is not None:
            self.look(zoomed(self.view, self.view.scale * factor, at))

    def zoom_to(self, scale: float, at: tuple[float, float] | None = None) -> None:
        """Zoom to a scale; 1 is one picture pixel on one screen pixel."""
        if self.view is not None:
            self.look(zoomed(self.view, scale, at))

    def pan(self, right: float, down: float) -> None:
        """Move the picture by screen pixels."""
        if self.view is not None:
            self.look(panned(self.view, right, down))

    def look(self, view: View) -> None:
        """Have this view: drawn at once with what is there, and fine when nothing has moved for a moment."""
        if view == self.view:
            return
        self.view = view
        if self._since is None:
            self._since = perf_counter()
        self.draw_soon()
        self._rest_soon()

    def resized(self) -> None:
        """The canvas has another size."""
        if self.picture is None or (self.view is not None and self.view.window == self.stage.size):
            return
        if self.view is not None:
            self.view = resized(self.view, self.stage.size)
            self._draw()
        self._ask_for_rendering()

    def draw_soon(self) -> None:
        """Draw when Tk has nothing else to do, once however often this is called."""
        if self._draw_id is None and self.view is not None:
            self._draw_id = self.canvas.after_idle(self._frame)

    def _frame(self) -> None:
        self._draw_id = None
        began, self._since = self._since or perf_counter(), None
        self._draw(moving=True)
        self._trace.event("frame", ms=round((perf_counter() - began) * 1000, 2), view="viewer")
        self._hearers.changed()

    def _draw(self, *, moving: bool = False) -> None:
        if self.fade is not None:
            self.fade.stop()
        if self.view is not None:
            self.stage.draw(self.view, moving=moving)
            self.canvas.update_idletasks()

    def _rest_soon(self) -> None:
        """When nothing has moved for a moment, what is seen is drawn fine."""
        if self._rest_id is not None:
            self.canvas.after_cancel(self._rest_id)
        self._rest_id = self.canvas.after(REST_MS, self._rest)

    def _rest(self) -> None:
        self._rest_id = None
        view, picture = self.view, self.picture
        if view is None or picture is None or self._library is None or not self.sharp:
            return
        if self.moving or self.stage.exact(view):
            return
        generation = self._generation
        if self.stage.whole is None:
            if view.scale <= scale_for("fit", view.picture, view.window) * 1.001:
                self.stage.draw(view)
                return
            work = partial(turned, self._library, picture, self.turns, self.page)
            self._tickets.append(self._bridge.ask(work, partial(self._whole_came, generation), _unheard))
            return
        work_fine = partial(looked_at, self.stage.whole, view.seen, view.placed[2:])
        self._tickets.append(self._bridge.ask(work_fine, partial(self._fine_came, generation, view), _unheard))

    def _whole_came(self, generation: int, whole: "Whole") -> None:
        if generation != self._generation or self.view is None:
            return
        self.stage.whole = whole
        self.view = sharper(self.view, (whole.width, whole.height))
        self._draw()
        self._rest_soon()

    def _fine_came(self, generation: int, view: View, image: "Image") -> None:
        if generation == self._generation and view == self.view:
            self.stage.put(image, view)


async def turned(library: "LibraryLike", picture: Picture, turns: int, page: int) -> "Whole":
    """Have the whole picture, turned by quarters; the turning happens on another thread."""
    from asyncio import to_thread

    whole = await library.whole(picture, page)
    return await to_thread(whole.turned, turns) if turns else whole


async def looked_at(whole: "Whole", box: "BoxOfFloats", size: tuple[int, int]) -> Any:  # noqa: ANN401 - a Pillow image
    """Have a part drawn fine, on another thread."""
    from asyncio import to_thread

    return await to_thread(partial(whole.region, box, size, quality="fine"))


def _unheard(_: BaseException) -> None:
    """Say nothing: the picture itself is asked for as well, and its fault is shown."""
