"""The trace file: whole lines, the process's own clock, any thread."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from vitrina.errors import UsageError
from vitrina.trace import Trace, process_age


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_trace_begins_at_zero_and_ends_with_exit(tmp_path: Path) -> None:
    trace = Trace.to(tmp_path / "trace")
    trace.event("frame", ms=3.5, where=tmp_path, text="ñ")
    trace.close()
    start, frame, end = lines(tmp_path / "trace")
    assert (start["t"], start["event"]) == (0.0, "process_start")
    assert frame == {"t": frame["t"], "event": "frame", "ms": 3.5, "where": str(tmp_path), "text": "ñ"}
    assert end["event"] == "exit"
    assert 0 < frame["t"] <= end["t"]


def test_the_clock_counts_from_the_start_of_the_process_not_of_the_import() -> None:
    code = "import time; time.sleep(0.5); from vitrina.trace import process_age; print(process_age())"
    age = float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
    assert 0.45 < age < 60


def test_the_age_never_runs_backwards() -> None:
    ages = [process_age() for _ in range(3)]
    assert ages == sorted(ages)


def test_lines_of_many_threads_are_whole(tmp_path: Path) -> None:
    trace = Trace.to(tmp_path / "trace")

    def write(name: int) -> None:
        for n in range(200):
            trace.event("fetch", name=name, n=n, padding="x" * n)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    trace.close()
    found = lines(tmp_path / "trace")
    assert len(found) == 4 * 200 + 2
    assert {(line["name"], line["n"]) for line in found[1:-1]} == {(name, n) for name in range(4) for n in range(200)}


def test_a_killed_process_leaves_what_it_had_written(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from vitrina.trace import Trace\n"
        "trace = Trace.to(Path(sys.argv[1])); trace.event('frame', ms=1); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "trace")], check=False)
    assert done.returncode == 9
    assert [line["event"] for line in lines(tmp_path / "trace")] == ["process_start", "frame"]


def test_nowhere_takes_everything_and_keeps_nothing(tmp_path: Path) -> None:
    trace = Trace.nowhere()
    trace.event("frame", ms=1)
    trace.close()
    assert not trace.on
    assert not list(tmp_path.iterdir())


def test_events_after_the_end_are_forgotten(tmp_path: Path) -> None:
    trace = Trace.to(tmp_path / "trace")
    trace.close()
    trace.event("late")
    assert [line["event"] for line in lines(tmp_path / "trace")] == ["process_start", "exit"]


def test_a_path_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--trace") as caught:
        Trace.to(tmp_path / "no" / "folder")
    assert str(tmp_path) in str(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_silences_the_trace_and_nothing_else() -> None:
    trace = Trace.to(Path("/dev/full"))
    trace.event("frame", ms=1)
    assert not trace.on
