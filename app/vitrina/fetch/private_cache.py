"""A plain private HTTP cache on a folder: one GET, at most one request, whatever the content is.

Owns the carrying out of what `cache_plan` decides: the request, the store, and the answer. Refuses what the rest of
Vitrina adds to HTTP: it follows no redirect, tries nothing twice, and sends nothing but what the caller said and what
HTTP and its caching need (Host, conditions, Range). What finds no room in the folder is handed out all the same, and
not stored.

    async with open_cache(folder) as cache:
        status, headers, body, from_store = await cache.get("https://example.org/picture.jpg")

Each answer is one of these:

    from the store, nobody asked            from_store is true, `Age` says how old it is
    from the store, just confirmed by 304   from_store is true
    from the store, in place of a failure   from_store is true, `Age` says how old it is
    from the origin, in whole or in part    from_store is false
    nothing stored will do, and the request
    said `only-if-cached`                   504 with no body; nobody asked, from_store is false
    none at all                             a PictureError, whose `kind` says why
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from vitrina.errors import (
    DamagedError,
    DiskFullError,
    PictureError,
    StoreError,
    TruncatedError,
    VitrinaError,
)
from vitrina.fetch import http_cache, plain_http, resume
from vitrina.fetch.cache_control import first
from vitrina.fetch.cache_plan import Ask, Serve, confirmed, plan
from vitrina.fetch.certificates import tls_context
from vitrina.fetch.negotiation import PART, variant
from vitrina.fetch.ranges import Cut, held, partial_headers, whole_headers
from vitrina.fetch.web_address import parse
from vitrina.frozen import frozen
from vitrina.model import Headers, StoredResponse, store_key
from vitrina.store import Store

if TYPE_CHECKING:
    import ssl

Result: TypeAlias = tuple[int, list[tuple[str, str]], bytes, bool]
"""Status, headers, body, and whether it came from the store."""

_INLINE = 2**20
"""Up to so many bytes, reading a file takes less time than having another thread do it."""
_ABOUT_A_RANGE = frozenset({HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE})
_VEIL = "Vitrina-Kept-"
"""Put before the names of fields that the store leaves out, as the collection keeps no cookies; a plain cache has to
give back every field that it was given (RFC 9111 section 3.1)."""
_TO_VEIL = frozenset({"set-cookie", "set-cookie2", "www-authenticate", "authentication-info"})


@frozen
class _Answer:
    """What the origin said. `whole` is false where the body broke off before its announced end."""

    status: int
    headers: Headers
    body: bytes
    requested_at: float
    received_at: float
    whole: bool = True


class PrivateCache:
    """See `open_cache`. Belongs to one event loop."""

    def __init__(self, folder: Path, clock: Callable[[], float], largest: int) -> None:
        self._folder = folder
        self._clock = clock
        self._largest = largest
        self._refreshing: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._tls: ssl.SSLContext | None = None

    async def __aenter__(self) -> Self:
        """Open the folder. Raises StoreError."""
        self._store = await asyncio.to_thread(Store.open, self._folder, self._folder / "kept")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Give up what is still being refreshed, and close the folder."""
        tasks = tuple(self._refreshing.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._store.close)

    async def get(self, url: str, headers: Iterable[tuple[str, str]] = ()) -> Result:
        """The answer to a GET of `url` with these request headers: status, headers, body, and whether it was stored.

        Raises a PictureError where there is no answer to give, BlockedAddressError for other schemes than http and
        https, UsageError for headers that cannot be sent, and StoreError where the folder cannot be read.
        """
        asked = tuple((name, value.strip(" \t")) for name, value in headers)
        key = store_key(url)
        decided = plan(self._stored(key), asked, self._clock())
        if isinstance(decided, Serve):
            body = await _body(decided)
            if body is not None:
                self._store.seen((decided.stored,))
                if decided.refresh and not http_cache.only_if_cached(asked):
                    self._refresh(url, asked, decided.stored)
                return _result(decided, body)
            # what the index knows and the disk has lost is as good as never stored
            await asyncio.to_thread(self._store.forget, key)
            decided = Ask(asked)
        if http_cache.only_if_cached(asked):
            return HTTPStatus.GATEWAY_TIMEOUT.value, [], b"", False  # RFC 9111 section 5.2.1.7
        return await self._ask(url, asked, decided)

    def _stored(self, key: str) -> tuple[StoredResponse, ...]:
        return tuple(_unveiled(response) for response in self._store.responses(key))

    async def _ask(self, url: str, asked: Headers, ask: Ask) -> Result:
        """Send the one request, and make the best of what comes."""
        try:
            answer = await self._send(url, ask.headers)
            if ask.completes and answer.status in _ABOUT_A_RANGE:
                answer = await asyncio.to_thread(self._completed, ask.completes, answer, url)
            if not answer.whole:
                await self._keep_beginning(url, asked, answer)
                raise TruncatedError("{host} broke off in the middle; ask again.", host=parse(url).place)
        except PictureError:
            given = await _stand_in(ask)
            if given is None:
                raise
            return given
        if answer.status in http_cache.SERVER_FAILED and ask.when_failed and (given := await _stand_in(ask)):
            return given
        if answer.status == HTTPStatus.NOT_MODIFIED and ask.validates:
            given = await self._validated(url, ask.validates, asked, answer)
            if given:
                return given
        await self._keep(url, asked, answer)
        return answer.status, list(answer.headers), answer.body, False

    async def _send(self, url: str, headers: Headers) -> _Answer:
        """One request, and its answer with all of the body that came. Raises PictureError."""
        target = parse(url)
        if target.scheme == "https" and self._tls is None:
            self._tls = await asyncio.to_thread(tls_context)
        requested_at = self._clock()
        came = await plain_http.get(target, headers, self._tls, largest=self._largest)
        return _Answer(came.status, came.headers, came.body, requested_at, self._clock(), came.whole)

    async def _validated(self, url: str, stored: StoredResponse, asked: Headers, answer: _Answer) -> Result | None:
        """What a 304 confirms; None where it answers a condition of the caller's own."""
        if http_cache.freshens(stored, answer.headers):
            headers = http_cache.updated(stored.headers, answer.headers, answer.received_at)
            asked_at, came_at = answer.requested_at, answer.received_at
            with suppress(DiskFullError, StoreError):  # then the next asking is for a 304 again
                await asyncio.to_thread(
                    self._store.refreshed, stored, _veiled(headers), requested_at=asked_at, received_at=came_at
                )
            stored = replace(stored, headers=headers, requested_at=asked_at, received_at=came_at)
        elif first(asked, "if-none-match") is not None:
            return None
        serve = confirmed(stored, asked)
        body = await _body(serve)
        if body is None:
            await asyncio.to_thread(self._store.forget, stored.key)
            raise DamagedError("What was stored of {host} has been lost; ask again.", host=parse(url).place)
        return _result(serve, body)

    async def _keep(self, url: str, asked: Headers, answer: _Answer) -> None:
        if http_cache.may_store(asked, answer.status, answer.headers, len(answer.body)):
            headers = http_cache.storable_headers(answer.headers, answer.received_at)
            await self._store_away(url, asked, replace(answer, headers=headers))

    async def _keep_beginning(self, url: str, asked: Headers, answer: _Answer) -> None:
        """Store what came of a body that broke off, if it can be completed (RFC 9111 section 3.3)."""
        announced = resume.expected(answer.status, answer.headers)
        fitting = answer.status == HTTPStatus.OK and answer.body and announced and announced > len(answer.body)
        if not fitting or resume.validator(answer.headers) is None:
            return
        if http_cache.may_store(asked, answer.status, answer.headers):
            headers = http_cache.storable_headers(answer.headers, answer.received_at)
            piece = Cut(0, len(answer.body), f"bytes 0-{len(answer.body) - 1}/{announced}")
            part = replace(answer, status=HTTPStatus.PARTIAL_CONTENT, headers=partial_headers(headers, piece))
            await self._store_away(url, asked, part)

    def _completed(self, part: StoredResponse, rest: _Answer, url: str) -> _Answer:
        """What the stored part and the rest that came are together: the whole, or a longer beginning of it.

        Where they do not fit, the part is given up, so that the next asking is for all of it.
        """
        have = held(part.status, part.headers, part.bytes)
        beginning = _slice(part.path, 0, part.bytes)
        if have is not None and beginning is not None and rest.body:
            headers = whole_headers(part.headers, have.complete)
            body = beginning + rest.body
            if resume.fits(resume.Partial(part.bytes, headers, url), rest.headers) and len(body) <= have.complete:
                headers = resume.combined(headers, rest.headers)
                return replace(rest, status=HTTPStatus.OK, headers=headers, body=body, whole=len(body) == have.complete)
        self._store.forget(part.key)
        raise TruncatedError("{host} sent a part that does not fit; ask again.", host=parse(url).place)

    async def _store_away(self, url: str, asked: Headers, answer: _Answer) -> None:
        # an answer that finds no room is an answer all the same
        with suppress(DiskFullError, StoreError):
            await asyncio.to_thread(self._write, url, asked, answer)

    def _write(self, url: str, asked: Headers, answer: _Answer) -> None:
        selecting = variant(answer.headers, asked)
        if answer.status == HTTPStatus.PARTIAL_CONTENT:
            selecting = f"{selecting}{PART}{first(answer.headers, 'content-range')}"
        with self._store.incoming(store_key(url)) as incoming:
            if incoming.offset:
                incoming.restart()
            incoming.write(answer.body)
            incoming.commit(
                url=url,
                final_url=url,
                status=answer.status,
                headers=_veiled(answer.headers),
                requested_at=answer.requested_at,
                received_at=answer.received_at,
                variant=selecting,
            )

    def _refresh(self, url: str, asked: Headers, stored: StoredResponse) -> None:
        """Ask the origin while the stored response is in use (RFC 5861 section 3); once at a time for each."""
        name = (stored.key, stored.variant)
        if name not in self._refreshing:
            task = asyncio.create_task(self._refreshed(url, asked, stored))
            self._refreshing[name] = task
            task.add_done_callback(lambda _: self._refreshing.pop(name, None))

    async def _refreshed(self, url: str, asked: Headers, stored: StoredResponse) -> None:
        # nobody waits for this: what went wrong shows when the response is asked for again
        with suppress(VitrinaError):
            await self._ask(url, asked, Ask(http_cache.validating(stored, asked), validates=stored))


def open_cache(
    folder: Path | str, *, clock: Callable[[], float] = time.time, largest: int = plain_http.LARGEST
) -> PrivateCache:
    """A private cache that keeps its responses in `folder`, which is made if need be: an async context manager.

    `clock` gives the time, in seconds since the epoch, that ages are counted with. A body of more than `largest` bytes
    is refused (TooLargeError): answers are held in memory.
    """
    return PrivateCache(Path(folder), clock, largest)


async def _body(serve: Serve) -> bytes | None:
    """The bytes to hand out; None where the disk has lost them."""
    stored, piece = serve.stored, serve.piece
    if serve.unchanged or not stored.bytes:
        return b""
    begin, stop = (piece.begin, piece.stop) if piece else (0, stored.bytes)
    if stop - begin <= _INLINE:
        return _slice(stored.path, begin, stop)
    return await asyncio.to_thread(_slice, stored.path, begin, stop)


def _slice(path: Path, begin: int, stop: int) -> bytes | None:
    try:
        with path.open("rb", buffering=0) as file:
            if begin:
                file.seek(begin)
            data = file.read(stop - begin)
    except OSError:
        return None
    return data if data is not None and len(data) == stop - begin else None


async def _stand_in(ask: Ask) -> Result | None:
    if ask.stand_in is None:
        return None
    body = await _body(ask.stand_in)
    return None if body is None else _result(ask.stand_in, body)


def _result(serve: Serve, body: bytes) -> Result:
    return serve.status, list(serve.headers), body, True


def _veiled(headers: Headers) -> Headers:
    return tuple((_VEIL + name if name.lower() in _TO_VEIL else name, value) for name, value in headers)


def _unveiled(stored: StoredResponse) -> StoredResponse:
    if not any(name.startswith(_VEIL) for name, _ in stored.headers):
        return stored
    return replace(stored, headers=tuple((name.removeprefix(_VEIL), value) for name, value in stored.headers))
