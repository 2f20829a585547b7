"""What another start of the program hands over to the window that is there already.

Owns how the window takes it. Refuses to know how it came: the command line carries it.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from vitrina.frozen import frozen
from vitrina.ui.session import How

if TYPE_CHECKING:
    from vitrina.ui.window import Window


@frozen
class Handed:
    """Locators to open, none to be shown as it is; `taken` belongs to the loop's thread and says that it was taken."""

    locators: tuple[str, ...]
    how: How
    taken: Callable[[], None]


def take(window: "Window", batch: Sequence[Handed]) -> None:
    """Come to the front, and open what the last of these names."""
    for handed in batch:
        window.bridge.call_soon(handed.taken)
    raise_window(window)
    for handed in [one for one in batch if one.locators][-1:]:
        window.open(handed.locators, handed.how)


def raise_window(window: "Window") -> None:
    """Show the window in front of all others, wherever it was."""
    root = window.root
    if root.wm_state() == "iconic":
        root.deiconify()
    root.lift()
    # Not every window manager raises a window because it asks; all put one on top that is to stay there.
    root.attributes("-topmost", True)  # noqa: FBT003 - Tk's shape
    root.after_idle(root.attributes, "-topmost", False)  # noqa: FBT003 - as above
    root.focus_force()
