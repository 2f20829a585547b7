"""One GET over a connection of its own, byte for byte: what the caller says goes out, and what comes is given back.

Owns the little of HTTP/1.1 (RFC 9112) that one exchange needs: the request line and fields, the head of the answer,
and the three ways in which a body can end. Refuses to do anything that the caller did not ask for: no field of its own
but `Host`, no second try, no redirect, no cookie, no decoding. That is what a cache needs that
has to account for every request, and what the session of `transport`, made for downloads, does not give: it asks again
where a connection broke, and drops an answer that is followed by stray bytes.

How the end of a body is told, in the order of the branches (RFC 9112 section 6.3):

    1xx                             not an answer; the next head is
    204, 304                        no body
    Transfer-Encoding: …, chunked   the chunk of size 0
    Transfer-Encoding: other        the end of the connection
    Content-Length                  so many bytes; what follows is nobody's
    neither                         the end of the connection
"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from vitrina.errors import (
    ConnectionFailedError,
    DnsError,
    HttpStatusError,
    StalledError,
    TlsError,
    TooLargeError,
    UsageError,
)
from vitrina.fetch.cache_control import members
from vitrina.fetch.web_address import WebAddress
from vitrina.frozen import frozen
from vitrina.model import Headers

CONNECT = 30.0
LARGEST = 2**30
"""Bytes that a body may have unless the caller says otherwise: it is held in memory."""
STALL = 60.0
_PIECE = 2**18
_LONGEST_LINE = 2**16
_MOST_FIELDS = 1000
_STATUS_LINE = re.compile(rb"HTTP/1\.\d (\d{3})(?: .*)?", re.DOTALL)
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?", re.DOTALL)
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_FORBIDDEN = re.compile("[\r\n\0]")
_NO_BODY = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


@frozen
class PlainAnswer:
    """The final answer. `whole` is false where the body broke off before its end; `body` is then what came."""

    status: int
    headers: Headers
    body: bytes
    whole: bool


class _BrokenOffError(Exception):
    """The connection ended, or stalled, before the body did."""


async def get(
    target: WebAddress, headers: Headers, tls: ssl.SSLContext | None, *, largest: int = LARGEST
) -> PlainAnswer:
    """Send one GET with these fields, and read the answer to its end.

    `tls` is needed for https alone; `largest` is how many bytes a body may have. Raises UsageError for fields that
    cannot be sent, and a PictureError where no answer began, or it is not HTTP, or too large.
    """
    request = _request(target, headers)
    async with _connection(target, tls if target.scheme == "https" else None) as (reader, writer):
        with _translated(target):
            writer.write(request)
            async with asyncio.timeout(STALL):  # in all, as 1xx and fields could follow one another without end
                status, fields = await _head(reader)
                while status < HTTPStatus.OK:
                    status, fields = await _head(reader)
        body = bytearray()
        try:
            async for piece in _body(reader, status, fields):
                body += piece
                if len(body) > largest:
                    raise TooLargeError("{host} sent more than {limit} bytes.", host=target.place, limit=largest)
        except _BrokenOffError:
            return PlainAnswer(status, fields, bytes(body), whole=False)
        except ValueError:
            raise _not_http(target) from None
        return PlainAnswer(status, fields, bytes(body), whole=True)


def _request(target: WebAddress, headers: Headers) -> bytes:
    split = urlsplit(target.url)
    path = f"{split.path or '/'}{'?' if split.query else ''}{split.query}"
    names = {name.lower() for name, _ in headers}
    fields = [] if "host" in names else [("Host", target.place)]
    fields += headers
    if target.authorization is not None and "authorization" not in names:
        fields.append(("Authorization", target.authorization))
    lines = [f"GET {path} HTTP/1.1".encode("ascii")]
    for name, value in fields:
        if not _TOKEN.fullmatch(name) or _FORBIDDEN.search(value):
            raise UsageError("The header {name} cannot be sent: it has characters that end it.", name=repr(name))
        lines.append(f"{name}: ".encode("ascii") + _bytes(value))
    return b"\r\n".join([*lines, b"", b""])


def _bytes(value: str) -> bytes:
    """A field's value as it came in, if it came from an answer (Latin-1); other text as UTF-8."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()


@asynccontextmanager
async def _connection(
    target: WebAddress, tls: ssl.SSLContext | None
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    with _translated(target):
        async with asyncio.timeout(CONNECT):
            reader, writer = await asyncio.open_connection(
                target.host,
                target.port,
                ssl=tls,
                server_hostname=target.host if tls else None,
                limit=_LONGEST_LINE,
                happy_eyeballs_delay=0.25,
            )
    try:
        yield reader, writer
    finally:
        # everything that matters has been read: no farewell that a silent server could draw out
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


async def _head(reader: asyncio.StreamReader) -> tuple[int, Headers]:
    """Status and fields. Raises ValueError for what is not HTTP, ConnectionError where the connection ended."""
    found = _STATUS_LINE.fullmatch(await _line(reader))
    if found is None or int(found[1]) == HTTPStatus.SWITCHING_PROTOCOLS:
        raise ValueError
    fields: list[tuple[str, str]] = []
    while line := await _line(reader):
        if line[:1] in b" \t" and fields:  # a field folded over two lines (RFC 9112 section 5.2)
            name, value = fields.pop()
            fields.append((name, f"{value} {line.strip().decode('latin-1')}".strip()))
            continue
        raw, colon, rest = line.partition(b":")
        name = raw.rstrip(b" \t").decode("latin-1")
        if not colon or not _TOKEN.fullmatch(name) or len(fields) >= _MOST_FIELDS:
            raise ValueError
        fields.append((name, rest.strip(b" \t").decode("latin-1")))
    return int(found[1]), tuple(fields)


async def _line(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(STALL):
        line = await reader.readline()  # ValueError where it is longer than the limit
    if not line.endswith(b"\n"):
        raise ConnectionAbortedError
    return line[:-1].removesuffix(b"\r")


async def _body(reader: asyncio.StreamReader, status: int, fields: Headers) -> AsyncIterator[bytes]:
    """The pieces of the body. Raises _BrokenOffError, and ValueError for a broken framing."""
    codings = members(fields, "transfer-encoding")
    lengths = set(members(fields, "content-length"))
    if status in _NO_BODY:
        return
    if codings and codings[-1].lower() == "chunked":
        async for piece in _chunks(reader):
            yield piece
    elif codings or not lengths:
        while piece := await _piece(reader, _PIECE):
            yield piece
    else:
        length = lengths.pop()
        if lengths or not (length.isascii() and length.isdigit()):
            raise ValueError
        async for piece in _exactly(reader, int(length)):
            yield piece


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The pieces of a chunked body (RFC 9112 section 7.1)."""
    while True:
        found = _CHUNK.fullmatch(await _body_line(reader))
        if found is None:
            raise _BrokenOffError
        size = int(found[1], 16)
        if not size:
            break
        async for piece in _exactly(reader, size):
            yield piece
        if await _body_line(reader):
            raise _BrokenOffError
    with suppress(_BrokenOffError):  # nothing of the body is in the trailer
        while await _body_line(reader):
            pass


async def _body_line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await _line(reader)
    except (OSError, TimeoutError, ValueError):
        raise _BrokenOffError from None


async def _exactly(reader: asyncio.StreamReader, size: int) -> AsyncIterator[bytes]:
    while size:
        piece = await _piece(reader, min(size, _PIECE))
        if not piece:
            raise _BrokenOffError
        size -= len(piece)
        yield piece


async def _piece(reader: asyncio.StreamReader, most: int) -> bytes:
    try:
        async with asyncio.timeout(STALL):
            return await reader.read(most)
    except (OSError, TimeoutError):
        raise _BrokenOffError from None


@contextmanager
def _translated(target: WebAddress) -> Iterator[None]:
    """Turn what goes wrong before a body begins into our own errors."""
    host = target.place
    try:
        yield
    except TimeoutError as error:
        raise StalledError("{host} took too long to answer; try again later.", host=host) from error
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or "no encryption in common"
        words = "The connection to {host} cannot be trusted ({reason}); nothing was sent."
        raise TlsError(words, host=host, reason=reason) from error
    except socket.gaierror as error:
        raise DnsError("The name {host} was not found; check it, and the network.", host=target.host) from error
    except OSError as error:
        words = "No connection to {host}; check the network, or try again later."
        raise ConnectionFailedError(words, host=host) from error
    except ValueError as error:
        raise _not_http(target) from error


def _not_http(target: WebAddress) -> HttpStatusError:
    return HttpStatusError("{host} answered with something that is not proper HTTP.", host=target.place)
