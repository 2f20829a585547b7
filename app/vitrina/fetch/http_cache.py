"""HTTP caching as decisions: what may be stored, what may be used now, how it is asked again, what an answer changes.

Owns RFC 9111 and RFC 5861 for a private cache, as functions of headers and times. Refuses to do anything: no clock, no
disk, no network. Times are seconds since the epoch, ages and lifetimes seconds.

The theory, before the code:

-   A response is *fresh* while its age is below its lifetime. The age starts with the larger of what `Age` says plus
    the time the request took, and what `Date` implies, and then grows with our clock (section 4.2.3). The lifetime is
    `max-age`, else `Expires` minus `Date`, else, for a status that allows it, a tenth of the time that the content had
    been unchanged (section 4.2.1 and 4.2.2). `s-maxage`, `proxy-revalidate` and `private` address shared caches.
-   What is broken counts as stale; what forbids wins over what allows.
-   A stored response that was received later than now was stored under another clock: nobody knows its age, so it
    counts as very old.
-   Every decision on reuse is one of three, and `reuse` takes them in this order:

        the response or the request forbids using it without asking     MustValidate, nothing allowed
        fresh enough for the request                                    Fresh
        stale, and must-revalidate or the request forbids it            MustValidate, nothing allowed
        stale, within the request's max-stale                           Fresh
        stale, within stale-while-revalidate                            StaleWhileRevalidate
        stale                                                           MustValidate, with what stale-if-error or a
                                                                        broken connection allow (section 4.2.4)
"""

from http import HTTPStatus
from typing import TypeAlias

from vitrina.fetch.cache_control import (
    MOST_SECONDS,
    CacheControl,
    age,
    cache_control,
    first,
    members,
    split_list,
)
from vitrina.fetch.http_dates import format_http_date, parse_http_date
from vitrina.fetch.negotiation import ANY, variant
from vitrina.fetch.ranges import held
from vitrina.frozen import frozen
from vitrina.model import Headers, StoredResponse

HEURISTIC_FRACTION = 0.1
MOST_HEURISTIC = 7 * 24 * 3600
CLOCK_TOLERANCE = 300.0
"""Seconds that our clock may have been set back without a stored response losing its age."""

SERVER_FAILED = frozenset({500, 502, 503, 504})
"""The statuses that stale-if-error stands in for (RFC 5861 section 4)."""
_CACHEABLE_BY_DEFAULT = frozenset({200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501})
_UNDERSTOOD = frozenset(int(status) for status in HTTPStatus if status >= HTTPStatus.OK) - {HTTPStatus.NOT_MODIFIED}
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authentication-info",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_OF_THE_BYTES = frozenset({"content-encoding", "content-length", "content-range"})


@frozen
class Fresh:
    """The stored response may be used as it is, at this age."""

    age: int


@frozen
class StaleWhileRevalidate:
    """The stored response may be used as it is, and has to be asked again meanwhile (RFC 5861 section 3)."""

    age: int


@frozen
class MustValidate:
    """The origin has to be asked first.

    `when_unreachable`: the stored response may be used where the origin gives no answer at all (RFC 9111
    section 4.2.4). `when_failed`: also where it answers with one of SERVER_FAILED (RFC 5861 section 4).
    """

    age: int
    when_unreachable: bool
    when_failed: bool


Decision: TypeAlias = Fresh | StaleWhileRevalidate | MustValidate


def may_store(request_headers: Headers, status: int, headers: Headers, body_bytes: int | None = None) -> bool:
    """Whether the response to a GET may be stored by a private cache (RFC 9111 section 3).

    `body_bytes` is the size of the body as received, where it is known. A part is stored only where it says which one
    it is; what is never selected again (`Vary: *`) is not worth its room.
    """
    said = cache_control(headers)
    if status < HTTPStatus.OK or status == HTTPStatus.NOT_MODIFIED or "no-store" in cache_control(request_headers):
        return False
    if "must-understand" in said:
        if status not in _UNDERSTOOD:
            return False
    elif "no-store" in said:
        return False
    if status == HTTPStatus.PARTIAL_CONTENT and held(status, headers, body_bytes or 0) is None:
        return False
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE or variant(headers, request_headers) == ANY:
        return False
    explicit = first(headers, "expires") is not None or any(name in said for name in ("max-age", "public", "private"))
    return explicit or status in _CACHEABLE_BY_DEFAULT


def storable_headers(headers: Headers, received_at: float) -> Headers:
    """The headers as they are stored: none that are of one connection only, and always a Date.

    RFC 9111 section 3.1 and RFC 9110 section 6.6.1.
    """
    listed = {name.lower() for name in members(headers, "connection")}
    kept = tuple(
        (name, value) for name, value in headers if (low := name.lower()) not in _HOP_BY_HOP and low not in listed
    )
    return kept if first(kept, "date") is not None else (*kept, ("Date", format_http_date(received_at)))


def current_age(stored: StoredResponse, now: float) -> float:
    """How old the response is, in seconds (RFC 9111 section 4.2.3)."""
    if stored.received_at > now + CLOCK_TOLERANCE:
        return MOST_SECONDS
    # a Date has no fractions: less than a second of difference is no difference
    apparent = max(0.0, stored.received_at // 1 - _date(stored.headers, stored.received_at))
    corrected = age(stored.headers) + max(0.0, stored.received_at - stored.requested_at)
    return min(max(apparent, corrected) + max(0.0, now - stored.received_at), MOST_SECONDS)


def freshness_lifetime(status: int, headers: Headers, received_at: float) -> float:
    """For how many seconds the response is fresh, counted from its origin (RFC 9111 sections 4.2.1 and 4.2.2)."""
    return _lifetime(cache_control(headers), status, headers, received_at)


def _lifetime(said: CacheControl, status: int, headers: Headers, received_at: float) -> float:
    max_age = said.seconds("max-age")
    if max_age is not None:
        return max_age
    date = _date(headers, received_at)
    expires = first(headers, "expires")
    if expires is not None:
        moment = parse_http_date(expires, received_at)
        return 0.0 if moment is None else max(0.0, moment - date)
    modified = parse_http_date(first(headers, "last-modified") or "", received_at)
    if modified is None or not (status in _CACHEABLE_BY_DEFAULT or "public" in said):
        return 0.0
    return min(max(0.0, date - modified) * HEURISTIC_FRACTION, MOST_HEURISTIC)


def reuse(stored: StoredResponse, request_headers: Headers, now: float) -> Decision:
    """Whether a selected stored response may answer the request now (RFC 9111 sections 4 and 5.2, RFC 5861)."""
    said, asked = cache_control(stored.headers), _asked(request_headers)
    old = current_age(stored, now)
    stale_for = old - _lifetime(said, stored.status, stored.headers, stored.received_at)
    never = MustValidate(int(old), when_unreachable=False, when_failed=False)
    if said.bare("no-cache") or _unwilling(asked, old, spared=stale_for < 0 and "immutable" in said):
        return never
    if stale_for < 0:
        return Fresh(int(old)) if -stale_for >= (asked.seconds("min-fresh") or 0) else never
    if "must-revalidate" in said or "min-fresh" in asked:
        return never
    return _reuse_stale(said, asked, int(old), stale_for)


def _reuse_stale(said: CacheControl, asked: CacheControl, seconds: int, stale_for: float) -> Decision:
    """The last three cases of `reuse`: nobody forbids a stale response, so how far is it allowed?"""
    if "max-stale" in asked and (asked.bare("max-stale") or stale_for <= (asked.seconds("max-stale") or 0)):
        return Fresh(seconds)
    window = said.seconds("stale-while-revalidate")
    if window is not None and stale_for <= window and "max-age" not in asked:
        return StaleWhileRevalidate(seconds)
    windows = [window for given in (said, asked) if (window := given.seconds("stale-if-error")) is not None]
    within = stale_for <= max(windows, default=0)
    return MustValidate(seconds, when_unreachable=within or not windows, when_failed=within and bool(windows))


def only_if_cached(request_headers: Headers) -> bool:
    """Whether the request wants no other answer than one from the store (RFC 9111 section 5.2.1.7)."""
    return "only-if-cached" in cache_control(request_headers)


def validating(stored: StoredResponse | None, request_headers: Headers) -> Headers:
    """The request's headers with the stored response's validators added (RFC 9111 section 4.3.1).

    Validators go out exactly as they came in. A condition of the request's own stays beside ours where a list is
    allowed, and gives way where it is not: its answer is computed from ours (`not_modified`).
    """
    etag = first(stored.headers, "etag") if stored else None
    modified = first(stored.headers, "last-modified") if stored else None
    if not etag and not modified:
        return request_headers
    replaced = _replaced(etag, modified)
    out = [(name, value) for name, value in request_headers if name.lower() not in replaced]
    if etag:
        theirs = [tag for tag in members(request_headers, "if-none-match") if tag not in {etag, "*"}]
        out.append(("If-None-Match", ", ".join([etag, *theirs])))
    if modified:
        out.append(("If-Modified-Since", modified))
    return tuple(out)


def freshens(stored: StoredResponse, headers: Headers) -> bool:
    """Whether a 304 with these headers is about the stored response: it names its validator, or none at all.

    RFC 9111 section 4.3.4. Servers that compress weaken the tag on one answer and not on the next, so weakness is
    not compared.
    """
    etag, ours = first(headers, "etag"), first(stored.headers, "etag")
    return etag is None or (ours is not None and _weak(etag) == _weak(ours))


def updated(stored: Headers, not_modified: Headers, received_at: float) -> Headers:
    """The stored headers after a 304: each field that came replaces what was there (RFC 9111 section 3.2).

    What describes the stored bytes stays. An `Age` or a `Date` from before says nothing about the response now.
    """
    came = tuple(
        (name, value)
        for name, value in storable_headers(not_modified, received_at)
        if name.lower() not in _OF_THE_BYTES
    )
    replaced = {name.lower() for name, _ in came} | {"age"}
    return (*((name, value) for name, value in stored if name.lower() not in replaced), *came)


def not_modified(stored: Headers, request_headers: Headers, received_at: float) -> bool:
    """Whether the request's own condition makes the answer a 304 (RFC 9111 section 4.3.2, RFC 9110 section 13.2.2)."""
    tags = [tag for line in request_headers if line[0].lower() == "if-none-match" for tag in split_list(line[1])]
    if tags:
        etag = first(stored, "etag")
        return tags == ["*"] or (etag is not None and _weak(etag) in {_weak(tag) for tag in tags})
    since = parse_http_date(first(request_headers, "if-modified-since") or "", received_at)
    if since is None:
        return False
    modified = parse_http_date(first(stored, "last-modified") or "", received_at)
    return (modified if modified is not None else _date(stored, received_at)) <= since


def handed_out(stored: Headers, seconds: int | None) -> Headers:
    """The headers of an answer from the store (RFC 9111 section 4).

    `seconds` is its age, None where the origin has just confirmed it. Without that confirmation the fields that
    `no-cache` names stay behind (section 5.2.2.4).
    """
    if seconds is None:
        return stored
    hidden = cache_control(stored).fields("no-cache") | {"age"}
    kept = tuple((name, value) for name, value in stored if name.lower() not in hidden)
    return (*kept, ("Age", str(seconds)))


def _asked(request_headers: Headers) -> CacheControl:
    """The request's directives; `Pragma: no-cache` stands for them where there are none (RFC 9111 section 5.4)."""
    asked = cache_control(request_headers)
    pragma = {member.lower() for member in members(request_headers, "pragma")}
    if not asked.directives and "no-cache" in pragma:
        return CacheControl((("no-cache", None),))
    return asked


def _unwilling(asked: CacheControl, old: float, *, spared: bool) -> bool:
    """Whether the request wants no answer of this age; a reload (max-age=0) leaves the immutable alone (RFC 8246)."""
    if "no-cache" in asked or "no-store" in asked:
        return True
    most = asked.seconds("max-age")
    return most is not None and (old > most or most == 0) and not (most == 0 and spared)


def _replaced(etag: str | None, modified: str | None) -> frozenset[str]:
    ours = {"if-none-match": etag, "if-modified-since": modified}
    return frozenset(name for name, value in ours.items() if value)


def _date(headers: Headers, received_at: float) -> float:
    """When the origin made the response; when we had it, where it does not say (RFC 9110 section 6.6.1)."""
    date = parse_http_date(first(headers, "date") or "", received_at)
    return received_at if date is None else date


def _weak(tag: str) -> str:
    return tag.removeprefix("W/")
