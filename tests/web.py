"""One local web server that serves well, and misbehaves in every named way that a test may ask for.

Owns what a bad server can do, byte by byte, on a raw socket. Refuses to know Vitrina: nothing of it is imported.

It runs on a thread of its own, so that asynchronous and synchronous tests use it alike:

    async with Web() as web:            # or: with Web() as web:
        web.url("/picture/1.png?bytes=50000")
        web.put("/page.html", b"<img src=1.png>", media_type="text/html")
        web.hits["/picture/1.png"]      # the requests seen for this path: method, target, headers
        web.count()                     # all of them

A behaviour is the first part of the path (`/stall?at=1000`); `ROUTES` lists them. `python tests/web.py` serves until
interrupted and prints its URL, for benchmarks that want a process apart. What a route tells apart by count (`times=2`)
is counted for each target, so a test that uses a target of its own (`&case=…`) meets no other test.
"""

import asyncio
import contextlib
import gzip
import hashlib
import json
import socket
import ssl
import struct
import sys
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from types import MappingProxyType, TracebackType
from typing import Self, TypeAlias
from urllib.parse import parse_qsl, urlsplit

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


class Web:
    """The server; `tls` makes it speak HTTPS. Use it as a context manager, synchronous or asynchronous."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.hits: defaultdict[str, list[Hit]] = defaultdict(list)
        self.most_at_once = 0
        """The largest number of requests that were being answered at one time."""
        self.connections = 0
        self._host, self._port, self._tls = host, port, tls
        self._own: dict[str, Handler] = {}
        self._turns: defaultdict[str, int] = defaultdict(int)
        self._active = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    @property
    def port(self) -> int:
        return self._port

    @property
    def origin(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{'https' if self._tls else 'http'}://{host}:{self._port}"

    def url(self, target: str = "/picture/1.png") -> str:
        return self.origin + target

    def count(self, path: str | None = None) -> int:
        """How many requests were seen, for one path or in all."""
        return len(self.hits[path]) if path is not None else sum(map(len, self.hits.values()))

    def put(self, path: str, body: bytes | str, *, media_type: str = "text/html; charset=utf-8", status: int = 200,
            headers: Pairs = ()) -> str:  # fmt: skip
        """Serve `body` at `path` from now on; gives the URL."""
        data = body.encode() if isinstance(body, str) else body
        fields = tuple(headers)

        async def serve(exchange: Exchange) -> None:
            await exchange.answer(data, status, fields, media_type=media_type)

        return self.serve(path, serve)

    def serve(self, path: str, handler: Handler) -> str:
        """Let `handler` answer at `path` (on the server's own thread); gives the URL."""
        self._own[path] = handler
        return self.url(path)

    def handler(self, hit: Hit) -> Handler:
        """Who answers a request."""
        path = urlsplit(hit.target).path
        return self._own.get(path) or ROUTES.get(path.split("/")[1], nothing_here)

    def __enter__(self) -> Self:
        self._thread.start()
        self._up.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, at)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._connected, self._host, self._port, ssl=self._tls, limit=2**20, backlog=1024)
        )
        self._port = server.sockets[0].getsockname()[1]
        self._loop.set_exception_handler(lambda _loop, _context: None)  # clients that break off are what it is for
        self._up.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            for writer in list(self._writers):
                writer.transport.abort()
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        connection = self.connections
        self._writers.add(writer)
        try:
            while await self._one(reader, writer, connection):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError, ssl.SSLError):
            pass
        finally:
            writer.close()
            self._writers.discard(writer)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int) -> bool:
        try:
            block = await reader.readexactly(1)
            if block == b"\x16":  # the first byte of TLS, on a port that speaks none
                writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
                return False
            block += await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        first, *lines = block.decode("latin-1").split("\r\n")
        method, target, _version = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        hit = Hit(method, target, headers, connection)
        split = urlsplit(target)
        self.hits[split.path].append(hit)
        self._turns[target] += 1
        exchange = Exchange(hit, reader, writer, self, self._turns[target], dict(parse_qsl(split.query)))
        handler = self.handler(hit)
        self._active += 1
        self.most_at_once = max(self.most_at_once, self._active)
        try:
            if delay := exchange.seconds("delay", 0):
                await asyncio.sleep(delay)
            await handler(exchange)
        finally:
            self._active -= 1
        return exchange.again and headers.get("connection", "").lower() != "close"


async def nothing_here(x: Exchange) -> None:
    await x.answer(b"nothing here", 404, media_type="text/plain")


def body_of(x: Exchange) -> bytes:
    return png(x.query.get("name", x.hit.path), x.number("bytes", 2000))


# -- well-behaved ----


async def picture(x: Exchange) -> None:
    """A PNG with validators and ranges; `cache=` gives its Cache-Control."""
    headers = [("Cache-Control", x.query["cache"])] if "cache" in x.query else []
    await x.file(body_of(x), headers)


async def plain(x: Exchange) -> None:
    """A PNG without validators, ranges or freshness."""
    await x.answer(body_of(x), media_type="image/png")


async def no_store(x: Exchange) -> None:
    await x.answer(body_of(x), headers=[("Cache-Control", "no-store")], media_type="image/png")


async def random(x: Exchange) -> None:
    """302, not to be stored, to another picture at every request."""
    where = f"/picture/random-{x.turn}.png?cache=max-age=3600"
    await x.answer(status=302, headers=[("Location", where), ("Cache-Control", "no-store")])


async def as_json(x: Exchange) -> None:
    """`n` pictures of this server, as a list of URLs."""
    urls = [x.web.url(f"/picture/{i}.png") for i in range(1, x.number("n", 3) + 1)]
    await x.answer(json.dumps(urls).encode(), media_type="application/json")


async def auth(x: Exchange) -> None:
    """The picture for whoever brings the basic credentials person:secret."""
    if x.hit.headers.get("authorization") == "Basic cGVyc29uOnNlY3JldA==":
        await x.file(body_of(x))
    else:
        await x.answer(b"who?", 401, [("WWW-Authenticate", 'Basic realm="pictures"')])


async def cookie(x: Exchange) -> None:
    await x.answer(body_of(x), headers=[("Set-Cookie", "id=1; Path=/")], media_type="image/png")


async def gzipped(x: Exchange) -> None:
    """Coded although nobody asked for it."""
    coded = gzip.compress(body_of(x))
    await x.answer(coded, headers=[("Content-Encoding", "gzip"), ("ETag", '"coded"')], media_type="image/png")


async def deflated(x: Exchange) -> None:
    """The coding deflate as many servers send it: without the zlib wrapper."""
    coder = zlib.compressobj(wbits=-15)
    coded = coder.compress(body_of(x)) + coder.flush()
    await x.answer(coded, headers=[("Content-Encoding", "deflate")], media_type="image/png")


# -- time ----


async def slow_first_byte(x: Exchange) -> None:
    await asyncio.sleep(x.seconds("s", NEVER))
    await x.file(body_of(x))


async def drip(x: Exchange) -> None:
    """`piece` bytes every `every` seconds."""
    body, piece = body_of(x), x.number("piece", 1)
    await x.head(200, [("Content-Length", str(len(body))), ("Content-Type", "image/png")])
    for at in range(0, len(body), piece):
        await x.raw(body[at : at + piece])
        await asyncio.sleep(x.seconds("every", 0.05))


async def stall(x: Exchange) -> None:
    """`at` bytes, then silence; ranges are honoured, so that the rest can be had."""
    await cut_short(x, "hang")


async def slow_headers(x: Exchange) -> None:
    """One header line at a time, without end."""
    await x.raw(b"HTTP/1.1 200 OK\r\n")
    for n in range(100_000):
        await x.raw(f"X-Line-{n}: 1\r\n".encode())
        await asyncio.sleep(x.seconds("every", 0.01))


# -- connections that break ----


async def cut_short(x: Exchange, how: str) -> None:
    """The first `times` answers end after `at` bytes of what was announced; `etag=off` leaves out the validators."""
    body = body_of(x)
    if x.turn > x.number("times", 1):
        await x.file(body)
        return
    start = x.range_start(len(body), f'"{zlib.crc32(body):08x}"') or 0
    fields = [("Content-Length", str(len(body) - start)), ("Content-Type", "image/png")]
    if x.query.get("etag") == "weak":
        fields.append(("ETag", 'W/"weak"'))
    elif x.query.get("etag") != "off":
        fields += [("ETag", f'"{zlib.crc32(body):08x}"'), ("Last-Modified", LAST_MODIFIED)]
    if start:
        fields.append(("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}"))
    await x.head(206 if start else 200, fields)
    await x.raw(body[start : start + x.number("at", 1000)])
    await asyncio.sleep(0.01)  # so that the bytes are read before the end is seen
    if how == "reset":
        x.reset()
    elif how == "hang":
        await x.hang()
    else:
        x.close()


async def reset(x: Exchange) -> None:
    await cut_short(x, "reset")


async def cut(x: Exchange) -> None:
    await cut_short(x, "close")


async def reset_at_once(x: Exchange) -> None:
    """A reset instead of an answer, the first `times` times."""
    if x.turn > x.number("times", 1):
        await x.file(body_of(x))
    else:
        x.reset()


async def hang_up(x: Exchange) -> None:
    """An orderly end instead of an answer, the first `times` times."""
    if x.turn > x.number("times", 1):
        await x.file(body_of(x))
    else:
        x.close()


async def keep_alive_lie(x: Exchange) -> None:
    """Says keep-alive, and closes right after the answer."""
    await x.answer(body_of(x), headers=[("Connection", "keep-alive")], media_type="image/png")
    x.close()


async def keep_alive_trap(x: Exchange) -> None:
    """Keeps the connection, and closes it when the next request arrives on it."""
    if any(hit.connection == x.hit.connection for hit in x.web.hits[x.hit.path][:-1]):
        x.close()
        return
    await x.answer(body_of(x), media_type="image/png")


async def cut_head(x: Exchange) -> None:
    await x.raw(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Le")
    x.close()


# -- lengths and framing ----


async def longer(x: Exchange) -> None:
    """More bytes than announced, a moment later or (`how=at-once`) in one go."""
    body = body_of(x)
    await x.head(200, [("Content-Length", str(len(body))), ("Content-Type", "image/png")])
    more = b"and some more"
    if x.query.get("how") != "at-once":
        await x.raw(body)
        await asyncio.sleep(0.02)
        body = b""
    await x.raw(body + more)


async def no_length(x: Exchange) -> None:
    """The end of the connection is the end of the body."""
    await x.head(200, [("Content-Type", "image/png"), ("Connection", "close")])
    await x.raw(body_of(x))
    x.close()


async def http10(x: Exchange) -> None:
    await x.head(200, [("Content-Type", "image/png")], version="HTTP/1.0")
    await x.raw(body_of(x))
    x.close()


async def http10_keep(x: Exchange) -> None:
    body = body_of(x)
    headers = [("Content-Length", str(len(body))), ("Connection", "keep-alive"), ("Content-Type", "image/png")]
    await x.head(200, headers, version="HTTP/1.0")
    await x.raw(body)


async def chunked(x: Exchange) -> None:
    """Chunks with extensions, and a trailer."""
    await x.head(200, [("Transfer-Encoding", "chunked"), ("Content-Type", "image/png")])
    body = body_of(x)
    for at in range(0, len(body), 700):
        piece = body[at : at + 700]
        await x.raw(f"{len(piece):X};note=1\r\n".encode() + piece + b"\r\n")
    await x.raw(b"0\r\nX-Trailer: 1\r\n\r\n")


async def broken_chunk(x: Exchange) -> None:
    """A chunk whose size is no number."""
    await x.head(200, [("Transfer-Encoding", "chunked"), ("Content-Type", "image/png")])
    body = body_of(x)
    await x.raw(f"{700:x}\r\n".encode() + body[:700] + b"\r\n")
    await asyncio.sleep(0.02)
    await x.raw(b"zz\r\n" + body[700:])
    x.close()


async def cut_chunk(x: Exchange) -> None:
    """The connection ends without the last chunk."""
    await x.head(200, [("Transfer-Encoding", "chunked"), ("Content-Type", "image/png")])
    await x.raw(f"{700:x}\r\n".encode() + body_of(x)[:700] + b"\r\n")
    await asyncio.sleep(0.01)
    x.close()


async def bad_length(x: Exchange) -> None:
    """`value=` as Content-Length."""
    await x.head(200, [("Content-Length", x.query.get("value", "many")), ("Content-Type", "image/png")])
    await x.raw(body_of(x))
    x.close()


async def two_lengths(x: Exchange) -> None:
    body = body_of(x)
    await x.head(200, [("Content-Length", str(len(body))), ("Content-Length", "5"), ("Content-Type", "image/png")])
    await x.raw(body)
    x.close()


async def empty(x: Exchange) -> None:
    await x.answer(b"", media_type="image/png")


async def endless(x: Exchange) -> None:
    """A picture that never ends; `announce=` gives it a Content-Length all the same."""
    length = [("Content-Length", x.query["announce"])] if "announce" in x.query else []
    await x.head(200, [("Content-Type", "image/png"), *length])
    await x.raw(png("endless"))
    while True:
        await x.raw(bytes(65536))


async def garbage(x: Exchange) -> None:
    await x.raw(b"\x00\x01\x02 this is no HTTP at all\r\n\r\n")
    x.close()


async def headers(x: Exchange) -> None:
    """`n` header lines."""
    await x.answer(body_of(x), headers=[(f"X-{n}", "1") for n in range(x.number("n", 10_000))], media_type="image/png")


async def long_header(x: Exchange) -> None:
    """One header line of `bytes` bytes."""
    await x.answer(png("long"), headers=[("X-Long", "x" * x.number("bytes", 1_000_000))], media_type="image/png")


async def odd_header(x: Exchange) -> None:
    """Header values in bytes that are no ASCII."""
    await x.raw(b"HTTP/1.1 200 OK\r\nX-Name: \xc3\xa9\xff\r\n")
    body = body_of(x)
    await x.raw(f"Content-Type: image/png\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


async def informed(x: Exchange) -> None:
    """100 and 103 before the answer."""
    await x.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
    await x.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
    await x.file(body_of(x))


async def endless_1xx(x: Exchange) -> None:
    while True:
        await x.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
        await asyncio.sleep(0.005)


async def switching(x: Exchange) -> None:
    """101 that nobody asked for."""
    await x.raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\nother bytes")
    await x.hang()


# -- codings ----


async def gzip_bomb(x: Exchange) -> None:
    """`mb` megabytes in some thousandth of that."""
    coder = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**20)
    coded = coder.compress(png("bomb")) + b"".join(coder.compress(zeros) for _ in range(x.number("mb", 16)))
    await x.answer(coded + coder.flush(), headers=[("Content-Encoding", "gzip")], media_type="image/png")


async def gzip_broken(x: Exchange) -> None:
    coded = bytearray(gzip.compress(body_of(x)))
    coded[len(coded) // 2] ^= 255
    await x.answer(bytes(coded), headers=[("Content-Encoding", "gzip")], media_type="image/png")


async def gzip_cut(x: Exchange) -> None:
    """A coded body that ends too soon inside an answer that is whole."""
    coded = gzip.compress(body_of(x))
    await x.answer(coded[: len(coded) // 2], headers=[("Content-Encoding", "gzip")], media_type="image/png")


async def unknown_coding(x: Exchange) -> None:
    await x.answer(b"\x0b\x02\x80abc\x03", headers=[("Content-Encoding", "br")], media_type="image/png")


# -- redirects ----


async def redirect(x: Exchange) -> None:
    """`status` (302) to `to`; `cache=` gives the redirect a Cache-Control."""
    cache = [("Cache-Control", x.query["cache"])] if "cache" in x.query else []
    await x.answer(b"over there", x.number("status", 302), [("Location", x.query.get("to", "/picture/1.png")), *cache])


async def redirect_loop(x: Exchange) -> None:
    await x.answer(status=302, headers=[("Location", "/redirect-loop/" + ("b" if x.hit.path.endswith("a") else "a"))])


async def redirect_chain(x: Exchange) -> None:
    """`n` redirects, each to a URL of its own, then a picture."""
    n = x.number("n", 5)
    await x.answer(status=302, headers=[("Location", f"/redirect-chain?n={n - 1}" if n > 1 else "/picture/end.png")])


async def redirect_nowhere(x: Exchange) -> None:
    """A redirect that does not say where to."""
    await x.answer(b"somewhere", 302)


# -- ranges and versions ----


async def range_lie(x: Exchange) -> None:
    """Cut once; the request for the rest is then answered with a wrong range, as `how` says."""
    body, tag = body_of(x), f'"{zlib.crc32(body_of(x)):08x}"'
    if x.turn == 1:
        await cut_short(x, "close")
        return
    start = x.range_start(len(body), tag)
    if start is None:
        await x.file(body)
        return
    last, size = len(body) - 1, len(body)
    rest = body[start:]
    lies = {
        "ignored": (200, body, ""),
        "start": (206, body[start + 7 :], f"bytes {start + 7}-{last}/{size}"),
        "early": (206, body[start - 7 :], f"bytes {start - 7}-{last}/{size}"),
        "total": (206, rest, f"bytes {start}-{last}/{size + 99}"),
        "missing": (206, rest, ""),
        "garbled": (206, rest, f"bytes {start}-what/ever"),
        "unit": (206, rest, f"lines {start}-{last}/{size}"),
        "short": (206, rest[:1500], f"bytes {start}-{min(last, start + 1499)}/{size}"),
        "multipart": (206, b"--x\r\n\r\n" + rest + b"\r\n--x--", ""),
        "416": (416, b"", f"bytes */{size}"),
        "404": (404, b"", ""),
    }
    status, data, content_range = lies[x.query["how"]]
    fields = [("ETag", tag), ("Last-Modified", LAST_MODIFIED)]
    if content_range:
        fields.append(("Content-Range", content_range))
    kind = "multipart/byteranges; boundary=x" if x.query["how"] == "multipart" else "image/png"
    await x.answer(data, status, fields, media_type=kind)


async def changing(x: Exchange) -> None:
    """Cut once; then the picture is another one. `how`: `honest` (If-Range is understood), `blind` (206 from the
    new picture, with its new ETag), `silent` (206 from the new picture without any validator)."""
    new = png(f"new {x.hit.target}", x.number("bytes", 2000))
    if x.turn == 1:
        await cut_short(x, "close")
    elif x.query.get("how", "honest") == "honest" or "range" not in x.hit.headers:
        await x.file(new)
    else:
        start = x.range_start(len(new), x.hit.headers.get("if-range", "")) or 0
        fields = [("Content-Range", f"bytes {start}-{len(new) - 1}/{len(new)}")]
        if x.query["how"] == "blind":
            fields.append(("ETag", f'"{zlib.crc32(new):08x}"'))
        await x.answer(new[start:], 206, fields, media_type="image/png")


async def renewed(x: Exchange) -> None:
    """Another picture at every request, with validators of its own; never fresh."""
    await x.file(png(f"{x.hit.target} {x.turn}"), [("Cache-Control", "no-cache")])


async def not_modified(x: Exchange) -> None:
    """304 whatever was asked."""
    await x.answer(status=304, headers=[("ETag", '"never sent"')])


async def partial_unasked(x: Exchange) -> None:
    body = body_of(x)
    await x.answer(body[:100], 206, [("Content-Range", f"bytes 0-99/{len(body)}")], media_type="image/png")


# -- what comes instead of a picture ----


async def html(x: Exchange) -> None:
    """A page, whatever `type=` calls it."""
    page = b"<!DOCTYPE html><html><title>Sign in</title><body>Please sign in</body></html>"
    await x.answer(page, x.number("status", 200), media_type=x.query.get("type", "text/html"))


async def challenge(x: Exchange) -> None:
    """A page against programs, as large sites use; `marker=header` says so in a header alone."""
    marker = [("cf-mitigated", "challenge")] if x.query.get("marker") == "header" else []
    text = b"<html><head><title>Just a moment...</title></head><body></body></html>"
    await x.answer(text if not marker else b"<p>wait</p>", x.number("status", 403), marker, media_type="text/html")


async def text(x: Exchange) -> None:
    """Text that calls itself a picture."""
    await x.answer(b"this is not the picture you are looking for\n" * 20, media_type="image/jpeg")


async def wrong_type(x: Exchange) -> None:
    """A picture that calls itself something else."""
    await x.answer(body_of(x), media_type=x.query.get("type", "text/plain"))


async def status(x: Exchange) -> None:
    """The status that the path names, the first `times` times."""
    if x.turn > x.number("times", 1_000_000):
        await x.file(body_of(x))
        return
    fields = [("Retry-After", x.query["after"])] if "after" in x.query else []
    await x.answer(b"no", int(x.hit.path.split("/")[2]), fields, media_type="text/plain")


async def retry_after_date(x: Exchange) -> None:
    """429 with Retry-After as a date `in` seconds ahead, the first `times` times."""
    if x.turn > x.number("times", 1):
        await x.file(body_of(x))
        return
    now = time.time()
    await x.answer(b"", 429, [("Retry-After", formatdate(now + x.seconds("in", 1), usegmt=True))])


ROUTES: Mapping[str, Handler] = MappingProxyType(
    {
        "picture": picture, "plain": plain, "no-store": no_store, "random": random, "json": as_json, "auth": auth,
        "cookie": cookie, "gzip": gzipped, "deflate": deflated,
        "slow-first-byte": slow_first_byte, "drip": drip, "stall": stall, "slow-headers": slow_headers,
        "reset": reset, "cut": cut, "reset-at-once": reset_at_once, "hang-up": hang_up, "cut-head": cut_head,
        "keep-alive-lie": keep_alive_lie, "keep-alive-trap": keep_alive_trap,
        "longer": longer, "no-length": no_length, "http10": http10, "http10-keep": http10_keep, "chunked": chunked,
        "broken-chunk": broken_chunk, "cut-chunk": cut_chunk, "bad-length": bad_length, "two-lengths": two_lengths,
        "empty": empty, "endless": endless, "garbage": garbage, "headers": headers, "long-header": long_header,
        "odd-header": odd_header, "informed": informed, "endless-1xx": endless_1xx, "switching": switching,
        "gzip-bomb": gzip_bomb, "gzip-broken": gzip_broken, "gzip-cut": gzip_cut, "unknown-coding": unknown_coding,
        "redirect": redirect, "redirect-loop": redirect_loop, "redirect-chain": redirect_chain,
        "redirect-nowhere": redirect_nowhere,
        "range-lie": range_lie, "changing": changing, "renewed": renewed, "not-modified": not_modified,
        "partial-unasked": partial_unasked,
        "html": html, "challenge": challenge, "text": text, "wrong-type": wrong_type, "status": status,
        "retry-after-date": retry_after_date,
    }
)  # fmt: skip


def main() -> None:
    """Serve until interrupted; the URL is the first line printed."""
    with Web(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0) as web, contextlib.suppress(KeyboardInterrupt):
        print(web.origin, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
