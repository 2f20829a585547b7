"""The plain private cache over real HTTP and a real store: what it answers, and what it stores; RFC 9111 section 3."""

import asyncio
import errno
import os
from pathlib import Path

import pytest

import vitrina.fetch
from fetch.origin import FRESH, TAG, Clock, Origin, said, value
from vitrina.errors import BlockedAddressError, DamagedError, UsageError
from vitrina.fetch.private_cache import PrivateCache, open_cache
from vitrina.store import Store


async def test_it_is_what_the_package_offers(tmp_path: Path, origin: Origin) -> None:
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


async def test_what_was_stored_is_there_for_the_next_run(tmp_path: Path, origin: Origin) -> None:
    url = origin.says(said(b"hi", [FRESH])).url()
    async with open_cache(tmp_path) as cache:
        await cache.get(url)
    async with open_cache(tmp_path) as cache:
        assert (await cache.get(url))[2:] == (b"hi", True)
    assert origin.asked == 1


async def test_a_redirect_is_an_answer_like_any_other(cache: PrivateCache, origin: Origin) -> None:
    url = origin.says(said(status=301, headers=[FRESH, ("Location", origin.url("/other"))])).url()
    for stored in (False, True):
        status, headers, _, from_store = await cache.get(url)
        assert (status, value(headers, "Location"), from_store) == (301, origin.url("/other"), stored)


async def test_any_content_comes_as_it_is_coded(cache: PrivateCache, origin: Origin) -> None:
    body = bytes(range(256)) * 8000
    url = origin.says(said(body, [FRESH, ("Content-Encoding", "gzip"), ("Content-Type", "text/x-any")])).url()
    assert (await cache.get(url))[2] == body
    assert (await cache.get(url))[2:] == (body, True)


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "data:,x"])
async def test_other_schemes_are_refused(cache: PrivateCache, url: str) -> None:
    with pytest.raises(BlockedAddressError):
        await cache.get(url)


async def test_a_header_that_cannot_be_sent_is_refused(cache: PrivateCache, origin: Origin) -> None:
    with pytest.raises(UsageError):
        await cache.get(origin.url(), headers=[("A", "1\r\nB: 2")])


async def test_a_fragment_is_not_part_of_the_name_and_a_query_is(cache: PrivateCache, origin: Origin) -> None:
    origin.says(said(b"1", [FRESH]), said(b"2", [FRESH]))
    assert (await cache.get(origin.url("/?a=1#x")))[2] == b"1"
    assert (await cache.get(origin.url("/?a=1#y")))[2:] == (b"1", True)
    assert (await cache.get(origin.url("/?a=2")))[2:] == (b"2", False)


async def test_bytes_that_the_disk_has_lost_are_asked_again(
    cache: PrivateCache, origin: Origin, tmp_path: Path
) -> None:
    url = origin.says(said(b"one", [FRESH]), said(b"two", [FRESH])).url()
    await cache.get(url)
    with Store.open(tmp_path / "cache", tmp_path / "cache" / "kept") as other:
        (stored,) = other.responses(url)
    stored.path.unlink()
    assert (await cache.get(url))[2:] == (b"two", False)
    assert (await cache.get(url))[2:] == (b"two", True)


async def test_a_304_about_bytes_that_the_disk_has_lost_is_no_answer(
    cache: PrivateCache, origin: Origin, tmp_path: Path, clock: Clock
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
    cache: PrivateCache, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    url = origin.says(said(b"one", [FRESH]), said(b"two", [FRESH])).url()
    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        assert (await cache.get(url))[2:] == (b"one", False)
    assert (await cache.get(url))[2:] == (b"two", False)
    assert (await cache.get(url))[2:] == (b"two", True)


async def test_two_caches_share_a_folder(cache: PrivateCache, origin: Origin, tmp_path: Path, clock: Clock) -> None:
    url = origin.says(said(b"hi", [FRESH])).url()
    await cache.get(url)
    async with open_cache(tmp_path / "cache", clock=clock) as other:
        assert (await other.get(url))[3]


@pytest.mark.parametrize("headers", [[("Cache-Control", "no-store, max-age=60")], [FRESH, ("Vary", "*")]])
async def test_what_may_not_be_stored_is_asked_again(
    cache: PrivateCache, origin: Origin, headers: list[tuple[str, str]]
) -> None:
    url = origin.says(said(b"1", headers), said(b"2", headers)).url()
    assert [(await cache.get(url))[2:] for _ in range(2)] == [(b"1", False), (b"2", False)]


async def test_a_request_may_forbid_storing(cache: PrivateCache, origin: Origin) -> None:
    url = origin.says(said(b"1", [FRESH]), said(b"2", [FRESH])).url()
    await cache.get(url, [("Cache-Control", "no-store")])
    assert (await cache.get(url))[2:] == (b"2", False)


async def test_every_field_is_given_back_but_those_of_the_connection(cache: PrivateCache, origin: Origin) -> None:
    fields = [("Set-Cookie", "a=b"), ("Set-Cookie", "c=d"), ("WWW-Authenticate", "Basic"), ("X", "1")]
    hidden = [("Connection", "Secret"), ("Secret", "1"), ("Keep-Alive", "timeout=5")]
    url = origin.says(said(b"", [FRESH, *fields, *hidden])).url()
    await cache.get(url)
    _, headers, _, _ = await cache.get(url)
    assert [pair for pair in headers if pair[0] not in {"Date", "Age", "Content-Length"}] == [FRESH, *fields]


async def test_the_collection_keeps_no_cookies_on_disk_by_that_name(
    cache: PrivateCache, origin: Origin, tmp_path: Path
) -> None:
    url = origin.says(said(b"", [FRESH, ("Set-Cookie", "a=b")])).url()
    await cache.get(url)
    with Store.open(tmp_path / "cache", tmp_path / "cache" / "kept") as store:
        (stored,) = store.responses(url)
    assert "set-cookie" not in {name.lower() for name, _ in stored.headers}


@pytest.mark.parametrize("status", [204, 404, 501, 599])
async def test_any_status_is_given_back(cache: PrivateCache, origin: Origin, status: int) -> None:
    url = origin.says(said(b"" if status == 204 else b"x", [FRESH], status)).url()
    first = await cache.get(url)
    again = await cache.get(url)
    assert (again[0], again[2], again[3]) == (status, first[2], True)
