"""What the machine may lack: room on the disk, a screen, Tk. One sentence each, and nothing is lost."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import caller
from small_disk import MIB, small_disk
from vitrina.settings import Settings
from web import Web


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    with small_disk(tmp_path / "small", MIB) as mounted:
        yield mounted


def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(
    disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vitrina = caller(disk / "profile", capsys)
    # By default the store takes a tenth of the free disk, and so would evict what this test looks for.
    Settings(store_limit=1 << 20).save(disk / "profile" / "config" / "settings.toml")
    with Web() as web:
        assert vitrina("fetch", web.url("/picture/small.png?bytes=50000")).code == 0
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        refused = vitrina("fetch", web.url("/picture/large.png?bytes=400000"), "--json")
        assert refused.code == 1
        assert "no room" in refused.one_sentence()
        assert (refused.pictures[0]["error"]["kind"], refused.summary["failed"]) == ("disk_full", 1)
        stored = vitrina("--offline", "fetch", web.url("/picture/small.png?bytes=50000"), "--json")
        assert stored.pictures[0]["status"] == "cached"
        os.truncate(filler, filler.stat().st_size - 150_000)  # enough for the index, not for the picture
        result = vitrina("fetch", web.url("/picture/large.png?bytes=400000"), "--json")
        assert result.code == 1
        assert result.pictures[0]["error"]["kind"] == "disk_full"
        assert "Traceback" not in result.err
        stored = vitrina("--offline", "fetch", web.url("/picture/small.png?bytes=50000"), "--json")
        assert stored.pictures[0]["status"] == "cached"
        filler.unlink()
        assert vitrina("fetch", web.url("/picture/large.png?bytes=400000")).code == 0
        verdict = vitrina("cache", "verify", "--json").json[0]
        assert (verdict["sound"], verdict["damaged"], verdict["missing"]) == (2, 0, 0)


def program(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    surroundings = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "vitrina", *words],
        env={**surroundings, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    done = program("demo:", "--profile", str(tmp_path), "--lang", "en")
    assert done.returncode == 3
    assert "screen" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def without_tk(tmp_path: Path) -> str:
    """A folder that hides Tk, as a Python built without it lacks it."""
    folder = tmp_path / "no-tk"
    folder.mkdir()
    (folder / "_tkinter.py").write_text("raise ImportError('No module named _tkinter')", encoding="utf-8")
    return str(folder)


def test_without_tk_the_window_says_what_to_install(tmp_path: Path, without_tk: str) -> None:
    done = program("demo:", "--profile", str(tmp_path), "--lang", "en", PYTHONPATH=without_tk, DISPLAY=":1")
    assert done.returncode == 3
    assert "Tk" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_tk_the_commands_work_all_the_same(tmp_path: Path, without_tk: str) -> None:
    with Web() as web:
        done = program("fetch", web.url(), "--json", "--profile", str(tmp_path), PYTHONPATH=without_tk)
    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[0])["status"] == "fetched"


def test_the_commands_load_neither_tk_nor_the_window(tmp_path: Path) -> None:
    code = (
        "import sys; from vitrina.cli import main; main(['cache', 'info', '--profile', sys.argv[1]]);"
        "loaded = {'tkinter', 'aiohttp', 'vitrina.ui', 'PyInstaller'} & set(sys.modules);"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
