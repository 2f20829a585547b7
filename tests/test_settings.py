"""Settings: defaults, bounds, what survives, and what a wrong value says."""

from pathlib import Path

import pytest

from vitrina.errors import InstallationError, UsageError
from vitrina.settings import Settings, WindowState


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert Settings.load(tmp_path / "none.toml") == Settings()


def test_what_was_saved_is_read_back(tmp_path: Path) -> None:
    mine = Settings(language="es", theme="dark", jobs=7, keys={"next": ["n"]})
    mine.save(tmp_path / "deep" / "settings.toml")
    assert Settings.load(tmp_path / "deep" / "settings.toml") == mine


def test_entries_of_a_later_version_survive(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('invented_later = "x"\njobs = 3\n', encoding="utf-8")
    Settings.load(file).save(file)
    assert 'invented_later = "x"' in file.read_text(encoding="utf-8")
    assert Settings.load(file).jobs == 3


@pytest.mark.parametrize(
    "text,named",
    [
        ("jobs = 0", "jobs"),
        ('jobs = "many"', "jobs"),
        ("jobs = true", "jobs"),
        ('theme = "pink"', "theme"),
        ("jobs = ", "TOML"),
        ("store_limit = -1", "store_limit"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=named):
        Settings.load(file)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InstallationError, match="cannot be written"):
        Settings().save(tmp_path / "file" / "settings.toml")


def test_a_spoilt_window_state_gives_a_fresh_window(tmp_path: Path) -> None:
    file = tmp_path / "window.toml"
    file.write_text("geometry = 3", encoding="utf-8")
    assert WindowState.load(file) == WindowState()
    WindowState(geometry="800x600+1+2", scroll=0.5, locators=["demo:"]).save(file)
    assert WindowState.load(file).scroll == 0.5
