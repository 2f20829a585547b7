"""Pictures that cannot be had: each with its kind and its reason, and the others are fetched all the same."""

import time
from pathlib import Path

import pytest
from PIL import Image

import pictures
from command_line import Vitrina
from web import Web


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
    return pictures.encode(Image.effect_noise((width, height), 64).convert("RGB"), "JPEG", quality=90)


@pytest.mark.parametrize(
    "body,status,kind",
    [
        (jpeg()[:-300], "failed", "damaged"),
        (pictures.png_header(50_000, 50_000), "refused", "bomb"),
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
    assert offline.statuses == ["cached"]
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


def test_a_png_with_flipped_bytes_is_damaged(vitrina: Vitrina, web: Web, tmp_path: Path) -> None:
    spoilt = bytearray(pictures.encode(Image.effect_noise((300, 300), 64), "PNG"))
    spoilt[len(spoilt) // 2 : len(spoilt) // 2 + 200] = bytes(200)
    (line,) = vitrina("fetch", web.put("/a.png", bytes(spoilt), media_type="image/png"), "--json").pictures
    assert line["error"]["kind"] == "damaged"
