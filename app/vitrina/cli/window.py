"""`vitrina [LOCATOR …]`: the window, or a word to the one that is there already.

Owns the wiring of window, bridge and library. Refuses to load the library before the window is up.
"""

import contextlib
import importlib
import sys
import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from vitrina.cli.arguments import Call
from vitrina.cli.console import DONE, Console
from vitrina.cli.instance import Instance
from vitrina.crashes import Crashes
from vitrina.errors import InstallationError, UsageError
from vitrina.paths import Paths
from vitrina.settings import Settings
from vitrina.trace import Trace

if TYPE_CHECKING:
    from vitrina.library.library import Library


def open_window(call: Call, console: Console, paths: Paths, settings: Settings, trace: Trace) -> int:
    """Show the window until it is closed; InstallationError where there is no Tk or no screen.

    Where the profile has its window already, that one takes the locators over and comes to the front.
    """
    locators = _absolute(call.locators)
    instance = Instance(paths.config)
    if "-" in locators and not instance.claim():
        raise UsageError(
            "Vitrina is open already, and standard input cannot be handed over to it; write the list to a file."
        )
    options = call.options
    if not instance.claim_or_hand_over(
        {"locators": locators, "times": options.times, "limit": options.limit, "source": options.source}
    ):
        _tell_what_stays(call, console)
        return DONE
    crashes = Crashes(paths.crash_folder)
    crashes.arm()
    try:
        return _show(call, console, paths, settings, trace, instance, crashes)
    finally:
        instance.leave()
        crashes.disarm()


def _show(
    call: Call, console: Console, paths: Paths, settings: Settings, trace: Trace, instance: Instance, crashes: Crashes
) -> int:
    try:
        from vitrina.ui.root import new_root
    except ImportError as error:
        if error.name not in {None, "tkinter", "_tkinter"}:
            raise
        raise InstallationError(
            "This Python has no Tk ({reason}), so there is no window; install it (Debian: apt-get install python3-tk).",
            reason=error,
        ) from error
    from vitrina.bridge import Bridge

    options = call.options
    opened: list[Library] = []

    async def open_library(settings: Settings) -> "Library":
        _end_splash()  # the window is on the screen by now
        from vitrina.cli.wiring import open_library as wired

        where = paths.with_store(settings.store_folder)
        opened.append(wired(call, console.language.code, where, settings, trace))
        return opened[-1]

    bridge = Bridge()  # from here on nobody looks for garbage among all that is imported
    importing = threading.Thread(target=_import_window, name="vitrina-import")  # while Tk sets itself up
    importing.start()
    try:
        root = new_root()
        importing.join()  # two threads that import parts of one package can lock each other out
        from vitrina.ui.window import Start, run

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
                serve=instance.serve,
                crashes=crashes,
                root=root,
            )
        )
    finally:
        instance.leave()  # the next start waits for no library to close
        importing.join()
        for library in opened:
            bridge.wait(partial(library.close), seconds=10)
        bridge.close()


def _import_window() -> None:
    """Import what the window is made of, and of what its first pictures take as much as there is time for."""
    with contextlib.suppress(ImportError):  # whoever needs it hears of that
        for name in ("vitrina.ui.window", "asyncio", "vitrina.store"):
            importlib.import_module(name)


def _absolute(locators: Sequence[str]) -> tuple[str, ...]:
    """Name files and folders so that a process in another folder finds them; UsageError for what is no locator."""
    if not locators:
        return ()
    from vitrina.sources.locator import parse  # a wrong one is a wrong call, told before there is a window

    parsed = [parse(one) for one in locators]
    return tuple(
        str(one.path.absolute()) if one.path is not None and "://" not in one.text else one.text for one in parsed
    )


def _tell_what_stays(call: Call, console: Console) -> None:
    """Name the options that only a start of its own can follow."""
    common = {
        "--offline": call.offline, "--lang": call.lang, "--trace": call.trace, "--log-file": call.log_file,
    }  # fmt: skip
    names = ("jobs", "per_host", "max_size", "timeout", "refresh", "allow_private")
    own = {f"--{name.replace('_', '-')}": getattr(call.options, name) for name in names}
    given = [name for name, value in (common | own).items() if value]
    if given:
        console.say(
            "Vitrina is open already and goes on as it is: {options} can be given only when it is started.",
            options=", ".join(given),
        )


def _end_splash() -> None:
    """Take away the picture that a one-file program shows while it unpacks itself, where there is one."""
    splash = sys.modules.get("pyi_splash")
    if splash is not None:
        splash.close()
