"""Every known API at its own address, end to end: `list` and `fetch` over TLS, with pages, 429 and block pages."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from command_line import Vitrina, caller
from internet import Internet, settle_in
from sources.replies import REPLIES
from vitrina.cli import wiring
from web import Exchange, png

CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"

# How many pictures a page of the reply has, and how the second page is told apart from the first (None: there is none).
APIS: dict[str, tuple[int, str | None]] = {
    "picsum": (1, "page=2"),
    "apod": (1, None),
    "nasa-images": (2, "page=2"),
    "commons": (1, "gaicontinue=next.jpg"),
    "met": (2, None),
    "artic": (1, "page=4"),
    "cleveland": (1, "skip=1"),
    "loc": (1, "sp=2"),
    "openverse": (1, "page=2"),
    "flickr": (1, None),
    "inaturalist": (2, "page=2"),
    "dog-ceo": (2, None),
    "xkcd": (1, None),
    "vam": (1, "page=2"),
    "wellcome": (1, "page=2"),
    "smk": (1, "offset=1"),
    "bing": (1, None),
    "reddit": (3, "after=t3_abc"),
    "finna": (1, "page=2"),
    "science-museum": (1, "page=2"),
    "stocksnap": (1, "/2"),
}
# What in a reply makes a picture another one.
_NAMES = re.compile(
    r"/id/0/|(?<=M81_c)80|(?<=/)[AB](?=[/~])|P\.jpg|DP251|2d484387|a_(?=web|print|full)|0382f|73638843_|54153196105_|photos/92152429|"
    r"photos/2(?=/)|n02088094_|pug|field_top|2013GU2911|image/V1|KKS1615|OHR\.X|x\.png|k[12]\b|museo\.1|large_a|OAJ3645ZWF"
)


QUICK = ("picsum", "nasa-images", "commons", "met", "artic")
"""Those that run always: a Link field, split replies, objects by number, IIIF. The others wait for hosts' turns."""
ALL = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in APIS]


@pytest.fixture
def internet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Internet]:
    with Internet(tmp_path) as opened:
        monkeypatch.setenv("HTTPS_PROXY", opened.origin)
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nothing is asked without TLS
        yield opened


@pytest.fixture
def vitrina(
    tmp_path: Path, internet: Internet, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Vitrina:
    hosts = {host for _, body in REPLIES.values() for host in re.findall(r"https?://([a-z0-9.-]+)", json.dumps(body))}
    hosts |= {urlsplit(url).netloc for url, _ in REPLIES.values()}
    hosts |= {"cdn.stocksnap.io", "coimages.sciencemuseumgroup.org.uk", "i.redd.it", "picsum.photos"}
    settle_in(tmp_path / "profile", hosts)
    # Names are found without a name server, as addresses of the open internet; the proxy is what is connected to.
    limits, found = wiring.limits, dict.fromkeys(hosts, ("192.0.2.1",))
    monkeypatch.setattr(
        wiring, "limits", lambda *given: replace(limits(*given), addresses=found, public_networks=("192.0.2.0/24",))
    )
    return caller(tmp_path / "profile", capsys)


def recorded(internet: Internet, name: str, *, hurried: bool = False) -> str:
    """Give the reply at its own address, another for the second page; `hurried` answers 429 once before each."""
    url, body = REPLIES[name]
    text = body if isinstance(body, str) else json.dumps(body)
    if name == "science-museum":
        text = text.replace(
            '"next": null', '"next": "https://collection.sciencemuseumgroup.org.uk/search/images?page=2"'
        )
    second = APIS[name][1]
    other = _NAMES.sub(lambda found: _other(found[0]), text)
    parts = urlsplit(url)

    async def serve(exchange: Exchange) -> None:
        if hurried and exchange.turn == 1:
            await exchange.answer(b"slow down", 429, [("Retry-After", "0")], media_type="text/plain")
            return
        asked = parse_qsl(urlsplit(exchange.hit.target).query)
        is_second = second is not None and (
            exchange.hit.target.endswith(second) if second.startswith("/") else second in {f"{k}={v}" for k, v in asked}
        )
        headers = [("Link", f'<{url.replace("page=1", "page=2")}>; rel="next"')] if name == "picsum" else []
        await exchange.answer((other if is_second else text).encode(), 200, headers, media_type="application/json")

    for address in {parts._replace(query="").geturl(), "https://stocksnap.io/api/load-photos/date/desc/2"}:
        internet.let(address, serve)
    return url


def _other(name: str) -> str:
    return {"P.jpg": "P7.jpg", "2d484387": "3d484387"}.get(name) or f"{name[:-1]}7{name[-1]}"


def pictures_at(internet: Internet, listed: list[dict[str, Any]]) -> None:
    for line in listed:
        internet.give(line["url"], png(line["url"]), media_type="image/png")


@pytest.mark.parametrize("name", ALL)
def test_a_known_api_is_listed_page_by_page_and_fetched(name: str, vitrina: Vitrina, internet: Internet) -> None:
    count, second = APIS[name]
    total = count * (2 if second else 1)
    url = recorded(internet, name, hurried=True)
    listed = vitrina("list", url, "--json", "--limit", total)
    assert (listed.code, len(listed.json)) == (0, total), listed.err
    assert {line["source"] for line in listed.json} == {name}
    assert len({line["url"] for line in listed.json}) == total
    assert all(line["url"].startswith("https://") for line in listed.json)
    pictures_at(internet, listed.json)
    fetched = vitrina("fetch", url, "--json", "--limit", total)
    assert (fetched.code, [line["status"] for line in fetched.pictures]) == (0, ["fetched"] * total), fetched.err
    assert {line["url"] for line in fetched.pictures} == {line["url"] for line in listed.json}
    before = internet.count()
    again = vitrina("fetch", url, "--json", "--limit", total, "--offline")
    assert (again.code, [line["status"] for line in again.pictures]) == (0, ["cached"] * total), again.err
    assert internet.count() == before


@pytest.mark.parametrize("name", ALL)
def test_a_known_api_behind_a_block_page_says_so_once(name: str, vitrina: Vitrina, internet: Internet) -> None:
    url = REPLIES[name][0]
    internet.give(urlsplit(url)._replace(query="").geturl(), CHALLENGE, media_type="text/html", status=403)
    result = vitrina("list", url, "--json")
    assert (result.code, result.json) == (3, [])
    assert "browser" in result.one_sentence()
    assert len(internet.asked(url)) == 1


@pytest.mark.parametrize("name", ["artic", "met"])
def test_pictures_behind_a_block_page_are_blocked_and_not_asked_for_again(
    name: str, vitrina: Vitrina, internet: Internet
) -> None:
    url = recorded(internet, name)
    count = APIS[name][0]
    listed = vitrina("list", url, "--json", "--limit", count).json
    for line in listed:
        internet.give(line["url"], CHALLENGE, media_type="text/html", status=403)
    result = vitrina("fetch", url, "--json", "--limit", count)
    assert (result.code, [line["status"] for line in result.pictures]) == (1, ["failed"] * count)
    assert all("browser" in line["error"]["message"] for line in result.pictures)
    assert all(len(internet.asked(line["url"])) == 1 for line in listed)
