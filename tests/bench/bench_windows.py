"""How fast the programs for Windows start, under wine: from source, from the installed folder, from the one file.

Owns the measurement under wine, with what wine itself costs beside it: a program that does nothing, started by the same
clock. Refuses to assert a time, and to speak for a Windows: what can be compared are the forms with each other.

    python tests/bench/bench_windows.py [--json FILE] [--frozen FOLDER] [--runs N]

It wants a screen and nothing else running. `FOLDER` is where an earlier call has frozen the programs.
"""

import argparse
import ctypes
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import binary
import environment
import for_windows
import windows_python
import wine
from bench.bench_start import PATIENCE, SHOWN, TICK, pictures

RUNS = 9
LEAST = 100  # pixels wide: what is smaller is wine's own


class Screen:
    """Tells when a window comes up, by the X server's own events."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XSelectInput(self._display, root, ctypes.c_long(1 << 19))  # SubstructureNotifyMask
        self._x.XSync(self._display, 1)
        self._wide = set[int]()

    def came(self) -> bool:
        """Whether a window of some size has been mapped since the last call."""
        event, came = (ctypes.c_ulong * 24)(), False
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(event))
            kind, window = event[0] & 0xFFFFFFFF, event[5]
            if kind in (
                16,
                22,
            ):  # CreateNotify, ConfigureNotify: x, y, width, height follow the window (and, once, more)
                numbers = ctypes.cast(ctypes.byref(event, 48), ctypes.POINTER(ctypes.c_int))
                (self._wide.add if numbers[2] >= LEAST else self._wide.discard)(window)
            came |= kind == 19 and window in self._wide  # MapNotify
        return came


def start(windows: wine.Wine, screen: Screen, command: list[str | Path], work: Path) -> dict[str, float]:
    """Milliseconds from the start of `command` to the first window of any kind, and to each of SHOWN in its trace."""
    trace = work / "trace"
    trace.unlink(missing_ok=True)
    seen = dict[str, float]()
    words: list[str | Path] = ["--profile", work / "profile", "--trace", trace, work / "pictures"]
    screen.came()
    began = time.perf_counter()
    with windows.start([*command, *words], surroundings=surroundings()) as program:
        while len(seen) <= len(SHOWN) and time.perf_counter() - began < PATIENCE and program.poll() is None:
            came, told = screen.came(), trace.read_text(encoding="utf-8") if trace.exists() else ""
            now = 1000 * (time.perf_counter() - began)
            if came:
                seen.setdefault("anything on the screen", now)
            for event, name in SHOWN.items():
                if f'"{event}"' in told:
                    seen.setdefault(name, now)
            time.sleep(TICK)
        windows.run("taskkill", "/F", "/IM", str(windows.inside(Path(command[0]))).rpartition("\\")[2], check=False,
                    surroundings=surroundings())  # fmt: skip
    return seen


def surroundings() -> dict[str, str | Path]:
    """The screen, and the program's source for the Python under wine."""
    return {"DISPLAY": os.environ["DISPLAY"], "PYTHONPATH": environment.ROOT / "app", "PYTHONDONTWRITEBYTECODE": ""}


def nothing(windows: wine.Wine) -> float:
    """Milliseconds that wine takes for a program that does nothing."""
    began = time.perf_counter()
    windows.run("hostname", surroundings=surroundings())
    return 1000 * (time.perf_counter() - began)


@contextmanager
def awake(windows: wine.Wine) -> Iterator[None]:
    """Keep wine's server and desktop between programs, as a Windows has them."""
    subprocess.run([wine.SERVER, "-p"], env={**windows.surroundings(), **os.environ}, check=True)
    with windows.start(["explorer", "/desktop=root"], surroundings=surroundings()):
        try:
            yield
        finally:
            windows.stop()


def main() -> None:
    """Measure all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--frozen", type=Path)
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    if sys.platform != "linux":
        print("This one is for wine; on Windows itself, `dev.py bench start` measures the same.")
        return
    work = options.frozen or environment.OUT / "work-windows"
    if options.frozen is None:
        for_windows.freeze(work)
    made = binary.frozen(work, ".exe")
    with tempfile.TemporaryDirectory() as name, wine.lent(windows_python.ready(), Path(name, "wine")) as windows:
        forms: dict[str, list[str | Path]] = {
            "source": [windows_python.program(windows), "-m", "vitrina"],
            "folder": [for_windows.programs(made.folder)[0]],
            "one file": [made.portable],
        }
        measured, costs = {form: list[dict[str, float]]() for form in forms}, list[float]()
        with awake(windows):
            screen = Screen()
            for form, command in forms.items():
                (Path(name) / form).mkdir()
                pictures(Path(name) / form / "pictures")
                for _ in range(2):  # thumbnails are stored, and what lies on the disk is in memory
                    start(windows, screen, command, Path(name) / form)
            for _ in range(options.runs):
                costs.append(nothing(windows))
                for form, command in forms.items():
                    measured[form].append(start(windows, screen, command, Path(name) / form))
    report(measured, costs, options.json, options.runs)


def report(measured: dict[str, list[dict[str, float]]], costs: list[float], file: Path | None, count: int) -> None:
    """Print the medians, each beside that of the source, and write them to `file`."""
    rows = {
        f"{form}: start to {what}": round(statistics.median(run[what] for run in runs if what in run), 1)
        for form, runs in measured.items()
        for what in ("anything on the screen", *SHOWN.values())
    } | {"a program that does nothing": round(statistics.median(costs), 1)}
    print(f"{'':44}{'p50':>9}   ms   (n={count}, under wine)")
    for row, value in rows.items():
        of_source = rows.get(f"source: {row.partition(': ')[2]}")
        print(f"{row:44}{value:9}" + (f"   {value / of_source:5.2f} x source" if of_source else ""))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if file:
        file.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
