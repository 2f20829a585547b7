"""A library on a profile of its own, and a server for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from vitrina.fetch import Limits
from vitrina.library.library import Library
from vitrina.paths import below
from vitrina.trace import Trace
from web import Web


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as server:
        yield server


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with Library(below(tmp_path / "p"), Limits(), trace=Trace.nowhere()) as opened:
        yield opened
