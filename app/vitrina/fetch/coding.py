"""Content codings taken off while the bytes arrive, within a limit, so that a bomb never unfolds.

Owns gzip and deflate (RFC 9110 section 8.4). Refuses every other coding: none is ever asked for.
"""

import zlib
from collections.abc import Iterator

from vitrina.errors import DamagedError, TooLargeError, TruncatedError
from vitrina.fetch.cache_control import members
from vitrina.model import Headers

GZIP, ZLIB, RAW = 31, 15, -15
"""What zlib calls them."""
PIECE = 2**18
"""At most so many bytes are unfolded at a time."""


class Decoder:
    """Takes the coding off a body, piece by piece; at most `limit` bytes come out of it."""

    def __init__(self, coding: str, limit: int) -> None:
        """`coding` is `gzip` or `deflate`."""
        self._wbits = GZIP if coding == "gzip" else ZLIB
        self._limit = limit
        self._zlib = zlib.decompressobj(self._wbits)
        self._out = 0
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` unfolds to. Raises DamagedError and TooLargeError."""
        while data:
            try:
                piece = self._zlib.decompress(data, PIECE)
            except zlib.error:
                if self._started or self._wbits != ZLIB:
                    raise DamagedError("The compressed answer is damaged; try again later.") from None
                # some servers send deflate without its wrapper, and browsers have always read it
                self._wbits = RAW
                self._zlib = zlib.decompressobj(RAW)
                continue
            self._started = True
            self._out += len(piece)
            if self._out > self._limit:
                raise too_large(self._limit)
            if piece:
                yield piece
            data = self._zlib.unconsumed_tail
            if self._zlib.eof:
                data = self._zlib.unused_data
                if data:  # a further gzip member (RFC 1952 section 2.2)
                    self._zlib = zlib.decompressobj(self._wbits)

    def end(self) -> None:
        """The body ended: raises TruncatedError where the coding did not."""
        if self._started and not self._zlib.eof:
            raise TruncatedError("The compressed answer ends too soon; try again later.")


def decoder_for(headers: Headers, limit: int) -> Decoder | None:
    """What takes off the coding that `headers` name, None where there is none. Raises DamagedError for unknown ones."""
    names = [name.lower().removeprefix("x-") for name in members(headers, "content-encoding")]
    names = [name for name in names if name != "identity"]
    if not names:
        return None
    if len(names) > 1 or names[0] not in {"gzip", "deflate"}:
        raise DamagedError("The answer is coded as {coding}, which was not asked for.", coding=", ".join(names))
    return Decoder(names[0], limit)


def too_large(limit: int) -> TooLargeError:
    """The refusal of a body beyond the limit."""
    return TooLargeError("It is larger than {limit} bytes; allow more with --max-size.", limit=limit)
