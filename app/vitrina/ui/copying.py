"""The picture itself on the clipboard, on every system.

Owns how each system is told; Tk can only put text there. Refuses to hold the picture: it is written as PNG into a
folder of its own, which the system reads from.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vitrina.errors import InstallationError
from vitrina.language import N_
from vitrina.model import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.window import Window


def call_for(
    file: Path,
    *,
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    which: Callable[[str], str | None] = shutil.which,
) -> list[str]:
    """Choose the program that puts a PNG file on the clipboard; InstallationError where there is none.

    Wayland: wl-copy; X11: xclip; macOS: osascript. Windows needs none: see `windows_clipboard`.
    """
    if platform == "darwin":
        return ["/usr/bin/osascript", "-e", f'set the clipboard to (read (POSIX file "{file}") as «class PNGf»)']
    if environment.get("WAYLAND_DISPLAY") and which("wl-copy"):
        return ["sh", "-c", 'wl-copy --type image/png < "$0"', str(file)]
    if which("xclip"):
        return ["xclip", "-selection", "clipboard", "-t", "image/png", "-i", str(file)]
    raise InstallationError("Pictures are copied with xclip or wl-copy, and neither is installed; install one of them.")


async def put_on_clipboard(library: "LibraryLike", picture: Picture) -> None:
    """Have all of the picture and hand it to the system. VitrinaError."""
    import asyncio

    if sys.platform == "win32":
        from vitrina.ui import windows_clipboard

        await asyncio.to_thread(windows_clipboard.put, await whole_image(library, picture))
        return
    folder = Path(tempfile.mkdtemp(prefix="vitrina-copy-"))
    try:
        file = folder / "picture.png"
        call = call_for(file)
        await write_whole(library, picture, file)
        quiet = asyncio.subprocess.DEVNULL
        asked = await asyncio.create_subprocess_exec(*call, stdin=quiet, stdout=quiet, stderr=quiet)
        if await asked.wait():
            raise InstallationError("{program} could not put the picture on the clipboard.", program=call[0])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def whole_image(library: "LibraryLike", picture: Picture) -> "Image":
    """Have all of the picture as one image: upright, one frame of it, in the colours of screens. PictureError."""
    import asyncio

    whole = await library.whole(picture)
    everything = (0.0, 0.0, float(whole.width), float(whole.height))
    return await asyncio.to_thread(whole.region, everything, (whole.width, whole.height))


async def write_whole(library: "LibraryLike", picture: Picture, file: Path) -> None:
    """Write all of the picture as PNG. PictureError, OSError."""
    import asyncio

    image = await whole_image(library, picture)
    await asyncio.to_thread(partial(image.save, file, "PNG", compress_level=1))


def copy_picture(window: "Window") -> None:
    """Put the first chosen picture on the clipboard."""
    pictures = window.picked()[:1]
    if pictures and window.library is not None:
        work = partial(put_on_clipboard, window.library, pictures[0])
        window.bridge.ask(work, lambda _: window.toast.show(window.text(N_("Picture copied"))), window.session.hear)
