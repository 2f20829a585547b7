"""Processes that work on a store are killed at random instants; nothing that they reported is lost or damaged."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked, which this system cannot")

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def crash(folder: Path, *options: str) -> dict[str, object]:
    """Run the harness in a process of its own, as forking one that has threads is not safe."""
    run = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "crashing.py"), str(folder), *options],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "app"), str(ROOT / "tests")))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    told: dict[str, object] = json.loads(run.stdout)
    assert told["faults"] == []
    return told


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_nothing_reported_is_lost_when_processes_are_killed(tmp_path: Path, workers: int) -> None:
    told = crash(tmp_path / "store", "--kills", "40", "--seconds", "6", f"--workers={workers}", f"--seed={workers}")
    assert int(str(told["kills"])) >= workers
    assert int(str(told["looked"])) > 0


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_nothing_reported_is_lost_in_three_hundred_kills(tmp_path: Path, workers: int) -> None:
    told = crash(tmp_path / "store", "--kills", "300", f"--workers={workers}", f"--seed={workers + 100}")
    assert int(str(told["kills"])) >= 300
