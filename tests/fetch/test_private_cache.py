"""The plain private cache over real HTTP and a real store; RFC 9111 and RFC 5861, section by section."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import vitrina.fetch
from fetch.origin import Clock, Origin, said
from vitrina.errors import (
    BlockedAddressError,
    ConnectionFailedError,
    DamagedError,
    TruncatedError,
    UsageError,
)
from vitrina.fetch.http_dates import format_http_date
from vitrina.fetch.private_cache import PrivateCache, open_cache
from vitrina.store import Store

FRESH = ("Cache-Control", "max-age=60")
TAG = ("ETag", '"a"')


@pytest.fixture
async def origin() -> AsyncIterator[Origin]:
    async with Origin() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def cache(tmp_path: Path, clock: Clock) -> AsyncIterator[PrivateCache]:
    async with open_cache(tmp_path / "cache", clock=clock) as opened:
        yield opened


def value(headers: list[tuple[str, str]], name: str) -> str | None:
    return next((text for key, text in headers if key == name), None)


async def refreshed(cache: PrivateCache) -> None:
    """Wait for what the cache asks on its own."""
    await asyncio.gather(*cache._refreshing.values())


class TestEntry:
    async def test_it_is_what_the_package_offers(self, tmp_path: Path, origin: Origin) -> None:
        async with vitrina.fetch.open_cache(str(tmp_path / "new" / "folder")) as cache:
            url = origin.says(said(b"hi", [FRESH, ("A", "1"), ("a", "2")])).url()
            assert await cache.get(url, headers=[("Foo", "bar")]) == (
                200,
                [("Cache-Control", "max-age=60"), ("A", "1"), ("a", "2"), ("Content-Length", "2")],
                b"hi",
                False,
            )
            status, headers, body, from_store = await cache.get(url)
        assert (status, body, from_store) == (200, b"hi", True)
        assert [pair for pair in headers if pair[0].lower() == "a"] == [("A", "1"), ("a", "2")]

    async def test_what_was_stored_is_there_for_the_next_run(self, tmp_path: Path, origin: Origin) -> None:
        url = origin.says(said(b"hi", [FRESH])).url()
        async with open_cache(tmp_path) as cache:
            await cache.get(url)
        async with open_cache(tmp_path) as cache:
            assert (await cache.get(url))[2:] == (b"hi", True)
        assert origin.asked == 1

    async def test_a_redirect_is_an_answer_like_any_other(self, cache: PrivateCache, origin: Origin) -> None:
        url = origin.says(said(status=301, headers=[FRESH, ("Location", origin.url("/other"))])).url()
        for stored in (False, True):
            status, headers, _, from_store = await cache.get(url)
            assert (status, value(headers, "Location"), from_store) == (301, origin.url("/other"), stored)

    async def test_any_content_comes_as_it_is_coded(self, cache: PrivateCache, origin: Origin) -> None:
        body = bytes(range(256)) * 8000
        url = origin.says(said(body, [FRESH, ("Content-Encoding", "gzip"), ("Content-Type", "text/x-any")])).url()
        assert (await cache.get(url))[2] == body
        assert (await cache.get(url))[2:] == (body, True)

    @pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "data:,x"])
    async def test_other_schemes_are_refused(self, cache: PrivateCache, url: str) -> None:
        with pytest.raises(BlockedAddressError):
            await cache.get(url)

    async def test_a_header_that_cannot_be_sent_is_refused(self, cache: PrivateCache, origin: Origin) -> None:
        with pytest.raises(UsageError):
            await cache.get(origin.url(), headers=[("A", "1\r\nB: 2")])

    async def test_a_fragment_is_not_part_of_the_name_and_a_query_is(self, cache: PrivateCache, origin: Origin) -> None:
        origin.says(said(b"1", [FRESH]), said(b"2", [FRESH]))
        assert (await cache.get(origin.url("/?a=1#x")))[2] == b"1"
        assert (await cache.get(origin.url("/?a=1#y")))[2:] == (b"1", True)
        assert (await cache.get(origin.url("/?a=2")))[2:] == (b"2", False)

    async def test_bytes_that_the_disk_has_lost_are_asked_again(
        self, cache: PrivateCache, origin: Origin, tmp_path: Path
    ) -> None:
        url = origin.says(said(b"one", [FRESH]), said(b"two", [FRESH])).url()
        await cache.get(url)
        with Store.open(tmp_path / "cache", tmp_path / "cache" / "kept") as other:
            (stored,) = other.responses(url)
        stored.path.unlink()
        assert (await cache.get(url))[2:] == (b"two", False)
        assert (await cache.get(url))[2:] == (b"two", True)

    async def test_a_304_about_bytes_that_the_disk_has_lost_is_no_answer(
        self, cache: PrivateCache, origin: Origin, tmp_path: Path, clock: Clock
    ) -> None:
        url = origin.says(said(b"one", [FRESH, TAG]), said(status=304, headers=[TAG]), said(b"two", [TAG])).url()
        await cache.get(url)
        clock.passes(100)
        with Store.open(tmp_path / "cache", tmp_path / "cache" / "kept") as other:
            (stored,) = other.responses(url)
        asking = asyncio.create_task(cache.get(url))
        await origin.until(2)
        stored.path.unlink()
        with pytest.raises(DamagedError):
            await asking
        assert (await cache.get(url))[::2] == (200, b"two")

    async def test_an_answer_that_finds_no_room_is_an_answer_all_the_same(
        self, cache: PrivateCache, origin: Origin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        url = origin.says(said(b"one", [FRESH]), said(b"two", [FRESH])).url()
        with monkeypatch.context() as disk:
            disk.setattr(os, "write", full)
            assert (await cache.get(url))[2:] == (b"one", False)
        assert (await cache.get(url))[2:] == (b"two", False)
        assert (await cache.get(url))[2:] == (b"two", True)

    async def test_two_caches_share_a_folder(
        self, cache: PrivateCache, origin: Origin, tmp_path: Path, clock: Clock
    ) -> None:
        url = origin.says(said(b"hi", [FRESH])).url()
        await cache.get(url)
        async with open_cache(tmp_path / "cache", clock=clock) as other:
            assert (await other.get(url))[3]


class TestStoring:
    """RFC 9111 section 3."""

    @pytest.mark.parametrize("headers", [[("Cache-Control", "no-store, max-age=60")], [FRESH, ("Vary", "*")]])
    async def test_what_may_not_be_stored_is_asked_again(
        self, cache: PrivateCache, origin: Origin, headers: list[tuple[str, str]]
    ) -> None:
        url = origin.says(said(b"1", headers), said(b"2", headers)).url()
        assert [(await cache.get(url))[2:] for _ in range(2)] == [(b"1", False), (b"2", False)]

    async def test_a_request_may_forbid_storing(self, cache: PrivateCache, origin: Origin) -> None:
        url = origin.says(said(b"1", [FRESH]), said(b"2", [FRESH])).url()
        await cache.get(url, [("Cache-Control", "no-store")])
        assert (await cache.get(url))[2:] == (b"2", False)

    async def test_every_field_is_given_back_but_those_of_the_connection(
        self, cache: PrivateCache, origin: Origin
    ) -> None:
        fields = [("Set-Cookie", "a=b"), ("Set-Cookie", "c=d"), ("WWW-Authenticate", "Basic"), ("X", "1")]
        hidden = [("Connection", "Secret"), ("Secret", "1"), ("Keep-Alive", "timeout=5")]
        url = origin.says(said(b"", [FRESH, *fields, *hidden])).url()
        await cache.get(url)
        _, headers, _, _ = await cache.get(url)
        assert [pair for pair in headers if pair[0] not in {"Date", "Age", "Content-Length"}] == [FRESH, *fields]

    async def test_the_collection_keeps_no_cookies_on_disk_by_that_name(
        self, cache: PrivateCache, origin: Origin, tmp_path: Path
    ) -> None:
        url = origin.says(said(b"", [FRESH, ("Set-Cookie", "a=b")])).url()
        await cache.get(url)
        with Store.open(tmp_path / "cache", tmp_path / "cache" / "kept") as store:
            (stored,) = store.responses(url)
        assert "set-cookie" not in {name.lower() for name, _ in stored.headers}

    @pytest.mark.parametrize("status", [204, 404, 501, 599])
    async def test_any_status_is_given_back(self, cache: PrivateCache, origin: Origin, status: int) -> None:
        url = origin.says(said(b"" if status == 204 else b"x", [FRESH], status)).url()
        first = await cache.get(url)
        again = await cache.get(url)
        assert (again[0], again[2], again[3]) == (status, first[2], True)


class TestFreshness:
    """RFC 9111 section 4.2."""

    async def test_a_fresh_response_is_used_and_says_its_age(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        url = origin.says(said(b"hi", [FRESH, ("Age", "30"), ("Date", format_http_date(clock.now))])).url()
        await cache.get(url)
        clock.passes(7.9)
        _, headers, _, from_store = await cache.get(url)
        assert from_store
        assert [text for name, text in headers if name == "Age"] == ["37"]
        assert value(headers, "Date") == format_http_date(clock.now - 7.9)

    async def test_a_stale_response_is_asked_again(self, cache: PrivateCache, origin: Origin, clock: Clock) -> None:
        url = origin.says(said(b"1", [FRESH]), said(b"2", [FRESH])).url()
        await cache.get(url)
        clock.passes(61)
        assert (await cache.get(url))[2:] == (b"2", False)
        assert (await cache.get(url))[2:] == (b"2", True)

    async def test_a_response_that_says_nothing_is_asked_again_at_once(
        self, cache: PrivateCache, origin: Origin
    ) -> None:
        url = origin.says(said(b"1"), said(b"2")).url()
        assert [(await cache.get(url))[2:] for _ in range(2)] == [(b"1", False), (b"2", False)]

    async def test_a_clock_set_back_by_a_year_does_not_keep_a_response_fresh(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        url = origin.says(said(b"1", [FRESH]), said(b"2", [FRESH])).url()
        await cache.get(url)
        clock.passes(-365 * 86400)
        assert (await cache.get(url))[2:] == (b"2", False)


class TestVary:
    """RFC 9111 section 4.1."""

    async def test_each_variant_has_its_own_response(self, cache: PrivateCache, origin: Origin) -> None:
        fields = [FRESH, ("Vary", "Foo")]
        url = origin.says(said(b"1", fields), said(b"2", fields)).url()
        for number in ("1", "2"):
            assert (await cache.get(url, [("Foo", number)]))[2:] == (number.encode(), False)
        for number in ("1", "2"):
            assert (await cache.get(url, [("foo", f" {number} ")]))[2:] == (number.encode(), True)


class TestServingStale:
    """RFC 9111 section 4.2.4, RFC 5861."""

    async def test_a_stale_response_stands_in_for_a_broken_connection(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        url = origin.says(said(b"hi", [FRESH]), b"").url()
        await cache.get(url)
        clock.passes(100)
        _, headers, body, from_store = await cache.get(url)
        assert (body, from_store, value(headers, "Age"), origin.asked) == (b"hi", True, "100", 2)

    @pytest.mark.parametrize("directive", ["must-revalidate", "no-cache", "stale-if-error=39"])
    async def test_unless_it_forbids_that(
        self, cache: PrivateCache, origin: Origin, clock: Clock, directive: str
    ) -> None:
        url = origin.says(said(b"hi", [("Cache-Control", f"max-age=60, {directive}")]), b"").url()
        await cache.get(url)
        clock.passes(100)
        with pytest.raises(ConnectionFailedError):
            await cache.get(url)
        assert origin.asked == 2

    async def test_nothing_stands_in_where_nothing_is_stored(self, cache: PrivateCache, origin: Origin) -> None:
        with pytest.raises(ConnectionFailedError):
            await cache.get(origin.says(b"").url())
        assert origin.asked == 1

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    async def test_stale_if_error_stands_in_for_a_failing_server(
        self, cache: PrivateCache, origin: Origin, clock: Clock, status: int
    ) -> None:
        fields = [("Cache-Control", "max-age=60, stale-if-error=40")]
        url = origin.says(said(b"hi", fields), said(b"no", status=status), said(b"no", status=status)).url()
        await cache.get(url)
        clock.passes(100)
        assert (await cache.get(url))[2:] == (b"hi", True)
        clock.passes(1)
        assert (await cache.get(url))[::2] == (status, b"no")

    async def test_a_failing_server_is_heard_where_nothing_allows_otherwise(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        url = origin.says(said(b"hi", [FRESH]), said(b"no", status=503)).url()
        await cache.get(url)
        clock.passes(100)
        assert (await cache.get(url))[2:] == (b"no", False)

    async def test_stale_while_revalidate_answers_at_once_and_asks_once_meanwhile(
        self, cache: PrivateCache, origin: Origin, clock: Clock
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

    async def test_a_refresh_that_fails_harms_nobody(self, cache: PrivateCache, origin: Origin, clock: Clock) -> None:
        url = origin.says(said(b"1", [("Cache-Control", "max-age=60, stale-while-revalidate=60")]), b"").url()
        await cache.get(url)
        clock.passes(100)
        assert (await cache.get(url))[2:] == (b"1", True)
        await origin.until(2)
        await refreshed(cache)
        assert (await cache.get(url))[2:] == (b"1", True)

    async def test_only_if_cached_asks_nobody(self, cache: PrivateCache, origin: Origin, clock: Clock) -> None:
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


class TestValidation:
    """RFC 9111 section 4.3."""

    async def test_a_304_confirms_what_is_stored_and_brings_new_fields(
        self, cache: PrivateCache, origin: Origin, clock: Clock
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

    async def test_a_304_keeps_the_cookies_that_were_stored(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        origin.says(said(b"hi", [FRESH, TAG, ("Set-Cookie", "a=b")]), said(status=304, headers=[FRESH, TAG]))
        url = origin.url()
        await cache.get(url)
        clock.passes(100)
        for _ in range(2):
            assert value((await cache.get(url))[1], "Set-Cookie") == "a=b"

    async def test_another_version_replaces_what_is_stored(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        url = origin.says(said(b"1", [FRESH, TAG]), said(b"2", [FRESH, ("ETag", '"b"')])).url()
        await cache.get(url)
        clock.passes(100)
        assert [(await cache.get(url))[2:] for _ in range(2)] == [(b"2", False), (b"2", True)]

    async def test_a_304_about_another_version_changes_nothing_that_is_stored(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        other = said(status=304, headers=[("ETag", '"z"'), ("A", "2"), FRESH])
        url = origin.says(said(b"1", [FRESH, TAG, ("A", "1")]), other, said(b"2")).url()
        await cache.get(url)
        clock.passes(100)
        _, headers, body, from_store = await cache.get(url)
        assert (value(headers, "A"), body, from_store) == ("1", b"1", True)
        assert (await cache.get(url))[2] == b"2"

    async def test_the_callers_own_condition_is_answered_from_the_store(
        self, cache: PrivateCache, origin: Origin
    ) -> None:
        url = origin.says(said(b"hi", [FRESH, TAG])).url()
        await cache.get(url)
        status, headers, body, from_store = await cache.get(url, [("If-None-Match", '"x", "a"')])
        assert (status, value(headers, "ETag"), body, from_store) == (304, '"a"', b"", True)
        assert (await cache.get(url, [("If-None-Match", '"x"')]))[::2] == (200, b"hi")
        assert origin.asked == 1

    async def test_the_callers_own_condition_is_the_origins_where_nothing_is_stored(
        self, cache: PrivateCache, origin: Origin
    ) -> None:
        url = origin.says(said(status=304, headers=[TAG]), said(b"hi")).url()
        status, _, body, from_store = await cache.get(url, [("If-None-Match", '"a"')])
        assert (status, body, from_store) == (304, b"", False)
        assert (await cache.get(url))[::2] == (200, b"hi")

    async def test_a_304_about_the_callers_own_version_is_passed_on(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        url = origin.says(said(b"1", [FRESH, TAG]), said(status=304, headers=[("ETag", '"z"')])).url()
        await cache.get(url)
        clock.passes(100)
        status, headers, body, from_store = await cache.get(url, [("If-None-Match", '"z"')])
        assert (status, value(headers, "ETag"), body, from_store) == (304, '"z"', b"", False)
        assert origin.requests[1]["if-none-match"] == '"a", "z"'


class TestParts:
    """RFC 9111 sections 3.3 and 3.4, RFC 9110 section 14."""

    async def test_a_slice_of_what_is_stored_needs_nobody(self, cache: PrivateCache, origin: Origin) -> None:
        url = origin.says(said(b"0123456789", [FRESH])).url()
        await cache.get(url)
        status, headers, body, from_store = await cache.get(url, [("Range", "bytes=2-4")])
        assert (status, body, from_store) == (206, b"234", True)
        assert (value(headers, "Content-Range"), value(headers, "Content-Length")) == ("bytes 2-4/10", "3")
        assert origin.asked == 1

    async def test_a_part_answers_for_what_it_holds_and_for_nothing_else(
        self, cache: PrivateCache, origin: Origin
    ) -> None:
        piece = [FRESH, TAG, ("Content-Range", "bytes 4-8/10")]
        url = origin.says(said(b"45678", piece, 206), said(b"0123456789", [FRESH, TAG])).url()
        await cache.get(url, [("Range", "bytes=4-8")])
        assert (await cache.get(url, [("Range", "bytes=5-6")]))[2:] == (b"56", True)
        assert (await cache.get(url))[2:] == (b"0123456789", False)
        assert "range" not in origin.requests[1]

    async def test_a_beginning_is_completed_by_the_rest(self, cache: PrivateCache, origin: Origin) -> None:
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

    async def test_a_body_that_broke_off_is_completed_by_the_next_asking(
        self, cache: PrivateCache, origin: Origin
    ) -> None:
        origin.says(said(b"01234", [FRESH, TAG, ("Content-Length", "10")]))
        origin.says(said(b"56789", [FRESH, TAG, ("Content-Range", "bytes 5-9/10")], 206))
        url = origin.url()
        with pytest.raises(TruncatedError):
            await cache.get(url)
        assert (await cache.get(url))[2:] == (b"0123456789", False)
        assert (await cache.get(url))[2:] == (b"0123456789", True)

    async def test_a_rest_that_breaks_off_too_makes_the_beginning_longer(
        self, cache: PrivateCache, origin: Origin
    ) -> None:
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
        self, cache: PrivateCache, origin: Origin, headers: list[tuple[str, str]]
    ) -> None:
        url = origin.says(said(b"01234", [*headers, ("Content-Length", "10")]), said(b"0123456789")).url()
        with pytest.raises(TruncatedError):
            await cache.get(url)
        assert (await cache.get(url))[2] == b"0123456789"
        assert "range" not in origin.requests[1]

    async def test_another_version_is_never_joined_to_a_beginning(self, cache: PrivateCache, origin: Origin) -> None:
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
        self, cache: PrivateCache, origin: Origin, answer: bytes
    ) -> None:
        url = origin.says(said(b"01234", [TAG, ("Content-Length", "10")]), answer, said(b"whole", [FRESH])).url()
        with pytest.raises(TruncatedError):
            await cache.get(url)
        with pytest.raises(TruncatedError):
            await cache.get(url)
        assert (await cache.get(url))[2:] == (b"whole", False)
        assert "range" not in origin.requests[2]

    async def test_a_stale_whole_stands_in_for_a_body_that_breaks_off(
        self, cache: PrivateCache, origin: Origin, clock: Clock
    ) -> None:
        url = origin.says(said(b"old", [FRESH, TAG]), said(b"ne", [FRESH, ("Content-Length", "3")])).url()
        await cache.get(url)
        clock.passes(100)
        assert (await cache.get(url))[2:] == (b"old", True)
