"""A picture of the window itself, for a machine without a screen to look at and for the documentation.

Owns when it is taken: as soon as nothing is under way. Refuses to wait for longer than it is told.
"""

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vitrina.ui.window import Window

PICTURE_SECONDS: Final = 15.0
PICTURE_MS: Final = 250


def take_portrait(window: "Window", until: float, file: Path) -> None:
    """Write a picture of the window as soon as nothing is under way, or time is up, and close it."""
    transfers = window.session.transfers
    done = len(window.shown) > 0 and window.grid.settled and not window.session.reading and not transfers.open
    if not done and monotonic() < until:
        window.root.after(PICTURE_MS, take_portrait, window, until, file)
        return
    from PIL import ImageGrab

    window.root.update_idletasks()
    left, top = window.root.winfo_rootx(), window.root.winfo_rooty()
    box = (left, top, left + window.root.winfo_width(), top + window.root.winfo_height())
    file.parent.mkdir(parents=True, exist_ok=True)
    ImageGrab.grab(box).save(file)
    window.quit()
