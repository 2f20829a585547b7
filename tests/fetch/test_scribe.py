"""The thread that writes bodies: in order, together where several are complete, and never left in the middle."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from store.storing import named, opened, picture, seal, url
from vitrina.errors import NotAPictureError
from vitrina.fetch.scribe import AT_HAND, LEFT, Scribe
from vitrina.store import Incoming, Store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
async def scribe(store: Store) -> AsyncIterator[Scribe]:
    made = Scribe(store)
    yield made
    made.close()


def held_up(scribe: Scribe) -> tuple["asyncio.Task[bool]", Callable[[], None]]:
    """Keep the thread busy until the function given is called."""
    gate = threading.Event()
    return asyncio.create_task(scribe.run(partial(gate.wait, 10))), gate.set


def complete(store: Store, number: int) -> Callable[[], Incoming]:
    return lambda: seal(store, url(number), picture(number))


async def test_jobs_are_done_in_the_order_they_came_and_give_what_they_give(scribe: Scribe) -> None:
    done: list[int] = []

    def job(number: int) -> int:
        done.append(number)
        return number * 2

    assert await asyncio.gather(*(scribe.run(partial(job, n)) for n in range(50))) == [n * 2 for n in range(50)]
    assert done == list(range(50))


async def test_what_waits_at_the_same_time_is_stored_together(scribe: Scribe, store: Store, tmp_path: Path) -> None:
    log = tmp_path / "cache" / "index.sqlite-wal"
    for n in range(8):
        await scribe.store(complete(store, n))
    alone = log.stat().st_size
    busy, go = held_up(scribe)
    waiting = [asyncio.create_task(scribe.store(complete(store, n))) for n in range(8, 16)]
    await asyncio.sleep(0)
    go()
    stored = await asyncio.gather(*waiting)
    assert await busy
    assert [one.sha256 for one in stored] == [named(picture(n)) for n in range(8, 16)]
    assert all(one.path.read_bytes() == picture(n) for n, one in enumerate(stored, 8))
    assert log.stat().st_size - alone < alone / 2


async def test_a_body_that_is_refused_keeps_no_other_from_being_stored(scribe: Scribe, store: Store) -> None:
    def refused() -> Incoming:
        raise NotAPictureError("{host} sent {kind} where a picture was due.", host="x", kind="text/plain")

    outcomes = await asyncio.gather(
        scribe.store(complete(store, 1)),
        scribe.store(refused),
        scribe.store(complete(store, 2)),
        return_exceptions=True,
    )
    assert [isinstance(one, NotAPictureError) for one in outcomes] == [False, True, False]
    assert all(store.responses(url(n)) for n in (1, 2))


async def test_who_is_cancelled_leaves_when_the_job_has_ended(scribe: Scribe) -> None:
    busy, go = held_up(scribe)
    ended = threading.Event()
    task = asyncio.create_task(scribe.run(ended.set))
    await asyncio.sleep(0)
    task.cancel()
    task.cancel()
    assert (await asyncio.wait([task], timeout=0.05))[0] == set()
    go()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
    assert await busy


async def test_who_brings_more_than_may_wait_goes_on_when_there_is_room_again(scribe: Scribe, store: Store) -> None:
    busy, go = held_up(scribe)
    await asyncio.sleep(0.05)  # so that the thread has taken that job
    gone_on: list[int] = []
    stored: list[int] = []
    stored_when: list[int] = []

    def go_on(number: int) -> None:
        gone_on.append(number)
        stored_when.append(len(stored))

    async def bring(number: int) -> None:
        await scribe.store(complete(store, number), go_on=partial(go_on, number))
        stored.append(number)

    waiting = [asyncio.create_task(bring(n)) for n in range(AT_HAND + 2)]
    await asyncio.sleep(0)
    assert gone_on == list(range(AT_HAND))
    go()
    await asyncio.gather(*waiting, busy)
    assert gone_on == list(range(AT_HAND + 2))
    assert stored_when[-1] <= AT_HAND + 2 - LEFT, "before its own was stored, and what was left besides"
