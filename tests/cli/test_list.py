"""`vitrina list`: what the locators hold, and no picture is downloaded for it."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from command_line import Vitrina
from web import Web

FIELDS_OF_LIST = ["url", "title", "credit", "licence", "page", "thumbnail", "width", "height", "media_type", "source"]


def test_list_prints_what_is_in_it_and_downloads_no_picture(vitrina: Vitrina, web: Web, list_file: Path) -> None:
    result = vitrina("list", list_file, "--json")
    assert result.code == 0
    assert [list(line) for line in result.json] == [FIELDS_OF_LIST] * 5
    assert [line["title"] for line in result.json] == [f"Picture {n}" for n in range(1, 6)]
    assert all(line["url"].startswith("http://127.0.0.1:") and line["credit"] is None for line in result.json)
    assert web.count() == 0


def test_what_list_prints_can_be_opened_again(vitrina: Vitrina, list_file: Path, tmp_path: Path) -> None:
    printed = vitrina("list", list_file)
    again = tmp_path / "again.txt"
    again.write_text(printed.out, encoding="utf-8")
    assert vitrina("list", again).lines == printed.lines


def test_a_link_reaches_nothing_inside_this_machine(vitrina: Vitrina, web: Web) -> None:
    address = web.put("/list.json", json.dumps([web.url("/picture/1.png")]), media_type="application/json")
    for link in (f"vitrina:{address}", f"vitrina://open?url={quote(address, safe='')}"):
        for command in ("list", "fetch"):
            refused = vitrina(command, link)
            assert refused.code in (1, 3)
            assert "where a page from the web may not point" in refused.err
    assert web.count() == 0
    # Unless the person says so, and then for all that it leads to.
    assert vitrina("list", f"vitrina:{address}", "--allow-private").lines == [web.url("/picture/1.png")]


@pytest.mark.parametrize("link", ["vitrina:file:///etc/passwd", "vitrina://open?url=demo%3A3", "vitrina:/etc/passwd"])
def test_a_link_to_what_is_not_of_the_web_is_a_wrong_call(vitrina: Vitrina, link: str) -> None:
    refused = vitrina("list", link)
    assert refused.code == 2
    assert link in refused.one_sentence()


def test_list_does_not_read_a_picture_to_its_end(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    result = vitrina("list", web.url("/picture/huge.png?bytes=3000000"), "--json")
    assert [line["media_type"] for line in result.json] == ["image/png"]
    assert not list((tmp_path / "profile").rglob("*.part"))
    assert vitrina("cache", "info", "--json").json[0]["pictures"] == 0


def test_list_of_what_cannot_be_read_says_why_and_ends_with_3(vitrina: Vitrina, web: Web) -> None:
    result = vitrina("list", web.url("/status/404"))
    assert result.code == 3
    assert "404" in result.one_sentence()


def test_one_control_character_spoils_one_line_at_most(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    lines = [web.url(f"/picture/{n}.png") for n in range(20)]
    lines[3] = web.url("/picture/\x01bad.png")
    (tmp_path / "list.txt").write_text("\n".join(lines), encoding="utf-8")
    assert len(vitrina("list", tmp_path / "list.txt").lines) >= 19
