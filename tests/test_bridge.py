"""The seam, with a real Tk and a real loop: outcomes, late results, cancel, close while busy, faults."""

import asyncio
import gc
import threading
import time
import tkinter as tk
from collections.abc import AsyncIterator
from functools import partial

import pytest

from screen import Until, process_events
from vitrina.bridge import Bridge


async def _double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


async def _never(started: threading.Event, ended: threading.Event) -> None:
    started.set()
    try:
        await asyncio.Event().wait()
    finally:
        ended.set()


async def _fails() -> None:
    await asyncio.sleep(0)
    message = "on purpose"
    raise ValueError(message)


async def _thread_name() -> str:
    return threading.current_thread().name


async def _count(number: int) -> AsyncIterator[int]:
    for one in range(number):
        await asyncio.sleep(0)
        yield one


async def _cancels_itself() -> None:
    raise asyncio.CancelledError


def test_an_outcome_arrives_on_tk_s_thread(bridge: Bridge, until: Until) -> None:
    heard: list[tuple[int, threading.Thread]] = []
    bridge.ask(partial(_double, 21), lambda value: heard.append((value, threading.current_thread())))
    until(lambda: heard)
    assert heard == [(42, threading.main_thread())]
    assert bridge.busy == 0


def test_work_runs_on_the_loop_s_thread(bridge: Bridge, until: Until) -> None:
    names: list[str] = []
    bridge.ask(_thread_name, names.append)
    until(lambda: names)
    assert names == ["vitrina-loop"]


def test_what_is_asked_before_the_loop_runs_is_not_lost(root: tk.Tk, until: Until) -> None:
    heard: list[int] = []
    bridge = Bridge()
    for number in range(100):
        bridge.ask(partial(_double, number), heard.append)
    bridge.attach(root.after, root.after_cancel)
    until(lambda: len(heard) == 100)
    assert heard == [2 * number for number in range(100)]
    assert bridge.close()


def test_a_cancelled_ticket_hears_nothing_even_when_its_outcome_is_already_queued(bridge: Bridge, until: Until) -> None:
    heard: list[int] = []
    ticket = bridge.ask(partial(_double, 1), heard.append)
    assert bridge.wait(partial(asyncio.sleep, 0.05, "passed"), 5) == "passed"
    ticket.cancel()
    ticket.cancel()
    assert not ticket.open
    after: list[int] = []
    bridge.ask(partial(_double, 2), after.append)
    until(lambda: after)
    assert heard == []


def test_cancelling_a_ticket_cancels_the_work(bridge: Bridge, until: Until) -> None:
    started, ended = threading.Event(), threading.Event()
    ticket = bridge.ask(partial(_never, started, ended), lambda _: None)
    until(started.is_set)
    assert not ended.is_set()
    ticket.cancel()
    assert ended.wait(5)
    assert bridge.busy == 0


def test_work_that_was_cancelled_from_within_closes_its_ticket_without_a_word(bridge: Bridge, until: Until) -> None:
    heard: list[object] = []
    ticket = bridge.ask(_cancels_itself, heard.append, heard.append)
    until(lambda: not ticket.open)
    assert heard == []
    assert bridge.busy == 0


def test_a_fault_in_a_coroutine_goes_to_who_asked(bridge: Bridge, until: Until) -> None:
    faults: list[BaseException] = []
    bridge.ask(_fails, lambda _: None, faults.append)
    until(lambda: faults)
    assert [str(fault) for fault in faults] == ["on purpose"]


def test_a_fault_in_a_coroutine_that_nobody_hears_goes_to_the_bridge_s_own_hearer(bridge: Bridge, until: Until) -> None:
    faults: list[BaseException] = []
    bridge.hear_faults(faults.append)
    bridge.ask(_fails, lambda _: None)
    until(lambda: faults)
    assert isinstance(faults[0], ValueError)


def test_a_fault_in_a_callback_is_reported_and_the_next_outcome_arrives(bridge: Bridge, until: Until) -> None:
    faults: list[BaseException] = []
    heard: list[int] = []
    bridge.hear_faults(faults.append)
    bridge.ask(partial(_double, 1), lambda value: heard.append(value // 0))
    bridge.ask(partial(_double, 2), heard.append)
    until(lambda: heard)
    assert heard == [4]
    assert isinstance(faults[0], ZeroDivisionError)


@pytest.mark.logs_errors
def test_a_fault_that_nobody_hears_is_logged(bridge: Bridge, until: Until, caplog: pytest.LogCaptureFixture) -> None:
    bridge.ask(_fails, lambda _: None)
    until(lambda: bridge.busy == 0)
    assert "on purpose" in caplog.text


def test_a_fault_in_a_quick_call_is_reported(bridge: Bridge, until: Until) -> None:
    faults: list[BaseException] = []
    bridge.hear_faults(faults.append)
    bridge.ask(partial(asyncio.sleep, 0.2), lambda _: None)
    bridge.call_soon([].index, "missing")
    until(lambda: faults)
    assert isinstance(faults[0], ValueError)


def test_a_stream_gives_its_items_in_order_and_then_its_end(bridge: Bridge, until: Until) -> None:
    heard: list[int] = []
    ends: list[int] = []
    ticket = bridge.stream(partial(_count, 50), heard.append, lambda: ends.append(len(heard)))
    until(lambda: ends)
    assert heard == list(range(50))
    assert ends == [50]
    assert not ticket.open


def test_a_cancelled_stream_gives_nothing_more(bridge: Bridge, until: Until) -> None:
    heard: list[int] = []
    ends: list[str] = []
    ticket = bridge.stream(partial(_count, 1_000_000), heard.append, lambda: ends.append("end"))
    until(lambda: len(heard) > 5)
    ticket.cancel()
    given = len(heard)
    again: list[int] = []
    bridge.ask(partial(_double, 1), again.append)
    until(lambda: again)
    assert len(heard) == given
    assert ends == []


def test_a_bounded_stream_does_not_run_ahead_of_tk(bridge: Bridge, until: Until, root: tk.Tk) -> None:
    made: list[int] = []

    async def frames() -> AsyncIterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    heard: list[int] = []
    bridge.stream(frames, heard.append, ahead=2)
    bridge.wait(partial(asyncio.sleep, 0.1))
    assert len(made) == 3
    until(lambda: len(heard) == 100)
    assert heard == list(range(100))
    process_events(root)


def test_news_from_any_thread_arrives_in_batches_and_in_order(bridge: Bridge, until: Until) -> None:
    batches: list[list[int]] = []
    news = bridge.listen(batches.append)

    def tell() -> None:
        for number in range(1000):
            news(number)

    teller = threading.Thread(target=tell)
    teller.start()
    teller.join()
    until(lambda: sum(map(len, batches)) == 1000)
    assert [one for batch in batches for one in batch] == list(range(1000))
    assert len(batches) < 100


def test_a_tick_does_not_keep_tk_s_thread_for_the_whole_queue(bridge: Bridge, until: Until, root: tk.Tk) -> None:
    """With 200 outcomes of 2 ms each waiting, another timer of Tk's gets its turn long before the last."""
    heard: list[int] = []
    seen: list[int] = []

    def slow(value: int) -> None:
        time.sleep(0.002)
        heard.append(value)

    for number in range(200):
        bridge.ask(partial(_double, number), slow)
    bridge.wait(partial(asyncio.sleep, 0.1))
    root.after(5, lambda: seen.append(len(heard)))
    until(lambda: len(heard) == 200)
    assert seen
    assert seen[0] < 100


def test_without_open_tickets_nothing_ticks(bridge: Bridge, until: Until, root: tk.Tk) -> None:
    bridge.ask(partial(_double, 1), lambda _: None)
    until(lambda: bridge.busy == 0)
    process_events(root)
    assert root.tk.call("after", "info") in ("", ())


def test_closing_while_busy_ends_the_thread_and_hears_nothing_more(root: tk.Tk, until: Until) -> None:
    bridge = Bridge()
    bridge.attach(root.after, root.after_cancel)
    heard: list[object] = []
    events = [(threading.Event(), threading.Event()) for _ in range(20)]
    for started, ended in events:
        bridge.ask(partial(_never, started, ended), heard.append, heard.append)
    until(lambda: all(started.is_set() for started, _ in events))
    assert bridge.close()
    assert all(ended.is_set() for _, ended in events)
    process_events(root)
    assert heard == []
    assert bridge.close()


def test_asking_after_the_end_is_harmless(root: tk.Tk) -> None:
    bridge = Bridge()
    assert bridge.close()
    heard: list[int] = []
    bridge.ask(partial(_double, 1), heard.append)
    bridge.call_soon(heard.append, 1)
    process_events(root)
    assert heard == []


def test_waiting_gives_the_result_or_raises_the_fault(bridge: Bridge) -> None:
    assert bridge.wait(partial(_double, 3)) == 6
    with pytest.raises(ValueError, match="on purpose"):
        bridge.wait(_fails)
    with pytest.raises(TimeoutError):
        bridge.wait(partial(asyncio.sleep, 60), 0.01)


class _Witness:
    """Remembers which thread dropped it."""

    def __init__(self, dropped: list[threading.Thread]) -> None:
        self._dropped = dropped

    def hear(self, value: object) -> None:
        """Hear an outcome."""

    def __del__(self) -> None:
        self._dropped.append(threading.current_thread())


def test_what_hears_an_outcome_is_never_dropped_by_the_loop_s_thread(bridge: Bridge, until: Until) -> None:
    dropped: list[threading.Thread] = []
    for number in range(200):
        witness = _Witness(dropped)
        ticket = bridge.ask(partial(_double, number), witness.hear)
        if number % 3 == 0:
            ticket.cancel()
        del witness, ticket
    until(lambda: bridge.busy == 0)
    bridge.wait(partial(asyncio.sleep, 0))
    gc.collect()
    assert set(dropped) == {threading.main_thread()}
    assert len(dropped) == 200


def test_a_cycle_around_a_tk_object_is_collected_on_tk_s_thread_only(bridge: Bridge, until: Until, root: tk.Tk) -> None:
    dropped: list[threading.Thread] = []
    for _ in range(100):
        witness = _Witness(dropped)
        ring: list[object] = [witness]
        ring.append(ring)
        del witness, ring

    def litter() -> list[list[int]]:
        return [[number] for number in range(200_000)]

    assert len(bridge.wait(partial(asyncio.to_thread, litter))) == 200_000
    assert not dropped
    heap = [[number] for number in range(10_000)]
    bridge.ask(partial(_double, 1), lambda _: None)
    until(lambda: dropped)
    assert set(dropped) == {threading.main_thread()}
    assert len(heap) == 10_000
    process_events(root)


def test_closing_gives_the_collector_back() -> None:
    assert gc.isenabled()
    bridge = Bridge()
    assert not gc.isenabled()
    assert bridge.close()
    assert gc.isenabled()
