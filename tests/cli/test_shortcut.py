"""`vitrina shortcut`: the entry in the menu starts this copy, and nothing that others put there is touched."""

import configparser
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import Vitrina, caller
from vitrina import description
from vitrina.cli import desktop_entry, shortcut

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="the menu of a Linux desktop")
only_windows = pytest.mark.skipif(sys.platform != "win32", reason="the Start menu")
only_macos = pytest.mark.skipif(sys.platform != "darwin", reason="the Applications folder")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, empty."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portable copy in a folder whose name has everything that an entry has to quote."""
    program = tmp_path / 'Картинки "$100%" `a\\b`' / "vitrina"
    program.parent.mkdir()
    program.touch(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


@pytest.fixture
def vitrina(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Vitrina:
    return caller(tmp_path / "profile", capsys)


def read(entry: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(delimiters=("=",), strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(entry, encoding="utf-8")
    return parser["Desktop Entry"]


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def words_of(entry: Path) -> list[str]:
    """What a desktop starts: a string's escapes undone, then quotes as the shell reads them, then percent signs."""
    shown = f"printf '%s\\n' {unescaped(read(entry)['Exec'])}"
    words = subprocess.run(["sh", "-c", shown], capture_output=True, encoding="utf-8", check=True).stdout
    return words.replace("%%", "%").splitlines()


@only_linux
def test_the_entry_starts_this_copy_with_the_profile_it_was_made_with(
    vitrina: Vitrina, data: Path, copy: Path, tmp_path: Path
) -> None:
    result = vitrina("shortcut", "install")
    entry = data / "applications" / f"{description.ID}.desktop"
    assert (result.code, result.lines) == (0, [str(entry)])
    assert words_of(entry) == [str(copy), "--profile", str(tmp_path / "profile"), "%U"]
    assert unescaped(read(entry)["TryExec"]) == str(copy)
    picture = data / "icons/hicolor/256x256/apps" / f"{read(entry)['Icon']}.png"
    assert picture.read_bytes() == shortcut.ICON.read_bytes()


@only_linux
def test_the_entry_is_valid(vitrina: Vitrina, data: Path, copy: Path) -> None:
    checker = shutil.which("desktop-file-validate")
    if checker is None:
        pytest.skip("desktop-file-validate is not installed")
    assert vitrina("shortcut", "install").code == 0
    done = subprocess.run([checker, desktop_entry.entry_path()], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@only_linux
@pytest.mark.skipif(shutil.which("update-desktop-database") is None, reason="no desktop that keeps such a list")
def test_a_desktop_finds_out_that_it_opens_links(vitrina: Vitrina, data: Path, copy: Path) -> None:
    vitrina("shortcut", "install")
    listed = data / "applications/mimeinfo.cache"
    assert f"x-scheme-handler/vitrina={description.ID}.desktop;" in listed.read_text(encoding="utf-8")
    other = "[Desktop Entry]\nType=Application\nName=Other\nExec=other %U\nMimeType=x-scheme-handler/other;\n"
    (data / "applications/other.desktop").write_text(other, encoding="utf-8")
    vitrina("shortcut", "remove")
    told = listed.read_text(encoding="utf-8")
    assert ("x-scheme-handler/other=other.desktop;" in told, "vitrina" in told) == (True, False)


@only_linux
def test_installing_twice_changes_nothing_and_removing_leaves_nothing(vitrina: Vitrina, data: Path, copy: Path) -> None:
    vitrina("shortcut", "install")
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert vitrina("shortcut", "install").code == 0
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
    assert {path.suffix for path in before} - {".cache"} == {".desktop", ".png"}
    assert vitrina("shortcut", "remove").lines == [str(desktop_entry.entry_path())]
    assert list(data.iterdir()) == [], "empty folders are left"
    again = vitrina("shortcut", "remove")
    assert (again.code, again.out) == (0, "")


@only_linux
def test_a_copy_that_moved_takes_its_entry_along(
    vitrina: Vitrina, data: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vitrina("shortcut", "install")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "elsewhere" / "vitrina"))
    vitrina("shortcut", "install")
    assert words_of(desktop_entry.entry_path())[0] == str(tmp_path / "elsewhere" / "vitrina")


@only_linux
@pytest.mark.parametrize("verb", ["install", "remove"])
def test_an_entry_by_somebody_else_is_left_alone(vitrina: Vitrina, data: Path, copy: Path, verb: str) -> None:
    foreign = desktop_entry.entry_path()
    foreign.parent.mkdir(parents=True)
    foreign.write_text("[Desktop Entry]\nName=Mine\n", encoding="utf-8")
    result = vitrina("shortcut", verb)
    assert result.code == 2
    assert str(foreign) in result.one_sentence()
    assert foreign.read_text(encoding="utf-8") == "[Desktop Entry]\nName=Mine\n"
    assert [path for path in data.rglob("*") if path.is_file()] == [foreign]


@only_linux
def test_an_icon_by_somebody_else_is_left_alone(vitrina: Vitrina, data: Path, copy: Path) -> None:
    picture = desktop_entry.icon_path()
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a nicer one")
    assert vitrina("shortcut", "install").code == 0
    assert vitrina("shortcut", "remove").code == 0
    assert picture.read_bytes() == b"a nicer one"


@only_linux
def test_a_folder_with_something_of_others_in_it_stays(vitrina: Vitrina, data: Path, copy: Path) -> None:
    vitrina("shortcut", "install")
    foreign = [desktop_entry.entry_path().with_name("other.txt"), data / "icons/hicolor/index.theme"]
    for file in foreign:
        file.write_text("theirs", encoding="utf-8")
    vitrina("shortcut", "remove")
    assert sorted(path for path in data.rglob("*") if path.is_file()) == foreign
    assert not (data / "icons/hicolor/256x256").exists()


@only_linux
def test_an_icon_of_an_earlier_version_is_replaced(vitrina: Vitrina, data: Path, copy: Path) -> None:
    vitrina("shortcut", "install")
    entry, picture = desktop_entry.entry_path(), desktop_entry.icon_path()
    new = hashlib.sha256(picture.read_bytes()).hexdigest()
    picture.write_bytes(b"an old one")
    old = hashlib.sha256(b"an old one").hexdigest()
    entry.write_text(entry.read_text(encoding="utf-8").replace(new, old), encoding="utf-8")
    vitrina("shortcut", "install")
    assert picture.read_bytes() == shortcut.ICON.read_bytes()


@only_linux
def test_a_folder_that_cannot_be_written_is_one_sentence(vitrina: Vitrina, data: Path, copy: Path) -> None:
    data.write_text("a file", encoding="utf-8")
    result = vitrina("shortcut", "install")
    assert result.code == 3
    assert str(data) in result.one_sentence()


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no such entry")
def test_a_source_tree_starts_by_the_command_beside_its_python() -> None:
    program = shortcut.own_program()
    assert program.stem == "vitrina"
    assert program.parent == Path(sys.executable).parent


def test_a_python_without_the_command_is_one_sentence(
    vitrina: Vitrina, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "darwin":
        pytest.skip("macOS has no such entry")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    result = vitrina("shortcut", "install")
    assert result.code == 3
    assert str(tmp_path / "vitrina") in result.one_sentence()


@only_windows
def test_the_start_menu_has_the_shortcut_and_loses_it(vitrina: Vitrina) -> None:
    installed = vitrina("shortcut", "install")
    link = Path(installed.out.strip())
    assert installed.code == 0
    assert link.read_bytes()[4:20] == bytes.fromhex("0114020000000000c000000000000046")
    assert vitrina("shortcut", "install").code == 0
    assert vitrina("shortcut", "remove").out.strip() == str(link)
    assert not link.exists()


@only_macos
@pytest.mark.parametrize("verb", ["install", "remove"])
def test_macos_says_what_to_do(vitrina: Vitrina, verb: str) -> None:
    result = vitrina("shortcut", verb)
    assert result.code == 2
    assert "Applications" in result.one_sentence()
