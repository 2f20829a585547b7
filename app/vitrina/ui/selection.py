"""Which tiles are chosen, which one has the focus, and from where Shift extends.

Owns the rules of choosing with mouse and keyboard. Refuses to know what is chosen: places of the view alone.
"""

from collections.abc import Iterable


class Selection:
    """A set of places, a focus, an anchor. The focus is -1 while the grid is empty or untouched."""

    def __init__(self) -> None:
        """Nothing is chosen."""
        self.chosen: set[int] = set()
        self.focus = -1
        self._anchor = -1

    def only(self, index: int) -> None:
        """Choose one and no other: a click, an arrow key."""
        self.chosen = {index}
        self.focus = self._anchor = index

    def toggle(self, index: int) -> None:
        """Choose one more, or one less: Ctrl and a click."""
        self.chosen ^= {index}
        self.focus = self._anchor = index

    def extend(self, index: int) -> None:
        """Choose all from the anchor to here: Shift and a click or an arrow key."""
        anchor = self._anchor if self._anchor >= 0 else max(self.focus, 0)
        self.chosen = set(range(min(anchor, index), max(anchor, index) + 1))
        self.focus, self._anchor = index, anchor

    def add(self, index: int) -> None:
        """Choose all from the anchor to here besides what is chosen: Ctrl, Shift and a click."""
        before = self.chosen
        self.extend(index)
        self.chosen |= before

    def move(self, index: int) -> None:
        """Move the focus and choose nothing: Ctrl and an arrow key."""
        self.focus = index

    def band(self, indices: Iterable[int], before: set[int]) -> None:
        """Choose what a rubber band touches, besides what was chosen before it."""
        touched = list(indices)
        self.chosen = before | set(touched)
        if touched:
            self.focus = self._anchor = touched[-1]

    def all(self, count: int) -> None:
        """Choose everything."""
        self.chosen = set(range(count))

    def clear(self) -> None:
        """Choose nothing; the focus stays."""
        self.chosen = set()

    def reset(self, chosen: Iterable[int] = (), focus: int = -1) -> None:
        """Start anew, after the view has changed."""
        self.chosen = set(chosen)
        self.focus = self._anchor = focus

    def ordered(self) -> list[int]:
        """Give what is chosen in order, or what has the focus where nothing is."""
        if self.chosen:
            return sorted(self.chosen)
        return [self.focus] if self.focus >= 0 else []
