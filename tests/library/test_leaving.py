"""Whoever reads no further leaves nothing that runs on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from itertools import count

from vitrina.library.opening import _batched
from vitrina.model import Picture


async def endless() -> AsyncIterator[Picture]:
    for number in count():
        yield Picture(f"https://pictures.example/{number}.jpg")


async def test_a_list_that_nobody_reads_to_its_end_is_given_up() -> None:
    before = asyncio.all_tasks()
    async with aclosing(_batched(endless())) as batches:  # type: ignore[type-var]
        await anext(batches)
        await asyncio.sleep(0.01)  # until no more finds room
    await asyncio.wait(asyncio.all_tasks() - before, timeout=1)
    assert asyncio.all_tasks() == before
