"""A body on its way: read from an answer, checked, decoded, and carried into the store in large pieces.

Owns the reading (`Body`) and the writing (`Inlet`) of one body. Refuses to judge what an answer means.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vitrina.errors import (
    BombError,
    DamagedError,
    NotAPictureError,
    PictureError,
    RefusedError,
    StalledError,
    TruncatedError,
    UnsupportedFormatError,
)
from vitrina.fetch import resume, sniff
from vitrina.fetch.coding import decoder_for, too_large
from vitrina.fetch.request import Limits, Looked
from vitrina.fetch.scribe import Scribe
from vitrina.model import Headers, StoredResponse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vitrina.fetch.transport import Answer
    from vitrina.store import Incoming, Store

PIECE = 2**19
"""Bytes gathered before a worker thread hashes and writes them: handing over less costs more than it saves."""
AT_LEAST_EVERY = 0.3
"""Seconds after which even less than a piece is written, so that a picture that comes slowly can be seen coming."""
WHOLE = 200


class Body:
    """The pieces of one answer's body, without their coding; `so_far` bytes of the whole were there before.

    Its methods raise TooLargeError, TruncatedError, StalledError (a body that trickles) and DamagedError.
    """

    def __init__(self, answer: "Answer", limits: Limits, host: str, so_far: int = 0) -> None:
        self._answer, self._limits, self._host = answer, limits, host
        self._decoder = decoder_for(answer.headers, limits.max_bytes)
        announced = resume.expected(answer.status, answer.headers)
        if announced is not None and announced > limits.max_bytes:
            raise too_large(limits.max_bytes)
        self.total = None if self._decoder else announced
        self.headers = _uncoded(answer.headers) if self._decoder else answer.headers
        self.so_far = so_far
        self._unfolded: Iterator[bytes] = iter(())
        self._start = b""
        self.broken: PictureError | None = None
        self._came = self._then = 0
        self._looked_at = time.monotonic()

    async def start(self) -> bytes:
        """The first bytes, enough to tell what they are; `next` gives them again.

        Where it breaks off before that, `broken` says why, and `next` raises it after what came.
        """
        pieces, size = [], 0
        try:
            while size < sniff.ENOUGH and (piece := await self._piece()):
                pieces.append(piece)
                size += len(piece)
        except PictureError as error:
            if isinstance(error, RefusedError):
                raise
            self.broken = error
        self._start = b"".join(pieces)
        return self._start[: sniff.ENOUGH]

    async def next(self) -> bytes:
        """The next piece, b"" where the body is whole."""
        if self.broken is not None and not self._start:
            raise self.broken
        piece, self._start = self._start or await self._piece(), b""
        self.so_far += len(piece)
        if self.so_far > self._limits.max_bytes:
            raise too_large(self._limits.max_bytes)
        if not piece and self.total is not None and self.so_far != self.total:
            raise TruncatedError("{host} broke off in the middle; try again.", host=self._host)
        return piece

    async def _piece(self) -> bytes:
        piece = await self._unfolded_piece()
        self._came += len(piece)
        self._check_pace()
        return piece

    async def _unfolded_piece(self) -> bytes:
        if self._decoder is None:
            return await self._answer.read()
        while not (piece := next(self._unfolded, b"")):
            coded = await self._answer.read()
            if not coded:
                self._decoder.end()
                return b""
            self._unfolded = self._decoder.feed(coded)
        return piece

    def _check_pace(self) -> None:
        """A host that sends a byte now and then would hold its place for ever."""
        waited = time.monotonic() - self._looked_at
        if waited < self._limits.slow_window:
            return
        if self._came - self._then < waited * self._limits.slowest:
            raise StalledError(
                "{host} sends so slowly that it makes no sense to wait; try again later.", host=self._host
            )
        self._looked_at, self._then = time.monotonic(), self._came


class Leftovers:
    """Which keys may have a partial file, so that the others need not be looked up for it on the disk."""

    def __init__(self, store: "Store") -> None:
        self._any = store.info().partial > 0
        self._left: set[str] = set()

    def may_be(self, key: str) -> bool:
        """Whether something may be there: from an earlier run, or from an attempt of this one."""
        return self._any or key in self._left

    def note(self, key: str, *, left: bool) -> None:
        """An attempt ended, and left something or not."""
        if left:
            self._left.add(key)
        else:
            self._left.discard(key)


class Inlet:
    """Where the bytes of one key go in.

    Pieces are gathered, then hashed and written by a worker thread; a body of usual size goes in all at once, so that
    the event loop touches no file.
    """

    def __init__(self, store: "Store", key: str, scribe: Scribe, leftovers: Leftovers) -> None:
        self._store, self._key, self._scribe, self._leftovers = store, key, scribe, leftovers
        self._incoming: Incoming | None = None
        self._whole: tuple[Headers, str] | None = None
        self._gathered: list[bytes] = []
        self._size = 0
        self._written_at = time.monotonic()
        self.go_on: Callable[[], None] | None = None
        """Called when the body is whole and there is memory for another one."""

    async def open(self) -> resume.Partial | None:
        """Take the key, and tell what an earlier attempt left; None where nothing can be continued."""
        if not self._leftovers.may_be(self._key):
            return None
        incoming = await self._scribe.run(self._taken)
        if not incoming.offset or incoming.headers is None or incoming.final_url is None:
            return None
        return resume.Partial(incoming.offset, incoming.headers, incoming.final_url)

    def begin(self, headers: Headers, final_url: str) -> None:
        """A whole body comes: forget what was there, and remember whose bytes these will be."""
        self._gathered, self._size = [], 0
        self._written_at = time.monotonic()
        self._whole = headers, final_url

    async def write(self, piece: bytes) -> None:
        """Take one piece. Raises DiskFullError."""
        self._gathered.append(piece)
        self._size += len(piece)
        if self._size >= PIECE or time.monotonic() - self._written_at > AT_LEAST_EVERY:
            await self._scribe.run(self._flush)

    async def commit(
        self,
        *,
        url: str,
        final_url: str,
        headers: Headers,
        requested_at: float,
        received_at: float,
        variant: str,
        media_type: str | None,
        look: Callable[[Path], Looked | None] | None = None,
    ) -> StoredResponse:
        """The body is whole: make it a stored response. Raises DiskFullError, and what `look` at its file raises."""

        def complete() -> "Incoming":
            incoming = self._finish()
            looked = look(incoming.path) if look is not None else None
            kind = looked.media_type if looked else media_type
            incoming.seal(
                url=url,
                final_url=final_url,
                status=WHOLE,
                headers=headers,
                requested_at=requested_at,
                received_at=received_at,
                variant=variant,
                media_type=self._seen_in(incoming.path) if kind is None else kind,
                width=looked.width if looked else None,
                height=looked.height if looked else None,
            )
            return incoming

        try:
            stored = await self._scribe.store(complete, go_on=self.go_on)
        except (NotAPictureError, UnsupportedFormatError, DamagedError, BombError):
            self.discard()
            raise
        self._incoming = None
        self._leftovers.note(self._key, left=False)
        return stored

    async def confirm(
        self, stored: StoredResponse, headers: Headers, *, requested_at: float, received_at: float
    ) -> StoredResponse:
        """What is stored is still the one: give it the headers and times of the answer that said so."""
        return await self._scribe.run(
            partial(self._store.refreshed, stored, headers, requested_at=requested_at, received_at=received_at)
        )

    def suspend(self) -> None:
        """Keep what came, for the next attempt."""
        try:
            if self._gathered:
                self._flush()
        finally:
            self._gathered, self._size, self._whole = [], 0, None
            if self._incoming is not None:
                self._incoming.suspend()
                self._leftovers.note(self._key, left=self._incoming.offset > 0)
                self._incoming = None

    def discard(self) -> None:
        """Keep nothing."""
        self._gathered, self._size, self._whole = [], 0, None
        self._leftovers.note(self._key, left=False)
        if self._incoming is not None:
            self._incoming.discard()
            self._incoming = None

    def _finish(self) -> "Incoming":
        """Write the last pieces; nothing has to be described that is committed in the same breath."""
        if self._whole is not None and self._incoming is None:
            self._incoming = self._store.incoming(self._key, resumable=False)  # all of it is here
        incoming = self._taken()
        if self._whole is not None:
            if incoming.offset:
                incoming.restart()
            self._whole = None
        self._write_gathered(incoming)
        return incoming

    def _flush(self) -> None:
        """Write what was gathered, so that a later run could go on from there."""
        incoming = self._taken()
        if self._whole is not None:
            (headers, final_url), self._whole = self._whole, None
            if incoming.offset:
                incoming.restart()
            incoming.describe(status=WHOLE, headers=headers, final_url=final_url)
        self._write_gathered(incoming)

    def _write_gathered(self, incoming: "Incoming") -> None:
        pieces, self._gathered, self._size = self._gathered, [], 0
        self._written_at = time.monotonic()
        for piece in pieces:
            incoming.write(piece)

    def _seen_in(self, path: Path) -> str | None:
        """A resumed body began in an earlier run, so that what it is stands in its file alone."""
        with path.open("rb") as file:
            return sniff.media_type(file.read(sniff.ENOUGH))

    def _taken(self) -> "Incoming":
        if self._incoming is None:
            self._incoming = self._store.incoming(self._key)
        return self._incoming


def _uncoded(headers: Headers) -> Headers:
    """The headers that describe a body whose coding was taken off."""
    return tuple((name, value) for name, value in headers if name.lower() not in {"content-encoding", "content-length"})
