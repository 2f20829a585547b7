import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import environment

SCRIPT = environment.ROOT / "build" / "dev.py"


def dev(*arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Call the script as a person does, on a machine without a screen."""
    without = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        env={**without, **surroundings},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_no_command_or_an_unknown_one_is_answered_with_the_list_of_commands() -> None:
    for arguments in ((), ("fly",)):
        done = dev(*arguments)
        assert done.returncode == 2
        for command in ("run", "test", "check", "binary", "package", "prove", "bench", "screenshots", "lock", "setup"):
            assert f"\n    {command}" in done.stderr


def test_every_command_is_in_the_list() -> None:
    import dev as script

    assert script.__doc__ is not None
    assert [name for name in script.COMMANDS if f"\n    {name}" not in script.__doc__] == []


def test_what_follows_run_goes_to_the_program_and_its_exit_code_comes_back(tmp_path: Path) -> None:
    told = dev("run", "--version")
    assert (told.returncode, told.stdout[:8]) == (0, "Vitrina ")
    assert dev("run", "list", str(tmp_path / "missing"), "--profile", str(tmp_path)).returncode in (2, 3)


def test_setting_up_again_changes_nothing() -> None:
    before = environment.STAMP.stat().st_mtime_ns
    assert dev("setup").returncode == 0
    assert environment.STAMP.stat().st_mtime_ns == before


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="others always have a screen")
def test_without_a_screen_the_window_opens_on_a_virtual_one_and_leaves_a_picture(tmp_path: Path) -> None:
    picture = environment.OUT / "run.png"
    picture.unlink(missing_ok=True)
    done = dev("run", "--profile", str(tmp_path), "demo:12")
    assert done.returncode == 0, done.stderr
    assert str(picture) in done.stdout
    with Image.open(picture) as seen:
        assert len(seen.getcolors(seen.width * seen.height) or ()) > 1000


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="others always have a screen")
def test_a_program_that_ends_before_it_shows_anything_is_no_success_and_is_quoted() -> None:
    done = dev("run", "--fly")
    assert done.returncode == 3
    assert "before it showed anything" in done.stderr
    assert "--fly" in done.stderr
