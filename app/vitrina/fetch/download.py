"""One URL's way to stored bytes: over its redirects, in one or several attempts, resumed where it broke off.

Owns one download while it is under way: what to send at each hop, what an answer means, and which bytes are wanted.
Refuses to decide whether the network is needed, how often to try, and who waits for it: `fetcher` does.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from vitrina.errors import (
    BlockPageError,
    HttpStatusError,
    NotAPictureError,
    PictureError,
    RateLimitedError,
    RedirectLoopError,
    RefusedError,
    UnsupportedFormatError,
)
from vitrina.fetch import collection, http_cache, resume, sniff
from vitrina.fetch.body import Body, Inlet, Leftovers
from vitrina.fetch.cache_control import first
from vitrina.fetch.elsewhere import ElsewhereError, come
from vitrina.fetch.governor import Ticket, Turnstile
from vitrina.fetch.negotiation import variant
from vitrina.fetch.request import Limits, Looked, Request, Want
from vitrina.fetch.retry import retry_after, unanswered
from vitrina.fetch.scribe import Scribe
from vitrina.fetch.web_address import WebAddress, follow, harmless
from vitrina.frozen import frozen
from vitrina.model import Headers, Stage, Status, StoredResponse

if TYPE_CHECKING:
    from vitrina.fetch.transport import Answer, Transport
    from vitrina.model import Priority
    from vitrina.store import Store

OK, PARTIAL, NOT_MODIFIED, UNSATISFIABLE = 200, 206, 304, 416
WITHOUT_ALL = frozenset({204, 205, PARTIAL})
"""Successes that carry no body, or not all of one. Any other, known or not, is as good as 200 (RFC 9110 section 15)."""
TOO_MANY, UNAVAILABLE = 429, 503
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})

Report: TypeAlias = Callable[[Stage, int, int | None], None]


@frozen
class Landed:
    """What a download came to: stored bytes, or a picture that was only looked at."""

    stored: StoredResponse | None
    status: Status
    final_url: str
    http_status: int
    media_type: str | None
    headers: Headers
    peeked: bool = False

    @classmethod
    def brought(cls, stored: StoredResponse) -> Self:
        """What another process has brought."""
        kind = collection.kind_of(stored)
        return cls(stored, Status.CACHED, stored.final_url, stored.status, kind, stored.headers)


@frozen
class Said:
    """What a host said last in an attempt: its status, at which URL (without credentials)."""

    url: str
    status: int


@frozen
class Leg:
    """Where a redirect leads, and for how many seconds it may be taken for the same."""

    target: WebAddress
    lifetime: float


@frozen
class Arrival:
    """A body that was read to its end, and waits to be committed."""

    headers: Headers
    final_url: str
    http_status: int
    media_type: str | None
    requested_at: float
    received_at: float


@frozen
class Means:
    """What all downloads work with."""

    store: "Store"
    transport: "Transport"
    turnstile: Turnstile
    limits: Limits
    scribe: Scribe
    leftovers: Leftovers


class BeginAgainError(Exception):
    """What is there does not fit what comes: the download starts from its first byte."""


class Download:
    """One download. `attempt` may be called again after it raised; what was received is not asked for twice."""

    def __init__(
        self, request: Request, target: WebAddress, stored: StoredResponse | None, means: Means, report: Report
    ) -> None:
        """`target` is the request's URL; `stored` is what the store holds for its key, to be asked about."""
        self.priority: Priority = request.priority
        self.place = ""
        """The host that was asked last."""
        self.furthest = 0
        """How far any attempt got in bytes, by which whoever retries sees whether there was progress."""
        self.said: Said | None = None
        """What the last attempt heard last; None where nobody answered."""
        self._request, self._target, self._stored, self._report = request, target, stored, report
        self._transport, self._turnstile, self._limits = means.transport, means.turnstile, means.limits
        self._scribe, self._store, self._leases = means.scribe, means.store, means.store.leases
        self._inlet = Inlet(means.store, request.key, means.scribe, means.leftovers)
        self._partial: resume.Partial | None = None
        self._sent = collection.sent(request)

    async def attempt(self) -> Landed:
        """Go all the way once. Raises PictureError, and ElsewhereError before anything was asked."""
        self.said = None
        try:
            self._partial = await self._inlet.open()
            try:
                return await self._go()
            except BeginAgainError:
                # no range and no condition is sent then, so this cannot happen again
                self._partial = self._stored = None
                return await self._go()
        except PictureError as error:
            if error.http_status in GONE or isinstance(error, RefusedError):
                self._inlet.discard()
            raise
        finally:
            self._inlet.suspend()
            self._leases.drop(self._request.key)

    async def _go(self) -> Landed:
        """Over the hops to the body, and into the store. Every hop waits for its own host's turn."""
        target = self._target
        rule = self._transport.policy
        guarded = rule.guards(remote=self._request.remote, came_from_public=False)
        been = {target.url}
        lifetimes: list[float] = []
        while True:
            self._report("waiting", 0, None)
            self.place = target.place
            ticket = await self._turnstile.enter(target.place, self.priority, self._request.key)
            try:
                self._say_that_we_go(first=target is self._target)
                step = await self._hop(target, ticket, guarded=guarded)
                if isinstance(step, Landed):
                    return step
                if isinstance(step, Arrival):
                    self._inlet.go_on = partial(self._turnstile.leave, ticket)
                    return await self._commit(step, lifetimes)
            finally:
                self._turnstile.leave(ticket)
            if step.target.url in been or len(been) > self._limits.max_redirects:
                raise RedirectLoopError("{url} redirects in a circle or without end.", url=harmless(self._request.url))
            been.add(step.target.url)
            lifetimes.append(step.lifetime)
            guarded = guarded or rule.guards(remote=False, came_from_public=self._transport.is_public(target))
            guarded = guarded or (step.target.host != target.host and rule.is_service(step.target))
            target = step.target

    def _say_that_we_go(self, *, first: bool) -> None:
        """Let other processes know; ElsewhereError where one was first. A glance concerns nobody."""
        if self._request.peek:
            return
        if first and (self._leases.held_elsewhere(self._request.key) or self._has_come()):
            raise ElsewhereError
        self._leases.take(self._request.key)

    def _has_come(self) -> bool:
        """Whether another process has stored it while we waited for our turn."""
        return self._leases.others_about() and come(self._store, self._request, self._stored) is not None

    async def _hop(self, target: WebAddress, ticket: Ticket, *, guarded: bool) -> Landed | Arrival | Leg:
        """Ask `target` once: the end of the way, or where it goes on."""
        self._report("connecting", 0, None)
        requested_at = time.time()
        try:
            answer = await self._transport.get(
                target, self._headers(target), guarded=guarded, on_sent=partial(self._report, "sent", 0, None)
            )
        except PictureError as error:
            if unanswered(error):
                self._turnstile.silent(ticket, error)
            raise
        async with answer:
            self._report("first_byte", 0, None)
            self.said = Said(harmless(target.url), answer.status)
            if answer.status not in {TOO_MANY, UNAVAILABLE}:
                self._turnstile.answered(ticket)
            location = first(answer.headers, "location")
            if answer.status in REDIRECTS and location:
                leg = Leg(
                    follow(target, location.encode("latin-1").decode("utf-8", "replace")),
                    collection.redirect_lifetime(answer.status, answer.headers, answer.received_at),
                )
                await answer.drain()
                return leg
            return await self._arrive(answer, target, ticket, requested_at)

    async def _arrive(
        self, answer: "Answer", target: WebAddress, ticket: Ticket, requested_at: float
    ) -> Landed | Arrival:
        """What the last answer means. Cases: not modified; the rest of a part; no such rest; the whole; an error."""
        asked_for_rest = self._rest_of(target)
        if answer.status == NOT_MODIFIED and self._stored is not None and self._asks_about(target):
            if not http_cache.freshens(self._stored, answer.headers):
                raise BeginAgainError
            return await self._not_modified(self._stored, answer, requested_at)
        if answer.status == PARTIAL and asked_for_rest is not None:
            if not resume.fits(asked_for_rest, answer.headers):
                raise BeginAgainError
            body = Body(answer, self._limits, target.place, asked_for_rest.offset)
            return await self._receive(body, answer, target, requested_at, asked_for_rest)
        if answer.status == UNSATISFIABLE and asked_for_rest is not None:
            raise BeginAgainError
        if OK <= answer.status < 300 and answer.status not in WITHOUT_ALL:  # noqa: PLR2004 - the end of a class
            return await self._receive(Body(answer, self._limits, target.place), answer, target, requested_at, None)
        raise await self._failure(answer, target, ticket)

    async def _receive(
        self,
        body: Body,
        answer: "Answer",
        target: WebAddress,
        requested_at: float,
        partial: resume.Partial | None,
    ) -> Landed | Arrival:
        """Read the body into the store. Of a whole body the first bytes decide whether it is wanted at all."""
        kind: str | None = None
        final_url = harmless(target.url)
        headers = body.headers
        if partial is not None:
            headers = resume.combined(partial.headers, headers)
        else:
            start = await body.start()
            try:
                kind = verdict(self._request.want, start, answer.status, answer.headers, target.place)
            except PictureError as error:
                raise body.broken or error from None  # a few bytes tell nothing
            if self._request.peek and sniff.is_picture(kind):
                return Landed(None, Status.FETCHED, final_url, answer.status, kind, answer.headers, peeked=True)
            self._inlet.begin(headers, final_url)
        while piece := await body.next():
            self.furthest = max(self.furthest, body.so_far)
            self._leases.take(self._request.key)
            await self._inlet.write(piece)
            self._report("body", body.so_far, body.total)
        status = OK if partial is not None else answer.status  # completed, it is as if it had come at once
        return Arrival(headers, final_url, status, kind, requested_at, answer.received_at)

    async def _commit(self, arrival: Arrival, lifetimes: list[float]) -> Landed:
        headers = collection.marked(http_cache.storable_headers(arrival.headers, arrival.received_at), lifetimes)
        try:
            stored = await self._inlet.commit(
                url=harmless(self._target.url) if lifetimes else arrival.final_url,
                final_url=arrival.final_url,
                headers=headers,
                requested_at=arrival.requested_at,
                received_at=arrival.received_at,
                variant=variant(headers, self._sent),
                media_type=arrival.media_type,
                look=self._look(arrival.media_type),
            )
        except PictureError as error:  # who looks at the bytes does not know how they came
            error.http_status = error.http_status or arrival.http_status
            raise
        return Landed(
            stored,
            status=Status.FETCHED,
            final_url=arrival.final_url,
            http_status=arrival.http_status,
            media_type=stored.media_type,
            headers=headers,
        )

    def _look(self, kind: str | None) -> Callable[[Path], Looked | None] | None:
        """Who looks at the complete bytes. Nobody at a document; what a resumed body is stands in its file alone."""
        look = self._request.look
        if look is None or self._request.want is Want.PICTURE or sniff.is_picture(kind):
            return look
        return partial(_looked_at_if_picture, look) if kind is None else None

    async def _not_modified(self, stored: StoredResponse, answer: "Answer", requested_at: float) -> Landed:
        answered = collection.marked(answer.headers, ())
        headers = http_cache.updated(stored.headers, answered, answer.received_at)
        renewed = await self._inlet.confirm(stored, headers, requested_at=requested_at, received_at=answer.received_at)
        return Landed(
            renewed,
            status=Status.REVALIDATED,
            final_url=renewed.final_url,
            http_status=NOT_MODIFIED,
            media_type=renewed.media_type,
            headers=headers,
        )

    async def _failure(self, answer: "Answer", target: WebAddress, ticket: Ticket) -> PictureError:
        """The error that an answer other than the wanted ones means, with what it says about the host."""
        status, host = answer.status, target.place
        start = await Body(answer, self._limits, host).start()
        if sniff.is_challenge(status, answer.headers, start):
            self._turnstile.answered(ticket)
            return BlockPageError(
                "{host} keeps programs out with a page of its own; open it in a browser.", host=host, http_status=status
            )
        if status not in {TOO_MANY, UNAVAILABLE}:
            return HttpStatusError("{host} answered {status}.", host=host, status=status, http_status=status)
        wait = retry_after(first(answer.headers, "retry-after"), time.time())
        if status == UNAVAILABLE and wait is None:
            self._turnstile.pushed_back(ticket, 0.0)
            return HttpStatusError("{host} answered {status}.", host=host, status=status, http_status=status)
        pause = self._turnstile.pushed_back(ticket, wait)
        words = "{host} asks for fewer requests; try again in {seconds} seconds."
        return RateLimitedError(words, host=host, seconds=round(pause), http_status=status, retry_after=pause)

    def _headers(self, target: WebAddress) -> Headers:
        """What to send to `target`: conditions and ranges only where the bytes we have came from."""
        home = target is self._target or target.origin == self._target.origin
        fields = self._sent if home else collection.sent(self._request, stranger=True)
        if (partial := self._rest_of(target)) is not None:
            plain = tuple((name, value) for name, value in fields if name.lower() != "accept-encoding")
            return (*plain, ("Accept-Encoding", "identity"), *resume.ask(partial))
        return http_cache.validating(self._stored if self._asks_about(target) else None, fields)

    def _rest_of(self, target: WebAddress) -> resume.Partial | None:
        """The part that is here already, where `target` is what it came from and it can be continued."""
        partial = self._partial
        if partial is None or partial.url != harmless(target.url) or not resume.ask(partial):
            return None
        return partial

    def _asks_about(self, target: WebAddress) -> bool:
        """Whether `target` gave the stored response, so that it can say whether that is still the one."""
        return self._stored is not None and self._stored.final_url == harmless(target.url)


def _looked_at_if_picture(look: Callable[[Path], Looked], file: Path) -> Looked | None:
    with file.open("rb") as opened:
        return look(file) if sniff.is_picture(sniff.media_type(opened.read(sniff.ENOUGH))) else None


def verdict(want: Want, start: bytes, status: int, headers: Headers, host: str) -> str | None:
    """The media type of a body that begins with `start`; None where nothing tells it.

    Raises BlockPageError, NotAPictureError or UnsupportedFormatError for what `want` has no use for. Bytes of no
    known kind are believed to be a picture where the header calls them one: decoding has the last word.
    """
    kind = sniff.media_type(start)
    if sniff.is_picture(kind):
        return kind
    if sniff.is_challenge(status, headers, start):
        raise BlockPageError(
            "{host} keeps programs out with a page of its own; open it in a browser.", host=host, http_status=status
        )
    claimed = (first(headers, "content-type") or "").partition(";")[0].strip().lower() or None
    if kind is None and start and want is not Want.DOCUMENT and sniff.is_picture(claimed):
        return claimed
    if want is Want.DOCUMENT or (want is Want.EITHER and sniff.is_readable(kind or claimed, start)):
        believed = kind in {None, "text/plain", "application/xml", "application/zip"} and not sniff.is_picture(claimed)
        return claimed if claimed and believed else kind
    if kind in {"text/html", "application/xhtml+xml"}:
        raise BlockPageError(
            "{host} answered with a web page where a picture was due; open it in a browser.",
            host=host,
            http_status=status,
        )
    if kind in sniff.DRAWINGS:
        raise UnsupportedFormatError(
            "{host} sent a drawing ({kind}), which Vitrina does not open.", host=host, kind=kind, http_status=status
        )
    words = "{host} sent {kind} where a picture was due." if start else "{host} sent nothing where a picture was due."
    raise NotAPictureError(words, host=host, kind=kind or claimed or "unknown bytes", http_status=status)
