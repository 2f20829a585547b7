"""The tree's own Python environment, `.venv`: made from nothing, from the locked packages, and kept current.

Owns `.venv` and its stamp, which is written last: whatever an interruption leaves has no stamp, and the next run
goes over it again. Refuses packages whose hash is not in the lock. Standard library alone, and syntax that an
older Python can still read, so that it can look for a newer one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import catalogues
import debian

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
PROGRAM = SCRIPTS / ("vitrina.exe" if os.name == "nt" else "vitrina")
LOCK = ROOT / "build" / "dev.lock"
OUT = ROOT / "build" / "out"
STAMP = VENV / "vitrina-stamp"

_OLDEST = (3, 11)
_PROBE = "import sys, tkinter, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"


def ensure() -> None:
    """Make `.venv` what the lock and pyproject.toml say. MissingError where the system cannot give it."""
    if not _stands():
        OUT.mkdir(parents=True, exist_ok=True)
        with alone(OUT / "setup.lock"):
            if not _stands():
                _make()
    if catalogues.stale():
        subprocess.run([str(PYTHON), str(ROOT / "build" / "catalogues.py")], check=True)


def fingerprint() -> str:
    """What `.venv` is made from, as one name."""
    digest = hashlib.sha256()
    for source in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(source.read_bytes())
    digest.update(str(VENV).encode())  # its scripts hold the path: a moved tree needs a new one
    return digest.hexdigest()


def _stands() -> bool:
    try:
        return STAMP.read_text(encoding="ascii") == fingerprint() and PROGRAM.exists() and PYTHON.exists()
    except (OSError, UnicodeDecodeError):
        return False


def _make() -> None:
    """Bring `.venv` up, step by step; each can be repeated."""
    STAMP.unlink(missing_ok=True)
    if not _works():
        python = interpreter()
        _say(f"making .venv with {python}")
        if VENV.exists():
            shutil.rmtree(VENV)
        _run([python, "-m", "venv", str(VENV)])
    _say("installing the locked packages")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    _run([*pip, "--require-hashes", "--only-binary=:all:", "--requirement", str(LOCK)])
    _run([*pip, "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)])
    # Where Python may write no bytecode by itself, every start would compile the program anew: a tenth of a second.
    _run([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "app")])
    beside = STAMP.with_suffix(".new")
    beside.write_text(fingerprint(), encoding="ascii")
    beside.replace(STAMP)


def _works() -> bool:
    """Whether there is a `.venv` of this place with a Python, a Tk and a pip that start."""
    if not PYTHON.exists():
        return False
    probe = f"import tkinter, pip, sys; sys.exit(sys.version_info < {_OLDEST} or sys.prefix != {str(VENV)!r})"
    return _exit_code([str(PYTHON), "-c", probe]) == 0


def interpreter() -> str:
    """Find a Python of 3.11 or later with tkinter, venv and ensurepip; the running one first.

    MissingError where there is none and the system cannot be given one.
    """
    found = _find_interpreter()
    if found is None:
        debian.require("python")
        found = _find_interpreter()
    if found is None:
        message = (
            "Vitrina needs Python 3.11 or later with tkinter; please install one from python.org, and start again."
        )
        raise debian.MissingError(message)
    return found


def base_prefix() -> str:
    """Where the Python lies that `.venv` was made with."""
    return _told("sys.base_prefix")


def version() -> str:
    """Which Python `.venv` has, as `3.11`."""
    return _told("'{}.{}'.format(*sys.version_info)")


def _told(expression: str) -> str:
    command = [str(PYTHON), "-c", f"import sys; print({expression})"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _find_interpreter() -> str | None:
    for candidate in _candidates():
        if _exit_code([*candidate, "-c", _PROBE]) == 0:
            # The path itself, resolved by the interpreter: `py -3` and version switchers are only names for it.
            told = subprocess.run(
                [*candidate, "-c", "import sys; print(sys.executable)"], capture_output=True, check=True
            )
            return os.fsdecode(told.stdout).strip()
    return None


def _candidates() -> Iterator[list[str]]:
    yield [sys.executable]
    if os.name == "nt" and shutil.which("py"):
        yield ["py", "-3"]
    for name in (*(f"python3.{minor}" for minor in range(20, 10, -1)), "python3", "/usr/bin/python3"):
        path = shutil.which(name)
        if path:
            yield [path]


def _exit_code(command: list[str]) -> int:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        return -1


def _run(command: list[str]) -> None:
    # A Python that was told where its library lies would tell the new one the same.
    surroundings = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, check=False)
    if done.returncode:
        raise debian.MissingError(f"`{' '.join(command)}` failed with {done.returncode}; its own words are above.")


def _say(what: str) -> None:
    print(f"dev.py: {what} …", file=sys.stderr)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time; the system takes the lock back from one that dies."""
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            while True:
                with contextlib.suppress(OSError):  # it waits for ten seconds alone
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
