"""One HTTP request over one connection; the only module that knows aiohttp, but for the demo pictures' server.

Owns the session, its connections, names and their addresses, and the translation of everything that
can go wrong there into our own errors. Refuses to follow redirects, to retry, to keep cookies, to undo codings and to
decide what an answer means. Importing it costs some 0.4 s: import it when the first request is made.
"""

import asyncio
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from types import TracebackType
from typing import Final, Self

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import Connection
from yarl import URL

from vitrina.errors import (
    ConnectionFailedError,
    DnsError,
    HttpStatusError,
    StalledError,
    TlsError,
    TruncatedError,
)
from vitrina.fetch.address_policy import AddressPolicy, is_literal, policy
from vitrina.fetch.certificates import tls_context
from vitrina.fetch.proxies import Proxy, from_environment, proxy_for
from vitrina.fetch.request import Limits
from vitrina.fetch.web_address import WebAddress
from vitrina.keys import Keys, Sent, service_of
from vitrina.model import Headers

READ_BUFFER = 2**19
"""Bytes that may wait in one answer before its connection is held back. A picture of usual size fits, so that the
consumer is woken a few times for it instead of once for each packet."""
NAMES_KEPT = 60.0
"""Seconds that the addresses of a name are believed."""
LONGEST_HEADER = 16_384
MOST_HEADERS = 200
DRAINED = 65_536
"""A body that nobody wants is read to its end up to this size, as that is cheaper than a new connection."""

ON_SENT: Final[ContextVar[Callable[[], None]]] = ContextVar("on_sent")
"""What hears of the request that the current task makes; aiohttp passes nothing on to it."""


class Answer:
    """An answer whose body has not been read. Close it, or use it as an asynchronous context manager."""

    def __init__(self, response: aiohttp.ClientResponse, target: WebAddress, stall: float) -> None:
        self.status = response.status
        self.headers: Headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in response.raw_headers)
        self.received_at = time.time()
        self._response = response
        self._target = target
        self._stall = stall

    async def read(self) -> bytes:
        """The next piece of the body, b"" at its end. Raises TruncatedError, StalledError, ConnectionFailedError."""
        content = self._response.content
        if content.exception() is None and ((piece := content.read_nowait(-1)) or content.is_eof()):
            return piece  # no need to enter anything: it is here already
        with translated(self._target, body=True):
            async with asyncio.timeout(self._stall):
                return await content.readany()

    async def drain(self) -> None:
        """Read and drop a short body, so that the connection can be used again."""
        left = DRAINED
        while left > 0 and (piece := await self.read()):
            left -= len(piece)

    def close(self) -> None:
        """Let go of the connection: back to the others where the body was read to its end, else closed."""
        self._response.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()


class Transport:
    """Connections to all hosts. Make and close it on the event loop that uses it."""

    def __init__(self, limits: Limits, keys: Keys | None = None) -> None:
        self._keys = keys
        self.limits = limits
        """May be replaced: `insecure_hosts` and the waits hold for the next request."""
        self._policy = policy(allow_private=limits.allow_private, public_networks=limits.public_networks)
        self._names = Names(limits.addresses)
        self._proxies = from_environment(os.environ) if limits.proxies is None else limits.proxies
        # Two sessions: a connection that a person's own address opened into a private network must not serve a
        # request that a document from the web chose.
        self._open = self._session(guarded=False)
        self._guarded = self._session(guarded=True)
        self._contexts: dict[bool, ssl.SSLContext] = {}
        # `get` and `Answer.read` keep the time: aiohttp's own timer of a body stops where a broken chunk stops its
        # parser, and then nobody ever wakes the reader.
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=limits.connect, ceil_threshold=60)

    @property
    def policy(self) -> AddressPolicy:
        """The rule that guarded requests obey."""
        return self._policy

    async def get(
        self, target: WebAddress, headers: Headers, *, guarded: bool, on_sent: Callable[[], None] | None = None
    ) -> Answer:
        """Send one GET, and give the answer as soon as its head is there; `on_sent` hears when it is on its way.

        `guarded` makes the address policy apply, to the addresses that are really connected to. Raises a
        PictureError for whatever keeps the answer from coming.
        """
        self._policy.check_literal(target, guarded=guarded)
        proxy = proxy_for(target, self._proxies)
        if proxy is not None and guarded:
            await self._check_behind_proxy(target)
        session = self._guarded if guarded and proxy is None else self._open
        context = await self._tls(target) if target.scheme == "https" else True
        fields = [*headers]
        if target.authorization is not None:
            fields.append((hdrs.AUTHORIZATION, target.authorization))
        if proxy is not None and proxy.authorization is not None and target.scheme == "http":
            fields.append((hdrs.PROXY_AUTHORIZATION, proxy.authorization))
        sent = await self._with_key(target)
        with translated(target):
            async with asyncio.timeout(self.limits.connect + self.limits.first_byte) as deadline:
                ON_SENT.set(partial(self._sent, deadline, on_sent))
                response = await session.request(
                    "GET",
                    URL(sent.url, encoded=True),
                    headers=[*fields, *sent.headers],
                    allow_redirects=False,
                    ssl=context,
                    proxy=proxy.url if proxy else None,
                    proxy_headers=_proxy_headers(proxy),
                    timeout=self._timeout,
                )
        return Answer(response, target, self.limits.stall)

    def _sent(self, deadline: asyncio.Timeout, on_sent: Callable[[], None] | None) -> None:
        """There is a connection: the wait for the head of the answer begins."""
        if not deadline.expired():
            deadline.reschedule(asyncio.get_running_loop().time() + self.limits.first_byte)
        if on_sent is not None:
            on_sent()

    async def _with_key(self, target: WebAddress) -> Sent:
        """What goes out: with the person's key where `target` is a service's that takes one, and nowhere else."""
        if self._keys is None or target.authorization is not None or service_of(target.url) is None:
            return Sent(target.url)
        return await asyncio.to_thread(self._keys.sent, target.url)  # the system's keyring may take its time

    def is_public(self, target: WebAddress) -> bool:
        """Whether `target`, which has just been asked, is a host of the open internet (or we cannot know)."""
        addresses = (target.host,) if is_literal(target.host) else self._names.known(target.host)
        return not addresses or any(self._policy.is_public(address) for address in addresses)

    async def close(self) -> None:
        """Close every connection."""
        await self._open.close()
        await self._guarded.close()
        # aiohttp closes TLS connections a moment later; without this the loop may end before they do
        await asyncio.sleep(0)

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,  # the governor counts
            use_dns_cache=False,  # Names keeps them, so that the policy sees every use
            resolver=_Resolver(self._names, self._policy, guarded=guarded),
            keepalive_timeout=30,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            read_bufsize=READ_BUFFER,
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
            max_headers=MOST_HEADERS,
            request_class=_TellingRequest,
        )

    async def _tls(self, target: WebAddress) -> ssl.SSLContext:
        insecure = target.host in self.limits.insecure_hosts
        if insecure not in self._contexts:
            self._contexts[insecure] = await asyncio.to_thread(tls_context, insecure=insecure)
        return self._contexts[insecure]

    async def _check_behind_proxy(self, target: WebAddress) -> None:
        """The proxy connects, not we: refuse what our own name server calls private; what it does not know may pass."""
        if is_literal(target.host):
            return
        try:
            addresses = await self._names.find(target.host, target.port, socket.AF_UNSPEC)
        except OSError:
            return
        self._policy.permitted(target.host, addresses, guarded=True)


class Names:
    """The addresses of host names, each kept for a minute."""

    def __init__(self, fixed: Mapping[str, tuple[str, ...]]) -> None:
        self._fixed = fixed
        self._found: dict[str, tuple[float, tuple[str, ...]]] = {}

    def known(self, host: str) -> tuple[str, ...]:
        """What is known without asking; () where nothing is."""
        return self._fixed.get(host) or self._found.get(host, (0.0, ()))[1]

    async def find(self, host: str, port: int, family: socket.AddressFamily) -> tuple[str, ...]:
        """Every address of `host`, the preferred one first. Raises OSError."""
        if host in self._fixed:
            return self._fixed[host]
        found_at, addresses = self._found.get(host, (0.0, ()))
        if not addresses or time.monotonic() - found_at > NAMES_KEPT:
            loop = asyncio.get_running_loop()
            infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
            addresses = tuple(dict.fromkeys(str(info[4][0]) for info in infos))
            self._found[host] = (time.monotonic(), addresses)
        return addresses


class _TellingRequest(aiohttp.ClientRequest):
    """Tells whoever asked when there is a connection and the request is on its way; aiohttp's tracing costs more."""

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        response = await super().send(conn)
        ON_SENT.get()()
        return response


class _Resolver(AbstractResolver):
    """Where aiohttp asks for addresses, right before it connects to them; so this is where the policy is asked."""

    def __init__(self, names: Names, rule: AddressPolicy, *, guarded: bool) -> None:
        self._names, self._policy, self._guards = names, rule, guarded

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._names.find(host, port, family)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in self._policy.permitted(host, found, guarded=self._guards)
        ]

    async def close(self) -> None:
        """Nothing is held open."""


@contextmanager
def translated(target: WebAddress, *, body: bool = False) -> Iterator[None]:
    """Turn what aiohttp raises while `target` is asked (or its body read) into our own errors."""
    host = target.place
    try:
        yield
    except TimeoutError as error:  # aiohttp's own timeouts are of this kind too
        words = (
            "{host} stopped sending; try again later." if body else "{host} took too long to answer; try again later."
        )
        raise StalledError(words, host=host) from error
    except aiohttp.ClientConnectorDNSError as error:
        raise DnsError("The name {host} was not found; check it, and the network.", host=target.host) from error
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError, ssl.SSLError) as error:
        raise _tls_error(error, host) from error
    except aiohttp.ClientPayloadError as error:
        raise TruncatedError("{host} broke off in the middle; try again.", host=host) from error
    except (aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError) as error:
        raise ConnectionFailedError("The proxy does not let us reach {host}; check its settings.", host=host) from error
    except aiohttp.ClientResponseError as error:
        raise HttpStatusError("{host} answered with something that is not proper HTTP.", host=host) from error
    except aiohttp.InvalidURL as error:
        raise ConnectionFailedError("{host} is no address that can be connected to.", host=host) from error
    except (aiohttp.ClientError, OSError) as error:
        if body:
            raise TruncatedError("{host} broke off in the middle; try again.", host=host) from error
        raise ConnectionFailedError(
            "No connection to {host}; check the network, or try again later.", host=host
        ) from error


def _tls_error(error: Exception, host: str) -> TlsError:
    """What is wrong with the certificate, where OpenSSL says it."""
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    reason = getattr(inner, "verify_message", "") or ""
    if "expired" in reason:
        return TlsError("The certificate of {host} has expired; nothing was sent.", host=host)
    if "mismatch" in reason or "not valid for" in reason:
        return TlsError("The certificate of {host} belongs to another host; nothing was sent.", host=host)
    if reason:
        words = "The certificate of {host} cannot be trusted ({reason}); nothing was sent."
        return TlsError(words, host=host, reason=reason)
    return TlsError("No encrypted connection to {host} could be made.", host=host)


def _proxy_headers(proxy: Proxy | None) -> dict[str, str] | None:
    """What a proxy wants to know before it opens a tunnel."""
    if proxy is None or proxy.authorization is None:
        return None
    return {hdrs.PROXY_AUTHORIZATION: proxy.authorization}
