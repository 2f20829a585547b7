"""Demo pictures drawn when asked for, in threads, a few kept for the next asker.

Owns the threads and the memory of the latest pictures. Refuses to draw the same picture twice at once.
"""

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from vitrina.demo import catalogue

_THREADS: Final = 2
_REMEMBERED: Final = 48  # some 6 MB


class Drawing:
    """Lives on one event loop; `close` ends the threads."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="demo")
        self._latest: OrderedDict[int, asyncio.Future[bytes]] = OrderedDict()

    async def bytes_of(self, number: int) -> bytes:
        """Give the encoded picture of a number from 0."""
        if number not in self._latest:
            loop = asyncio.get_running_loop()
            self._latest[number] = loop.run_in_executor(self._pool, _drawn, number)
            while len(self._latest) > _REMEMBERED:
                self._latest.popitem(last=False)
        self._latest.move_to_end(number)
        # Shielded: that one asker goes away is no reason to fail the others.
        return await asyncio.shield(self._latest[number])

    def close(self) -> None:
        """Forget what is still waiting, and let what is being drawn come to its end."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _drawn(number: int) -> bytes:
    return catalogue.encoded(catalogue.work(number))
