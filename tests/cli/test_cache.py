"""`vitrina cache`: what it tells, and that its care mends what a test can damage."""

from pathlib import Path

from command_line import Vitrina
from web import Web

FIELDS_OF_INFO = ["path", "pictures", "thumbnails", "bytes", "limit_bytes", "kept", "partial"]
FIELDS_OF_VERIFY = ["checked", "sound", "damaged", "missing", "orphaned", "repaired"]


def stored_files(vitrina: Vitrina, web: Web) -> list[Path]:
    fetched = vitrina("fetch", web.url("/picture/[1-4].png"), "--json")
    return [Path(line["path"]) for line in fetched.pictures]


def test_info_counts_what_is_there(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    stored_files(vitrina, web)
    (info,) = vitrina("cache", "info", "--json").json
    assert list(info) == FIELDS_OF_INFO
    assert (info["pictures"], info["bytes"], info["kept"], info["partial"]) == (4, 8000, 0, 0)
    assert info["path"] == vitrina("cache", "path").out.strip()
    assert vitrina("cache", "path", "--json").json == [{"path": info["path"]}]
    assert Path(info["path"]).is_relative_to(tmp_path / "profile")
    assert "4" in vitrina("cache", "info").out


def test_list_names_every_picture(vitrina: Vitrina, web: Web) -> None:
    files = stored_files(vitrina, web)
    assert {line["path"] for line in vitrina("cache", "list", "--json").json} == {str(file) for file in files}


def test_verify_finds_each_kind_of_damage_and_mends_it(vitrina: Vitrina, web: Web) -> None:
    flipped, cut, missing, _ = stored_files(vitrina, web)
    flipped.write_bytes(flipped.read_bytes()[:-1] + b"\0")
    cut.write_bytes(cut.read_bytes()[:100])
    missing.unlink()
    (first,) = vitrina("cache", "verify", "--json").json
    assert list(first) == FIELDS_OF_VERIFY
    assert (first["sound"], first["damaged"], first["missing"]) == (1, 2, 1)
    (second,) = vitrina("cache", "verify", "--json").json
    assert (second["checked"], second["sound"], second["damaged"], second["missing"]) == (1, 1, 0, 0)
    assert vitrina("fetch", web.url("/picture/[1-4].png"), "--json").summary["failed"] == 0


def test_clear_and_prune_tell_how_much_they_freed(vitrina: Vitrina, web: Web) -> None:
    stored_files(vitrina, web)
    assert vitrina("cache", "prune", "--json").json == [{"freed": 0}]
    assert vitrina("cache", "clear", "--json").json[0]["freed"] >= 8000
    assert vitrina("cache", "info", "--json").json[0]["pictures"] == 0


def test_a_folder_that_cannot_be_a_store_is_one_sentence(vitrina: Vitrina, tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    (tmp_path / "profile" / "cache").write_text("a file", encoding="utf-8")
    result = vitrina("cache", "info")
    assert result.code == 3
    assert result.one_sentence()
