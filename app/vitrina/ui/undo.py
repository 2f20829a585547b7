"""What can be taken back: the last deeds, each with what undoes it.

Owns their order and how many are remembered. Refuses to know what they were.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from vitrina.frozen import frozen

MOST: Final = 20


@frozen
class _Deed:
    undo: Callable[[], None]
    of_open: bool


class Undo:
    """The deeds of one window. Those `of_open` are about the pictures that are open, and go with them."""

    def __init__(self) -> None:
        """Nothing was done yet."""
        self._deeds: deque[_Deed] = deque(maxlen=MOST)

    def remember(self, undo: Callable[[], None], *, of_open: bool = False) -> None:
        """Note what undoes the deed that was just done."""
        self._deeds.append(_Deed(undo, of_open))

    def last(self) -> bool:
        """Undo the last deed; whether there was one."""
        if not self._deeds:
            return False
        self._deeds.pop().undo()
        return True

    def forget_open(self) -> None:
        """Other pictures are open now."""
        self._deeds = deque((one for one in self._deeds if not one.of_open), maxlen=MOST)
