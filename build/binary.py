"""`dev.py binary`: freezes the program, and starts the one file that comes out to prove that it works.

Owns the call of PyInstaller and the three proofs: the self-test, pictures in a window, and the same again with
no network. Refuses to call anything done that has not shown pictures.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import environment
from opening import NothingShownError, Opened, open_and_look, some_screen
from vitrina import description

PICTURES = 24  # how many the demo gallery is asked for in the proof: more than a screenful has is not shown
LEAST = 12
COLOURS = 1000  # a window without pictures has some dozens
MEGABYTE = 1_000_000


class ProofError(Exception):
    """The frozen program does not do what it should; the sentence says what was seen."""


@dataclass(frozen=True)
class Frozen:
    """What PyInstaller made in a folder of its own: one file, the folder, and the list of what went in."""

    portable: Path
    folder: Path
    manifest: Path


def freeze(work: Path, root: Path = environment.ROOT) -> Frozen:
    """Run PyInstaller on the tree at `root`; writes into `work` alone."""
    own_cache = {"PYINSTALLER_CONFIG_DIR": str(work / "cache")}
    command = [sys.executable, *map(str, freezing(work, root))]
    subprocess.run(command, cwd=root, env={**os.environ, **reproducible(), **own_cache}, check=True)
    return frozen(work)


def freezing(work: Path, root: Path = environment.ROOT) -> list[str | Path]:
    """What a Python has to be told to do that; Paths are paths of this machine."""
    quietly = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    spec = root / "packaging/programs.spec"
    return [*quietly, "--workpath", work, "--distpath", work / "frozen", spec]


def frozen(work: Path, suffix: str = ".exe" if os.name == "nt" else "") -> Frozen:
    """Where in `work` that leaves what it makes."""
    made = work / "frozen"
    return Frozen(made / f"portable{suffix}", made / description.COMMAND, work / "programs/manifest.json")


def reproducible() -> dict[str, str]:
    """What a build's environment has to say so that the same comes out again."""
    return {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(commit_time())}


def commit_time() -> int:
    """When the tree's last commit was made, in seconds since the epoch; a fixed day where git cannot tell."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=environment.ROOT, capture_output=True, text=True, check=False
    )
    return int(told.stdout) if told.returncode == 0 and told.stdout.strip() else 1_700_000_000


def prove(program: Path, folder: Path) -> tuple[Opened, Opened]:
    """Start `program` with a profile in `folder`: self-test, window, window without network. ProofError if not."""
    profile = ["--profile", str(folder / "profile")]
    with some_screen() as surroundings:
        tested = subprocess.run(
            [str(program), "selftest", *profile],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if tested.returncode:
        raise ProofError(f"selftest ended with {tested.returncode}:\n{tested.stdout}{tested.stderr}")
    online = _open(program, [*profile, f"demo:{PICTURES}"], folder, "online")
    offline = _open(program, [*profile, "--offline", f"demo:{PICTURES}"], folder, "offline")
    asked = [event for event in offline.events if event["event"] == "fetch" and event.get("status") != "cached"]
    if asked:
        raise ProofError(f"Offline, the program asked the network: {asked[0]}")
    return online, offline


def _open(program: Path, arguments: list[str], folder: Path, name: str) -> Opened:
    trace, picture = folder / f"{name}.trace", folder / f"{name}.png"
    try:
        seen = open_and_look(
            [str(program), *arguments, "--trace", str(trace)], trace=trace, picture=picture, least=LEAST
        )
    except NothingShownError as error:
        raise ProofError(str(error)) from error
    if seen.colours < COLOURS:
        raise ProofError(f"The window said that it showed {seen.shown} pictures, but {picture} does not have them.")
    return seen


def main() -> int:
    """Freeze, prove, and say what came out."""
    try:
        made = freeze(environment.OUT / "work")
    except subprocess.CalledProcessError as error:
        print(f"PyInstaller ended with {error.returncode}; its own words are above.", file=sys.stderr)
        return 1
    program = environment.OUT / f"{description.COMMAND}{made.portable.suffix}"
    shutil.copy(made.portable, program)
    print(f"{program}: {program.stat().st_size / MEGABYTE:.1f} MB")
    folder = Path(tempfile.mkdtemp(prefix="vitrina-proof-"))
    try:
        online, offline = prove(program, folder)
    except ProofError as error:
        print(f"{error}\nWhat it left is in {folder}.", file=sys.stderr)
        return 1
    shutil.copy(folder / "offline.png", environment.OUT / "binary.png")
    shutil.rmtree(folder)
    print(
        f"selftest: all well. Window on the demo gallery: {online.shown} pictures shown, the first screenful after "
        f"{online.seconds_to('first_paint'):.2f} s.\nOffline: {offline.shown} pictures shown, no request made, after "
        f"{offline.seconds_to('first_paint'):.2f} s."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
