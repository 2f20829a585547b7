"""Which desktop this is, and how it is told to show another picture.

Owns that choice, made from what the system says of itself. Refuses to start anything: `wallpaper` does.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from vitrina.errors import InstallationError
from vitrina.frozen import frozen

WINDOWS: Final = "Windows"

_KEYS: Final[Mapping[str, tuple[tuple[str, str, bool], ...]]] = {
    "GNOME": (
        ("org.gnome.desktop.background", "picture-uri", True),
        ("org.gnome.desktop.background", "picture-uri-dark", True),
    ),
    "Cinnamon": (("org.cinnamon.desktop.background", "picture-uri", True),),
    "MATE": (("org.mate.background", "picture-filename", False),),
}
"""Schema and key in GSettings, and whether it wants an address instead of a path."""

_NAMES: Final = (
    ("KDE", "KDE"),
    ("XFCE", "Xfce"),
    ("X-CINNAMON", "Cinnamon"),
    ("CINNAMON", "Cinnamon"),
    ("MATE", "MATE"),
    ("GNOME", "GNOME"),
    ("UNITY", "GNOME"),
    ("BUDGIE", "GNOME"),
    ("PANTHEON", "GNOME"),
)
"""What XDG_CURRENT_DESKTOP and DESKTOP_SESSION have in them, and which desktop that is to us."""

_XFCE: Final = (
    'set=; for key in $(xfconf-query -c xfce4-desktop -l | grep "/last-image$"); do '
    'xfconf-query -c xfce4-desktop -p "$key" -s "$0" && set=1; done; test "$set"'
)
"""Each monitor and workspace has a key of its own."""


@frozen
class Way:
    """How one desktop is told: programs to call, one after the other; none on Windows, whose own function is called."""

    desktop: str
    calls: tuple[tuple[str, ...], ...]


def way(file: Path, *, platform: str, environment: Mapping[str, str], which: Callable[[str], str | None]) -> Way:
    """Choose how the desktop is told to show `file`; InstallationError where nothing is known that would."""
    if platform == "win32":
        return Way(WINDOWS, ())
    if platform == "darwin":
        quoted = str(file).replace("\\", "\\\\").replace('"', '\\"')
        script = f'tell application "System Events" to tell every desktop to set picture to POSIX file "{quoted}"'
        return Way("macOS", (("/usr/bin/osascript", "-e", script),))
    desktop = _desktop(environment)
    calls = _calls(desktop, file, which)
    if calls:
        return Way(desktop, calls)
    if environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY") and which("feh"):
        return Way("feh", (("feh", "--no-fehbg", "--bg-fill", str(file)),))
    raise InstallationError("Vitrina does not know how to tell this desktop its wallpaper; installing feh may help.")


def _desktop(environment: Mapping[str, str]) -> str:
    said = f"{environment.get('XDG_CURRENT_DESKTOP', '')}:{environment.get('DESKTOP_SESSION', '')}".upper()
    return next((name for mark, name in _NAMES if mark in said), "")


def _calls(desktop: str, file: Path, which: Callable[[str], str | None]) -> tuple[tuple[str, ...], ...]:
    """Give what a desktop is told with, where its own program is there."""
    if desktop in _KEYS and which("gsettings"):
        return tuple(
            ("gsettings", "set", schema, key, file.as_uri() if address else str(file))
            for schema, key, address in _KEYS[desktop]
        )
    if desktop == "Xfce" and which("xfconf-query"):
        return (("sh", "-c", _XFCE, str(file)),)
    if desktop == "KDE":
        if which("plasma-apply-wallpaperimage"):
            return (("plasma-apply-wallpaperimage", str(file)),)
        program = next((one for one in ("qdbus6", "qdbus-qt5", "qdbus") if which(one)), None)
        if program:
            return (
                (program, "org.kde.plasmashell", "/PlasmaShell", "org.kde.PlasmaShell.evaluateScript", _plasma(file)),
            )
    return ()


def _plasma(file: Path) -> str:
    """Write the script that Plasma's shell runs for it (its scripting interface, `desktops()`)."""
    address = file.as_uri().replace("'", "%27")
    return (
        "desktops().forEach(function (desktop) {"
        " desktop.wallpaperPlugin = 'org.kde.image';"
        " desktop.currentConfigGroup = ['Wallpaper', 'org.kde.image', 'General'];"
        f" desktop.writeConfig('Image', '{address}');"
        " });"
    )
