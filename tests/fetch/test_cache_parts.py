"""Parts, and bodies that broke off, over real HTTP; RFC 9111 sections 3.3 and 3.4, RFC 9110 section 14."""

import pytest

from fetch.origin import FRESH, TAG, Clock, Origin, said, value
from vitrina.errors import TruncatedError
from vitrina.fetch.private_cache import PrivateCache


async def test_a_slice_of_what_is_stored_needs_nobody(cache: PrivateCache, origin: Origin) -> None:
    url = origin.says(said(b"0123456789", [FRESH])).url()
    await cache.get(url)
    status, headers, body, from_store = await cache.get(url, [("Range", "bytes=2-4")])
    assert (status, body, from_store) == (206, b"234", True)
    assert (value(headers, "Content-Range"), value(headers, "Content-Length")) == ("bytes 2-4/10", "3")
    assert origin.asked == 1


async def test_a_part_answers_for_what_it_holds_and_for_nothing_else(cache: PrivateCache, origin: Origin) -> None:
    piece = [FRESH, TAG, ("Content-Range", "bytes 4-8/10")]
    url = origin.says(said(b"45678", piece, 206), said(b"0123456789", [FRESH, TAG])).url()
    await cache.get(url, [("Range", "bytes=4-8")])
    assert (await cache.get(url, [("Range", "bytes=5-6")]))[2:] == (b"56", True)
    assert (await cache.get(url))[2:] == (b"0123456789", False)
    assert "range" not in origin.requests[1]


async def test_a_beginning_is_completed_by_the_rest(cache: PrivateCache, origin: Origin) -> None:
    origin.says(said(b"01234", [FRESH, TAG, ("A", "1"), ("Content-Range", "bytes 0-4/10")], 206))
    origin.says(said(b"56789", [FRESH, TAG, ("A", "2"), ("Content-Range", "bytes 5-9/10")], 206))
    url = origin.url()
    await cache.get(url, [("Range", "bytes=0-4")])
    status, headers, body, from_store = await cache.get(url)
    assert (status, body, from_store) == (200, b"0123456789", False)
    assert origin.requests[1]["range"] == "bytes=5-"
    assert origin.requests[1]["if-range"] == '"a"'
    assert (value(headers, "A"), value(headers, "Content-Length"), value(headers, "Content-Range")) == (
        "2",
        "10",
        None,
    )
    assert (await cache.get(url))[2:] == (b"0123456789", True)


async def test_a_body_that_broke_off_is_completed_by_the_next_asking(cache: PrivateCache, origin: Origin) -> None:
    origin.says(said(b"01234", [FRESH, TAG, ("Content-Length", "10")]))
    origin.says(said(b"56789", [FRESH, TAG, ("Content-Range", "bytes 5-9/10")], 206))
    url = origin.url()
    with pytest.raises(TruncatedError):
        await cache.get(url)
    assert (await cache.get(url))[2:] == (b"0123456789", False)
    assert (await cache.get(url))[2:] == (b"0123456789", True)


async def test_a_rest_that_breaks_off_too_makes_the_beginning_longer(cache: PrivateCache, origin: Origin) -> None:
    origin.says(said(b"01", [FRESH, TAG, ("Content-Length", "10")]))
    origin.says(said(b"2345", [FRESH, TAG, ("Content-Range", "bytes 2-9/10"), ("Content-Length", "8")], 206))
    origin.says(said(b"6789", [FRESH, TAG, ("Content-Range", "bytes 6-9/10")], 206))
    for _ in range(2):
        with pytest.raises(TruncatedError):
            await cache.get(origin.url())
    assert (await cache.get(origin.url()))[2:] == (b"0123456789", False)
    assert [request.get("range") for request in origin.requests] == [None, "bytes=2-", "bytes=6-"]


@pytest.mark.parametrize(
    "headers",
    [[FRESH], [FRESH, ("ETag", 'W/"a"')], [("Cache-Control", "no-store"), TAG]],
    ids=["no validator", "weak", "no-store"],
)
async def test_a_body_that_broke_off_and_cannot_be_completed_is_not_stored(
    cache: PrivateCache, origin: Origin, headers: list[tuple[str, str]]
) -> None:
    url = origin.says(said(b"01234", [*headers, ("Content-Length", "10")]), said(b"0123456789")).url()
    with pytest.raises(TruncatedError):
        await cache.get(url)
    assert (await cache.get(url))[2] == b"0123456789"
    assert "range" not in origin.requests[1]


async def test_another_version_is_never_joined_to_a_beginning(cache: PrivateCache, origin: Origin) -> None:
    origin.says(said(b"01234", [FRESH, TAG, ("Content-Length", "10")]))
    origin.says(said(b"abcdefghij", [FRESH, ("ETag", '"b"')]))
    url = origin.url()
    with pytest.raises(TruncatedError):
        await cache.get(url)
    assert (await cache.get(url))[2:] == (b"abcdefghij", False)
    assert (await cache.get(url))[2:] == (b"abcdefghij", True)


@pytest.mark.parametrize(
    "answer",
    [
        said(b"fghij", [FRESH, ("ETag", '"b"'), ("Content-Range", "bytes 5-9/10")], 206),
        said(b"56789", [FRESH, TAG, ("Content-Range", "bytes 5-9/11")], 206),
        said(b"6789", [FRESH, TAG, ("Content-Range", "bytes 6-9/10")], 206),
        said(b"", [FRESH, TAG, ("Content-Range", "bytes 5-9/10")], 206),
        said(b"56789a", [FRESH, TAG, ("Content-Range", "bytes 5-9/10")], 206),
        said(b"", [("Content-Range", "bytes */3")], 416),
    ],
    ids=["another version", "another length", "a gap", "empty", "too long", "out of range"],
)
async def test_a_rest_that_does_not_fit_is_no_answer_and_the_beginning_is_given_up(
    cache: PrivateCache, origin: Origin, answer: bytes
) -> None:
    url = origin.says(said(b"01234", [TAG, ("Content-Length", "10")]), answer, said(b"whole", [FRESH])).url()
    with pytest.raises(TruncatedError):
        await cache.get(url)
    with pytest.raises(TruncatedError):
        await cache.get(url)
    assert (await cache.get(url))[2:] == (b"whole", False)
    assert "range" not in origin.requests[2]


async def test_a_stale_whole_stands_in_for_a_body_that_breaks_off(
    cache: PrivateCache, origin: Origin, clock: Clock
) -> None:
    url = origin.says(said(b"old", [FRESH, TAG]), said(b"ne", [FRESH, ("Content-Length", "3")])).url()
    await cache.get(url)
    clock.passes(100)
    assert (await cache.get(url))[2:] == (b"old", True)
