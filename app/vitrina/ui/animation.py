"""An animation in the viewer: frames come a few ahead and are shown in their own time, round after round.

Owns the timer and the frames that wait for it. Refuses to draw; it says which image is next.
"""

import tkinter as tk
from collections import deque
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Final

from vitrina.bridge import Bridge
from vitrina.model import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from vitrina.bridge import Ticket
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.wanted.pixels import FrameLike

AHEAD: Final = 4
SHORTEST: Final = 0.02
LIKELY: Final = 0.1
"""Frames that claim to last less than `SHORTEST` seconds get `LIKELY`, as in web browsers."""


class Animation:
    """Plays one picture at a time; a still picture is left alone."""

    def __init__(self, widget: tk.Misc, bridge: Bridge, on_frame: Callable[["Image"], None]) -> None:
        """Tell `on_frame` each image when its time has come."""
        self._widget = widget
        self._bridge = bridge
        self._on_frame = on_frame
        self._ticket: Ticket | None = None
        self._timer: str | None = None
        self._waiting: deque[tuple[Image, float]] = deque()
        self._ask: Callable[[], Ticket] | None = None
        self._count = 0
        self._rounds = 0
        self._due = 0.0
        self.paused = False

    @property
    def playing(self) -> bool:
        """Whether more than one frame has been shown."""
        return self._count > 1

    def start(self, library: "LibraryLike", picture: Picture, box: tuple[int, int], rounds: int = 0) -> None:
        """Play a picture from its first frame, as many rounds as it asks for; 0: for as long as it is looked at."""
        self.stop()
        self._rounds = rounds
        work = partial(library.frames, picture, box)
        self._ask = partial(self._bridge.stream, work, self._came, self._ended, _unheard, ahead=AHEAD)
        self._ticket = self._ask()

    def stop(self) -> None:
        """Show no more frames."""
        if self._ticket is not None:
            self._ticket.cancel()
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
        self._ticket = self._timer = self._ask = None
        self._waiting.clear()
        self._count = 0
        self.paused = False

    def pause(self) -> None:
        """Stand still, or go on."""
        self.paused = not self.paused
        if not self.paused:
            self._due = perf_counter()
            self._next()
        elif self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None

    def step(self) -> None:
        """Show the next frame and stand still."""
        self.paused = True
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None
        if self._waiting:
            self._show()

    def _came(self, frame: "FrameLike") -> None:
        self._waiting.append((frame.image, frame.seconds))
        if self._timer is None and not self.paused:
            self._next()

    def _ended(self) -> None:
        """One round is over: ask for the next, if there was more than one frame and the picture wants it."""
        self._rounds -= 1
        if self._count + len(self._waiting) > 1 and self._ask is not None and self._rounds != 0:
            self._ticket = self._ask()

    def _next(self) -> None:
        """Set the timer for the frame that is due next."""
        if self._timer is None and self._waiting and not self.paused:
            wait = max(0.0, self._due - perf_counter())
            self._timer = self._widget.after(round(wait * 1000), self._show)

    def _show(self) -> None:
        self._timer = None
        image, seconds = self._waiting.popleft()
        self._count += 1
        lasts = seconds if seconds >= SHORTEST else LIKELY
        # Counted from when it was due, so that small delays do not add up; a long one is not caught up with.
        self._due = max(self._due + lasts, perf_counter() + lasts / 2)
        self._on_frame(image)
        self._next()


def _unheard(_: BaseException) -> None:
    """Say nothing: the still picture is on the screen, and why it cannot be played is in the log of the library."""
