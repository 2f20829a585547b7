"""A screen where there is none: Xvfb, for as long as a `with` block lasts.

Owns that server and pictures of it. Refuses to disturb a screen that is already there: each server gets a
free number of its own. Linux alone; Windows and macOS always have a screen.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import debian

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SIZE = "1280x800"


def is_missing(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window could not be opened here."""
    has_one = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return sys.platform not in ("win32", "darwin") and not has_one


@contextlib.contextmanager
def virtual_screen(size: str = SIZE, *, pixels: Path | None = None) -> Iterator[str]:
    """Start a screen of `size` pixels with 24 bits of colour; gives its name for DISPLAY. MissingError without Xvfb.

    With the folder `pixels` a file there is the screen's memory, in the form of a window dump.
    """
    debian.require("screen")
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    if pixels is not None:
        command += ["-fbdir", str(pixels)]
    with subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        try:
            with os.fdopen(reader) as told:
                number = told.readline().strip()  # written when it accepts connections; empty when it died
            if not number:
                raise debian.MissingError("The virtual screen (Xvfb) did not start; is /tmp/.X11-unix writable?")
            yield f":{number}"
        finally:
            server.terminate()


def save_picture(display: str | None, path: Path) -> int:
    """Write the screen `display` (the only one for None) as a PNG; gives its number of colours. Needs Pillow."""
    from PIL import ImageGrab

    picture = ImageGrab.grab(xdisplay=display)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)
    return len(picture.getcolors(picture.width * picture.height) or ())
