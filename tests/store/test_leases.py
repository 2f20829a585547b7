"""Leases: seen by other processes, and ended by being dropped, by their process's end, and by time."""

import os
import struct
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from vitrina.store import leases
from vitrina.store.leases import Leases

HOLDER = """
import sys
from pathlib import Path
from vitrina.store.leases import Leases
table = Leases(Path(sys.argv[1]))
for line in sys.stdin:
    verb, key = line.split()
    getattr(table, verb)(key)
    print("done", flush=True)
"""


class Holder:
    """Another process that takes and drops leases."""

    def __init__(self, file: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def does(self, verb: str, key: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{verb} {key}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def dies(self) -> None:
        self.process.kill()
        self.process.communicate()


def test_a_lease_is_seen_by_others_until_it_is_dropped(tmp_path: Path) -> None:
    file = tmp_path / "leases.lock"
    other = Holder(file)
    with closing(Leases(file)) as own:
        own.take("a")
        assert not own.held_elsewhere("a")
        other.does("take", "b")
        assert own.held_elsewhere("b")
        assert not own.held_elsewhere("c")
        own.drop("b")  # not ours
        assert own.held_elsewhere("b")
        other.does("drop", "b")
        assert not own.held_elsewhere("b")
    other.dies()


def test_it_is_known_whether_others_fetch_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Holder(tmp_path / "leases.lock")
    now = time.time()
    with closing(Leases(tmp_path / "leases.lock")) as own:
        own.take("a")
        assert not own.others_about()
        other.does("take", "b")
        other.does("drop", "b")
        assert own.others_about()
        other.dies()
        assert own.others_about(), "what it fetched last is in the store only now"
        monkeypatch.setattr(time, "time", lambda: now + leases.LASTS + 5)
        assert not own.others_about()


def test_many_processes_may_fetch_and_each_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "leases.lock"
    for process in range(1000, 1160, 16):
        monkeypatch.setattr(os, "getpid", lambda process=process: process)
        with closing(Leases(table)) as one:
            one.take(f"key{process}")
            one.take(f"other{process}")
            assert one.others_about() == (process > 1000)
    assert all(table.read_bytes().count(struct.pack("<I", process)) == 3 for process in range(1000, 1160, 16))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say whether a process lives but by ending it")
def test_a_lease_ends_with_its_process(tmp_path: Path) -> None:
    other = Holder(tmp_path / "leases.lock")
    with closing(Leases(tmp_path / "leases.lock")) as own:
        other.does("take", "a")
        assert own.held_elsewhere("a")
        other.dies()
        assert not own.held_elsewhere("a")


def test_a_lease_that_nobody_renews_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Holder(tmp_path / "leases.lock")
    now = time.time()
    with closing(Leases(tmp_path / "leases.lock")) as own:
        other.does("take", "a")
        for later, held in ((leases.LASTS - 2, True), (leases.LASTS + 2, False), (-leases.LASTS - 2, False)):
            monkeypatch.setattr(time, "time", lambda later=later: now + later)
            assert own.held_elsewhere("a") == held
    other.dies()


def test_keys_beyond_number_do_no_harm(tmp_path: Path) -> None:
    other = Holder(tmp_path / "leases.lock")
    other.does("take", "first")
    with closing(Leases(tmp_path / "leases.lock")) as own:
        for number in range(20_000):
            own.take(str(number))
        assert own.held_elsewhere("first")
        for number in range(20_000):
            own.drop(str(number))
        assert own.held_elsewhere("first")
    other.dies()


def test_where_there_can_be_no_file_nobody_has_a_lease(tmp_path: Path) -> None:
    with closing(Leases(tmp_path / "no folder" / "leases.lock")) as own:
        own.take("a")
        assert not own.held_elsewhere("a")
        own.drop("a")
