"""What the store costs: opening, hits, commits, thumbnails, eviction, at 100,000 entries; plain files beside it.

Owns the measurement of `store`. Refuses to assert a time: it prints a table.

    python tests/bench/bench_store.py [--entries N] [--json FILE]
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vitrina.model import StoredResponse
from vitrina.store import Store, journal
from vitrina.store.disk import Blobs

HEADERS = (
    ("Content-Type", "image/jpeg"),
    ("ETag", '"5f1d-62a3b1c2d3e4f"'),
    ("Last-Modified", "Sun, 22 Nov 2026 13:52:02 GMT"),
    ("Date", "Sun, 22 Nov 2026 13:52:02 GMT"),
    ("Cache-Control", "public, max-age=31536000"),
    ("Server", "nginx"),
)
SIZE = 250_000
SMALL = 100
SCREENFUL = 60
THUMBNAIL = 9_000

WRITER = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import bench_store
print(bench_store.worst_commit(Path(sys.argv[1]), 3.0, "other"), flush=True)
"""


def url(number: int) -> str:
    return f"https://pictures.example/collection/picture-{number:06}.jpg"


def opened(folder: Path, limit: int = 1 << 40) -> Store:
    return Store.open(folder / "cache", folder / "kept", limit=limit)


def put(store: Store, key: str, data: bytes) -> StoredResponse:
    with store.incoming(key) as incoming:
        incoming.describe(status=200, headers=HEADERS, final_url=key)
        incoming.write(data)
        return incoming.commit(
            url=key,
            final_url=key,
            status=200,
            headers=HEADERS,
            requested_at=1000.0,
            received_at=1000.5,
            media_type="image/jpeg",
        )


def fill(folder: Path, entries: int) -> None:
    """Write files and a journal, from which the first opening makes the index."""
    blobs = Blobs(folder / "cache" / "blobs")
    made = set()
    with (folder / "cache" / "journal.jsonl").open("wb") as file:
        for number in range(entries):
            sha256 = f"{random.Random(number).getrandbits(256):064x}"
            path = Path(blobs.name(sha256))
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            path.write_bytes(bytes(SMALL))
            key = url(number)
            file.write(
                journal.stored(
                    StoredResponse(0, key, "", key, key, 200, HEADERS, 1.0, 2.0, sha256, SMALL, path, "image/jpeg")
                )
            )


def spread(times: list[float], unit: float = 1e3) -> tuple[float, float, float]:
    """Give the median, the 99th part in a hundred, and the worst."""
    ordered = sorted(time * unit for time in times)
    return (
        round(statistics.median(ordered), 4),
        round(ordered[len(ordered) * 99 // 100], 4),
        round(ordered[-1], 4),
    )


def timed(work: Callable[[int], object], numbers: range | list[int]) -> list[float]:
    """Give the seconds that each call took."""
    times = []
    for number in numbers:
        begin = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - begin)
    return times


def opening(folder: Path, entries: int) -> dict[str, Any]:
    begin, cpu = time.perf_counter(), time.process_time()
    opened(folder).close()
    wall, used = time.perf_counter() - begin, time.process_time() - cpu
    result: dict[str, Any] = {"index made anew from the journal, s (wall, CPU)": (round(wall, 2), round(used, 2))}

    def once(_: int) -> None:
        opened(folder).close()

    result[f"opening at {entries}, ms (p50, p99, worst)"] = spread(timed(once, range(40)))
    with opened(folder) as store:
        result[f"info at {entries}, ms"] = spread(timed(lambda _: store.info(), range(200)))
    return result


def hits(folder: Path, entries: int) -> dict[str, Any]:
    chance = random.Random(1)
    numbers = [chance.randrange(entries) for _ in range(5000)]
    with opened(folder) as store:
        result: dict[str, Any] = {
            f"hit: responses(key) at {entries}, ms": spread(timed(lambda n: store.responses(url(n)), numbers))
        }
        result["miss: responses(key), ms"] = spread(timed(lambda n: store.responses(f"{url(n)}?"), numbers))
        data = os.urandom(200_000)
        stored = [put(store, f"https://big.example/{n}", n.to_bytes(4, "big") + data) for n in range(500)]

        def read(number: int) -> bytes:
            found = store.responses(f"https://big.example/{number % 500}")
            store.seen(found)
            return found[0].path.read_bytes()

        times = timed(read, range(2000))
        result["hit with its 200 kB read and marked as seen, a second"] = round(2000 / sum(times))
        plain = timed(lambda n: stored[n % 500].path.read_bytes(), range(2000))
        result["the same as plain files, a second"] = round(2000 / sum(plain))
    return result


def commits(folder: Path) -> dict[str, Any]:
    data = os.urandom(SIZE)
    result: dict[str, Any] = {}
    with opened(folder) as store:
        for size, words, count in ((SMALL, "100 B", 2000), (SIZE, "250 kB", 1000)):
            begin, cpu = time.perf_counter(), time.process_time()
            for number in range(count):
                put(store, f"https://{size}.example/{number}", number.to_bytes(4, "big") + data[:size])
            wall, used = time.perf_counter() - begin, time.process_time() - cpu
            result[f"{count} pictures of {words} stored, s (wall, CPU)"] = (round(wall, 2), round(used, 2))
        begin, cpu = time.perf_counter(), time.process_time()
        (folder / "plain").mkdir()
        for number in range(1000):
            part = folder / "plain" / f"{number}.part"
            part.write_bytes(number.to_bytes(4, "big") + data)
            part.rename(folder / "plain" / f"{number}")
        wall, used = time.perf_counter() - begin, time.process_time() - cpu
        result["1000 plain files of 250 kB written and renamed, s (wall, CPU)"] = (round(wall, 2), round(used, 2))
    return result


def thumbnails(folder: Path) -> dict[str, Any]:
    data = os.urandom(THUMBNAIL)
    names = [f"{random.Random(number).getrandbits(256):064x}" for number in range(5000)]
    (folder / "thumbs").mkdir()
    with opened(folder) as store:
        puts = timed(lambda n: store.put_thumbnail(names[n], 256, data), range(5000))
        files = timed(lambda n: (folder / "thumbs" / names[n]).write_bytes(data), range(5000))
        chance = random.Random(2)
        numbers = [chance.randrange(5000) for _ in range(3000)]
        gets = timed(lambda n: store.thumbnail(names[n], 256), numbers)
        reads = timed(lambda n: (folder / "thumbs" / names[n]).read_bytes(), numbers)
    return {
        f"thumbnail of {THUMBNAIL} B stored, ms": spread(puts),
        "the same as a plain file, ms": spread(files),
        "thumbnail found, ms": spread(gets),
        "the same as a plain file read, ms": spread(reads),
        f"a screenful of {SCREENFUL}, ms": round(statistics.mean(gets) * SCREENFUL * 1000, 2),
    }


def worst_commit(folder: Path, seconds: float, who: str) -> float:
    """Store and look up for some seconds, and give the longest wait, in milliseconds."""
    worst = 0.0
    with opened(folder) as store:
        until = time.perf_counter() + seconds
        number = 0
        while time.perf_counter() < until:
            begin = time.perf_counter()
            put(store, f"https://{who}.example/{number}", b"%d" % number)
            store.responses(f"https://{who}.example/{number}")
            worst = max(worst, time.perf_counter() - begin)
            number += 1
            time.sleep(0.005)
    return round(worst * 1000, 1)


def eviction(folder: Path, entries: int) -> dict[str, Any]:
    with opened(folder) as store:
        before = store.info()
        store._room.limit = int((before.bytes - entries // 10 * SMALL) / 0.9) + 1
        quiet = worst_commit(folder, 2.0, "quiet")
        worst: list[float] = []
        thread = threading.Thread(target=lambda: worst.append(worst_commit(folder, 3.0, "thread")))
        other = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
        )
        thread.start()
        time.sleep(0.7)
        begin, cpu = time.perf_counter(), time.thread_time()
        freed = store._room.down_to(int(store._room.limit * 0.9))
        wall, used = time.perf_counter() - begin, time.thread_time() - cpu
        thread.join()
        gone = freed // SMALL
        return {
            f"{gone} of {entries} evicted while two others store, s (wall, CPU)": (round(wall, 2), round(used, 2)),
            "longest wait of one who stores while nobody evicts, ms": quiet,
            "longest wait of a thread that stored meanwhile, ms": worst[0],
            "longest wait of a process that stored meanwhile, ms": float(other.communicate()[0]),
        }


def measure(entries: int) -> dict[str, Any]:
    """Run everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "cache").mkdir()
        fill(folder, entries)
        return {
            "processors": os.cpu_count(),
            **opening(folder, entries),
            **eviction(folder, entries),
            **hits(folder, entries // 2),
            **commits(folder),
            **thumbnails(folder),
        }


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    result = measure(options.entries)
    for name, value in result.items():
        print(f"{name:66} {value}")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
