"""What the command line says: results to standard output, all else to standard error.

Owns both streams, and the exit codes. Refuses to fail for the streams' sake: a windowed program has none
(`sys.stdout` is None), a reader such as `head` may close early, and a console may lack a letter. Results that are lost
are an error.
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final, TextIO

from vitrina.credentials import without_credentials
from vitrina.errors import VitrinaError
from vitrina.language import Language
from vitrina.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

DONE: Final = 0
SOME_FAILED: Final = 1
FAULT: Final = 1
NOTHING: Final = 3
"""The exit codes of the contract, but for those that an error brings itself."""

_STANDARD_ERROR: Final = 2


class Console:
    """The two streams of one call. `verbosity` is 0 plainly, above with -v, below with -q."""

    def __init__(self, language: Language, *, verbosity: int = 0, as_json: bool = False) -> None:
        self.language = language
        self.verbosity = verbosity
        self.as_json = as_json
        self.beside_bar: Callable[[], AbstractContextManager[object]] = nullcontext
        """What a line is printed within; a progress bar steps aside for it."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # JSON is UTF-8 by contract, whatever the console; elsewhere a letter it lacks becomes an escape.
                encoding = "utf-8" if as_json and stream is sys.stdout else None
                stream.reconfigure(encoding=encoding, errors="backslashreplace")

    @property
    def terminal(self) -> bool:
        """Whether progress can be drawn on standard error."""
        return sys.stderr is not None and sys.stderr.isatty()

    def result(self, line: str) -> None:
        """Print one line of the result. SystemExit where nobody reads any more, VitrinaError where a disk is full."""
        if sys.stdout is None:
            return
        try:
            with self.beside_bar():
                print(line, flush=True)
        except OSError as error:
            # The interpreter would complain when it flushes at exit.
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                raise SystemExit(0) from None
            words = "The results cannot be written ({reason}); look at where standard output goes."
            raise VitrinaError(words, reason=error.strerror or type(error).__name__) from error

    def columns(self, *cells: str | None) -> None:
        """Print one line of the result whose parts a tab divides; the last ones are left off where they are empty."""
        self.result("\t".join(cell or "" for cell in cells).rstrip("\t"))

    def json(self, record: Mapping[str, Any]) -> None:
        """Print one JSON object as a line."""
        self.result(json.dumps(record, ensure_ascii=False, default=str))

    def say(self, template: str, /, *, level: int = 0, **fields: object) -> None:
        """Print a message in the person's language, unless it is quieter than `level`."""
        if self.verbosity >= level:
            self._complain(self.language.text(template, **fields))

    def say_plural(self, one: str, many: str, n: int, /, **fields: object) -> None:
        """Print a message that counts something."""
        if self.verbosity >= 0:
            self._complain(self.language.plural(one, many, n, **fields))

    def problem(self, what: str, error: VitrinaError | Fault) -> None:
        """Name what failed, and why; even when told to be quiet."""
        self._complain(f"{what}: {self.language.say(error)}")

    def error(self, error: VitrinaError) -> None:
        """Say why the call came to nothing."""
        self._complain(f"vitrina: {self.language.say(error)}")

    def _complain(self, line: str) -> None:
        stream: TextIO | None = sys.stderr
        if stream is None:
            return
        with contextlib.suppress(OSError), self.beside_bar():
            print(_one_line(without_credentials(line)), file=stream, flush=True)


def keep_streams_to_ourselves() -> None:
    """Have the three standard streams of this process for what Vitrina says, and nothing else of it.

    Libraries in C write to descriptor 2 as they please (libtiff complains of every broken TIFF there): that leads
    nowhere from now on, and `sys.stderr` to where it led. Descriptors that were closed are filled: a file of ours that
    got their number would take in what is written to them.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    while nowhere <= _STANDARD_ERROR:
        nowhere = os.open(os.devnull, os.O_RDWR)
    there = sys.stderr
    if isinstance(there, io.TextIOWrapper) and there.fileno() == _STANDARD_ERROR:
        there.flush()
        own = os.dup(_STANDARD_ERROR)
        # as the interpreter opens it: each line goes out at once, and no letter is an error
        sys.stderr = open(own, "w", encoding=there.encoding, errors=there.errors, buffering=1)  # noqa: PTH123, SIM115
        os.dup2(nowhere, _STANDARD_ERROR)
    os.close(nowhere)


def _one_line(text: str) -> str:
    """Keep what a server sent from moving the cursor or colouring the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
