"""The program itself is killed at random instants; nothing that it reported is lost or damaged."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="programs are forked, which this system cannot")

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_nothing_reported_is_lost_when_the_program_is_killed(tmp_path: Path, workers: int) -> None:
    run = subprocess.run(
        (sys.executable, HERE / "killing.py", tmp_path / "k", f"--kills={12 * workers}", f"--workers={workers}"),
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "app"), str(ROOT / "tests")))},
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(run.stdout or "{}")
    assert told.get("faults") == [], run.stderr
    assert told["kills"] >= 12 * workers
    assert told["looked"] > 0
