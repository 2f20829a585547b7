"""What a plain private cache does with one GET: hand out what is stored, or ask the origin, and with which headers.

Owns the order in which the rules of `http_cache`, `negotiation`, `ranges` and `resume` are applied to a request.
Refuses to carry anything out: `private_cache` does.

The cases, in the order of the branches of `plan`:

    a condition that only the origin can judge      ask as the request says, nothing stored is used
    a stored response fits and may be used          hand it out: whole, as a slice of it, or as 304
    a stored response fits, but has to be asked     ask with its validators; it may stand in for a failing origin
    only the beginning of it is stored              ask for the rest, bound to the same version by If-Range
    nothing fits                                    ask as the request says
"""

from collections.abc import Sequence
from http import HTTPStatus

from vitrina.fetch import http_cache, resume
from vitrina.fetch.cache_control import first
from vitrina.fetch.negotiation import select
from vitrina.fetch.ranges import Cut, byte_range, cut, held, partial_headers
from vitrina.frozen import frozen
from vitrina.model import Headers, StoredResponse

_FOR_THE_ORIGIN = frozenset({"if-match", "if-unmodified-since"})
_CONDITIONS = _FOR_THE_ORIGIN | {"if-none-match", "if-modified-since", "if-range"}
_RANGEABLE = frozenset({HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT})
_NOT_IN_A_304 = frozenset({"content-length", "content-encoding", "content-range", "content-type"})


@frozen
class Serve:
    """Answer from the store.

    `piece` is set where a slice was asked for. `age` is in seconds, None where the origin has just confirmed the
    response. With `unchanged`, the request's own condition makes it a 304. With `refresh`, the origin is to be
    asked meanwhile.
    """

    stored: StoredResponse
    piece: Cut | None
    age: int | None
    unchanged: bool
    refresh: bool = False

    @property
    def status(self) -> int:
        """The status of the answer."""
        if self.unchanged:
            return HTTPStatus.NOT_MODIFIED
        return HTTPStatus.PARTIAL_CONTENT if self.piece else self.stored.status

    @property
    def headers(self) -> Headers:
        """The headers of the answer."""
        out = http_cache.handed_out(self.stored.headers, self.age)
        if self.unchanged:
            return tuple((name, value) for name, value in out if name.lower() not in _NOT_IN_A_304)
        return partial_headers(out, self.piece) if self.piece else out


@frozen
class Ask:
    """Send these headers to the origin.

    `validates` is the stored response that a 304 would be about, `completes` the part that a 206 would complete.
    `stand_in` may be handed out where there is no answer, with `when_failed` also where the server failed.
    """

    headers: Headers
    validates: StoredResponse | None = None
    completes: StoredResponse | None = None
    stand_in: Serve | None = None
    when_failed: bool = False


def plan(responses: Sequence[StoredResponse], request_headers: Headers, now: float) -> Serve | Ask:
    """What to do with a GET, given all that is stored under its URL, newest first."""
    names = {name.lower() for name, _ in request_headers}
    if names & _FOR_THE_ORIGIN:
        return Ask(request_headers)
    candidates = select(responses, request_headers)
    for stored in candidates:
        fitting, piece = fits(stored, request_headers)
        if fitting:
            return _decided(stored, piece, request_headers, now)
    if "range" not in names and not names & _CONDITIONS:
        for stored in candidates:
            rest = missing(stored)
            if rest:
                return Ask((*request_headers, *rest), completes=stored)
    return Ask(request_headers)


def confirmed(stored: StoredResponse, request_headers: Headers) -> Serve:
    """The answer after a 304 has confirmed the stored response (RFC 9111 section 4.3.3)."""
    return _serve(stored, fits(stored, request_headers)[1], request_headers, None)


def fits(stored: StoredResponse, request_headers: Headers) -> tuple[bool, Cut | None]:
    """Whether the selected response holds what is asked for, and the slice to hand out where not all of it is.

    A part answers only requests for a range within it (RFC 9111 section 3.3). A range that we do not understand, or
    that depends on another version, is for the origin.
    """
    asked = first(request_headers, "range")
    if asked is None or stored.status not in _RANGEABLE:
        return stored.status != HTTPStatus.PARTIAL_CONTENT, None
    wanted, have = byte_range(asked), held(stored.status, stored.headers, stored.bytes)
    condition = first(request_headers, "if-range")
    if wanted is None or have is None or condition not in (None, resume.validator(stored.headers)):
        return False, None
    piece = cut(wanted, have)
    return piece is not None, piece


def missing(stored: StoredResponse) -> Headers:
    """The headers that ask for what a stored part lacks at its end; () where it cannot be continued safely."""
    have = held(stored.status, stored.headers, stored.bytes)
    if stored.status != HTTPStatus.PARTIAL_CONTENT or have is None or have.start or have.size >= have.complete:
        return ()
    return resume.ask(resume.Partial(have.size, stored.headers, stored.url))


def _decided(stored: StoredResponse, piece: Cut | None, request_headers: Headers, now: float) -> Serve | Ask:
    decision = http_cache.reuse(stored, request_headers, now)
    serve = _serve(stored, piece, request_headers, decision.age)
    if isinstance(decision, http_cache.Fresh):
        return serve
    if isinstance(decision, http_cache.StaleWhileRevalidate):
        return Serve(serve.stored, serve.piece, serve.age, serve.unchanged, refresh=True)
    return Ask(
        http_cache.validating(stored, request_headers),
        validates=stored,
        stand_in=serve if decision.when_unreachable else None,
        when_failed=decision.when_failed,
    )


def _serve(stored: StoredResponse, piece: Cut | None, request_headers: Headers, age: int | None) -> Serve:
    successful = HTTPStatus.OK <= stored.status < HTTPStatus.MULTIPLE_CHOICES
    unchanged = successful and http_cache.not_modified(stored.headers, request_headers, stored.received_at)
    return Serve(stored, None if unchanged else piece, age, unchanged)
