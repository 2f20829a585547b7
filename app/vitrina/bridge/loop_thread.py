"""The asyncio thread: begun with the first thing to do, ended with all that runs on it.

Owns the thread, its loop and the tasks on it, each under a ticket's number. Refuses to know what becomes of an outcome:
it goes up into the queue.
"""

import queue
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    # At run time the thread imports it for itself: 60 ms that the window need not wait for.
    import asyncio

Kind: TypeAlias = Literal["outcome", "item", "end", "fault", "cancelled", "news"]
Up: TypeAlias = queue.SimpleQueue[tuple[int, Kind, Any]]
"""What goes up: a ticket's number, what kind of thing it is, and the thing."""

NOBODY: Final = 0
"""The number of what no ticket waits for."""


class LoopThread:
    """The asyncio thread. `post`, `close` may be called from anywhere; all else runs on the loop."""

    def __init__(self, up: Up) -> None:
        self._up = up
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._others: set[asyncio.Task[None]] = set()
        self._room: dict[int, asyncio.Semaphore] = {}
        self._guard = threading.Lock()
        self._early: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over = False
        self._thread: threading.Thread | None = None

    def post(self, function: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401 - passed on as they are
        """Call on the loop's thread, in the order posted; nothing happens once it has been closed."""
        with self._guard:
            if self._over:
                return
            if self._loop is None:
                self._early.append((function, arguments))
                self._begin()
            else:
                self._loop.call_soon_threadsafe(function, *arguments)

    def close(self, seconds: float) -> bool:
        """Cancel all, wait for the thread; whether it ended in time."""
        if self._thread is not None:
            self.post(self._stop)
        with self._guard:
            self._over = True
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _begin(self) -> None:
        """Start the thread with the first thing to do: until then the window is being built, on one processor."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="vitrina-loop", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        import asyncio

        asyncio.run(self._live())

    async def _live(self) -> None:
        import asyncio

        loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        with self._guard:
            self._loop = loop
            for function, arguments in self._early:
                loop.call_soon(function, *arguments)
            self._early.clear()
        await self._stopped.wait()
        # `asyncio.run` cancels what is left, waits for it, and for the threads that it started.

    def _stop(self) -> None:
        self._stopped.set()

    def carry(self, number: int, make: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Run one coroutine under a ticket's number."""
        self._start(number, self._outcome_of(number, make))

    def carry_all(self, number: int, make: Callable[[], AsyncIterator[Any]], ahead: int) -> None:
        """Run one asynchronous iterator under a ticket's number."""
        import asyncio

        room = self._room[number] = asyncio.Semaphore(ahead)
        self._start(number, self._items_of(number, make, room))

    def answer(self, make: Callable[[], Coroutine[Any, Any, Any]], answer: queue.SimpleQueue[Any]) -> None:
        """Run one coroutine for somebody who blocks."""
        assert self._loop is not None  # noqa: S101 - posted things run on the loop alone
        task = self._loop.create_task(_answered(make, answer))
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    def call(self, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
        """Call one quick function."""
        try:
            function(*arguments)
        except Exception as fault:  # noqa: BLE001 - reported on Tk's side
            self._up.put((NOBODY, "fault", fault))

    def cancel(self, number: int) -> None:
        """Cancel what runs under `number`, if anything does."""
        task = self._tasks.get(number)
        if task is not None:
            task.cancel()

    def taken(self, number: int) -> None:
        """Tk's side has taken one item of a bounded stream."""
        room = self._room.get(number)
        if room is not None:
            room.release()

    def _start(self, number: int, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None  # noqa: S101 - posted things run on the loop alone
        task = self._loop.create_task(work)
        self._tasks[number] = task
        task.add_done_callback(lambda _: self._forget(number))

    def _forget(self, number: int) -> None:
        self._tasks.pop(number, None)
        self._room.pop(number, None)

    async def _outcome_of(self, number: int, make: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        try:
            self._up.put((number, "outcome", await make()))
        except Exception as fault:  # noqa: BLE001 - goes up as a fault
            self._up.put((number, "fault", fault))
        except BaseException:
            self._up.put((number, "cancelled", None))
            raise

    async def _items_of(self, number: int, make: Callable[[], AsyncIterator[Any]], room: "asyncio.Semaphore") -> None:
        try:
            async for item in make():
                await room.acquire()
                self._up.put((number, "item", item))
            self._up.put((number, "end", None))
        except Exception as fault:  # noqa: BLE001 - goes up as a fault
            self._up.put((number, "fault", fault))
        except BaseException:
            self._up.put((number, "cancelled", None))
            raise


async def _answered(make: Callable[[], Coroutine[Any, Any, Any]], answer: queue.SimpleQueue[Any]) -> None:
    try:
        answer.put((True, await make()))
    except BaseException as fault:
        answer.put((False, fault))
        if not isinstance(fault, Exception):
            raise
