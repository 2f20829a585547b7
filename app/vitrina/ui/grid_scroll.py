"""How far a sheet is scrolled, and the way there.

Owns the place and the glide towards another one. Refuses to draw: who drew the sheet is told to draw it again.
"""

import tkinter as tk
from collections.abc import Callable
from time import perf_counter
from typing import Final

GLIDE_MS: Final = 8
GLIDE: Final = 0.34
SLOW_PX: Final = 6
REST_PX: Final = 2


class Scroll:
    """A place on a sheet, in pixels from its top: `top`. `since` is when the move that is to be drawn was asked for."""

    def __init__(self, widget: tk.Misc, lowest: Callable[[], int], moved: Callable[[], None]) -> None:
        """Start at the top; `lowest` says how far down it goes, `moved` hears of every step."""
        self._widget, self._lowest, self._moved = widget, lowest, moved
        self.top = 0
        self.since: float | None = None
        self._goal: float | None = None

    def by(self, pixels: float, *, glide: bool = False) -> None:
        """Scroll; with `glide` the way there is shown."""
        if not glide:
            self.to(self.top + pixels)
            return
        running = self._goal is not None
        self._goal = self._bounded((self.top if self._goal is None else self._goal) + pixels)
        self.since = self.since or perf_counter()
        if not running:
            self._glide()

    def to(self, top: float) -> None:
        """Scroll to a place at once."""
        self._goal = None
        self._go(round(self._bounded(top)))

    def put(self, top: float) -> None:
        """Be at a place, without anybody being told: the sheet is about to be drawn anyway."""
        self.top = round(self._bounded(top))

    def reset(self) -> None:
        """Be at the top, and glide nowhere."""
        self.top, self._goal = 0, None

    def _glide(self) -> None:
        if self._goal is None:
            return
        way = self._goal - self.top
        if abs(way) <= REST_PX:
            end, self._goal = self._goal, None
            self._go(round(end))
            return
        slow = REST_PX if way > 0 else -REST_PX
        self._go(round(self.top + way * GLIDE) if abs(way) > SLOW_PX else self.top + slow)
        self._widget.after(GLIDE_MS, self._glide)

    def _go(self, top: int) -> None:
        if top == self.top:
            self.since = None
            return
        self.top = top
        self._moved()

    def _bounded(self, top: float) -> float:
        return max(0.0, min(top, self._lowest()))
