"""`dev.py package`: everything that this machine can make for people to download, into `build/out/`.

Owns the order of steps and the list of files with their checksums. Refuses to know any format: `packaging/<os>/`
has a module for each.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import binary
import debian
import environment
import for_windows

sys.path.insert(0, str(environment.ROOT / "packaging"))
import contents
from linux import deb
from macos import dmg
from vitrina import __version__, description

SYSTEM = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
POSSIBLE = {SYSTEM, "windows"} if SYSTEM == "linux" else {SYSTEM}  # Linux has wine
COMMANDS = ("", "list", "fetch", "gallery", "cache", "shortcut", "demo", "selftest")
DOWNLOADS = environment.OUT / "packages"


def main(arguments: list[str]) -> int:
    """Make what can be made for `--for OS`; 2 where this machine cannot."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("--for", dest="system", choices=("linux", "windows", "macos"), default=SYSTEM)
    wanted = parser.parse_args(arguments).system
    if wanted not in POSSIBLE:
        print(f"A package for {wanted} is made on {wanted}; the workflow in .github/ has all three.", file=sys.stderr)
        return 2
    foreign = "" if wanted == SYSTEM else f"-{wanted}"
    try:
        made = make(DOWNLOADS.with_name(DOWNLOADS.name + foreign), environment.OUT / f"work{foreign}", wanted)
    except debian.MissingError as error:
        print(error, file=sys.stderr)
        return 2
    for path in made:
        print(f"{path}: {path.stat().st_size / binary.MEGABYTE:.1f} MB")
    return 0


def make(out: Path, work: Path, system: str = SYSTEM) -> list[Path]:
    """Freeze and pack into `out`, which is emptied first; gives the files made, `SHA256SUMS` last."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    made = for_windows.make(out, work) if system == "windows" else _make(out, work)
    return [*made, _checksums(out, made)]


def _make(out: Path, work: Path) -> list[Path]:
    """Make what people download for this system: on Linux one file and a package, on macOS an image."""
    frozen = binary.freeze(work)
    bundled = contents.parts(contents.read_manifest(frozen.manifest))
    licences, bom = contents.licences(bundled), json.dumps(contents.sbom(bundled, binary.commit_time()), indent=1)
    texts = [out / "THIRD_PARTY_LICENSES.txt", out / f"{description.NAME}-{__version__}.cdx.json"]
    for path, text in zip(texts, (licences, bom), strict=True):
        path.write_text(text, encoding="utf-8")
    if SYSTEM == "macos":
        bundle = frozen.folder.with_name(f"{description.NAME}.app")
        shutil.copy(texts[0], bundle / "Contents/Resources")
        return [dmg.build(bundle, out, work, platform.machine().lower()), *texts]
    debian.require("deb")
    named = f"{description.NAME}-{__version__}-{SYSTEM}-{platform.machine().lower()}-portable"
    portable = Path(shutil.copy(frozen.portable, out / named))
    inside = deb.Contents(frozen.folder, help_texts(frozen.folder), licences, bom)
    return [portable, deb.build(inside, out, work, binary.commit_time()), *texts]


def help_texts(folder: Path) -> dict[str, str]:
    """Ask the frozen program in `folder` for its help, by command; in lines that a man page can wrap by itself."""
    surroundings = {**os.environ, "COLUMNS": "400", "LC_ALL": "C.UTF-8"}
    program = str(folder / description.COMMAND)

    def told(command: str) -> str:
        call = [program, *([command] if command else []), "--lang", "en", "--help"]
        return subprocess.run(call, env=surroundings, capture_output=True, encoding="utf-8", check=True).stdout

    return {command: told(command) for command in COMMANDS}


def _checksums(out: Path, made: list[Path]) -> Path:
    """Write what `sha256sum --check` reads."""
    sums = out / "SHA256SUMS"
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(made)]
    sums.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sums


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
