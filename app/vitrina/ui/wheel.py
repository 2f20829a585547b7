"""Wheels and touchpads of every system as one thing: pixels to scroll.

Owns the bindings and the adding up of small deltas. Refuses to know what scrolls.
"""

import contextlib
import tkinter as tk
from collections.abc import Callable
from typing import Any, Final

from vitrina.ui.theme import Theme

NOTCH: Final = 120
STEP: Final = 96
"""Logical pixels that one notch scrolls."""

_MAC_SMALL: Final = 30
_HALF_WORD: Final = 0x8000
_WORD: Final = 0x10000


def deltas(packed: int) -> tuple[int, int]:
    """Unpack what Tk 9 gives with `<TouchpadScroll>`: two signed 16-bit numbers, x above (bind(n), `%D`)."""
    x, y = (packed >> 16) & 0xFFFF, packed & 0xFFFF
    return (x - _WORD if x >= _HALF_WORD else x), (y - _WORD if y >= _HALF_WORD else y)


def notches(delta: int) -> float:
    """Turn the delta of `<MouseWheel>` into notches: 120 each, but 1 each on macOS before Tk 9."""
    return delta / NOTCH if abs(delta) >= _MAC_SMALL else float(delta)


class Wheel:
    """Adds up what the wheel of a widget gives and tells `(x, y, glide)` in pixels; positive is right and down."""

    def __init__(self, widget: tk.Misc, theme: Theme, hear: Callable[[float, float, bool], None]) -> None:
        """Bind to a widget."""
        self._step = theme.px(STEP)
        self._hear = hear
        self._owed_x = self._owed_y = 0.0
        widget.bind("<MouseWheel>", lambda event: self._turned(0, -notches(event.delta)))
        widget.bind("<Shift-MouseWheel>", lambda event: self._turned(-notches(event.delta), 0))
        widget.bind("<Button-4>", lambda _: self._turned(0, -1))
        widget.bind("<Button-5>", lambda _: self._turned(0, 1))
        widget.bind("<Shift-Button-4>", lambda _: self._turned(-1, 0))
        widget.bind("<Shift-Button-5>", lambda _: self._turned(1, 0))
        with contextlib.suppress(tk.TclError):  # Tk 8 has no such event
            widget.bind("<TouchpadScroll>", self._touched)

    def _turned(self, x: float, y: float) -> None:
        """A wheel with fine steps gives parts of a notch: they are added up until they make a pixel."""
        self._owed_x += x * self._step
        self._owed_y += y * self._step
        whole_x, whole_y = int(self._owed_x), int(self._owed_y)
        if whole_x or whole_y:
            self._owed_x -= whole_x
            self._owed_y -= whole_y
            self._hear(whole_x, whole_y, True)  # noqa: FBT003 - it glides

    def _touched(self, event: "tk.Event[Any]") -> None:
        x, y = deltas(event.delta)
        if x or y:
            self._hear(-x, -y, False)  # noqa: FBT003 - the touchpad glides by itself
