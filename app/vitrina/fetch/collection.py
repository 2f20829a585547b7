"""What the collection adds to HTTP's caching: what was once fetched may always be looked at.

Owns the decision whether a stored response answers a request without the network, and what is sent otherwise.
`http_cache` says what HTTP says; here stand the rules above it. Refuses all I/O.

1. Offline, and where the network fails, any stored response serves: it is the person's.
2. A response received since `Request.reuse_since` serves whatever its freshness: one run asks once.
3. `Request.refresh` asks the origin.
4. Otherwise a response serves that HTTP lets be used. One that was reached through redirects is as fresh as they are:
   where they may lead elsewhere next time, they have to be asked again.
"""

from collections.abc import Iterable, Sequence

from vitrina import __version__, description
from vitrina.fetch import http_cache, sniff
from vitrina.fetch.cache_control import cache_control, first
from vitrina.fetch.negotiation import select
from vitrina.fetch.request import Request, Want
from vitrina.frozen import frozen
from vitrina.model import Headers, StoredResponse

USER_AGENT = f"Vitrina/{__version__} (+{description.HOME}; contact: see there)"
"""Some hosts throttle whoever does not say where to complain."""
ACCEPT_PICTURES = "image/avif,image/webp,image/*,*/*;q=0.5"
OF_PICTURES: Headers = (
    ("User-Agent", USER_AGENT),
    ("Accept", ACCEPT_PICTURES),
    ("Accept-Encoding", "identity"),  # pictures are compressed already, and a coded body cannot be resumed
)
OF_OTHERS: Headers = (("User-Agent", USER_AGENT), ("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate"))
REDIRECTS_FRESH = "vitrina-redirects-fresh-for"
"""A header of our own in stored responses: for how many seconds their redirects may be taken for the same."""
CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
PERMANENT = frozenset({301, 308})
PERMANENT_FOR = 86_400.0
"""Seconds that a permanent redirect is believed which says nothing about freshness (RFC 9110 section 15.4.2)."""


@frozen
class Usable:
    """A stored response that answers at once; with `refresh`, the origin is to be asked meanwhile (RFC 5861)."""

    stored: StoredResponse
    refresh: bool = False


def usable(responses: Sequence[StoredResponse], request: Request, now: float) -> Usable | None:
    """What answers `request` without asking anybody; `now` in seconds since the epoch."""
    if request.refresh or not responses:
        return None
    if request.reuse_since is not None and responses[0].received_at >= request.reuse_since:
        return Usable(responses[0])
    for stored in select(responses, sent(request)):
        if "no-store" in cache_control(stored.headers) or not redirects_hold(stored, now):
            continue  # stored all the same, for the person; HTTP has no say about what it never lets be stored
        decision = http_cache.reuse(stored, request.headers, now)
        if not isinstance(decision, http_cache.MustValidate):
            return Usable(stored, isinstance(decision, http_cache.StaleWhileRevalidate))
    return None


def due(responses: Sequence[StoredResponse], request: Request, now: float) -> bool:
    """Whether the origin is worth asking for something newer although nobody waits: only where a 304 may be the answer.

    What must not be stored, and what a redirect leads to that may lead elsewhere next time (an address that gives
    another picture each time), stays what the person saw.
    """
    found = usable(responses, request, now)
    if found is not None:
        return found.refresh
    stored = any_of(responses, request)
    if stored is None or "no-store" in cache_control(stored.headers) or not redirects_hold(stored, now):
        return False
    return first(stored.headers, "etag") is not None or first(stored.headers, "last-modified") is not None


def any_of(responses: Sequence[StoredResponse], request: Request) -> StoredResponse | None:
    """What serves where nobody can be asked: what the request selects, else the newest."""
    if not responses:
        return None
    chosen = select(responses, sent(request)) or responses
    return chosen[0]


def redirects_hold(stored: StoredResponse, now: float) -> bool:
    """Whether the redirects that led to `stored` may be taken for the same as then."""
    fresh_for = first(stored.headers, REDIRECTS_FRESH)
    if fresh_for is None:
        return True
    return fresh_for.isdecimal() and 0 <= now - stored.received_at < int(fresh_for)


def sent(request: Request, *, stranger: bool = False) -> Headers:
    """The headers that go with a request, its own first; no credentials to a host that it was redirected to."""
    own = OF_PICTURES if request.want is Want.PICTURE else OF_OTHERS
    if not request.headers:
        return own
    given = {name.lower() for name, _ in request.headers}
    mine = [(name, value) for name, value in request.headers if not (stranger and name.lower() in CREDENTIALS)]
    return (*mine, *((name, value) for name, value in own if name.lower() not in given))


def redirect_lifetime(status: int, headers: Headers, received_at: float) -> float:
    """For how many seconds a redirect may be taken for the same."""
    said = cache_control(headers)
    if "no-store" in said or "no-cache" in said:
        return 0.0
    lifetime = http_cache.freshness_lifetime(status, headers, received_at)
    says_nothing = "max-age" not in said and first(headers, "expires") is None
    return PERMANENT_FOR if says_nothing and status in PERMANENT else lifetime


def marked(headers: Headers, lifetimes: Iterable[float]) -> Headers:
    """The headers to store for a response that redirects with these lifetimes led to; an origin has no say in it."""
    own = tuple((name, value) for name, value in headers if name.lower() != REDIRECTS_FRESH)
    shortest = min(lifetimes, default=None)
    return own if shortest is None else (*own, (REDIRECTS_FRESH, str(int(shortest))))


def kind_of(stored: StoredResponse) -> str | None:
    """What stored bytes are, as far as it is known without looking at them."""
    return stored.media_type or (first(stored.headers, "content-type") or "").partition(";")[0].strip().lower() or None


def is_of_use(stored: StoredResponse, want: Want) -> bool:
    """Whether an asker who wants `want` can use it."""
    return want is not Want.PICTURE or stored.media_type is None or sniff.is_picture(stored.media_type)
