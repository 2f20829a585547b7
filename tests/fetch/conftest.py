"""What every test of fetching gets."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from fetch.origin import Clock, Origin
from laboratory import Lab
from vitrina.fetch.private_cache import PrivateCache, open_cache
from vitrina.store import Store
from web import Web


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    """A server, a store, and fetchers on it."""
    async with AsyncExitStack() as stack:
        web = await stack.enter_async_context(Web())
        store = stack.enter_context(Store.open(tmp_path / "cache", tmp_path / "kept"))
        made = Lab(web, store)
        yield made
        if made.fetcher is not None:
            await made.fetcher.__aexit__(None, None, None)


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
