"""How a partial download is continued, so that never bytes of two versions stand in one file.

Owns the decisions about ranges (RFC 9110 sections 13.1.5 and 14): what to ask, whether an answer fits what is there,
and which headers describe the whole. Refuses to guess: where anything does not fit, the answer is to begin again.
"""

import re
from http import HTTPStatus

from vitrina.fetch.cache_control import first
from vitrina.frozen import frozen
from vitrina.model import Headers

CONTENT_RANGE = re.compile(r"bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", re.IGNORECASE)
OF_THE_MESSAGE = frozenset({"content-length", "content-range", "transfer-encoding", "content-encoding"})


@frozen
class Partial:
    """What an earlier attempt left: so many bytes, of the response with these headers from this URL."""

    offset: int
    headers: Headers
    url: str


def validator(headers: Headers) -> str | None:
    """What to send as If-Range: a strong ETag, else Last-Modified where it is strong enough, else None.

    A date is strong only where the response was made at least a second later (RFC 9110 section 8.8.2.2); without a
    Date we cannot know, and take it, as the whole answer is compared again.
    """
    etag = first(headers, "etag")
    if etag is not None:
        return etag if etag.startswith('"') and etag.endswith('"') and len(etag) > 1 else None
    modified = first(headers, "last-modified")
    return None if modified is None or modified == first(headers, "date") else modified


def ask(partial: Partial) -> Headers:
    """The headers that ask for the rest; () where what is there cannot be continued."""
    condition = validator(partial.headers)
    coded = (first(partial.headers, "content-encoding") or "identity").strip().lower() != "identity"
    if partial.offset <= 0 or condition is None or coded:
        return ()
    return (("Range", f"bytes={partial.offset}-"), ("If-Range", condition))


def expected(status: int, headers: Headers) -> int | None:
    """How many bytes the whole has, as this answer announces it; None where it does not."""
    if status == HTTPStatus.PARTIAL_CONTENT:
        found = CONTENT_RANGE.fullmatch((first(headers, "content-range") or "").strip())
        return int(found[3]) if found and found[3] != "*" else None
    length = (first(headers, "content-length") or "").strip()
    return int(length) if length.isdigit() and length.isascii() else None


def fits(partial: Partial, headers: Headers) -> bool:
    """Whether a 206 continues `partial` exactly: from its end, of the same whole, with the validator that was sent."""
    found = CONTENT_RANGE.fullmatch((first(headers, "content-range") or "").strip())
    if found is None or int(found[1]) != partial.offset or int(found[2]) < int(found[1]):
        return False
    whole = expected(200, partial.headers)
    if found[3] != "*" and (int(found[2]) >= int(found[3]) or (whole is not None and int(found[3]) != whole)):
        return False
    name = "etag" if first(partial.headers, "etag") is not None else "last-modified"
    coded = (first(headers, "content-encoding") or "identity").strip().lower() != "identity"
    return not coded and first(headers, name) == first(partial.headers, name)


def combined(whole: Headers, part: Headers) -> Headers:
    """The headers of a response completed by a 206: the new values replace the old ones (RFC 9111 section 3.4)."""
    newer = {name.lower() for name, _ in part} - OF_THE_MESSAGE
    kept = [(name, value) for name, value in whole if name.lower() not in newer]
    return (*kept, *((name, value) for name, value in part if name.lower() in newer))
