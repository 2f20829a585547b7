"""One local web server that serves well, and misbehaves in every named way that a test may ask for.

Owns the listening, and the record of what was asked; how it answers stands in `odd_answers` and `broken_lines`.
Refuses to know Vitrina: nothing of it is imported.

It runs on a thread of its own, so that asynchronous and synchronous tests use it alike:

    async with Web() as web:            # or: with Web() as web:
        web.url("/picture/1.png?bytes=50000")
        web.put("/page.html", b"<img src=1.png>", media_type="text/html")
        web.hits["/picture/1.png"]      # the requests seen for this path: method, target, headers
        web.count()                     # all of them

A behaviour is the first part of the path (`/stall?at=1000`). `python tests/web.py` serves until interrupted and prints
its URL, for benchmarks that want a process apart. What a route tells apart by count (`times=2`) is counted for each
target, so a test that uses a target of its own (`&case=…`) meets no other test.
"""

import asyncio
import contextlib
import ssl
import sys
import threading
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

import broken_lines
import odd_answers
from exchange import Exchange, Handler, Hit, Pairs, nothing_here, png

__all__ = ["Exchange", "Handler", "Hit", "Web", "nothing_here", "png"]
"""What a test needs that answers some paths itself."""

ROUTES: Mapping[str, Handler] = MappingProxyType({**odd_answers.ROUTES, **broken_lines.ROUTES})


async def _turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


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
            # What was accepted last is nobody's to close before its handler runs, some turns later; and a server that
            # is closed meanwhile forgets it.
            for listening in server.sockets:
                with contextlib.suppress(NotImplementedError):  # Windows' loop has no readers; it waits for each call
                    self._loop.remove_reader(listening.fileno())
            self._loop.run_until_complete(_turns(5))
            server.close()
            for writer in list(self._writers):
                writer.transport.abort()
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.run_until_complete(_turns(2))
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


def main() -> None:
    """Serve until interrupted, at a port and a host where they are named; the URL is the first line printed."""
    port, host, *_ = [*sys.argv[1:], *("0", "127.0.0.1")[len(sys.argv) - 1 :]]
    with Web(port=int(port), host=host) as web, contextlib.suppress(KeyboardInterrupt):
        print(web.origin, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
