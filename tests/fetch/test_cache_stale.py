"""When a stale response is served, over real HTTP; RFC 9111 section 4.2.4, RFC 5861."""

import asyncio

import pytest

from fetch.origin import FRESH, Clock, Origin, said, value
from vitrina.errors import ConnectionFailedError
from vitrina.fetch.private_cache import PrivateCache


async def refreshed(cache: PrivateCache) -> None:
    """Wait for what the cache asks on its own."""
    await asyncio.gather(*cache._refreshing.values())


async def test_a_stale_response_stands_in_for_a_broken_connection(
    cache: PrivateCache, origin: Origin, clock: Clock
) -> None:
    url = origin.says(said(b"hi", [FRESH]), b"").url()
    await cache.get(url)
    clock.passes(100)
    _, headers, body, from_store = await cache.get(url)
    assert (body, from_store, value(headers, "Age"), origin.asked) == (b"hi", True, "100", 2)


@pytest.mark.parametrize("directive", ["must-revalidate", "no-cache", "stale-if-error=39"])
async def test_unless_it_forbids_that(cache: PrivateCache, origin: Origin, clock: Clock, directive: str) -> None:
    url = origin.says(said(b"hi", [("Cache-Control", f"max-age=60, {directive}")]), b"").url()
    await cache.get(url)
    clock.passes(100)
    with pytest.raises(ConnectionFailedError):
        await cache.get(url)
    assert origin.asked == 2


async def test_nothing_stands_in_where_nothing_is_stored(cache: PrivateCache, origin: Origin) -> None:
    with pytest.raises(ConnectionFailedError):
        await cache.get(origin.says(b"").url())
    assert origin.asked == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_stale_if_error_stands_in_for_a_failing_server(
    cache: PrivateCache, origin: Origin, clock: Clock, status: int
) -> None:
    fields = [("Cache-Control", "max-age=60, stale-if-error=40")]
    url = origin.says(said(b"hi", fields), said(b"no", status=status), said(b"no", status=status)).url()
    await cache.get(url)
    clock.passes(100)
    assert (await cache.get(url))[2:] == (b"hi", True)
    clock.passes(1)
    assert (await cache.get(url))[::2] == (status, b"no")


async def test_a_failing_server_is_heard_where_nothing_allows_otherwise(
    cache: PrivateCache, origin: Origin, clock: Clock
) -> None:
    url = origin.says(said(b"hi", [FRESH]), said(b"no", status=503)).url()
    await cache.get(url)
    clock.passes(100)
    assert (await cache.get(url))[2:] == (b"no", False)


async def test_stale_while_revalidate_answers_at_once_and_asks_once_meanwhile(
    cache: PrivateCache, origin: Origin, clock: Clock
) -> None:
    fields = [("Cache-Control", "max-age=60, stale-while-revalidate=60")]
    url = origin.says(said(b"1", fields), said(b"2", fields)).url()
    await cache.get(url)
    clock.passes(100)
    answers = await asyncio.gather(*(cache.get(url) for _ in range(3)))
    assert [answer[2:] for answer in answers] == [(b"1", True)] * 3
    await origin.until(2)
    await refreshed(cache)
    answer = await cache.get(url)
    assert answer[2] == b"2"
    assert answer[3]
    assert origin.asked == 2


async def test_a_refresh_that_fails_harms_nobody(cache: PrivateCache, origin: Origin, clock: Clock) -> None:
    url = origin.says(said(b"1", [("Cache-Control", "max-age=60, stale-while-revalidate=60")]), b"").url()
    await cache.get(url)
    clock.passes(100)
    assert (await cache.get(url))[2:] == (b"1", True)
    await origin.until(2)
    await refreshed(cache)
    assert (await cache.get(url))[2:] == (b"1", True)


async def test_only_if_cached_asks_nobody(cache: PrivateCache, origin: Origin, clock: Clock) -> None:
    only = [("Cache-Control", "only-if-cached")]
    url = origin.says(said(b"1", [("Cache-Control", "max-age=60, stale-while-revalidate=60")])).url()
    assert await cache.get(url, only) == (504, [], b"", False)
    await cache.get(url)
    assert (await cache.get(url, only))[2:] == (b"1", True)
    clock.passes(100)
    assert (await cache.get(url, only))[2:] == (b"1", True)
    clock.passes(100)
    assert await cache.get(url, only) == (504, [], b"", False)
    assert origin.asked == 1
