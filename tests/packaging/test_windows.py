"""The programs for Windows, really built and run under wine: pictures on the screen, words in a console, the menu."""

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pefile  # type: ignore[import-untyped,unused-ignore] # has no types
import pytest
from PIL import Image

import binary
import debian
import for_windows
import wine
from downloads import Downloads, contents_of, copy_of_tree, make_once
from opening import read_trace
from virtual_screen import save_picture, virtual_screen
from vitrina import __version__, description
from windows import resources
from windows_machine import Machine, new_machine, read_link, titles, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform != "linux", reason="Windows itself does this in its own workflow"),
]


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Downloads:
    """Everything for Windows, built once."""
    base = tmp_path_factory.getbasetemp()
    try:
        return make_once((base if worker_id == "master" else base.parent) / "windows", "windows")
    except debian.MissingError as error:
        pytest.skip(str(error))


@contextlib.contextmanager
def ended(machine: Machine) -> Iterator[None]:
    """End all programs with the block, whatever happens in it."""
    try:
        yield
    finally:
        machine.stop()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with new_machine(tmp_path / "wine") as made:
        yield made


def test_the_downloads_are_small(downloads: Downloads) -> None:
    assert downloads.portable.stat().st_size <= 24_000_000
    assert downloads.one("setup.exe").stat().st_size <= 18_000_000
    assert sum(path.is_file() for path in downloads.folder.rglob("*")) <= 250


@pytest.mark.parametrize("name", ["portable.exe", "setup.exe", "vitrina.exe", "vitrina.com"])
def test_every_program_has_icon_version_and_manifest(downloads: Downloads, name: str) -> None:
    program = downloads.folder / name if name.startswith("vitrina") else downloads.one(name)
    with pefile.PE(str(program)) as image:
        kinds = {entry.id for entry in image.DIRECTORY_ENTRY_RESOURCE.entries}
        assert {3, 14, 16, 24} <= kinds  # RT_ICON, RT_GROUP_ICON, RT_VERSION, RT_MANIFEST
        strings = [
            {key.decode(): value.decode() for key, value in table.entries.items()}
            for info in image.FileInfo[0]
            for table in getattr(info, "StringTable", ())
        ]
        assert strings[0]["ProductName"] == description.NAME
        assert strings[0]["FileVersion"] == __version__
        fixed = image.VS_FIXEDFILEINFO[0]
        assert (fixed.FileVersionMS >> 16, fixed.FileVersionMS & 0xFFFF) == resources.numbers()[:2]
        assert image.OPTIONAL_HEADER.Subsystem == (3 if name == "vitrina.com" else 2)  # console, window
    manifest = program.read_bytes()
    assert b'level="asInvoker"' in manifest
    assert (b"PerMonitorV2" if name != "setup.exe" else b"dpiAware") in manifest


def test_what_is_inside_is_told_with_its_licences(downloads: Downloads) -> None:
    bom = json.loads(downloads.one(".cdx.json").read_text(encoding="utf-8"))
    names = {component["name"] for component in bom["components"]}
    assert {"pillow", "aiohttp", "Python", "certifi"} <= names
    assert not {"pefile", "setuptools", "pytest"} & names
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in downloads.one("LICENSES.txt").read_text(encoding="utf-8")
    assert (downloads.folder / "THIRD_PARTY_LICENSES.txt").is_file()


def test_installed_it_shows_pictures_through_its_menu_entry_and_speaks_in_a_console(
    downloads: Downloads, machine: Machine, tmp_path: Path
) -> None:
    """One long story, because each installation of the whole program takes its time."""
    before = machine.files()
    machine.run(downloads.one("setup.exe"), "/S", "/LINKS=1", "/OPEN_WITH=1")
    ours = {path.relative_to(downloads.folder).as_posix() for path in downloads.folder.rglob("*") if path.is_file()}
    programs = machine.programs.relative_to(machine.drive).as_posix()
    there = {f"{programs}/{name}" for name in (*ours, "Uninstall.exe")}
    assert machine.files() - before == {*there, machine.menu_entry.relative_to(machine.drive).as_posix()}

    assert machine.run("cmd", "/c", "vitrina --version").stdout == f"Vitrina {__version__}\n"
    listed = machine.run("cmd", "/c", "vitrina list demo:3 --json").stdout.splitlines()
    assert [json.loads(line)["media_type"] for line in listed] == ["image/jpeg", "image/webp", "image/jpeg"]
    wrong = machine.run("cmd", "/c", "vitrina list", check=False)
    assert wrong.returncode == 2
    assert wrong.stdout.startswith("vitrina: ")

    # What the uninstaller removes when it is told to is what the program writes.
    store = machine.run(machine.programs / "vitrina.com", "cache", "path").stdout.strip()
    assert machine.outside(store).is_relative_to(machine.own_data / "Cache")

    assert read_link(machine.menu_entry).target == machine.inside(machine.programs / "vitrina.exe")
    start: list[str | Path] = ["start", "/wait", machine.menu_entry, "--profile", tmp_path / "профиль"]
    online = machine.look([*start, f"demo:{binary.PICTURES}"], tmp_path / "online", least=binary.LEAST)
    offline = machine.look([*start, "--offline", f"demo:{binary.PICTURES}"], tmp_path / "offline", least=binary.LEAST)
    for seen in (online, offline):
        assert seen.shown >= binary.LEAST
        assert seen.colours > binary.COLOURS
    assert not list((tmp_path / "профиль").rglob("crash-*")), "something went wrong on the way"

    link, file = "vitrina:https://127.0.0.1:9/one.jpg", machine.drive / "Списки 100%/some.uris"
    file.parent.mkdir()
    file.write_text("https://127.0.0.1:9/two.jpg\n", encoding="utf-8")
    for name in (description.SCHEME, "Vitrina.List"):  # Windows looks at a person's own classes, too; wine does not
        machine.run("reg", "copy", rf"HKCU\Software\Classes\{name}", rf"HKLM\Software\Classes\{name}", "/s", "/f")
    assert opens(machine, ["start", link]) == f"{link} - {description.NAME}"
    with_it: list[str | Path] = ["start", "/progIDOpen", "Vitrina.List", file]
    assert opens(machine, with_it) == f"{machine.inside(file)} - {description.NAME}"
    file.unlink()

    machine.uninstall()
    assert not [name for name in machine.files() - before if not name.startswith("users")]
    assert not machine.programs.exists()
    assert not machine.menu_entry.exists()


def opens(machine: Machine, command: list[str | Path]) -> str:
    """The title of Vitrina's window, as soon as it has one of its own, after `command`."""
    debian.require("keyboard")

    def titled() -> list[str]:
        return [title for title in titles(display) if title.endswith(f" - {description.NAME}")]

    with virtual_screen() as display, machine.start(command, surroundings=machine.screen(display)), ended(machine):
        until(titled)
        return titled()[0]


def test_neither_installer_nor_uninstaller_touches_a_program_that_runs(downloads: Downloads, machine: Machine) -> None:
    setup = downloads.one("setup.exe")
    machine.run(setup, "/S")
    before = machine.files()
    with machine.start([machine.programs / "vitrina.com", "demo", "--count", "1"]) as running, ended(machine):
        assert running.stdout is not None
        assert running.stdout.readline().startswith("http://")
        assert machine.run(setup, "/S", check=False).returncode != 0
        uninstaller, here = machine.programs / "Uninstall.exe", f"_?={machine.inside(machine.programs)}"
        assert machine.run(uninstaller, "/S", here, check=False).returncode != 0
        assert machine.files() - before <= {name for name in machine.files() if "/Vitrina/Logs/" in name}
        assert before <= machine.files()
    machine.run(setup, "/S")
    assert before <= machine.files()


def on_a_terminal(machine: Machine, *command: str) -> str:
    """What a program writes on the console that it is started from; there are no pipes."""
    ours, its = os.openpty()  # type: ignore[attr-defined,unused-ignore] # not there on Windows
    with subprocess.Popen(
        [wine.LOADER, *command], env=machine.surroundings(), stdin=its, stdout=its, stderr=its, start_new_session=True
    ):
        os.close(its)
        told = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError as error:
                if error.errno == errno.EIO:  # the last one that had it open is gone
                    break
                raise
            if not part:
                break
            told += part
    os.close(ours)
    return told.decode(errors="replace")


def test_the_portable_program_runs_from_any_folder_and_finds_its_place_in_the_menu(
    downloads: Downloads, machine: Machine, tmp_path: Path
) -> None:
    machine.run("cmd", "/c", "ver")  # Windows makes some folders when it is first used
    before = machine.folders()
    folder = machine.drive / "Мои картинки (100%)"
    (folder / "VitrinaData").mkdir(parents=True)
    program = Path(shutil.copy(downloads.portable, folder / "Vitrina portable.exe"))

    fetched = machine.run(program, "fetch", "--json", "demo:3").stdout.splitlines()
    assert json.loads(fetched[-1])["summary"]["fetched"] == 3
    assert (folder / "VitrinaData/data").is_dir()
    assert not machine.own_data.exists()

    # Wine keeps a shortcut's target in the letters of one code page only, so it goes on where those suffice.
    folder = folder.rename(machine.drive / "Galería (100%)")
    program = folder / program.name
    machine.run(program, "shortcut", "install")
    machine.run(program, "shortcut", "install")
    link = read_link(machine.menu_entry)
    assert (link.icon, link.folder) == (machine.inside(program), machine.inside(folder))
    entry: list[str | Path] = ["start", "/wait", machine.menu_entry, f"demo:{binary.PICTURES}"]
    seen = machine.look(entry, tmp_path / "look", least=binary.LEAST)
    assert seen.colours > binary.COLOURS
    assert not list((folder / "VitrinaData").rglob("crash-*")), "something went wrong on the way"
    machine.run(program, "shortcut", "remove")
    assert machine.folders() == before
    assert not machine.menu_entry.exists()


def test_a_windowed_program_speaks_in_the_console_that_it_was_started_from(
    downloads: Downloads, machine: Machine
) -> None:
    assert f"Vitrina {__version__}" in on_a_terminal(machine, machine.inside(downloads.portable), "--version")


def visible_windows(display: str) -> set[str]:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", ""],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
    )
    return set(found.stdout.split())


def test_a_picture_stands_on_the_screen_until_the_window_does(
    downloads: Downloads, machine: Machine, tmp_path: Path
) -> None:
    debian.require("keyboard")
    trace, seen = tmp_path / "trace", tmp_path / "seen.png"
    with virtual_screen() as display:
        words: list[str | Path] = ["--profile", tmp_path / "profile", "--trace", trace]
        program = machine.start([downloads.portable, *words], surroundings=machine.screen(display))
        with program, ended(machine):
            until(lambda: virtual_screen_has(display, seen, resources.SPLASH_COLOUR))
            splash = visible_windows(display)
            assert splash
            assert not read_trace(trace), "the window was there before the splash"
            until(lambda: any(event["event"] == "window_mapped" for event in read_trace(trace)))
            until(lambda: visible_windows(display) and not splash <= visible_windows(display))


def virtual_screen_has(display: str, path: Path, colour: tuple[int, int, int]) -> bool:
    """Whether a tenth of a splash's surface has this colour."""
    save_picture(display, path)
    with Image.open(path) as picture:
        counted = picture.convert("RGB").getcolors(1 << 24) or []
    width, height = resources.SPLASH_SIZE
    return sum(count for count, value in counted if value == colour) > width * height // 10


def test_a_signature_verifies_and_the_signed_program_runs(
    downloads: Downloads, machine: Machine, tmp_path: Path
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-days", "2", "-subj", "/CN=Vitrina test",
         "-addext", "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    script = tmp_path / "sign"
    script.write_text(
        f'#!/bin/sh\nosslsigncode sign -h sha256 -certs "{certificate}" -key "{key}" -in "$1" -out "$1.signed" &&'
        ' mv "$1.signed" "$1"\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    for name in ("portable.exe", "setup.exe"):
        program = Path(shutil.copy(downloads.one(name), tmp_path / name))
        for_windows.sign(str(script), program)
        verified = subprocess.run(
            ["osslsigncode", "verify", "-CAfile", certificate, "-in", program],
            capture_output=True,
            text=True,
            check=False,
        )
        assert verified.returncode == 0, verified.stdout + verified.stderr
        assert "Signature verification: ok" in verified.stdout
    assert machine.run(tmp_path / "portable.exe", "--version").stdout == f"Vitrina {__version__}\n"
    machine.run(tmp_path / "setup.exe", "/S")
    assert (machine.programs / "vitrina.exe").is_file()


def test_two_builds_in_different_folders_are_the_same_bytes(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    try:
        again = for_windows.freeze(tmp_path / "work", copy_of_tree(tmp_path / "another place"))
    except debian.MissingError as error:
        pytest.skip(str(error))
    downloads = request.getfixturevalue("downloads")  # not before: another process makes them at the same time
    assert again.portable.read_bytes() == downloads.portable.read_bytes()
    assert contents_of(again.folder) == contents_of(downloads.folder)
    for text in (again.licences, again.sbom):
        assert text.read_bytes() == downloads.one(text.name).read_bytes()
