"""The progress bar: on a terminal, and nowhere else."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from web import Web

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")


def said_on_a_terminal(*words: str) -> str:
    """What the program writes on standard error where that is a terminal of 100 columns."""
    import fcntl
    import pty
    import termios

    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    with subprocess.Popen([sys.executable, "-m", "vitrina", *words], stdout=subprocess.DEVNULL, stderr=its) as program:
        os.close(its)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed: Linux says EIO
                break
            if not piece:
                break
            said += piece
        os.close(ours)
    assert program.returncode == 0
    return said.decode()


def test_a_terminal_sees_a_bar_that_counts_and_goes_away(tmp_path: Path) -> None:
    with Web() as web:
        said = said_on_a_terminal(
            "fetch", web.url("/picture/[1-8].png?delay=0.15"), "-j", "1", "--profile", str(tmp_path), "--lang", "en"
        )
    assert "8 pictures, 0 failed" in said.splitlines()[-1]
    drawn = [step for step in said.split("\r") if "pictures/s" in step or "s/ pictures" in step]
    assert any("3/8" in step for step in drawn)
    assert any("MB" in step for step in drawn)


def test_quiet_draws_no_bar(tmp_path: Path) -> None:
    with Web() as web:
        said = said_on_a_terminal("-q", "fetch", web.url("/picture/[1-3].png"), "--profile", str(tmp_path))
    assert said == ""


def test_a_pipe_sees_no_bar(tmp_path: Path) -> None:
    with Web() as web:
        command = [sys.executable, "-m", "vitrina", "fetch", web.url("/picture/[1-3].png"), "--profile", str(tmp_path)]
        done = subprocess.run([*command, "--lang", "en"], capture_output=True, text=True, check=True, timeout=60)
    assert len(done.stderr.splitlines()) == 1
    assert "\r" not in done.stderr
