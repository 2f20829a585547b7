"""What a 304 and another version do to what is stored, over real HTTP; RFC 9111 section 4.3."""

from fetch.origin import FRESH, TAG, Clock, Origin, said, value
from vitrina.fetch.private_cache import PrivateCache


async def test_a_304_confirms_what_is_stored_and_brings_new_fields(
    cache: PrivateCache, origin: Origin, clock: Clock
) -> None:
    modified = ("Last-Modified", "Tue, 06 Oct 2026 10:00:00 GMT")
    origin.says(said(b"hi", [FRESH, TAG, modified, ("A", "1"), ("B", "1"), ("Age", "50")]))
    origin.says(said(status=304, headers=[("Cache-Control", "max-age=600"), ("A", "2"), TAG]))
    url = origin.url()
    await cache.get(url)
    clock.passes(100)
    status, headers, body, from_store = await cache.get(url)
    assert (status, body, from_store) == (200, b"hi", True)
    assert (value(headers, "A"), value(headers, "B"), value(headers, "Age")) == ("2", "1", None)
    assert origin.requests[1]["if-none-match"] == '"a"'
    assert origin.requests[1]["if-modified-since"] == modified[1]
    clock.passes(500)
    _, headers, body, from_store = await cache.get(url)
    assert (body, from_store, value(headers, "A"), origin.asked) == (b"hi", True, "2", 2)


async def test_a_304_keeps_the_cookies_that_were_stored(cache: PrivateCache, origin: Origin, clock: Clock) -> None:
    origin.says(said(b"hi", [FRESH, TAG, ("Set-Cookie", "a=b")]), said(status=304, headers=[FRESH, TAG]))
    url = origin.url()
    await cache.get(url)
    clock.passes(100)
    for _ in range(2):
        assert value((await cache.get(url))[1], "Set-Cookie") == "a=b"


async def test_another_version_replaces_what_is_stored(cache: PrivateCache, origin: Origin, clock: Clock) -> None:
    url = origin.says(said(b"1", [FRESH, TAG]), said(b"2", [FRESH, ("ETag", '"b"')])).url()
    await cache.get(url)
    clock.passes(100)
    assert [(await cache.get(url))[2:] for _ in range(2)] == [(b"2", False), (b"2", True)]


async def test_a_304_about_another_version_changes_nothing_that_is_stored(
    cache: PrivateCache, origin: Origin, clock: Clock
) -> None:
    other = said(status=304, headers=[("ETag", '"z"'), ("A", "2"), FRESH])
    url = origin.says(said(b"1", [FRESH, TAG, ("A", "1")]), other, said(b"2")).url()
    await cache.get(url)
    clock.passes(100)
    _, headers, body, from_store = await cache.get(url)
    assert (value(headers, "A"), body, from_store) == ("1", b"1", True)
    assert (await cache.get(url))[2] == b"2"


async def test_the_callers_own_condition_is_answered_from_the_store(cache: PrivateCache, origin: Origin) -> None:
    url = origin.says(said(b"hi", [FRESH, TAG])).url()
    await cache.get(url)
    status, headers, body, from_store = await cache.get(url, [("If-None-Match", '"x", "a"')])
    assert (status, value(headers, "ETag"), body, from_store) == (304, '"a"', b"", True)
    assert (await cache.get(url, [("If-None-Match", '"x"')]))[::2] == (200, b"hi")
    assert origin.asked == 1


async def test_the_callers_own_condition_is_the_origins_where_nothing_is_stored(
    cache: PrivateCache, origin: Origin
) -> None:
    url = origin.says(said(status=304, headers=[TAG]), said(b"hi")).url()
    status, _, body, from_store = await cache.get(url, [("If-None-Match", '"a"')])
    assert (status, body, from_store) == (304, b"", False)
    assert (await cache.get(url))[::2] == (200, b"hi")


async def test_a_304_about_the_callers_own_version_is_passed_on(
    cache: PrivateCache, origin: Origin, clock: Clock
) -> None:
    url = origin.says(said(b"1", [FRESH, TAG]), said(status=304, headers=[("ETag", '"z"')])).url()
    await cache.get(url)
    clock.passes(100)
    status, headers, body, from_store = await cache.get(url, [("If-None-Match", '"z"')])
    assert (status, value(headers, "ETag"), body, from_store) == (304, '"z"', b"", False)
    assert origin.requests[1]["if-none-match"] == '"a", "z"'
