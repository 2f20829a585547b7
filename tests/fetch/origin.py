"""An origin server that says exactly what a test scripts, on real loopback HTTP, and remembers what it was asked.

Owns the script and the requests seen. Refuses to understand HTTP beyond the end of a request's head; each request has a
connection of its own, which is closed after the answer.
"""

import asyncio
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self, TypeAlias

Pairs: TypeAlias = Iterable[tuple[str, str]]
Answers: TypeAlias = Callable[[dict[str, str]], bytes]

FRESH = ("Cache-Control", "max-age=60")
TAG = ("ETag", '"a"')


def said(body: bytes = b"", headers: Pairs = (), status: int = 200) -> bytes:
    """A proper answer: `headers` as they are, and the length of `body` unless they have one."""
    fields = list(headers)
    if status not in {204, 304} and not any(name.lower() == "content-length" for name, _ in fields):
        fields.append(("Content-Length", str(len(body))))
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def value(headers: Pairs, name: str) -> str | None:
    """The first field of exactly that name in an answer."""
    return next((text for key, text in headers if key == name), None)


class Origin:
    """Answers each request with the next piece of the script, or with what `answers` makes of its headers.

    b"" closes the connection without a word.
    """

    def __init__(self) -> None:
        self.script: list[bytes] = []
        self.answers: Answers | None = None
        self.requests: list[dict[str, str]] = []
        self.heads: list[str] = []
        self._news = asyncio.Condition()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    def url(self, path: str = "/picture") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def says(self, *answers: bytes) -> Self:
        """Add answers to the script."""
        self.script.extend(answers)
        return self

    @property
    def asked(self) -> int:
        """How many requests came."""
        return len(self.requests)

    async def until(self, requests: int) -> None:
        """Wait for so many requests, for those that nobody waits for."""
        async with self._news:
            await self._news.wait_for(lambda: self.asked >= requests)

    def _answer(self) -> bytes:
        if self.answers is not None:
            return self.answers(self.requests[-1])
        return self.script.pop(0) if self.script else said(b"no more in the script", status=500)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            lines = [line.partition(": ") for line in head.split("\r\n")[1:-2]]
            self.requests.append({name.lower(): value for name, _, value in lines})
            async with self._news:
                self._news.notify_all()
            answer = self._answer()
            if answer:
                writer.write(answer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


class Clock:
    """A clock that a test sets; it stands still by itself."""

    def __init__(self, now: float = 1_790_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        """Let so many seconds go by."""
        self.now += seconds
