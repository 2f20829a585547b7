"""Where things lie."""

import sys
from pathlib import Path

import pytest

from vitrina import paths


def test_a_profile_holds_everything_below_itself(tmp_path: Path) -> None:
    mine = paths.resolve(tmp_path / "p")
    everything = (
        mine.config,
        mine.data,
        mine.cache,
        mine.log,
        mine.settings_file,
        mine.library_file,
        mine.kept_folder,
        mine.store_folder,
        mine.log_file,
    )
    assert all(one.is_relative_to(tmp_path / "p") for one in everything)
    assert not (tmp_path / "p").exists()


def test_kept_pictures_do_not_lie_in_the_cache(tmp_path: Path) -> None:
    mine = paths.below(tmp_path)
    assert not mine.kept_folder.is_relative_to(mine.cache)
    assert mine.store_folder.is_relative_to(mine.cache)


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables are Linux's")
def test_the_users_own_folders_have_no_author_in_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert paths.resolve().cache == tmp_path / "Vitrina"


def test_a_folder_beside_the_frozen_program_stands_for_a_profile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "vitrina"))
    assert paths.portable_folder() is None
    (tmp_path / paths.PORTABLE_FOLDER).mkdir()
    assert paths.resolve().cache.is_relative_to(tmp_path / paths.PORTABLE_FOLDER)
