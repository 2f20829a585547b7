"""A few threads for what would hold the loop up: decoding, hashing, copying, long looks at the disk.

Owns the threads, and what those hear who ask when the library is closed. Refuses to know what they do.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from vitrina.errors import CancelledFetchError

_P = ParamSpec("_P")
_T = TypeVar("_T")


def closed() -> CancelledFetchError:
    """What those hear who ask, or wait, when the library is closed."""
    return CancelledFetchError("Interrupted, as the library was closed; try again.")


class DecodePool:
    """As many threads as there are cores, within bounds. What is cancelled before its turn is never begun."""

    def __init__(self) -> None:
        threads = max(2, min(8, os.cpu_count() or 2))
        self._executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="vitrina-decode")
        self._closed = False

    async def run(self, work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call `work` in one of the threads and wait for it without holding the loop.

        CancelledFetchError where the library is closed before its turn: it is not whoever waits that was cancelled.
        """
        if self._closed:
            raise closed()
        running = asyncio.get_running_loop().run_in_executor(self._executor, partial(work, *args, **kwargs))
        try:
            return await running
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if self._closed and not (current and current.cancelling()):
                raise closed() from None
            raise

    async def close(self) -> None:
        """Drop what has not begun, wait for the rest; the loop goes on meanwhile."""
        self._closed = True
        self._executor.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._executor.shutdown)
