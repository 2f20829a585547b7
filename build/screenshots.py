"""`dev.py screenshots`: the README's pictures, and the contact sheets of every screen, taken on a virtual screen.

    screenshots          the README's pictures
    screenshots sheets   every screen in every look, scale and language, below build/out/sheets/
    screenshots sheets dark-200-es …   in these alone

Owns which pictures there are for the README and the keys that lead to each, and in which looks, scales and languages
all screens are taken. Refuses to draw anything itself: what is seen is what the program shows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import environment
from opening import read_trace, some_screen
from virtual_screen import SIZE, save_picture

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = environment.ROOT / "packaging" / "screenshots"
SHEETS = environment.OUT / "sheets"
LOOKS = ("light", "dark", "contrast")
SCALES = (1, 2)
LANGUAGES = ("en", "es")
PATIENCE = 120.0
SETTLING = 2.0


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the theme, the keys pressed once the gallery is there."""

    name: str
    theme: str
    keys: tuple[str, ...] = ()
    language: str = "en"


SHOTS = (
    Shot("gallery", "light"),
    Shot("gallery-dark", "dark", language="es"),
    Shot("viewer", "dark", ("Right", "Right", "Right", "Right", "Return", "i", "t")),
)


def _prepare(profile: Path, shot: Shot) -> None:
    """Settings of its own, and a window that fills the screen."""
    from vitrina.paths import below
    from vitrina.settings import Settings, WindowState

    paths = below(profile)
    Settings(theme=shot.theme, tile=208).save(paths.settings_file)
    WindowState(geometry=f"{SIZE}+0+0").save(paths.config / "window.toml")


def _fill(profile: Path) -> None:
    """Have all demo pictures in the store, so that the window shows them at once."""
    subprocess.run(
        [environment.PROGRAM, "fetch", "demo:", "--profile", profile, "-q"], check=True, stdout=subprocess.DEVNULL
    )


def _take(shot: Shot, profile: Path, surroundings: Mapping[str, str]) -> None:
    trace = profile / "trace"
    trace.unlink(missing_ok=True)
    command: list[str | Path] = [
        environment.PROGRAM,
        "demo:",
        "--profile",
        profile,
        "--trace",
        trace,
        "--lang",
        shot.language,
    ]
    with subprocess.Popen(command, env=surroundings) as program:
        try:
            _wait(program, trace, 12)
            for key in shot.keys:
                subprocess.run(["xdotool", "key", key], env=surroundings, check=True)
                time.sleep(0.4)
            time.sleep(SETTLING)
            save_picture(surroundings.get("DISPLAY"), FOLDER / f"{shot.name}.png")
        finally:
            program.terminate()


def _wait(program: subprocess.Popen[bytes], trace: Path, tiles: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while sum(event["event"] == "thumbnail" for event in read_trace(trace)) < tiles:
        if program.poll() is not None or time.monotonic() > deadline:
            sys.exit("The window did not come up with pictures; nothing was taken.")
        time.sleep(0.1)


def _take_sheets(only: list[str]) -> int:
    """Take every screen in every look, scale and language, or in those named; gives how many of these went wrong."""
    wrong = 0
    wide, high = (int(length) for length in SIZE.split("x"))
    for look, scale, language in product(LOOKS, SCALES, LANGUAGES):
        name = f"{look}-{scale}00-{language}"
        if only and name not in only:
            continue
        surroundings = {**os.environ, "VITRINA_SCALE": str(scale)}
        with (
            tempfile.TemporaryDirectory() as profile,
            some_screen(surroundings, f"{wide * scale}x{high * scale}") as seen,
        ):
            script = environment.ROOT / "build" / "contact_sheet.py"
            command: list[str | Path] = [environment.PYTHON, script, look, language, SHEETS / name, profile]
            code = subprocess.run(command, env=seen, check=False).returncode
        print(SHEETS / name if not code else f"{name} went wrong.")
        wrong += code != 0
    return wrong


def main(arguments: list[str]) -> int:
    """Take all pictures anew."""
    if arguments[:1] == ["sheets"]:
        return min(_take_sheets(arguments[1:]), 1)
    with tempfile.TemporaryDirectory() as folder, some_screen() as surroundings:
        profile = Path(folder) / "profile"
        _fill(profile)
        for shot in SHOTS:
            _prepare(profile, shot)
            _take(shot, profile, surroundings)
            print(FOLDER / f"{shot.name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
