"""What a fetcher answers, and when it asks."""

import asyncio
import socket
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from laboratory import Lab
from vitrina.errors import CancelledFetchError
from vitrina.fetch import Request, Want
from vitrina.fetch.collection import REDIRECTS_FRESH
from vitrina.model import Priority, store_key
from web import Exchange, Web, png

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


async def test_equal_requests_are_one(lab: Lab) -> None:
    fetched = await asyncio.gather(*(lab.fetch("/picture/x?delay=0.03") for _ in range(50)))
    assert {one.status for one in fetched} == {"fetched"}
    assert lab.web.count() == 1


async def test_requests_of_other_kinds_for_one_key_wait_for_each_other(lab: Lab) -> None:
    target = f"{FRESH}&delay=0.02"
    fetched = await asyncio.gather(lab.fetch(target, Want.EITHER), lab.fetch(target), lab.fetch(target, remote=True))
    assert [one.status for one in fetched] == ["fetched", "cached", "cached"]
    assert lab.web.count() == 1


async def test_a_request_ends_when_the_last_asker_leaves_and_what_came_is_kept(lab: Lab) -> None:
    target = "/drip?bytes=9000&piece=3000&every=0.1"
    askers = [asyncio.create_task(lab.fetch(target)) for _ in range(3)]
    await lab.until(lambda: bool(lab.steps) and lab.steps[-1].stage == "body")
    for asker in askers[:2]:
        asker.cancel()
    await asyncio.sleep(0)
    assert not askers[2].done()
    askers[2].cancel()
    await asyncio.gather(*askers, return_exceptions=True)
    assert all(asker.cancelled() for asker in askers)
    fetcher = lab.fetcher
    await lab.until(lambda: lab.store.info().partial == 1 and fetcher is not None and not fetcher.hosts()[0].active)
    again = await lab.fetch(target)
    assert lab.body(again) == png("/drip", 9000)


async def test_a_request_that_ends_before_its_time_says_so_in_the_progress(lab: Lab) -> None:
    asking = asyncio.create_task(lab.fetch("/stall?at=1000"))
    await lab.until(lambda: any(step.stage == "body" for step in lab.steps))
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await lab.until(lambda: lab.steps[-1].stage == "ended")
    assert lab.steps[-1].fault is not None
    assert lab.steps[-1].fault.kind == "cancelled"


async def test_one_who_leaves_does_not_end_it_for_the_others(lab: Lab) -> None:
    first, second = (asyncio.create_task(lab.fetch("/picture/x?delay=0.05")) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    assert (await second).status == "fetched"
    assert lab.web.count() == 1


async def test_closing_ends_what_is_under_way_with_a_reason(lab: Lab) -> None:
    asked = asyncio.create_task(lab.fetch("/slow-first-byte"))
    await asyncio.sleep(0.05)
    await lab.again()
    fetched = await asked
    assert isinstance(fetched.error, CancelledFetchError)
    assert fetched.status == "failed"


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


async def test_peeking_at_a_picture_reads_and_stores_nothing(lab: Lab) -> None:
    fetched = await lab.fetch("/endless", Want.EITHER, peek=True)
    assert (fetched.status, fetched.peeked, fetched.stored, fetched.media_type) == ("fetched", True, None, "image/png")
    assert lab.store.info().pictures == 0
    assert lab.store.info().partial == 0


async def test_peeking_at_a_document_reads_it(lab: Lab) -> None:
    fetched = await lab.fetch("/json", Want.EITHER, peek=True)
    assert (fetched.peeked, fetched.media_type) == (False, "application/json")
    assert lab.body(fetched).startswith(b"[")


async def test_documents_are_compressed_on_the_way_and_plain_in_the_store(lab: Lab) -> None:
    fetched = await lab.fetch("/gzip", Want.DOCUMENT)
    assert lab.web.hits["/gzip"][0].headers["accept-encoding"] == "gzip, deflate"
    assert lab.body(fetched) == png("/gzip")
    assert "content-encoding" not in {name.lower() for name, _ in fetched.headers}


async def test_what_is_sent_says_who_we_are_and_asks_for_nothing_odd(lab: Lab) -> None:
    await lab.fetch("/picture/x")
    sent = dict(lab.web.hits["/picture/x"][0].headers)
    assert sent.pop("user-agent").startswith("Vitrina/")
    assert sent.pop("accept").startswith("image/")
    assert sent.pop("accept-encoding") == "identity"
    assert set(sent) == {"host"}


async def test_headers_of_the_request_win_over_ours(lab: Lab) -> None:
    await lab.fetch("/json", Want.DOCUMENT, headers=(("accept", "application/json"),))
    assert lab.web.hits["/json"][0].headers["accept"] == "application/json"


async def test_no_cookie_is_ever_sent_back(lab: Lab) -> None:
    for n in range(3):
        await lab.fetch("/cookie", key=f"http://key/{n}")
    assert all("cookie" not in hit.headers for hit in lab.web.hits["/cookie"])


async def test_credentials_of_the_url_open_the_door_and_are_seen_nowhere(lab: Lab) -> None:
    url = lab.web.url("/auth").replace("http://", "http://person:secret@")
    fetched = await lab.fetch(url)
    assert fetched.status == "fetched"
    assert fetched.final_url == lab.web.url("/auth")
    wrong = await lab.fetch(url.replace("secret", "hidden"))
    assert wrong.http_status == 401
    missing = await lab.fetch(lab.web.url("/status/404?token=hidden").replace("//", "//person:secret@"))
    away = await lab.fetch(lab.web.url("/redirect-loop/a?signature=hidden").replace("//", "//person:secret@"))
    for one in (wrong, missing, away):
        assert one.error is not None
        assert not {"secret", "hidden"} & set(
            str(one.error).replace("@", " ").replace(":", " ").replace("=", " ").split()
        )
        assert "hidden" not in str(one.error)
        assert "secret" not in str(one.error)


async def test_credentials_stay_with_their_origin(lab: Lab) -> None:
    other = lab.web.url("/picture/other").replace("127.0.0.1", "localhost")
    url = lab.web.url(f"/redirect?to={other}").replace("http://", "http://person:secret@", 1)
    await lab.fetch(url, headers=(("Authorization", "Bearer x"), ("Cookie", "a=b")))
    assert lab.web.hits["/redirect"][0].headers["cookie"] == "a=b"
    assert not {"authorization", "cookie"} & set(lab.web.hits["/picture/other"][0].headers)
    near = lab.web.url("/redirect?to=/auth").replace("http://", "http://person:secret@")
    assert (await lab.fetch(near)).status == "fetched"


async def test_progress_tells_the_stages_in_order_and_not_too_often(lab: Lab) -> None:
    await lab.fetch("/drip?bytes=4000&piece=40&every=0.003")
    stages = [step.stage for step in lab.steps]
    assert stages[:4] == ["waiting", "connecting", "sent", "first_byte"]
    assert stages[-1] == "ended"
    bodies = [step for step in lab.steps if step.stage == "body"]
    assert all(later.at - earlier.at >= 0.1 for earlier, later in pairwise(bodies))
    assert all(step.total == 4000 for step in bodies)
    assert [step.received for step in bodies] == sorted(step.received for step in bodies)
    assert lab.steps[-1].status == "fetched"


async def test_a_failure_ends_with_its_reason_in_the_progress(lab: Lab) -> None:
    await lab.fetch("/status/404")
    fault = lab.steps[-1].fault
    assert fault is not None
    assert (lab.steps[-1].stage, lab.steps[-1].status, fault.kind) == ("ended", "failed", "http")
    assert fault.template.format_map(fault.fields) == fault.message


@pytest.mark.parametrize(
    "target, status, last",
    [
        ("/status/404", 404, "/status/404"),
        ("/redirect?to=/status/410", 410, "/status/410"),
        ("/redirect-loop/a", 302, "/redirect-loop/"),
        ("/redirect?to=file:///etc/passwd", 302, "/redirect"),
        ("/text/x.png", 200, "/text/x.png"),
    ],
)
async def test_a_failure_tells_who_answered_last_and_what(lab: Lab, target: str, status: int, last: str) -> None:
    fetched = await lab.fetch(target)
    assert fetched.error is not None
    assert fetched.http_status == status
    assert fetched.final_url is not None
    assert fetched.final_url.startswith(lab.web.url(last))


async def test_a_failure_where_nobody_answered_tells_of_no_answer(lab: Lab) -> None:
    async with Web() as gone:
        url = gone.url("/picture/x.png")
    fetched = await (await lab.again()).fetch(Request(url, url, Want.PICTURE))
    assert fetched.error is not None
    assert (fetched.http_status, fetched.final_url) == (None, None)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "/x.png",
        "ftp://h.example/x",
        "http://[::1",
        "\x00",
        "http://exa mple/",
    ],
)
async def test_what_is_no_web_address_is_a_result_and_not_an_exception(lab: Lab, url: str) -> None:
    fetcher = await lab.again()
    fetched = await fetcher.fetch(Request(url, url or "nothing", Want.PICTURE))
    assert fetched.error is not None
    assert fetched.status in {"failed", "refused"}
    assert fetched.attempts <= 1


async def test_a_stored_page_is_no_picture(lab: Lab) -> None:
    await lab.fetch("/html", Want.DOCUMENT)
    fetched = await lab.fetch("/html")
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind) == ("failed", "blocked")


async def test_what_waits_in_one_place_does_not_hold_up_the_others(lab: Lab) -> None:
    await lab.again(per_host=2, total=16)
    slow = [asyncio.create_task(lab.fetch(f"/slow-first-byte?n={n}")) for n in range(6)]
    await asyncio.sleep(0.02)
    other = await lab.fetch(lab.web.url("/picture/x").replace("127.0.0.1", "localhost"), priority=Priority.REST)
    assert other.status == "fetched"
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)


async def test_other_limits_hold_at_once_and_end_nothing_that_is_under_way(lab: Lab) -> None:
    fetcher = await lab.again(per_host=1, total=1)
    waiting = [asyncio.create_task(lab.fetch(f"/slow-first-byte?n={n}")) for n in range(6)]
    await lab.until(lambda: lab.web.count() == 1)
    fetcher.set_limits(replace(lab.limits, per_host=4, total=8, max_bytes=1000))
    await lab.until(lambda: lab.web.count() == 4)
    assert not any(task.done() for task in waiting)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    refused = await lab.fetch("/picture/1?bytes=2000")
    assert refused.error is not None
    assert refused.error.kind == "too_large"
    fetcher.set_limits(lab.limits)
    assert (await lab.fetch("/picture/1?bytes=2000")).status == "fetched"


async def test_what_is_under_way_when_it_goes_offline_ends_with_that_reason_and_resumes_later(lab: Lab) -> None:
    fetcher = await lab.again()
    asking = asyncio.create_task(lab.fetch("/stall?at=1000&times=1"))
    await lab.until(lambda: any(step.stage == "body" for step in lab.steps))
    fetcher.set_limits(replace(lab.limits, offline=True))
    ended = await asking
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "offline")
    fetcher.set_limits(lab.limits)
    assert (await lab.fetch("/stall?at=1000&times=1")).status == "fetched"
    assert lab.web.hits["/stall"][-1].headers["range"] == "bytes=1000-"


async def test_a_pause_outlives_being_offline(lab: Lab) -> None:
    fetcher = await lab.again(longest_wait=0.0)
    await lab.fetch("/status/429?retry-after=100")
    fetcher.set_limits(replace(lab.limits, offline=True))
    fetcher.set_limits(lab.limits)
    assert fetcher.hosts()[0].paused_until is not None


async def test_many_at_once_all_arrive_and_nothing_is_left_over(lab: Lab) -> None:
    await lab.again(total=32, per_host=32)
    fetched = await asyncio.gather(*(lab.fetch(f"/picture/{n}?bytes={n * 1777 % 600_000 + 500}") for n in range(120)))
    assert {one.status for one in fetched} == {"fetched"}
    for n, one in enumerate(fetched):
        assert lab.body(one) == png(f"/picture/{n}", n * 1777 % 600_000 + 500)
    assert lab.store.info().partial == 0
    assert lab.fetcher is not None
    assert [(state.active, state.waiting) for state in lab.fetcher.hosts()] == [(0, 0)]
