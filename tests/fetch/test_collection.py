"""When the store answers, and what is sent where it does not."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from vitrina.fetch import Request, Want
from vitrina.fetch.collection import REDIRECTS_FRESH, any_of, is_of_use, marked, redirect_lifetime, sent, usable
from vitrina.model import Headers, StoredResponse

NOW = 1_790_000_000.0
ASKED = Request("http://h.example/x", "http://h.example/x", Want.PICTURE)


def stored(*headers: tuple[str, str], age: float = 10, variant: str = "") -> StoredResponse:
    return StoredResponse(
        id=1,
        key=ASKED.key,
        variant=variant,
        url=ASKED.url,
        final_url=ASKED.url,
        status=200,
        headers=headers,
        requested_at=NOW - age,
        received_at=NOW - age,
        sha256="0" * 64,
        bytes=1,
        path=Path("x"),
    )


MINUTE = ("Cache-Control", "max-age=60")


@pytest.mark.parametrize(
    "headers, age, serves",
    [
        ((MINUTE,), 10, True),
        ((MINUTE,), 61, False),
        ((), 10, False),
        ((("Cache-Control", "no-store, max-age=60"),), 10, False),
        ((("Cache-Control", "no-cache"), ("Last-Modified", "Tue, 01 Jan 2019 00:00:00 GMT")), 10, False),
        ((MINUTE, (REDIRECTS_FRESH, "0")), 10, False),
        ((MINUTE, (REDIRECTS_FRESH, "5")), 10, False),
        ((MINUTE, (REDIRECTS_FRESH, "15")), 10, True),
        ((MINUTE, (REDIRECTS_FRESH, "15")), -3600, False),
        ((MINUTE, (REDIRECTS_FRESH, "for ever")), 10, False),
    ],
)
def test_a_response_serves_while_it_and_its_redirects_are_fresh(headers: Headers, age: float, serves: bool) -> None:  # noqa: FBT001 - a column
    assert (usable([stored(*headers, age=age)], ASKED, NOW) is not None) is serves


def test_one_run_asks_once_and_a_refresh_asks_always() -> None:
    held = [stored(("Cache-Control", "no-store"))]
    assert usable(held, replace(ASKED, reuse_since=NOW - 10), NOW)
    assert not usable(held, replace(ASKED, reuse_since=NOW - 9), NOW)
    assert not usable([stored(MINUTE)], replace(ASKED, refresh=True, reuse_since=0), NOW)
    assert not usable([], ASKED, NOW)


def test_meanwhile_is_said() -> None:
    found = usable([stored(("Cache-Control", "max-age=5, stale-while-revalidate=60"))], ASKED, NOW)
    assert found
    assert found.refresh
    found = usable([stored(MINUTE)], ASKED, NOW)
    assert found
    assert not found.refresh


def test_where_nobody_can_be_asked_the_selected_one_serves_else_the_newest() -> None:
    other, fitting = stored(("Vary", "Accept"), variant="accept:text/html"), stored()
    assert any_of([other, fitting], ASKED) is fitting
    assert any_of([other], ASKED) is other
    assert any_of([], ASKED) is None


@pytest.mark.parametrize(
    "status, headers, seconds",
    [
        (302, (), 0),
        (302, (MINUTE,), 60),
        (301, (), 86400),
        (308, (MINUTE,), 60),
        (301, (("Cache-Control", "no-store"),), 0),
        (301, (("Cache-Control", "no-cache, max-age=60"),), 0),
        (301, (("Expires", "0"),), 0),
    ],
)
def test_a_redirect_is_believed_for_as_long_as_it_may_be(status: int, headers: Headers, seconds: float) -> None:
    assert redirect_lifetime(status, headers, NOW) == seconds


def test_the_shortest_redirect_counts_and_is_written_once() -> None:
    before = (MINUTE, (REDIRECTS_FRESH, "9"))
    assert marked(before, []) == (MINUTE,)
    assert marked(before, [60.5, 0.0, 9.0]) == (MINUTE, (REDIRECTS_FRESH, "0"))


def test_a_stranger_gets_no_credentials() -> None:
    asked = replace(ASKED, headers=(("Cookie", "a"), ("AUTHORIZATION", "b"), ("X-Size", "1"), ("accept", "image/png")))
    assert dict(sent(asked))["Cookie"] == "a"
    assert {name for name, _ in sent(asked, stranger=True)} == {"X-Size", "accept", "User-Agent", "Accept-Encoding"}


@pytest.mark.parametrize(
    "kind, want, use",
    [
        ("text/html", "picture", False),
        ("image/png", "picture", True),
        (None, "picture", True),
        ("text/html", "either", True),
        ("image/png", "document", True),
    ],
)
def test_a_page_is_of_no_use_to_whoever_wants_a_picture(kind: str | None, want: str, use: bool) -> None:  # noqa: FBT001 - a column
    assert is_of_use(replace(stored(), media_type=kind), Want(want)) is use


@pytest.mark.parametrize(
    "module, heavy",
    [
        ("vitrina.fetch", {"aiohttp", "certifi", "ssl", "asyncio"}),
        ("vitrina.fetch.fetcher", {"aiohttp", "certifi", "yarl"}),
    ],
)
def test_importing_it_does_not_import_what_is_heavy(module: str, heavy: set[str]) -> None:
    code = f"import sys, {module}; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
