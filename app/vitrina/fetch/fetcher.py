"""URL to stored bytes: from the store where that may be, else from the web, each once however many ask.

Owns the downloads under way and who waits for them. The order is the one of `Fetcher.fetch`: what the store may
answer, what is under way already, the web; and where the web fails, what the store has all the same. Refuses to know
galleries, pictures' pixels and files that are not its store's.
"""

import asyncio
import copy
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from vitrina.errors import (
    CancelledFetchError,
    DiskFullError,
    OfflineError,
    PictureError,
    RateLimitedError,
    RefusedError,
)
from vitrina.fetch import collection, elsewhere, retry
from vitrina.fetch.body import Leftovers
from vitrina.fetch.download import Download, Landed, Means, Said
from vitrina.fetch.governor import Governor, Turnstile
from vitrina.fetch.request import Fetched, HostState, Limits, Request, Want
from vitrina.fetch.room import Room
from vitrina.fetch.scribe import Scribe
from vitrina.fetch.web_address import harmless, parse
from vitrina.model import Priority, Progress, Stage, Status, StoredResponse

if TYPE_CHECKING:
    from vitrina.fetch.transport import Transport
    from vitrina.keys import Keys
    from vitrina.store import Store

REPORT_EVERY = 0.1
"""Seconds between two reports of one download's bytes."""


@dataclass(slots=True, eq=False)
class Flight:
    """A request under way, for however many wait for it."""

    request: Request
    stored: StoredResponse | None
    """What the store has for the key: to be asked about, and to fall back on."""
    priority: Priority
    task: "asyncio.Task[Fetched] | None" = None
    download: Download | None = None
    askers: int = 0
    abandoned: bool = False
    attempts: int = 0
    started: float = field(default_factory=time.perf_counter)
    reported: float = 0.0

    def suits(self, request: Request) -> bool:
        """Whether what this brings is what `request` asks for."""
        own = self.request
        return not self.abandoned and (own.want, own.remote, own.headers, own.peek, own.url) == (
            request.want, request.remote, request.headers, request.peek, request.url,
        )  # fmt: skip


class Fetcher:
    """Fetches, one a process; an asynchronous context manager that lives on one event loop."""

    def __init__(
        self,
        store: "Store",
        limits: Limits,
        *,
        on_progress: Callable[[Progress], None] | None = None,
        keys: "Keys | None" = None,
    ) -> None:
        """`on_progress` is called on the event loop's thread, at most ten times a second for each request.

        `keys` are sent to the services that take them, and are in nothing that comes back.
        """
        self._store, self._limits, self._on_progress, self._keys = store, limits, on_progress, keys
        self._flights: dict[str, Flight] = {}
        self._turnstile = Turnstile(Governor(limits.total, limits.per_host, longest_wait=limits.longest_wait))
        self._means: Means | None = None
        self._readying = asyncio.Lock()
        self._closing = False
        self._scribe = Scribe(store)
        self._room = Room(limits.disk_patience)
        self._chance = random.Random()  # noqa: S311 - spreads retries, guards nothing

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """End what is under way (what was received is kept for the next time), and close every connection."""
        self._closing = True
        tasks = [flight.task for flight in self._flights.values() if flight.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self._turnstile.close()
        if self._means is not None:
            await self._means.transport.close()
        self._scribe.close()

    async def fetch(self, request: Request) -> Fetched:
        """What `request` asks for, from the store or the web. One bad URL is a result, never an exception."""
        started = time.perf_counter()
        while True:
            if self._closing:
                return _failed(Status.FAILED, CancelledFetchError("Vitrina is closing."), started)
            responses = self._responses(request)
            answered = self._from_store(request, responses, started)
            if answered is not None:
                return answered
            flight = self._flights.get(request.key)
            if flight is None or flight.task is None:
                flight = self._depart(request, responses)
            elif not flight.suits(request):
                # one at a time for a key: what that one stores may be all that is needed
                await asyncio.wait([flight.task])
                continue
            return await self._wait_for(flight, request)

    def prioritise(self, keys: Iterable[str], priority: Priority) -> None:
        """Let what waits under these keys go sooner or later."""
        wanted = list(keys)
        for key in wanted:
            if (flight := self._flights.get(key)) is not None:
                self._hurry(flight, priority)
        self._turnstile.prioritise(wanted, priority)

    def hurry(self, key: str, priority: Priority) -> None:
        """Let what is under way for `key` go no later than `priority` says."""
        flight = self._flights.get(key)
        if flight is not None and priority < flight.priority:
            self.prioritise([key], priority)

    def set_limits(self, limits: Limits) -> None:
        """Have other limits from now on, for what waits and what comes; what is under way goes on as it began.

        Unless they are to be offline: then it ends, and what came is kept for the next time. Proxies and the
        address policy are settled when a fetcher is made.
        """
        self._limits = limits
        if limits.offline:
            for flight in self._flights.values():
                flight.abandoned = True
                if flight.task is not None:
                    flight.task.cancel()
        self._turnstile.set_limits(limits.total, limits.per_host)
        if self._means is not None:
            self._means.transport.limits = limits
            self._means = replace(self._means, limits=limits)

    def hosts(self) -> tuple[HostState, ...]:
        """How every host met is doing."""
        return self._turnstile.states()

    def _from_store(self, request: Request, responses: list[StoredResponse], started: float) -> Fetched | None:
        """What the store may answer at once; offline also that it cannot."""
        if self._limits.offline:
            stored = collection.any_of(responses, request)
            if stored is not None:
                return self._of_stored(stored, Status.CACHED, started)
            words = "{url} is not stored, and Vitrina is offline; fetch it with a network first."
            return _failed(Status.FAILED, OfflineError(words, url=harmless(request.url)), started)
        found = collection.usable(responses, request, time.time())
        if found is None:
            return None
        if found.refresh and request.key not in self._flights:
            self._depart(request, responses)  # nobody waits for it
        return self._of_stored(found.stored, Status.CACHED, started)

    def _responses(self, request: Request) -> list[StoredResponse]:
        """The stored responses that are of use to this asker, newest first."""
        return [one for one in self._store.responses(request.key) if collection.is_of_use(one, request.want)]

    def _of_stored(
        self, stored: StoredResponse, status: Status, started: float, *, attempts: int = 0,
        error: PictureError | None = None,
    ) -> Fetched:  # fmt: skip
        self._store.seen((stored,))
        return Fetched(
            status=status,
            stored=stored,
            final_url=stored.final_url,
            http_status=error.http_status if error is not None else stored.status,
            media_type=collection.kind_of(stored),
            headers=stored.headers,
            attempts=attempts,
            ms=(time.perf_counter() - started) * 1000,
            error=error,
        )

    def _depart(self, request: Request, responses: list[StoredResponse]) -> Flight:
        flight = self._flights[request.key] = Flight(request, collection.any_of(responses, request), request.priority)
        flight.task = asyncio.get_running_loop().create_task(self._fly(flight))
        return flight

    async def _wait_for(self, flight: Flight, request: Request) -> Fetched:
        """Wait with all others; the last one to leave ends the flight."""
        assert flight.task is not None  # noqa: S101 - for the type checker
        flight.askers += 1
        self.hurry(request.key, request.priority)
        try:
            return await asyncio.shield(flight.task)
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if flight.task.cancelled() and not (current and current.cancelling()):
                # not this asker was cancelled: the fetcher is closing, or gone offline
                if self._limits.offline and (
                    left := self._from_store(request, self._responses(request), flight.started)
                ):
                    return left
                return _failed(Status.FAILED, CancelledFetchError("Vitrina is closing."), flight.started)
            raise
        finally:
            flight.askers -= 1
            if not flight.askers and not flight.task.done():
                flight.abandoned = True
                flight.task.cancel()

    async def _fly(self, flight: Flight) -> Fetched:
        try:
            fetched = await self._over_the_web(flight)
        except asyncio.CancelledError:
            words = "Interrupted; what was received is kept and goes on next time."
            self._ended(flight, _failed(Status.FAILED, CancelledFetchError(words), flight.started))
            raise
        finally:
            del self._flights[flight.request.key]
        self._ended(flight, fetched)
        return fetched

    def _ended(self, flight: Flight, fetched: Fetched) -> None:
        if self._on_progress is not None:
            fault = fetched.error.as_fault() if fetched.error is not None else None
            size = fetched.stored.bytes if fetched.stored else 0
            picture = _is_picture(flight) or (fetched.media_type or "").startswith("image/")
            total, now = size or None, time.monotonic()
            self._on_progress(
                Progress(flight.request.key, "ended", size, total, now, fetched.status, fault, picture=picture)
            )

    async def _over_the_web(self, flight: Flight) -> Fetched:
        """Ask the web, as often as it makes sense; where it fails, what is stored serves all the same."""
        stored = flight.stored
        try:
            landed = await self._persist(flight)
        except PictureError as error:
            if stored is not None:
                return self._of_stored(stored, Status.STALE, flight.started, attempts=flight.attempts, error=error)
            status = Status.REFUSED if isinstance(error, RefusedError) else Status.FAILED
            said = flight.download.said if flight.download else None
            return _failed(status, error, flight.started, attempts=flight.attempts, said=said)
        return Fetched(
            status=landed.status,
            stored=landed.stored,
            final_url=landed.final_url,
            http_status=landed.http_status,
            media_type=landed.media_type,
            headers=landed.headers,
            attempts=flight.attempts,
            ms=(time.perf_counter() - flight.started) * 1000,
            peeked=landed.peeked,
        )

    async def _persist(self, flight: Flight) -> Landed:
        """Attempt until it succeeds, or cannot, or was tried often enough. Raises the last PictureError."""
        limits = self._limits
        target = parse(flight.request.url)
        host = self._turnstile.governor.host(target.place)
        flight.download = download = Download(
            flight.request,
            target,
            flight.stored,
            self._means or await self._made_ready(),
            lambda stage, received, total: self._report(flight, stage, received, total),
        )
        download.priority = flight.priority
        in_vain = 0
        while True:
            before = download.furthest
            try:
                self._check_room()
                flight.attempts += 1
                landed = await download.attempt()
            except elsewhere.ElsewhereError:
                flight.attempts -= 1
                stored = await elsewhere.brought(self._store, flight.request, flight.stored)
                if stored is not None:
                    return Landed.brought(stored)
                continue
            except DiskFullError as error:
                await self._wait_for_room(flight, error)
                continue
            except PictureError as error:
                advanced = download.furthest > before
                in_vain = 0 if advanced else in_vain + 1
                if not self._tries_again(error, download.place, in_vain, flight.attempts):
                    raise
                # what the host itself asked for, and what goes on where it stopped, costs it nothing
                if not (advanced or isinstance(error, RateLimitedError) or host.budget.spend()):
                    raise
                if isinstance(error, RateLimitedError):
                    self._say_why(flight, error)
                wait = retry.backoff(
                    max(1, in_vain), self._chance.random(), base=limits.backoff, longest=limits.longest_backoff
                )
            else:
                host.budget.reward()
                self._room.has_room()
                return landed
            await asyncio.sleep(wait)

    def _check_room(self) -> None:
        """Raise what the last write met, where it met a full disk just now."""
        refusal = self._room.refusal(time.monotonic())
        if refusal is not None:
            raise copy.copy(refusal)

    async def _wait_for_room(self, flight: Flight, error: DiskFullError) -> None:
        """Say that the disk is full, and wait; what came is kept. Raises `error` where patience is at its end."""
        now = time.monotonic()
        if error is not self._room.last and self._room.refusal(now) is None:
            self._room.is_full(error, now)
        wait = self._room.wait(now)
        if not wait:
            raise error
        self._say_why(flight, error)
        await asyncio.sleep(wait)

    def _say_why(self, flight: Flight, error: PictureError) -> None:
        """Tell that the request waits, and for what."""
        if self._on_progress is not None:
            self._on_progress(
                Progress(
                    flight.request.key,
                    "waiting",
                    at=time.monotonic(),
                    fault=error.as_fault(),
                    picture=_is_picture(flight),
                )
            )

    def _tries_again(self, error: PictureError, place: str, in_vain: int, attempts: int) -> bool:
        """Whether another attempt could bring what this one did not."""
        if self._turnstile.refusal(place) is not None:
            return False
        return retry.may_pass(error) and in_vain <= self._limits.retries and attempts < retry.MOST_ATTEMPTS

    async def _made_ready(self) -> Means:
        """What downloads work with, made for the first one: aiohttp takes a while to import, so a thread does it."""
        async with self._readying:
            if self._means is None:
                transport_class = await asyncio.to_thread(_import_transport)
                leftovers = await asyncio.to_thread(Leftovers, self._store)
                transport = transport_class(self._limits, self._keys)
                self._means = Means(self._store, transport, self._turnstile, self._limits, self._scribe, leftovers)
        return self._means

    def _hurry(self, flight: Flight, priority: Priority) -> None:
        flight.priority = priority
        if flight.download is not None:
            flight.download.priority = priority

    def _report(self, flight: Flight, stage: Stage, received: int, total: int | None) -> None:
        if self._on_progress is None:
            return
        now = time.monotonic()
        if stage != "body" or now - flight.reported >= REPORT_EVERY:
            flight.reported = now if stage == "body" else 0.0
            self._on_progress(Progress(flight.request.key, stage, received, total, now, picture=_is_picture(flight)))


def _is_picture(flight: Flight) -> bool:
    return flight.request.want is Want.PICTURE


def _import_transport() -> "type[Transport]":
    from vitrina.fetch.transport import Transport

    return Transport


def _failed(
    status: Status, error: PictureError, started: float, *, attempts: int = 0, said: Said | None = None
) -> Fetched:
    return Fetched(
        status=status,
        stored=None,
        final_url=said.url if said else None,
        http_status=error.http_status or (said.status if said else None),
        media_type=None,
        headers=(),
        attempts=attempts,
        ms=(time.perf_counter() - started) * 1000,
        error=error,
    )
