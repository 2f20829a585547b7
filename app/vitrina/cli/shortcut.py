"""`vitrina shortcut install|remove`: the applications-menu entry of a portable copy or a source tree.

Owns what the entry starts and what is said about it. Refuses to know a system's form of it: `desktop_entry` has that
of Linux, `start_menu` that of Windows; on macOS a bundle is its own entry.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

from vitrina import description
from vitrina.cli.arguments import Call
from vitrina.cli.console import DONE, Console
from vitrina.errors import InstallationError, UsageError

ICON: Final = Path(description.__file__).with_name("icon.png")


def change_shortcut(call: Call, console: Console) -> int:
    """Install or remove the entry, and print its path; doing either twice changes nothing more.

    UsageError where somebody else's entry is in the way, InstallationError where it cannot be written.
    """
    if sys.platform == "darwin":
        raise UsageError("On macOS, drag Vitrina.app into the Applications folder; that is its entry.")
    try:
        entry, done = _install(call.profile) if call.verb == "install" else _remove()
    except OSError as error:
        raise InstallationError(
            "The menu entry {path} cannot be changed: {reason}.", path=error.filename or "", reason=error.strerror
        ) from error
    if call.verb == "install":
        console.say("Vitrina is in the applications menu.")
    elif done:
        console.say("Vitrina is no longer in the applications menu.")
    else:
        console.say("There was no entry of this kind in the applications menu.")
    if done:
        console.result(str(entry))
    return DONE


def _install(profile: Path | None) -> tuple[Path, bool]:
    program, arguments = own_program(), _arguments(profile)
    if sys.platform == "win32":
        from vitrina.cli import start_menu

        return start_menu.install(program, subprocess.list2cmdline(arguments)), True
    from vitrina.cli import desktop_entry

    return desktop_entry.install((str(program), *arguments), ICON.read_bytes()), True


def _remove() -> tuple[Path, bool]:
    if sys.platform == "win32":
        from vitrina.cli import start_menu

        return start_menu.remove()
    from vitrina.cli import desktop_entry

    return desktop_entry.remove()


def _arguments(profile: Path | None) -> tuple[str, ...]:
    """Hand on the profile that the call names: whoever keeps everything below a folder means the menu, too."""
    return ("--profile", str(profile.expanduser().absolute())) if profile else ()


def own_program() -> Path:
    """Find what starts this copy: the frozen program itself, or the command beside this Python. InstallationError."""
    running = Path(sys.executable).absolute()
    if getattr(sys, "frozen", False):
        windowed = running.with_suffix(".exe")  # beside the program for the console, on Windows
        return windowed if running.suffix == ".com" and windowed.is_file() else running
    command = running.with_name(description.COMMAND + (".exe" if sys.platform == "win32" else ""))
    if not command.is_file():
        raise InstallationError(
            "There is no {path} that a menu could start; set the source tree up first.", path=command
        )
    return command
