"""The one thread on which bodies are hashed and written, and complete ones stored.

Owns that thread and the jobs that wait for it. Refuses to know what a job does.

Complete bodies that wait at the same time are stored together, in one transaction: most of what a transaction costs
it costs once. Nothing waits for company: alone is a group too.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import TYPE_CHECKING, Any, Final, TypeVar

from vitrina.frozen import frozen
from vitrina.model import StoredResponse

if TYPE_CHECKING:
    from vitrina.store import Incoming, Store

TOGETHER: Final = 32
"""Bodies in one transaction at most, so that no other process waits long for its turn."""
GATHERING: Final = 0.01
"""Seconds after which a transaction waits for no more bodies to be written."""
AT_HAND: Final = 12
"""Jobs that may wait without holding back the network; each has at most `body.PIECE` bytes in memory."""
LEFT: Final = AT_HAND // 2
"""Jobs that are still there when the network goes on, so that the thread has something to do until more come."""

T = TypeVar("T")


class Uncancelled(asyncio.Future[Any]):
    """What a job will give. Who is cancelled while waiting for it goes when it has ended: it may be using the files."""

    def cancel(self, msg: object = None) -> bool:
        """Do nothing, and say so."""
        del msg
        return False


@frozen
class Job:
    """Something to do. Where it `completes` a body, it gives that, sealed, and what is waited for is its storing."""

    work: Callable[[], Any]
    future: Uncancelled
    completes: bool


class Scribe:
    """Use it on one event loop, and `close` it when nobody waits any more."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._jobs: deque[Job] = deque()
        self._awake = False
        self._held_back: list[Callable[[], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """Do `work` on the thread, after whatever was asked for before."""
        result: T = await self._add(work, completes=False)
        return result

    async def store(
        self, complete: Callable[[], "Incoming"], *, go_on: Callable[[], None] | None = None
    ) -> StoredResponse:
        """Store the response that `complete`, called on the thread, seals. Raises what that or the store raises.

        `go_on` is called as soon as few enough wait for another body to be received: at once, unless the disk is slow.
        """
        if go_on is not None and len(self._jobs) < AT_HAND:
            go_on()
        elif go_on is not None:
            self._held_back.append(go_on)
        stored: StoredResponse = await self._add(complete, completes=True)
        return stored

    def close(self) -> None:
        """End the thread, when all is done."""
        self._thread.shutdown()

    def _add(self, work: Callable[[], Any], *, completes: bool) -> Uncancelled:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        future = Uncancelled(loop=self._loop)
        self._jobs.append(Job(work, future, completes))
        if not self._awake:
            self._awake = True
            self._thread.submit(self._serve)
        return future

    def _go_on(self) -> None:
        held_back, self._held_back = self._held_back, []
        for go_on in held_back:
            go_on()

    # on the thread

    def _serve(self) -> None:
        """Do all that waits."""
        while self._jobs:
            self._do_several()
            if not self._jobs:
                self._awake = False  # and look again: a job added before this woke nobody

    def _do_several(self) -> None:
        """Do the jobs that wait, and store together what they complete."""
        done: list[tuple[Uncancelled, object]] = []
        complete: list[tuple[Uncancelled, Incoming]] = []
        assert self._loop is not None  # noqa: S101 - for the type checker
        until = time.monotonic() + GATHERING
        while self._jobs and len(complete) < TOGETHER and time.monotonic() < until:
            job = self._jobs.popleft()
            outcome = _outcome(job.work)
            if self._held_back and len(self._jobs) == LEFT:
                self._loop.call_soon_threadsafe(self._go_on)
            if job.completes and not isinstance(outcome, BaseException):
                complete.append((job.future, outcome))
            else:
                done.append((job.future, outcome))
                if not job.completes:
                    break  # whoever waits for it may have more to come
        if complete:
            futures = [future for future, _ in complete]
            done.extend(zip(futures, self._stored([incoming for _, incoming in complete]), strict=True))
        self._loop.call_soon_threadsafe(_tell, done)

    def _stored(self, group: list["Incoming"]) -> Sequence[object]:
        outcome = _outcome(lambda: self._store.commit(group))
        if isinstance(outcome, BaseException):
            return [copy(outcome) for _ in group]
        stored: Sequence[object] = outcome
        return stored


def _outcome(work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever a job gives
    """What `work` gives, or raises."""
    try:
        return work()
    except BaseException as error:  # noqa: BLE001 - raised where it is waited for
        return error


def _tell(done: list[tuple[Uncancelled, object]]) -> None:
    for future, outcome in done:
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
