"""`vitrina list` and `vitrina fetch` against a real server."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from command_line import Result, Vitrina
from web import Web, png

FIELDS_OF_LIST = ["url", "title", "credit", "licence", "page", "thumbnail", "width", "height", "media_type", "source"]
FIELDS_OF_FETCH = [
    *("url", "final_url", "status", "http_status", "media_type", "bytes", "sha256"),
    *("path", "width", "height", "ms", "attempts", "error"),
]


@pytest.fixture
def list_file(web: Web, tmp_path: Path) -> Path:
    file = tmp_path / "pictures.txt"
    lines = ["# my pictures", *(f"{web.url(f'/picture/{n}.png?cache=max-age=3600')}\tPicture {n}" for n in range(1, 6))]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def statuses(result: Result) -> list[str]:
    return [line["status"] for line in result.pictures]


# -- list ----


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


# -- fetch ----


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
    assert statuses(again) == ["cached"] * 5
    assert {line["sha256"] for line in again.pictures} == {line["sha256"] for line in first.pictures}
    assert web.count() == seen


def test_fresh_pictures_are_not_asked_for_again_but_with_refresh(vitrina: Vitrina, web: Web, list_file: Path) -> None:
    vitrina("fetch", list_file)
    assert statuses(vitrina("fetch", list_file, "--json")) == ["cached"] * 5
    assert web.count() == 5
    assert statuses(vitrina("fetch", list_file, "--json", "--refresh")) == ["revalidated"] * 5
    assert web.count() == 10


def test_no_store_pictures_are_asked_for_again_yet_shown_offline(vitrina: Vitrina, web: Web) -> None:
    url = web.url("/no-store/a.png")
    assert statuses(vitrina("fetch", url, "--json")) == ["fetched"]
    assert web.count() == 1
    assert statuses(vitrina("fetch", url, "--json")) == ["fetched"]
    assert statuses(vitrina("--offline", "fetch", url, "--json")) == ["cached"]
    assert web.count() == 2


def test_a_dead_server_leaves_what_is_stored_as_stale(vitrina: Vitrina) -> None:
    with Web() as short_lived:
        url = short_lived.url("/plain/a.png")
        vitrina("fetch", url)
    result = vitrina("fetch", url, "--json", "--timeout", "2")
    assert result.code == 0
    assert statuses(result) == ["stale"]


def test_ranges_are_expanded_as_curl_does(vitrina: Vitrina, web: Web) -> None:
    result = vitrina("fetch", web.url("/picture/img[08-10].png"), "--json")
    assert result.code == 0
    assert sorted(line["url"].rpartition("/")[2] for line in result.pictures) == ["img08.png", "img09.png", "img10.png"]
    assert web.count() == 3


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
    assert statuses(vitrina("--offline", "fetch", web.url("/json?n=4"), "--json")) == ["cached"] * 4
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


def test_keep_is_never_cleared(vitrina: Vitrina, web: Web) -> None:
    vitrina("fetch", web.url("/picture/kept.png"), "--keep")
    vitrina("fetch", web.url("/picture/other.png"))
    assert vitrina("cache", "clear").code == 0
    info = vitrina("cache", "info", "--json").json[0]
    assert (info["pictures"], info["kept"]) == (1, 1)
    assert vitrina("--offline", "fetch", web.url("/picture/kept.png")).code == 0
    assert vitrina("--offline", "fetch", web.url("/picture/other.png")).code == 3


# -- what goes wrong ----


@pytest.mark.parametrize(
    "target,status,kind",
    [
        ("/status/404", "failed", "http"),
        ("/status/410", "failed", "http"),
        ("/html/x.png", "failed", "blocked"),
        ("/text/x.png", "failed", "not_a_picture"),
        ("/redirect-loop/a", "failed", "redirect_loop"),
        ("/picture/large.png?bytes=60000", "refused", "too_large"),
    ],
)
def test_each_failure_has_its_kind_and_one_sentence(
    vitrina: Vitrina, web: Web, tmp_path: Path, target: str, status: str, kind: str
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{web.url(target)}\n{web.url('/picture/good.png')}\n", encoding="utf-8")
    result = vitrina("fetch", listed, "--json", "--max-size", "50k")
    assert result.code == 1
    (bad,) = [line for line in result.pictures if line["error"]]
    assert (bad["status"], bad["error"]["kind"]) == (status, kind)
    assert bad["error"]["message"].count("\n") == 0
    assert web.url(target) in result.one_sentence()
    assert vitrina("cache", "info", "--json").json[0]["pictures"] == 1


def jpeg(width: int = 64, height: int = 64) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 64).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that says it is 50,000 pixels square."""
    whole = bytearray(png("bomb"))
    whole[16:24] = (50_000).to_bytes(4, "big") * 2
    import zlib

    whole[29:33] = zlib.crc32(whole[12:29]).to_bytes(4, "big")
    return bytes(whole)


@pytest.mark.parametrize(
    "body,status,kind",
    [
        (jpeg()[:-300], "failed", "damaged"),
        (bomb(), "refused", "bomb"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n", "failed", "unsupported_format"),
    ],
)
def test_bytes_that_cannot_be_shown_are_not_kept(
    vitrina: Vitrina, web: Web, tmp_path: Path, body: bytes, status: str, kind: str
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(web.put("/bad.jpg", body, media_type="image/jpeg"), encoding="utf-8")
    result = vitrina("fetch", listed, "--json")
    assert result.code == 1
    assert [(line["status"], line["error"]["kind"]) for line in result.pictures] == [(status, kind)]
    assert result.pictures[0]["http_status"] == 200
    assert vitrina("cache", "info", "--json").json[0]["pictures"] == 0


def test_a_damaged_new_version_does_not_cost_the_good_old_one(vitrina: Vitrina, web: Web) -> None:
    good = jpeg()
    url = web.put("/changing.jpg", good, media_type="image/jpeg")
    vitrina("fetch", url)
    web.put("/changing.jpg", good[:-300], media_type="image/jpeg")
    vitrina("fetch", url, "--refresh")
    offline = vitrina("--offline", "fetch", url, "--json")
    assert statuses(offline) == ["cached"]
    assert Path(offline.pictures[0]["path"]).read_bytes() == good


def test_a_host_that_does_not_answer_fails_in_time(vitrina: Vitrina) -> None:
    started = time.monotonic()
    result = vitrina("fetch", "http://127.0.0.1:9/a.jpg", "--json", "--timeout", "2")
    assert result.code == 1
    assert result.pictures[0]["error"]["kind"] == "connect"
    assert time.monotonic() - started < 60


def test_one_bad_line_in_a_thousand_leaves_the_rest(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    lines = [web.url(f"/picture/{n}.png") for n in range(200)]
    lines[77] = "ht!tp:/not an address"
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(lines), encoding="utf-8")
    result = vitrina("fetch", listed, "--json")
    assert result.summary["fetched"] == 199
    assert result.code == 1
    assert "78" in result.one_sentence()


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
    import sqlite3

    vitrina("fetch", web.url("/picture/1.png"))
    for index in (tmp_path / "profile" / "cache").rglob("*.sqlite"):
        with sqlite3.connect(index) as later:
            later.execute("PRAGMA user_version = 9999")
        later.close()
    result = vitrina("fetch", web.url("/picture/1.png"))
    assert result.code == 3
    assert "later version" in result.one_sentence() or "newer" in result.one_sentence()


def test_a_faulty_settings_file_is_named(vitrina: Vitrina, tmp_path: Path) -> None:
    config = tmp_path / "profile" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("jobs = 'all'", encoding="utf-8")
    result = vitrina("cache", "info")
    assert result.code == 2
    assert "settings.toml" in result.one_sentence()


def test_messages_come_in_spanish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from vitrina.cli import main

    assert main(["fetch", "--lang", "es", "--profile", str(tmp_path / "p"), str(tmp_path / "none.txt")]) == 2
    assert "ni una dirección" in capsys.readouterr().err


# -- the process ----


def program(profile: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "vitrina", *words, "--profile", str(profile)]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process on Windows")
def test_an_interrupt_keeps_what_is_complete_and_resumes_the_rest(web: Web, tmp_path: Path) -> None:
    whole, slow = web.url("/picture/whole.png"), web.url("/drip/slow.png?bytes=400000&every=0.05&chunk=4000")
    listed = tmp_path / "list.txt"
    listed.write_text(f"{whole}\n{slow}\n", encoding="utf-8")
    process = subprocess.Popen(
        program(tmp_path / "p", "fetch", str(listed), "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What a shell starts in its background ignores the signal, and hands that on to what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - there is one thread
    )
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    assert first["url"] == whole
    while not web.hits["/drip/slow.png"]:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    *_, cancelled, summary = [json.loads(line) for line in out.splitlines()]
    assert (cancelled["url"], cancelled["error"]["kind"]) == (slow, "cancelled")
    assert (summary["summary"]["fetched"], summary["summary"]["failed"]) == (1, 1)
    again = subprocess.run(
        program(tmp_path / "p", "--offline", "fetch", whole), capture_output=True, timeout=30, check=False
    )
    assert again.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process on Windows")
def test_a_typed_address_that_is_interrupted_is_told_as_cancelled(web: Web, tmp_path: Path) -> None:
    slow = web.url("/drip/slow.png?bytes=400000&every=0.05&chunk=4000")
    process = subprocess.Popen(
        program(tmp_path / "p", "fetch", slow, "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - there is one thread
    )
    while not web.hits["/drip/slow.png"]:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    cancelled, summary = [json.loads(line) for line in out.splitlines()]
    assert (cancelled["url"], cancelled["error"]["kind"], summary["summary"]["failed"]) == (slow, "cancelled", 1)
    assert err.decode().splitlines() == ["Interrupted; what was received is kept and goes on next time."]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/full")
def test_a_reader_that_closes_early_is_no_error(web: Web, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(f"https://example.org/{n}.jpg" for n in range(5000)), encoding="utf-8")
    process = subprocess.Popen(
        program(tmp_path / "p", "list", str(listed)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    process.wait(20)
    assert err == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_results_that_cannot_be_written_are_one_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        listing = program(tmp_path / "p", "list", "https://example.org/[1-9].jpg")
        done = subprocess.run(listing, stdout=full, stderr=subprocess.PIPE, check=False, timeout=30)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "vitrina: The results cannot be written (No space left on device); look at where standard output goes."
    ]


def test_a_profile_holds_everything(web: Web, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": "", "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    subprocess.run(
        program(tmp_path / "p", "fetch", web.url("/picture/1.png")), env=environment, check=True, capture_output=True
    )
    assert not list(home.rglob("*"))
    assert list((tmp_path / "p").rglob("*.sqlite"))


# -- what an auditor found ----


def test_user_info_is_shown_nowhere(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    url = web.url("/status/404").replace("http://", "http://us:secr3t@")
    log = tmp_path / "log.txt"
    trace = tmp_path / "trace"
    failed = vitrina("fetch", url, "--json", "-v", "--log-file", log, "--trace", trace)
    listed = vitrina("list", web.url("/picture/1.png").replace("http://", "http://us:secr3t@"), "--json")
    vitrina("gallery", "add", "G", url)
    everything = [failed, listed, vitrina("gallery", "list", "--json"), vitrina("gallery", "show", "G")]
    said = "".join(one.out + one.err for one in everything) + log.read_text() + trace.read_text()
    assert "127.0.0.1" in said
    assert "secr3t" not in said


def test_one_control_character_spoils_one_line_at_most(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    lines = [web.url(f"/picture/{n}.png") for n in range(20)]
    lines[3] = web.url("/picture/\x01bad.png")
    (tmp_path / "list.txt").write_text("\n".join(lines), encoding="utf-8")
    assert len(vitrina("list", tmp_path / "list.txt").lines) >= 19


@pytest.mark.parametrize(
    "name,body,media_type,kind",
    [
        ("/1.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "unsupported_format"),
        ("/1.eps", b"%!PS-Adobe-3.0 EPSF-3.0\nshowpage\n", "application/postscript", "unsupported_format"),
        ("/1.jpg", bytes(range(256)) * 20, "image/jpeg", "not_a_picture"),
        ("/2.jpg", b"", "image/jpeg", "not_a_picture"),
        ("/3.png", b"<html><title>x</title><p>nothing here", "text/html", "blocked"),
        ("/4.jpg", b"nothing here", "text/plain", "not_a_picture"),
    ],
)
def test_a_typed_address_that_is_no_picture_fails_as_one_in_a_list_does(
    vitrina: Vitrina, web: Web, name: str, body: bytes, media_type: str, kind: str
) -> None:
    result = vitrina("fetch", web.put(name, body, media_type=media_type), "--json")
    assert result.code == 1
    assert [(line["status"], line["error"]["kind"]) for line in result.pictures] == [("failed", kind)]


def test_lines_come_as_pictures_end_whatever_the_order_typed(tmp_path: Path, web: Web) -> None:
    slow, quick = web.url("/picture/slow.png?delay=6"), web.url("/picture/quick.png")
    process = subprocess.Popen(program(tmp_path / "p", "fetch", slow, quick, "--json"), stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process:
        assert json.loads(process.stdout.readline())["url"] == quick
        assert json.loads(process.stdout.readline())["url"] == slow
        process.stdout.read()


def test_a_png_with_flipped_bytes_is_damaged(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.effect_noise((300, 300), 64).save(out, "PNG")
    spoilt = bytearray(out.getvalue())
    spoilt[len(spoilt) // 2 : len(spoilt) // 2 + 200] = bytes(200)
    (line,) = vitrina("fetch", web.put("/a.png", bytes(spoilt), media_type="image/png"), "--json").pictures
    assert line["error"]["kind"] == "damaged"


def test_a_folder_that_cannot_be_made_is_a_wrong_call(vitrina: Vitrina, web: Web) -> None:
    result = vitrina("fetch", web.url("/picture/1.png"), "--to", "/proc/nope/deeper")
    assert result.code == 2
    assert "--to" in result.one_sentence()
    assert web.count() == 0


def test_a_language_that_there_is_not_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from vitrina.cli import main

    assert main(["cache", "info", "--lang", "xx", "--profile", str(tmp_path)]) == 2
    assert "xx" in capsys.readouterr().err


def test_a_log_that_was_asked_for_has_every_picture(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    vitrina("fetch", web.url("/picture/[1-3].png"), "--log-file", tmp_path / "own.log")
    assert (tmp_path / "own.log").read_text().count("fetched http://127.0.0.1") == 3


def test_a_key_that_was_typed_is_in_no_message(vitrina: Vitrina, web: Web) -> None:
    web.put("/api", '{"nothing": 1}', media_type="application/json")
    result = vitrina("list", web.url("/api?api_key=S3cret"))
    assert result.code == 3
    assert "S3cret" not in result.out + result.err


def test_a_host_that_asks_for_a_pause_is_named_and_waited_for(vitrina: Vitrina, web: Web) -> None:
    done = vitrina("fetch", *(web.url(f"/status/429?after=2&times=1&case={number}") for number in range(3)))
    assert done.code == 0
    said = [line for line in done.err.splitlines() if "is paused until" in line]
    assert said
    assert all(line.startswith(web.origin.removeprefix("http://")) for line in said)
    assert len(said) <= 3


def test_what_is_logged_after_a_call_goes_to_the_standard_error_of_that_moment(
    vitrina: Vitrina, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, then = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    vitrina("list", web.url("/picture/1.png"), "-v")
    monkeypatch.setattr(sys, "stderr", then)
    first.close()
    logging.getLogger("vitrina.late").info("said late")
    assert then.getvalue() == "said late\n"
