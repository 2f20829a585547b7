"""Where each tile of the grid lies: square tiles, or justified rows with heights estimated until known.

Owns the arithmetic. Refuses to know Tk: all lengths are pixels of a sheet that starts at (0, 0).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Final, NamedTuple, Protocol

from vitrina.frozen import frozen

LIKELY_ASPECT: Final = 1.5
NARROWEST: Final = 0.4
WIDEST: Final = 3.2
BLOCK: Final = 96
"""Pictures that are broken into rows together: what is learnt about one moves no more than these."""


class Box(NamedTuple):
    """A rectangle on the sheet, the caption not included."""

    x: int
    y: int
    width: int
    height: int


@frozen
class Measures:
    """The lengths that a layout is made of. `tile` is an edge, or the height that rows aim at."""

    width: int
    tile: int
    gap: int
    margin: int
    caption: int = 0


class Layout(Protocol):
    """What the grid asks of a layout."""

    count: int

    @property
    def height(self) -> int:
        """Of the whole sheet."""

    def box(self, index: int) -> Box:
        """Where a tile lies."""

    def visible(self, top: int, bottom: int) -> range:
        """Which tiles touch the stripe."""

    def at(self, x: int, y: int) -> int | None:
        """Which tile lies under a point, its caption included."""

    def line(self, index: int, lines: int) -> int:
        """Which tile lies so many lines further down (or up), nearest to straight; stops at the ends."""

    def within(self, left: int, top: int, right: int, bottom: int) -> list[int]:
        """Which tiles touch a rectangle."""


class SquareLayout:
    """Square tiles in columns, spread over the width."""

    def __init__(self, count: int, measures: Measures) -> None:
        """Lay out `count` tiles."""
        self.count = count
        self._m = measures
        room = max(measures.width - 2 * measures.margin, measures.tile)
        self.columns = max(1, (room + measures.gap) // (measures.tile + measures.gap))
        # The tiles take what is left over, so that both margins are equal; the picture is then cut a little less.
        self._tile = max(1, (room - (self.columns - 1) * measures.gap) // self.columns)
        self._pitch_y = self._tile + measures.caption + measures.gap
        used = self.columns * self._tile + (self.columns - 1) * measures.gap
        self._left = (measures.width - used) // 2

    @property
    def rows(self) -> int:
        """How many lines of tiles there are."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        """Of the whole sheet."""
        return 2 * self._m.margin + self.rows * self._pitch_y - self._m.gap if self.count else 0

    def box(self, index: int) -> Box:
        """Where a tile lies."""
        row, column = divmod(index, self.columns)
        x = self._left + column * (self._tile + self._m.gap)
        return Box(x, self._m.margin + row * self._pitch_y, self._tile, self._tile)

    def visible(self, top: int, bottom: int) -> range:
        """Which tiles touch the stripe."""
        first = max(0, (top - self._m.margin) // self._pitch_y)
        last = max(0, (bottom - self._m.margin) // self._pitch_y + 1)
        return range(min(self.count, first * self.columns), min(self.count, last * self.columns))

    def at(self, x: int, y: int) -> int | None:
        """Which tile lies under a point, its caption included."""
        row, in_row = divmod(y - self._m.margin, self._pitch_y)
        column, in_column = divmod(x - self._left, self._tile + self._m.gap)
        index = row * self.columns + column
        inside = in_row < self._tile + self._m.caption and in_column < self._tile
        return index if inside and 0 <= column < self.columns and 0 <= index < self.count else None

    def line(self, index: int, lines: int) -> int:
        """Which tile lies so many lines further down (or up); stops at the ends."""
        wanted = index + lines * self.columns
        if wanted >= self.count:
            last_line = (self.count - 1) // self.columns
            return self.count - 1 if index // self.columns < last_line else index
        return wanted if wanted >= 0 else index % self.columns

    def within(self, left: int, top: int, right: int, bottom: int) -> list[int]:
        """Which tiles touch a rectangle."""
        return _touching(self, left, top, right, bottom)


class RowsLayout:
    """Rows of one width in which each picture keeps its proportions.

    The sheet is cut into blocks of `BLOCK` pictures; a block is broken into rows that all end flush, so that
    no seam shows and a proportion learnt later changes one block's height and nothing else.
    """

    def __init__(self, count: int, measures: Measures, aspect: Callable[[int], float | None]) -> None:
        """Lay out `count` tiles; `aspect` gives width / height of a picture, None while nobody knows."""
        self.count = count
        self._m = measures
        self._aspect = aspect
        self._blocks = -(-count // BLOCK)
        self._rows: dict[int, tuple[list[Box], int]] = {}
        likely = self._estimate(BLOCK)
        self._heights = [likely] * self._blocks
        if self._blocks and count % BLOCK:
            self._heights[-1] = self._estimate(count % BLOCK)
        self._tops: list[int] | None = None
        self._stale: set[int] = set()

    @property
    def height(self) -> int:
        """Of the whole sheet; an estimate where nobody has looked yet."""
        return 2 * self._m.margin + self._starts()[-1] - self._m.gap if self.count else 0

    def learn(self, index: int) -> None:
        """Remember that the aspect of a picture is known now; `settle` makes use of it."""
        self._stale.add(index // BLOCK)

    def settle(self, on_screen: range) -> bool:
        """Break blocks anew whose proportions were learnt, but none that is on the screen; whether any was."""
        held = set(range(on_screen.start // BLOCK, -(-on_screen.stop // BLOCK))) if on_screen else set()
        done = self._stale - held
        self._stale &= held
        for block in done:
            self._rows.pop(block, None)
        return bool(done)

    def prepare(self, around: range) -> bool:
        """Break the blocks of these tiles into rows now; whether the height of any of them was wrong."""
        before = self._tops
        for block in range(around.start // BLOCK, -(-around.stop // BLOCK)):
            self._block(block)
        return self._tops is not before

    def box(self, index: int) -> Box:
        """Where a tile lies."""
        block, place = divmod(index, BLOCK)
        boxes, _ = self._block(block)
        top = self._m.margin + self._starts()[block]
        x, y, width, height = boxes[place]
        return Box(x, top + y, width, height)

    def visible(self, top: int, bottom: int) -> range:
        """Which tiles touch the stripe."""
        if not self.count:
            return range(0)
        first = self._first_below(top)
        index = first
        while index < self.count and self.box(index).y <= bottom:
            index += 1
        return range(first, index)

    def at(self, x: int, y: int) -> int | None:
        """Which tile lies under a point, its caption included."""
        for index in self.visible(y, y):
            box = self.box(index)
            if box.x <= x < box.x + box.width and box.y <= y < box.y + box.height + self._m.caption:
                return index
        return None

    def line(self, index: int, lines: int) -> int:
        """Which tile lies so many lines further down (or up), nearest to straight; stops at the ends."""
        for _ in range(abs(lines)):
            box = self.box(index)
            middle = box.x + box.width // 2
            down = lines > 0
            y = box.y + box.height + self._m.caption + self._m.gap + 1 if down else box.y - self._m.gap - 1
            there = [one for one in self.visible(y, y) if (self.box(one).y > box.y) == down and one != index]
            there = [one for one in there if (one > index) == down]
            if not there:
                return index
            index = min(there, key=lambda one: abs(self.box(one).x + self.box(one).width // 2 - middle))
        return index

    def within(self, left: int, top: int, right: int, bottom: int) -> list[int]:
        """Which tiles touch a rectangle."""
        return _touching(self, left, top, right, bottom)

    def _first_below(self, top: int) -> int:
        """Find the first tile that ends below `top`."""
        wanted = top - self._m.margin
        block = max(0, min(self._blocks - 1, bisect_right(self._starts(), wanted) - 1))
        while True:
            boxes, _ = self._block(block)
            start = self._starts()[block]
            for place, box in enumerate(boxes):
                if start + box.y + box.height + self._m.caption >= wanted:
                    return block * BLOCK + place
            if block + 1 >= self._blocks:
                return self.count - 1
            block += 1

    def _starts(self) -> list[int]:
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops

    def _block(self, block: int) -> tuple[list[Box], int]:
        made = self._rows.get(block)
        if made is None:
            indices = range(block * BLOCK, min(self.count, (block + 1) * BLOCK))
            aspects = [_bounded(self._aspect(index)) for index in indices]
            made = self._rows[block] = broken(aspects, self._m, last=block == self._blocks - 1)
            if self._heights[block] != made[1]:
                self._heights[block] = made[1]
                self._tops = None
        return made

    def _estimate(self, count: int) -> int:
        return broken([LIKELY_ASPECT] * count, self._m, last=True)[1]


def broken(aspects: list[float], measures: Measures, *, last: bool) -> tuple[list[Box], int]:
    """Break pictures into rows of equal length near the height aimed at; the boxes, and the height with its gap.

    Only the `last` block of a sheet may end in a row that is not full.
    """
    room = max(measures.width - 2 * measures.margin, measures.tile)
    boxes: list[Box] = []
    y = 0
    for row, full in _rows_of(aspects, room, measures, last=last):
        inner = room - (len(row) - 1) * measures.gap
        height = max(1, round(inner / sum(row))) if full else measures.tile
        x = measures.margin
        for place, aspect in enumerate(row):
            flush = full and place == len(row) - 1
            width = max(1, measures.margin + room - x if flush else round(height * aspect))
            boxes.append(Box(x, y, width, height))
            x += width + measures.gap
        y += height + measures.caption + measures.gap
    return boxes, y


def _rows_of(aspects: list[float], room: int, measures: Measures, *, last: bool) -> Iterable[tuple[list[float], bool]]:
    """Cut into rows whose sums are as equal as can be; whether each is to fill the width."""
    total = sum(aspects)
    wanted = (room + measures.gap) / (measures.tile + measures.gap / LIKELY_ASPECT)
    count = max(1, min(len(aspects), round(total / wanted)))
    if last and total < wanted * 0.75:
        yield aspects, False
        return
    row: list[float] = []
    gone = 0.0
    rows = 1
    for aspect in aspects:
        edge = total * rows / count
        if row and rows < count and gone + aspect / 2 > edge:
            yield row, True
            row = []
            rows += 1
        row.append(aspect)
        gone += aspect
    if row:
        yield row, True


def _bounded(aspect: float | None) -> float:
    return LIKELY_ASPECT if aspect is None else min(max(aspect, NARROWEST), WIDEST)


def _touching(layout: Layout, left: int, top: int, right: int, bottom: int) -> list[int]:
    found = []
    for index in layout.visible(top, bottom):
        box = layout.box(index)
        across = box.x < right and box.x + box.width > left
        if across and box.y < bottom and box.y + box.height > top:
            found.append(index)
    return found
