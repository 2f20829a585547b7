"""Tk's side of the seam: what is asked, under which ticket, and the tick that hands outcomes on.

Owns the tickets that are open, the queue of outcomes and the tick that empties it. Refuses to touch the loop: it posts
to the thread that has it.
"""

import gc
import itertools
import logging
import queue
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from time import monotonic, perf_counter
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast

from vitrina.bridge.loop_thread import NOBODY, Kind, LoopThread, Up

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

    def __init__(self, up: Up, number: int) -> None:
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
        self._up: Up = queue.SimpleQueue()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._open = 0
        self._tick_id: str | None = None
        self._tick_ms = 0
        self._closed = False
        self._collects = gc.isenabled()
        gc.disable()
        self._collected = monotonic()
        self._loop = LoopThread(self._up)

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

    def _deliver(self, number: int, kind: Kind, payload: Any) -> None:  # noqa: ANN401 - whatever the work gave
        """Hand one thing on. A fault of the one who hears it is reported and harms nobody else."""
        waiting = self._waiting.get(number)
        if waiting is None:
            if kind == "fault" and number == NOBODY:
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


def _log_fault(fault: BaseException) -> None:
    _LOG.error("A piece of work failed: %s", fault, exc_info=fault)


def _nothing() -> None:
    """End a stream whose end nobody asked to hear of."""
