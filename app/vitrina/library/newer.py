"""Whether a newer version was released: asked once a day at most, where the person wants to be told.

Owns the question, how the answer is read, and when it was last asked. Refuses to download or install anything.
"""

import asyncio
import logging
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vitrina import __version__, description
from vitrina.errors import InstallationError
from vitrina.fetch import Request, Want
from vitrina.frozen import frozen
from vitrina.model import Status, store_key
from vitrina.settings import LastAsked

if TYPE_CHECKING:
    from vitrina.library.fetching import Fetching
    from vitrina.sources.document import Document

DAY: Final = 86_400.0
_LOG: Final = logging.getLogger(__name__)
# PEP 440 as far as releases use it: numbers, what comes before them when they are final, and after.
_VERSION: Final = re.compile(
    r"v?(?P<numbers>\d{1,9}(?:\.\d{1,9}){0,9})"
    r"(?P<before>(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)[-_.]?\d*)*)"
    r"(?P<after>[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:\+[a-z0-9.]+)?",
    re.IGNORECASE,
)


@frozen
class Release:
    """A version that was released, and the page that tells of it."""

    version: str
    page: str


def is_due(last: float, now: float) -> bool:
    """Whether it may be asked again; seconds since the epoch. A last time in the future was told by a wrong clock."""
    return not now - DAY < last <= now


def rank(version: str) -> tuple[tuple[int, ...], int] | None:
    """Where a version stands among others; None for what is none. Zeros at the end say nothing (1.0 is 1)."""
    found = _VERSION.fullmatch(version)
    if found is None:
        return None
    numbers = [int(number) for number in found["numbers"].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers), -1 if found["before"] else int(bool(found["after"]))


def newest(released: Iterable[Release], own: str) -> Release | None:
    """The latest of those that come after `own`; none that is still to become final."""
    best, found = rank(own), None
    for one in released:
        place = rank(one.version)
        if place is not None and place[1] >= 0 and best is not None and place > best:
            best, found = place, one
    return found


def releases(feed: "Document") -> Iterator[Release]:
    """Give what a feed of releases tells of; only pages of the site that the feed itself is of."""
    from vitrina.sources import web_address
    from vitrina.sources.feed_tree import Tree

    asked = feed.asked_url or feed.url
    for entry in Tree(feed).items():
        link = entry.first("link")
        page = web_address.absolute(feed.url, link.attributes.get("href") or link.text()) if link else None
        if page is not None and web_address.origin(page) == web_address.origin(asked):
            yield Release(web_address.last_segment(page).removeprefix("v"), page)


async def newer_release(fetching: "Fetching", asked_file: Path) -> Release | None:
    """Ask the project for its releases, with one request; None where that is not due, gave nothing, or nothing newer.

    Whoever cannot note that it was asked does not ask.
    """
    now = time.time()
    if fetching.offline or not is_due(LastAsked.load(asked_file).at, now):
        return None
    try:
        LastAsked(now).save(asked_file)
    except InstallationError:
        return None
    feed = await _feed(fetching, description.RELEASES)
    found = newest(releases(feed), __version__) if feed is not None else None
    if found is not None:
        _LOG.info("Vitrina %s was released: %s", found.version, found.page)
    return found


async def _feed(fetching: "Fetching", address: str) -> "Document | None":
    from vitrina.sources.document import Document

    request = Request(url=address, key=store_key(address), want=Want.DOCUMENT, refresh=True)
    fetched = await fetching.ask_quietly(request)
    if fetched.stored is None or fetched.status is Status.STALE:
        return None
    body = await asyncio.to_thread(fetched.stored.path.read_bytes)
    return Document(url=fetched.final_url or address, body=body, headers=fetched.headers, asked_url=address)
