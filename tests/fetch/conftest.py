"""What every test of fetching gets."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from laboratory import Lab
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
