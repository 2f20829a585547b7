"""Where tiles lie: nothing overlaps, every row is flush, and what is seen does not jump."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.ui.grid_layout import BLOCK, Box, Layout, Measures, RowsLayout, SquareLayout

MEASURES = Measures(width=1000, tile=180, gap=10, margin=16, caption=20)


def rows(count: int, aspects: dict[int, float] | None = None, measures: Measures = MEASURES) -> RowsLayout:
    """Make rows in which the named pictures have these proportions."""
    known = {} if aspects is None else aspects
    return RowsLayout(count, measures, known.get)


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a pixel."""
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@given(count=st.integers(0, 300), width=st.integers(100, 3000), tile=st.integers(64, 512))
def test_square_tiles_never_overlap_and_stay_within_the_width(count: int, width: int, tile: int) -> None:
    layout = SquareLayout(count, Measures(width=width, tile=tile, gap=10, margin=16))
    boxes = [layout.box(index) for index in range(count)]
    for one, other in pairwise(boxes):
        assert not overlap(one, other)
    for box in boxes:
        assert box.width == box.height
        assert box.x >= 0 or width < tile + 32
        assert box.x + box.width <= max(width, tile + 32)
        assert box.y + box.height <= layout.height


@given(st.integers(1, 500), st.integers(-500, 40_000), st.integers(1, 2000))
def test_the_visible_tiles_are_exactly_those_that_touch_the_stripe(count: int, top: int, high: int) -> None:
    layout = SquareLayout(count, MEASURES)
    seen = set(layout.visible(top, top + high))
    for index in range(count):
        box = layout.box(index)
        if box.y + box.height > top and box.y < top + high:
            assert index in seen


@pytest.mark.parametrize("layout", [SquareLayout(100, MEASURES), rows(100)], ids=["square", "rows"])
def test_a_point_in_a_tile_finds_that_tile_and_a_point_beside_none(layout: Layout) -> None:
    for index in range(100):
        box = layout.box(index)
        assert layout.at(box.x, box.y) == index
        assert layout.at(box.x + box.width - 1, box.y + box.height - 1) == index
        assert layout.at(box.x + box.width // 2, box.y + box.height + 5) == index, "the caption belongs to the tile"
    assert layout.at(2, 2) is None


def test_a_million_square_tiles_lie_where_arithmetic_says() -> None:
    layout = SquareLayout(1_000_000, MEASURES)
    last = layout.box(999_999)
    assert last.y + last.height + MEASURES.caption + MEASURES.margin == layout.height
    assert layout.visible(last.y, last.y + 10).stop == 1_000_000


@pytest.mark.parametrize("layout", [SquareLayout(103, MEASURES), rows(103)], ids=["square", "rows"])
def test_going_down_line_by_line_ends_in_the_last_line_and_up_in_the_first(layout: Layout) -> None:
    index, way = 2, [2]
    for _ in range(60):
        index = layout.line(index, 1)
        way.append(index)
    assert layout.box(index).y == layout.box(102).y
    assert way == sorted(way)
    for _ in range(60):
        index = layout.line(index, -1)
    assert layout.box(index).y == layout.box(0).y


@given(st.lists(st.floats(0.2, 5), min_size=1, max_size=400), st.integers(300, 2500))
def test_rows_are_flush_do_not_overlap_and_keep_proportions(aspects: list[float], width: int) -> None:
    measures = Measures(width=width, tile=180, gap=8, margin=16, caption=0)
    layout = rows(len(aspects), dict(enumerate(aspects)), measures)
    lines: dict[int, list[Box]] = {}
    for index, aspect in enumerate(aspects):
        box = layout.box(index)
        lines.setdefault(box.y, []).append(box)
        shown = box.width / box.height
        assert shown == pytest.approx(min(max(aspect, 0.4), 3.2), abs=0.05 + 12 / box.height)
    tops = sorted(lines)
    for upper, lower in pairwise(tops):
        assert upper + lines[upper][0].height + measures.gap == lower
    for top in tops[:-1]:
        row = lines[top]
        assert row[0].x == 16
        assert row[-1].x + row[-1].width == width - 16
        for one, other in pairwise(row):
            assert one.x + one.width + measures.gap == other.x


def test_what_is_learnt_about_a_tile_on_the_screen_waits_until_it_has_left() -> None:
    aspects: dict[int, float] = {}
    layout = rows(1000, aspects)
    before = [layout.box(index) for index in range(20)]
    aspects[3] = 0.5
    layout.learn(3)
    assert not layout.settle(range(20))
    assert [layout.box(index) for index in range(20)] == before
    assert layout.settle(range(500, 520))
    assert layout.box(3) != before[3]


def test_learning_changes_one_block_and_moves_the_rest_as_a_whole() -> None:
    aspects: dict[int, float] = {}
    layout = rows(10 * BLOCK, aspects)
    layout.prepare(range(10 * BLOCK))
    before = [layout.box(index) for index in range(10 * BLOCK)]
    aspects.update(dict.fromkeys(range(BLOCK, 2 * BLOCK), 0.5))
    layout.learn(BLOCK)
    layout.settle(range(0))
    layout.prepare(range(10 * BLOCK))
    after = [layout.box(index) for index in range(10 * BLOCK)]
    assert after[:BLOCK] == before[:BLOCK]
    moved = {one.y - other.y for one, other in zip(after[2 * BLOCK :], before[2 * BLOCK :], strict=True)}
    assert len(moved) == 1
    assert moved != {0}


def test_rows_of_a_million_pictures_are_broken_only_where_somebody_looks() -> None:
    asked: set[int] = set()

    def aspect(index: int) -> float | None:
        asked.add(index)
        return None

    layout = RowsLayout(1_000_000, MEASURES, aspect)
    middle = layout.height // 2
    seen = layout.visible(middle, middle + 1000)
    assert len(seen) > 5
    assert len(asked) < 10 * BLOCK


@pytest.mark.parametrize("layout", [SquareLayout(50, MEASURES), rows(50)], ids=["square", "rows"])
def test_a_rubber_band_touches_what_it_covers(layout: Layout) -> None:
    box = layout.box(1)
    assert layout.within(box.x + 1, box.y + 1, box.x + 2, box.y + 2) == [1]
    assert layout.within(0, 0, MEASURES.width, layout.height) == list(range(50))
    assert layout.within(0, 0, 5, 5) == []
