"""What tests of the screen share: the shape of the fixture `until`, and turning Tk's loop by hand.

Owns how a test lets Tk work. Refuses `update()`: it goes on for as long as timers keep coming due.
"""

import time
import tkinter as tk
from collections.abc import Callable
from typing import Final, Protocol

MOST_EVENTS: Final = 200
_DO_NOT_WAIT: Final = 2


class Until(Protocol):
    """Run Tk's loop until `true()`; fail after `seconds`."""

    def __call__(self, true: Callable[[], object], seconds: float = 10.0) -> None:
        """Run it."""


def process_events(root: tk.Misc, most: int = MOST_EVENTS) -> None:
    """Let Tk handle what is due, at most `most` events."""
    for _ in range(most):
        if not root.tk.dooneevent(_DO_NOT_WAIT):
            return


def wait_until(root: tk.Misc, true: Callable[[], object], seconds: float = 10.0) -> None:
    """Run Tk's loop until `true()`; AssertionError after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        process_events(root)
        time.sleep(0.001)
