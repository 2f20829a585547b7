"""Kills the program itself at random instants of real runs, and looks whether what it reported was lost or damaged.

Owns the harness: the command line is run in forked processes that fetch over HTTP, evict and verify, and die by
SIGKILL; then the store is verified, and what was reported is looked up, offline. Refuses to know pytest: run it as
`python killing.py FOLDER --kills 30 --workers 2 --seed 1`; it prints one line of JSON and exits 1 on any fault.
`store/crashing.py` does the same to the store alone, which is a hundred times quicker.
"""

import argparse
import contextlib
import hashlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import vitrina.decode
import vitrina.fetch.transport  # noqa: F401 - both before forking, so that each run begins at once
from vitrina.cli import main
from vitrina.settings import Settings

PICTURES = 40
SMALL = 400_000
"""A store of so many bytes evicts all the time."""
MODES = ("fetching", "evicting", "verifying")
WEB = Path(__file__).parents[1] / "web.py"


class Run:
    """One call of the program in a process of its own, with what it printed."""

    def __init__(self, *words: object) -> None:
        reader, writer = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(reader)
            os.dup2(writer, 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8")
            with contextlib.suppress(BaseException):
                code = main([str(word) for word in words])
                sys.stdout.flush()
                os._exit(code)
            os._exit(99)
        os.close(writer)
        self._pipe = reader
        self._out = b""

    def read(self, until: float) -> None:
        """Take what it prints until that moment of the monotonic clock."""
        while (left := until - time.monotonic()) > 0 and select.select([self._pipe], [], [], left)[0]:
            piece = os.read(self._pipe, 65536)
            if not piece:
                return
            self._out += piece

    def kill(self) -> int:
        """End it, if it has not ended, and take what it had printed; gives how it ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> int:
        """Wait until it ends by itself."""
        self.read(time.monotonic() + 60)
        os.close(self._pipe)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The whole lines that it printed."""
        return [json.loads(line) for line in self._out.split(b"\n")[:-1]]


class Rounds:
    """The kills of one harness, and the faults found."""

    def __init__(self, folder: Path, origin: str, seed: int) -> None:
        self.folder, self.origin, self.random = folder, origin, Random(seed)
        self.kills = self.looked = 0
        self.faults: list[str] = []

    def round(self, mode: str, workers: int) -> None:
        """Let some programs work on one store, kill them, and look at what they leave."""
        profile = self.folder / mode
        if self.random.random() < 0.1:  # now and then a new store
            shutil.rmtree(profile, ignore_errors=True)
        limit = SMALL if mode == "evicting" else 1 << 30
        Settings(store_limit=limit).save(profile / "config" / "settings.toml")
        first = self.random.randrange(200)
        addresses = f"{self.origin}/picture/[{first}-{first + PICTURES}].png?bytes=30000&delay=0.003"
        runs = []
        for _ in range(workers):
            verifies = mode == "verifying" and self.random.random() < 0.5
            words = ("cache", "verify") if verifies else ("fetch", addresses, "-j", 8, "--per-host", 8)
            runs.append(Run(*words, "--json", "--profile", profile))
        until = time.monotonic() + self.random.uniform(0.02, 0.5)
        for run in runs:
            run.read(until)
        self.kills += sum(run.kill() == -signal.SIGKILL for run in runs)
        self.look(profile, [line for run in runs for line in run.lines], evicts=mode == "evicting")

    def look(self, profile: Path, lines: list[dict[str, Any]], *, evicts: bool) -> None:
        """Verify the store, and find what was reported."""
        verify = Run("cache", "verify", "--json", "--profile", profile)
        code = verify.wait()
        (verdict,) = verify.lines or [{"nothing": code}]
        if code or verdict.get("damaged") or verdict.get("missing") or "nothing" in verdict:
            self.faults.append(f"verify: {code} {verdict}")
        reported = {line["url"]: line for line in lines if line.get("status") in {"fetched", "cached"}}
        self.looked += len(reported)
        for line in lines:
            if line.get("status") in {"failed", "refused"}:
                self.faults.append(f"not fetched: {line}")
        for line in reported.values():
            path = Path(line["path"])
            if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != line["sha256"]:
                self.faults.append(f"damaged: {line}")
        if reported and not evicts:
            listed = profile / "list.txt"
            listed.write_text("\n".join(reported), encoding="utf-8")
            again = Run("fetch", listed, "--offline", "--json", "--profile", profile)
            again.wait()
            found = {line["url"]: line["sha256"] for line in again.lines if "url" in line}
            lost = [url for url, line in reported.items() if found.get(url) != line["sha256"]]
            if lost:
                self.faults.append(f"lost: {lost}")


def harness(folder: Path, *, kills: int, workers: int, seed: int) -> dict[str, object]:
    """Go on until so many were killed, and something had been reported: on a busy machine the first die too early."""
    server = subprocess.Popen([sys.executable, str(WEB)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        rounds = Rounds(folder, server.stdout.readline().strip(), seed)
        while (rounds.kills < kills or not rounds.looked) and not rounds.faults:
            rounds.round(rounds.random.choice(MODES), workers)
    finally:
        server.kill()
        server.wait()
    return {"kills": rounds.kills, "looked": rounds.looked, "faults": rounds.faults}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    told = harness(asked.folder, kills=asked.kills, workers=asked.workers, seed=asked.seed)
    print(json.dumps(told))
    sys.exit(bool(told["faults"]))
