"""The viewer as a person meets it: real events in, pixels of the screen out."""

from pathlib import Path

from vitrina.ui.colours import LIGHT, rgb
from vitrina.ui.information import BY
from window_screen import Open, colour_of, near


def test_enter_opens_the_picture_and_escape_leads_back_to_its_tile(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.click_tile(2)
    screen.press("<Return>")
    screen.shown()
    window = screen.window
    width, height = window.viewer.stage.size
    assert near(screen.pixel(window.viewer.canvas, width // 2, height // 2), colour_of(2))
    screen.press("<Right>")
    screen.shown()
    assert near(screen.pixel(window.viewer.canvas, width // 2, height // 2), colour_of(3))
    screen.press("<Escape>")
    assert not window.front.in_viewer
    assert window.grid.selection.focus == 3


def test_a_double_click_opens_and_the_ends_are_said(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.click_tile(0)
    screen.click_tile(0)
    screen.shown()
    screen.press("<Left>")
    assert "first" in screen.window.toast.text
    screen.press("<End>")
    screen.shown()
    assert screen.window.viewer.index == 29
    screen.press("<Right>")
    assert "last" in screen.window.toast.text


def test_small_pictures_are_not_enlarged_and_one_to_one_is_one_to_one(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), size="1180x500+20+20")
    screen.filled()
    screen.window.front.open_at(1)  # 400 x 640: taller than the window
    screen.shown()
    view = screen.window.viewer.view
    assert view is not None
    assert view.scale < 1
    screen.press("1")
    screen.until(lambda: (view := screen.window.viewer.view) is not None and view.scale == 1)
    width, height = screen.window.viewer.stage.size
    middle = height // 2
    assert near(screen.pixel(screen.window.viewer.canvas, width // 2 - 199, middle), colour_of(1))
    assert near(screen.pixel(screen.window.viewer.canvas, width // 2 - 202, middle), rgb(LIGHT.stage))
    screen.press("0")
    view = screen.window.viewer.view
    assert view is not None
    assert view.mode == "fit"


def test_the_wheel_zooms_at_the_pointer_and_dragging_pans(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.front.open_at(0)
    screen.shown()
    viewer = screen.window.viewer
    for _ in range(8):
        screen.press("<plus>")
    screen.until(lambda: viewer.view is not None and viewer.view.scale > 4)
    assert viewer.view is not None
    before = viewer.view.seen
    viewer.canvas.event_generate("<ButtonPress-1>", x=400, y=300)
    viewer.canvas.event_generate("<B1-Motion>", x=300, y=300, state=0x100)
    viewer.canvas.event_generate("<ButtonRelease-1>", x=300, y=300, state=0x100)
    assert viewer.view.seen[0] > before[0]
    screen.until(lambda: viewer.stage.whole is not None)
    viewer.canvas.event_generate("<Button-5>", x=300, y=300)
    screen.until(lambda: viewer.view is not None and viewer.view.seen != before)


def test_a_turned_picture_is_turned(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.front.open_at(0)
    screen.shown()
    viewer = screen.window.viewer
    assert viewer.view is not None
    assert viewer.view.picture == (640, 400)
    screen.press("r")
    screen.until(lambda: viewer.view is not None and viewer.view.picture == (400, 640))
    screen.press("<R>")
    screen.until(lambda: viewer.view is not None and viewer.view.picture == (640, 400))


def test_information_and_filmstrip_stand_beside_the_picture(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.front.open_at(3)
    screen.shown()
    screen.press("i")
    beside = screen.window.front.beside
    assert beside.information is not None
    panel = beside.information
    screen.until(lambda: f"640 {BY} 400" in panel.text.get("1.0", "end"))
    assert "003.png" in panel.text.get("1.0", "end")
    screen.press("t")
    assert beside.filmstrip is not None
    strip = beside.filmstrip
    screen.until(lambda: strip.winfo_ismapped() and strip.canvas.winfo_width() > 100)
    places = strip.places
    assert 3 in places
    left = strip._left() + (strip._edge + strip._gap) * places.index(5) + 20
    screen.until(lambda: near(screen.pixel(strip.canvas, left, 30), colour_of(5)))
    screen.click(strip.canvas, left, 30)
    assert screen.window.viewer.index == 5
    screen.press("i", "t")
    assert not panel.winfo_ismapped()


def test_what_a_strip_asked_for_does_not_come_to_one_that_is_gone(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    window.front.open_at(3)
    screen.shown()
    screen.press("t")
    strip = window.front.beside.filmstrip
    assert strip is not None
    screen.until(strip.winfo_ismapped)
    strip._thumbnails.clear()
    strip._draw()
    assert strip._thumbnails.waiting
    window.frame.rebuild()
    screen.until(lambda: window.bridge.busy == 0)  # a fault fails every test of a window


def test_a_picture_that_failed_bears_a_sign_that_goes_with_it(open_window: Open, folder: Path, tmp_path: Path) -> None:
    one = folder / "000.png"
    (tmp_path / "list.txt").write_text(f"{(tmp_path / 'gone.png').as_uri()}\n{one.as_uri()}\n", "utf-8")
    screen = open_window(str(tmp_path / "list.txt"))
    screen.filled()
    viewer = screen.window.viewer
    screen.window.front.open_at(0)
    screen.until(lambda: "There is no file" in viewer.overlay.middle)
    left, top, right, bottom = viewer.canvas.bbox(viewer.overlay._sign)
    colours = {screen.pixel(viewer.canvas, x, (top + bottom) // 2) for x in range(left, right)}
    assert any(near(one, rgb(LIGHT.danger), 40) for one in colours)
    screen.press("<Right>")
    screen.shown()
    assert not viewer.canvas.bbox(viewer.overlay._sign)
