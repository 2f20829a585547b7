"""Pins the dependencies: pyproject.toml in, lock files with hashes out, good for every system and Python.

Owns `build/dev.lock` (all that the tree needs) and `build/runtime.lock` (what the program needs, at the same
versions). Refuses to name a registry: where packages come from is the business of who installs them.
"""

import subprocess
import sys

import environment

RUNTIME = environment.ROOT / "build" / "runtime.lock"
UV = str(environment.SCRIPTS / "uv")
COMPILE = (UV, "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes")
FORM = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")


def main(arguments: list[str]) -> int:
    """Write both files; `--upgrade` among `arguments` takes newer versions than those pinned."""
    steps = (
        (*COMPILE, *FORM, "--group", "dev", "--output-file", str(environment.LOCK), *arguments),
        (*COMPILE, *FORM, "--constraint", str(environment.LOCK), "--output-file", str(RUNTIME), *arguments),
    )
    try:
        for step in steps:
            subprocess.run(step, cwd=environment.ROOT, check=True)
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
