"""Header fields taken apart: lists, quoted strings, seconds, and the directives of `Cache-Control`.

Owns the grammar (RFC 9110 section 5.6, RFC 9111 sections 1.2.2 and 5.2). Refuses to fail: a field is whatever a server
sent, so each function gives an answer for every text. What is broken is read the careful way round: a directive that
takes an amount of time and has none counts as zero (RFC 9111 section 4.2.1: such a response is stale), and one that
forbids something forbids it whatever stands behind its name.

How a member of `Cache-Control` is read, in the order of the branches:

    no-store            a name, no argument
    max-age=60          a name, `=`, a token
    max-age="60"        the same, quoted; both forms are accepted (section 5.2)
    max-age =60         broken: the name counts, the argument is the rest, which is no amount of time
    "no-store", =60     no name: passed over
"""

import re
from collections.abc import Iterable

from vitrina.frozen import frozen
from vitrina.model import Headers

MOST_SECONDS = 2**31
"""What larger amounts of time are cut to (RFC 9111 section 1.2.2); 68 years, for a cache, is for ever."""

_MEMBER = re.compile(r'(?:[^,"\\]|"(?:[^"\\]|\\.)*(?:"|\\?\Z)|\\)+', re.DOTALL)
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LONGEST_NUMBER = len(str(MOST_SECONDS))


@frozen
class CacheControl:
    """Directives in the order received: lower-case names with their arguments, unquoted; None for no argument."""

    directives: tuple[tuple[str, str | None], ...] = ()

    def __contains__(self, name: str) -> bool:
        """Whether the directive is there at all, with or without an argument."""
        return any(name == have for have, _ in self.directives)

    def argument(self, name: str) -> str | None:
        """The argument of the first directive of this name; None where there is none."""
        return next((argument for have, argument in self.directives if have == name), None)

    def bare(self, name: str) -> bool:
        """Whether the directive stands without an argument, and so for the whole response."""
        return any(name == have and not argument for have, argument in self.directives)

    def seconds(self, name: str) -> int | None:
        """The amount of time of the first directive of this name: None where it is absent, 0 where it is broken."""
        if name not in self:
            return None
        return delta_seconds(self.argument(name) or "") or 0

    def fields(self, name: str) -> frozenset[str]:
        """The field names, in lower case, that `no-cache` or `private` is limited to (RFC 9111 section 5.2.2.4)."""
        lists = (argument for have, argument in self.directives if have == name and argument)
        return frozenset(member.lower() for text in lists for member in split_list(text))


def values(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    """The values of all lines of a field, in order; `name` in lower case."""
    return [value for key, value in headers if key.lower() == name]


def first(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The first line of a field that may occur once; `name` in lower case."""
    for key, value in headers:
        if key.lower() == name:
            return value
    return None


def split_list(text: str) -> list[str]:
    """The members of a comma-separated list without their surrounding space; commas in quotes do not separate."""
    if '"' not in text:
        return [stripped for part in text.split(",") if (stripped := part.strip(" \t"))]
    return [stripped for part in _MEMBER.findall(text) if (stripped := part.strip(" \t"))]


def members(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    """The members of a list field over all its lines (RFC 9110 section 5.3); `name` in lower case."""
    return [member for line in values(headers, name) for member in split_list(line)]


def delta_seconds(text: str) -> int | None:
    """A non-negative whole number of seconds, cut to MOST_SECONDS; None for anything else (RFC 9111 section 1.2.2)."""
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0")
    return min(int(digits or "0"), MOST_SECONDS) if len(digits) <= _LONGEST_NUMBER else MOST_SECONDS


def age(headers: Headers) -> int:
    """The `Age` of a received response in seconds, 0 where it has none or a broken one (RFC 9111 section 5.1).

    Where several came, the first member of the first line counts.
    """
    line = first(headers, "age")
    if line is None:
        return 0
    return delta_seconds(line.partition(",")[0].strip(" \t")) or 0


def cache_control(headers: Iterable[tuple[str, str]]) -> CacheControl:
    """The directives of all `Cache-Control` lines of a request or a response (RFC 9111 section 5.2)."""
    return CacheControl(
        tuple(directive for member in members(headers, "cache-control") if (directive := _directive(member)))
    )


def _directive(member: str) -> tuple[str, str | None] | None:
    name = _NAME.match(member)
    if name is None:
        return None
    rest = member[name.end() :]
    if not rest:
        return name[0].lower(), None
    quoted = _QUOTED.fullmatch(rest, 1) if rest[0] == "=" else None
    if quoted:
        return name[0].lower(), _ESCAPED.sub(r"\1", quoted[1])
    return name[0].lower(), rest[1:] if rest[0] == "=" else rest
