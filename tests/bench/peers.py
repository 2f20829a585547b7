"""Other viewers beside ours, all started on the same pictures, and a screen whose pixels tell what they show when.

Owns how each peer is told to show thumbnails in a window as large as the screen, and how a start is timed: by the
screen alone, for all alike. Refuses to judge.
"""

import contextlib
import mmap
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops

from virtual_screen import virtual_screen

SIZE = (1920, 1080)
SHARE = 0.005
"""A screenful is there when no more of it changes afterwards: less than half a thumbnail of sixty."""
EVERY = 6
"""So many lines apart are those that are looked at."""
TICK = 0.004
QUIET, MOST = 1.0, 8.0  # seconds
TILE = 150
"""Ours at this size show all sixty."""

GEEQIE = {"file_view_type": "1", "show_thumbnails": "true", "main_window.hdivider_pos": "1500"}
"""Geeqie lists names, unless its own settings say otherwise."""
GTHUMB = "[org/gnome/gthumb/browser]\nwindow-width=1920\nwindow-height=1080\n"


class Shown(NamedTuple):
    """Seconds from the start of a program to the first pixels of it, and to a screenful."""

    first: float
    screenful: float


class Screen:
    """A virtual screen, and its memory: looking at it costs the programs on it nothing."""

    def __init__(self, display: str, pixels: mmap.mmap) -> None:
        self.display = display
        self._pixels = pixels
        head = struct.unpack(">25I", pixels[:100])  # X window dump, version 7 (X11/XWDFile.h)
        self._start, self._line = head[0] + 12 * head[19], head[12]

    def look(self) -> bytes:
        """What is on the screen now: every sixth line."""
        lines = range(self._start, self._start + SIZE[1] * self._line, EVERY * self._line)
        return b"".join(self._pixels[at : at + 4 * SIZE[0]] for at in lines)

    def time(self, command: Sequence[str], environment: Mapping[str, str]) -> Shown:
        """Start a program, watch until nothing changes any more, and end it."""
        before = self.look()
        began = time.perf_counter()
        seen: list[tuple[float, bytes]] = []
        with subprocess.Popen(
            command,
            env={**environment, "DISPLAY": self.display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while (now := time.perf_counter() - began) < MOST and (not seen or now - seen[-1][0] < QUIET):
                if (found := self.look()) != before:
                    seen.append((time.perf_counter() - began, found))
                    before = found
                time.sleep(TICK)
            process.terminate()
        time.sleep(0.3)
        return Shown(seen[0][0], screenful(seen)) if seen else Shown(MOST, MOST)


def screenful(seen: Sequence[tuple[float, bytes]]) -> float:
    """From when on no more than SHARE of the screen was other than in the end."""
    end = _image(seen[-1][1])
    since = seen[-1][0]
    for at, pixels in reversed(seen):
        # Where a pixel differs in any colour, whatever by.
        bands = ImageChops.difference(_image(pixels), end).split()
        differs = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
        if 1 - differs.histogram()[0] / (end.width * end.height) > SHARE:
            break
        since = at
    return since


def _image(pixels: bytes) -> Image.Image:
    return Image.frombuffer("RGB", (SIZE[0], SIZE[1] // EVERY), pixels, "raw", "BGRX", 0, 1)


def let_geeqie_show_thumbnails(screen: Screen, environment: Mapping[str, str], work: Path) -> None:
    """Have Geeqie write its settings, which it takes whole or not at all, and change those that matter."""
    environment = {**environment, "DISPLAY": screen.display}
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(["geeqie", str(work)], env=environment, stdout=nowhere, stderr=nowhere) as geeqie:
        time.sleep(3 * QUIET)
        subprocess.run(["geeqie", "--remote", "--quit"], env=environment, stderr=nowhere, check=False)
        time.sleep(QUIET)
        geeqie.terminate()
    file = work / ".config" / "geeqie" / "geeqierc.xml"
    text = file.read_text(encoding="utf-8")
    for name, value in GEEQIE.items():
        text = re.sub(rf' {re.escape(name)} = "[^"]*"', f' {name} = "{value}"', text)
    file.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """A screen of SIZE whose pixels lie in a file."""
    with contextlib.ExitStack() as open_ones:
        folder = Path(open_ones.enter_context(tempfile.TemporaryDirectory()))
        display = open_ones.enter_context(virtual_screen(f"{SIZE[0]}x{SIZE[1]}", pixels=folder))
        file = open_ones.enter_context(next(folder.iterdir()).open("rb"))
        yield Screen(display, open_ones.enter_context(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)))


def programs(work: Path, folder: Path, trace: Path) -> tuple[dict[str, list[str]], dict[str, str]]:
    """How each of the viewers that are here is started on `folder`; and the environment, where `work` is home."""
    config = work / ".config"
    for path, text in (
        (config / "glib-2.0" / "settings" / "keyfile", GTHUMB),
        (work / "ours" / "config" / "settings.toml", f"tile = {TILE}\n"),
        (work / "ours" / "config" / "window.toml", f'geometry = "{SIZE[0]}x{SIZE[1]}+0+0"\n'),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    small = work / "thumbnails"
    small.mkdir()
    for picture in sorted(folder.iterdir()):
        image = Image.open(picture)
        image.thumbnail((256, 256))
        image.save(small / picture.name, quality=82)
    size = f"{SIZE[0]}x{SIZE[1]}"
    ours = ["-m", "vitrina", "--profile", str(work / "ours"), "--trace", str(trace), str(folder)]
    commands = {
        "vitrina": [sys.executable, *ours],
        "bare Tk and Pillow": [sys.executable, str(Path(__file__).with_name("barest.py")), str(small), str(TILE)],
        "nsxiv": ["nsxiv", "-t", "-g", size, str(folder)],
        "feh": ["feh", "--cache-thumbnails", "--thumbnails", "-g", size, str(folder)],
        "geeqie": ["geeqie", f"--geometry={size}+0+0", str(folder)],
        "gthumb": ["gthumb", str(folder)],
    }
    left_out = ("PYTHONDONTWRITEBYTECODE", "DBUS_SESSION_BUS_ADDRESS", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment |= {"HOME": str(work), "GSETTINGS_BACKEND": "keyfile", "PYTHONPYCACHEPREFIX": str(work / "pyc")}
    return {name: command for name, command in commands.items() if shutil.which(command[0])}, environment
