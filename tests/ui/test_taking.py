"""What is pasted: every form in which programs put it on the clipboard, and what is made of it."""

import os
import shutil
import subprocess
import sys
import tkinter as tk
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from vitrina.ui.clipboard import unpacked
from vitrina.ui.taking import Found, choose, windows_html
from web import Web
from window_screen import Open, near

HTML = b'<meta charset="utf-8"><p>Two ships <img src="https://h.org/1.jpg"></p>'
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    "forms, found",
    [
        ({"text/plain": b"see https://h.org/a"}, Found(("https://h.org/a",))),
        ({"text/plain": b""}, Found()),
        ({"text/plain": b"Two ships", "text/html": HTML}, Found(html=HTML.decode())),
        (
            {"text/html": HTML.decode().encode("utf-16"), "text/x-moz-url-priv": "https://h.org/p".encode("utf-16-le")},
            Found(html=HTML.decode(), base="https://h.org/p"),
        ),
        ({"text/html": b"<a href='https://h.org'>h</a>", "text/plain": b"h"}, Found(("h",))),
        ({"text/html": HTML, "image/png": PNG}, Found(html=HTML.decode())),
        ({"image/png": PNG, "text/plain": b""}, Found(picture=PNG)),
        (
            {"x-special/gnome-copied-files": b"copy\nfile:///a%20b.jpg\nfile:///c", "text/plain": b"/a b.jpg\n/c"},
            Found(("file:///a%20b.jpg", "file:///c")),
        ),
        ({"text/uri-list": b"# two\r\nhttps://h.org/\r\n\r\nhttps://i.org/\r\n"}, Found(("https://h.org/", "https://i.org/"))),
        ({"text/uri-list": b"https://h.org/page\r\n", "text/html": HTML}, Found(html=HTML.decode())),
    ],
)  # fmt: skip
def test_the_form_that_says_most_is_taken(forms: dict[str, bytes], found: Found) -> None:
    assert choose(forms) == found


def test_what_tk_gives_as_numbers_becomes_bytes_again() -> None:
    assert unpacked("0x3c 0x70 0xc3 0xa9 ") == "<pé".encode()
    assert unpacked("<p>é") == "<p>é".encode()


def test_the_form_of_windows_is_taken_apart() -> None:
    part = "<img src='1.jpg'>é".encode()
    head = b"Version:0.9\r\nStartHTML:%08d\r\nStartFragment:%08d\r\nEndFragment:%08d\r\nSourceURL:https://h.org/p\r\n"
    at = len(head % (0, 0, 0)) + len(b"<html>")
    whole = head % (at - 6, at, at + len(part)) + b"<html>" + part + b"</html>"
    assert windows_html(whole) == (part.decode(), "https://h.org/p")


@pytest.fixture
def copied(display: str | None) -> Iterator[Callable[[str, bytes], None]]:
    """Put something on the clipboard from another program, as one form."""
    program = shutil.which("xclip")
    if sys.platform != "linux" or program is None:
        pytest.skip("another program's clipboard is made by xclip")
    running: list[subprocess.Popen[bytes]] = []

    def put(form: str, data: bytes) -> None:
        command = [program, "-quiet", "-selection", "clipboard", "-t", form]
        environment = os.environ | {"DISPLAY": display or ""}
        owner = subprocess.Popen(
            command, stdin=subprocess.PIPE, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        running.append(owner)
        assert owner.stdin is not None
        assert owner.stderr is not None
        owner.stdin.write(data)
        owner.stdin.close()
        assert b"Waiting" in owner.stderr.readline()
        asking = [program, "-selection", "clipboard", "-o", "-t", "TARGETS"]
        for _ in range(100):  # it says so a moment before the clipboard is its own
            if form.encode() in subprocess.run(asking, env=environment, capture_output=True, check=False).stdout:
                return
        pytest.fail("the clipboard belongs to somebody else")

    yield put
    for owner in running:
        owner.kill()
        owner.wait()
        if owner.stderr is not None:
            owner.stderr.close()


def png(colour: tuple[int, int, int]) -> bytes:
    target = BytesIO()
    Image.new("RGB", (300, 200), colour).save(target, "PNG")
    return target.getvalue()


def test_a_picture_on_the_clipboard_is_shown_and_stays(
    open_window: Open, copied: Callable[[str, bytes], None], tmp_path: Path
) -> None:
    screen = open_window()
    copied("image/png", png((10, 200, 30)))
    screen.press("<Control-v>")
    screen.filled()
    assert near(screen.tile_pixel(0), (10, 200, 30))
    assert len(list((tmp_path / "profile" / "data" / "pasted").iterdir())) == 1


def test_html_on_the_clipboard_gives_the_pictures_in_it(
    open_window: Open, copied: Callable[[str, bytes], None]
) -> None:
    with Web() as web:
        screen = open_window()
        copied(
            "text/html",
            f"<p>ships <img src='{web.url('/picture/1.png')}'> <img src='{web.url('/picture/2.png')}'>".encode(),
        )
        screen.press("<Control-v>")
        screen.until(lambda: len(screen.window.shown) == 2)


def test_files_copied_in_a_file_manager_are_opened(
    open_window: Open, copied: Callable[[str, bytes], None], folder: Path
) -> None:
    screen = open_window()
    names = "\n".join(one.as_uri() for one in sorted(folder.iterdir())[:3])
    copied("x-special/gnome-copied-files", f"copy\n{names}".encode())
    screen.press("<Control-v>")
    screen.until(lambda: len(screen.window.shown) == 3)


def test_nothing_on_the_clipboard_is_said(open_window: Open, copied: Callable[[str, bytes], None]) -> None:
    screen = open_window()
    copied("application/x-nothing", b"1")
    screen.press("<Control-v>")
    screen.until(lambda: "clipboard" in screen.window.toast.text)


def test_a_feed_that_a_page_announces_can_be_opened_from_the_toast(open_window: Open) -> None:
    with Web() as web:
        feed = web.put(
            "/feed.xml",
            f"<rss version='2.0'><channel><title>t</title><item><enclosure url='{web.url('/picture/7.png')}'"
            " type='image/png' length='1'/></item></channel></rss>",
            media_type="application/rss+xml",
        )
        page = web.put(
            "/page.html",
            f"<html><head><link rel='alternate' type='application/rss+xml' title='All ships' href='{feed}'></head>"
            f"<body><img src='{web.url('/picture/1.png')}' width='600' height='400'></body></html>",
            media_type="text/html",
        )
        screen = open_window(page)
        window = screen.window
        screen.until(lambda: "All ships" in window.toast.text)
        (button,) = [one for one in below(window.root) if type(one) is tk.Button]
        assert button.cget("text") == "Open the feed"
        button.invoke()
        screen.until(lambda: window.session.locators == (feed,) and len(window.shown) == 1)
        assert window.shown[0].url == web.url("/picture/7.png")


def below(widget: tk.Misc) -> list[tk.Misc]:
    return [one for child in widget.winfo_children() for one in (child, *below(child))]
