"""Which stored response a request selects, by `Vary`.

Owns RFC 9111 section 4.1: what of a request counts for a response, in a form in which equal requests are equal texts.
Refuses to choose between languages or formats on its own, but for one case: a response that says its language fits a
request that wants this language most.

    Vary: *                     never selected again
    Vary: Foo, Bar              the values of both have to be the same, or absent in both
    no Vary                     selected by every request

Before values are compared, lines are joined, and the space around commas and semicolons goes; in the fields of content
negotiation the order of members, their case and a quality of 1 mean nothing either (RFC 9110 section 12.5).
"""

import re
from collections.abc import Iterable

from vitrina.fetch.cache_control import members, split_list
from vitrina.model import Headers, StoredResponse

ANY = "*"
PART = "\n206 "
"""Stands in a variant before what tells a stored part from the whole response that the same request selects."""

_NEGOTIATED = frozenset({"accept", "accept-charset", "accept-encoding", "accept-language"})
_AROUND_SEMICOLON = re.compile(r"[ \t]*;[ \t]*")
_FULL_QUALITY = re.compile(r";q=1(?:\.0{0,3})?$", re.IGNORECASE)
_WEIGHT = re.compile(r"([^;]*)(?:;q=([01](?:\.\d{0,3})?))?", re.IGNORECASE)


def variant(headers: Headers, request_headers: Headers) -> str:
    """What of the request selected the response with these headers: `*` for nothing that can be repeated."""
    names = sorted({name.lower() for name in members(headers, "vary")})
    if ANY in names:
        return ANY
    return "\n".join(_selecting(name, request_headers) for name in names)


def selected(response: StoredResponse, request_headers: Headers) -> bool:
    """Whether the request selects this stored response (RFC 9111 section 4.1)."""
    was = response.variant.partition(PART)[0]
    now = variant(response.headers, request_headers)
    return now != ANY and (was == now or _in_wanted_language(response, request_headers, was, now))


def select(responses: Iterable[StoredResponse], request_headers: Headers) -> tuple[StoredResponse, ...]:
    """The stored responses that the request selects, in the order given."""
    return tuple(response for response in responses if selected(response, request_headers))


def _selecting(name: str, request_headers: Headers) -> str:
    """One selecting field of a request: its bare name where it is absent, else name and value in normal form."""
    if not any(key.lower() == name for key, _ in request_headers):
        return name
    return f"{name}:{','.join(_normal(name, members(request_headers, name)))}"


def _normal(name: str, parts: list[str]) -> list[str]:
    if name not in _NEGOTIATED:
        return parts
    return sorted(_FULL_QUALITY.sub("", _AROUND_SEMICOLON.sub(";", part.lower())) for part in parts)


def _in_wanted_language(response: StoredResponse, request_headers: Headers, was: str, now: str) -> bool:
    """Whether the two variants differ in Accept-Language alone, and the response is in the language wanted most."""
    field = "accept-language"
    others = [[line for line in text.split("\n") if not line.startswith(f"{field}:")] for text in (was, now)]
    languages = [language.lower() for language in members(response.headers, "content-language")]
    return others[0] == others[1] and len(languages) == 1 and languages[0] == _wanted(members(request_headers, field))


def _wanted(parts: list[str]) -> str | None:
    """The one language of highest quality, in lower case; None where there is not exactly one."""
    weighed: list[tuple[float, str]] = []
    for part in split_list(",".join(parts)):
        found = _WEIGHT.fullmatch(_AROUND_SEMICOLON.sub(";", part))
        if found:
            weighed.append((float(found[2] or 1), found[1].lower()))
    best = max((quality for quality, _ in weighed), default=0.0)
    wanted = [language for quality, language in weighed if quality == best and quality > 0]
    return wanted[0] if len(wanted) == 1 else None
