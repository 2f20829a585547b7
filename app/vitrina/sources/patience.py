"""Long readings in a thread of their own, which end soon after nobody waits for them any more.

Owns who is still waited for. Refuses to know what is read: whoever makes entries calls `go_on` for each.
"""

import asyncio
import threading
from collections.abc import Callable
from contextvars import ContextVar, copy_context
from functools import partial
from typing import Final, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

_GIVEN_UP: Final[ContextVar[threading.Event | None]] = ContextVar("given_up", default=None)


class GivenUpError(Exception):
    """Nobody waits any more, and nobody hears of it."""


async def in_thread(work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Do `work` in a thread, as `asyncio.to_thread`; whoever is cancelled meanwhile ends it at its next `go_on`."""
    given_up = threading.Event()
    context = copy_context()
    context.run(_GIVEN_UP.set, given_up)
    reading = partial(context.run, partial(work, *args, **kwargs))
    try:
        return await asyncio.get_running_loop().run_in_executor(None, reading)
    finally:
        given_up.set()


def go_on() -> None:
    """Do nothing where somebody still waits for what is read in this thread; else GivenUpError."""
    given_up = _GIVEN_UP.get()
    if given_up is not None and given_up.is_set():
        raise GivenUpError
