"""`vitrina [LOCATOR …]`: the window.

Owns the wiring of window, bridge and library. Refuses to load the library before the window is up.
"""

import sys
from functools import partial
from typing import TYPE_CHECKING

from vitrina.cli.arguments import Call
from vitrina.cli.console import Console
from vitrina.errors import InstallationError
from vitrina.paths import Paths
from vitrina.settings import Settings
from vitrina.trace import Trace

if TYPE_CHECKING:
    from vitrina.library.library import Library


def open_window(call: Call, console: Console, paths: Paths, settings: Settings, trace: Trace) -> int:
    """Show the window until it is closed; InstallationError where there is no Tk or no screen."""
    try:
        from vitrina.ui.window import Start, run
    except ImportError as error:
        if error.name not in {None, "tkinter", "_tkinter"}:
            raise
        raise InstallationError(
            "This Python has no Tk ({reason}), so there is no window; install it (Debian: apt-get install python3-tk).",
            reason=error,
        ) from error
    from vitrina.bridge import Bridge
    from vitrina.sources.locator import parse

    for locator in call.locators:
        parse(locator)  # a wrong one is a wrong call, told before there is a window
    options = call.options
    opened: list[Library] = []

    async def open_library() -> "Library":
        _end_splash()  # the window is on the screen by now
        from vitrina.cli.wiring import open_library as wired

        opened.append(wired(call, console.language.code, paths, settings, trace))
        return opened[-1]

    bridge = Bridge()
    try:
        return run(
            Start(
                bridge=bridge,
                open_library=open_library,
                locators=call.locators,
                settings=settings,
                paths=paths,
                language=console.language,
                trace=trace,
                offline=call.offline,
                times=options.times,
                limit=options.limit,
                source=options.source,
            )
        )
    finally:
        for library in opened:
            bridge.wait(partial(library.close), seconds=10)
        bridge.close()


def _end_splash() -> None:
    """Take away the picture that a one-file program shows while it unpacks itself, where there is one."""
    splash = sys.modules.get("pyi_splash")
    if splash is not None:
        splash.close()
