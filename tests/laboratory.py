"""A fetcher on a store of its own, with waits so short that a test takes milliseconds.

Owns what tests of fetching share. Refuses to assert anything.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from vitrina.fetch import Fetched, Limits, Request, Want
from vitrina.fetch.fetcher import Fetcher
from vitrina.model import Progress, StoredResponse
from vitrina.store import Store
from web import Web

QUICK = Limits(
    total=16,
    per_host=8,
    connect=2.0,
    first_byte=2.0,
    stall=2.0,
    backoff=0.001,
    longest_backoff=0.002,
    max_bytes=5_000_000,
    proxies={},
)


@dataclass
class Lab:
    """What a test of fetching needs: a server, a store, and fetchers on it."""

    web: Web
    store: Store
    steps: list[Progress] = field(default_factory=list)
    fetcher: Fetcher | None = None
    limits: Limits = QUICK

    async def again(self, **limits: Any) -> Fetcher:
        """A new fetcher on the same store, as after a restart."""
        if self.fetcher is not None:
            await self.fetcher.__aexit__(None, None, None)
        self.limits = replace(QUICK, **limits)
        self.fetcher = Fetcher(self.store, self.limits, on_progress=self.steps.append)
        return self.fetcher

    async def fetch(self, target: str, want: Want = Want.PICTURE, *, key: str | None = None, **asked: Any) -> Fetched:
        """Ask the server (or a whole URL) for something."""
        fetcher = self.fetcher or await self.again()
        url = self.web.url(target) if target.startswith("/") else target
        return await fetcher.fetch(Request(url, key or url, want, **asked))

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something that nobody tells."""
        async with asyncio.timeout(10):
            while not true():  # noqa: ASYNC110 - servers and files send no event
                await asyncio.sleep(0.003)

    def body(self, fetched: Fetched) -> bytes:
        """The stored bytes."""
        assert fetched.stored is not None, fetched.error
        data = fetched.stored.path.read_bytes()
        assert len(data) == fetched.stored.bytes
        return data

    def stored(self, target: str) -> tuple[StoredResponse, ...]:
        """What the store holds of a target."""
        return self.store.responses(self.web.url(target))
