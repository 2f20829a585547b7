"""Opens the program's window on a virtual screen, follows its trace until pictures are shown, and closes it.

Owns the waiting, always bounded, and the picture of the screen. Refuses to believe an exit code: pictures count
when the trace says that they were shown and the screen has their colours.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from virtual_screen import SIZE, save_picture, virtual_screen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PATIENCE = 90.0  # seconds until the first picture has to be on the screen
QUIET = 1.5  # seconds without a new tile: the grid is filled
TICK = 0.1


class NothingShownError(Exception):
    """The window did not come up or stayed without pictures; the sentence has the program's last words."""


@dataclass(frozen=True)
class Opened:
    """What was seen: how many tiles were `shown`, how many `colours` the screen had, and every trace `event`."""

    shown: int
    colours: int
    events: tuple[dict[str, Any], ...]

    def count(self, name: str) -> int:
        """Count the events called `name`."""
        return sum(event["event"] == name for event in self.events)

    def seconds_to(self, name: str) -> float | None:
        """Seconds from process start to the first event called `name`."""
        return next((event["t"] for event in self.events if event["event"] == name), None)


def read_trace(path: Path) -> tuple[dict[str, Any], ...]:
    """Read the whole lines that the program has written so far."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    except FileNotFoundError:
        return ()
    return tuple(json.loads(line) for line in lines)


@contextlib.contextmanager
def some_screen(environment: Mapping[str, str] | None = None, size: str = SIZE) -> Iterator[dict[str, str]]:
    """Give `environment` (this process's own for None) a screen that nobody else looks at, where there can be one."""
    surroundings = dict(os.environ if environment is None else environment)
    if sys.platform in ("win32", "darwin"):
        yield surroundings
        return
    surroundings.pop("WAYLAND_DISPLAY", None)
    with virtual_screen(size) as display:
        yield {**surroundings, "DISPLAY": display}


def open_and_look(
    command: Sequence[str | Path],
    *,
    trace: Path,
    picture: Path,
    environment: Mapping[str, str] | None = None,
    least: int = 1,
) -> Opened:
    """Start `command`, which writes `trace`; wait until `least` tiles or more are shown; save the screen as `picture`.

    NothingShownError when the program ends before, or PATIENCE does.
    """
    trace.parent.mkdir(parents=True, exist_ok=True)
    trace.unlink(missing_ok=True)
    log = trace.with_suffix(".log")
    with some_screen(environment) as surroundings, log.open("wb") as words:
        started = [str(part) for part in command]
        with subprocess.Popen(
            started, env=surroundings, stdin=subprocess.DEVNULL, stdout=words, stderr=words
        ) as program:
            try:
                _wait(program, trace, least)
                colours = save_picture(surroundings.get("DISPLAY"), picture)
            except NothingShownError as error:
                raise NothingShownError(
                    f"{error}\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}"
                ) from None
            finally:
                _stop(program)
    events = read_trace(trace)
    return Opened(_shown(events), colours, events)


def _shown(events: tuple[dict[str, Any], ...]) -> int:
    return sum(event["event"] in ("thumbnail", "picture_shown") for event in events)


def _wait(program: subprocess.Popen[bytes], trace: Path, least: int) -> None:
    """Until there is a first paint, `least` tiles, and QUIET without another one."""
    deadline = time.monotonic() + PATIENCE
    shown, since = 0, time.monotonic()
    while time.monotonic() < deadline:
        if program.poll() is not None:
            raise NothingShownError(f"The program ended with {program.returncode} before it showed anything.")
        events = read_trace(trace)
        if _shown(events) != shown:
            shown, since = _shown(events), time.monotonic()
        painted = any(event["event"] == "first_paint" for event in events)
        if painted and shown >= least and time.monotonic() - since > QUIET:
            return
        time.sleep(TICK)
    raise NothingShownError(f"After {PATIENCE:.0f} seconds {shown} pictures were shown, where {least} were due.")


def _stop(program: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        # A one-file program is two processes; ending the first alone leaves the one that has the window.
        tree = ["taskkill", "/T", "/F", "/PID", str(program.pid)]
        subprocess.run(tree, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    else:
        program.terminate()
    try:
        program.wait(10)
    except subprocess.TimeoutExpired:
        program.kill()
