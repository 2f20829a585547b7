"""Whether the desktop is dark, asked of each system in its own way.

Owns these questions. Refuses to wait on Tk's thread: what starts another program runs on the loop.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_PORTAL_DARK: Final = "1"
_ASK_SECONDS: Final = 2.0


def quick_guess(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> bool:
    """Tell what can be told at once: the registry on Windows, files and variables elsewhere; else light."""
    if sys.platform == "win32":
        return _dark_on_windows()
    theme = environment.get("GTK_THEME", "")
    if theme:
        return "dark" in theme.casefold()
    config = Path(environment.get("XDG_CONFIG_HOME", "") or (home or Path.home()) / ".config")
    for file, mark in (
        ("gtk-4.0/settings.ini", "gtk-application-prefer-dark-theme=1"),
        ("gtk-3.0/settings.ini", "gtk-application-prefer-dark-theme=1"),
        ("kdeglobals", "colorscheme=breezedark"),
    ):
        try:
            text = (config / file).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if mark in text.casefold().replace(" ", "").replace("=true", "=1"):
            return True
    return False


def _dark_on_windows() -> bool:
    """Read what the Settings app writes."""
    import ctypes

    value, size = ctypes.c_uint32(1), ctypes.c_uint32(4)
    current_user, only_numbers = 0x80000001, 0x10
    ctypes.CDLL("advapi32").RegGetValueW(
        ctypes.c_void_p(current_user),
        "Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
        "AppsUseLightTheme",
        only_numbers,
        None,
        ctypes.byref(value),
        ctypes.byref(size),
    )
    return value.value == 0


def question() -> list[str]:
    """Give the call that asks the desktop; its answer is dark where it has the word."""
    if sys.platform == "darwin":
        return ["/usr/bin/defaults", "read", "-g", "AppleInterfaceStyle"]
    return ["gsettings", "get", "org.gnome.desktop.interface", "color-scheme"]


async def is_dark(guess: bool) -> bool:  # noqa: FBT001 - the answer where nobody can be asked
    """Ask the desktop itself; the guess stands where it does not answer."""
    import asyncio

    if sys.platform == "win32":
        return quick_guess()
    try:
        asked = await asyncio.create_subprocess_exec(
            *question(), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return guess
    try:
        answer, _ = await asyncio.wait_for(asked.communicate(), _ASK_SECONDS)
    except TimeoutError:
        asked.kill()
        return guess
    if sys.platform == "darwin":
        return b"dark" in answer.lower()  # the key is there in dark mode only
    return b"dark" in answer.lower() if asked.returncode == 0 and answer.strip() else guess
