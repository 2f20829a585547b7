"""`dev.py bench [NAME …] [--OPTION …]`: runs `tests/bench/bench_<name>.py` one after another, each printing its table.

Owns their order, their screen, and where their figures go (`build/out/bench/<name>.json`). Refuses to judge a figure.
Options go to each benchmark.
"""

import os
import subprocess
import sys

import environment
from opening import some_screen

FOLDER = environment.ROOT / "tests" / "bench"
FIGURES = environment.OUT / "bench"


def main(arguments: list[str]) -> int:
    """Run those named, all for none; 2 where there is none of that name, 1 where one failed."""
    known = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
    names = [word for word in arguments if not word.startswith("-") and word in known]
    options = [word for word in arguments if word not in names]
    if options and not options[0].startswith("-"):
        print(f"There is no benchmark {options[0]}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    FIGURES.mkdir(parents=True, exist_ok=True)
    failed = 0
    with some_screen(size="1920x1080") as surroundings:
        surroundings["PYTHONPATH"] = os.pathsep.join((str(environment.ROOT / "tests"), str(environment.ROOT / "build")))
        for name in names or known:
            print(f"\n── {name} ──", flush=True)
            command = [sys.executable, str(known[name]), "--json", str(FIGURES / f"{name}.json"), *options]
            failed |= subprocess.run(command, env=surroundings, check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
