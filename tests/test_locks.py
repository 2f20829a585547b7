"""Claims: one holder at a time, among threads and processes, and none after its holder's death."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from vitrina.locks import Claim

HOLD = "import sys; from vitrina.locks import Claim; print(Claim.take(sys.argv[1]) is not None, flush=True); input()"


def test_a_claim_has_one_holder_and_is_free_after_it(tmp_path: Path) -> None:
    path = str(tmp_path / "claimed")
    claim = Claim.take(path)
    assert claim is not None
    assert Claim.take(path) is None
    claim.drop(remove=True)
    claim.drop(remove=True)
    assert not Path(path).exists()
    again = Claim.take(path)
    assert again is not None
    again.drop()
    assert Path(path).exists()


def test_another_process_is_kept_out_until_it_ends_even_by_a_kill(tmp_path: Path) -> None:
    path = str(tmp_path / "claimed")
    holder = subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"True"
        assert Claim.take(path) is None
        assert Claim.wait(path, 0.05) is None
        holder.kill()
    claim = Claim.wait(path, 5.0)
    assert claim is not None
    claim.drop()


def test_a_claim_on_a_file_that_its_last_holder_removed_is_no_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last holder removes the file between our opening and our locking it: what we then lock has no name."""
    fcntl = pytest.importorskip("fcntl", reason="Windows removes no open file")
    path = tmp_path / "claimed"
    flock = fcntl.flock
    removed: list[int] = []

    def late(descriptor: int, operation: int) -> None:
        if not removed:
            removed.append(descriptor)
            path.unlink()
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    claim = Claim.take(str(path))
    assert removed
    assert claim is not None
    assert os.path.samestat(path.stat(), os.fstat(claim.descriptor))
    claim.drop()


def test_threads_have_it_one_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    faults: list[str] = []

    def work() -> None:
        for _ in range(400):
            claim = Claim.take(str(tmp_path / "claimed"))
            if claim is None:
                continue
            inside.append(1)
            if len(inside) != 1:
                faults.append("two holders")
            inside.pop()
            claim.drop(remove=True)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
