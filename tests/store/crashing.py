"""Kills processes that work on a store, at random instants, and looks whether anything reported was lost or damaged.

Owns the harness: workers are forked, say over a pipe what they are about to do and what has been done, and die by
SIGKILL; then the store is opened, verified, and compared with what they said. Refuses to know pytest: run it as
`python crashing.py FOLDER --kills 30 --workers 2 --seed 1`; it prints one line of JSON and exits 1 on any fault.
"""

import argparse
import contextlib
import json
import os
import select
import shutil
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from store.storing import HEADERS, named, opened, put, seal, url
from vitrina.store import Store

ROUNDS = 20  # kills after which a new store is begun, so that verifying stays quick
NAMES = 60  # keys of each worker, so that pictures change under their names
LIMIT = 600_000  # bytes, for the rounds that evict
Mode = Literal["fetching", "keeping", "evicting", "verifying"]
MODES: tuple[Mode, ...] = ("fetching", "keeping", "evicting", "verifying")


def content(seed: int) -> bytes:
    """Make a picture that can be made again from its number."""
    random = Random(seed)
    return random.randbytes(random.choice((100, 5_000, 40_000)))


class Worker:
    """What a doomed process does; every step is announced and reported."""

    def __init__(self, store: Store, pipe: int, seed: int, keys: list[str]) -> None:
        self.store = store
        self.pipe = pipe
        self.random = Random(seed)
        self.keys = keys

    def say(self, *words: str | int) -> None:
        """Report over the pipe, at once."""
        os.write(self.pipe, (" ".join(map(str, words)) + "\n").encode())

    def work(self, mode: Mode) -> None:
        """Go on until killed."""
        steps = {
            "fetching": (self.fetch, self.fetch, self.fetch_several, self.part),
            "keeping": (self.fetch, self.fetch_several, self.keep, self.release),
            "evicting": (self.fetch, self.fetch, self.fetch_several, self.prune),
            "verifying": (self.fetch, self.fetch, self.verify),
        }[mode]
        while True:
            self.random.choice(steps)()

    def fetch(self) -> None:
        """Store a picture, and its thumbnail."""
        seed = self.random.randrange(1_000_000)
        key = self.random.choice(self.keys)
        data = content(seed)
        self.say("storing", key, named(data))
        stored = put(self.store, key, data)
        self.say("stored", key, stored.sha256)
        if not seed % 4:
            self.store.put_thumbnail(stored.sha256, 64, data[:50])
            self.say("thumbnail", stored.sha256)

    def fetch_several(self) -> None:
        """Store pictures that are complete at the same time together, twice the same one among them now and then."""
        group = []
        for key in self.random.sample(self.keys, 6):
            data = content(self.random.randrange(1_000_000) if self.random.random() < 0.8 else 7)
            self.say("storing", key, named(data))
            group.append(seal(self.store, key, data))
        for stored in self.store.commit(group):
            if isinstance(stored, Exception):
                raise stored
            self.say("stored", stored.key, stored.sha256)

    def part(self) -> None:
        """Go on with a partial picture by a piece, or begin one."""
        key = f"{self.random.choice(self.keys)} 2"
        with self.store.incoming(key) as incoming:
            if incoming.offset:
                seed = int(dict(incoming.headers or ())["ETag"].strip('"'))
            else:
                seed = self.random.randrange(1_000_000)
                incoming.describe(status=200, headers=(("ETag", f'"{seed}"'),), final_url=key)
            data = content(seed)
            self.say("storing", key, named(data))
            piece = data[incoming.offset : incoming.offset + 10_000]
            incoming.write(piece)
            if incoming.offset == len(data):
                stored = incoming.commit(
                    url=key, final_url=key, status=200, headers=HEADERS, requested_at=1.0, received_at=2.0
                )
                self.say("spliced" if stored.sha256 != named(data) else "stored", key, stored.sha256)

    def keep(self) -> None:
        """Have a picture for good."""
        key = self.random.choice(self.keys)
        if self.store.responses(key):
            self.store.keep([key])
            self.say("kept", key)

    def release(self) -> None:
        """Let it go again."""
        key = self.random.choice(self.keys)
        self.say("releasing", key)
        self.store.release([key])

    def prune(self) -> None:
        """Make room."""
        self.store.seen(response for key in self.keys[:5] for response in self.store.responses(key))
        self.store.prune()

    def verify(self) -> None:
        """Look after everything."""
        verdict = self.store.verify()
        if verdict.damaged or verdict.missing:
            self.say("damaged", str(verdict).replace(" ", ""))


@dataclass
class Ledger:
    """What the workers have said: what each key may hold now, which are kept, and which thumbnails there are."""

    may: dict[str, set[str]] = field(default_factory=dict)
    must: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    thumbnails: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def take(self, text: str) -> None:
        """Let one worker's report count; each has keys of its own."""
        for line in text.split("\n")[:-1]:
            what, _, rest = line.partition(" ")
            key, _, sha256 = rest.rpartition(" ")
            if what == "storing":
                self.may.setdefault(key, set()).add(sha256)
            elif what == "stored":
                self.may[key] = {sha256}
                self.must.add(key)
            elif what == "kept":
                self.kept.add(rest)
            elif what == "releasing":
                self.kept.discard(rest)
            elif what == "thumbnail":
                self.thumbnails.add(rest)
            else:
                self.faults.append(line)

    def compare(self, store: Store, *, evicted: bool, final: bool) -> int:
        """Look for everything that was reported; give how many keys were looked up."""
        for key, may in self.may.items():
            found = store.responses(key)
            if not found and key in self.must and not evicted:
                self.faults.append(f"{key} is lost")
            if any(response.sha256 not in may for response in found):
                self.faults.append(f"{key} has bytes that nobody stored")
            if found and final:
                may.intersection_update(response.sha256 for response in found)
        kept = {
            response.key for response in store.kept()
        }  # the older bytes, where a crash came before the newer were moved
        self.faults += [f"{key} is no longer kept" for key in self.kept - kept]
        if not evicted:
            self.faults += [f"thumbnail {each} is lost" for each in self.thumbnails if not store.thumbnail(each, 64)]
        return len(self.may)


def run(folder: Path, mode: Mode, workers: int, random: Random, ledger: Ledger, *, at_work: bool) -> None:
    """Let workers loose on the store in `folder`, and kill them all at one random instant.

    `at_work`, that is not before one of them has said something, however slowly the machine starts them.
    """
    if sys.platform == "win32":
        return
    children = []
    for number in range(workers):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            with contextlib.suppress(BaseException):
                _child(
                    folder,
                    mode,
                    writing,
                    random.randrange(1 << 30) + number,
                    [url(number * 1000 + n) for n in range(NAMES)],
                )
            os._exit(9)
        os.close(writing)
        children.append((child, reading))
    texts = _listen({reading for _, reading in children}, random.uniform(0.005, 0.12), at_work=at_work)
    for child, _ in children:
        os.kill(child, signal.SIGKILL)
    for child, reading in children:
        _, status = os.waitpid(child, 0)
        while rest := os.read(reading, 1 << 16):
            texts[reading] += rest
        os.close(reading)
        ledger.take(texts[reading].decode())
        if os.WIFEXITED(status):
            ledger.faults.append(f"a worker ended by itself while {mode}")


def _child(folder: Path, mode: Mode, pipe: int, seed: int, keys: list[str]) -> None:
    """Be a worker."""
    try:
        with opened(folder, LIMIT if mode == "evicting" else 1 << 40) as store:
            Worker(store, pipe, seed, keys).work(mode)
    except BaseException as error:
        os.write(pipe, f"failed with {error!r}\n".encode())
        raise


def _listen(pipes: set[int], seconds: float, *, at_work: bool) -> dict[int, bytes]:
    """Gather what is said until the time is over, so that no pipe fills; it begins with the first word if `at_work`."""
    texts = dict.fromkeys(pipes, b"")
    if at_work:
        select.select(list(pipes), [], [])
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        for pipe in select.select(list(pipes), [], [], left)[0]:
            piece = os.read(pipe, 1 << 16)
            texts[pipe] += piece
            if not piece:
                pipes.discard(pipe)
    return texts


def check(folder: Path, ledger: Ledger, *, evicted: bool, lost_index: bool) -> int:
    """Open and verify the store as the next run does; with `lost_index`, first spoil the index."""
    if lost_index:
        index = folder / "cache" / "index.sqlite"
        for each in (index, index.with_name("index.sqlite-wal")):
            if each.exists():
                each.write_bytes(b"spoilt" * 2000)
    with opened(folder, 1 << 40) as store:
        looked = ledger.compare(store, evicted=evicted, final=False)
        verdict = store.verify()
        if verdict.damaged or verdict.missing:
            ledger.faults.append(str(verdict))
        again = store.verify()
        if again.sound != again.checked or again.orphaned:
            ledger.faults.append(f"mended only at the second time: {again}")
        ledger.compare(store, evicted=evicted, final=True)
        return looked


def main() -> int:
    """Run as many kills as asked for and say what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--at-work", action="store_true", help="kill no round before a worker has said something")
    asked = parser.parse_args()
    random = Random(asked.seed)
    until = time.monotonic() + asked.seconds
    kills = looked = stored = 0
    faults: list[str] = []
    ledger, evicted = Ledger(), False
    while kills < asked.kills and not faults and time.monotonic() < until:
        if not (kills // asked.workers) % ROUNDS:
            shutil.rmtree(asked.folder, ignore_errors=True)
            ledger, evicted = Ledger(), False
        mode = random.choice(MODES)
        evicted = evicted or mode == "evicting"
        run(asked.folder, mode, asked.workers, random, ledger, at_work=asked.at_work)
        kills += asked.workers
        looked += check(asked.folder, ledger, evicted=evicted, lost_index=random.random() < 0.1)
        stored = max(stored, len(ledger.must))
        faults = ledger.faults
    print(json.dumps({"kills": kills, "looked": looked, "stored": stored, "faults": faults[:10]}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
