"""The frozen program, made once for all tests that start it, whichever process of pytest comes first.

Owns that one build, by the same call as `dev.py package`. Refuses to be quick: what asks for it is marked slow.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

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
    spec = "windows" if system == "windows" else "onefile"
    return Downloads(files, shared / "work" / spec / "manifest.json", shared / "work/frozen/vitrina")
