"""`vitrina fetch` against a real server: into the store, out to files, and offline afterwards."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from command_line import Vitrina, program
from web import Web, png

FIELDS_OF_FETCH = [
    *("url", "final_url", "status", "http_status", "media_type", "bytes", "sha256"),
    *("path", "width", "height", "ms", "attempts", "error"),
]


def test_fetch_stores_every_picture_and_tells_of_each(vitrina: Vitrina, web: Web, list_file: Path) -> None:
    result = vitrina("fetch", list_file, "--json")
    assert result.code == 0
    assert [list(line) for line in result.pictures] == [FIELDS_OF_FETCH] * 5
    for line in result.pictures:
        assert line["status"] == "fetched"
        assert (line["http_status"], line["media_type"], line["width"], line["height"]) == (200, "image/png", 8, 8)
        assert Path(line["path"]).stat().st_size == line["bytes"] == 2000
        assert (line["attempts"], line["error"]) == (1, None)
    summary = result.summary
    assert (summary["pictures"], summary["fetched"], summary["bytes"]) == (5, 5, 10000)
    assert web.count() == 5


def test_what_was_fetched_is_there_offline_without_one_request(vitrina: Vitrina, web: Web, list_file: Path) -> None:
    first = vitrina("fetch", list_file, "--json")
    seen = web.count()
    again = vitrina("--offline", "fetch", list_file, "--json")
    assert again.code == 0
    assert again.statuses == ["cached"] * 5
    assert {line["sha256"] for line in again.pictures} == {line["sha256"] for line in first.pictures}
    assert web.count() == seen


def test_fresh_pictures_are_not_asked_for_again_but_with_refresh(vitrina: Vitrina, web: Web, list_file: Path) -> None:
    vitrina("fetch", list_file)
    assert vitrina("fetch", list_file, "--json").statuses == ["cached"] * 5
    assert web.count() == 5
    assert vitrina("fetch", list_file, "--json", "--refresh").statuses == ["revalidated"] * 5
    assert web.count() == 10


def test_no_store_pictures_are_asked_for_again_yet_shown_offline(vitrina: Vitrina, web: Web) -> None:
    url = web.url("/no-store/a.png")
    assert vitrina("fetch", url, "--json").statuses == ["fetched"]
    assert web.count() == 1
    assert vitrina("fetch", url, "--json").statuses == ["fetched"]
    assert vitrina("--offline", "fetch", url, "--json").statuses == ["cached"]
    assert web.count() == 2


def test_a_dead_server_leaves_what_is_stored_as_stale(vitrina: Vitrina) -> None:
    with Web() as short_lived:
        url = short_lived.url("/plain/a.png")
        vitrina("fetch", url)
    result = vitrina("fetch", url, "--json", "--timeout", "2")
    assert result.code == 0
    assert result.statuses == ["stale"]


def test_ranges_are_expanded_as_curl_does(vitrina: Vitrina, web: Web) -> None:
    result = vitrina("fetch", web.url("/picture/img[08-10].png"), "--json")
    assert result.code == 0
    assert sorted(line["url"].rpartition("/")[2] for line in result.pictures) == ["img08.png", "img09.png", "img10.png"]
    assert web.count() == 3


def test_an_address_that_stands_there_several_times_is_fetched_once_and_told_so(vitrina: Vitrina, web: Web) -> None:
    url = web.url("/picture/one.png?cache=max-age=3600")
    result = vitrina("fetch", url, url, url + "#part", "--json")
    assert result.statuses == ["fetched"]
    assert (result.summary["fetched"], result.summary["bytes"]) == (1, result.pictures[0]["bytes"])
    assert web.count() == 1


def test_times_asks_that_often_and_each_answer_is_a_picture_of_its_own(vitrina: Vitrina, web: Web) -> None:
    url = web.url("/random")
    first = vitrina("fetch", "--times", 20, url, "--json")
    assert first.code == 0
    assert web.count("/random") == 20
    assert len({line["final_url"] for line in first.pictures}) == 20
    assert len({line["sha256"] for line in first.pictures}) == 20
    seen = web.count()
    offline = vitrina("--offline", "fetch", "--times", 20, url, "--json")
    assert offline.code == 0
    assert {line["sha256"] for line in offline.pictures} == {line["sha256"] for line in first.pictures}
    assert web.count() == seen


def test_a_json_reply_with_picture_addresses_is_a_source(vitrina: Vitrina, web: Web) -> None:
    result = vitrina("fetch", web.url("/json?n=4"), "--json")
    assert result.code == 0
    assert len(result.pictures) == 4
    assert web.count() == 5
    assert vitrina("--offline", "fetch", web.url("/json?n=4"), "--json").statuses == ["cached"] * 4
    assert web.count() == 5


def test_locators_come_from_standard_input_too(vitrina: Vitrina, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    given = f"{web.url('/picture/a.png')}\n{web.url('/picture/b.png')}\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert len(vitrina("fetch", "-", "--json").pictures) == 2


def test_a_folder_is_shown_from_where_it_lies(vitrina: Vitrina, tmp_path: Path) -> None:
    folder = tmp_path / "photos with spaces"
    folder.mkdir()
    Image.new("RGB", (30, 20), "red").save(folder / "b 2.png")
    Image.new("RGB", (40, 20), "red").save(folder / "b 10.jpg")
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    result = vitrina("fetch", folder, "--json")
    assert result.code == 0
    assert sorted((line["width"], line["path"]) for line in result.pictures) == [
        (30, str(folder / "b 2.png")),
        (40, str(folder / "b 10.jpg")),
    ]
    assert vitrina("list", folder, "--json").json[0]["url"].endswith("/photos%20with%20spaces/b%202.png")
    assert vitrina("cache", "info", "--json").json[0]["pictures"] == 0


def test_equal_addresses_are_one_picture_and_one_request(vitrina: Vitrina, web: Web) -> None:
    url = web.url("/picture/a.png")
    result = vitrina("fetch", url, url, f"{url}#part", "--json")
    assert result.summary["pictures"] == 1
    assert web.count() == 1


def test_limit_stops_after_so_many(vitrina: Vitrina, web: Web, list_file: Path) -> None:
    assert vitrina("fetch", list_file, "--limit", 2, "--json").summary["pictures"] == 2
    assert web.count() == 2


def test_to_writes_files_that_overwrite_nothing(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "1.png").write_bytes(b"mine")
    result = vitrina("fetch", web.url("/picture/[1-2].png"), "--to", out)
    assert result.code == 0
    assert (out / "1.png").read_bytes() == b"mine"
    assert (out / "1 (2).png").read_bytes() == png("/picture/1.png")
    assert (out / "2.png").read_bytes() == png("/picture/2.png")
    assert sorted(result.lines) == [str(out / "1 (2).png"), str(out / "2.png")]
    vitrina("fetch", web.url("/picture/[1-2].png"), "--to", out)
    assert sorted(path.name for path in out.iterdir()) == ["1 (2).png", "1.png", "2.png"]


def test_to_adds_a_page_of_what_could_be_had_in_the_sources_order(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    records = [{"url": f"/picture/{name}.png", "title": name.title(), "credit": "Ann"} for name in ("slow", "quick")]
    records.insert(1, {"url": "/status/404/gone.png", "title": "Gone", "credit": "Ann"})
    records[0]["url"] += "?delay=0.3"
    listed = web.put("/list.json", json.dumps(records), media_type="application/json")
    assert vitrina("fetch", listed, "--to", tmp_path / "out").code == 1
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert re.findall("<figcaption>(.*?)<", page) == ["Slow", "Quick"]


def test_keep_is_never_cleared(vitrina: Vitrina, web: Web) -> None:
    vitrina("fetch", web.url("/picture/kept.png"), "--keep")
    vitrina("fetch", web.url("/picture/other.png"))
    assert vitrina("cache", "clear").code == 0
    info = vitrina("cache", "info", "--json").json[0]
    assert (info["pictures"], info["kept"]) == (1, 1)
    assert vitrina("--offline", "fetch", web.url("/picture/kept.png")).code == 0
    assert vitrina("--offline", "fetch", web.url("/picture/other.png")).code == 3


def test_lines_come_as_pictures_end_whatever_the_order_typed(tmp_path: Path, web: Web) -> None:
    slow, quick = web.url("/picture/slow.png?delay=6"), web.url("/picture/quick.png")
    process = subprocess.Popen(program(tmp_path / "p", "fetch", slow, quick, "--json"), stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process:
        assert json.loads(process.stdout.readline())["url"] == quick
        assert json.loads(process.stdout.readline())["url"] == slow
        process.stdout.read()


def test_a_host_that_asks_for_a_pause_is_named_and_waited_for(vitrina: Vitrina, web: Web) -> None:
    done = vitrina("fetch", *(web.url(f"/status/429?after=2&times=1&case={number}") for number in range(3)))
    assert done.code == 0
    said = [line for line in done.err.splitlines() if "is paused until" in line]
    assert said
    assert all(line.startswith(web.origin.removeprefix("http://")) for line in said)
    assert len(said) <= 3
