"""The downloads that go on behind the window, so that all of a gallery is there offline later.

Owns the queue of what is still to be had. Refuses to decide who goes first among hosts: `fetch` does.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from vitrina.model import Picture


class Downloads:
    """Lives on the loop. `fetch` gets one picture, and never raises for a bad one; `due` tells whether it has to.

    `workers` says how many may wait for `fetch` at a time.
    """

    def __init__(
        self,
        fetch: Callable[[Picture], Awaitable[object]],
        due: Callable[[Picture], bool],
        workers: Callable[[], int],
        *,
        held: bool,
    ) -> None:
        self._fetch = fetch
        self._due = due
        self._most = workers
        self._held = held
        self._stopping = False
        self._queue: deque[Picture] = deque()
        self._workers: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many pictures are still in the queue."""
        return len(self._queue)

    def add(self, pictures: Iterable[Picture]) -> None:
        """Fetch these too, in their order."""
        self._queue.extend(pictures)
        self._begin()

    def hold(self, held: bool) -> None:  # noqa: FBT001 - a switch has one argument
        """Leave everything where it is, or go on with what was left."""
        if held and not self._held:
            for worker in self._workers:
                worker.cancel()
        self._held = held
        self._begin()

    async def stop(self) -> None:
        """Forget the queue and end what is under way; what has come of it resumes next time."""
        self._stopping = True
        workers = list(self._workers)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        self._queue.clear()
        self._stopping = False

    def _begin(self) -> None:
        if self._held or self._stopping:
            return
        for _ in range(min(self._most() - len(self._workers), len(self._queue))):
            worker = asyncio.create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._ended)

    def _ended(self, worker: "asyncio.Task[None]") -> None:
        self._workers.discard(worker)
        self._begin()  # where this one was told to leave things, and then to go on, it left something

    async def _work(self) -> None:
        while self._queue:
            picture = self._queue.popleft()
            try:
                if self._due(picture):
                    await self._fetch(picture)
                # A gallery that is all there would otherwise hold the loop for its whole length.
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                self._queue.appendleft(picture)
                raise
