"""Long readings that nobody waits for any more."""

import asyncio
import threading

import pytest

from vitrina.sources import entry
from vitrina.sources.patience import GivenUpError, in_thread


async def test_a_reading_without_end_ends_at_its_next_picture_when_nobody_waits_for_it() -> None:
    begun, ended = threading.Event(), threading.Event()

    def read() -> None:
        try:
            while True:
                entry.picture("https://h.example/", "a.png")
                begun.set()
        except GivenUpError:
            ended.set()

    reading = asyncio.create_task(in_thread(read))
    assert await asyncio.to_thread(begun.wait, 10)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await asyncio.to_thread(ended.wait, 10)


async def test_a_reading_that_is_waited_for_goes_on_to_its_end() -> None:
    def read() -> int:
        return sum(entry.picture("https://h.example/", f"{one}.png") is not None for one in range(20))

    assert await in_thread(read) == 20
