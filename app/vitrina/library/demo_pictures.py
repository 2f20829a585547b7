"""The demo pictures' servers, started when first asked for, and names for them that outlive their ports.

Owns the servers' lives. Refuses to start one while offline: then the addresses of an earlier run still
lead to the same names, and so to what the store holds.
"""

import re
from contextlib import AsyncExitStack
from typing import Final
from urllib.parse import urljoin, urlsplit

DEFAULT_COUNT: Final = 60

_LOCATOR: Final = re.compile(r"demo:(\d*)")


def count_of(locator: str) -> int | None:
    """How many pictures a `demo:` locator asks for; None where it is another kind of address."""
    match = _LOCATOR.fullmatch(locator)
    return int(match[1] or DEFAULT_COUNT) if match else None


class DemoPictures:
    """Lives on the loop; `close` ends the servers."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._addresses: dict[int, str] = {}
        self._origins: dict[str, int] = {}

    async def address(self, count: int) -> str:
        """The address of the index of `count` pictures, served from now on."""
        if count not in self._addresses:
            from vitrina.demo import DemoServer

            server = await self._stack.enter_async_context(DemoServer(count=count))
            self._addresses[count] = server.url
            self.known(server.url, count)
        return self._addresses[count]

    def known(self, address: str, count: int) -> None:
        """Take addresses of this origin for demo pictures: one that serves now, or did in an earlier run."""
        self._origins[urljoin(address, "/")] = count

    def name(self, url: str) -> str | None:
        """The name of a demo address, the same in every run; None for any other address."""
        count = self._origins.get(urljoin(url, "/"))
        if count is None:
            return None
        parts = urlsplit(url)
        return f"demo:{count}{parts.path}{'?' + parts.query if parts.query else ''}"

    async def close(self) -> None:
        """End the servers."""
        await self._stack.aclose()
