"""The formats end to end: replies on a local server, read and fetched by the command line (APIs elsewhere)."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from command_line import Vitrina, caller
from sources.replies import REPLIES
from web import Exchange, Web, png

CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"

# How many pictures one page of the reply has, whether there is a second page, and whether the pictures lie
# where the reply says (some APIs name a picture by its number alone, on a host of their own).
APIS: dict[str, tuple[int, bool, bool]] = {
    "iiif": (1, False, True),
    "json-feed": (1, False, True),
    "json": (1, False, True),
    "sitemap": (2, False, True),
    "feed": (1, False, True),
    "page": (1, False, True),
    "table": (2, False, True),
    "markdown": (3, False, True),
    "bookmarks": (1, False, True),
    "list": (1, False, True),
}


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


@pytest.fixture
def vitrina(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Vitrina:
    return caller(tmp_path / "profile", capsys)


def recorded(web: Web, name: str) -> str:
    """Serve the reply with all hosts become folders of this server; every other query gives a second page. Its URL."""
    url, body = REPLIES[name]
    text = body if isinstance(body, str) else json.dumps(body)
    host, path = urlsplit(url).netloc, urlsplit(url).path
    # What is relative to the host is relative to its folder here.
    text = re.sub(r'"/(?=[\w])', f'"{web.origin}/{host}/', text) if not isinstance(body, str) else text
    text = re.sub(
        r"https?://(?!jsonfeed|iiif\.io|creativecommons|www\.google|www\.sitemaps)([a-z0-9.-]+\.[a-z]+)(?=/)",
        rf"{web.origin}/\1",
        text,
    )
    second = re.sub(r"(\.(?:jpe?g|png)|/full/|2013GU2911|/V1|KKS1615|museo\.1|OAJ)", r"-2\1", text).replace(
        "2d484387", "3d484387"
    )
    first = f"/{host}{path}?{urlsplit(url).query}" if urlsplit(url).query else f"/{host}{path}"

    async def serve(exchange: Exchange) -> None:
        await exchange.answer((text if exchange.hit.target == first else second).encode(), 200, media_type="text/plain")

    web.serve(f"/{host}{path}", serve)
    return web.url(first)


@pytest.mark.parametrize("name", APIS)
def test_list_reads_every_page_of_a_recorded_api(name: str, vitrina: Vitrina, web: Web) -> None:
    count, paged, _ = APIS[name]
    result = vitrina("list", recorded(web, name), "--json", "--allow-private", "--limit", count * (2 if paged else 1))
    assert (result.code, len(result.json)) == (0, count * (2 if paged else 1)), result.err
    assert {line["source"] for line in result.json} == {name}
    assert len({line["url"] for line in result.json}) == len(result.json)


@pytest.mark.parametrize("name", [name for name, (_, _, here) in APIS.items() if here])
def test_fetch_brings_every_picture_of_a_recorded_api_and_is_then_offline(
    name: str, vitrina: Vitrina, web: Web
) -> None:
    url = recorded(web, name)
    listed = vitrina("list", url, "--json", "--limit", APIS[name][0]).json
    for line in listed:
        web.put(urlsplit(line["url"]).path, png(line["url"]), media_type="image/png")
    fetched = vitrina("fetch", url, "--json", "--limit", APIS[name][0])
    assert (fetched.code, [line["status"] for line in fetched.pictures]) == (0, ["fetched"] * len(listed)), fetched.err
    assert {line["url"] for line in fetched.pictures} == {line["url"] for line in listed}
    before = web.count()
    again = vitrina("fetch", url, "--json", "--limit", APIS[name][0], "--offline")
    assert (again.code, [line["status"] for line in again.pictures]) == (0, ["cached"] * len(listed)), again.err
    assert vitrina("list", url, "--json", "--limit", APIS[name][0], "--offline").json == listed
    assert web.count() == before


def test_a_source_that_asks_for_patience_is_asked_again(vitrina: Vitrina, web: Web) -> None:
    url = recorded(web, "openverse")
    path = urlsplit(url).path
    calm = web._own[path]

    async def hurried(exchange: Exchange) -> None:
        if exchange.turn == 1:
            await exchange.answer(b"slow down", 429, [("Retry-After", "0")], media_type="text/plain")
        else:
            await calm(exchange)

    web.serve(path, hurried)
    result = vitrina("list", url, "--json", "--limit", 1)
    assert (result.code, [line["title"] for line in result.json]) == (0, ["Cairo skyline"]), result.err
    assert web.count(path) == 2


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_block_page_instead_of_a_reply_is_one_sentence(status: int, vitrina: Vitrina, web: Web) -> None:
    url = web.put("/api", CHALLENGE, status=status, headers=[("cf-mitigated", "challenge")])
    result = vitrina("list", url, "--json")
    assert (result.code, result.json) == (3, [])
    assert "open it in a browser" in result.err
    assert "Traceback" not in result.err


def test_a_block_page_on_the_second_page_leaves_the_first(vitrina: Vitrina, web: Web) -> None:
    web.put("/api", json.dumps({"items": [{"image": "/1.jpg"}], "next": "/blocked"}), media_type="application/json")
    web.put("/blocked", CHALLENGE, status=403)
    result = vitrina("list", web.url("/api"), "--json")
    assert [line["url"] for line in result.json] == [web.url("/1.jpg")]
    assert result.code == 1
    assert web.url("/blocked") in result.err or "browser" in result.err


def test_a_saved_reply_and_the_address_give_the_same(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    url, body = REPLIES["artic"]
    saved = tmp_path / "saved.bin"
    saved.write_text(json.dumps(body), encoding="utf-8")
    address = web.put(urlsplit(url).path, json.dumps(body), media_type="application/json")
    assert vitrina("list", saved, "--json", "--limit", 1).json == vitrina("list", address, "--json", "--limit", 1).json


def test_what_a_document_names_on_another_private_host_is_refused_unless_allowed(vitrina: Vitrina, web: Web) -> None:
    other = web.origin.replace("127.0.0.1", "127.0.0.2")
    url = web.put("/api", json.dumps([{"image": f"{other}/1.png"}]), media_type="application/json")
    result = vitrina("fetch", url, "--json")
    assert [(line["status"], line["error"]["kind"]) for line in result.pictures] == [("refused", "blocked")]
    assert web.count("/1.png") == 0


def test_the_source_can_be_forced(vitrina: Vitrina, web: Web) -> None:
    url = recorded(web, "artic")
    result = vitrina("list", url, "--json", "--source", "json", "--limit", 5)
    assert {line["source"] for line in result.json} <= {"json"}
    result = vitrina("list", url, "--source", "nonsense")
    assert result.code == 2
    assert "nonsense" in result.err


def test_what_only_the_real_gallery_dl_can_read_is_there_offline_too(
    vitrina: Vitrina, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("gallery_dl", reason="gallery-dl is not installed")
    home = tmp_path / "home"
    (home / ".config" / "gallery-dl").mkdir(parents=True)
    settings = {"extractor": {"mastodon": {"here": {"root": web.origin}}}}
    (home / ".config" / "gallery-dl" / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    page = web.put("/@ann/7", "<!doctype html><title>Loading</title><body><script src=/app.js></script>")
    web.put("/a.png", png("a"), media_type="image/png")
    status = {
        "id": "7", "url": page, "content": "<p>Two <b>hills</b></p>", "created_at": "2026-01-02T03:04:05.000Z",
        "account": {"id": "1", "username": "ann", "acct": "ann", "display_name": "Ann", "url": web.url("/@ann"),
                    "created_at": "2020-01-01T00:00:00.000Z"},
        "reblog": None, "tags": [], "mentions": [], "sensitive": False, "visibility": "public", "language": "en",
        "media_attachments": [{"id": "1", "type": "image", "url": web.url("/a.png"), "preview_url": web.url("/s.png"),
                               "description": "A hill", "meta": {"original": {"width": 8, "height": 6}}}],
    }  # fmt: skip
    web.put("/api/v1/statuses/7", json.dumps(status), media_type="application/json")
    (listed,) = vitrina("list", page, "--json").json
    said = {name: listed[name] for name in ("url", "title", "credit", "page", "thumbnail", "width", "height", "source")}
    assert list(said.values()) == [web.url("/a.png"), "A hill", "Ann", page, web.url("/s.png"), 8, 6, "gallery-dl"]
    assert vitrina("fetch", page).code == 0
    count = web.count()
    again = vitrina("fetch", page, "--offline", "--json")
    assert (again.code, again.statuses, web.count()) == (0, ["cached"], count)
