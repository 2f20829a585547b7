"""Pictures side by side: the same part of each, whatever is done to one; older versions beside the new one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import pictures
from vitrina.ui.compare import columns
from vitrina.ui.viewport import View, linked, opened, panned, zoomed
from web import Web
from window_screen import Open, Screen, colour_of, near

PANE = (500, 400)
SIZES = st.tuples(st.integers(50, 9000), st.integers(50, 9000))


def middle(view: View) -> tuple[float, float]:
    """Which share of the picture is in the middle."""
    return view.x / view.picture[0], view.y / view.picture[1]


@given(SIZES, st.floats(1, 20), st.tuples(st.floats(-900, 900), st.floats(-900, 900)))
def test_a_smaller_version_shows_the_same_part_as_large(
    size: tuple[int, int], factor: float, pan: tuple[float, float]
) -> None:
    leader = opened(size, PANE)
    leader = panned(zoomed(leader, leader.scale * factor, (100, 300)), *pan)
    half = (max(1, size[0] // 2), max(1, size[1] // 2))
    follower = linked(leader, opened(half, PANE))
    assert middle(follower) == pytest.approx(middle(leader), abs=0.05)
    assert follower.scale * half[0] == pytest.approx(leader.scale * size[0], rel=0.05)


def test_what_fits_is_followed_by_what_fits() -> None:
    wide, tall = opened((4000, 1000), PANE), opened((1000, 4000), PANE)
    assert linked(wide, zoomed(tall, 3.0)) == tall


@pytest.mark.parametrize(
    "count, room, across", [(2, (900, 600), 2), (3, (900, 600), 3), (4, (900, 600), 2), (2, (500, 900), 1)]
)
def test_the_panes_share_the_window(count: int, room: tuple[int, int], across: int) -> None:
    assert columns(count, room) == across


def pane_pixel(screen: Screen, number: int) -> tuple[int, int, int]:
    """Read the middle of a pane."""
    comparison = screen.window.front.comparison
    assert comparison is not None
    canvas = comparison.panes[number].canvas
    return screen.pixel(canvas, canvas.winfo_width() // 2, canvas.winfo_height() // 2)


def test_selected_pictures_stand_side_by_side_and_move_together(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    screen.press("c")
    assert window.front.comparison is None
    assert "two to four" in window.toast.text
    for index in (0, 1, 2):
        screen.click_tile(index, state=0x4 if index else 0)
    screen.press("c")
    comparison = window.front.comparison
    assert comparison is not None
    screen.until(lambda: all(pane.easel.sharp for pane in comparison.panes))
    for number in range(3):
        assert near(pane_pixel(screen, number), colour_of(number))
    assert comparison.panes[1].caption.startswith("001.png")
    pane = comparison.panes[1]
    pane.canvas.event_generate("<Button-4>", x=50, y=50)
    pane.canvas.event_generate("<Button-4>", x=50, y=50)
    screen.until(lambda: all(one.view is not None and one.view.mode == "free" for one in comparison.panes))
    views = [one.view for one in comparison.panes if one.view is not None]
    assert comparison.view == views[1], "the one under the mouse leads"
    assert views[0] == linked(views[1], views[0])
    assert window.chosen() == [window.shown[1]]
    screen.press("<Tab>", "<Tab>")
    assert window.chosen() == [window.shown[2]], "Tab goes to the next pane, and keys are about that"
    assert str(comparison.panes[2]._caption.cget("style")) == "Strong.TLabel"
    assert str(comparison.panes[1]._caption.cget("style")) == "Muted.TLabel"
    screen.press("0")
    assert [one.view.mode for one in comparison.panes if one.view] == ["fit"] * 3
    screen.press("<Escape>")
    assert window.front.comparison is None
    assert window.front.where == "grid"
    assert sorted(window.grid.selection.chosen) == [0, 1, 2]


def test_what_a_picture_was_before_is_said_and_stands_beside_it(open_window: Open) -> None:
    with Web() as web:
        address = web.url("/a.jpg")
        for colour in (pictures.RED, pictures.BLUE):
            body = pictures.encode(Image.new("RGB", (300, 200), colour), "JPEG", quality=95)
            web.put("/a.jpg", body, media_type="image/jpeg")
            if colour == pictures.RED:
                screen = open_window(address)
                screen.filled()
        window = screen.window
        window.front.open_at(0)
        screen.shown()
        assert not window.viewer.notes
        screen.press("<F5>")
        screen.until(lambda: window.viewer.notes == ["1 older version"])
        screen.press("i")
        panel = window.front.beside.information
        assert panel is not None
        screen.until(lambda: "Older versions" in panel.text.get("1.0", "end"))
        screen.press("c")
        comparison = window.front.comparison
        assert comparison is not None
        screen.until(lambda: all(pane.easel.sharp for pane in comparison.panes))
        assert near(pane_pixel(screen, 0), pictures.BLUE, 20)
        assert near(pane_pixel(screen, 1), pictures.RED, 20)
        assert [pane.caption.split("   ·   ")[0] for pane in comparison.panes] == ["a.jpg", "a.jpg"]
        assert "As it was on" in comparison.panes[1].caption
        screen.press("<Escape>")
        assert window.front.where == "viewer"
