"""Who may ask which host when: priorities, limits in total and for each host, rates, pauses, and hosts that are dead.

Owns the requests that wait and the standing of every host. Two parts: `Governor` decides, changing its own state and
returning what follows, with no await and no clock of its own; `Turnstile` carries it out on the event loop. Refuses to
know what a request is: it sees a host, a priority and a key.

A host's limit is halved when it says that it is asked too much (429, 503), at most once for the requests that were
already under way then, and grows back by one for every ten answers. A host that stayed silent five times in a row is
taken for dead for a while: everything that waits for it fails at once, and then one request at a time tries again.
"""

import asyncio
import copy
import heapq
import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from vitrina.errors import PictureError, RateLimitedError
from vitrina.fetch.politeness import Politeness, politeness
from vitrina.fetch.request import HostState
from vitrina.fetch.retry import RetryBudget
from vitrina.model import Priority

SILENCES = 5
"""So many requests in a row without an answer make a host dead."""
DEAD_FOR = 10.0
LONGEST_DEAD = 60.0
UNASKED_PAUSE = 1.0
"""Seconds that a 429 without Retry-After pauses its host, doubled each time."""
LONGEST_UNASKED_PAUSE = 60.0
GROWTH = 0.1


@dataclass(slots=True)
class Host:
    """The standing of one host. Times are of the monotonic clock."""

    place: str
    rule: Politeness
    allowed: float
    tokens: float
    active: int = 0
    waiting: int = 0
    queue: list[tuple[int, int, "Ticket"]] = field(default_factory=list)
    filled_at: float = 0.0
    paused_until: float = 0.0
    halved_at: float = 0.0
    pushbacks: int = 0
    silences: int = 0
    deaths: int = 0
    dead_until: float = 0.0
    last_words: PictureError | None = None
    budget: RetryBudget = field(default_factory=RetryBudget)

    def free_at(self, now: float) -> float | None:
        """The moment from which one more request may start, None where one has to end first."""
        if self.active >= max(1, int(self.allowed)) or (self.silences >= SILENCES and self.active):
            return None
        return max(now, self.paused_until, self.dead_until, self._token_at(now))

    def _token_at(self, now: float) -> float:
        if not self.rule.interval:
            return now
        self.tokens = min(float(self.rule.burst), self.tokens + (now - self.filled_at) / self.rule.interval)
        self.filled_at = now
        # a hair less than a whole token is one: sums of floats fall short
        return now if self.tokens > 1 - 1e-6 else now + (1 - self.tokens) * self.rule.interval


@dataclass(slots=True, eq=False)
class Ticket:
    """One request that waits or is under way."""

    host: Host
    key: str
    priority: int
    number: int
    started_at: float | None = None
    left: bool = False
    turn: "asyncio.Future[None] | None" = None


class Governor:
    """Decides. Every method takes `now`, in seconds of one clock that never goes back."""

    def __init__(self, total: int, per_host: int, *, longest_wait: float = 60.0) -> None:
        """At most `total` requests at once; a pause longer than `longest_wait` is not waited for."""
        self.total, self.per_host, self.longest_wait = total, per_host, longest_wait
        self.active = 0
        self._hosts: dict[str, Host] = {}
        self._by_key: dict[str, set[Ticket]] = {}
        self._busy: set[str] = set()
        self._numbers = itertools.count()

    def host(self, place: str) -> Host:
        """The standing of a host, made when it is first met."""
        found = self._hosts.get(place)
        if found is None:
            rule = politeness(place, self.per_host)
            found = self._hosts[place] = Host(place, rule, float(rule.at_once), float(rule.burst))
        return found

    def set_limits(self, total: int, per_host: int) -> None:
        """Have other limits from now on; what is under way beyond them ends in its own time."""
        self.total, self.per_host = total, per_host
        for place, host in self._hosts.items():
            was, host.rule = host.rule, politeness(place, per_host)
            # a host that was halved stays so, and one that was not gets all of its new limit
            halved = host.allowed < was.at_once
            host.allowed = min(host.allowed, float(host.rule.at_once)) if halved else float(host.rule.at_once)

    def enqueue(self, place: str, priority: Priority, key: str) -> Ticket:
        """Let a request wait for its turn."""
        host = self.host(place)
        ticket = Ticket(host, key, int(priority), next(self._numbers))
        heapq.heappush(host.queue, (ticket.priority, ticket.number, ticket))
        host.waiting += 1
        self._busy.add(place)
        self._by_key.setdefault(key, set()).add(ticket)
        return ticket

    def next_to_start(self, now: float) -> tuple[list[Ticket], float | None]:
        """The requests whose turn it is, now counted as under way, and when to ask again at the latest.

        Of all hosts that may be asked, the one goes first whose first waiting request has the highest priority, and
        among equals the oldest.
        """
        started: list[Ticket] = []
        wake: float | None = None
        while self.active < self.total:
            ready: Ticket | None = None
            wake = None
            for host in [self._hosts[place] for place in self._busy]:
                first = self._first(host)
                free_at = host.free_at(now) if first else None
                if first is None or free_at is None:
                    continue
                if free_at > now:
                    wake = free_at if wake is None else min(wake, free_at)
                elif ready is None or (first.priority, first.number) < (ready.priority, ready.number):
                    ready = first
            if ready is None:
                break
            self._start(ready, now)
            started.append(ready)
        return started, wake

    def leave(self, ticket: Ticket) -> None:
        """The request ended, or waits no more."""
        if ticket.left:
            return
        ticket.left = True
        if ticket.started_at is not None:
            ticket.host.active -= 1
            self.active -= 1
        else:
            self._no_longer_waiting(ticket)

    def prioritise(self, keys: Iterable[str], priority: Priority) -> None:
        """Give waiting requests another place in the queue."""
        for key in keys:
            for ticket in self._by_key.get(key, ()):
                if ticket.priority == int(priority):
                    continue
                ticket.priority = int(priority)
                heapq.heappush(ticket.host.queue, (ticket.priority, ticket.number, ticket))

    def answered(self, ticket: Ticket) -> None:
        """The host gave an answer that is no complaint: it lives, and may get a little more again."""
        host = ticket.host
        host.silences = host.deaths = host.pushbacks = 0
        host.last_words = None
        host.allowed = min(float(host.rule.at_once), host.allowed + GROWTH)

    def pushed_back(self, ticket: Ticket, wait: float | None, now: float) -> float:
        """The host wants less: halve it, and pause it, `wait` seconds or as long as seems right; gives the pause."""
        host = ticket.host
        host.silences = 0
        if ticket.started_at is None or ticket.started_at >= host.halved_at:
            host.allowed = max(1.0, int(host.allowed) / 2)
            host.halved_at = now
            host.pushbacks += 1
        pause = min(LONGEST_UNASKED_PAUSE, UNASKED_PAUSE * 2.0 ** (host.pushbacks - 1)) if wait is None else wait
        host.paused_until = max(host.paused_until, now + pause)
        return pause

    def silent(self, ticket: Ticket, error: PictureError, now: float) -> None:
        """The host gave no answer."""
        host = ticket.host
        host.silences += 1
        host.last_words = error
        if host.silences >= SILENCES:
            host.deaths += 1
            host.dead_until = now + min(LONGEST_DEAD, DEAD_FOR * 2.0 ** (host.deaths - 1))

    def hopeless(self, now: float) -> list[tuple[Ticket, PictureError]]:
        """The waiting requests of hosts that are dead, or paused for longer than anyone waits; they leave the queue."""
        lost = []
        for place in list(self._busy):
            host = self._hosts[place]
            error = self.refusal(host, now)
            if error is None:
                continue
            while (first := self._first(host)) is not None:
                self.leave(first)
                lost.append((first, error))
        return lost

    def refusal(self, host: Host, now: float) -> PictureError | None:
        """Why nothing is asked of this host at the moment, None where it may be."""
        if host.dead_until > now and host.last_words is not None:
            return copy.copy(host.last_words)  # an exception of its own for each, as each collects a traceback
        wait = host.paused_until - now
        if wait > self.longest_wait:
            return RateLimitedError(
                "{host} asked to be left alone for {seconds} seconds; try again after that.",
                host=host.place,
                seconds=round(wait),
                retry_after=wait,
            )
        return None

    def states(self, now: float, epoch: float) -> tuple[HostState, ...]:
        """Every host met, for showing; `epoch` is the time of day that `now` stands for."""
        return tuple(
            HostState(
                host=host.place,
                active=host.active,
                waiting=host.waiting,
                allowed=max(1, int(host.allowed)),
                limit=host.rule.at_once,
                paused_until=epoch + host.paused_until - now if host.paused_until > now else None,
                unreachable_until=epoch + host.dead_until - now if host.dead_until > now else None,
            )
            for host in self._hosts.values()
        )

    def _first(self, host: Host) -> Ticket | None:
        """The first that really waits; entries that were withdrawn, started or moved are dropped on the way."""
        while host.queue:
            priority, _number, ticket = host.queue[0]
            if not ticket.left and ticket.started_at is None and ticket.priority == priority:
                return ticket
            heapq.heappop(host.queue)
        self._busy.discard(host.place)
        return None

    def _start(self, ticket: Ticket, now: float) -> None:
        host = ticket.host
        heapq.heappop(host.queue)
        self._no_longer_waiting(ticket)
        ticket.started_at = now
        host.active += 1
        self.active += 1
        if host.rule.interval:
            host.tokens -= 1

    def _no_longer_waiting(self, ticket: Ticket) -> None:
        ticket.host.waiting -= 1
        same = self._by_key[ticket.key]
        same.discard(ticket)
        if not same:
            del self._by_key[ticket.key]


class Turnstile:
    """Carries out what a Governor decides, on the running event loop."""

    def __init__(self, governor: Governor, clock: Callable[[], float] = time.monotonic) -> None:
        self.governor = governor
        self._clock = clock
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, place: str, priority: Priority, key: str) -> Ticket:
        """Wait for a turn at `place`; the ticket has to `leave`. Raises the host's refusal where there is no hope."""
        refusal = self.refusal(place)
        if refusal is not None:
            raise refusal
        ticket = self.governor.enqueue(place, priority, key)
        self._pump()
        if ticket.started_at is None:
            ticket.turn = asyncio.get_running_loop().create_future()
            try:
                await ticket.turn
            except BaseException:
                self.leave(ticket)
                raise
        return ticket

    def refusal(self, place: str) -> PictureError | None:
        """See `Governor.refusal`."""
        return self.governor.refusal(self.governor.host(place), self._clock()) if place else None

    def leave(self, ticket: Ticket) -> None:
        """End the turn; whoever waited starts. Calling it again does nothing."""
        if not ticket.left:
            self.governor.leave(ticket)
            self._pump()

    def answered(self, ticket: Ticket) -> None:
        """See `Governor.answered`."""
        self.governor.answered(ticket)

    def pushed_back(self, ticket: Ticket, wait: float | None) -> float:
        """See `Governor.pushed_back`."""
        pause = self.governor.pushed_back(ticket, wait, self._clock())
        self._pump()
        return pause

    def silent(self, ticket: Ticket, error: PictureError) -> None:
        """See `Governor.silent`."""
        self.governor.silent(ticket, error, self._clock())
        self._pump()

    def set_limits(self, total: int, per_host: int) -> None:
        """See `Governor.set_limits`; whoever may go now starts."""
        self.governor.set_limits(total, per_host)
        self._pump()

    def prioritise(self, keys: Iterable[str], priority: Priority) -> None:
        """See `Governor.prioritise`."""
        self.governor.prioritise(keys, priority)

    def states(self) -> tuple[HostState, ...]:
        """See `Governor.states`."""
        return self.governor.states(self._clock(), time.time())

    def close(self) -> None:
        """Wake nobody any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _pump(self) -> None:
        now = self._clock()
        for ticket, error in self.governor.hopeless(now):
            if ticket.turn is not None and not ticket.turn.done():
                ticket.turn.set_exception(copy.copy(error))
        started, wake = self.governor.next_to_start(now)
        for ticket in started:
            if ticket.turn is not None and not ticket.turn.done():
                ticket.turn.set_result(None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if wake is not None:
            self._timer = asyncio.get_running_loop().call_later(wake - now, self._pump)
