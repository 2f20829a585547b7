"""Reports of our own faults: written when one happens, offered for reading at the next start, sent nowhere.

Owns the folder of reports in the log directory, and what of a fault may stand in one: no address beyond its host, no
value of a header or parameter that is a secret, no name of the person's own folder. Refuses to report what is no fault
of ours: a `VitrinaError` is a sentence for the person, and not for a report.
"""

import contextlib
import faulthandler
import logging
import re
import sys
import threading
import time
import traceback
from pathlib import Path, PurePath
from typing import Final, TextIO

from vitrina import __version__
from vitrina.errors import VitrinaError

MOST: Final = 10
"""So many reports stay; the oldest go."""

_NEW: Final = ".txt"
_READ: Final = ".read"
_HARD: Final = "hard.log"
_ADDRESS: Final = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]{1,15}://)(?:[^\s/?#'\"@]*@)?([^\s/?#'\"<>]*)([^\s'\"<>]*)")
_SECRET: Final = re.compile(
    r"(?i)\b([\w-]*(?:authorization|cookie|token|secret|password|passwd|signature|api[-_]?key|key)['\"]?\s*[:=]\s*)"
    r"['\"]?(?:(?:basic|bearer|digest)\s+)?[^\s'\",;&)]+"
)


def without_secrets(text: str, home: PurePath | None = None) -> str:
    """Cut addresses down to their hosts, blank what looks like a credential; the person's folder becomes `~`."""
    text = _ADDRESS.sub(lambda found: found[1] + found[2] + ("/…" if found[3] else ""), text)
    text = _SECRET.sub(r"\1~", text)
    own = home or Path.home()
    for name in (str(own), str(own).replace("\\", "\\\\"), own.as_posix()):  # all of which Windows has in a traceback
        text = text.replace(name, "~") if len(name) > 1 else text
    return text


class Crashes(logging.Handler):
    """The reports in one folder. As a handler of the log it writes one for each fault that is logged whole."""

    def __init__(self, folder: Path) -> None:
        """Touch nothing before there is something to write."""
        super().__init__(logging.ERROR)
        self._folder = folder
        self._written: set[tuple[str, str]] = set()
        self._hard: TextIO | None = None

    # before and after

    def arm(self) -> None:
        """Have the interpreter say where it was if it dies, and threads log what they die of; until `disarm`."""
        threading.excepthook = _log_thread_fault
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._take_hard_crash()
            self._hard = (self._folder / _HARD).open("a", encoding="utf-8")
        except OSError:
            return  # a folder that cannot be written to stops nothing
        faulthandler.enable(self._hard)

    def disarm(self) -> None:
        """Leave nothing behind where nothing happened."""
        threading.excepthook = threading.__excepthook__
        if self._hard is not None:
            faulthandler.disable()
            self._hard.close()
            self._hard = None
            file = self._folder / _HARD
            with contextlib.suppress(OSError):  # another process has it open (Windows), or has removed it
                if not file.stat().st_size:
                    file.unlink()

    def _take_hard_crash(self) -> None:
        """Make a report of what the interpreter wrote when it died."""
        hard = self._folder / _HARD
        if hard.exists() and hard.stat().st_size:
            said = hard.read_text(encoding="utf-8", errors="replace")
            hard.unlink()
            self._write(f"The program ended at once.\n\n{said}")

    # writing

    def emit(self, record: logging.LogRecord) -> None:
        """Write a report of the fault in a record, once for each place where it comes up."""
        fault = record.exc_info[1] if record.exc_info else None
        if fault is None or isinstance(fault, VitrinaError) or not isinstance(fault, Exception):
            return
        last = traceback.extract_tb(fault.__traceback__)[-1:]
        place = type(fault).__name__, "".join(f"{one.filename}:{one.lineno}" for one in last)
        if place in self._written:
            return
        self._written.add(place)
        with contextlib.suppress(OSError):  # the log has it as well
            self._write("".join(traceback.format_exception(fault)))

    def _write(self, what: str) -> None:
        import platform  # two milliseconds that no start need pay for

        self._folder.mkdir(parents=True, exist_ok=True)
        now = time.time_ns()
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now // 10**9)) + f"-{now // 1000 % 10**6:06}"
        head = (
            f"Vitrina {__version__}\nPython {platform.python_version()} on {platform.platform()}"
            f"{' (frozen)' if getattr(sys, 'frozen', False) else ''}\n{time.strftime('%Y-%m-%d %H:%M:%S %z')}\n\n"
        )
        (self._folder / f"crash-{stamp}{_NEW}").write_text(head + without_secrets(what), encoding="utf-8")
        everything = sorted([*self._folder.glob(f"crash-*{_NEW}"), *self._folder.glob(f"crash-*{_READ}")])
        for old in everything[:-MOST]:
            old.unlink(missing_ok=True)

    # reading

    def unread(self) -> Path | None:
        """Give the newest report that nobody was offered yet."""
        try:
            return max(self._folder.glob(f"crash-*{_NEW}"), default=None)
        except OSError:
            return None

    def take_as_read(self) -> Path | None:
        """Offer no report of before again; where the newest of them lies now."""
        newest = None
        for report in sorted(self._folder.glob(f"crash-*{_NEW}")):
            newest = report.replace(report.with_suffix(_READ))
        return newest


def _log_thread_fault(about: threading.ExceptHookArgs) -> None:
    if about.exc_value is not None and not isinstance(about.exc_value, SystemExit):
        logging.getLogger("vitrina").error("A thread died of a fault", exc_info=about.exc_value)
