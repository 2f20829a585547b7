"""One fetcher and those who ask it: joined and left, told how it goes, with other limits, offline and back."""

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest

from laboratory import Lab
from vitrina.errors import CancelledFetchError
from vitrina.fetch import Request, Want
from vitrina.model import Priority
from web import Web, png


async def test_equal_requests_are_one(lab: Lab) -> None:
    fetched = await asyncio.gather(*(lab.fetch("/picture/x?delay=0.03") for _ in range(50)))
    assert {one.status for one in fetched} == {"fetched"}
    assert lab.web.count() == 1


async def test_requests_of_other_kinds_for_one_key_wait_for_each_other(lab: Lab) -> None:
    target = "/picture/fresh.png?cache=max-age=3600&delay=0.02"
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


async def test_peeking_at_a_picture_reads_and_stores_nothing(lab: Lab) -> None:
    fetched = await lab.fetch("/endless", Want.EITHER, peek=True)
    assert (fetched.status, fetched.peeked, fetched.stored, fetched.media_type) == ("fetched", True, None, "image/png")
    assert lab.store.info().pictures == 0
    assert lab.store.info().partial == 0


async def test_peeking_at_a_document_reads_it(lab: Lab) -> None:
    fetched = await lab.fetch("/json", Want.EITHER, peek=True)
    assert (fetched.peeked, fetched.media_type) == (False, "application/json")
    assert lab.body(fetched).startswith(b"[")


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
