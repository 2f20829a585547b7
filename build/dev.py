"""The one script of this tree: `python3 build/dev.py COMMAND`; sets up what the command needs, then does it.

    run [ARGUMENTS]   open the program; on the demo gallery without arguments
    test [ARGUMENTS]  run the tests, with the slow ones where CI is set; arguments go to pytest
    check             ruff, mypy for three systems, the floors, the translations
    binary            make a one-file program for this system in build/out/, and prove that it works
    package           make everything that people download, in build/out/packages/
    prove FOLDER      start what was packaged, as a person who downloaded it would, and count the pictures
    bench [NAME …]    run the benchmarks and print their tables
    screenshots       make the README's pictures anew; `screenshots sheets`: pictures of every screen, to be looked at
    lock              choose the newest dependencies and pin them with their hashes
    setup             only set up

Owns the list of commands. Refuses to do their work: each is a module beside this one, or a tool in `.venv`.
Standard library alone, and syntax that an older Python can still read, so that it can look for a newer one.
"""

from __future__ import annotations

import os
import subprocess
import sys

import debian
import environment
import virtual_screen

# What opens no window, by the first word of the call.
WINDOWLESS = frozenset(
    ("list", "fetch", "gallery", "cache", "shortcut", "demo", "selftest", "--version", "--help", "-h"),
)


def run(arguments: list[str]) -> int:
    """Hand over to the program; where there is no screen, open it on a virtual one and take a picture."""
    if not WINDOWLESS.isdisjoint(arguments) or not virtual_screen.is_missing():
        return _hand_over([str(environment.PROGRAM), *(arguments or ["demo:"])])
    debian.require("screen")
    return _python("build/headless_run.py", *(arguments or ["demo:"]))


def test(arguments: list[str]) -> int:
    """Run the tests, or what pytest is told; where CI is set, those too that take minutes."""
    debian.require("screen", "keyboard", "dragging")
    # One process more than there are cores: much of a test's time is waiting. What comes later on the line wins.
    parallel = ["-n", str(1 + min(os.cpu_count() or 1, 7))]
    all_of_them = ["-m", "slow or not slow"] if os.environ.get("CI") else []
    return _python("-m", "pytest", *parallel, *(arguments or all_of_them))


def check(arguments: list[str]) -> int:
    """Run what the gate runs."""
    return _python("build/checks.py", *arguments)


def binary(arguments: list[str]) -> int:
    """Freeze the program and prove that it works."""
    _require_freezer()
    debian.require("screen")
    return _python("build/binary.py", *arguments)


def _require_freezer() -> None:
    debian.require("binary", "dragging")
    if environment.base_prefix() == "/usr":
        debian.require_libpython(environment.version())


def package(arguments: list[str]) -> int:
    """Make everything that people download."""
    _require_freezer()
    return _python("build/package.py", *arguments)


def prove(arguments: list[str]) -> int:
    """Start what was packaged, here or elsewhere."""
    debian.require("screen")
    return _python("build/prove.py", *arguments)


def bench(arguments: list[str]) -> int:
    """Run all benchmarks, or those named."""
    debian.require("screen", "keyboard", "bench")
    return _python("build/benchmarks.py", *arguments)


def screenshots(arguments: list[str]) -> int:
    """Make the README's pictures anew, or pictures of every screen."""
    debian.require("screen", "keyboard")
    return _python("build/screenshots.py", *arguments)


def lock(arguments: list[str]) -> int:
    """Pin anew; arguments go to uv."""
    return _python("build/locks.py", *arguments)


def setup(arguments: list[str]) -> int:
    """Set up, which `main` has done already."""
    del arguments
    print(f"{environment.PROGRAM} is the program.")
    return 0


COMMANDS = {
    command.__name__: command for command in (run, test, check, binary, package, prove, bench, screenshots, lock, setup)
}


def _python(*arguments: str) -> int:
    return _hand_over([str(environment.PYTHON), *arguments])


def _hand_over(command: list[str]) -> int:
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 (signals and the terminal go straight to the program)
    return subprocess.run(command, check=False).returncode


def main(arguments: list[str]) -> int:
    """Set up, then do the command; 2 where the call or the machine lacks something, in one sentence."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    if arguments[0] != "run":
        os.chdir(environment.ROOT)
    try:
        environment.ensure()
        return COMMANDS[arguments[0]](arguments[1:])
    except debian.MissingError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
