"""What is asked for again and what the store answers: fresh, stale, offline, redirected, varying; one run, several."""

import asyncio
import socket
import time

import pytest

from laboratory import Lab
from vitrina.fetch.collection import REDIRECTS_FRESH
from vitrina.model import store_key
from web import Exchange, png

FRESH = "/picture/fresh.png?cache=max-age=3600"
STALE = "/picture/stale.png?cache=no-cache"


async def test_a_fresh_picture_is_not_asked_for_again(lab: Lab) -> None:
    first = await lab.fetch(FRESH)
    second = await lab.fetch(FRESH)
    assert (first.status, second.status) == ("fetched", "cached")
    assert (second.attempts, second.media_type, second.http_status) == (0, "image/png", 200)
    assert lab.body(first) == lab.body(second) == png("/picture/fresh.png")
    assert lab.web.count() == 1


async def test_a_stale_picture_is_asked_about_and_not_sent_again(lab: Lab) -> None:
    first = await lab.fetch(STALE)
    second = await lab.fetch(STALE)
    assert (second.status, second.http_status, second.attempts) == ("revalidated", 304, 1)
    assert first.stored is not None
    assert second.stored is not None
    assert second.stored.sha256 == first.stored.sha256
    assert second.stored.received_at > first.stored.received_at
    assert second.media_type == "image/png"
    assert lab.web.hits["/picture/stale.png"][1].headers["if-none-match"] == dict(first.headers)["ETag"]


async def test_a_refresh_asks_even_about_what_is_fresh(lab: Lab) -> None:
    await lab.fetch(FRESH)
    assert (await lab.fetch(FRESH, refresh=True)).status == "revalidated"


async def test_a_picture_that_changed_replaces_the_old_one_which_stays_reachable(lab: Lab) -> None:
    old = await lab.fetch("/renewed")
    new = await lab.fetch("/renewed")
    assert (new.status, new.http_status) == ("fetched", 200)
    assert lab.body(new) != lab.body(old)
    assert [one.sha256 for one in lab.stored("/renewed")] == [new.stored.sha256 if new.stored else None]
    assert [one.sha256 for one in lab.store.versions(lab.web.url("/renewed"))] == [
        old.stored.sha256 if old.stored else None
    ]


async def test_what_one_run_has_asked_is_not_asked_twice_whatever_its_freshness(lab: Lab) -> None:
    start = time.time()
    await lab.fetch("/no-store", reuse_since=start)
    assert (await lab.fetch("/no-store", reuse_since=start)).status == "cached"
    assert (await lab.fetch("/no-store", reuse_since=time.time())).status == "fetched"
    assert lab.web.count() == 2


async def test_a_picture_that_may_not_be_stored_is_the_persons_all_the_same(lab: Lab) -> None:
    await lab.fetch("/no-store")
    await lab.again(offline=True)
    fetched = await lab.fetch("/no-store")
    assert fetched.status == "cached"
    assert lab.body(fetched) == png("/no-store")


@pytest.mark.parametrize(
    "target", ["/no-store", "/plain", "/picture/x?cache=max-age=0", "/picture/x?cache=must-revalidate,max-age=0"]
)
async def test_what_is_not_fresh_is_asked_for_again(lab: Lab, target: str) -> None:
    await lab.fetch(target)
    assert (await lab.fetch(target)).status in {"fetched", "revalidated"}
    assert lab.web.count() == 2


async def test_offline_nothing_is_touched_at_all(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    await lab.fetch(STALE)
    await lab.again(offline=True)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("a name was asked for"))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was made"))
    assert (await lab.fetch(STALE)).status == "cached"
    missing = await lab.fetch("http://never.example/x.png")
    assert missing.error is not None
    assert (missing.status, missing.error.kind, missing.attempts) == ("failed", "offline", 0)
    assert lab.web.count() == 1


@pytest.mark.parametrize(
    "trouble, kind",
    [
        ("/status/500", "http"),
        ("/status/404", "http"),
        ("/reset-at-once?times=99", "connect"),
        ("/html", "blocked"),
        ("/redirect?to=file:///x", "blocked"),
    ],
)
async def test_where_the_network_fails_what_is_stored_serves(lab: Lab, trouble: str, kind: str) -> None:
    key = "http://key.example/"
    first = await lab.fetch(STALE, key=key)
    second = await lab.fetch(trouble, key=key)
    assert second.error is not None
    assert (second.status, second.error.kind) == ("stale", kind)
    assert lab.body(second) == lab.body(first)
    assert second.stored == first.stored


async def test_stale_while_revalidate_serves_at_once_and_asks_meanwhile(lab: Lab) -> None:
    target = "/picture/swr?cache=max-age=0,stale-while-revalidate=60"
    await lab.fetch(target)
    assert (await lab.fetch(target)).status == "cached"
    await lab.until(lambda: lab.web.count() == 2)


async def test_each_answer_of_a_url_is_a_picture_of_its_own(lab: Lab) -> None:
    url = lab.web.url("/random")
    asked = await asyncio.gather(*(lab.fetch(url, key=store_key(url, n)) for n in range(1, 6)))
    assert len({lab.body(one) for one in asked}) == 5
    assert len({one.final_url for one in asked}) == 5
    await lab.again(offline=True)
    for n, one in enumerate(asked, 1):
        assert lab.body(await lab.fetch(url, key=store_key(url, n))) == lab.body(one)


async def test_a_redirect_that_may_change_is_asked_again_and_a_permanent_one_is_not(lab: Lab) -> None:
    for status, statuses in ((302, "revalidated"), (307, "revalidated"), (301, "cached"), (308, "cached")):
        target = f"/redirect?status={status}&to=/picture/{status}?cache=max-age%3D3600"
        await lab.fetch(target)
        assert (await lab.fetch(target)).status == statuses


async def test_a_redirect_is_fresh_for_as_long_as_it_says(lab: Lab) -> None:
    target = "/redirect?cache=max-age=3600&to=/picture/x?cache=max-age%3D3600"
    await lab.fetch(target)
    assert (await lab.fetch(target)).status == "cached"


async def test_an_origin_cannot_write_what_we_note_for_ourselves(lab: Lab) -> None:
    async def cheeky(x: Exchange) -> None:
        await x.file(png("cheeky"), [("Cache-Control", "max-age=0"), (REDIRECTS_FRESH, "99999999")])

    lab.web.serve("/cheeky", cheeky)
    for status in ("fetched", "revalidated", "revalidated"):
        fetched = await lab.fetch("/cheeky")
        assert fetched.status == status
        assert REDIRECTS_FRESH not in dict(fetched.headers)


async def test_an_answer_that_varies_is_fresh_for_the_same_request_only(lab: Lab) -> None:
    async def varied(x: Exchange) -> None:
        fields = [("Vary", "X-Size"), ("Cache-Control", "max-age=3600")]
        await x.answer(png(x.hit.headers.get("x-size", "none")), headers=fields, media_type="image/png")

    lab.web.serve("/varied", varied)
    large = await lab.fetch("/varied", headers=(("X-Size", "large"),))
    small = await lab.fetch("/varied", headers=(("X-Size", "small"),))
    assert (large.status, small.status) == ("fetched", "fetched")
    again = await lab.fetch("/varied", headers=(("X-Size", "large"),))
    assert again.status == "cached"
    assert lab.body(again) == png("large")
    await lab.again(offline=True)
    assert (await lab.fetch("/varied", headers=(("X-Size", "huge"),))).status == "cached", "it is the person's"
