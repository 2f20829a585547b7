"""A whole window on the virtual screen, with the real library behind it.

Owns how a test opens and closes the window. Refuses stand-ins: pictures are files or come from a real server.
"""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from screen import wait_until
from vitrina import paths
from vitrina.bridge import Bridge
from vitrina.crashes import Crashes
from vitrina.fetch import Limits
from vitrina.language import Language
from vitrina.library.library import Library
from vitrina.settings import Settings
from vitrina.trace import Trace
from vitrina.ui.window import Start, Window
from window_screen import SIZES, Screen, colour_of


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty pictures of one colour each."""
    made = tmp_path_factory.mktemp("pictures")
    for number in range(30):
        Image.new("RGB", SIZES[number % 3], colour_of(number)).save(made / f"{number:03}.png")
    return made


@pytest.fixture
def open_window(display: str | None, tmp_path: Path) -> Iterator[Callable[..., Screen]]:
    """Open a window on locators; everything is closed with the test, and any fault fails it."""
    del display
    opened: list[tuple[Screen, Bridge, list[Library]]] = []

    def make(*locators: str, size: str = "1180x760+20+20", offline: bool = False, **settings: Any) -> Screen:
        where = paths.below(tmp_path / "profile")
        bridge = Bridge()
        libraries: list[Library] = []

        async def open_library(settings: Settings) -> Library:
            libraries.append(
                Library(where.with_store(settings.store_folder), Limits(offline=offline), trace=Trace.nowhere())
            )
            return libraries[-1]

        start = Start(
            bridge=bridge,
            open_library=open_library,
            locators=locators,
            settings=replace(Settings(theme="light"), **settings),
            paths=where,
            language=Language.load(settings.get("language") or "en"),
            trace=Trace.nowhere(),
            offline=offline,
            crashes=Crashes(where.crash_folder),
        )
        window = Window(start)
        if size:
            window.root.geometry(size)
        screen = Screen(window, partial(wait_until, window.root))
        opened.append((screen, bridge, libraries))
        window.root.report_callback_exception = lambda _kind, fault, _trace: screen.faults.append(fault)
        bridge.hear_faults(screen.faults.append)
        return screen

    yield make
    for screen, bridge, libraries in reversed(opened):  # the first bridge gives the garbage collector back
        if not screen.window.closed:
            screen.window.quit()
        for library in libraries:
            bridge.wait(partial(library.close), 10)
        assert bridge.close(), "the asyncio thread did not end"
    faults = [fault for screen, _, _ in opened for fault in screen.faults]
    opened.clear()
    gc.collect()  # on this thread: another one must not be the one to drop a Tk object
    if faults:
        raise AssertionError("A callback failed.") from faults[0]
