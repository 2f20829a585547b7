"""The nouns of Vitrina, frozen: picture, stored response, outcome, progress.

Owns their fields and the rules that make a name of them (a picture's key). Refuses to do anything:
no disk, no network, no screen, no import but the standard library's.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urldefrag

from vitrina.frozen import frozen

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Header fields in the order received; names in any case, values without surrounding space."""


def store_key(url: str, ask: int = 1) -> str:
    """Name what the `ask`-th asking (from 1) of `url` gives; the first one is the URL itself.

    A space cannot occur in a URL (RFC 3986 section 2), so no two names meet. A `file:` URL keeps its
    fragment, which names a member of an archive; from others it is cut, as no request carries it
    (RFC 9110 section 4.2.5).
    """
    name = url if "#" not in url or url.startswith("file:") else urldefrag(url).url
    return name if ask == 1 else f"{name} {ask}"


@frozen
class Picture:
    """One entry of a gallery: its URL and what is known of it; None where unknown.

    `ask` tells apart the answers of a URL that gives another picture each time. Texts are plain.
    `licence` is an SPDX or Creative Commons id where it can be told, else the words of the source.
    `width` and `height` are in pixels as the source claims them. `placeholder` is a tiny picture as a
    `data:` URL, to be shown until the real one is here. `remote` is true where a document from the web
    named this picture, so that the address policy applies to it. `gone` marks a picture that its
    source no longer lists. `name` stands for the URL in the store where the URL itself changes from
    run to run (the demo pictures' port).
    """

    url: str
    title: str | None = None
    credit: str | None = None
    licence: str | None = None
    page: str | None = None
    thumbnail: str | None = None
    width: int | None = None
    height: int | None = None
    media_type: str | None = None
    source: str | None = None
    ask: int = 1
    author_page: str | None = None
    licence_page: str | None = None
    rights: str | None = None
    description: str | None = None
    date: str | None = None
    tags: tuple[str, ...] = ()
    placeholder: str | None = None
    remote: bool = False
    gone: bool = False
    name: str | None = None

    @property
    def key(self) -> str:
        """The name under which the store finds the bytes."""
        name = self.name or self.url
        # Asked of 100,000 at a time: what `store_key` would give back unchanged costs no call.
        return name if self.ask == 1 and "#" not in name else store_key(name, self.ask)


@frozen
class StoredResponse:
    """A response that the store holds: its metadata and where its bytes lie.

    Times are seconds since the epoch. `variant` tells apart responses chosen by `Vary`. `status` is
    the response's own (200, or any other that a cache may keep). `media_type`, `width` and `height`
    are what the bytes are, not what the headers claim; None until somebody looked.
    """

    id: int
    key: str
    variant: str
    url: str
    final_url: str
    status: int
    headers: Headers
    requested_at: float
    received_at: float
    sha256: str
    bytes: int
    path: Path
    media_type: str | None = None
    width: int | None = None
    height: int | None = None
    kept: bool = False


class Priority(IntEnum):
    """Who goes first; smaller is sooner. A waiting request may change its priority."""

    ON_SCREEN = 0
    NEXT_TO_IT = 1
    KEPT = 2
    REST = 3


class Status(StrEnum):
    """How one request ended."""

    FETCHED = "fetched"
    CACHED = "cached"
    REVALIDATED = "revalidated"
    STALE = "stale"
    FAILED = "failed"
    REFUSED = "refused"

    @property
    def good(self) -> bool:
        """Whether there are bytes to show."""
        return self not in (Status.FAILED, Status.REFUSED)


@frozen
class Fault:
    """Why a request gave nothing: `kind` from the contract's list, `message` one sentence.

    `template` and `fields` are the same sentence with blanks, for other languages.
    """

    kind: str
    message: str
    template: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


@frozen
class Outcome:
    """What became of one picture: a line of `vitrina fetch --json`. `ms` is wall time in milliseconds."""

    url: str
    final_url: str | None
    status: Status
    http_status: int | None = None
    media_type: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    path: Path | None = None
    width: int | None = None
    height: int | None = None
    ms: float = 0.0
    attempts: int = 0
    error: Fault | None = None


Stage: TypeAlias = Literal["waiting", "connecting", "sent", "first_byte", "body", "ended"]
"""`connecting` begins when its host's turn has come, `sent` when the request is on its way."""


@frozen
class Progress:
    """A step of one download. `received` and `total` in bytes; `total` is None where not announced.

    `at` is in seconds of the monotonic clock. `status` is set with stage `ended` alone. `picture` is False for the
    pages and lists that are read to find pictures.
    """

    key: str
    stage: Stage
    received: int = 0
    total: int | None = None
    at: float = 0.0
    status: Status | None = None
    fault: Fault | None = None
    picture: bool = True


@frozen
class Gallery:
    """A named, saved set of locators; `pictures` counts what they gave when last refreshed.

    `refreshed_at` is in seconds since the epoch, None before the first time. `keep` marks a gallery
    whose pictures are never evicted.
    """

    name: str
    locators: tuple[str, ...]
    times: int = 1
    source: str | None = None
    keep: bool = False
    pictures: int = 0
    refreshed_at: float | None = None
