"""Servers whose connections go wrong: slow, cut, reset, or with framing that HTTP/1.1 does not allow.

Owns these behaviours, each the first part of a path (`/stall?at=1000`), by the names in `ROUTES`.
"""

import asyncio
import zlib
from collections.abc import Mapping
from types import MappingProxyType

from exchange import LAST_MODIFIED, NEVER, Exchange, Handler, body_of, png

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


ROUTES: Mapping[str, Handler] = MappingProxyType(
    {
        "slow-first-byte": slow_first_byte, "drip": drip, "stall": stall, "slow-headers": slow_headers,
        "reset": reset, "cut": cut, "reset-at-once": reset_at_once, "hang-up": hang_up, "cut-head": cut_head,
        "keep-alive-lie": keep_alive_lie, "keep-alive-trap": keep_alive_trap,
        "longer": longer, "no-length": no_length, "http10": http10, "http10-keep": http10_keep, "chunked": chunked,
        "broken-chunk": broken_chunk, "cut-chunk": cut_chunk, "bad-length": bad_length, "two-lengths": two_lengths,
        "empty": empty, "endless": endless, "garbage": garbage, "headers": headers, "long-header": long_header,
        "odd-header": odd_header, "informed": informed, "endless-1xx": endless_1xx, "switching": switching,
    }
)  # fmt: skip
