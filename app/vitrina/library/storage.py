"""The storage as a person cares for it: who has how much of it, its limit, checking, clearing, moving.

Owns how long work on the store is run: in a thread of its own, with steps that are told, until it is done or given up.
Refuses to do any of it: the store does.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from vitrina.frozen import frozen
from vitrina.library.decode_pool import DecodePool, closed
from vitrina.store import Share, Store, StoreInfo, Verdict
from vitrina.store.moving import Moving

if TYPE_CHECKING:
    from vitrina.library.catalog import Catalog
    from vitrina.paths import Paths

STEP_SECONDS: Final = 0.1
_T = TypeVar("_T")


@frozen
class Step:
    """How far long work has come; the unit is that of the work."""

    done: int
    total: int


@frozen
class Done(Generic[_T]):
    """What came of it."""

    result: _T


@frozen
class Usage:
    """What the store holds: the shares of the galleries, that of all else (unnamed, last), and the whole."""

    shares: tuple[Share, ...]
    thumbnails: int
    info: StoreInfo


@dataclass(frozen=True, slots=True, eq=False)
class _Running:
    """Work in a thread, and what ends it at its next step."""

    task: "asyncio.Future[Any]"
    given_up: threading.Event


class _GivenUpError(Exception):
    """Nobody waits for it any more."""


class Storage:
    """Lives on the loop."""

    def __init__(self, store: Store, catalog: "Callable[[], Catalog]", paths: "Paths", pool: DecodePool) -> None:
        self._store, self._catalog, self._paths, self._pool = store, catalog, paths, pool
        self._running: set[_Running] = set()

    async def close(self) -> None:
        """End what runs, at its next step; whoever listens hears that the library was closed."""
        for one in self._running:
            one.given_up.set()
        await asyncio.gather(*(one.task for one in self._running), return_exceptions=True)

    async def usage(self) -> Usage:
        """Say who has how much."""
        return await self._pool.run(self._usage)

    def _usage(self) -> Usage:
        shares = self._store.shares(self._catalog().gallery_keys())
        info = self._store.info()
        files = sum(share.evictable + share.kept for share in shares)
        return Usage(shares, max(info.bytes - files, 0), info)

    def verify(self) -> AsyncIterator[Step | Done[Verdict]]:
        """Read everything and mend what is damaged; steps in files, then the verdict."""
        return self._told(lambda progress: self._store.verify(progress=progress))

    def clear(self, *, kept: bool = False) -> AsyncIterator[Step | Done[int]]:
        """Empty the store of what may be evicted; with `kept`, of all. Gives the bytes freed."""
        return self._told(lambda progress: self._store.clear(kept=kept, progress=progress))

    async def move(self, folder: Path) -> AsyncGenerator[Step | Done[Moving], None]:
        """Copy the store to another folder while it is in use; steps in bytes.

        It is there when, with the library closed, the given `Moving` is finished, and the settings say so; until then
        nothing has changed here. Whoever stops listening before that leaves nothing there. StoreError, DiskFullError.
        """
        copied: list[Moving] = []  # and not handed over yet

        def work(progress: Callable[[int, int], None]) -> Moving:
            moving = Moving(self._paths.store_folder, self._paths.kept_folder, folder)
            try:
                moving.copy(progress)
            except BaseException:
                moving.give_up()
                raise
            copied.append(moving)
            return moving

        try:
            async with aclosing(self._told(work)) as steps:
                async for step in steps:
                    if isinstance(step, Done):
                        copied.clear()
                    yield step
        finally:
            for moving in copied:
                await asyncio.to_thread(moving.give_up)

    async def _told(self, work: Callable[[Callable[[int, int], None]], _T]) -> AsyncGenerator[Step | Done[_T], None]:
        """Run `work` in a thread and tell its steps, some of them; whoever stops listening ends it at its next step."""
        loop = asyncio.get_running_loop()
        steps: asyncio.Queue[Step | None] = asyncio.Queue()
        given_up = threading.Event()
        told = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal told
            if given_up.is_set():
                raise _GivenUpError
            if time.monotonic() - told > STEP_SECONDS:
                told = time.monotonic()
                loop.call_soon_threadsafe(steps.put_nowait, Step(done, total))

        running = asyncio.ensure_future(asyncio.to_thread(work, progress))
        known = _Running(running, given_up)
        self._running.add(known)
        running.add_done_callback(lambda _: self._running.discard(known))
        running.add_done_callback(lambda _: steps.put_nowait(None))
        try:
            while (step := await steps.get()) is not None:
                yield step
            try:
                result = await running
            except _GivenUpError:
                raise closed() from None
            yield Done(result)
        finally:
            given_up.set()
            if not running.done():
                with contextlib.suppress(_GivenUpError):
                    await asyncio.shield(running)
