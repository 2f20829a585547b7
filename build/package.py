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

sys.path.insert(0, str(environment.ROOT / "packaging"))
import contents
from linux import deb
from vitrina import __version__, description

SYSTEM = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
COMMANDS = ("", "list", "fetch", "gallery", "cache", "shortcut", "demo", "selftest")
DOWNLOADS = environment.OUT / "packages"


def main(arguments: list[str]) -> int:
    """Make what can be made for `--for OS`; 2 where that is another system than this one."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("--for", dest="system", choices=("linux", "windows", "macos"), default=SYSTEM)
    wanted = parser.parse_args(arguments).system
    if wanted != SYSTEM:
        print(f"A package for {wanted} is made on {wanted}; the workflow in .github/ has all three.", file=sys.stderr)
        return 2
    try:
        made = make(DOWNLOADS, environment.OUT / "work")
    except debian.MissingError as error:
        print(error, file=sys.stderr)
        return 2
    for path in made:
        print(f"{path}: {path.stat().st_size / binary.MEGABYTE:.1f} MB")
    return 0


def make(out: Path, work: Path) -> list[Path]:
    """Freeze and pack into `out`, which is emptied first; gives the files made, `SHA256SUMS` last."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    made_at = binary.commit_time()
    portable = _portable(out, work)
    bundled = contents.parts(contents.read_manifest(work / "onefile" / "manifest.json"))
    licences, bom = contents.licences(bundled), json.dumps(contents.sbom(bundled, made_at), indent=1)
    texts = [out / "THIRD_PARTY_LICENSES.txt", out / f"{description.NAME}-{__version__}.cdx.json"]
    for path, text in zip(texts, (licences, bom), strict=True):
        path.write_text(text, encoding="utf-8")
    made = [portable, *texts]
    if SYSTEM == "linux":
        debian.require("deb")
        frozen = work / "frozen"
        binary.freeze("onedir.spec", frozen, work=work)
        folder = frozen / description.COMMAND
        made.append(deb.build(deb.Contents(folder, help_texts(folder), licences, bom), out, work, made_at))
    return [*made, _checksums(out, made)]


def _portable(out: Path, work: Path) -> Path:
    binary.freeze("onefile.spec", work / "portable", work=work)
    suffix = ".exe" if SYSTEM == "windows" else ""
    named = out / f"{description.NAME}-{__version__}-{SYSTEM}-{platform.machine().lower()}-portable{suffix}"
    return Path(shutil.copy(work / "portable" / (description.COMMAND + suffix), named))


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
