"""The command line: reads it, wires the floors together for one call, and answers with an exit code.

Owns the order in which things are opened and closed, and the last word on every error. Refuses to load
Tk unless a window is wanted, and aiohttp unless something is fetched.
"""

import logging
import sys
from collections.abc import Sequence
from contextlib import closing
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

from vitrina import __version__
from vitrina import paths as places
from vitrina.cli.arguments import Call, asked_language, parse
from vitrina.cli.console import Console
from vitrina.crashes import Crashes
from vitrina.credentials import without_credentials
from vitrina.errors import UsageError, VitrinaError
from vitrina.language import N_, Language, available
from vitrina.paths import Paths
from vitrina.settings import Settings
from vitrina.trace import Trace

INTERRUPTED: Final = 130
FAULT: Final = 1
LOG_BYTES: Final = 1 << 20
_LOG: Final = logging.getLogger("vitrina")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one call of the program; the exit codes are the contract's."""
    given = sys.argv[1:] if argv is None else argv
    language = Language.load(asked_language(given))
    console = Console(language)
    try:
        call = parse(given, language)
        paths = places.resolve(call.profile)
        settings = Settings.load(paths.settings_file)
        paths = paths.with_store(settings.store_folder)
        language = _language(call, settings)
        console = Console(language, verbosity=call.verbosity, as_json=call.as_json)
        _log_to(call.log_file, paths, call.verbosity)
        with closing(Trace.to(call.trace) if call.trace else Trace.nowhere()) as trace:
            return _run(call, console, paths, settings, trace)
    except VitrinaError as error:
        console.error(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leaving:  # --help, --version, a reader that closed early
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception:  # noqa: BLE001 - the last word on a fault of our own: logged whole, shown as a sentence
        _LOG.exception("a fault of our own")
        console.error(VitrinaError(N_("Something went wrong inside Vitrina; what happened is in its log.")))
        return FAULT


def _language(call: Call, settings: Settings) -> Language:
    """The language asked for, else the settings', else the system's. UsageError for one that there is not."""
    language = Language.load(call.lang or settings.language or None)
    if call.lang and language.code != call.lang.partition("_")[0].partition("-")[0].lower():
        raise UsageError(
            "There is no language {code}; choose one of {codes}.", code=call.lang, codes=", ".join(available())
        )
    return language


def _log_to(wanted: Path | None, paths: Paths, verbosity: int) -> None:
    """Log to the file that the person wants, from every step on; else warnings and faults to the program's own.

    Faults of our own become reports, too. With -v, what is logged is said on standard error. UsageError where the
    wanted file cannot be written.
    """
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _LogFile | _Said | Crashes)]:
        root.removeHandler(handler)  # of an earlier call in the same process
        handler.close()
    root.addHandler(Crashes(paths.crash_folder))
    file = _LogFile(wanted or paths.log_file)
    file.setLevel(logging.INFO if wanted else logging.WARNING)
    root.addHandler(file)
    said = _Said()
    said.setFormatter(_Discreet())
    said.setLevel(logging.DEBUG if verbosity > 1 else logging.INFO if verbosity > 0 else logging.CRITICAL + 1)
    root.addHandler(said)
    logging.getLogger("vitrina").setLevel(min(file.level, said.level))
    if wanted:
        try:
            file.begin()
        except OSError as error:
            raise UsageError(
                "The log {file} cannot be written ({reason}); name another with --log-file.",
                file=wanted,
                reason=error.strerror,
            ) from error
        _LOG.info("Vitrina %s begins", __version__)


class _Discreet(logging.Formatter):
    """Writes no credentials, wherever in a record or a traceback an address with some stands."""

    def format(self, record: logging.LogRecord) -> str:
        return without_credentials(super().format(record))


class _Said(logging.StreamHandler[Any]):
    """What -v says on standard error, whatever that is at the moment: a caller of `main` may have put another there."""

    @property
    def stream(self) -> Any:  # noqa: ANN401 - the base class's
        return sys.stderr

    @stream.setter
    def stream(self, value: object) -> None:
        """Take no other."""


class _LogFile(logging.FileHandler):
    """Makes file and folder when there is something to say; a log that cannot be written stops nothing."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, encoding="utf-8", delay=True)
        self.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def _open(self) -> TextIOWrapper:
        file = Path(self.baseFilename)
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LOG_BYTES:
            file.replace(file.with_suffix(".old"))
        return super()._open()

    def begin(self) -> None:
        """Make the file now; OSError where that cannot be."""
        self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base class's name
        """Stay silent: standard error is for the person."""


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
            return 0
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
