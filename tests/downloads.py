"""The frozen program, made once for all tests that start it, whichever process of pytest comes first.

Owns that one build, by the same call as `dev.py package`, and the tree to make it from again elsewhere. Refuses to be
quick: what asks for it is marked slow.
"""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import binary
import environment
import package


@dataclass(frozen=True)
class Downloads:
    """All files that were made, the manifest of the bundle, and the frozen folder."""

    files: tuple[Path, ...]
    manifest: Path
    folder: Path

    def one(self, ending: str) -> Path:
        """The file whose name ends so."""
        (found,) = [path for path in self.files if path.name.endswith(ending)]
        return found

    @property
    def portable(self) -> Path:
        """The one-file program."""
        return next(path for path in self.files if "portable" in path.name)


def make_once(shared: Path, system: str = package.SYSTEM) -> Downloads:
    """Make everything below `shared`, or take what another process has made there."""
    shared.parent.mkdir(parents=True, exist_ok=True)
    done = shared / "done.json"
    with environment.alone(shared.with_suffix(".lock")):
        if not done.exists():
            shutil.rmtree(shared, ignore_errors=True)
            made = package.make(shared / "out", shared / "work", system)
            done.write_text(json.dumps([str(path) for path in made]), encoding="utf-8")
    files = tuple(Path(path) for path in json.loads(done.read_text(encoding="utf-8")))
    frozen = binary.frozen(shared / "work")
    return Downloads(files, frozen.manifest, frozen.folder)


def copy_of_tree(folder: Path) -> Path:
    """Copy into `folder` what a program is made from: what git knows of, and the compiled catalogues."""
    parts = ("app", "build", "packaging", "pyproject.toml", "LICENSE")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *parts], cwd=environment.ROOT, capture_output=True, check=True
    ).stdout
    known = [environment.ROOT / name for name in filter(None, os.fsdecode(tracked).split("\0"))]
    for path in (*known, *(environment.ROOT / "app/vitrina/locale").glob("*.mo")):
        copy = folder / path.relative_to(environment.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return folder


def contents_of(folder: Path) -> dict[str, str]:
    """Every file below `folder` by its name, as the digest of its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
