"""The picture on the desktop: asked about first, then written to a place that lasts, and the desktop told.

Owns the question and the file. Refuses to know desktops: `desktop` does.
"""

import os
import shutil
import sys
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vitrina.errors import InstallationError, VitrinaError
from vitrina.language import N_
from vitrina.model import Picture
from vitrina.ui import naming
from vitrina.ui.copying import write_whole
from vitrina.ui.desktop import WINDOWS, Way, way
from vitrina.ui.shown import name_of

if TYPE_CHECKING:
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.window import Window

_SET_WALLPAPER: Final = 20  # SPI_SETDESKWALLPAPER (winuser.h)
_REMEMBER_AND_TELL: Final = 3  # SPIF_UPDATEINIFILE and SPIF_SENDCHANGE


def ask(window: "Window") -> None:
    """Ask whether the first chosen picture is to be the wallpaper."""
    pictures = window.picked()[:1]
    if not pictures or window.library is None:
        return
    picture, folder = pictures[0], window.start.paths.wallpaper_folder
    file = file_for(folder, picture)
    try:
        chosen = way(file, platform=sys.platform, environment=os.environ, which=shutil.which)
    except VitrinaError as error:
        window.toast.show(window.language.say(error))
        return
    work = partial(set_wallpaper, window.library, picture, file, chosen)

    def agreed() -> None:
        window.bridge.ask(
            work, lambda _: window.toast.show(window.text(N_("The wallpaper is set."))), window.session.hear
        )

    naming.confirm(
        window,
        N_("Set as wallpaper"),
        window.text(
            N_("“{title}” takes the place of the picture on your desktop ({desktop})."),
            title=name_of(picture),
            desktop=chosen.desktop,
        ),
        agreed,
    )


def file_for(folder: Path, picture: Picture) -> Path:
    """Name the file: another one for each picture, as desktops do not look again at the same name."""
    return folder / f"{sha256(picture.key.encode()).hexdigest()[:16]}.png"


async def set_wallpaper(library: "LibraryLike", picture: Picture, file: Path, chosen: Way) -> None:
    """Write all of the picture to `file`, tell the desktop, and remove the wallpaper before. VitrinaError."""
    import asyncio

    folder = file.parent
    try:
        await asyncio.to_thread(partial(folder.mkdir, parents=True, exist_ok=True))
        await write_whole(library, picture, file)
    except OSError as error:
        raise InstallationError(
            "The wallpaper cannot be written to {folder} ({reason}).", folder=folder, reason=error.strerror
        ) from error
    if chosen.desktop == WINDOWS:
        await asyncio.to_thread(_tell_windows, file)
    quiet = asyncio.subprocess.DEVNULL
    for call in chosen.calls:
        asked = await asyncio.create_subprocess_exec(*call, stdin=quiet, stdout=quiet, stderr=quiet)
        if await asked.wait():
            raise InstallationError("{program} could not set the wallpaper.", program=call[0])
    await asyncio.to_thread(_remove_others, file)


def _tell_windows(file: Path) -> None:
    import ctypes

    if sys.platform == "win32" and not ctypes.windll.user32.SystemParametersInfoW(
        _SET_WALLPAPER, 0, str(file), _REMEMBER_AND_TELL
    ):
        raise InstallationError("{program} could not set the wallpaper.", program=WINDOWS)


def _remove_others(file: Path) -> None:
    for other in file.parent.glob("*.png"):
        if other != file:
            other.unlink(missing_ok=True)
