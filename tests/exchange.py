"""One request to the tests' server, and the raw socket on which it is answered: well, or byte by byte as a test likes.

Owns what a good answer looks like (validators, conditions, ranges), and the little pictures that are served. Refuses to
know who asks, and where requests come in.
"""

import asyncio
import contextlib
import hashlib
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from web import Web


Pairs: TypeAlias = Iterable[tuple[str, str]]
LAST_MODIFIED = "Tue, 06 Oct 2026 10:00:00 GMT"
NEVER = 3600.0
"""Seconds that a stalled answer waits: until the client goes or the server is closed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One request seen; header names in lower case, the last of equal ones wins."""

    method: str
    target: str
    headers: Mapping[str, str]
    connection: int

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


@dataclass(slots=True)
class Exchange:
    """One request and the raw socket on which to answer it."""

    hit: Hit
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    web: "Web"
    turn: int
    """The how-manieth request for this target it is, from 1."""
    query: dict[str, str] = field(default_factory=dict)
    again: bool = True
    """Whether the connection waits for a further request."""

    def number(self, name: str, default: int = 0) -> int:
        return int(self.query.get(name, default))

    def seconds(self, name: str, default: float) -> float:
        return float(self.query.get(name, default))

    async def raw(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: int, headers: Pairs, *, version: str = "HTTP/1.1") -> None:
        lines = [
            f"{version} {status} {REASONS.get(status, 'Whatever')}",
            *(f"{name}: {value}" for name, value in headers),
        ]
        await self.raw("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def answer(
        self, body: bytes = b"", status: int = 200, headers: Pairs = (), *, media_type: str | None = None
    ) -> None:
        """Answer properly: the length announced, the connection kept."""
        bodiless = status in {204, 304}
        fields = list(headers)
        if not bodiless:
            fields.append(("Content-Length", str(len(body))))
        if media_type is not None:
            fields.append(("Content-Type", media_type))
        head = [f"HTTP/1.1 {status} {REASONS.get(status, 'Whatever')}", *(f"{name}: {value}" for name, value in fields)]
        await self.raw("\r\n".join([*head, "", ""]).encode("latin-1") + (b"" if bodiless else body))

    async def file(
        self, body: bytes, headers: Pairs = (), *, etag: str | None = None, media_type: str = "image/png"
    ) -> None:
        """Answer as a good file server does: validators, conditions (RFC 9110 section 13), ranges (section 14)."""
        tag = f'"{zlib.crc32(body):08x}"' if etag is None else etag
        fields = [("Date", formatdate(usegmt=True)), ("ETag", tag), ("Last-Modified", LAST_MODIFIED)]
        fields += [("Accept-Ranges", "bytes"), *headers]
        asked = self.hit.headers
        if asked.get("if-none-match") == tag or (
            "if-none-match" not in asked and asked.get("if-modified-since") == LAST_MODIFIED
        ):
            await self.answer(status=304, headers=fields)
            return
        start = self.range_start(len(body), tag)
        if start is None:
            await self.answer(body, headers=fields, media_type=media_type)
        elif start >= len(body):
            await self.answer(status=416, headers=[("Content-Range", f"bytes */{len(body)}")])
        else:
            fields.append(("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}"))
            await self.answer(body[start:], 206, fields, media_type=media_type)

    def range_start(self, length: int, tag: str) -> int | None:
        """From which byte on this request wants the body; None: all of it."""
        wanted = self.hit.headers.get("range", "")
        condition = self.hit.headers.get("if-range")
        if not wanted.startswith("bytes=") or (condition is not None and condition not in {tag, LAST_MODIFIED}):
            return None
        first = wanted.removeprefix("bytes=").partition("-")[0]
        return int(first) if first else max(0, length - int(wanted.rpartition("-")[2]))

    def reset(self) -> None:
        """Break the connection with a TCP reset instead of an orderly end."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        self.again = False

    def close(self) -> None:
        self.writer.close()
        self.again = False

    async def hang(self) -> None:
        """Say nothing more until the client goes."""
        self.again = False
        with contextlib.suppress(ConnectionError):
            await self.reader.read()


Handler: TypeAlias = Callable[[Exchange], Awaitable[None]]
REASONS: Mapping[int, str] = MappingProxyType(
    {200: "OK", 206: "Partial Content", 302: "Found", 304: "Not Modified", 404: "Not Found", 429: "Too Many Requests"}
)


@lru_cache(maxsize=64)
def png(name: str, size: int = 2000) -> bytes:
    """A valid little PNG, another one for each name, filled up to `size` bytes by a private chunk of noise."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    seed = zlib.crc32(name.encode())
    rows = b"".join(b"\0" + bytes((seed >> 16 & 255, seed >> 8 & 255, seed & 255)) * 8 for _ in range(8))
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    end = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    room = max(0, size - len(start) - len(end) - 12)
    noise = hashlib.shake_128(name.encode()).digest(room)
    return start + chunk(b"noIz", noise) + end


def body_of(x: Exchange) -> bytes:
    return png(x.query.get("name", x.hit.path), x.number("bytes", 2000))


async def nothing_here(x: Exchange) -> None:
    await x.answer(b"nothing here", 404, media_type="text/plain")
