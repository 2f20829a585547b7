"""A cross-fade from one picture to the next, for as long as it stays smooth.

Owns its timer and what it has measured. Refuses to go on where frames take too long: it then shows the next picture at
once, and after a few of those does not begin again.
"""

import tkinter as tk
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Final

from vitrina.trace import Trace

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS: Final = 0.45
STEP_MS: Final = 15
MOST_PIXELS: Final = 4_200_000
"""A frame of a larger window takes longer than `SLOWEST` on any machine that was measured."""
SLOWEST: Final = 0.05
"""Seconds for a frame; at fewer than twenty a second a fade is seen as a stutter."""
SLOW_FRAMES: Final = 2
"""So many in a row end a fade; one alone may be chance."""
TRIES: Final = 3
"""So many fades that ended like that were the last ones."""


class Fade:
    """The fades of one canvas."""

    def __init__(self, widget: tk.Misc, trace: Trace) -> None:
        """Know of no slow frame yet."""
        self._widget, self._trace = widget, trace
        self._timer: str | None = None
        self._given_up = 0

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._timer is not None

    def smooth(self, window: tuple[int, int]) -> bool:
        """Whether a fade in a window of this size is worth beginning."""
        return self._given_up < TRIES and window[0] * window[1] <= MOST_PIXELS

    def start(self, before: "Image", after: "Image", show: Callable[["Image"], None]) -> None:
        """Go from one image to the other, both of the window's size; `show` puts one on the screen."""
        self.stop()
        began = perf_counter()
        slow = 0

        def step() -> None:
            from PIL import Image as Pillow

            nonlocal slow
            self._timer = None
            at = perf_counter()
            part = min((at - began) / SECONDS, 1.0)
            show(Pillow.blend(before, after, part * part * (3 - 2 * part)) if part < 1 else after)
            self._widget.update_idletasks()
            took = perf_counter() - at
            self._trace.event("frame", ms=round(1000 * took, 2), view="fade")
            slow = slow + 1 if took > SLOWEST else 0
            if part < 1 and slow < SLOW_FRAMES:
                self._timer = self._widget.after(STEP_MS, step)
            elif part < 1:
                self._given_up += 1
                show(after)

        step()

    def stop(self) -> None:
        """Go no further; whoever stops it draws what is to be seen."""
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None
