"""Equal requests share one task, which ends with its last asker."""

import asyncio

import pytest

from vitrina.library.joining import Joined


async def test_equal_requests_run_once_and_get_the_same_result() -> None:
    joined: Joined[str, object] = Joined()
    runs = 0

    async def make() -> object:
        nonlocal runs
        runs += 1
        await asyncio.sleep(0.01)
        return object()

    first, second, other = await asyncio.gather(joined.ask("a", make), joined.ask("a", make), joined.ask("b", make))
    assert first is second
    assert first is not other
    assert runs == 2
    assert len(joined) == 0


async def test_one_asker_leaving_does_not_end_it_for_the_other() -> None:
    joined: Joined[str, str] = Joined()
    go = asyncio.Event()

    async def make() -> str:
        await go.wait()
        return "here"

    leaves, stays = (asyncio.create_task(joined.ask("a", make)) for _ in range(2))
    await asyncio.sleep(0)
    leaves.cancel()
    await asyncio.sleep(0)
    go.set()
    assert await stays == "here"
    assert leaves.cancelled()


async def test_the_task_is_cancelled_when_the_last_asker_leaves() -> None:
    joined: Joined[str, None] = Joined()
    ended = asyncio.Event()

    async def make() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    asker = asyncio.create_task(joined.ask("a", make))
    await asyncio.sleep(0.01)
    asker.cancel()
    await asyncio.wait_for(ended.wait(), 5)
    assert len(joined) == 0


async def test_a_fault_reaches_every_asker_and_the_next_asker_starts_anew() -> None:
    joined: Joined[str, int] = Joined()
    runs = 0

    async def make() -> int:
        nonlocal runs
        runs += 1
        await asyncio.sleep(0)
        if runs == 1:
            raise ValueError("first")
        return runs

    both = await asyncio.gather(joined.ask("a", make), joined.ask("a", make), return_exceptions=True)
    assert [type(one) for one in both] == [ValueError, ValueError]
    assert await joined.ask("a", make) == 2


async def test_asking_again_after_the_last_asker_left_starts_anew() -> None:
    joined: Joined[str, str] = Joined()

    async def never() -> str:
        await asyncio.sleep(60)
        return "never"

    async def now() -> str:
        return "now"

    asker = asyncio.create_task(joined.ask("a", never))
    await asyncio.sleep(0)
    asker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asker
    assert await joined.ask("a", now) == "now"


async def test_who_asks_when_the_result_is_there_gets_a_new_one() -> None:
    joined: Joined[str, int] = Joined()
    runs = 0

    async def make() -> int:
        nonlocal runs
        runs += 1
        await asyncio.sleep(0)
        return runs

    other = asyncio.create_task(joined.ask("a", make))
    first = await joined.ask("a", make)
    second = await joined.ask("a", make)  # before `other` has had its turn
    assert (first, second, await other) == (1, 2, 1)
    assert len(joined) == 0
