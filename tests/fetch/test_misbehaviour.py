"""Each way in which a server can misbehave, and what Vitrina makes of it."""

import asyncio
import socket

import pytest

from laboratory import Lab
from vitrina.fetch import Want
from vitrina.model import Priority, Status
from web import png

SIZE = 5000


@pytest.mark.parametrize(
    "target",
    [
        "/picture/1.png",
        "/plain",
        "/no-length",
        "/http10",
        "/http10-keep",
        "/chunked",
        "/informed",
        "/gzip",
        "/deflate",
        "/odd-header",
        "/cookie",
        "/wrong-type",
        "/wrong-type?type=text/html",
        "/wrong-type?type=",
        "/keep-alive-lie",
        "/longer",
        "/redirect?to=/picture/1.png",
        "/redirect?status=301",
        "/redirect?status=303",
        "/redirect?status=307",
        "/redirect?status=308",
        "/redirect?to=picture/1.png",
        "/redirect-chain?n=9",
        "/random",
        "/drip?piece=500&every=0.001",
        "/headers?n=150",
    ],
)
async def test_an_odd_answer_that_holds_the_picture_is_read(lab: Lab, target: str) -> None:
    fetched = await lab.fetch(target)
    assert (fetched.status, fetched.media_type, fetched.attempts, fetched.error) == ("fetched", "image/png", 1, None)
    body = lab.body(fetched)
    assert body.startswith(b"\x89PNG")
    assert body.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize(
    "target, kind, http_status",
    [
        ("/html", "blocked", 200),
        ("/html?type=image/png", "blocked", 200),
        ("/html?status=403", "http", 403),
        ("/challenge", "blocked", 403),
        ("/challenge?status=503", "blocked", 503),
        ("/challenge?marker=header", "blocked", 403),
        ("/challenge?status=200", "blocked", 200),
        ("/text", "not_a_picture", 200),
        ("/empty", "not_a_picture", 200),
        ("/json", "not_a_picture", 200),
        ("/status/204", "http", 204),
        ("/status/400", "http", 400),
        ("/status/401", "http", 401),
        ("/status/404", "http", 404),
        ("/status/410", "http", 410),
        ("/status/451", "http", 451),
        ("/status/999", "http", 999),
        ("/auth", "http", 401),
        ("/partial-unasked", "http", 206),
        ("/not-modified", "http", 304),
        ("/switching", "http", 101),
        ("/redirect-nowhere", "http", 302),
        ("/redirect-loop/a", "redirect_loop", 302),
        ("/redirect-chain?n=40", "redirect_loop", 302),
        ("/redirect?to=http://", "redirect_loop", 302),
        ("/redirect?to=http://[::1", "connect", 302),
        ("/garbage", "http", None),
        ("/headers?n=10000", "http", None),
        ("/long-header", "http", None),
        ("/two-lengths", "http", None),
        ("/bad-length?value=many", "http", None),
        ("/bad-length?value=-5", "http", None),
        ("/gzip-broken", "damaged", 200),
        ("/unknown-coding", "damaged", 200),
    ],
)
async def test_what_will_not_change_fails_at_the_first_attempt(
    lab: Lab, target: str, kind: str, http_status: int | None
) -> None:
    fetched = await lab.fetch(target)
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind, fetched.http_status) == ("failed", kind, http_status)
    assert fetched.attempts == 1
    assert lab.stored(target) == ()
    assert lab.store.info().partial == 0
    assert fetched.stored is None


@pytest.mark.parametrize("status", [200, 201, 203, 226, 299])
async def test_any_success_with_a_body_is_a_picture(lab: Lab, status: int) -> None:
    fetched = await lab.fetch(lab.web.put("/a.png", png("a"), media_type="image/png", status=status))
    assert (fetched.status, fetched.http_status) == ("fetched", status)
    assert lab.body(fetched) == png("a")


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "data:image/png;base64,iVBORw0KGgo=", "ftp://127.0.0.1/x", "demo:"]
)
async def test_a_redirect_out_of_the_web_is_refused(lab: Lab, to: str) -> None:
    fetched = await lab.fetch(f"/redirect?to={to}")
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind) == ("refused", "blocked")


@pytest.mark.parametrize(
    "target", ["/endless", "/endless?announce=99000000", "/gzip-bomb", "/picture/big?bytes=300001"]
)
async def test_more_than_the_limit_is_refused_and_not_kept(lab: Lab, target: str) -> None:
    await lab.again(max_bytes=300_000)
    fetched = await lab.fetch(target)
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind, fetched.attempts) == ("refused", "too_large", 1)
    assert lab.stored(target) == ()
    assert lab.store.info().partial == 0


@pytest.mark.parametrize(
    "target, kind",
    [
        ("/slow-first-byte", "timeout"),
        ("/slow-headers", "timeout"),
        ("/endless-1xx", "timeout"),
        ("/stall?times=99&at=0", "timeout"),
        ("/drip?every=0.03&piece=1", "timeout"),
    ],
)
async def test_waiting_has_an_end(lab: Lab, target: str, kind: str) -> None:
    await lab.again(connect=0.1, first_byte=0.15, stall=0.15, slow_window=0.2, slowest=200, retries=1)
    fetched = await lab.fetch(target)
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind) == ("failed", kind)


@pytest.mark.parametrize(
    "target",
    [
        "/reset-at-once?times=2",
        "/hang-up?times=2",
        "/status/500?times=2",
        "/status/503?times=2",
        "/status/429?times=2&after=0",
        "/status/503?times=2&after=0",
        "/status/408?times=2",
        "/retry-after-date?times=2&in=-5",
        "/stall?times=2&at=0&bytes=3000",
    ],
)
async def test_what_passes_is_overcome(lab: Lab, target: str) -> None:
    await lab.again(stall=0.15)
    fetched = await lab.fetch(target)
    assert (fetched.status, fetched.error) == ("fetched", None)
    assert lab.body(fetched).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "target, kind",
    [
        ("/reset-at-once?times=99", "connect"),
        ("/hang-up?times=99", "connect"),
        ("/cut-head", "connect"),
        ("/status/500", "http"),
        ("/status/502", "http"),
        ("/gzip-cut", "truncated"),
        ("/broken-chunk", "timeout"),
        ("/cut-chunk", "truncated"),
    ],
)
async def test_what_does_not_pass_ends_after_some_attempts(lab: Lab, target: str, kind: str) -> None:
    await lab.again(retries=2, stall=0.15)
    fetched = await lab.fetch(target)
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind, fetched.stored) == ("failed", kind, None)
    assert 2 <= fetched.attempts <= 6


@pytest.mark.parametrize("how", ["reset", "cut", "stall"])
@pytest.mark.parametrize("at", [0, 1, 999, 1000, 4999])
async def test_a_broken_body_goes_on_where_it_broke(lab: Lab, how: str, at: int) -> None:
    await lab.again(stall=0.15)
    target = f"/{how}?at={at}&bytes={SIZE}"
    fetched = await lab.fetch(target)
    assert fetched.status == "fetched"
    assert lab.body(fetched) == png(f"/{how}", SIZE)
    assert fetched.attempts == 2
    hits = lab.web.hits[f"/{how}"]
    assert hits[0].headers.get("range") is None
    assert hits[1].headers.get("range") == (f"bytes={at}-" if at > 8 else None), "one byte does not tell what it is"


async def test_a_body_broken_many_times_still_arrives(lab: Lab) -> None:
    fetched = await lab.fetch(f"/cut?at=700&times=7&bytes={SIZE}")
    assert (fetched.status, fetched.attempts) == ("fetched", 8)
    assert lab.body(fetched) == png("/cut", SIZE)


@pytest.mark.parametrize("etag", ["off", "weak"])
async def test_without_a_strong_validator_it_begins_again(lab: Lab, etag: str) -> None:
    fetched = await lab.fetch(f"/cut?at=1000&bytes={SIZE}&etag={etag}")
    assert lab.body(fetched) == png("/cut", SIZE)
    assert [hit.headers.get("range") for hit in lab.web.hits["/cut"]] == [None, None]


@pytest.mark.parametrize(
    "how", ["ignored", "start", "early", "total", "missing", "garbled", "unit", "short", "multipart", "416"]
)
async def test_a_wrong_range_never_gets_into_the_file(lab: Lab, how: str) -> None:
    fetched = await lab.fetch(f"/range-lie?how={how}&at=1000&bytes={SIZE}")
    assert fetched.status == "fetched"
    assert lab.body(fetched) == png("/range-lie", SIZE)


@pytest.mark.parametrize("how", ["honest", "blind", "silent"])
async def test_two_versions_are_never_spliced(lab: Lab, how: str) -> None:
    target = f"/changing?how={how}&at=1000&bytes={SIZE}"
    fetched = await lab.fetch(target)
    assert fetched.status == "fetched"
    assert lab.body(fetched) == png(f"new {target}", SIZE)


async def test_a_partial_file_is_continued_after_a_restart(lab: Lab) -> None:
    target = f"/cut?at=3000&times=1&bytes={SIZE}"
    await lab.again(retries=-1)
    assert (await lab.fetch(target)).status == "failed"
    assert lab.store.info().partial == 1
    await lab.again()
    fetched = await lab.fetch(target)
    assert (fetched.status, fetched.media_type) == ("fetched", "image/png")
    assert lab.body(fetched) == png("/cut", SIZE)
    assert lab.web.hits["/cut"][1].headers["range"] == "bytes=3000-"
    assert lab.web.hits["/cut"][1].headers["if-range"].startswith('"')
    assert lab.store.info().partial == 0


async def test_a_connection_that_dies_between_two_requests_is_replaced(lab: Lab) -> None:
    for n in range(3):
        fetched = await lab.fetch("/keep-alive-trap", key=f"http://key/{n}")
        assert (fetched.status, fetched.attempts) == ("fetched", 1)


async def test_connections_are_used_again(lab: Lab) -> None:
    for n in range(5):
        await lab.fetch(f"/picture/{n}")
        await lab.fetch(f"/redirect?to=/picture/{n + 100}&n={n}")
    assert lab.web.connections == 1


async def test_a_host_that_does_not_listen_fails(lab: Lab) -> None:
    await lab.again(retries=1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        fetched = await lab.fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/x")
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind, fetched.attempts) == ("failed", "connect", 2)


async def test_more_than_announced_in_one_go_never_gets_into_the_file(lab: Lab) -> None:
    fetched = await lab.fetch("/longer?how=at-once")
    assert fetched.stored is None or lab.body(fetched) == png("/longer")


async def test_a_name_without_an_address_fails(lab: Lab) -> None:
    await lab.again(retries=0)
    fetched = await lab.fetch("http://nothing.invalid/x.png")
    assert fetched.error is not None
    assert (fetched.status, fetched.error.kind) == ("failed", "dns")
    assert "nothing.invalid" in str(fetched.error)


async def test_many_pictures_of_a_dead_host_fail_without_being_asked_for(lab: Lab) -> None:
    await lab.again(retries=1)
    fetched = await asyncio.gather(*(lab.fetch(f"/reset-at-once?times=99&n={n}") for n in range(60)))
    assert {one.status for one in fetched} == {Status.FAILED}
    assert lab.web.count() < 30
    assert lab.fetcher is not None
    assert lab.fetcher.hosts()[0].unreachable_until is not None


async def test_a_rate_limit_with_a_long_wait_fails_all_that_wait_and_shows(lab: Lab) -> None:
    fetched = await asyncio.gather(*(lab.fetch(f"/status/429?after=3600&n={n}") for n in range(40)))
    assert {one.error.kind for one in fetched if one.error} == {"rate_limited"}
    assert lab.web.count() <= 8
    assert fetched[-1].error is not None
    assert fetched[-1].error.retry_after is not None
    assert fetched[-1].error.retry_after > 3000
    assert lab.fetcher is not None
    state = lab.fetcher.hosts()[0]
    assert state.paused_until is not None
    assert state.allowed < state.limit


async def test_a_short_wait_is_waited_for(lab: Lab) -> None:
    fetched = await lab.fetch("/status/429?times=1&after=1")
    assert (fetched.status, fetched.attempts) == ("fetched", 2)


async def test_no_more_requests_at_once_than_allowed(lab: Lab) -> None:
    await lab.again(per_host=3)
    await asyncio.gather(*(lab.fetch(f"/picture/{n}?delay=0.01") for n in range(20)))
    assert lab.web.most_at_once <= 3


async def test_what_is_on_the_screen_goes_first(lab: Lab) -> None:
    fetcher = await lab.again(per_host=1)
    urls = [f"/picture/{n}?delay=0.01" for n in range(6)]
    asked = [asyncio.create_task(lab.fetch(url)) for url in urls]
    await asyncio.sleep(0.02)
    fetcher.prioritise([lab.web.url(urls[5])], Priority.ON_SCREEN)
    asked.append(asyncio.create_task(lab.fetch("/picture/late", priority=Priority.NEXT_TO_IT)))
    await asyncio.gather(*asked)
    order = [hit for path in lab.web.hits for hit in [path]]
    assert order.index("/picture/5") < order.index("/picture/late") < order.index("/picture/4")


@pytest.mark.parametrize("target", ["/html", "/json", "/text"])
async def test_a_document_is_stored_for_whoever_wants_one(lab: Lab, target: str) -> None:
    fetched = await lab.fetch(target, Want.DOCUMENT)
    assert fetched.status == "fetched"
    assert lab.body(fetched)
    await lab.again(offline=True)
    assert (await lab.fetch(target, Want.DOCUMENT)).status == "cached"
    refused = await lab.fetch(target)
    assert refused.error is not None
    assert refused.error.kind == "offline"
