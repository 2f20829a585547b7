"""The wallpaper: each desktop told in its own way, asked about first, and a real program told for real."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageGrab

from vitrina.errors import InstallationError
from vitrina.ui.desktop import way
from vitrina.ui.wallpaper import file_for
from window_screen import Open, Screen, colour_of, near

FILE = Path('/home/me/it\'s "here"/a.png')


@pytest.mark.parametrize(
    "environment, there, desktop, program, said",
    [
        ({"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, {"gsettings", "feh"}, "GNOME", "gsettings", "picture-uri-dark"),
        ({"XDG_CURRENT_DESKTOP": "Budgie:GNOME"}, {"gsettings"}, "GNOME", "gsettings", "picture-uri"),
        ({"XDG_CURRENT_DESKTOP": "X-Cinnamon"}, {"gsettings"}, "Cinnamon", "gsettings", "org.cinnamon"),
        ({"XDG_CURRENT_DESKTOP": "MATE"}, {"gsettings"}, "MATE", "gsettings", "picture-filename"),
        ({"XDG_CURRENT_DESKTOP": "KDE"}, {"plasma-apply-wallpaperimage", "qdbus"}, "KDE", "plasma-apply", FILE.name),
        ({"XDG_CURRENT_DESKTOP": "KDE"}, {"qdbus6"}, "KDE", "qdbus6", "org.kde.image"),
        ({"XDG_CURRENT_DESKTOP": "XFCE"}, {"xfconf-query"}, "Xfce", "sh", "last-image"),
        ({"DESKTOP_SESSION": "xfce"}, {"xfconf-query"}, "Xfce", "sh", "last-image"),
        ({"XDG_CURRENT_DESKTOP": "GNOME", "DISPLAY": ":0"}, {"feh"}, "feh", "feh", "--bg-fill"),
        ({"DISPLAY": ":0"}, {"feh", "gsettings"}, "feh", "feh", "--bg-fill"),
    ],
)
def test_each_desktop_is_told_in_its_own_way(
    environment: dict[str, str], there: set[str], desktop: str, program: str, said: str
) -> None:
    found = way(FILE, platform="linux", environment=environment, which=lambda name: name if name in there else None)
    assert found.desktop == desktop
    assert all(call[0].startswith(program) for call in found.calls)
    assert any(said in part for call in found.calls for part in call)
    assert any(FILE.name in part for call in found.calls for part in call)


def test_gnome_gets_an_address_for_light_and_dark_alike() -> None:
    found = way(FILE, platform="linux", environment={"XDG_CURRENT_DESKTOP": "GNOME"}, which=str)
    assert [call[3] for call in found.calls] == ["picture-uri", "picture-uri-dark"]
    assert {call[4] for call in found.calls} == {FILE.as_uri()}


def test_windows_has_a_function_and_macos_a_script_that_no_name_can_break() -> None:
    assert way(FILE, platform="win32", environment={}, which=lambda _: None).calls == ()
    (call,) = way(FILE, platform="darwin", environment={}, which=lambda _: None).calls
    assert call[0] == "/usr/bin/osascript"
    assert '\\"here\\"' in call[2]


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}])
def test_a_desktop_that_nobody_knows_is_said_to_be_one(environment: dict[str, str]) -> None:
    with pytest.raises(InstallationError, match="feh"):
        way(FILE, platform="linux", environment=environment, which=lambda name: name if environment else None)


def test_each_picture_has_a_file_of_its_own(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    names = {file_for(folder, picture).name for picture in screen.window.shown.all()}
    assert len(names) == len(screen.window.shown)


def asked(screen: Screen, index: int) -> None:
    """Ask for a picture to be the wallpaper, and see that nothing is done before it is agreed to."""
    window = screen.window
    screen.click_tile(index)
    screen.press("w")
    assert window.sheet.name == "confirm"
    screen.press("<Escape>")
    assert not window.start.paths.wallpaper_folder.exists()
    screen.press("w")
    screen.press("<Return>")


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("feh"), reason="feh is not installed")
def test_feh_puts_the_picture_on_the_root_window(
    open_window: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    screen = open_window(str(folder), size="600x500+0+0")
    screen.filled()
    asked(screen, 1)
    screen.until(lambda: "wallpaper is set" in screen.window.toast.text, 20)
    width, height = ImageGrab.grab().size
    seen = ImageGrab.grab((width - 40, height - 40, width, height)).convert("RGB").getpixel((20, 20))
    assert isinstance(seen, tuple)
    assert near((seen[0], seen[1], seen[2]), colour_of(1))


@pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("dbus-run-session") or not shutil.which("gsettings"),
    reason="gsettings and a session bus are not installed",
)
def test_gsettings_takes_what_gnome_is_told(tmp_path: Path) -> None:
    """A session bus and a home of its own, so that nobody's desktop changes."""
    if (
        "org.gnome.desktop.background"
        not in subprocess.run(["gsettings", "list-schemas"], capture_output=True, text=True, check=False).stdout.split()
    ):
        pytest.skip("GNOME's schemas are not installed")
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    calls = way(tmp_path / "a.png", platform="linux", environment={"XDG_CURRENT_DESKTOP": "GNOME"}, which=str).calls
    told = " && ".join(" ".join(call) for call in calls)
    asking = " && ".join(f"gsettings get {call[2]} {call[3]}" for call in calls)
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    environment["GSETTINGS_BACKEND"] = "keyfile"
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", f"{told} && {asking}"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == [f"'{(tmp_path / 'a.png').as_uri()}'"] * 2


def stand_in(folder: Path, name: str, *, answer: str = "") -> None:
    """Put a program there that notes what it was called with, a line for each word, and says `answer`."""
    program = folder / name
    program.write_text(
        '#!/bin/sh\nfor word in "$0" "$@"; do echo "${word##*/standins/}"; done >> "$NOTED"\n'
        + "".join(f"echo '{line}'\n" for line in answer.splitlines())
    )
    program.chmod(0o755)


XFCE_KEYS = (
    "/backdrop/screen0/monitorHDMI-1/workspace0/image-style\n"
    "/backdrop/screen0/monitorHDMI-1/workspace0/last-image\n"
    "/backdrop/screen0/monitoreDP-1/workspace0/last-image"
)
TOLD = (
    ("XFCE", {"xfconf-query": XFCE_KEYS}, [
        "xfconf-query -c xfce4-desktop -l",
        "xfconf-query -c xfce4-desktop -p /backdrop/screen0/monitorHDMI-1/workspace0/last-image -s FILE",
        "xfconf-query -c xfce4-desktop -p /backdrop/screen0/monitoreDP-1/workspace0/last-image -s FILE",
    ]),
    ("KDE", {"plasma-apply-wallpaperimage": "", "qdbus6": ""}, ["plasma-apply-wallpaperimage FILE"]),
    ("KDE", {"qdbus-qt5": ""}, ["qdbus-qt5 org.kde.plasmashell /PlasmaShell org.kde.PlasmaShell.evaluateScript"]),
    ("MATE", {"gsettings": ""}, ["gsettings set org.mate.background picture-filename FILE"]),
    ("X-Cinnamon", {"gsettings": ""}, ["gsettings set org.cinnamon.desktop.background picture-uri file://FILE"]),
    ("", {"feh": ""}, ["feh --no-fehbg --bg-fill FILE"]),
)  # fmt: skip
"""A desktop's name, the programs that it has and what they answer, and what they have to be called with."""


@pytest.mark.skipif(sys.platform != "linux", reason="these are Linux desktops")
def test_every_linux_desktop_gets_the_whole_picture_in_a_file_that_stays(
    open_window: Open, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = {name: shutil.which(name) for name in ("sh", "grep")}
    monkeypatch.delenv("DESKTOP_SESSION", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    for number, (desktop, programs, calls) in enumerate(TOLD):
        there = tmp_path / str(number) / "standins"
        there.mkdir(parents=True)
        for name, tool in tools.items():
            assert tool is not None
            (there / name).symlink_to(tool)
        for name, answer in programs.items():
            stand_in(there, name, answer=answer)
        noted = tmp_path / f"{number}.txt"
        monkeypatch.setenv("NOTED", str(noted))
        monkeypatch.setenv("PATH", str(there))
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
        window.toast.hide()
        screen.click_tile(number)
        screen.press("w", "<Return>")
        screen.until(lambda: "wallpaper is set" in window.toast.text, 20)
        (file,) = window.start.paths.wallpaper_folder.iterdir()
        said = " ".join(noted.read_text("utf-8").split()).replace(str(file), "FILE")
        assert said.startswith(" ".join(calls)), said
        with Image.open(file) as picture:
            assert near(picture.convert("RGB").getpixel((5, 5)), colour_of(number))  # type: ignore[arg-type]
