"""Everything for Windows: the portable program and the installer; on Windows itself, and on Linux under wine.

Owns the order of steps and the names of what comes out. Refuses to know what is inside: `packaging/windows/` does.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import binary
import debian
import environment

sys.path.insert(0, str(environment.ROOT / "packaging"))
from vitrina import __version__, description
from windows import setup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Frozen(binary.Frozen):
    """What PyInstaller made, both programs in the folder, and licences and SBOM of what is inside."""

    licences: Path
    sbom: Path


def make(out: Path, work: Path, root: Path = environment.ROOT) -> list[Path]:
    """Freeze the tree at `root` and pack into `out`; gives the files made. MissingError where the machine lacks some.

    Programs are signed where VITRINA_SIGN holds a command that signs the file named after it.
    """
    debian.require("windows-installer")
    frozen = freeze(work, root)
    base = f"{description.NAME}-{__version__}-windows"
    portable = Path(shutil.copy(frozen.portable, out / f"{base}-portable.exe"))
    command = os.environ.get("VITRINA_SIGN")
    if command:
        for program in (portable, *programs(frozen.folder)):
            sign(command, program)
    installer = setup.build(
        frozen.folder,
        out / f"{base}-setup.exe",
        work / "setup",
        binary.commit_time(),
        makensis=makensis(),
        sign=command,
    )
    if command:
        sign(command, installer)
    texts = [Path(shutil.copy(path, out / path.name)) for path in (frozen.licences, frozen.sbom)]
    return [portable, installer, *texts]


def makensis() -> str:
    """Find NSIS; its own installer on Windows does not put it on the PATH. MissingError."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", ""), "NSIS/makensis.exe")
    found = shutil.which("makensis") or (str(usual) if usual.is_file() else None)
    if found is None:
        raise debian.MissingError("NSIS makes the installer; please install it, and start again.")
    return found


def programs(folder: Path) -> tuple[Path, Path]:
    """The two programs in the frozen folder: the one with a window, and the one for the console."""
    return folder / f"{description.COMMAND}.exe", folder / f"{description.COMMAND}.com"


def sign(command: str, program: Path) -> None:
    """Let `command` sign `program`."""
    subprocess.run([*shlex.split(command, posix=os.name != "nt"), str(program)], check=True)


def freeze(work: Path, root: Path = environment.ROOT) -> Frozen:
    """Freeze the tree at `root` into `work`, and find out what went in."""
    made = binary.frozen(work, ".exe")
    frozen = Frozen(
        made.portable,
        made.folder,
        made.manifest,
        work / "THIRD_PARTY_LICENSES.txt",
        work / f"{description.NAME}-{__version__}.cdx.json",
    )
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with _python(root, work / "wine") as run:
        run(binary.freezing(work, root), {"PYINSTALLER_CONFIG_DIR": work / "cache", **binary.reproducible()})
        (frozen.folder / "console.exe").rename(programs(frozen.folder)[1])
        run([root / "packaging/contents.py", frozen.manifest, frozen.licences, frozen.sbom], {**binary.reproducible()})
    for text in (frozen.licences, root / "LICENSE"):
        shutil.copy(text, frozen.folder)
    return frozen


@contextlib.contextmanager
def _python(root: Path, folder: Path) -> Iterator[Callable[..., None]]:
    """Give what runs Python for Windows, with the tree at `root`: this one, or the one under wine, copied to `folder`.

    In a copy of its own each build works by itself, and leaves nothing behind for the next one.
    """
    if sys.platform == "win32":

        def natively(words: list[str | Path], further: dict[str, str | Path]) -> None:
            surroundings = {
                **os.environ,
                "PYTHONPATH": str(root / "app"),
                **{name: str(value) for name, value in further.items()},
            }
            subprocess.run([sys.executable, *map(str, words)], cwd=root, env=surroundings, check=True)

        yield natively
        return
    import windows_python
    import wine

    with wine.lent(windows_python.ready(), folder) as inside:

        def under_wine(words: list[str | Path], further: dict[str, str | Path]) -> None:
            surroundings = {"PYTHONPATH": root / "app", **further}
            try:
                inside.run(windows_python.program(inside), *words, cwd=root, surroundings=surroundings)
            except subprocess.CalledProcessError as error:
                raise RuntimeError(f"{words[:2]} failed under wine:\n{error.output[-4000:]}") from error

        yield under_wine
