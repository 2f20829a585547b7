"""Links and files that macOS hands over; Tk's commands for it are called as Tk calls them there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vitrina.ui import apple_events
from web import Web
from window_screen import Screen


@pytest.fixture
def screen(open_window: Callable[..., Screen]) -> Screen:
    opened = open_window()
    root = opened.window.root
    root.tk.call("namespace", "eval", "::tk::mac", "")  # elsewhere there is no such place
    apple_events.listen(opened.window)
    return opened


def test_files_are_opened(screen: Screen, folder: Path) -> None:
    screen.window.root.tk.call("::tk::mac::OpenDocument", str(folder / "000.png"), str(folder / "001.png"))
    screen.until(lambda: len(screen.window.shown.pictures) == 2)


def test_nothing_is_opened_where_nothing_is_named(screen: Screen) -> None:
    screen.window.root.tk.call("::tk::mac::OpenDocument")
    assert screen.window.session.locators == ()


@pytest.mark.parametrize("scheme", ["vitrina:", "VITRINA:", ""])
def test_a_link_is_of_the_web_whoever_sent_it(screen: Screen, scheme: str) -> None:
    with Web() as web:
        screen.window.root.tk.call("::tk::mac::LaunchURL", f"{scheme}{web.url('/picture/1.png')}")
        screen.until(lambda: not screen.window.session.reading and screen.window.session.library is not None)
        screen.until(lambda: screen.window.session.transfers.failed)
        assert web.count() == 0


def test_a_link_to_a_file_is_refused(screen: Screen, folder: Path) -> None:
    screen.window.root.tk.call("::tk::mac::LaunchURL", (folder / "000.png").as_uri())
    screen.until(lambda: "is no link that can be opened" in screen.window.front.nothing.sentence)
