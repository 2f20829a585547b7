"""What fetching costs: 1,000 pictures of about 250 kB from a local server, beside other downloaders in the same run.

Owns the measurement of `fetch` and `store` together. Refuses to assert a time: it prints a table, as ratios to curl.

    python tests/bench/bench_fetch.py [--pictures N] [--rounds N] [--peers PYTHON] [--json FILE]

Every program is a process of its own, so that its CPU time and peak memory are its own too. A Python program's wall
time does not count the start of the interpreter and its imports; its CPU time and memory do. nginx serves without
latency, a server of our own with it. Programs that are not installed are left out, and named. What was downloaded is
emptied at once and removed at the end: ext4 makes whoever makes files soon after others were removed pay for it.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from servers import draw, nginx, slow_server  # type: ignore[import-not-found, unused-ignore]  # beside this file

HITS = 300
WAITING = 3
ENTRIES = 100_000


@dataclass(frozen=True)
class Cost:
    """Seconds, CPU seconds, peak resident memory in MB."""

    wall: float
    cpu: float
    memory: float


# -- programs ----


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a program in `folder`; a wall time that it prints itself replaces ours."""
    before = time.perf_counter()
    with (folder / "said").open("w+") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - before
        said.seek(0)
        lines = said.read().splitlines()
    if process.returncode:
        message = f"{command[0]} ended with {process.returncode}"
        raise RuntimeError(message)
    if lines and lines[-1].startswith("wall "):
        wall = float(lines[-1].split()[1])
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def curl(urls: list[str], at_once: int, folder: Path) -> Cost:
    (folder / "list").write_text("".join(f'url="{url}"\noutput="{n}"\n' for n, url in enumerate(urls)))
    return run(["curl", "-sf", "--parallel", "--parallel-max", str(at_once), "-K", "list"], folder)


def wget2(urls: list[str], at_once: int, folder: Path) -> Cost:
    (folder / "list").write_text("\n".join(urls))
    return run(["wget2", "-q", "--no-http2", f"--max-threads={at_once}", "-i", "list"], folder)


def aria2(urls: list[str], at_once: int, folder: Path) -> Cost:
    (folder / "list").write_text("\n".join(urls))
    command = ["aria2c", "-q", "-s1", "-x1", f"-j{at_once}", "--file-allocation=none", "-i", "list"]
    return run(command, folder)


def gallery_dl(urls: list[str], at_once: int, folder: Path) -> Cost:
    del at_once  # it knows no parallel downloads
    (folder / "list").write_text("\n".join(urls))
    return run(["gallery-dl", "-q", "--config-ignore", "-D", ".", "-i", "list"], folder)


def child(what: str, urls: list[str], at_once: int, folder: Path) -> Cost:
    (folder / "list").write_text("\n".join(urls))
    return run([sys.executable, __file__, "--child", what, str(at_once)], folder)


PROGRAMS: dict[str, tuple[str, Callable[[list[str], int, Path], Cost]]] = {
    "curl": ("curl", curl),
    "wget2": ("wget2", wget2),
    "aria2": ("aria2c", aria2),
    "gallery-dl": ("gallery-dl", gallery_dl),
    "seed, in memory": (sys.executable, partial(child, "memory")),
    "seed, saving": (sys.executable, partial(child, "saving")),
    "Vitrina": (sys.executable, partial(child, "vitrina")),
}


async def seed(urls: list[str], at_once: int, folder: Path, *, saving: bool) -> None:
    """What Vitrina grew from: aiohttp, gather, every body whole in memory."""
    import aiohttp

    gate = asyncio.Semaphore(at_once)

    async def one(session: aiohttp.ClientSession, n: int, url: str) -> bytes:
        async with gate, session.get(url) as response:
            body = await response.read()
        if saving:
            await asyncio.to_thread((folder / str(n)).write_bytes, body)
        return body

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(one(session, n, url) for n, url in enumerate(urls)))


async def fetch_all(urls: list[str], at_once: int, folder: Path) -> None:
    """The engine: store, hashes and index included; a second pass takes everything from the store."""
    from vitrina.fetch import Limits, Request, Want
    from vitrina.fetch.fetcher import Fetcher
    from vitrina.store import Store

    limits = Limits(total=at_once, per_host=at_once, proxies={})
    with Store.open(folder / "cache", folder / "kept", limit=10**12) as store:
        async with Fetcher(store, limits) as fetcher:
            todo = iter(urls)

            async def work() -> None:
                for url in todo:
                    fetched = await fetcher.fetch(Request(url, url, Want.PICTURE))
                    assert fetched.status == "fetched", fetched.error

            # as many wait as in the program, so that there is always one for a turn that is free
            await asyncio.gather(*(work() for _ in range(at_once * WAITING)))


async def through_hishel(urls: list[str], at_once: int, folder: Path) -> list[float]:
    """Fetch all, then each again from the cache; gives the times of the second pass."""
    import httpx  # type: ignore[import-not-found, unused-ignore]  # of the interpreter that --peers names
    from hishel import AsyncSqliteStorage  # type: ignore[import-not-found, unused-ignore]
    from hishel.httpx import AsyncCacheClient  # type: ignore[import-not-found, unused-ignore]

    storage = AsyncSqliteStorage(database_path=str(folder / "hishel.db"))
    limits = httpx.Limits(max_connections=at_once)
    async with AsyncCacheClient(storage=storage, limits=limits, timeout=120) as client:

        async def one(url: str) -> bytes:
            return bytes((await client.get(url)).content)

        return await cold_then_stored(one, urls, at_once)


async def through_aiohttp_client_cache(urls: list[str], at_once: int, folder: Path) -> list[float]:
    """The same, through the other one."""
    from aiohttp_client_cache import (  # type: ignore[import-not-found, unused-ignore]
        CachedSession,
        SQLiteBackend,
    )

    async with CachedSession(cache=SQLiteBackend(str(folder / "cache.db"))) as session:

        async def one(url: str) -> bytes:
            async with session.get(url) as response:
                return bytes(await response.read())

        return await cold_then_stored(one, urls, at_once)


async def cold_then_stored(one: Callable[[str], Awaitable[bytes]], urls: list[str], at_once: int) -> list[float]:
    begin = time.perf_counter()
    todo = iter(urls)

    async def work() -> None:
        for url in todo:
            await one(url)

    await asyncio.gather(*(work() for _ in range(at_once)))
    print(f"cold {time.perf_counter() - begin:.3f}")
    times = []
    for url in urls[:HITS]:
        begin = time.perf_counter()
        await one(url)
        times.append(time.perf_counter() - begin)
    return times


async def hits(folder: Path, urls: list[str]) -> dict[str, Any]:
    """One stored picture through the whole path, its bytes read too; and the plain reading of a file beside it."""
    from vitrina.fetch import Limits, Request, Want
    from vitrina.fetch.fetcher import Fetcher
    from vitrina.store import Store

    with Store.open(folder / "cache", folder / "kept", limit=10**12) as store:
        async with Fetcher(store, Limits(total=16, per_host=16, proxies={})) as fetcher:
            wanted = [Request(url, url, Want.PICTURE, reuse_since=0) for url in urls]
            paths = [(await fetcher.fetch(one)).stored for one in wanted]
            through, plain = [], []
            for _ in range(5):
                for one, stored in zip(wanted, paths, strict=True):
                    begin = time.perf_counter()
                    fetched = await fetcher.fetch(one)
                    assert fetched.stored is not None
                    fetched.stored.path.read_bytes()
                    through.append(time.perf_counter() - begin)
                    assert stored is not None
                    begin = time.perf_counter()
                    stored.path.read_bytes()
                    plain.append(time.perf_counter() - begin)
    return {
        "stored hit, bytes read, p50, ms": round(statistics.median(through) * 1000, 3),
        "plain reading of the same file, p50, ms": round(statistics.median(plain) * 1000, 3),
        "pictures per second from the store": round(1 / statistics.median(through)),
    }


LIBRARIES = {"hishel": through_hishel, "aiohttp-client-cache": through_aiohttp_client_cache}


def be_child(what: str, at_once: int) -> int:
    folder = Path.cwd()
    urls = (folder / "list").read_text().split()
    if what in LIBRARIES:
        print(f"hit {statistics.median(asyncio.run(LIBRARIES[what](urls, at_once, folder))) * 1000:.3f}")
        return 0
    import vitrina.fetch.fetcher
    import vitrina.fetch.transport
    import vitrina.store.store  # noqa: F401 - imported, with aiohttp, before the clock starts, for all alike

    begin = time.perf_counter()
    if what == "vitrina":
        asyncio.run(fetch_all(urls, at_once, folder))
    else:
        asyncio.run(seed(urls, at_once, folder, saving=what == "saving"))
    print(f"wall {time.perf_counter() - begin:.3f}")
    return 0


# -- the tables ----


def compare(url: str, pictures: int, at_once: int, rounds: int, only: Sequence[str] = ()) -> dict[str, list[Cost]]:
    """Every program in turn, round after round, so that all of them meet the same noise."""
    urls = [f"{url}/{n}.jpg" for n in range(pictures)]
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as work:
        for _ in range(rounds):
            for name, (program, measure) in PROGRAMS.items():
                if shutil.which(program) is None or (only and name not in only):
                    continue
                folder = Path(tempfile.mkdtemp(dir=work))
                costs.setdefault(name, []).append(measure(urls, at_once, folder))
                for file in folder.rglob("*"):
                    if file.is_file():
                        os.truncate(file, 0)
    return costs


def beside_libraries(peers: Path, url: str, pictures: int) -> dict[str, Any]:
    """What the caching libraries of another interpreter need, cold and stored."""
    found: dict[str, Any] = {}
    for name in LIBRARIES:
        with tempfile.TemporaryDirectory() as work:
            (Path(work) / "list").write_text("\n".join(f"{url}/{n}.jpg" for n in range(pictures)))
            command = [str(peers), __file__, "--child", name, "16"]
            done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
            values = [line.split() for line in done.stdout.splitlines() if line.startswith(("cold ", "hit "))]
            found |= {f"{name}, {what}, {'s' if what == 'cold' else 'ms'}": float(value) for what, value in values}
            if done.returncode:
                print(f"{name} could not be measured: {done.stderr.strip().splitlines()[-1]}")
    return found


async def while_evicting(url: str, folder: Path, entries: int) -> dict[str, Any]:
    """A tenth of a full store goes while pictures are fetched into it, one after the other."""
    from bench_store import SMALL, fill  # type: ignore[import-not-found, unused-ignore]  # beside this file

    from vitrina.fetch import Limits, Request, Want
    from vitrina.fetch.fetcher import Fetcher
    from vitrina.store import Store

    (folder / "cache").mkdir()
    fill(folder, entries)
    waits: dict[bool, list[float]] = {False: [], True: []}
    with Store.open(folder / "cache", folder / "kept", limit=10**12) as store:
        async with Fetcher(store, Limits(total=16, per_host=16, proxies={})) as fetcher:

            async def fetch(n: int) -> float:
                begin = time.perf_counter()
                fetched = await fetcher.fetch(Request(f"{url}/{n % 100}.jpg", f"{url}/{n}", Want.PICTURE))
                assert fetched.status == "fetched", fetched.error
                return time.perf_counter() - begin

            for n in range(200):
                waits[False].append(await fetch(n))
            target = store.info().bytes - entries // 10 * SMALL
            begin = time.perf_counter()
            evicting = asyncio.create_task(asyncio.to_thread(store._room.down_to, target))
            n = 200
            while not evicting.done():
                waits[True].append(await fetch(n))
                n += 1
            wall = time.perf_counter() - begin
    return {
        f"{evicting.result() // SMALL} of {entries} evicted while pictures are fetched, s": round(wall, 2),
        **{
            f"a fetch {'meanwhile' if meanwhile else 'before that'}, ms (p50, longest)": (
                round(statistics.median(times) * 1000, 2),
                round(max(times) * 1000, 1),
            )
            for meanwhile, times in waits.items()
        },
    }


def table(title: str, costs: dict[str, list[Cost]]) -> dict[str, Any]:
    middle = {
        name: Cost(
            *(statistics.median(values) for values in zip(*((c.wall, c.cpu, c.memory) for c in all_), strict=True))
        )
        for name, all_ in costs.items()
    }
    print(f"\n{title}\n{'':18}{'wall s':>9}{'x curl':>9}{'CPU s':>9}{'MB':>9}")
    base = middle.get("curl")
    for name, cost in middle.items():
        ratio = f"{cost.wall / base.wall:9.2f}" if base else " " * 9
        print(f"{name:18}{cost.wall:9.2f}{ratio}{cost.cpu:9.2f}{cost.memory:9.0f}")
    return {name: cost.__dict__ for name, cost in middle.items()}


def measure(pictures: int, rounds: int, many: int, peers: Path | None) -> dict[str, Any]:
    if peers is not None:  # gallery-dl may be there too
        os.environ["PATH"] = os.pathsep.join([str(peers.parent), os.environ["PATH"]])
    missing = [program for program, _ in PROGRAMS.values() if shutil.which(program) is None]
    if peers is None:
        missing += [f"{name} (see --peers)" for name in LIBRARIES]
    if missing:
        print("not there, so left out:", ", ".join(missing))
    found: dict[str, Any] = {"processors": os.cpu_count(), "load": os.getloadavg()}
    with tempfile.TemporaryDirectory() as name:
        files = Path(name) / "files"
        files.mkdir()
        files.parent.chmod(0o755)  # nginx changes to a user of its own
        draw(files, pictures)
        with nginx(files) as url:
            found["0 ms, 16"] = table("cold, 0 ms, 16 at once", compare(url, pictures, 16, rounds))
        with slow_server(files, 0.05) as url:
            found["50 ms, 64"] = table("cold, 50 ms, 64 at once", compare(url, pictures, 64, rounds))
        with nginx(files) as url, tempfile.TemporaryDirectory() as store:
            urls = [f"{url}/{n}.jpg" for n in range(min(HITS, pictures))]
            asyncio.run(fetch_all(urls, 16, Path(store)))
            found["stored"] = asyncio.run(hits(Path(store), urls))
            if peers is not None:
                found["stored"] |= beside_libraries(peers, url, pictures)
        with nginx(files) as url, tempfile.TemporaryDirectory() as store:
            found["evicting"] = asyncio.run(while_evicting(url, Path(store), ENTRIES))
        for line, value in [*found["stored"].items(), *found["evicting"].items()]:
            print(f"{line:66} {value}")
        if many:
            for n in range(pictures, many):
                os.link(files / f"{n % pictures}.jpg", files / f"{n}.jpg")
            with nginx(files) as url:
                costs = compare(url, many, 16, 1, ["Vitrina"])
            found["many"] = table(f"cold, 0 ms, 16 at once, {many} pictures", costs)
    return found


def main(argv: list[str] | None = None) -> int:
    """Print the tables."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["--child"]:
        return be_child(arguments[1], int(arguments[2]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=10_000, help="pictures for the memory's sake; 0 for none")
    parser.add_argument("--peers", type=Path, help="a Python that has hishel, httpx, aiohttp-client-cache, gallery-dl")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    result = measure(options.pictures, options.rounds, options.many, options.peers)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
