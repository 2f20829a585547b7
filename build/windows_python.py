"""A Python for Windows under wine, with everything that freezing needs, from locked packages alone.

Owns how it is put together: python.org's libraries out of a wheel that brings them along, the standard library and
Tcl/Tk's scripts of this machine, a `python.exe` of our own. Refuses to make releases: those come from a Windows
machine. This one is for proving that they would work.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

import debian
import environment
import wine

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNTIME_LOCK = environment.LOCK.with_name("runtime.lock")
PYTHON_LOCK = environment.ROOT / "packaging/windows/python.lock"
MAIN = environment.ROOT / "packaging/windows/python_main.c"
FOLDER = environment.OUT / "wine"

VERSION, TCL = "3.11", "8.6.12"  # of the libraries in PYTHON_LOCK's wheel
TARGET = ["--only-binary=:all:", "--platform", "win_amd64", "--python-version", VERSION, "--implementation", "cp"]
MARKERS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": VERSION,
    "sys_platform": "win32",
}
FREEZING = {
    *("altgraph", "packaging", "pefile", "pyinstaller", "pyinstaller-hooks-contrib", "pywin32-ctypes", "setuptools"),
    "tkinterdnd2",
}

_BESIDE_PROGRAM = {"python311.dll", "vcruntime140.dll"}
_LIBRARIES = {"libffi-8.dll", "libcrypto-3.dll", "libssl-3.dll", "sqlite3.dll", "tcl86t.dll", "tk86t.dll"}
_LEFT_OUT = {
    *("__pycache__", "_sysconfigdata*", "config-3*", "ensurepip", "idlelib", "lib-dynload", "site-packages", "test")
}


def ready() -> wine.Wine:
    """Give a Windows with this Python, to be copied; made once from each state of the locks. MissingError."""
    debian.require("wine", "windows-python")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with environment.alone(FOLDER / "made.lock"):
        clean = wine.new(FOLDER / "clean")
        windows = wine.Wine(FOLDER / "python")
        stamp = windows.folder / "stamp"
        if not stamp.exists() or stamp.read_text(encoding="ascii") != fingerprint():
            shutil.rmtree(windows.folder, ignore_errors=True)
            shutil.copytree(clean.folder, windows.folder, symlinks=True)
            _make(program(windows).parent)
            windows.run(program(windows), "-c", "import ssl, sqlite3, tkinter, aiohttp, PIL.Image, PyInstaller")
            windows.stop()
            stamp.write_text(fingerprint(), encoding="ascii")
    return windows


def program(windows: wine.Wine) -> Path:
    """Where in such a Windows `python.exe` lies."""
    return windows.drive / "python/python.exe"


def clean() -> wine.Wine:
    """Give a Windows without anything, to be copied."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with environment.alone(FOLDER / "made.lock"):
        return wine.new(FOLDER / "clean")


def fingerprint() -> str:
    """What it is made from, as one name."""
    digest = hashlib.sha256()
    for source in (environment.LOCK, RUNTIME_LOCK, PYTHON_LOCK, MAIN, Path(__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _make(root: Path) -> None:
    site = root / "Lib/site-packages"
    shutil.copytree(_standard_library(), root / "Lib", ignore=shutil.ignore_patterns(*_LEFT_OUT))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _pip("download", "--no-deps", "--require-hashes", *TARGET, "--dest", name, "--requirement", str(PYTHON_LOCK))
        _unpack_libraries(next(folder.glob("*.whl")), root)
        wanted = folder / "windows.lock"
        wanted.write_text("\n".join(requirements()), encoding="utf-8")
        _pip("install", "--no-deps", "--require-hashes", *TARGET, "--target", str(site), "--requirement", str(wanted))
    _copy_tcl(root / "tcl")
    compiler = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-municode", str(MAIN), "-o", str(root / "python.exe")]
    subprocess.run(compiler, check=True)


def requirements() -> Iterator[str]:
    """The locked packages that the program and its freezing need on Windows, with their hashes.

    Markers are decided here: pip, when it installs for another system, asks them of its own.
    """
    texts = (RUNTIME_LOCK.read_text(encoding="utf-8"), environment.LOCK.read_text(encoding="utf-8"))
    for text, names in zip(texts, (None, FREEZING), strict=True):
        for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip()):
            requirement, *hashes = re.split(r"\s+(?=--hash)", entry.strip())
            parsed = Requirement(requirement)
            if (names is None or parsed.name in names) and (parsed.marker is None or parsed.marker.evaluate(MARKERS)):
                yield " ".join([f"{parsed.name}{parsed.specifier}", *hashes])


def _standard_library() -> Path:
    """Find the Python part of the standard library of the same version on this machine. MissingError."""
    candidates = (Path(sys.base_prefix, "lib", f"python{VERSION}"), Path("/usr/lib", f"python{VERSION}"))
    found = next((path for path in candidates if (path / "LICENSE.txt").exists()), None)
    found = found or next((path for path in candidates if (path / "os.py").exists()), None)
    if found is None:
        raise debian.MissingError(f"Python {VERSION}'s standard library cannot be found; the one for Windows needs it.")
    return found


def _unpack_libraries(wheel: Path, root: Path) -> None:
    (root / "DLLs").mkdir()
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            folder, _, name = member.rpartition("/")
            beside = name.lower() in _BESIDE_PROGRAM
            if folder == "deploy_libs" and (beside or name.endswith(".pyd") or name in _LIBRARIES):
                (root / name if beside else root / "DLLs" / name).write_bytes(archive.read(member))


def _copy_tcl(folder: Path) -> None:
    """Copy the scripts of Tcl and Tk; each insists on its own library's last number, so it is told that one."""
    source = Path("/usr/share/tcltk")
    for name in ("tcl8.6", "tk8.6"):
        shutil.copytree(source / name, folder / name)
    for script in (folder / "tcl8.6/init.tcl", folder / "tk8.6/tk.tcl"):
        text = script.read_text(encoding="utf-8")
        script.write_text(re.sub(r"(-exact (?:Tcl|Tk) +)8\.6\.\d+", rf"\g<1>{TCL}", text), encoding="utf-8")
    (folder / "tcl8.6/tcl8").rename(folder / "tcl8")  # modules, where a Python for Windows has them


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise debian.MissingError(f"`pip {arguments[0]}` failed:\n{done.stderr[-2000:]}")
