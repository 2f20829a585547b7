"""`dev.py prove FOLDER`: starts what was built, as a person who downloaded it would, and counts the pictures.

Owns how each kind of file gets onto this machine, and off it again. Refuses to look inside it: what is proof, `binary`
says.
"""

import argparse
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import binary
import environment

sys.path.insert(0, str(environment.ROOT / "packaging"))
from vitrina import description

SUMS = "SHA256SUMS"
PATIENCE = 60.0  # seconds until an uninstaller, which works from a copy of itself, is done

Placed = Callable[[Path, Path], contextlib.AbstractContextManager[Path]]


def main(arguments: list[str]) -> int:
    """Prove everything in FOLDER that is for this system; 1 where something does not do what it should."""
    parser = argparse.ArgumentParser(prog="dev.py prove", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder.absolute()
    try:
        check_sums(folder)
        proven = prove(folder)
    except binary.ProofError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(proven))
    return 0


def check_sums(folder: Path) -> None:
    """Compare every file with its checksum; ProofError where one differs, or has none."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != SUMS}
    if found != told:
        names = sorted(name for name in {*found, *told} if found.get(name) != told.get(name))
        raise binary.ProofError(f"{SUMS} tells otherwise of {', '.join(names)}.")


def prove(folder: Path) -> list[str]:
    """Prove each file that is for this system; a line for each. ProofError, also where there is none."""
    proven = []
    for path in sorted(folder.iterdir()):
        placed = next((placed for ending, placed in KINDS[sys.platform].items() if path.name.endswith(ending)), None)
        if placed is None:
            continue
        with tempfile.TemporaryDirectory(prefix="vitrina-proof-", ignore_cleanup_errors=True) as scratch:
            with placed(path, Path(scratch)) as program:
                online, offline = binary.prove(program, Path(scratch))
            if program.exists():
                raise binary.ProofError(f"{program} is still there.")
        proven.append(f"{path.name}: {online.shown} pictures shown, {offline.shown} again without a network.")
    if not proven:
        raise binary.ProofError(f"There is nothing in {folder} that could be started here.")
    return proven


@contextlib.contextmanager
def _copied(file: Path, scratch: Path) -> Iterator[Path]:
    """The one file, somewhere else than it was built."""
    program = Path(shutil.copy(file, scratch / f"a copy of {file.name}"))
    program.chmod(0o755)
    yield program
    program.unlink()


@contextlib.contextmanager
def _installed_deb(file: Path, scratch: Path) -> Iterator[Path]:
    del scratch
    apt = [*_as_root(), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", "--no-install-recommends"]
    subprocess.run([*apt, "install", str(file)], stdout=subprocess.DEVNULL, check=True)
    try:
        yield Path("/usr/bin", description.COMMAND)
    finally:
        subprocess.run([*apt, "remove", description.COMMAND], stdout=subprocess.DEVNULL, check=True)


def _as_root() -> list[str]:
    if sys.platform == "win32" or os.geteuid() == 0:
        return []
    return ["sudo"]


@contextlib.contextmanager
def _installed_by_setup(file: Path, scratch: Path) -> Iterator[Path]:
    del scratch
    subprocess.run([str(file), "/S"], check=True)
    folder = Path(os.environ["LOCALAPPDATA"], "Programs", description.NAME)
    try:
        yield folder / f"{description.COMMAND}.exe"
    finally:
        subprocess.run([str(folder / "Uninstall.exe"), "/S"], check=True)
        deadline = time.monotonic() + PATIENCE
        while folder.exists() and time.monotonic() < deadline:
            time.sleep(0.5)


@contextlib.contextmanager
def _mounted(file: Path, scratch: Path) -> Iterator[Path]:
    place = scratch / "image"
    attach = ["hdiutil", "attach", "-quiet", "-nobrowse", "-readonly", "-mountpoint", str(place), str(file)]
    subprocess.run(attach, check=True)
    try:
        yield place / f"{description.NAME}.app/Contents/MacOS" / description.COMMAND
    finally:
        subprocess.run(["hdiutil", "detach", "-quiet", "-force", str(place)], check=True)


# By system, and by how a file's name ends.
KINDS: dict[str, dict[str, Placed]] = {
    "linux": {"-portable": _copied, ".deb": _installed_deb},
    "win32": {"-portable.exe": _copied, "-setup.exe": _installed_by_setup},
    "darwin": {".dmg": _mounted},
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
