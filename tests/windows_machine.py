"""A Windows to install things on, under wine, and what tests ask of it.

Owns a copy of a Windows on its first day, for each test its own. Refuses to be there without wine: what asks for it is
skipped where wine cannot be had.
"""

import contextlib
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

import LnkParse3  # type: ignore[import-untyped,unused-ignore] # has no types
import pytest

import debian
import opening
import windows_python
import wine
from vitrina import description
from windows import setup

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Vitrina"


@dataclass(frozen=True)
class Link:
    """What a shortcut says."""

    target: str
    arguments: str
    folder: str
    icon: str
    comment: str


class Machine(wine.Wine):
    """A Windows and its person."""

    @property
    def programs(self) -> Path:
        """Where the installer puts the program."""
        return self.home / "AppData/Local/Programs/Vitrina"

    @property
    def own_data(self) -> Path:
        """Where the program keeps what is the person's."""
        return self.home / "AppData/Local/Vitrina"

    @property
    def menu_entry(self) -> Path:
        """The shortcut in the Start menu."""
        return self.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Vitrina.lnk"

    @property
    def desktop_entry(self) -> Path:
        """The shortcut on the desktop."""
        return self.home / "Desktop/Vitrina.lnk"

    def files(self) -> set[str]:
        """Everything on C: but what is temporary."""
        found = {path.relative_to(self.drive).as_posix() for path in self.drive.rglob("*") if path.is_file()}
        return {name for name in found if "/Temp/" not in name}

    def folders(self) -> set[str]:
        """Every folder of the person, but what is temporary."""
        found = {path.relative_to(self.home).as_posix() for path in self.home.rglob("*") if path.is_dir()}
        return {name for name in found if not name.startswith("Temp/")}

    def registry(self) -> dict[tuple[str, str], str | int]:
        """What Windows remembers of this person, by key (below HKEY_CURRENT_USER) and name; "" is the default."""
        file = self.folder / "exported.reg"
        self.run("reg", "export", "HKCU", file, "/y")
        found, key = dict[tuple[str, str], str | int](), ""
        for line in file.read_text(encoding="utf-16").replace("\\\n  ", "").splitlines():
            if line.startswith("["):
                key = line.strip("[]").partition("\\")[2]
            elif named := re.match(r'(?:@|"((?:[^"\\]|\\.)*)")=(.*)', line):
                found[key, named[1] or ""] = _value(named[2])
        return found

    def uninstall(self, *words: str) -> None:
        """Uninstall as Add/Remove does, without a window; the uninstaller works from a copy, which is waited for."""
        program = str(self.registry()[UNINSTALL, "UninstallString"]).strip('"')
        self.run(self.outside(program), "/S", *words)
        subprocess.run([wine.SERVER, "-w"], env=self.surroundings(), check=True, timeout=60)

    def screen(self, display: str) -> dict[str, str]:
        """What to tell a program that is to be seen on `display`.

        Ends everything first: a desktop that another program started without a screen has none for any program.
        """
        self.stop()
        return {"DISPLAY": display}

    def look(self, command: Sequence[str | Path], folder: Path, *, least: int) -> opening.Opened:
        """Start `command` with a trace, wait for pictures on a screen, and look; everything is ended then."""
        trace = folder / "trace"
        words = [self.inside(word) if isinstance(word, Path) else word for word in (*command, "--trace", trace)]
        self.stop()  # as in `screen`
        # Through a pipe: Python for Windows dies of wine's handles for files.
        shell = ["sh", "-c", '"$@" 2>&1 </dev/null | cat', "sh", str(wine.LOADER), *words]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(opening, "PATIENCE", 150)
            try:
                return opening.open_and_look(
                    shell, trace=trace, picture=folder / "seen.png", environment=self.surroundings(), least=least
                )
            finally:
                self.stop()


def _value(text: str) -> str | int:
    """One value as a .reg file has it: a text, a number, or a text in bytes."""
    if text.startswith("dword:"):
        return int(text.removeprefix("dword:"), 16)
    if text.startswith("hex(2):"):
        return bytes.fromhex(text.removeprefix("hex(2):").replace(",", " ")).decode("utf-16-le").rstrip("\0")
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def read_link(path: Path) -> Link:
    """Read a shortcut with a reader that is not ours."""
    with path.open("rb") as file:
        told = LnkParse3.lnk_file(file, cp="cp1252").get_json()
    data = told["data"]
    return Link(
        told["link_info"]["local_base_path"],
        data.get("command_line_arguments", ""),
        data["working_directory"],
        data["icon_location"],
        data["description"],
    )


@contextlib.contextmanager
def new_machine(folder: Path) -> Iterator[Machine]:
    """Give a Windows on its first day; skips the test where there is no wine to be had."""
    try:
        original = windows_python.clean()
    except debian.MissingError as error:
        pytest.skip(str(error))
    with wine.lent(original, folder) as copy:
        yield Machine(copy.folder)


def small_setup(folder: Path, files: dict[str, bytes], name: str = "setup.exe", target: str = setup.TARGET) -> Path:
    """Make an installer of ours that brings `files` only, and two small programs of wine's as the program."""
    frozen = folder / f"frozen-{name}"
    small = windows_python.clean().drive / "windows/system32/hostname.exe"
    for path, content in {
        **files,
        f"{description.COMMAND}.exe": small.read_bytes(),
        f"{description.COMMAND}.com": small.read_bytes(),
    }.items():
        (frozen / path).parent.mkdir(parents=True, exist_ok=True)
        (frozen / path).write_bytes(content)
    out = folder / name
    return setup.build(
        frozen, out, folder / f"work-{name}", 1_700_000_000, makensis="makensis", sign=None, target=target
    )


def press(display: str, window: str, key: str) -> None:
    """Press a key in the window of this name, where there is one at this moment."""
    words = ["xdotool", "search", "--onlyvisible", "--name", window, "windowfocus", "key", key]
    subprocess.run(words, env={**os.environ, "DISPLAY": display}, capture_output=True, check=False, timeout=60)


def titles(display: str) -> list[str]:
    """What stands above the windows on a screen."""
    words = ["xdotool", "search", "--onlyvisible", "--name", ".", "getwindowname", "%@"]
    told = subprocess.run(
        words, env={**os.environ, "DISPLAY": display}, capture_output=True, text=True, check=False, timeout=60
    )
    return told.stdout.splitlines()


def until(true: Callable[[], object], seconds: float = 120.0) -> None:
    """Wait for something that happens inside."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def folder_of(name: str) -> str:
    """The folder of a file inside."""
    return str(PureWindowsPath(name).parent)
