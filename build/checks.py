"""`dev.py check`: everything that can be said about the tree without running the program.

Owns the table of checks. Refuses to mend: `ruff check --fix` and `ruff format` do, by hand.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import environment

BIN = environment.SCRIPTS
MYPY = (environment.PYTHON, "-m", "mypy")
OWN = environment.ROOT / "build"

SHIPPED = ("app", "build", "packaging")
WORKFLOWS = tuple(sorted((environment.ROOT / ".github" / "workflows").glob("*.yml")))


@dataclass(frozen=True)
class Check:
    """One tool's call, and what it holds."""

    name: str
    command: tuple[object, ...]


CHECKS = (
    # A cache for each system: mypy throws away what it knows when the platform changes. Tests are read for Linux alone:
    # those of a system's own ways are skipped elsewhere by a mark that mypy cannot see.
    Check("types on linux", (*MYPY, "--platform", "linux", "--cache-dir", ".mypy_cache/linux")),
    *(
        Check(f"types on {system}", (*MYPY, "--platform", system, "--cache-dir", f".mypy_cache/{system}", *SHIPPED))
        for system in ("win32", "darwin")
    ),
    Check("lint", (BIN / "ruff", "check")),
    Check("format", (BIN / "ruff", "format", "--check")),
    Check("floors", (BIN / "lint-imports",)),
    Check("workflows' form", (BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)),
    Check("workflows' safety", (BIN / "zizmor", "--offline", "--persona", "pedantic", *WORKFLOWS)),
    Check("workflows' meaning", (environment.PYTHON, OWN / "workflow_lint.py", *WORKFLOWS)),
    Check("translations", (environment.PYTHON, OWN / "texts.py")),
)


def run(check: Check) -> tuple[Check, int, str, float]:
    """Run one check; gives its exit code, its words and the seconds it took."""
    started = time.monotonic()
    command = [str(part) for part in check.command]
    surroundings = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=environment.ROOT, env=surroundings, capture_output=True, encoding="utf-8", check=False
    )
    return check, done.returncode, done.stdout + done.stderr, time.monotonic() - started


def main() -> int:
    """Run all checks, two at once; print the words of those that fail. 1 where any does."""
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for check, code, words, seconds in pool.map(run, CHECKS):
            print(f"{'ok    ' if code == 0 else 'FAILED'} {check.name} ({seconds:.1f} s)", flush=True)
            if code:
                failed += 1
                print(words, flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
