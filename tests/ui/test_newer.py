"""What the window says of a newer version: nothing, unless the person asked for it."""

import tkinter as tk
import webbrowser
from collections.abc import Callable, Iterator
from tkinter import ttk

import pytest

from vitrina import description
from vitrina.ui import newer
from web import Web
from window_screen import Screen

FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
    '<link rel="alternate" href="{origin}/releases/tag/v999.1"/></entry></feed>'
)
Opened = Callable[..., Screen]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web() as server:
        address = server.put("/releases.atom", FEED.format(origin=server.origin), media_type="application/atom+xml")
        monkeypatch.setattr(description, "RELEASES", address)
        yield server


class Browser(webbrowser.BaseBrowser):
    """What the person's web browser is asked to show."""

    def __init__(self) -> None:
        super().__init__("told")
        self.shown: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:  # noqa: FBT001, FBT002 - the library's shape
        del new, autoraise
        self.shown.append(url)
        return True


@pytest.fixture
def browser() -> Iterator[Browser]:
    """The browser that is asked first, for this test."""
    made = Browser()
    webbrowser.get()  # the system's are found first, and not after it
    webbrowser.register("told", None, made, preferred=True)
    yield made
    webbrowser._tryorder.remove("told")  # type: ignore[attr-defined] # there is no other way back


def below(widget: tk.Misc) -> Iterator[tk.Misc]:
    yield widget
    for child in widget.winfo_children():
        yield from below(child)


def button_of(screen: Screen) -> tk.Button:
    (button,) = [one for one in below(screen.window.root) if type(one) is tk.Button and one.winfo_ismapped()]
    return button


def test_who_asked_to_be_told_is_told_and_led_to_its_page(open_window: Opened, web: Web, browser: Browser) -> None:
    screen = open_window("demo:3", tell_newer=True)
    screen.until(lambda: "999.1" in screen.window.toast.text)
    assert screen.window.toast.text == "Vitrina 999.1 was released."
    button_of(screen).invoke()
    assert browser.shown == [f"{web.origin}/releases/tag/v999.1"]
    assert web.count() == 1


def test_who_did_not_ask_is_not_told_until_the_settings_say_so(open_window: Opened, web: Web) -> None:
    screen = open_window("demo:3")
    screen.until(lambda: screen.window.library is not None)
    screen.filled()
    assert web.count() == 0
    screen.window.act("settings")
    labels = [one for one in below(screen.window.root) if isinstance(one, ttk.Label)]
    (label,) = [one for one in labels if str(one.cget("text")).startswith("Tell of newer versions (asks github.com")]
    row = label.grid_info()["row"]
    (switch,) = label.master.grid_slaves(row=row, column=1)
    assert isinstance(switch, ttk.Checkbutton)
    newer.want(screen.window, on=False)
    came: list[object] = []
    assert screen.window.library is not None
    screen.window.bridge.ask(screen.window.library.info, came.append)
    screen.until(lambda: came)
    assert not screen.window.start.paths.asked_file.exists(), "it was asked"
    switch.invoke()
    screen.until(lambda: "999.1" in screen.window.toast.text)
    assert screen.window.settings.tell_newer
    assert web.count() == 1


def test_offline_it_waits(open_window: Opened, web: Web) -> None:
    screen = open_window(offline=True, tell_newer=True)
    screen.until(lambda: screen.window.library is not None)
    newer.ask(screen.window)
    came: list[object] = []
    library = screen.window.library
    assert library is not None
    screen.window.bridge.ask(library.newer_release, came.append)
    screen.until(lambda: came)
    assert (came, web.count()) == ([None], 0)
