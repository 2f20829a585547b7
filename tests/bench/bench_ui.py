"""How fast the window is: start, scrolling, finding, the next picture, zoom; beside other viewers that are there.

Owns the measurement of `ui`. Refuses to assert a time: it prints a table.

    python tests/bench/bench_ui.py [--json FILE]

It wants a screen (`xvfb-run -s '-screen 0 1920x1080x24'`) and nothing else running.
"""

import argparse
import json
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, overload

import peers  # type: ignore[import-not-found, unused-ignore]  # beside this file
from PIL import Image

from vitrina import paths
from vitrina.bridge import Bridge
from vitrina.fetch import Limits
from vitrina.language import Language
from vitrina.library.library import Library
from vitrina.model import Gallery, Picture
from vitrina.settings import Settings
from vitrina.trace import Trace
from vitrina.ui.window import Start, Window

THUMBNAILS = 500
STORED = 60
SCREEN = "1920x1080+0+0"
RUNS = 7
WARMING = 3
_DO_NOT_WAIT = 2


class Endless(Sequence[Picture]):
    """So many entries, made as they are asked for, over a few hundred pictures."""

    def __init__(self, pictures: Sequence[Picture], count: int) -> None:
        self._pictures, self._count = pictures, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Picture: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Picture]: ...
    def __getitem__(self, at: int | slice) -> Picture | Sequence[Picture]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(self._count))]
        if not 0 <= at < self._count:
            raise IndexError(at)
        return self._pictures[at % len(self._pictures)]


def make(folder: Path, count: int, size: tuple[int, int], *, suffix: str = "jpg") -> Path:
    """Pictures with the entropy of photographs."""
    folder.mkdir(parents=True)
    chance = random.Random(1)
    grain = Image.frombytes("L", (size[0] // 4, size[1] // 4), chance.randbytes(size[0] * size[1] // 16)).resize(size)
    for number in range(count):
        colour = tuple(chance.randrange(40, 220) for _ in range(3))
        image = Image.blend(Image.new("RGB", size, colour), grain.convert("RGB"), 0.25)
        image.save(folder / f"{number:04}.{suffix}", quality=85)
    return folder


class Bench:
    """A window in this process, with the real library behind it."""

    def __init__(self, profile: Path, folder: Path, trace: Path) -> None:
        where = paths.below(profile)
        self.trace = trace
        self.bridge = Bridge()
        self._libraries: list[Library] = []
        libraries = self._libraries

        async def open_library(settings: Settings) -> Library:
            del settings
            libraries.append(Library(where, Limits(), trace=Trace.nowhere()))
            return libraries[-1]

        self._trace = Trace.to(trace)
        self.window = Window(
            Start(self.bridge, open_library, [str(folder)], Settings(), where, Language.load("en"), self._trace)
        )
        self.window.root.geometry(SCREEN)
        self.until(lambda: len(self.window.shown) and self.window.grid.settled, 60)

    def library(self) -> Library:
        """The library behind the window."""
        return self._libraries[0]

    def turn(self, most: int = 500) -> None:
        """Let Tk do what is due."""
        for _ in range(most):
            if not self.window.root.tk.dooneevent(_DO_NOT_WAIT):
                return

    def until(self, true: Callable[[], object], seconds: float) -> None:
        """Turn until something is true."""
        end = time.monotonic() + seconds
        while not true() and time.monotonic() < end:
            self.turn()
            time.sleep(0.0005)

    def rest(self, seconds: float) -> None:
        """Turn for so long."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end, seconds + 1)

    def events(self, name: str, since: int = 0) -> list[dict[str, Any]]:
        """Read the trace from its line `since` on."""
        lines = self.trace.read_text().splitlines()[since:]
        return [line for line in map(json.loads, lines) if line["event"] == name]

    def lines(self) -> int:
        """How many lines the trace has."""
        return len(self.trace.read_text().splitlines())

    def close(self) -> None:
        """Close all."""
        self.window.quit()
        for library in self._libraries:
            self.bridge.wait(partial(library.close), 10)
        self.bridge.close()
        self._trace.close()


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and worst."""
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 2),
        "worst": round(ordered[-1], 2),
        "n": len(ordered),
    }


def scrolling(bench: Bench, count: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Scroll by 60 pixels at a time, as a wheel does, and jump to anywhere."""
    window = bench.window
    window.session.show(Endless(window.shown.pictures[:THUMBNAILS], count))
    bench.until(lambda: window.grid.settled, 60)
    for top in range(0, 12 * window.grid.room, window.grid.room):  # every thumbnail once
        window.grid.scroll_to(top)
        bench.until(lambda: window.grid.settled, 60)
    since = bench.lines()
    window.grid.scroll_to(0)
    worked = []
    for _ in range(600):
        began = time.thread_time()
        window.grid.scroll_by(60)
        worked.append(1000 * (time.thread_time() - began))
        bench.rest(0.016)
    yield f"scroll by 60 px over {count:,} entries", spread([one["ms"] for one in bench.events("frame", since)])
    yield "   of that, processor time of Tk's thread", spread(worked)
    chance = random.Random(3)
    jumps = []
    for _ in range(60):
        began = time.perf_counter()
        window.grid.scroll_to(chance.randrange(window.grid.height))
        bench.until(lambda: window.grid.settled, 10)
        window.grid.canvas.update_idletasks()
        jumps.append(1000 * (time.perf_counter() - began))
    yield f"jump to anywhere in {count:,}, until painted", spread(jumps)


def finding(bench: Bench, count: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Type words and operators, and sort, until the first results are painted; and find in the whole library."""
    window = bench.window
    chance = random.Random(5)
    words = ["".join(chance.choices("aeioubcdlmnprst", k=chance.randint(3, 9))) for _ in range(5000)]

    def text(most: int) -> str:
        return " ".join(chance.choices(words, k=most))

    def described(number: int) -> Picture:
        return Picture(
            f"https://example.org/{number}.jpg",
            title=text(4),
            credit=text(2),
            tags=(text(1),),
            licence=("CC0-1.0", "CC-BY-4.0")[number % 2],
            date=str(1800 + number % 200),
            width=number % 5000,
            height=900,
        )

    pictures = [described(number) for number in range(count)]
    window.session.show(pictures)
    window.root.update()
    window.frame.focus_search()
    bench.rest(1.0)

    spent: list[float] = []

    def timed(deed: Callable[[], object]) -> float:
        began, worked = time.perf_counter(), time.thread_time()
        deed()
        window.root.update_idletasks()
        taken = 1000 * (time.perf_counter() - began)
        spent.append(1000 * (time.thread_time() - worked))
        bench.rest(0.4)
        return taken

    def row(what: str, deeds: Sequence[Callable[[], object]]) -> Iterator[tuple[str, dict[str, float]]]:
        spent.clear()
        yield what, spread([timed(one) for one in deeds])
        yield "   of that, processor time of Tk's thread", spread(spent)

    typed = [partial(window.sifting.search, word[: 1 + length]) for word in words[:5] for length in range(3)]
    yield from row(f"typing in search over {count:,}, first results", typed)
    typed = [
        partial(window.sifting.search, one) for one in ("licence:cc0 a", "tag:mar", "width:>4900", "-state:here s")
    ]
    yield from row("   the same with operators", typed)
    window.sifting.search("")
    sorts = [partial(window.sifting.sort, order) for order in ("title", "credit", "date", "size", "licence", "state")]
    yield from row(f"sorting {count:,}, first screenful", sorts)
    library = window.library
    assert library is not None
    bench.bridge.wait(partial(library.saved.save, Gallery("bench", ("x",))), 5)
    bench.library().catalog.refreshed("bench", pictures)
    bench.bridge.wait(library.notes.index, 300)

    async def first(typed: str) -> None:
        async for _ in library.notes.find(typed):
            break

    asked = [partial(first, word[: 1 + length]) for word in words[:5] for length in range(3)]
    found = [timed(partial(bench.bridge.wait, one, 5)) for one in asked]
    yield f"finding in a library of {count:,}, first results", spread(found)


def remembering(bench: Bench, count: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Memory of this process with so many pictures open and scrolled through, in MB."""
    window = bench.window
    few = window.shown.pictures
    pictures = [Picture(few[number % THUMBNAILS].url, title=f"Picture {number}") for number in range(count)]
    window.session.show(pictures)
    chance = random.Random(3)
    held = []
    for _ in range(100):
        window.grid.scroll_to(chance.randrange(window.grid.height))
        bench.until(lambda: window.grid.settled, 10)
        held.append(int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6)
    yield f"memory with {count:,} pictures open, MB", spread(held)


def viewing(bench: Bench) -> Iterator[tuple[str, dict[str, float]]]:
    """Step through pictures of 24 megapixels; zoom and pan in one."""
    window = bench.window
    window.front.open_at(0)
    bench.until(lambda: window.viewer.sharp, 30)
    first = bench.events("picture_shown")[-1]["ms"]
    yield "24 MP, not decoded ahead, until something sharp", spread([first])
    since = bench.lines()
    for _ in range(len(window.shown) - 1):
        bench.rest(2.5)  # somebody looks at it
        window.front.step(1)
        bench.until(lambda: window.viewer.sharp, 30)
    yield "24 MP, next picture, decoded ahead", spread([one["ms"] for one in bench.events("picture_shown", since)])
    window.viewer.zoom_to(1.0)
    bench.until(lambda: window.viewer.stage.whole is not None, 30)
    since = bench.lines()
    worked = []
    for number in range(200):
        if number < 100:
            window.viewer.pan(-17 if number % 40 < 20 else 17, -9)
        else:
            window.viewer.zoom(1.1 if number % 40 < 20 else 1 / 1.1, (700 + number, 400))
        began = time.thread_time()
        bench.turn()
        worked.append(1000 * (time.thread_time() - began))
    yield "24 MP, zoom and pan, a frame", spread([one["ms"] for one in bench.events("frame", since)])
    yield "   of that, processor time of Tk's thread", spread(worked)


def starting(work: Path, folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Start on 60 pictures whose thumbnails are stored, ours and others', all measured by looking at the screen.

    They are started in turn, so that a machine that becomes slower does so for all of them.
    """
    trace = work / "start.jsonl"
    commands, environment = peers.programs(work, folder, trace)
    times = {name: list[peers.Shown]() for name in commands}
    mapped, painted = list[float](), list[float]()
    with peers.screen() as screen:
        if "geeqie" in commands:
            peers.let_geeqie_show_thumbnails(screen, environment, work)
        for run in range(WARMING + RUNS):
            for name, command in commands.items():
                shown = screen.time(command, environment)
                if run < WARMING:
                    continue
                times[name].append(shown)
                if name == "vitrina":
                    lines = [json.loads(line) for line in trace.read_text().splitlines()]
                    mapped += [1000 * one["t"] for one in lines if one["event"] == "window_mapped"]
                    painted += [1000 * one["t"] for one in lines if one["event"] == "first_paint"]
    for name, found in times.items():
        yield f"{name}: start to first pixels (screen)", spread([1000 * one.first for one in found])
        yield f"{name}: start to {STORED} thumbnails (screen)", spread([1000 * one.screenful for one in found])
    yield "vitrina: start to window (trace)", spread(mapped)
    yield "vitrina: start to a screenful (trace)", spread(painted)


def main() -> None:
    """Measure all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        rows: list[tuple[str, dict[str, float]]] = []
        print(f"{'':58}{'p50':>9}{'p95':>9}{'worst':>9}   ms")

        def show(measured: Iterator[tuple[str, dict[str, float]]]) -> None:
            for what, found in measured:
                rows.append((what, found))
                print(f"{what:58}{found['p50']:9}{found['p95']:9}{found['worst']:9}", flush=True)

        small = make(work / "small", THUMBNAILS, (800, 600))
        bench = Bench(work / "profile", small, work / "scroll.jsonl")
        bench.until(lambda: len(bench.window.shown) == THUMBNAILS, 60)
        show(remembering(bench, 20_000))
        for count in (100_000, 1_000_000):
            show(scrolling(bench, count))
        show(finding(bench, 100_000))
        bench.close()
        bench = Bench(work / "profile", make(work / "large", 6, (6000, 4000)), work / "view.jsonl")
        show(viewing(bench))
        bench.close()
        show(starting(work, make(work / "stored", STORED, (1600, 1200))))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        load = os.getloadavg()[0]
        print(f"peak memory of this process: {peak:.0f} MB; load average {load:.1f} on {os.cpu_count()} cores")
        if options.json:
            options.json.write_text(json.dumps(dict(rows), indent=2))


if __name__ == "__main__":
    main()
