"""`vitrina gallery`: saved sets of locators, from adding to exporting."""

import json
from pathlib import Path

import pytest

from command_line import Vitrina, caller
from web import Web, png


def names(vitrina: Vitrina) -> list[str]:
    return [line["name"] for line in vitrina("gallery", "list", "--json").json]


def test_a_gallery_is_added_shown_renamed_and_removed(vitrina: Vitrina, web: Web) -> None:
    assert vitrina("gallery", "add", "Three", web.url("/json?n=3")).code == 0
    assert len(vitrina("gallery", "show", "Three").lines) == 3
    assert vitrina("gallery", "rename", "Three", "Drei").code == 0
    assert names(vitrina) == ["Drei"]
    assert vitrina("gallery", "remove", "Drei").code == 0
    assert names(vitrina) == []


def test_adding_again_adds_locators(vitrina: Vitrina, web: Web) -> None:
    vitrina("gallery", "add", "G", web.url("/picture/1.png"))
    vitrina("gallery", "add", "G", web.url("/picture/2.png"), web.url("/picture/1.png"))
    (line,) = vitrina("gallery", "list", "--json").json
    assert (len(line["locators"]), line["pictures"]) == (2, 2)


def test_refresh_fetches_the_pictures_and_works_offline_afterwards(vitrina: Vitrina, web: Web) -> None:
    vitrina("gallery", "add", "G", web.url("/json?n=3"))
    assert vitrina("gallery", "refresh").code == 0
    seen = web.count()
    assert vitrina("--offline", "fetch", web.url("/json?n=3"), "--json").summary["cached"] == 3
    assert web.count() == seen


def test_what_the_source_no_longer_lists_is_marked_gone(vitrina: Vitrina, web: Web) -> None:
    url = web.put("/l.json", '["/picture/1.png", "/picture/2.png"]', media_type="application/json")
    vitrina("gallery", "add", "G", url)
    web.put("/l.json", '["/picture/2.png", "/picture/3.png"]', media_type="application/json")
    vitrina("gallery", "refresh", "G")
    shown = [(line["url"][-5:], line["gone"]) for line in vitrina("gallery", "show", "G", "--json").json]
    assert shown == [("2.png", False), ("3.png", False), ("1.png", True)]


def test_a_kept_gallery_survives_a_cleared_cache(vitrina: Vitrina, web: Web) -> None:
    vitrina("gallery", "add", "G", web.url("/json?n=2"), "--keep")
    vitrina("cache", "clear")
    assert vitrina("cache", "info", "--json").json[0]["kept"] == 2
    assert vitrina("--offline", "fetch", web.url("/picture/[1-2].png"), "--json").code == 0


def test_export_and_import_carry_a_gallery_to_another_profile(
    vitrina: Vitrina, web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vitrina("gallery", "add", "G", web.url("/json?n=3"))
    file = tmp_path / "galleries.json"
    assert vitrina("gallery", "export", "G", file).code == 0
    assert vitrina("gallery", "export", "G", file).code == 2
    other = caller(tmp_path / "other", capsys)
    assert other("gallery", "import", file).code == 0
    assert other("gallery", "show", "G").lines == vitrina("gallery", "show", "G").lines
    assert other("gallery", "import", file).code == 2
    assert json.loads(vitrina("gallery", "export", "--all").out)["galleries"][0]["name"] == "G"


@pytest.mark.parametrize(
    "words",
    [
        ("show", "Nowhere"),
        ("rename", "Nowhere", "N"),
        ("remove", "Nowhere"),
        ("refresh", "Nowhere"),
        ("add", "Only a name"),
        ("add", "G", "no such file"),
        ("import", "no such file"),
        ("show",),
    ],
)
def test_a_wrong_call_is_one_sentence_and_2(vitrina: Vitrina, words: tuple[str, ...]) -> None:
    result = vitrina("gallery", *words)
    assert result.code == 2
    assert result.one_sentence()


def test_a_file_that_is_no_export_changes_nothing(vitrina: Vitrina, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"format": "other"}', encoding="utf-8")
    assert vitrina("gallery", "import", tmp_path / "bad.json").code == 2
    assert names(vitrina) == []


def test_pictures_with_the_same_bytes_are_told_with_the_first_of_them(vitrina: Vitrina, web: Web) -> None:
    same = [web.put(f"/{name}.png", png("one"), media_type="image/png") for name in "ab"]
    other = web.put("/c.png", png("two"), media_type="image/png")
    vitrina("gallery", "add", "G", *same, other)
    assert vitrina("gallery", "refresh", "G").code == 0
    assert [(line["url"], line["same_as"]) for line in vitrina("gallery", "show", "G", "--json").json] == [
        (same[0], None),
        (same[1], same[0]),
        (other, None),
    ]
    assert vitrina("gallery", "show", "G").lines == [f"{same[0]}\t\t{same[1]}", other], "each once, with its addresses"


def test_a_gallery_leaves_as_a_table_and_comes_back(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    listed = web.put("/l.json", '[{"image": "/1.jpg", "title": "One", "artist": "Ann"}]', media_type="application/json")
    vitrina("gallery", "add", "G", listed)
    file = tmp_path / "out.csv"
    assert vitrina("gallery", "export", "G", file).code == 0
    assert vitrina("gallery", "import", file).code == 0
    (line,) = vitrina("gallery", "show", "out", "--json").json
    assert (line["url"], line["title"], line["credit"]) == (web.url("/1.jpg"), "One", "Ann")
