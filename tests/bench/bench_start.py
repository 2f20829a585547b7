"""How fast each form of the program starts: from source, from the folder that packages bring, from the one file.

Owns the measurement of starting. Refuses to assert a time: it prints a table. The forms are started in turn, so that a
machine that becomes slower does so for all of them; the clock is the one of whoever starts them, as a one-file program
has done much before its own begins.

    python tests/bench/bench_start.py [--json FILE] [--frozen FOLDER] [--runs N]

It wants a screen and nothing else running. `FOLDER` is where an earlier call has frozen the program.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import binary
import environment

RUNS = 9
PATIENCE = 60.0  # seconds
TICK = 0.002
SHOWN = {"window_mapped": "window", "first_paint": "first screenful"}


def start(command: list[str], work: Path) -> dict[str, float]:
    """Milliseconds from the start of `command` until its trace says each of SHOWN, and to the end of `--version`."""
    trace = work / "trace"
    trace.unlink(missing_ok=True)
    seen = dict[str, float]()
    began = time.perf_counter()
    with subprocess.Popen(
        [*command, "--profile", str(work / "profile"), "--trace", str(trace), str(work / "pictures")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        while len(seen) < len(SHOWN) and time.perf_counter() - began < PATIENCE and program.poll() is None:
            told = trace.read_text(encoding="utf-8") if trace.exists() else ""
            now = 1000 * (time.perf_counter() - began)
            for event, name in SHOWN.items():
                if f'"{event}"' in told:
                    seen.setdefault(name, now)
            time.sleep(TICK)
        program.terminate()
    began = time.perf_counter()
    subprocess.run([*command, "--version"], stdout=subprocess.DEVNULL, check=True)
    seen["--version"] = 1000 * (time.perf_counter() - began)
    return seen


def pictures(folder: Path) -> None:
    """Sixty pictures for the first screenful."""
    from PIL import Image

    folder.mkdir()
    for number in range(60):
        Image.effect_mandelbrot((640, 480), (-2 + number / 60, -1, 1, 1), 40).save(folder / f"{number:02}.jpg")


def main() -> None:
    """Measure all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--frozen", type=Path)
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    frozen = binary.frozen(options.frozen) if options.frozen else binary.freeze(environment.OUT / "work")
    forms = {
        "source": environment.PROGRAM,
        "folder": frozen.folder / environment.PROGRAM.name,
        "one file": frozen.portable,
    }
    measured = {form: list[dict[str, float]]() for form in forms}
    with tempfile.TemporaryDirectory() as name:
        for form, program in forms.items():
            (Path(name) / form).mkdir()
            pictures(Path(name) / form / "pictures")
            for _ in range(2):  # thumbnails are stored, and what lies on the disk is in memory
                start([str(program)], Path(name) / form)
        for _ in range(options.runs):
            for form, program in forms.items():
                measured[form].append(start([str(program)], Path(name) / form))
    rows = {
        f"{form}: start to {what}": round(statistics.median(run[what] for run in runs if what in run), 1)
        for form, runs in measured.items()
        for what in (*SHOWN.values(), "--version")
    }
    print(f"{'':44}{'p50':>9}   ms   (n={options.runs})")
    for row, value in rows.items():
        form, _, what = row.partition(": ")
        beside = "" if form == "source" else f"   {value / rows[f'source: {what}']:5.2f} x source"
        print(f"{row:44}{value:9}{beside}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
