"""Several streams read at once, given out one after the other, or as they come.

Owns the tasks that read ahead. Refuses to read far ahead: each stream waits when it is AHEAD entries
before its reader, so that memory stays bounded.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Final, TypeVar

AT_ONCE: Final = 16
AHEAD: Final = 500

T = TypeVar("T")


async def in_order(streams: Sequence[AsyncGenerator[T, None]]) -> AsyncGenerator[T, None]:
    """Give all of the first stream, then all of the second …, while the next AT_ONCE are already read.

    A single stream is read on demand alone. What a stream raises comes out in its place.
    """
    if len(streams) == 1:
        async with aclosing(streams[0]) as only:
            async for one in only:
                yield one
        return
    waiting = deque(streams)
    running: deque[tuple[asyncio.Queue[T | None], asyncio.Task[None]]] = deque()
    try:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                queue: asyncio.Queue[T | None] = asyncio.Queue(AHEAD)
                running.append((queue, asyncio.create_task(_pump(waiting.popleft(), queue))))
            queue, task = running[0]
            while (one_read := await queue.get()) is not None:
                yield one_read
            await task
            running.popleft()
    finally:
        for _, task in running:
            task.cancel()
        await asyncio.gather(*(task for _, task in running), return_exceptions=True)


async def as_they_come(streams: Sequence[AsyncGenerator[T, None]]) -> AsyncGenerator[T, None]:
    """Give what the streams give, whichever is first; AT_ONCE of them are read at a time.

    What a stream raises ends all of them.
    """
    waiting = deque(streams)
    queue: asyncio.Queue[T | None] = asyncio.Queue(AHEAD)
    running: set[asyncio.Task[None]] = set()
    ended = 0
    try:
        while ended < len(streams):
            while waiting and len(running) - ended < AT_ONCE:
                running.add(asyncio.create_task(_pump(waiting.popleft(), queue)))
            one = await queue.get()
            if one is not None:
                yield one
                continue
            ended += 1
            for task in running:
                if task.done():
                    task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _pump(stream: AsyncGenerator[T, None], queue: asyncio.Queue[T | None]) -> None:
    try:
        async with aclosing(stream):
            async for one in stream:
                await queue.put(one)
    except Exception:
        await queue.put(None)
        raise
    await queue.put(None)
