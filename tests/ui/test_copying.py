"""The picture on the clipboard: the right program on every system, and a real one told for real."""

import io
import os
import shutil
import stat
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import pictures
from vitrina.errors import InstallationError
from vitrina.ui.copying import call_for
from vitrina.ui.windows_clipboard import bitmap
from window_screen import Open, colour_of

FILE = Path("/tmp/it's here/picture.png")


@pytest.mark.parametrize(
    "platform, environment, there, program",
    [
        ("linux", {}, {"xclip"}, "xclip"),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, {"xclip", "wl-copy"}, "sh"),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, {"xclip"}, "xclip"),
        ("darwin", {}, set(), "/usr/bin/osascript"),
    ],
)
def test_each_system_has_its_program(platform: str, environment: dict[str, str], there: set[str], program: str) -> None:
    call = call_for(
        FILE, platform=platform, environment=environment, which=lambda name: name if name in there else None
    )
    assert call[0] == program
    assert str(FILE) in call[-1]


def test_without_any_program_the_person_is_told_which_to_install() -> None:
    with pytest.raises(InstallationError, match="xclip"):
        call_for(FILE, platform="linux", environment={}, which=lambda _: None)


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("xclip"), reason="xclip is not installed")
def test_other_programs_read_the_picture_from_the_clipboard(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    pictures.quarters((300, 200)).save(tmp_path / "a.png")
    screen = open_window(str(tmp_path))
    screen.filled()
    screen.click_tile(0)
    screen.press("<Control-c>")
    screen.until(lambda: screen.window.toast.text == "Picture copied")
    asking = ["xclip", "-selection", "clipboard", "-t", "image/png", "-o"]
    copied = Image.open(io.BytesIO(subprocess.run(asking, capture_output=True, check=True).stdout))
    assert copied.size == (300, 200)
    assert pictures.corners(copied) == pictures.UPRIGHT
    screen.press("<Control-C>")
    assert screen.window.root.clipboard_get() == (tmp_path / "a.png").as_uri()


@pytest.mark.skipif(sys.platform != "linux", reason="the stand-in is a shell script")
def test_the_whole_picture_reaches_the_program(
    open_window: Open, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script called xclip keeps what it is given, as the real one would."""
    script = tmp_path / "bin" / "xclip"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nfor last; do :; done\ncp "$last" "{tmp_path}/copied.png"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    screen = open_window(str(folder))
    screen.filled()
    screen.click_tile(1)
    screen.press("<Control-c>")
    screen.until(lambda: screen.window.toast.text == "Picture copied")
    copied = Image.open(tmp_path / "copied.png")
    assert copied.size == (400, 640)
    assert copied.convert("RGB").getpixel((200, 300)) == colour_of(1)


def test_windows_gets_a_bitmap_without_the_header_of_its_file() -> None:
    data = bitmap(pictures.quarters((30, 20)))
    size, width, height, planes, bits = struct.unpack_from("<IiiHH", data)
    assert (size, width, height, planes, bits) == (40, 30, 20, 1, 24)
    again = Image.open(io.BytesIO(b"BM" + struct.pack("<IHHI", len(data) + 14, 0, 0, 54) + data))
    assert pictures.corners(again) == pictures.UPRIGHT
