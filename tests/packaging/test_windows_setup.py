"""What the installer for Windows does with files, registry and menus; with a small program, so that it is quick."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pefile  # type: ignore[import-untyped,unused-ignore] # has no types
import pytest

import debian
from virtual_screen import virtual_screen
from vitrina import __version__, description
from windows_machine import (
    UNINSTALL,
    Machine,
    folder_of,
    new_machine,
    press,
    read_link,
    small_setup,
    titles,
    until,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(sys.platform != "linux", reason="wine stands in for a Windows that may be changed"),
]
FIRST = {"_internal/stays.txt": b"1", "_internal/old/gone.txt": b"1"}
SECOND = {"_internal/stays.txt": b"2", "_internal/new.txt": b"2"}
COMMAND = r"Software\Classes\Vitrina.List\shell\open\command"
LINKS = r"Software\Classes\vitrina"
PROGIDS = r"Software\Classes\.uris\OpenWithProgids"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with new_machine(tmp_path / "wine") as made:
        yield made


@pytest.fixture(scope="module")
def setup_exe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    debian.require("windows-installer")
    return small_setup(tmp_path_factory.mktemp("first"), FIRST)


def test_it_brings_exactly_its_files_and_takes_them_away_again(machine: Machine, setup_exe: Path) -> None:
    before = machine.files()
    machine.run(setup_exe, "/S")
    ours = {(machine.programs / name).relative_to(machine.drive).as_posix()
            for name in (*FIRST, "vitrina.exe", "vitrina.com", "Uninstall.exe")}  # fmt: skip
    ours.add(machine.menu_entry.relative_to(machine.drive).as_posix())
    assert machine.files() - before == ours
    (machine.programs / "_internal/foreign.txt").write_text("somebody else's", encoding="utf-8")
    machine.uninstall()
    assert machine.files() - before == {
        (machine.programs / "_internal/foreign.txt").relative_to(machine.drive).as_posix()
    }
    assert not [key for key, _ in machine.registry() if "vitrina" in key.lower()]


def test_the_script_is_also_good_for_the_nsis_of_windows_which_makes_32_bit_programs(tmp_path: Path) -> None:
    debian.require("windows-installer")
    made = small_setup(tmp_path, FIRST, target="x86-unicode")
    with pefile.PE(str(made), fast_load=True) as image:
        assert image.FILE_HEADER.Machine == pefile.MACHINE_TYPE["IMAGE_FILE_MACHINE_I386"]


def test_packing_twice_in_different_folders_gives_the_same_bytes(setup_exe: Path, tmp_path: Path) -> None:
    assert small_setup(tmp_path / "another place", FIRST).read_bytes() == setup_exe.read_bytes()


def test_windows_lists_it_with_name_version_and_icon(machine: Machine, setup_exe: Path) -> None:
    machine.run(setup_exe, "/S")
    program = machine.inside(machine.programs / "vitrina.exe")
    told = {name: value for (key, name), value in machine.registry().items() if key == UNINSTALL}
    assert (told["DisplayName"], told["DisplayVersion"], told["DisplayIcon"]) == ("Vitrina", __version__, program)
    link = read_link(machine.menu_entry)
    assert (link.target, link.icon, link.folder) == (program, program, folder_of(program))
    assert link.comment == description.SUMMARY["en"]
    assert not machine.desktop_entry.exists()


def test_what_was_chosen_is_there_stays_with_an_upgrade_and_goes_with_the_program(
    machine: Machine, setup_exe: Path
) -> None:
    machine.run(
        "reg", "add", r"HKCU\Environment", "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", r"%USERPROFILE%\mine", "/f"
    )
    machine.run("reg", "add", f"HKCU\\{PROGIDS}", "/v", "Another.List", "/f")
    machine.run(setup_exe, "/S", "/DESKTOP=1", "/OPEN_WITH=1", "/LINKS=1")
    folder = machine.inside(machine.programs)

    def everything_is_there() -> bool:
        told = machine.registry()
        return (
            read_link(machine.desktop_entry).target == f"{folder}\\vitrina.exe"
            and told[COMMAND, ""] == f'"{folder}\\vitrina.exe" -- "%1"'
            and (PROGIDS, "Vitrina.List") in told
            and told[LINKS, "URL Protocol"] == ""
            and told[rf"{LINKS}\shell\open\command", ""] == f'"{folder}\\vitrina.exe" -- "%1"'
            and told["Environment", "Path"] == rf"%USERPROFILE%\mine;{folder}"
        )

    assert everything_is_there()
    machine.run(setup_exe, "/S")
    assert everything_is_there()
    machine.uninstall()
    told = machine.registry()
    assert not machine.desktop_entry.exists()
    assert (COMMAND, "") not in told
    assert (PROGIDS, "Vitrina.List") not in told
    assert not [key for key, _ in told if key.startswith(LINKS)]
    assert (PROGIDS, "Another.List") in told
    assert told["Environment", "Path"] == r"%USERPROFILE%\mine"


def test_links_that_another_copy_has_taken_over_stay_its_own(machine: Machine, setup_exe: Path) -> None:
    machine.run(setup_exe, "/S", "/LINKS=1")
    theirs = r"C:\elsewhere\vitrina.exe"
    machine.run("reg", "add", rf"HKCU\{LINKS}\shell\open\command", "/ve", "/d", theirs, "/f")
    machine.uninstall()
    assert machine.registry()[rf"{LINKS}\shell\open\command", ""] == theirs


def test_a_path_too_long_to_be_held_is_left_as_it_is(machine: Machine, setup_exe: Path) -> None:
    long = ";".join(f"C:\\folder number {number}" for number in range(80))
    machine.run("reg", "add", r"HKCU\Environment", "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", long, "/f")
    machine.run(setup_exe, "/S")
    assert machine.registry()["Environment", "Path"] == long
    machine.uninstall()
    assert machine.registry()["Environment", "Path"] == long


def test_an_upgrade_removes_what_the_new_version_no_longer_has(
    machine: Machine, setup_exe: Path, tmp_path: Path
) -> None:
    elsewhere = machine.drive / "Программы/Витрина"
    machine.run(setup_exe, "/S", f"/D={machine.inside(elsewhere)}")
    assert (elsewhere / "_internal/old/gone.txt").is_file()
    (elsewhere / "_internal/foreign.txt").write_text("somebody else's", encoding="utf-8")
    machine.run(small_setup(tmp_path, SECOND), "/S")
    assert not machine.programs.exists(), "it forgot where it was installed"
    assert not (elsewhere / "_internal/old").exists()
    assert (elsewhere / "_internal/stays.txt").read_bytes() == b"2"
    assert (elsewhere / "_internal/new.txt").is_file()
    assert (elsewhere / "_internal/foreign.txt").is_file()
    machine.uninstall()
    assert [path.name for path in elsewhere.rglob("*") if path.is_file()] == ["foreign.txt"]


@pytest.mark.parametrize(
    "words, left",
    [([], {"settings.toml", "picture.jpg"}), (["/CACHE"], {"settings.toml"}), (["/CACHE", "/DATA"], set())],
)
def test_uninstalling_keeps_or_removes_data_as_ticked(
    machine: Machine, setup_exe: Path, words: list[str], left: set[str]
) -> None:
    machine.run(setup_exe, "/S")
    leave_data(machine)
    machine.uninstall(*words)
    assert {path.name for path in machine.own_data.rglob("*") if path.is_file()} == left
    assert machine.own_data.exists() == bool(left)


@pytest.mark.parametrize(
    "keys, left",
    [
        (["Return"], {"settings.toml", "picture.jpg"}),
        (["Down", "space", "Return"], {"settings.toml"}),
        (["Down", "Down", "space", "Return"], set()),
    ],
    ids=["nothing ticked", "pictures ticked", "all ticked"],
)
def test_it_uninstalls_by_its_window_and_asks_what_else_may_go(
    machine: Machine, setup_exe: Path, keys: list[str], left: set[str]
) -> None:
    debian.require("keyboard")
    machine.run(setup_exe, "/S")
    leave_data(machine)
    window = f"{description.NAME} Uninstall"
    with (
        virtual_screen() as display,
        machine.start([machine.programs / "Uninstall.exe"], surroundings=machine.screen(display)),
    ):
        until(lambda: any(title.startswith(window) for title in titles(display)))
        # It takes keys only when it has drawn itself, and nothing tells when; Home does no harm where it is lost.
        time.sleep(2)
        for key in ["Home", *keys]:
            press(display, window, key)
            time.sleep(0.7)
        until(lambda: not machine.programs.exists())
        press(display, window, "Return")
        machine.stop()
    assert {path.name for path in machine.own_data.rglob("*") if path.is_file()} == left


def leave_data(machine: Machine) -> None:
    """What a person who used the program has."""
    for name in ("settings.toml", "Cache/store/picture.jpg"):
        (machine.own_data / name).parent.mkdir(parents=True, exist_ok=True)
        (machine.own_data / name).write_text("", encoding="utf-8")


def test_it_installs_by_its_window(machine: Machine, setup_exe: Path) -> None:
    debian.require("keyboard")
    with virtual_screen() as display:
        with machine.start([setup_exe], surroundings=machine.screen(display)) as running:
            # Parts, folder, and the last page, each as it is; how long a page takes is the machine's business.
            end = time.monotonic() + 120
            while running.poll() is None and time.monotonic() < end:
                press(display, f"{description.NAME} Setup", "Return")
                time.sleep(1)
            machine.stop()
        assert running.returncode == 0
    assert (machine.programs / "Uninstall.exe").is_file()
    assert read_link(machine.menu_entry).target == machine.inside(machine.programs / "vitrina.exe")
