"""Pictures' bytes: asked of `fetch`, looked at once when they come, and told as outcomes.

Owns the fetcher's life and the joining of equal requests. Refuses to keep what is no picture: `decode` looks at
complete bytes before they are stored, and the outcome says what it found wrong with them.
"""

import asyncio
import dataclasses
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vitrina import decode
from vitrina.errors import PictureError, RefusedError
from vitrina.fetch import Fetched, HostState, Limits, Looked, Request, Want
from vitrina.keys import Keys
from vitrina.library import local
from vitrina.library.decode_pool import DecodePool, closed
from vitrina.library.joining import Joined
from vitrina.library.records import outcome_record
from vitrina.model import Outcome, Picture, Priority, Progress, Status, StoredResponse
from vitrina.store import Store
from vitrina.trace import Trace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vitrina.fetch import Fetcher
    from vitrina.sources import LeftOut

_LOG: Final = logging.getLogger(__name__)
TOGETHER: Final = 600.0
"""Seconds for which what came in one run belongs together: it is not asked for again, whatever its freshness."""
GLANCE: Final = 0.2
"""Seconds between two looks at what an answer begins with."""
WORKERS_FOR_EACH_CONNECTION: Final = 3
"""So that one slow host leaves the other connections something to do."""


class Fetching:
    """Lives on the loop. `arrived` holds answers to documents' requests that turned out to be pictures.

    `arriving` holds those whose first bytes say so, and that still go on.
    """

    def __init__(self, store: Store, limits: Limits, pool: DecodePool, trace: Trace, keys: Keys | None = None) -> None:
        self._keys = keys
        self._store = store
        self._limits = limits
        self._pool = pool
        self._trace = trace
        self._opened: Final = time.time()
        self._fetcher: asyncio.Task[Fetcher] | None = None
        self._closed = False
        self._outcomes: Joined[tuple[str, str], Outcome] = Joined()
        self._hearers: list[Callable[[Progress], None]] = []
        self.arrived: Final[dict[str, Fetched]] = {}
        self.arriving: Final[dict[str, asyncio.Task[Fetched]]] = {}

    @property
    def since(self) -> float:
        """What came at or after this moment (seconds since the epoch) is not asked for again."""
        return max(self._opened, time.time() - TOGETHER)

    @property
    def offline(self) -> bool:
        """Whether the network is left alone."""
        return self._limits.offline

    @property
    def workers(self) -> int:
        """So many may wait at a time for what they want fetched, when nobody else is in a hurry."""
        return self._limits.total * WORKERS_FOR_EACH_CONNECTION

    def has_arrived(self, key: str, fetched: Fetched) -> None:
        """Have a picture that came as an answer wait for whoever asks for it; how it first came in is what counts."""
        before = self.arrived.get(key)
        if before is None or not before.status.good or fetched.status is not Status.CACHED:
            self.arrived[key] = fetched

    def set_offline(self, offline: bool) -> None:  # noqa: FBT001 - a switch has one argument
        """Leave the network alone from now on, or use it again; what is under way when it goes is ended."""
        self.set_limits(offline=offline)

    def set_limits(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Limits
        """Have other limits from now on (fields of `Limits` by their names), with nothing opened anew."""
        self._limits = dataclasses.replace(self._limits, **changes)
        if self._fetcher is not None and self._fetcher.done():
            self._limited(self._fetcher)
        elif self._fetcher is not None:
            self._fetcher.add_done_callback(self._limited)

    def _limited(self, opened: "asyncio.Task[Fetcher]") -> None:
        if not opened.cancelled() and opened.exception() is None:
            opened.result().set_limits(self._limits)

    async def close(self) -> None:
        """End every connection, for good: whoever asks from now on, or for the next of many, hears of it."""
        self._closed = True
        self.leave_arriving()
        opened, self._fetcher = self._fetcher, None
        if opened is not None:
            await (await opened).__aexit__(None, None, None)

    def subscribe(self, hear: Callable[[Progress], None]) -> None:
        """Tell `hear` of every step of every download from now on, on the loop's thread."""
        self._hearers.append(hear)

    def has(self, picture: Picture) -> bool:
        """Whether its bytes are here, and have been looked at."""
        if picture.key in self.arrived:
            return False
        return local.is_local(picture) or bool(self._store.responses(picture.key))

    def stored(self, key: str) -> StoredResponse | None:
        """What the store holds under a key, the newest."""
        return next(iter(self._store.responses(key)), None)

    async def remember(self, key: str, url: str, body: bytes) -> None:
        """Store what no request of ours gave, under a key, as the answer of `url` now."""
        await self._pool.run(local.put, self._store, key, url, body)

    def due(self, picture: Picture) -> bool:
        """Whether the network is to be asked for it behind the window: it is not here, or it may have changed there."""
        if local.is_local(picture):
            return False
        stored = self._store.responses(picture.key)
        if not stored or picture.key in self.arrived:
            return True
        from vitrina.fetch import collection  # not needed to show what the store holds

        return collection.due(stored, self._request(picture, Priority.REST, since=self.since), time.time())

    def hosts(self) -> tuple[HostState, ...]:
        """How every host is doing."""
        return self._fetcher.result().hosts() if self._fetcher is not None and self._fetcher.done() else ()

    def prioritise(self, pictures: Iterable[Picture], priority: Priority) -> None:
        """Change who goes first among the requests that wait."""
        if self._fetcher is not None and self._fetcher.done():
            self._fetcher.result().prioritise([picture.key for picture in pictures], priority)

    def _progress(self, progress: Progress) -> None:
        for hear in self._hearers:
            hear(progress)

    async def ask(self, request: Request) -> Fetched:
        """Pass a request on to the fetcher, which is opened for the first one."""
        if self._closed:
            raise closed()
        if self._fetcher is None:
            self._fetcher = asyncio.create_task(self._open())
        fetcher = await asyncio.shield(self._fetcher)
        return await fetcher.fetch(request)

    async def ask_until_seen(self, request: Request) -> Fetched | None:
        """As `ask`; None as soon as a long answer is seen to be a picture, which `fetch` then goes on waiting for."""
        asked = asyncio.create_task(self.ask(request))
        try:
            while not asked.done():
                await asyncio.wait([asked], timeout=GLANCE)
                if not asked.done() and await self._pool.run(_begins_a_picture, self._store.partial(request.key)):
                    self.arriving[request.key] = asked
                    return None
        except BaseException:
            asked.cancel()
            raise
        return asked.result()

    def leave_arriving(self) -> None:
        """End what was seen to be a picture and is waited for by nobody: another gallery is opened."""
        while self.arriving:
            self.arriving.popitem()[1].cancel()

    async def ask_quietly(self, request: Request) -> Fetched:
        """Ask by a fetcher for this alone: nobody is told of it, and nothing is tried again."""
        limits = dataclasses.replace(self._limits, retries=0, disk_patience=0.0)
        async with await self._pool.run(_new_fetcher, self._store, limits, _tell_nobody, self._keys) as fetcher:
            return await fetcher.fetch(request)

    async def _open(self) -> "Fetcher":
        fetcher = await self._pool.run(_new_fetcher, self._store, self._limits, self._progress, self._keys)
        return await fetcher.__aenter__()

    async def fetch(self, picture: Picture, *, priority: Priority = Priority.REST, refresh: bool = False) -> Outcome:
        """Have the picture's bytes in the store, by HTTP's rules; what went wrong is in the outcome."""
        request = self._request(picture, priority, since=None if refresh else self.since)
        if self._fetcher is not None and self._fetcher.done():  # somebody in less of a hurry may have asked already
            self._fetcher.result().hurry(picture.key, priority)
        return await self._outcomes.ask(
            (picture.key, "refresh" if refresh else "fetch"), partial(self._fetch, picture, request)
        )

    async def have(self, picture: Picture) -> Outcome:
        """Have the picture as the person saw it: what is here, however old it is, else as `fetch`."""
        request = self._request(picture, Priority.REST, since=0.0)
        return await self._outcomes.ask((picture.key, "have"), partial(self._fetch, picture, request))

    async def _fetch(self, picture: Picture, request: Request) -> Outcome:
        if local.is_local(picture):
            outcome = await self._pool.run(local_outcome, picture, self._store)
        else:
            fetched = self.arrived.pop(picture.key, None)
            if fetched is None and picture.key in self.arriving:
                fetched = await self.arriving.pop(picture.key)
            if fetched is None:
                fetched = await self.ask(request)
            outcome = _outcome(picture, fetched)
        if self._closed and not outcome.status.good:
            raise closed()
        record = outcome_record(outcome)
        _LOG.info("%s %s%s", outcome.status, record["url"], f": {outcome.error.message}" if outcome.error else "")
        self._trace.event("fetch", **record)
        return outcome

    def _request(self, picture: Picture, priority: Priority, *, since: float | None) -> Request:
        """Ask for the picture, unless it came at or after `since`; where that is None, even about what is fresh."""
        return Request(
            url=picture.url,
            key=picture.key,
            want=Want.PICTURE,
            priority=priority,
            remote=picture.remote,
            reuse_since=since,
            refresh=since is None,
            look=look,
        )

    async def fetch_all(
        self,
        found: "AsyncIterator[Picture | LeftOut]",
        on_outcome: Callable[[Picture, Outcome], Awaitable[None]],
        on_left_out: "Callable[[LeftOut], None]",
        *,
        refresh: bool = False,
    ) -> None:
        """Fetch a stream of pictures, a bounded number at a time; each outcome is told as it comes."""
        workers = self.workers
        todo: asyncio.Queue[Picture | None] = asyncio.Queue(maxsize=workers)

        async def produce() -> None:
            async for one in found:
                if isinstance(one, Picture):
                    await todo.put(one)
                else:
                    on_left_out(one)
            await todo.put(None)

        async def work() -> None:
            while (picture := await todo.get()) is not None:
                await on_outcome(picture, await self.fetch(picture, refresh=refresh))
            todo.put_nowait(None)  # for the next worker

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(produce())
                for _ in range(workers):
                    group.create_task(work())
        except BaseExceptionGroup as several:
            # One reason is enough to stop, and one sentence to say it.
            raise several.exceptions[0] from several

    async def fetch_each(
        self,
        pictures: Iterable[Picture],
        on_outcome: Callable[[Picture, Outcome], Awaitable[None]],
        *,
        refresh: bool = False,
    ) -> None:
        """The same for pictures that are known already."""
        await self.fetch_all(_each(pictures), on_outcome, lambda _: None, refresh=refresh)


async def _each(pictures: Iterable[Picture]) -> "AsyncIterator[Picture]":
    for picture in pictures:
        yield picture


def _new_fetcher(store: Store, limits: Limits, on_progress: Callable[[Progress], None], keys: Keys | None) -> "Fetcher":
    # Runs in the pool: aiohttp takes a third of a second to import, which the loop need not wait for.
    from vitrina.fetch import Fetcher

    return Fetcher(store, limits, on_progress=on_progress, keys=keys)


def _tell_nobody(progress: Progress) -> None:
    del progress


def _begins_a_picture(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return decode.identify(opened.read(decode.HEAD_BYTES)) is not None
    except OSError:  # nothing has come yet, or all of it
        return False


def look(file: Path) -> Looked:
    """What the bytes are; PictureError keeps what is no whole picture of a size that can be shown out of the store."""
    probe = decode.probe(file)
    return Looked(probe.media_type, probe.width, probe.height)


def _outcome(picture: Picture, fetched: Fetched) -> Outcome:
    stored, error = fetched.stored, fetched.error
    return Outcome(
        url=picture.url,
        final_url=fetched.final_url,
        status=fetched.status,
        http_status=fetched.http_status,
        media_type=stored.media_type if stored else fetched.media_type,
        bytes=stored.bytes if stored else None,
        sha256=stored.sha256 if stored else None,
        path=stored.path if stored else None,
        width=stored.width if stored else None,
        height=stored.height if stored else None,
        ms=fetched.ms,
        attempts=fetched.attempts,
        error=None if error is None else error.as_fault(),
    )


def error_of(outcome: Outcome) -> PictureError:
    """The outcome's reason as an error again, of the same kind and sentence."""
    fault = outcome.error
    if fault is None:
        return PictureError("{url} gave nothing to show.", url=outcome.url)
    error = PictureError(fault.template or fault.message, http_status=outcome.http_status)
    error.kind = fault.kind
    error.fields = dict(fault.fields)
    return error


def local_outcome(picture: Picture, store: Store) -> Outcome:
    """The outcome for a picture on this machine; reads and hashes the file."""
    started = time.perf_counter()
    try:
        file = local.locate(picture, store)
        probe = decode.probe(file.path)
        sha256 = local.sha256_of(file.path)
    except PictureError as error:
        status = Status.REFUSED if isinstance(error, RefusedError) else Status.FAILED
        return Outcome(picture.url, None, status, error=error.as_fault())
    return Outcome(
        url=picture.url,
        final_url=picture.url,
        status=Status.CACHED,
        media_type=probe.media_type,
        bytes=file.bytes,
        sha256=sha256,
        path=file.path,
        width=probe.width,
        height=probe.height,
        ms=(time.perf_counter() - started) * 1000,
    )
