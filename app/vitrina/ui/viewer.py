"""The viewer: one picture of what the grid shows fills the window, and the next one is ready before it is asked for.

Owns which picture is looked at, its animation and pages, and what is said over it. Refuses to draw and to zoom: the
`easel` does.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from tkinter import ttk
from typing import TYPE_CHECKING, Final

from vitrina.bridge import Bridge
from vitrina.errors import PictureError, VitrinaError
from vitrina.language import N_, Language
from vitrina.model import Picture
from vitrina.trace import Trace
from vitrina.ui import easel
from vitrina.ui.animation import Animation
from vitrina.ui.easel import Easel
from vitrina.ui.fade import Fade
from vitrina.ui.icons import Icons
from vitrina.ui.overlay import Overlay
from vitrina.ui.shown import HERE, Shown, failed
from vitrina.ui.theme import Theme
from vitrina.ui.transfers import Transfer
from vitrina.ui.viewer_mouse import Arrows, ViewerMouse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vitrina.bridge import Ticket
    from vitrina.ui.stage import Stage
    from vitrina.ui.viewport import Mode, View
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.wanted.pixels import ProbeLike, VersionLike

WAITING_MS: Final = 300
"""So long nothing is said: most pictures are there by then."""
FOR_GOOD: Final = ("unsupported_format", "bomb")
"""What is the same however often it is tried."""


@dataclass(slots=True)
class Hearers:
    """Who hears what happens in the viewer; `transfer` is asked how the download of a picture stands."""

    moved: Callable[[], None]
    changed: Callable[[], None]
    menu: Callable[[int, int], None]
    transfer: Callable[[str], Transfer | None]


class Viewer(ttk.Frame):
    """One picture of what the grid shows. Everything public belongs to Tk's thread."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        icons: Icons,
        bridge: Bridge,
        language: Language,
        trace: Trace,
        hearers: Hearers,
    ) -> None:
        """Make an empty viewer; `show` gives it a picture."""
        super().__init__(parent, style="Ground.TFrame")
        self._bridge, self.language, self._hearers = bridge, language, hearers
        self._library: LibraryLike | None = None
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, takefocus=1)
        self.canvas.pack(fill="both", expand=True)
        heard = easel.Hearers(self._hearers.changed, self._is_sharp, self._is_fine, self._missed)
        self.easel = Easel(self.canvas, theme.palette.stage, bridge, trace, heard)
        self.animation = Animation(self, bridge, self.easel.frame)
        self.fade = Fade(self, trace)
        self.overlay = Overlay(self.canvas, theme, icons)
        self.shown = Shown()
        self.index = -1
        self.pages = 1
        self.versions: Sequence[VersionLike] = ()
        """What the picture's address gave before, the latest first."""
        self.upcoming: int | None = None
        """The place that is looked at next, where that is neither the next one nor the one before."""
        self.caption: Callable[[Picture], str] | None = None
        """What is said at the foot of each picture, where one wants that."""
        self._direction = 1
        self._asked: list[Ticket] = []
        self._waiting: str | None = None
        self.canvas.bind("<Configure>", lambda _: self._resized())
        ViewerMouse(self.canvas, theme, self, hearers.menu).arrows = self._arrows = Arrows(
            self.canvas, lambda side: 0 <= self.index + side < len(self.shown), self.go
        )
        for button, steps in (("<Button-8>", -1), ("<Button-9>", 1)):
            try:
                self.canvas.bind(button, lambda _, steps=steps: self.go(steps))  # type: ignore[misc]
            except tk.TclError:  # Tk 8 knows five buttons
                break
        self.apply(theme, icons)

    def use(self, library: "LibraryLike") -> None:
        """Ask this library from now on."""
        self._library = library
        self.easel.use(library)

    def apply(self, theme: Theme, icons: Icons) -> None:
        """Take another look."""
        self.easel.stage.set_colour(theme.palette.stage)
        self.overlay.apply(theme, icons)
        self._arrows.apply(theme, icons)
        self.easel.draw_soon()

    # -- which picture

    @property
    def picture(self) -> Picture | None:
        """The picture that is looked at."""
        return self.shown[self.index] if 0 <= self.index < len(self.shown) else None

    def show(self, shown: Shown, index: int, *, since: float | None = None) -> None:
        """Look at a picture: what is ready at once, better pixels as they come."""
        self._direction = -1 if shown is self.shown and index < self.index else 1
        self.shown, self.index = shown, index
        self._forget()
        picture = self.picture
        if picture is None:
            self.easel.leave()
            return
        self._waiting = self.after(WAITING_MS, self._still_waiting)
        self.say_below()
        self.easel.put(picture, since=since)
        self._hearers.moved()

    def stand_at(self, index: int) -> None:
        """Take note that the same picture stands at another place now."""
        self.index, self.upcoming = index, None
        self._hearers.moved()

    def leave(self) -> None:
        """Stop looking: nothing is asked for any more."""
        self._forget()
        self.easel.leave()
        self.index = -1

    def go(self, steps: int) -> bool:
        """Look at the picture so many places on; False at either end."""
        return self.go_to(min(max(self.index + steps, 0), len(self.shown) - 1))

    def go_to(self, index: int) -> bool:
        """Look at the picture at a place; False where that is the one that is looked at, or none."""
        if index == self.index or index < 0:
            return False
        self.show(self.shown, index, since=perf_counter())
        return True

    def again(self) -> None:
        """Look anew at the same picture, whose bytes may have changed: without a jump where it is seen."""
        if self.picture is not None and self.sharp:
            self.animation.stop()
            self._drop_asked()
            self.easel.renew()
        elif self.picture is not None:
            self.show(self.shown, self.index)

    def turn(self, quarters: int) -> None:
        """Turn clockwise by quarters, for the eye alone: the file is left as it is."""
        if self.easel.view is not None:
            self.animation.stop()
            self.easel.turn(quarters)

    def turn_page(self, steps: int) -> bool:
        """Look at another page of a picture that has several; False at either end."""
        page = self.easel.page + steps
        if not 0 <= page < self.pages:
            return False
        self.easel.turn_page(page)
        self._hearers.changed()
        return True

    def _forget(self) -> None:
        """Forget what was of the picture before."""
        self.animation.stop()
        self.pages, self.versions = 1, ()
        self.overlay.say("")
        self._drop_asked()
        self._stop_waiting()

    def _drop_asked(self) -> None:
        for ticket in self._asked:
            ticket.cancel()
        self._asked = []

    def _resized(self) -> None:
        self.easel.resized()
        self.overlay.place()

    # -- what the easel tells

    def _is_sharp(self) -> None:
        self._stop_waiting()
        self.overlay.say("")
        if self.picture is not None:
            self.shown.set_state(self.picture.key, HERE)

    def _is_fine(self) -> None:
        """The picture is there: play it if it moves, and have its neighbours made."""
        picture = self.picture
        if picture is None or self._library is None:
            return
        if not self._asked:
            probe, versions = partial(self._library.probe, picture), partial(self._library.versions, picture)
            self._asked = [
                self._bridge.ask(probe, partial(self._probed, picture), _unheard),
                self._bridge.ask(versions, partial(self._versions_came, picture), _unheard),
            ]
        places = [self.index + self._direction * step for step in (1, -1, 2)]
        if self.upcoming is not None:
            places.insert(0, self.upcoming)
        near = [self.shown[place] for place in places if 0 <= place < len(self.shown)]
        self.easel.renderings.prepare(near, self.stage.size)

    def _probed(self, picture: Picture, probe: "ProbeLike") -> None:
        if picture != self.picture or self._library is None:
            return
        if probe.animated and not self.easel.turns:
            self.animation.start(self._library, picture, self.stage.size, probe.loops)
        elif not probe.animated and probe.frames > 1:
            self.pages = probe.frames
            self._hearers.changed()

    def _versions_came(self, picture: Picture, versions: "Sequence[VersionLike]") -> None:
        if picture == self.picture and versions:
            self.versions = versions
            self._hearers.changed()

    @property
    def notes(self) -> list[str]:
        """What else is to be said of the picture: which page this is, that there are older versions."""
        said = []
        if self.pages > 1:
            place, count = self.language.number(self.easel.page + 1), self.language.number(self.pages)
            said.append(self.language.text(N_("Page {place} of {count}"), place=place, count=count))
        if self.versions:
            said.append(self.language.plural("{n} older version", "{n} older versions", len(self.versions)))
        return said

    def _missed(self, fault: VitrinaError) -> None:
        self._stop_waiting()
        if fault.kind == "cancelled":  # the library was closed: another one is asked as soon as it is there
            return
        if self.picture is not None and isinstance(fault, PictureError):
            self.shown.set_state(self.picture.key, failed(fault))
        again = "" if fault.kind in FOR_GOOD else "\n\n" + self.language.text(N_("Press F5 to try again."))
        self.overlay.say(self.language.say(fault) + again, alarm=True)
        self._hearers.changed()

    # -- while it comes

    def _still_waiting(self) -> None:
        """Say how far the download is; the picture before does not stand for this one."""
        picture = self.picture
        self._waiting = self.after(WAITING_MS, self._still_waiting)
        if picture is None:
            return
        said = coming(self.language, self._hearers.transfer(picture.key))
        if self.view is None:
            self.stage.blank()
            self.overlay.say(said)
        else:
            self.overlay.say("")
            self.overlay.say_below(said)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self.after_cancel(self._waiting)
            self._waiting = None
            self.say_below()

    def say_below(self) -> None:
        """Say at the foot what is wanted there."""
        self.overlay.say_below(self.caption(self.picture) if self.caption and self.picture else "")

    def hide_pointer(self, *, hidden: bool) -> None:
        """Have the pointer go away when the mouse has not moved for a moment, or not."""
        self._arrows.with_pointer = hidden
        self._arrows.hide()

    # -- zoom and place: the easel's

    @property
    def stage(self) -> "Stage":
        """Where it is drawn."""
        return self.easel.stage

    @property
    def view(self) -> "View | None":
        """What part of the picture is seen, and how large."""
        return self.easel.view

    @property
    def sharp(self) -> bool:
        """Whether the picture's own pixels are shown, and no thumbnail of it."""
        return self.easel.sharp

    def set_mode(self, mode: "Mode") -> None:
        """Fit, width or fill."""
        self.easel.set_mode(mode)

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zoom in or out, at a point of the window."""
        self.easel.zoom(factor, at)

    def zoom_to(self, scale: float, at: tuple[float, float] | None = None) -> None:
        """Zoom to a scale; 1 is one picture pixel on one screen pixel."""
        self.easel.zoom_to(scale, at)

    def pan(self, right: float, down: float) -> None:
        """Move the picture by screen pixels."""
        self.easel.pan(right, down)


def coming(language: Language, transfer: Transfer | None) -> str:
    """Say how far a picture is that is not there yet."""
    if transfer is None or transfer.ended is not None:
        return language.text(N_("Loading…"))
    if transfer.total:
        percent = language.number(100 * transfer.received // transfer.total)
        return language.text(N_("Downloading: {percent} %"), percent=percent)
    if transfer.received:
        return language.text(N_("Downloading: {size}"), size=language.bytes(transfer.received))
    return language.text(N_("Connecting…")) if transfer.connecting else language.text(N_("Waiting its turn…"))


def _unheard(_: BaseException) -> None:
    """Say nothing: the still picture is on the screen, and why it cannot be played is in the log of the library."""
