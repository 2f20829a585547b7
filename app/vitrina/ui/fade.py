"""A cross-fade from one picture to the next, for as long as it stays smooth.

Owns its timer and what it has measured. Refuses to go on where frames take too long: it then shows the next picture at
once, and does not begin again.
"""

import tkinter as tk
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS: Final = 0.45
STEP_MS: Final = 15
MOST_PIXELS: Final = 4_200_000
"""A frame of a larger window takes longer than `SLOWEST` on any machine that was measured."""
SLOWEST: Final = 0.05
"""Seconds for a frame; at fewer than twenty a second a fade is seen as a stutter."""


class Fade:
    """The fades of one canvas."""

    def __init__(self, widget: tk.Misc) -> None:
        """Know of no slow frame yet."""
        self._widget = widget
        self._timer: str | None = None
        self._slow = 0

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._timer is not None

    def smooth(self, window: tuple[int, int]) -> bool:
        """Whether a fade in a window of this size is worth beginning."""
        return self._slow < 2 and window[0] * window[1] <= MOST_PIXELS  # noqa: PLR2004 - one slow frame may be chance

    def start(self, before: "Image", after: "Image", show: Callable[["Image"], None]) -> None:
        """Go from one image to the other, both of the window's size; `show` puts one on the screen."""
        self.stop()
        began = perf_counter()

        def step() -> None:
            from PIL import Image as Pillow

            self._timer = None
            at = perf_counter()
            part = min((at - began) / SECONDS, 1.0)
            show(Pillow.blend(before, after, part * part * (3 - 2 * part)) if part < 1 else after)
            self._widget.update_idletasks()
            self._slow = self._slow + 1 if perf_counter() - at > SLOWEST else 0
            if part < 1 and self._slow < 2:  # noqa: PLR2004 - as above
                self._timer = self._widget.after(STEP_MS, step)
            elif part < 1:
                show(after)

        step()

    def stop(self) -> None:
        """Go no further; whoever stops it draws what is to be seen."""
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None
