"""Small files that are written whole or not at all."""

import os
import stat
import sys
from pathlib import Path

import pytest

from vitrina.whole_file import write_whole


def test_it_takes_the_place_of_the_old_one_and_leaves_nothing_beside(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "settings.toml"
    write_whole(file, "a = 1\n")
    write_whole(file, "ñ = 2\n")
    assert file.read_bytes() == "ñ = 2\n".encode()
    assert list(file.parent.iterdir()) == [file]


def test_what_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "something").touch()
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are lists there")
def test_a_private_one_is_for_one_person_whatever_a_crash_left_beside(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    left = tmp_path / f"keys.toml.{os.getpid()}.new"
    left.touch(0o644)
    write_whole(file, b"key", private=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
