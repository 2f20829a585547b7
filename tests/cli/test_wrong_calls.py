"""Calls that come to nothing: wrong ones end with 2, what cannot be had with 3, and one sentence says why."""

import sqlite3
from pathlib import Path

import pytest

from command_line import Vitrina
from ordinary import without_special_rights
from vitrina.cli import main
from web import Web


@pytest.mark.parametrize("locator", ["no such file.txt", "gopher://example.org/x", "http://", ""])
def test_a_locator_that_is_none_is_a_wrong_call(vitrina: Vitrina, web: Web, locator: str) -> None:
    result = vitrina("fetch", web.url("/picture/1.png"), locator)
    assert result.code == 2
    assert result.one_sentence()
    assert web.count() == 0


def test_an_empty_list_is_one_sentence(vitrina: Vitrina, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    result = vitrina("fetch", tmp_path / "empty.txt")
    assert result.code == 3
    assert "empty" in result.err


def test_offline_and_not_stored_is_3(vitrina: Vitrina) -> None:
    result = vitrina("--offline", "fetch", "https://example.org/a.jpg", "--json")
    assert result.code == 3
    assert result.pictures[0]["error"]["kind"] == "offline"


def test_a_store_of_a_later_version_is_left_alone(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    vitrina("fetch", web.url("/picture/1.png"))
    for index in (tmp_path / "profile" / "cache").rglob("*.sqlite"):
        with sqlite3.connect(index) as later:
            later.execute("PRAGMA user_version = 9999")
        later.close()
    result = vitrina("fetch", web.url("/picture/1.png"))
    assert result.code == 3
    assert "later version" in result.one_sentence() or "newer" in result.one_sentence()


@pytest.mark.parametrize("size", ["9" * 400, "1e9", "12X", "-5", ""])
def test_a_size_that_is_none_is_a_wrong_call(vitrina: Vitrina, size: str) -> None:
    result = vitrina("fetch", "https://example.org/a.jpg", f"--max-size={size}")
    assert result.code == 2
    assert "is no size" in result.one_sentence()


def test_a_faulty_settings_file_is_named(vitrina: Vitrina, tmp_path: Path) -> None:
    config = tmp_path / "profile" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("jobs = 'all'", encoding="utf-8")
    result = vitrina("cache", "info")
    assert result.code == 2
    assert "settings.toml" in result.one_sentence()


def test_messages_come_in_spanish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", "--lang", "es", "--profile", str(tmp_path / "p"), str(tmp_path / "none.txt")]) == 2
    assert "ni una dirección" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_a_wrong_call(vitrina: Vitrina, web: Web) -> None:
    result = vitrina("fetch", web.url("/picture/1.png"), "--to", "/proc/nope/deeper")
    assert result.code == 2
    assert "--to" in result.one_sentence()
    assert web.count() == 0


@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_profile_without_rights_is_one_sentence_and_loses_nothing(
    vitrina: Vitrina, web: Web, tmp_path: Path, mode: int
) -> None:
    assert vitrina("fetch", web.url("/picture/1.png")).code == 0
    (tmp_path / "profile/cache/store").chmod(mode)
    with without_special_rights():
        result = vitrina("fetch", web.url("/picture/2.png"))
        assert result.code == 3
        assert "give yourself the right" in result.err
        assert "Traceback" not in result.err
    (tmp_path / "profile/cache/store").chmod(0o700)
    assert vitrina("--offline", "fetch", web.url("/picture/1.png")).code == 0


def test_pictures_in_a_folder_without_rights_are_one_sentence(vitrina: Vitrina, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "profile").mkdir()
    with without_special_rights():
        result = vitrina("list", tmp_path / "closed")
    assert result.code == 3
    assert "permission denied" in result.one_sentence().lower()


def test_files_are_not_written_into_a_folder_without_rights(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    (tmp_path / "closed").mkdir(mode=0o500)
    with without_special_rights():
        result = vitrina("fetch", web.url("/picture/1.png"), "--to", tmp_path / "closed/below")
    assert result.code == 2
    assert "--to" in result.one_sentence()
    assert web.count() == 0


def test_a_language_that_there_is_not_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "info", "--lang", "xx", "--profile", str(tmp_path)]) == 2
    assert "xx" in capsys.readouterr().err


def test_what_failed_is_counted_in_spanish_as_one_or_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = [(tmp_path / f"{n}.png").as_uri() for n in range(2)]
    for urls, said in ((gone[:1], "1 imagen, 1 fallida, "), (gone, "2 imágenes, 2 fallidas, ")):
        (tmp_path / "list.txt").write_text("\n".join(urls), "utf-8")
        main(["fetch", "--lang", "es", "--profile", str(tmp_path / "p"), str(tmp_path / "list.txt")])
        told = capsys.readouterr().err
        assert said in told
        assert f"No existe (o ya no existe) el archivo {tmp_path / '0.png'}" in told
