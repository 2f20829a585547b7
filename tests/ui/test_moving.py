"""What moves by itself: animations, the slideshow; and the picture that the window takes of itself."""

import time
from pathlib import Path

from PIL import Image

from window_screen import Open, Screen, colour_of, near

RED, BLUE = (220, 30, 30), (40, 60, 200)


def middle(screen: Screen) -> tuple[int, int, int]:
    """Read the pixel in the middle of the viewer."""
    width, height = screen.window.viewer.stage.size
    return screen.pixel(screen.window.viewer.canvas, width // 2, height // 2)


def test_an_animation_plays_round_after_round_and_can_be_paused_and_stepped(open_window: Open, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (200, 200), colour) for colour in (RED, BLUE)]
    moving = tmp_path / "moving"
    moving.mkdir()
    frames[0].save(moving / "two.gif", save_all=True, append_images=frames[1:], duration=120, loop=0)
    screen = open_window(str(moving))
    screen.filled()
    screen.window.front.open_at(0)
    screen.shown()
    for colour in (BLUE, RED, BLUE, RED):
        screen.until(lambda colour=colour: near(middle(screen), colour, 40), 10)  # type: ignore[misc]
    animation = screen.window.viewer.animation
    screen.press("p")
    assert animation.paused
    seen = middle(screen)
    end = time.monotonic() + 0.5
    screen.until(lambda: time.monotonic() > end)
    assert middle(screen) == seen
    screen.press("<period>")
    screen.until(lambda: not near(middle(screen), seen, 40))
    screen.press("p")
    screen.until(lambda: near(middle(screen), seen, 40))


def test_a_still_picture_is_not_taken_for_an_animation(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    screen.window.front.open_at(0)
    screen.shown()
    screen.until(lambda: screen.window.bridge.busy == 0)
    assert not screen.window.viewer.animation.playing


def test_the_slideshow_goes_on_by_itself_from_the_last_to_the_first(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), slideshow_seconds=1)
    screen.filled()
    window = screen.window
    window.grid.focus_on(28)
    screen.press("s")
    assert window.front.fullscreen
    screen.until(lambda: window.viewer.index == 29, 20)
    screen.until(lambda: window.viewer.index == 0, 20)
    screen.shown()
    assert near(middle(screen), colour_of(0))
    screen.press("p")
    assert window.front.slideshow.running
    screen.press("<Escape>")
    assert not window.front.slideshow.running
    assert not window.front.fullscreen
    assert window.front.in_viewer
