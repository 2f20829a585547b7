"""A picture on its way: what has come is seen in its place, how far it is is said, and nothing jumps."""

import asyncio
import threading
from pathlib import Path

import pytest
from PIL import Image

import pictures
from vitrina.language import Language
from vitrina.ui.overlay import Overlay
from vitrina.ui.transfers import Transfer
from vitrina.ui.viewer import coming
from web import Exchange, Handler, Web
from window_screen import Open, Screen, near


def halting(body: bytes, after: int, go_on: threading.Event) -> Handler:
    """Serve a JPEG whose rest comes byte by byte until `go_on`, and then at once."""

    async def serve(x: Exchange) -> None:
        await x.head(200, [("Content-Type", "image/jpeg"), ("Content-Length", str(len(body)))])
        await x.raw(body[:after])
        sent = after
        while not go_on.is_set() and sent < len(body) - 1:
            await x.raw(body[sent : sent + 1])
            sent += 1
            await asyncio.sleep(0.05)
        await x.raw(body[sent:])

    return serve


def quarters_of(screen: Screen) -> list[tuple[int, int, int]]:
    """Read the screen in the middle of each quarter of the picture."""
    viewer = screen.window.viewer
    assert viewer.view is not None
    left, top, width, height = viewer.view.placed
    return [screen.pixel(viewer.canvas, left + width * x // 4, top + height * y // 4) for y in (1, 3) for x in (1, 3)]


def listed(folder: Path, *addresses: str) -> str:
    """Write a list, whose lines are taken for pictures unseen."""
    (folder / "list.txt").write_text("\n".join(addresses), encoding="utf-8")
    return str(folder / "list.txt")


def test_what_has_come_of_a_jpeg_is_seen_in_its_place_while_the_rest_comes(open_window: Open, tmp_path: Path) -> None:
    body = pictures.encode(pictures.quarters((1500, 1000)), "JPEG", quality=95)
    go_on = threading.Event()
    with Web() as web:
        large = web.serve("/a.jpg", halting(body, len(body) * 7 // 10, go_on))
        screen = open_window(listed(tmp_path, web.url("/picture/1.png"), large))
        window = screen.window
        try:
            screen.until(lambda: len(window.shown) == 2)
            window.front.open_at(1)
            viewer = window.viewer
            screen.until(lambda: viewer.view is not None and near(quarters_of(screen)[0], pictures.RED, 30), 15)
            assert not viewer.sharp
            assert near(quarters_of(screen)[1], pictures.GREEN, 30)
            screen.until(lambda: viewer.overlay.foot.startswith("Downloading: 7"))
            before = viewer.view
        finally:
            go_on.set()
        screen.shown()
        assert viewer.view == before, "the picture jumped"
        assert near(quarters_of(screen)[2], pictures.BLUE, 30)
        screen.until(lambda: not viewer.overlay.foot)


def test_a_picture_of_which_nothing_has_come_says_so_in_place_of_the_one_before(
    open_window: Open, tmp_path: Path
) -> None:
    with Web() as web:
        screen = open_window(listed(tmp_path, web.url("/picture/1.png"), web.url("/stall?at=0")))
        screen.until(lambda: len(screen.window.shown) == 2)
        screen.window.front.open_at(0)
        screen.shown()
        screen.press("<Right>")
        viewer = screen.window.viewer
        screen.until(lambda: viewer.overlay.middle)
        assert viewer.overlay.middle.endswith("…")
        assert viewer.stage.seen() is None
        screen.press("<Left>")
        screen.shown()
        assert not viewer.overlay.middle
        assert isinstance(viewer.overlay, Overlay)


@pytest.mark.parametrize(
    "transfer, said",
    [
        (None, "Loading…"),
        (Transfer("a", 0.0), "Waiting its turn…"),
        (Transfer("a", 0.0, connecting=1.0), "Connecting…"),
        (Transfer("a", 0.0, connecting=1.0, received=1500), "Downloading: 1.50 kB"),
        (Transfer("a", 0.0, connecting=1.0, received=429, total=1000), "Downloading: 42 %"),
        (Transfer("a", 0.0, ended=2.0, received=429, total=1000), "Loading…"),
    ],
)
def test_how_far_a_picture_is_is_said_in_words(transfer: Transfer | None, said: str) -> None:
    assert coming(Language.load("en"), transfer) == said


def test_other_bytes_take_the_place_of_what_is_looked_at_without_a_jump(open_window: Open) -> None:
    def served(colour: tuple[int, int, int]) -> bytes:
        return pictures.encode(Image.new("RGB", (900, 600), colour), "JPEG", quality=95)

    with Web() as web:
        address = web.put("/a.jpg", served(pictures.RED), media_type="image/jpeg")
        screen = open_window(address)
        screen.filled()
        viewer = screen.window.viewer
        screen.window.front.open_at(0)
        screen.shown()
        screen.press("1", "<plus>")
        screen.until(lambda: viewer.stage.whole is not None)
        before = viewer.view
        web.put("/a.jpg", served(pictures.BLUE), media_type="image/jpeg")
        screen.press("<F5>")
        seen: list[bool] = []

        def changed() -> bool:
            seen.append(viewer.sharp)
            width, height = viewer.stage.size
            return near(screen.pixel(viewer.canvas, width // 2, height // 2), pictures.BLUE, 20)

        screen.until(changed)
        assert all(seen), "it was taken away meanwhile"
        assert viewer.view == before
