"""What was downloaded is started and looked at; nothing else is taken for a proof."""

import hashlib
import re
import sys
from pathlib import Path

import pytest

import binary
import environment
import prove

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="scripts stand in for programs")


def downloaded(folder: Path, **files: bytes) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name.replace("_", "-")).write_bytes(content)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n")
    return folder


@pytest.mark.slow
def test_a_program_that_shows_pictures_is_proven_and_gone_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = downloaded(tmp_path / "all", Vitrina_portable=environment.PROGRAM.read_bytes(), licences=b"MIT")
    assert prove.main([str(folder)]) == 0
    told = re.search(r"Vitrina-portable: (\d+) pictures shown, (\d+) again", capsys.readouterr().out)
    assert told  # a tile that moves while it fills is shown twice
    assert min(map(int, told.groups())) >= binary.PICTURES


def test_a_program_that_does_not_work_is_no_proof(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = downloaded(tmp_path / "all", Vitrina_portable=b"#!/bin/sh\necho I am broken\nexit 3\n")
    assert prove.main([str(folder)]) == 1
    assert "selftest ended with 3:\nI am broken" in capsys.readouterr().err


def test_nothing_to_start_is_no_proof(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prove.main([str(downloaded(tmp_path / "all", Vitrina_exe=b"MZ"))]) == 1
    assert "nothing in" in capsys.readouterr().err


@pytest.mark.parametrize("harm", ["changed", "added", "lost"])
def test_what_differs_from_its_checksum_is_not_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    folder = downloaded(tmp_path / "all", Vitrina_portable=f"#!/bin/sh\ntouch {tmp_path}/started\n".encode(), one=b"1")
    if harm == "lost":
        (folder / "one").unlink()
    else:
        (folder / {"changed": "one", "added": "two"}[harm]).write_bytes(b"2")
    assert prove.main([str(folder)]) == 1
    assert "tells otherwise of " + {"lost": "one", "changed": "one", "added": "two"}[harm] in capsys.readouterr().err
    assert not (tmp_path / "started").exists()
