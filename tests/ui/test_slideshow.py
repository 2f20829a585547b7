"""The slideshow's order, its words and its fade; pages and rounds of what has several."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import pictures
from vitrina.model import Picture
from vitrina.trace import Trace
from vitrina.ui import fade as fading
from vitrina.ui.ahead import Wanted
from vitrina.ui.fade import Fade
from vitrina.ui.slideshow import ByChance, caption
from window_screen import Open, Screen, colour_of, near


@given(st.integers(1, 200), st.randoms(use_true_random=False), st.data())
def test_by_chance_every_picture_comes_once(count: int, chance: random.Random, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, count - 1))
    order = ByChance(count, first, chance)
    drawn = [first]
    while (place := order.after(drawn[-1])) is not None:
        drawn.append(place)
    assert sorted(drawn) == list(range(count))
    assert [order.after(place) for place in drawn] == [*drawn[1:], None]


def test_by_chance_no_more_is_drawn_of_a_million_than_is_looked_at() -> None:
    chance = Counted(3)
    order = ByChance(1_000_000, 17, chance)
    assert order.after(17) == order.after(17) != 17
    assert chance.asked == 1


class Counted(random.Random):
    """Counts how often it is asked."""

    asked = 0

    def randrange(self, *arguments: int) -> int:  # type: ignore[override]
        self.asked += 1
        return super().randrange(*arguments)


def test_what_is_said_of_a_picture_is_its_title_its_maker_and_the_licence() -> None:
    assert caption(Picture("https://a/1.jpg", title="Rain", credit="Ann", licence="CC0-1.0")).split("   ·   ") == [
        "Rain", "Ann", "CC0-1.0",
    ]  # fmt: skip
    assert not caption(Picture("https://a/1.jpg"))


def middle(screen: Screen) -> tuple[int, int, int]:
    width, height = screen.window.viewer.stage.size
    return screen.pixel(screen.window.viewer.canvas, width // 2, height // 2)


def test_by_chance_no_picture_of_the_gallery_is_left_out(open_window: Open, tmp_path: Path) -> None:
    for number in range(5):
        Image.new("RGB", (200, 200), colour_of(number)).save(tmp_path / f"{number}.png")
    screen = open_window(str(tmp_path), slideshow_seconds=3600, slideshow_order="random", slideshow_fade=False)
    screen.filled()
    window = screen.window
    window.grid.focus_on(2)
    screen.press("s")
    seen = [window.viewer.index]
    for _ in range(4):
        screen.shown()
        assert window.viewer.upcoming is not None, "the next one is not made ready"
        coming = window.viewer.upcoming
        window.root.after_cancel(str(window.front.slideshow._timer))
        window.front.slideshow._next()
        assert window.viewer.index == coming
        seen.append(coming)
    assert sorted(seen) == [0, 1, 2, 3, 4]


def test_one_picture_fades_into_the_next_and_the_pointer_goes_away(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fading, "SLOWEST", 60.0)  # however busy this machine is
    monkeypatch.setattr(fading, "SECONDS", 1.0)
    for number, colour in enumerate((pictures.RED, pictures.BLUE)):
        Image.new("RGB", (200, 200), colour).save(tmp_path / f"{number}.png")
    screen = open_window(str(tmp_path), slideshow_seconds=3600)
    screen.filled()
    window = screen.window
    window.grid.focus_on(0)
    screen.press("s")
    screen.shown()
    viewer = window.viewer
    assert str(viewer.canvas.cget("cursor")) == "none"
    screen.until(lambda: viewer.easel.renderings.get(Wanted(window.shown[1], viewer.stage.size)))
    seen: list[tuple[int, int, int]] = []
    window.root.after_cancel(str(window.front.slideshow._timer))
    window.front.slideshow._next()
    assert viewer.fade.running

    def look() -> bool:
        seen.append(middle(screen))
        return near(seen[-1], pictures.BLUE)

    screen.until(look)
    between = [one for one in seen if not near(one, pictures.RED, 30) and not near(one, pictures.BLUE, 30)]
    assert between, "it did not fade"
    screen.press("s")
    assert viewer.easel.fade is None
    assert not viewer.canvas.cget("cursor")


def test_a_fade_that_stutters_gives_up_and_after_three_times_is_not_tried(
    open_window: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_window(str(folder))
    screen.filled()
    monkeypatch.setattr(fading, "SLOWEST", -1.0)
    fade = Fade(screen.window.root, Trace.nowhere())
    before, after = Image.new("RGB", (4, 4), "red"), Image.new("RGB", (4, 4), "blue")
    for tried in range(1, 4):
        shown: list[object] = []
        assert fade.smooth((800, 600))
        fade.start(before, after, shown.append)
        screen.until(lambda: not fade.running)
        assert shown[-1] is after
        assert len(shown) == 3, tried
    assert not fade.smooth((800, 600))
    assert not Fade(screen.window.root, Trace.nowhere()).smooth((3840, 2160)), "too large to be smooth"


def test_the_pages_of_a_tiff_are_turned_and_zoomed(open_window: Open, tmp_path: Path) -> None:
    pages = [Image.new("RGB", (300, 200), colour) for colour in (pictures.RED, pictures.GREEN, pictures.BLUE)]
    pages[0].save(tmp_path / "pages.tif", save_all=True, append_images=pages[1:])
    screen = open_window(str(tmp_path))
    screen.filled()
    screen.window.front.open_at(0)
    screen.until(lambda: screen.window.viewer.notes == ["Page 1 of 3"])
    screen.press("<Control-Next>", "<Control-Next>")
    assert screen.window.viewer.notes == ["Page 3 of 3"]
    screen.until(lambda: near(middle(screen), pictures.BLUE, 20))
    screen.press("<Control-Next>", "<plus>")
    screen.until(lambda: screen.window.viewer.stage.whole is not None)
    assert near(middle(screen), pictures.BLUE, 20)
    screen.press("<Control-Prior>")
    screen.until(lambda: near(middle(screen), pictures.GREEN, 20))


def test_an_animation_that_wants_to_play_once_stands_still_then(open_window: Open, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (60, 60), colour) for colour in (pictures.RED, pictures.GREEN, pictures.BLUE)]
    frames[0].save(tmp_path / "once.gif", save_all=True, append_images=frames[1:], duration=60)
    screen = open_window(str(tmp_path))
    screen.filled()
    screen.window.front.open_at(0)
    animation = screen.window.viewer.animation
    screen.until(lambda: animation._count == 3)
    screen.until(lambda: screen.window.bridge.busy == 0)
    assert animation._count == 3
    assert near(middle(screen), pictures.BLUE, 20)


def test_around_a_slideshow_it_is_dark_whatever_the_look(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), theme="light")
    screen.filled()
    window = screen.window
    screen.press("s")
    screen.shown()
    screen.until(lambda: near(screen.pixel(window.viewer.canvas, 3, 200), (0, 0, 0)))
    screen.press("s")
    screen.until(lambda: near(screen.pixel(window.viewer.canvas, 3, 200), (0xEE, 0xF0, 0xF3)))
