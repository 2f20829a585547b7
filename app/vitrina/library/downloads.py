"""The downloads that go on behind the window, so that all of a gallery is there offline later.

Owns the queue of what is still to be had. Refuses to decide who goes first among hosts: `fetch` does.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from vitrina.model import Picture

AT_ONCE: Final = 48
"""More than the connections there are, so that one slow host leaves the others something to do."""


class Downloads:
    """Lives on the loop. `fetch` gets one picture, and never raises for a bad one; `has` tells that it is stored."""

    def __init__(self, fetch: Callable[[Picture], Awaitable[object]], has: Callable[[Picture], bool]) -> None:
        self._fetch = fetch
        self._has = has
        self._queue: deque[Picture] = deque()
        self._workers: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many pictures are still in the queue."""
        return len(self._queue)

    def add(self, pictures: Iterable[Picture]) -> None:
        """Fetch these too, in their order."""
        self._queue.extend(pictures)
        for _ in range(min(AT_ONCE - len(self._workers), len(self._queue))):
            worker = asyncio.create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def stop(self) -> None:
        """Forget the queue and end what is under way; what has come of it resumes next time."""
        self._queue.clear()
        workers = list(self._workers)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self) -> None:
        while self._queue:
            picture = self._queue.popleft()
            if not self._has(picture):
                await self._fetch(picture)
            # A gallery that is all there would otherwise hold the loop for its whole length.
            await asyncio.sleep(0)
