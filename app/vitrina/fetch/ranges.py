"""Byte ranges served from what is stored: a slice of a whole response, or of a stored part.

Owns the arithmetic of RFC 9110 section 14 for one range of bytes, and the headers of the 206 made from it. Refuses
several ranges at once and other units: such requests go to the origin as they are. How parts are put together again is
the business of `resume`.
"""

import re
from http import HTTPStatus

from vitrina.fetch.cache_control import first
from vitrina.frozen import frozen
from vitrina.model import Headers

_RANGE = re.compile(r"bytes=[ \t]*(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))[ \t]*", re.IGNORECASE | re.ASCII)
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})", re.IGNORECASE | re.ASCII)
_OF_THE_WHOLE = frozenset({"content-length", "content-range"})


@frozen
class ByteRange:
    """What was asked: from `start` to `end` inclusive; no `end` means to the end, no `start` the last `end` bytes."""

    start: int | None
    end: int | None


@frozen
class Held:
    """What is there: the bytes from `start` on, `size` of them, of a whole of `complete` bytes."""

    start: int
    size: int
    complete: int
    to_the_end: bool


@frozen
class Cut:
    """What to hand out: `begin` to `stop` (exclusive) of the stored bytes, and how a 206 has to describe it."""

    begin: int
    stop: int
    content_range: str


def byte_range(value: str) -> ByteRange | None:
    """One range of bytes from a `Range` field; None for anything that goes to the origin (RFC 9110 section 14.1.2)."""
    found = _RANGE.fullmatch(value.strip(" \t"))
    if found is None:
        return None
    start, end, suffix = found.groups()
    if start is None:
        return ByteRange(None, int(suffix))
    if end is not None and int(end) < int(start):
        return None
    return ByteRange(int(start), None if end is None else int(end))


def held(status: int, headers: Headers, size: int) -> Held | None:
    """What a stored response of `size` bytes holds; None for a part that does not say which (section 14.4)."""
    if status != HTTPStatus.PARTIAL_CONTENT:
        return Held(0, size, size, to_the_end=True)
    found = _CONTENT_RANGE.fullmatch((first(headers, "content-range") or "").strip(" \t"))
    if found is None:
        return None
    start, end, complete = (int(group) for group in found.groups())
    if not start <= end < complete:
        return None
    return Held(start, size, complete, to_the_end=end == complete - 1)


def cut(wanted: ByteRange, have: Held) -> Cut | None:
    """Where in the stored bytes the wanted ones lie; None where not all of them are there, or none exist.

    What a part holds is counted from its first byte, and where it reaches the end of the whole, from there too.
    """
    if wanted.start is None:
        size = min(wanted.end or 0, have.complete)
        if not (size and have.to_the_end and size <= have.size):
            return None
        begin, stop = have.size - size, have.size
        return Cut(begin, stop, _content_range(have.complete - size, have.complete - 1, have))
    to_the_end = wanted.end is None or wanted.end >= have.complete
    begin = wanted.start - have.start
    stop = have.size if wanted.end is None or to_the_end else wanted.end + 1 - have.start
    if begin < 0 or begin >= have.size or stop > have.size or (to_the_end and not have.to_the_end):
        return None
    return Cut(begin, stop, _content_range(wanted.start, wanted.start + stop - begin - 1, have))


def partial_headers(headers: Headers, piece: Cut) -> Headers:
    """The headers of a 206 for a slice of the response with these headers (RFC 9110 section 15.3.7.1)."""
    rest = tuple((name, value) for name, value in headers if name.lower() not in _OF_THE_WHOLE)
    return (*rest, ("Content-Range", piece.content_range), ("Content-Length", str(piece.stop - piece.begin)))


def whole_headers(headers: Headers, complete: int) -> Headers:
    """The headers of the whole of `complete` bytes that a part with these headers is of."""
    rest = tuple((name, value) for name, value in headers if name.lower() not in _OF_THE_WHOLE)
    return (*rest, ("Content-Length", str(complete)))


def _content_range(start: int, end: int, have: Held) -> str:
    return f"bytes {start}-{end}/{have.complete}"
