"""Where what is logged goes: the program's own file or the person's, standard error with `-v`, reports of our faults.

Owns the log's handlers for one call in this process. Refuses to write a credential, and to fail for the log's sake.
"""

import contextlib
import logging
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

from vitrina import __version__
from vitrina.crashes import Crashes
from vitrina.credentials import without_credentials
from vitrina.errors import UsageError
from vitrina.paths import Paths

LOG_BYTES: Final = 1 << 20
"""A log that is longer is put aside when the next one begins; one is kept so."""

_LOG: Final = logging.getLogger("vitrina")


def log_to(wanted: Path | None, paths: Paths, verbosity: int) -> None:
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

    def emit(self, record: logging.LogRecord) -> None:
        """Write, where the file can be made at all: it is opened outside of what `handleError` hears of."""
        with contextlib.suppress(OSError):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base class's name
        """Stay silent: standard error is for the person."""
