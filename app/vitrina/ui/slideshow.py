"""The slideshow: the next picture after a while, in the order shown or by chance, round after round.

Owns its timer and its order. Refuses to go on while it is paused or the viewer is closed.
"""

import random
from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.model import Picture

if TYPE_CHECKING:
    from vitrina.ui.window import Window

WAIT_MS: Final = 300
DARKNESS: Final = "#000000"
"""Around the picture, whatever the window's look: nothing else is to be seen."""


class ByChance:
    """Every place once, by chance, beginning with `first`; drawn no further than it is asked for."""

    def __init__(self, count: int, first: int, chance: random.Random) -> None:
        """Have drawn the first one."""
        self.count, self._chance = count, chance
        self._drawn = [first]
        self._at = {first: 0}
        self._left = {first: 0}
        """Which place lies at an index of those that are left, where it is not the one of that number."""

    def after(self, place: int) -> int | None:
        """Give the place after one that was drawn; None after the last, or where that was not."""
        at = self._at.get(place)
        if at is None or at + 1 == self.count:
            return None
        if at + 1 == len(self._drawn):
            self._draw()
        return self._drawn[at + 1]

    def _draw(self) -> None:
        at, left = len(self._drawn), self._left
        index = self._chance.randrange(at, self.count)
        found = left.get(index, index)
        left[index] = left.get(at, at)
        self._at[found] = at
        self._drawn.append(found)


def caption(picture: Picture) -> str:
    """Say what a picture is called, whose it is and under which licence."""
    return "   ·   ".join(part for part in (picture.title, picture.credit, picture.licence) if part)


class Slideshow:
    """One slideshow of a window."""

    def __init__(self, window: "Window") -> None:
        """Stand still."""
        self._window = window
        self._timer: str | None = None
        self._order: ByChance | None = None
        self.running = False

    def toggle(self) -> None:
        """Start at the picture that has the focus, in full screen; or end."""
        if self.running:
            self.stop()
            return
        window = self._window
        if not len(window.shown):
            return
        window.front.leave_comparison()
        if not window.front.in_viewer:
            window.front.open_focused()
        if not window.front.fullscreen:
            window.front.toggle_fullscreen()
        self.running = True
        self._order = None
        viewer = window.viewer
        viewer.caption = caption
        viewer.easel.fade = viewer.fade if window.settings.slideshow_fade else None
        self._surround(DARKNESS)
        viewer.hide_pointer(hidden=True)
        viewer.say_below()
        window.toast.show(window.text(N_("Slideshow: P pauses, S or Esc ends it.")))
        self._wait()

    def pause(self) -> None:
        """Stand still, or go on."""
        if self._timer is not None:
            self._window.root.after_cancel(self._timer)
            self._timer = None
            self._window.toast.show(self._window.text(N_("Paused")))
        elif self.running:
            self._window.toast.hide()
            self._wait()

    def stop(self) -> None:
        """End; what is looked at stays."""
        if self._timer is not None:
            self._window.root.after_cancel(self._timer)
        self._timer = None
        if self.running:
            self.running = False
            viewer = self._window.viewer
            viewer.caption = viewer.easel.fade = viewer.upcoming = None
            self._surround(self._window.theme.palette.stage)
            viewer.hide_pointer(hidden=False)
            viewer.say_below()

    def _surround(self, colour: str) -> None:
        easel = self._window.viewer.easel
        easel.stage.set_colour(colour)
        easel.draw_soon()

    def _next_place(self) -> int:
        """Which picture comes next; what has come into the gallery meanwhile is among them."""
        viewer, count = self._window.viewer, len(self._window.shown)
        if self._window.settings.slideshow_order != "random" or count < 3:  # noqa: PLR2004 - two have but one order
            return (viewer.index + 1) % count
        if self._order is None or self._order.count != count or self._order.after(viewer.index) is None:
            self._order = ByChance(count, viewer.index, random.Random())  # noqa: S311 - no secret
        place = self._order.after(viewer.index)
        assert place is not None  # noqa: S101 - one of at least three was drawn
        return place

    def _wait(self) -> None:
        """Wait until the next one is due; it is made ready meanwhile."""
        self._window.viewer.upcoming = self._next_place()
        self._timer = self._window.root.after(1000 * self._window.settings.slideshow_seconds, self._next)

    def _next(self) -> None:
        self._timer = None
        window = self._window
        viewer = window.viewer
        if not self.running or not window.front.in_viewer or not len(window.shown):
            self.stop()
            return
        if not viewer.sharp and window.shown.state(viewer.picture.key if viewer.picture else "").fault is None:
            # What is still on its way is waited for, so that nobody sees a row of thumbnails.
            self._timer = window.root.after(WAIT_MS, self._next)
            return
        viewer.go_to(self._next_place())
        self._wait()
