"""A picture on its way: what has come of it so far, looked at now and then while the rest comes.

Owns how often that is. Refuses to download, and to look at anything but the file that the bytes are written to.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from vitrina import decode
from vitrina.library.decode_pool import DecodePool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EVERY: Final = 0.2
"""Seconds between two looks, so that it costs little, and at least this often as many as a look takes:"""
SHARE: Final = 4


async def arriving(
    file: Path, box: tuple[int, int], pool: DecodePool, here: Callable[[], bool]
) -> "AsyncIterator[decode.Begun]":
    """Give what there is of the picture each time there is more, until `here()` or until nobody listens."""
    seen, pause = 0, EVERY
    while True:
        await asyncio.sleep(pause)
        size, begun, took = await pool.run(partial(_look, file, seen, box))
        pause = max(EVERY, took * SHARE)
        if begun is not None:
            seen = size
            yield begun
        elif not size and await pool.run(here):
            return


def _look(file: Path, seen: int, box: tuple[int, int]) -> tuple[int, decode.Begun | None, float]:
    """How large the file is, what it shows where it has grown, and how many seconds that took."""
    began = perf_counter()
    try:
        size = file.stat().st_size
    except OSError:  # not begun, or complete and taken into the store
        return 0, None, 0.0
    begun = decode.render_begun(file, box) if size > seen else None
    return size, begun, perf_counter() - began
