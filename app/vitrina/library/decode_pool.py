"""A few threads for what would hold the loop up: decoding, hashing, copying, long looks at the disk.

Owns the threads. Refuses to know what they do.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class DecodePool:
    """As many threads as there are cores, within bounds. What is cancelled before its turn is never begun."""

    def __init__(self) -> None:
        threads = max(2, min(8, os.cpu_count() or 2))
        self._executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="vitrina-decode")

    async def run(self, work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call `work` in one of the threads and wait for it without holding the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, partial(work, *args, **kwargs))

    def close(self) -> None:
        """Drop what has not begun, wait for the rest."""
        self._executor.shutdown(wait=True, cancel_futures=True)
