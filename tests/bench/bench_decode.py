"""How fast pictures become thumbnails and frames, beside vipsthumbnail (package libvips-tools) in the same run.

Owns the measurement of `decode`. Refuses to assert a time: it prints a table.

    python tests/bench/bench_decode.py [--rounds N] [--json FILE]
"""

import argparse
import io
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from vitrina import decode
from vitrina.demo import catalogue

PICTURES = 300
EDGE = 256
SCREEN = (1920, 1080)


def photo(size: tuple[int, int], seed: int) -> Image.Image:
    """A picture with the entropy of a photograph: a drawn one, with grain."""
    motif = next(work for number in range(seed, seed + 60) if not (work := catalogue.work(number)).motif.moving)
    drawn = Image.open(io.BytesIO(catalogue.encoded(motif))).convert("RGB").resize(size)
    chance = random.Random(seed)
    grain = Image.frombytes("L", (size[0] // 2, size[1] // 2), chance.randbytes(size[0] * size[1] // 4)).resize(size)
    return Image.blend(drawn, grain.convert("RGB"), 0.12)


def make(folder: Path) -> tuple[list[Path], Path, Path]:
    """300 JPEGs of 1600 x 1200 of about 250 kB, and one of 24 megapixels, plain and progressive."""
    small = []
    for number in range(PICTURES):
        path = folder / f"{number:03}.jpg"
        if number < 12:
            photo((1600, 1200), number).save(path, quality=80)
        else:
            shutil.copy(folder / f"{number % 12:03}.jpg", path)
        small.append(path)
    large, progressive = folder / "large.jpg", folder / "progressive.jpg"
    picture = photo((6000, 4000), 7)
    picture.save(large, quality=88)
    picture.save(progressive, quality=88, progressive=True)
    return small, large, progressive


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ours(paths: Iterable[Path], threads: int) -> None:
    """Thumbnails as the library makes them: in a small pool of threads."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda path: decode.thumbnail(path, EDGE), paths))


def vips(paths: list[Path], folder: Path, processes: int) -> None:
    """The peer: called once, as a person would, or as many times at once as there are processors."""
    shares = [paths[place::processes] for place in range(processes)]
    command = ["vipsthumbnail", "--size", f"{EDGE}x{EDGE}", "-o", f"{folder}/%s.jpg[Q=82]"]
    running = [subprocess.Popen([*command, *map(str, share)]) for share in shares]
    for process in running:
        process.wait()


def zoom_frames(full: decode.FullImage, quality: decode.Quality, count: int) -> list[float]:
    """Milliseconds for each frame of a walk: zooming in from the whole picture, then panning at 1:1."""
    chance, frames = random.Random(1), []
    for number in range(count):
        scale = min(1.0, SCREEN[0] / full.width * 1.05**number)
        width, height = SCREEN[0] / scale, SCREEN[1] / scale
        left = chance.random() * max(0.0, full.width - width)
        top = chance.random() * max(0.0, full.height - height)
        right, bottom = min(full.width, left + width), min(full.height, top + height)
        size = (round((right - left) * scale), round((bottom - top) * scale))
        frames.append(timed(partial(full.region, (left, top, right, bottom), size, quality=quality)) * 1000)
    return sorted(frames)


def thumbnails(small: list[Path], folder: Path, rounds: int) -> dict[str, Any]:
    """Our thumbnails and the peer's, by turns, so that both meet the same noise."""
    threads = os.cpu_count() or 2
    folder.mkdir()
    own, once, several = [], [], []
    for _ in range(rounds):
        own.append(timed(partial(ours, small, threads)))
        if shutil.which("vipsthumbnail"):
            once.append(timed(partial(vips, small, folder, 1)))
            several.append(timed(partial(vips, small, folder, threads)))
    result: dict[str, Any] = {f"{PICTURES} thumbnails, s": round(statistics.median(own), 3)}
    for words, peer in (("vipsthumbnail", once), (f"{threads} x vipsthumbnail", several)):
        if peer:
            result[f"{words}, s"] = round(statistics.median(peer), 3)
            result[f"ours / {words}"] = round(statistics.median(own) / statistics.median(peer), 2)
    return result


def viewing(large: Path, progressive: Path, rounds: int) -> dict[str, Any]:
    """A picture of 24 megapixels: until it is on the screen, and while it is zoomed and panned."""
    result: dict[str, Any] = {}
    qualities: tuple[decode.Quality, ...] = ("rough", "fine")
    for words, path in (("24 MP", large), ("24 MP progressive", progressive)):
        for quality in qualities:
            times = [timed(partial(decode.render, path, SCREEN, quality=quality)) for _ in range(rounds)]
            result[f"{words}, {quality}, ms"] = round(statistics.median(times) * 1000, 1)
    full = decode.open_full(large)
    for quality in qualities:
        frames = zoom_frames(full, quality, 120)
        result[f"zoom frame {quality}, p50, ms"] = round(frames[len(frames) // 2], 1)
        result[f"zoom frame {quality}, p95, ms"] = round(frames[len(frames) * 95 // 100], 1)
    return result


def peak_memory() -> int | None:
    """Megabytes that this process has had at most; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource  # here: Windows has none

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measure(rounds: int) -> dict[str, Any]:
    """Run everything; medians of the rounds, in the units that the names say."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large, progressive = make(folder)
        return {
            "processors": os.cpu_count(),
            "rounds": rounds,
            "bytes a picture": round(statistics.mean(path.stat().st_size for path in small)),
            **thumbnails(small, folder / "peer", rounds),
            **viewing(large, progressive, rounds),
            "peak memory, MB": peak_memory(),
        }


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    result = measure(options.rounds)
    for name, value in result.items():
        print(f"{name:34} {value!s:>10}")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
