"""A newer version is told of once a day at most, by one request, and only where that can be noted."""

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina import description, paths
from vitrina.fetch import Limits
from vitrina.library.library import Library
from vitrina.library.newer import DAY, Release, is_due, newest, rank, releases
from vitrina.settings import LastAsked
from vitrina.sources import Document
from vitrina.trace import Trace
from web import Exchange, Web

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US">
  <link type="text/html" rel="alternate" href="{site}/releases"/>
  <title>Release notes</title>
  {entries}
</feed>"""
ENTRY = '<entry><id>{tag}</id><link rel="alternate" type="text/html" href="{site}/releases/tag/{tag}"/></entry>'


def feed(site: str, *tags: str) -> str:
    return FEED.format(site=site, entries="".join(ENTRY.format(site=site, tag=tag) for tag in tags))


@pytest.mark.parametrize(
    "older, newer",
    [
        ("0.1.0", "0.2.0"), ("0.1.0", "0.1.1"), ("0.9", "0.10"), ("1.0", "1.0.1"), ("1.9.9", "2"),
        ("1.0rc1", "1.0"), ("1.0.dev3", "1.0"), ("1.0a1", "1.0"), ("1.0", "1.0.post1"), ("0.1.0+local", "v0.2.0"),
    ],
)  # fmt: skip
def test_versions_follow_each_other(older: str, newer: str) -> None:
    before, after = rank(older), rank(newer)
    assert before is not None
    assert after is not None
    assert before < after


@pytest.mark.parametrize("one, same", [("1.0", "1"), ("v1.2", "1.2.0"), ("1.0+local", "1.0")])
def test_some_versions_are_the_same(one: str, same: str) -> None:
    assert rank(one) == rank(same) is not None


@pytest.mark.parametrize("text", ["", "latest", "2026-01-02", "1..2", "nightly-1.2", "1.2 beta", "1" * 50])
def test_what_is_no_version_has_no_place(text: str) -> None:
    assert rank(text) is None


def test_the_newest_is_found_and_none_that_is_still_to_become_final() -> None:
    told = [Release(version, "page") for version in ("0.1.0", "0.3.0rc1", "0.2.0", "0.1.5", "nightly")]
    assert newest(told, "0.1.0") == Release("0.2.0", "page")
    assert newest(told, "0.2.0") is None
    assert newest(told, "0.3.0rc1") is None
    assert newest([], "0.1.0") is None


@given(last=st.floats(0, 1e10), now=st.floats(0, 1e10))
def test_it_is_due_after_a_day_or_after_a_clock_that_went_wrong(last: float, now: float) -> None:
    assert is_due(last, now) == (last > now or now - DAY >= last)


def test_a_feed_leads_to_pages_of_its_own_site_only() -> None:
    body = feed("https://h.example/us", "v0.2.0").replace("</feed>", ENTRY.format(site="https://other", tag="v9"))
    document = Document(url="https://h.example/releases.atom", body=body.encode())
    assert list(releases(document)) == [Release("0.2.0", "https://h.example/us/releases/tag/v0.2.0")]


# -- asked of a real server


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web() as server:
        monkeypatch.setattr(description, "RELEASES", server.url("/releases.atom"))
        yield server


@pytest.fixture
def where(tmp_path: Path) -> paths.Paths:
    return paths.below(tmp_path / "profile")


@pytest.fixture
async def library(where: paths.Paths) -> AsyncIterator[Library]:
    async with Library(where, Limits(), trace=Trace.nowhere()) as opened:
        yield opened


def a_day_later(where: paths.Paths) -> None:
    LastAsked(time.time() - DAY).save(where.asked_file)


def published(web: Web, *tags: str) -> str:
    """Answer as such a site does: with a validator, which spares the body the next time."""
    body = feed(web.origin, *tags).encode()

    async def serve(x: Exchange) -> None:
        await x.file(body, media_type="application/atom+xml")

    return web.serve("/releases.atom", serve)


async def test_a_newer_version_is_told_of_once_a_day_by_one_request(
    library: Library, web: Web, where: paths.Paths
) -> None:
    published(web, "v999.0.0", "v0.0.1")
    expected = Release("999.0.0", web.url("/releases/tag/v999.0.0"))
    assert await library.newer_release() == expected
    assert await library.newer_release() is None
    assert web.count() == 1
    a_day_later(where)
    assert await library.newer_release() == expected
    first, second = web.hits["/releases.atom"]
    assert ("if-none-match" in first.headers, "if-none-match" in second.headers) == (False, True)


async def test_nothing_newer_is_nothing(library: Library, web: Web) -> None:
    published(web, "v0.0.1", "v0.0.2")
    assert await library.newer_release() is None
    assert web.count() == 1


@pytest.mark.parametrize("path", ["/status/500", "/status/404", "/reset_at_once/x", "/garbage/x", "/html/x"])
async def test_what_goes_wrong_is_tried_no_more_that_day_and_tells_nobody(
    library: Library, web: Web, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(description, "RELEASES", web.url(path))
    steps: list[object] = []
    library.subscribe(steps.append)
    assert await library.newer_release() is None
    assert await library.newer_release() is None
    assert web.count() == 1
    assert steps == []


async def test_offline_nobody_is_asked_and_it_stays_due(library: Library, web: Web, where: paths.Paths) -> None:
    published(web, "v999.0.0")
    library.set_offline(True)
    assert await library.newer_release() is None
    assert web.count() == 0
    assert is_due(LastAsked.load(where.asked_file).at, time.time())


async def test_who_cannot_note_it_does_not_ask(library: Library, web: Web, where: paths.Paths) -> None:
    published(web, "v999.0.0")
    where.config.parent.mkdir(parents=True, exist_ok=True)
    where.config.write_bytes(b"a file in the way")
    assert await library.newer_release() is None
    assert web.count() == 0


async def test_an_answer_that_is_no_longer_to_be_had_is_not_told_again(
    library: Library, web: Web, where: paths.Paths
) -> None:
    published(web, "v999.0.0")
    assert await library.newer_release() is not None
    web.put("/releases.atom", "gone", status=500)
    a_day_later(where)
    assert await library.newer_release() is None
