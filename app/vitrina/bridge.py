"""The one seam between Tk's thread and the asyncio thread: work goes down, outcomes come up under tickets.

Owns the asyncio thread, the queue of outcomes and the tick that empties it. Refuses to know Tk (it is
handed `after` and `after_cancel`) and to know what the work is about.

The rules on which everything here rests:

- The loop's thread never calls Tk, not even `event_generate`: that stalls every download while the
  window is busy, and deadlocks when Tk waits for the loop.
- Nothing of Tk crosses, not even inside a callback. What to do with an outcome stays in `_waiting`,
  on Tk's thread, under a ticket's number; the number alone goes down and comes up. Work handed to
  `ask` is therefore a `functools.partial` of plain values, never a closure over a widget: whichever
  thread drops the last reference to a Tk object destroys it, and only Tk's thread may.
- A number is never used twice, so a number without an entry is a late result, and is dropped.
- The tick runs while tickets are open and is boxed in time, not in count. A listener alone keeps only
  a slow pulse going.
- Garbage in cycles is collected on Tk's thread alone, for the same reason: the automatic collector, which runs
  on whichever thread happens to allocate, is off for as long as the loop's thread lives. Without this rule
  the tests aborted in `Tcl_AsyncDelete` as soon as a second root was made.
- Nothing here waits on the Tk side, except `wait` and `close`, which are meant for the two ends of a
  program's life.
"""

import gc
import itertools
import logging
import queue
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    # At run time the asyncio thread imports it for itself: 60 ms that the window need not wait for.
    import asyncio

T = TypeVar("T")

BOX_SECONDS: Final = 0.008
"""The longest that one tick keeps Tk's thread, give or take one callback."""

YOUNG: Final = 5_000
"""So many new objects are worth looking through for cycles; it takes less than a millisecond."""

OLD_SECONDS: Final = 30.0
"""All objects are looked through no more often than this, as it takes tens of milliseconds."""

TICK_MS: Final = 8
PULSE_MS: Final = 250

_LOG: Final = logging.getLogger(__name__)
_NOBODY: Final = 0

_Kind: TypeAlias = Literal["outcome", "item", "end", "fault", "cancelled", "news"]
_Fault: TypeAlias = Callable[[BaseException], None]


@dataclass(slots=True)
class _Waiting:
    """What Tk's side does with what comes up under one number."""

    on_outcome: Callable[[Any], None]
    on_fault: _Fault | None
    on_end: Callable[[], None] | None = None
    stays: bool = False


class Ticket:
    """A piece of work under way, seen from Tk's side. Forgetting it changes nothing."""

    __slots__ = ("_bridge", "_number")

    def __init__(self, bridge: "Bridge", number: int) -> None:
        """Made by the bridge alone."""
        self._bridge = bridge
        self._number = number

    @property
    def open(self) -> bool:
        """Whether something may still come up under it."""
        return self._bridge.waits_for(self._number)

    def cancel(self) -> None:
        """Drop whatever comes up from now on, and cancel the work. Twice does no harm."""
        self._bridge.drop(self._number)


class News(Generic[T]):
    """The end of a listener that may be called from any thread: what it is told arrives on Tk's side in batches."""

    __slots__ = ("_number", "_up")

    def __init__(self, up: "queue.SimpleQueue[tuple[int, _Kind, Any]]", number: int) -> None:
        """Made by the bridge alone."""
        self._up = up
        self._number = number

    def __call__(self, item: T) -> None:
        """Tell one thing; returns at once."""
        self._up.put((self._number, "news", item))


class Bridge:
    """Carries coroutines to a loop in a thread of its own, and their outcomes back to Tk's thread.

    Every public method belongs to the thread that made the bridge (Tk's). Without `attach` nothing
    ticks, and only `wait` and `close` have an effect that can be seen.
    """

    def __init__(self, *, on_fault: _Fault | None = None) -> None:
        """Hold nothing yet, the thread begins with the first thing asked.

        `on_fault` hears of faults that nobody else asked to hear of.
        """
        self._after: Callable[[int, Callable[[], None]], str] | None = None
        self._after_cancel: Callable[[str], None] | None = None
        self._on_fault = on_fault or _log_fault
        self._up: queue.SimpleQueue[tuple[int, _Kind, Any]] = queue.SimpleQueue()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._open = 0
        self._tick_id: str | None = None
        self._tick_ms = 0
        self._closed = False
        self._collects = gc.isenabled()
        gc.disable()
        self._collected = monotonic()
        self._loop = _LoopThread(self._up)

    # -- the Tk side of life

    def attach(self, after: Callable[[int, Callable[[], None]], str], after_cancel: Callable[[str], None]) -> None:
        """Tick from now on with Tk's own timer; with `on_fault` unset, faults go to the log."""
        self._after, self._after_cancel = after, after_cancel
        self._schedule()

    def hear_faults(self, on_fault: _Fault) -> None:
        """Send the faults that nobody else hears to `on_fault`, on Tk's thread."""
        self._on_fault = on_fault

    def detach(self) -> None:
        """Stop ticking and drop everything that was asked: the window is about to go."""
        if self._tick_id is not None and self._after_cancel is not None:
            self._after_cancel(self._tick_id)
        self._tick_id = None
        self._after = self._after_cancel = None
        for number in list(self._waiting):
            self.drop(number)

    def close(self, seconds: float = 5.0) -> bool:
        """Detach, cancel all work, end the thread; False where it had not ended in time. May be called twice."""
        self.detach()
        self._closed = True
        ended = self._loop.close(seconds)
        if ended and self._collects:
            gc.enable()
        return ended

    # -- asking

    def ask(
        self,
        make: Callable[[], Coroutine[Any, Any, T]],
        on_outcome: Callable[[T], None],
        on_fault: _Fault | None = None,
    ) -> Ticket:
        """Run `make()` on the loop; its result goes to `on_outcome`, its exception to `on_fault`, on Tk's thread."""
        number = self._enter(_Waiting(on_outcome, on_fault))
        self._loop.post(self._loop.carry, number, make)
        return Ticket(self, number)

    def stream(
        self,
        make: Callable[[], AsyncIterator[T]],
        on_item: Callable[[T], None],
        on_end: Callable[[], None] | None = None,
        on_fault: _Fault | None = None,
        *,
        ahead: int = 64,
    ) -> Ticket:
        """Give every item of `make()` to `on_item` in order, then call `on_end`; a fault ends it instead.

        At most `ahead` items wait for Tk's thread; the iterator is held up until it takes one.
        """
        number = self._enter(_Waiting(on_item, on_fault, on_end or _nothing, stays=True))
        self._loop.post(self._loop.carry_all, number, make, ahead)
        return Ticket(self, number)

    def listen(self, on_batch: Callable[[list[T]], None]) -> News[T]:
        """Give a function that any thread may call; what it is told reaches `on_batch`, many at a time."""
        number = next(self._numbers)
        self._waiting[number] = _Waiting(on_batch, None, stays=True)
        self._schedule()
        return News(self._up, number)

    def call_soon(self, function: Callable[..., object], *arguments: object) -> None:
        """Call something quick on the loop's thread, with plain values; its result is dropped."""
        if not self._closed:
            self._loop.post(self._loop.call, function, arguments)

    def wait(self, make: Callable[[], Coroutine[Any, Any, T]], seconds: float | None = None) -> T:
        """Run `make()` and block until it ends: before the window is there, or after. TimeoutError after `seconds`."""
        answer: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()
        self._loop.post(self._loop.answer, make, answer)
        try:
            good, value = answer.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if not good:
            raise value
        return cast("T", value)

    def waits_for(self, number: int) -> bool:
        """Whether something is still to be done with what comes up under `number`."""
        return number in self._waiting

    def drop(self, number: int) -> None:
        """Forget what was to be done under `number` and cancel its work."""
        if self._leave(number):
            self._loop.post(self._loop.cancel, number)

    @property
    def busy(self) -> int:
        """How many tickets are open; listeners are none."""
        return self._open

    # -- the tick

    def _enter(self, waiting: _Waiting) -> int:
        number = next(self._numbers)
        self._waiting[number] = waiting
        self._open += 1
        self._schedule()
        return number

    def _leave(self, number: int) -> bool:
        waiting = self._waiting.pop(number, None)
        if waiting is not None and (waiting.on_end is not None or not waiting.stays):
            self._open -= 1
        return waiting is not None

    def _schedule(self, *, more: bool = False) -> None:
        """Make sure that the next tick comes when it should: soon while work is open, seldom for listeners."""
        if self._after is None or self._after_cancel is None or not self._waiting:
            return
        wanted = 1 if more else TICK_MS if self._open else PULSE_MS
        if self._tick_id is not None:
            if self._tick_ms <= wanted:
                return
            self._after_cancel(self._tick_id)
        self._tick_ms = wanted
        self._tick_id = self._after(wanted, self._tick)

    def _tick(self) -> None:
        self._tick_id = None
        until = perf_counter() + BOX_SECONDS
        news: dict[int, list[Any]] = {}
        more = True
        while perf_counter() < until:
            try:
                number, kind, payload = self._up.get_nowait()
            except queue.Empty:
                more = False
                break
            if kind == "news":
                news.setdefault(number, []).append(payload)
            else:
                self._deliver(number, kind, payload)
        for number, batch in news.items():
            self._deliver(number, "news", batch)
        if not more:
            self._collect()
        self._schedule(more=more)

    def _collect(self) -> None:
        """Look for cycles when the queue is empty: among young objects often, among all seldom."""
        if gc.get_count()[0] < YOUNG:
            return
        old = monotonic() - self._collected > OLD_SECONDS
        if old:
            self._collected = monotonic()
        gc.collect(2 if old else 1)

    def _deliver(self, number: int, kind: _Kind, payload: Any) -> None:  # noqa: ANN401 - whatever the work gave
        """Hand one thing on. A fault of the one who hears it is reported and harms nobody else."""
        waiting = self._waiting.get(number)
        if waiting is None:
            if kind == "fault" and number == _NOBODY:
                self._on_fault(payload)
            return
        if kind not in ("item", "news"):
            self._leave(number)
        if kind == "cancelled":
            return
        try:
            if kind == "fault":
                (waiting.on_fault or self._on_fault)(payload)
            elif kind == "end":
                cast("Callable[[], None]", waiting.on_end)()
            else:
                waiting.on_outcome(payload)
        except Exception as fault:  # noqa: BLE001 - the tick has to outlive every callback; the fault is handed on
            self._on_fault(fault)
        if kind == "item":
            self._loop.post(self._loop.taken, number)


class _LoopThread:
    """The asyncio thread. `post`, `close` may be called from anywhere; all else runs on the loop."""

    def __init__(self, up: "queue.SimpleQueue[tuple[int, _Kind, Any]]") -> None:
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

    def answer(self, make: Callable[[], Coroutine[Any, Any, Any]], answer: "queue.SimpleQueue[Any]") -> None:
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
            self._up.put((_NOBODY, "fault", fault))

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


async def _answered(make: Callable[[], Coroutine[Any, Any, Any]], answer: "queue.SimpleQueue[Any]") -> None:
    try:
        answer.put((True, await make()))
    except BaseException as fault:
        answer.put((False, fault))
        if not isinstance(fault, Exception):
            raise


def _log_fault(fault: BaseException) -> None:
    _LOG.error("A piece of work failed: %s", fault, exc_info=fault)


def _nothing() -> None:
    """End a stream whose end nobody asked to hear of."""
