"""A Windows on Linux, for building and for tests: wine in a folder that nobody else uses.

Owns how a program is started there. Refuses to touch the person's own wine, menus or home: the folder has all of it.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import debian

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LOADER = Path("/usr/lib/wine/wine64")
SERVER = Path("/usr/lib/wine/wineserver64")

_NEVER_WRITTEN = frozenset((".dll", ".exe", ".drv", ".sys", ".pyd", ".pyc", ".py"))
_LAST_WORDS = 0.3  # seconds that a program's output may take from it to us

# Neither .NET nor a browser nor entries in the menus of the machine that builds.
_WITHOUT = "mscoree,mshtml=;winemenubuilder.exe=d"


@dataclass(frozen=True)
class Wine:
    """One Windows; `folder` is its disk and its registry."""

    folder: Path

    @property
    def drive(self) -> Path:
        """What is C: inside."""
        return self.folder / "drive_c"

    @property
    def home(self) -> Path:
        """The user's own folder inside."""
        (found,) = [path for path in (self.drive / "users").iterdir() if path.name != "Public"]
        return found

    def surroundings(self) -> dict[str, str]:
        """The environment for programs inside: ours, without what is meant for our own Python, and no screen."""
        not_for_it = ("PYTHON", "WINE", "VIRTUAL", "DISPLAY")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(not_for_it)}
        own = {
            "WINEPREFIX": str(self.folder),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _WITHOUT,
            "HOME": str(self.folder / "home"),  # wine links Documents and Desktop there
            "LC_ALL": "C.UTF-8",  # names of files outside ASCII
        }
        return {**kept, **own}

    def start(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path | None = None,
        surroundings: Mapping[str, str | Path] | None = None,
    ) -> subprocess.Popen[str]:
        """Start a program; a Path among its words and `surroundings` is told by its name inside.

        Standard input is empty and output a pipe: Python for Windows dies of wine's other handles.
        """
        words = [self.inside(word) if isinstance(word, Path) else word for word in command]
        further = {
            name: self.inside(value) if isinstance(value, Path) else value
            for name, value in (surroundings or {}).items()
        }
        return subprocess.Popen(
            [LOADER, *words],
            cwd=cwd,
            env={**self.surroundings(), **further},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def run(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        check: bool = True,
        surroundings: Mapping[str, str | Path] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; both its streams are in `stdout`. CalledProcessError with `check`."""
        with self.start(command, cwd=cwd, surroundings=surroundings) as program:
            told = _heard(program)
        done = subprocess.CompletedProcess([str(word) for word in command], program.returncode, told)
        if check and done.returncode:
            raise subprocess.CalledProcessError(done.returncode, done.args, told)
        return done

    def inside(self, path: Path) -> str:
        """The name inside of a file outside: below C: where it lies there, below Z: elsewhere."""
        whole = path.absolute()
        drive, rest = ("C:", whole.relative_to(self.drive)) if whole.is_relative_to(self.drive) else ("Z:", whole)
        return f"{drive}\\" + str(rest).strip("/").replace("/", "\\")

    def outside(self, name: str) -> Path:
        """The file outside that `name` means inside."""
        drive, _, rest = name.partition(":")
        return (self.drive if drive.upper() == "C" else Path("/")) / rest.replace("\\", "/").lstrip("/")

    def stop(self) -> None:
        """End everything that runs inside, and wait until the registry is on the disk."""
        for option in ("-k", "-w"):
            subprocess.run([SERVER, option], env=self.surroundings(), capture_output=True, check=False)


def _heard(program: subprocess.Popen[str]) -> str:
    """All that `program` writes until it ends; not to the end of the pipe, which wine's own desktop may hold open."""
    if program.stdout is None:
        return ""
    pipe, told, gone = program.stdout.fileno(), bytearray(), False
    while True:
        gone = gone or program.poll() is not None
        ready, _, _ = select.select([pipe], [], [], _LAST_WORDS)
        part = os.read(pipe, 1 << 16) if ready else b""
        told += part
        if not part and (gone or ready):
            return told.decode(errors="replace").replace("\r\n", "\n")


def new(folder: Path) -> Wine:
    """Make a Windows as it is on the first day, or take the one that is there. MissingError without wine."""
    debian.require("wine")
    windows = Wine(folder)
    if not (folder / "system.reg").exists():
        (folder / "home").mkdir(parents=True, exist_ok=True)
        windows.run("wineboot", "--init")
        windows.stop()
        for link in [path for path in windows.home.iterdir() if path.is_symlink()]:
            link.unlink()  # folders of its own, so that a copy has its own, too
            link.mkdir()
    return windows


def _share(drive: Path, source: str, target: str) -> None:
    """Let a program or library of the system be one file for all copies, as nobody writes into it; copy the rest.

    That is 700 MB less for each copy.
    """
    path = Path(source)
    if path.suffix in _NEVER_WRITTEN and path.is_relative_to(drive):
        with contextlib.suppress(OSError):  # on another file system
            os.link(source, target)
            return
    shutil.copy2(source, target)


@contextlib.contextmanager
def lent(original: Wine, folder: Path) -> Iterator[Wine]:
    """Give a copy of `original`, in which nothing runs, for as long as a `with` block lasts."""
    shutil.copytree(original.folder, folder, symlinks=True, copy_function=partial(_share, original.drive))
    windows = Wine(folder)
    try:
        yield windows
    finally:
        windows.stop()
        shutil.rmtree(folder, ignore_errors=True)
