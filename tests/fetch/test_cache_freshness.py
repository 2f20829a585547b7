"""Which stored response is used, and for how long, over real HTTP; RFC 9111 sections 4.1 and 4.2."""

from fetch.origin import FRESH, Clock, Origin, said, value
from vitrina.fetch.http_dates import format_http_date
from vitrina.fetch.private_cache import PrivateCache


async def test_a_fresh_response_is_used_and_says_its_age(cache: PrivateCache, origin: Origin, clock: Clock) -> None:
    url = origin.says(said(b"hi", [FRESH, ("Age", "30"), ("Date", format_http_date(clock.now))])).url()
    await cache.get(url)
    clock.passes(7.9)
    _, headers, _, from_store = await cache.get(url)
    assert from_store
    assert [text for name, text in headers if name == "Age"] == ["37"]
    assert value(headers, "Date") == format_http_date(clock.now - 7.9)


async def test_a_stale_response_is_asked_again(cache: PrivateCache, origin: Origin, clock: Clock) -> None:
    url = origin.says(said(b"1", [FRESH]), said(b"2", [FRESH])).url()
    await cache.get(url)
    clock.passes(61)
    assert (await cache.get(url))[2:] == (b"2", False)
    assert (await cache.get(url))[2:] == (b"2", True)


async def test_a_response_that_says_nothing_is_asked_again_at_once(cache: PrivateCache, origin: Origin) -> None:
    url = origin.says(said(b"1"), said(b"2")).url()
    assert [(await cache.get(url))[2:] for _ in range(2)] == [(b"1", False), (b"2", False)]


async def test_a_clock_set_back_by_a_year_does_not_keep_a_response_fresh(
    cache: PrivateCache, origin: Origin, clock: Clock
) -> None:
    url = origin.says(said(b"1", [FRESH]), said(b"2", [FRESH])).url()
    await cache.get(url)
    clock.passes(-365 * 86400)
    assert (await cache.get(url))[2:] == (b"2", False)


async def test_each_variant_has_its_own_response(cache: PrivateCache, origin: Origin) -> None:
    fields = [FRESH, ("Vary", "Foo")]
    url = origin.says(said(b"1", fields), said(b"2", fields)).url()
    for number in ("1", "2"):
        assert (await cache.get(url, [("Foo", number)]))[2:] == (number.encode(), False)
    for number in ("1", "2"):
        assert (await cache.get(url, [("foo", f" {number} ")]))[2:] == (number.encode(), True)
