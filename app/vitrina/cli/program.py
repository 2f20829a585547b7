"""One call of the program: reads the command line, wires the floors together for it, and answers with an exit code.

Owns the order in which things are opened and closed, and the last word on every error. Refuses to load
Tk unless a window is wanted, and aiohttp unless something is fetched.
"""

import logging
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from types import FrameType
from typing import Final

from vitrina import paths as places
from vitrina.cli.arguments import Call, asked_language, parse
from vitrina.cli.console import DONE, FAULT, Console, keep_streams_to_ourselves
from vitrina.cli.logs import log_to
from vitrina.errors import UsageError, VitrinaError
from vitrina.language import N_, Language, available
from vitrina.paths import Paths
from vitrina.settings import Settings
from vitrina.trace import Trace

_LOG: Final = logging.getLogger("vitrina")


def run(argv: Sequence[str] | None) -> int:
    """Run one call; the exit codes are the contract's."""
    given = sys.argv[1:] if argv is None else argv
    language = Language.load(asked_language(given))
    console = Console(language)
    try:
        call = parse(given, language)
        if argv is None and call.verbosity <= 0:
            keep_streams_to_ourselves()
        paths = places.resolve(call.profile)
        settings = Settings.load(paths.settings_file)
        paths = paths.with_store(settings.store_folder)
        language = _language(call, settings)
        console = Console(language, verbosity=call.verbosity, as_json=call.as_json)
        log_to(call.log_file, paths, call.verbosity)
        with closing(Trace.to(call.trace) if call.trace else Trace.nowhere()) as trace, _ends_in_order(call):
            return _run(call, console, paths, settings, trace)
    except VitrinaError as error:
        console.error(error)
        return error.exit_code
    except SystemExit as leaving:  # --help, --version, a reader that closed early
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception:  # noqa: BLE001 - the last word on a fault of our own: logged whole, shown as a sentence
        if logging.getLogger().handlers:  # else it came before we knew where to log
            _LOG.exception("a fault of our own")
        console.error(VitrinaError(N_("Something went wrong inside Vitrina; what happened is in its log.")))
        return FAULT


@contextmanager
def _ends_in_order(call: Call) -> Iterator[None]:
    """Take the system's wish that we end for an interruption: what came is kept, and the summary is told.

    The window is left out: Tk hears of no signal while nothing happens.
    """

    def interrupt(_number: int, frame: FrameType | None) -> None:
        handler = signal.getsignal(signal.SIGINT)  # asyncio's own while that runs
        if not callable(handler):  # ignored, as in a shell's background
            raise KeyboardInterrupt
        handler(signal.SIGINT, frame)

    taken = []
    if call.command != "open" and threading.current_thread() is threading.main_thread():
        there = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGBREAK")]
        taken = [one for one in there if one is not None and signal.getsignal(one) is signal.SIG_DFL]
    try:
        for one in taken:
            signal.signal(one, interrupt)
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)


def _language(call: Call, settings: Settings) -> Language:
    """The language asked for, else the settings', else the system's. UsageError for one that there is not."""
    language = Language.load(call.lang or settings.language or None)
    if call.lang and language.code != call.lang.partition("_")[0].partition("-")[0].lower():
        raise UsageError(
            "There is no language {code}; choose one of {codes}.", code=call.lang, codes=", ".join(available())
        )
    return language


def _run(call: Call, console: Console, paths: Paths, settings: Settings, trace: Trace) -> int:
    match call.command:
        case "cache":
            from vitrina.cli.cache import care_for_store
            from vitrina.store import Store

            limit = settings.store_limit or None
            with Store.open(paths.store_folder, paths.kept_folder, limit=limit, chosen=paths.store) as store:
                return care_for_store(call, console, store)
        case "demo":
            import asyncio

            from vitrina.demo import serve

            asyncio.run(serve(call.options.count, call.options.latency, call.options.port))
            return DONE
        case "selftest":
            from vitrina.cli.selftest import report

            return report(call, console, paths)
        case "shortcut":
            from vitrina.cli.shortcut import change_shortcut

            return change_shortcut(call, console)
        case "open":
            from vitrina.cli.window import open_window

            return open_window(call, console, paths, settings, trace)
        case _:
            import gc

            # Nearly all that lives long is made while starting: looking for cycles in it took a tenth of a download.
            gc.set_threshold(10_000, 20, 20)
            import asyncio  # off the window's path: its own thread imports it

            return asyncio.run(_with_library(call, console, paths, settings, trace))


async def _with_library(call: Call, console: Console, paths: Paths, settings: Settings, trace: Trace) -> int:
    from vitrina.cli.gallery import galleries
    from vitrina.cli.pictures import fetch_pictures, list_pictures
    from vitrina.cli.wiring import open_library

    work = {"list": list_pictures, "fetch": fetch_pictures, "gallery": galleries}[call.command]
    async with open_library(call, console.language.code, paths, settings, trace) as library:
        for report in library.store.reports:
            console.say("{report}", report=report)
        return await work(call, console, library)
