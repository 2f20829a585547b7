"""Zoom and place: the point under the pointer stays, there is never a gap, small pictures are not blown up."""

import tkinter as tk

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vitrina.ui.photo import Surface
from vitrina.ui.viewport import Mode, View, opened, panned, resized, sharper, zoomed

WINDOW = (800, 600)
SIZES = st.tuples(st.integers(1, 9000), st.integers(1, 9000))


def under(view: View, at: tuple[float, float]) -> tuple[float, float]:
    """Find the point of the picture under a point of the window."""
    return (
        view.x + (at[0] - view.window[0] / 2) / view.scale,
        view.y + (at[1] - view.window[1] / 2) / view.scale,
    )


def test_a_large_picture_is_fitted_and_a_small_one_left_as_it_is() -> None:
    assert opened((8000, 3000), WINDOW).scale == pytest.approx(0.1)
    assert opened((80, 30), WINDOW).scale == 1
    assert opened((80, 30), WINDOW).placed == (360, 285, 80, 30)


@pytest.mark.parametrize(
    "mode, placed", [("width", (0, 0, 800, 600)), ("fill", (0, 0, 800, 600)), ("fit", (0, 150, 800, 300))]
)
def test_modes_fill_what_they_say(mode: Mode, placed: tuple[int, int, int, int]) -> None:
    wide = (4000, 1500)
    view = opened(wide, WINDOW, mode)
    if mode == "width":
        assert view.scale == pytest.approx(0.2)
        assert view.placed == (0, 150, 800, 300)
    else:
        assert view.placed == placed


def test_the_image_that_is_painted_over_is_in_one_piece_as_tk_takes_it(root: tk.Tk) -> None:
    surface = Surface((40, 30), root)
    assert surface._pixels.im.isblock(), "each frame would be copied once more"
    surface.show(Image.new("RGB", (20, 30), (200, 10, 10)), (10, 0), (1, 2, 3))
    seen = surface.copy()
    assert [seen.getpixel((x, 15)) for x in (5, 15, 35)] == [(1, 2, 3), (200, 10, 10), (1, 2, 3)]


def test_fit_width_begins_at_the_top_of_a_tall_picture() -> None:
    view = opened((400, 6000), WINDOW, "width")
    assert view.seen[1] == 0
    assert view.scale == 2


@given(SIZES, st.floats(0.05, 20), st.tuples(st.floats(0, 800), st.floats(0, 600)))
def test_what_is_seen_lies_within_the_picture_and_the_window(
    size: tuple[int, int], scale: float, at: tuple[float, float]
) -> None:
    view = zoomed(opened(size, WINDOW), scale, at)
    left, top, right, bottom = view.seen
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    x, y, width, height = view.placed
    assert x >= 0
    assert y >= 0
    assert x + width <= 800
    assert y + height <= 600


@given(st.floats(1.0, 8.0), st.floats(50, 750), st.floats(50, 550))
def test_the_point_under_the_pointer_stays_where_the_picture_covers_the_window(
    scale: float, x: float, y: float
) -> None:
    before = zoomed(opened((8000, 6000), WINDOW), 1.0, (400, 300))
    after = zoomed(before, scale, (x, y))
    assert under(after, (x, y)) == pytest.approx(under(before, (x, y)), abs=1e-6)


@given(st.floats(-20_000, 20_000), st.floats(-20_000, 20_000))
def test_panning_never_opens_a_gap(right: float, down: float) -> None:
    view = panned(zoomed(opened((4000, 3000), WINDOW), 1.0), right, down)
    assert view.placed == (0, 0, 800, 600)


def test_dragging_to_the_right_shows_what_is_on_the_left() -> None:
    before = zoomed(opened((4000, 3000), WINDOW), 1.0)
    after = panned(before, 100, 0)
    assert after.seen[0] == pytest.approx(before.seen[0] - 100)


def test_a_fitted_picture_stays_fitted_when_the_window_changes() -> None:
    assert resized(opened((4000, 3000), WINDOW), (400, 300)).scale == pytest.approx(0.1)
    free = zoomed(opened((4000, 3000), WINDOW), 0.5)
    assert resized(free, (400, 300)).scale == 0.5


def test_learning_the_true_size_leaves_the_same_part_on_the_screen() -> None:
    rough = zoomed(opened((1000, 750), WINDOW), 2.0, (100, 100))
    fine = sharper(rough, (4000, 3000))
    assert fine.placed == rough.placed
    assert fine.seen == pytest.approx(tuple(4 * edge for edge in rough.seen))
    fitted = sharper(opened((1000, 750), WINDOW), (4000, 3000))
    assert fitted.placed == opened((1000, 750), WINDOW).placed
