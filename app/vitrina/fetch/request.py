"""The nouns of fetching, frozen: what is asked, what came of it, within which limits, and how a host is doing.

Owns their fields. Refuses to do anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from vitrina.errors import PictureError
from vitrina.fetch.politeness import DEFAULT
from vitrina.frozen import frozen
from vitrina.model import Headers, Priority, Status, StoredResponse

MIB = 2**20


@frozen
class Looked:
    """What the bytes of a picture are: their media type, and width and height in pixels."""

    media_type: str
    width: int
    height: int


class Want(StrEnum):
    """What the asker can use; anything else is an error and is not stored."""

    PICTURE = "picture"
    DOCUMENT = "document"
    EITHER = "either"


@frozen
class Request:
    """One asking for one URL.

    `key` is the name under which the store keeps the answer. `remote`: a document from the web named the URL, so that
    the address policy applies. `reuse_since`: a stored response received at or after this moment (seconds since the
    epoch) is used whatever its freshness, so that one run asks a `no-store` URL once, as a browser does within a
    page. `refresh` asks the origin even where the stored response is fresh. `peek`, with `Want.EITHER` alone: where
    the answer is a picture, its body is not read and nothing is stored. `look` is called, on a worker thread, with the
    file of a complete picture before it is stored; the PictureError that it may raise keeps the bytes out of the store,
    so that a damaged answer never takes the place of a good one.
    """

    url: str
    key: str
    want: Want
    priority: Priority = Priority.REST
    remote: bool = False
    headers: Headers = ()
    reuse_since: float | None = None
    refresh: bool = False
    peek: bool = False
    look: Callable[[Path], Looked] | None = None


@frozen
class Fetched:
    """How a request ended. `stored` is there whenever `status.good` (but for a peeked picture).

    `final_url` is after redirects and carries no credentials (of a failure, who answered last); `media_type` is what
    the content says, else the header; `headers` are the answer's. `attempts` counts the requests for the body or its
    parts, `ms` is wall time in milliseconds. `error` says why it failed, and with status `stale` why the network could
    not be asked.
    """

    status: Status
    stored: StoredResponse | None
    final_url: str | None
    http_status: int | None
    media_type: str | None
    headers: Headers
    attempts: int
    ms: float
    error: PictureError | None = None
    peeked: bool = False


@frozen
class Limits:
    """What fetching may use. Times in seconds, sizes in bytes.

    `per_host` holds for hosts that the politeness table does not know, and never raises what the table allows (see
    `politeness`).
    `connect`, `first_byte` and `stall` are the three waits; `slowest` bytes a second, over `slow_window`, is the least
    that a body may trickle. `retries` counts attempts in a row that brought nothing. `longest_wait` is how long a
    `Retry-After` is obeyed by waiting; a longer one fails the request and keeps the host alone until then.
    `disk_patience` is how long a full disk is waited for. `insecure_hosts` are believed whatever their certificate.
    `proxies` maps `http`, `https`, `all` and `no` to what the environment variables `*_PROXY` would say;
    None reads the environment. `addresses` gives names their addresses, before any name server is asked.
    """

    total: int = 16
    per_host: int = DEFAULT
    connect: float = 15.0
    first_byte: float = 30.0
    stall: float = 30.0
    slowest: float = 50.0
    slow_window: float = 60.0
    max_bytes: int = 1024 * MIB
    max_redirects: int = 10
    retries: int = 3
    backoff: float = 0.5
    longest_backoff: float = 20.0
    longest_wait: float = 60.0
    disk_patience: float = 0.0
    offline: bool = False
    allow_private: bool = False
    insecure_hosts: frozenset[str] = frozenset()
    proxies: Mapping[str, str] | None = None
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    public_networks: tuple[str, ...] = ()
    """Networks to treat as public although they are not, as CIDR: for a laboratory, and for tests on loopback."""


@frozen
class HostState:
    """How one host is doing. `host` carries the port where it is not the scheme's own.

    `allowed` is how many requests it may get at once at the moment, `limit` the most it may ever get. The moments are
    seconds since the epoch, None where nothing is held back: `paused_until` is what the host asked for,
    `unreachable_until` is how long it is taken for dead.
    """

    host: str
    active: int
    waiting: int
    allowed: int
    limit: int
    paused_until: float | None = None
    unreachable_until: float | None = None
