"""All hosts of the web on one loopback port: a proxy whose tunnels end here, with TLS under any name.

Owns what tests of sources at their real addresses share. Refuses to pass anything on.
"""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import tomli_w

from web import Exchange, Handler, Hit, Web, nothing_here


class Internet(Web):
    """The server: programs that take it for their proxy meet every host here. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        """`folder` takes the certificate; the test is skipped where the openssl program is missing."""
        super().__init__()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*certificate(folder))

    def asked(self, url: str) -> list[Hit]:
        """The requests for an address, whatever its query."""
        return [hit for hit in self.hits[urlsplit(url).path] if hit.headers.get("host") == urlsplit(url).netloc]

    def give(self, url: str, body: bytes | str, *, media_type: str = "application/json", status: int = 200) -> None:
        """Answer at this address (whatever the query, unless the address has one) from now on."""
        data = body.encode() if isinstance(body, str) else body

        async def serve(exchange: Exchange) -> None:
            await exchange.answer(data, status, media_type=media_type)

        self.let(url, serve)

    def let(self, url: str, handler: Handler) -> None:
        """Let `handler` answer at this address (whatever the query, unless the address has one) from now on."""
        parts = urlsplit(url)
        self.serve(f"{parts.netloc} {parts.path or '/'}" + (f"?{parts.query}" if parts.query else ""), handler)

    def handler(self, hit: Hit) -> Handler:
        """Who answers for a host at a path."""
        parts = urlsplit(hit.target)
        place = f"{hit.headers.get('host', '')} {parts.path}"
        return self._own.get(f"{place}?{parts.query}") or self._own.get(place) or nothing_here

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readuntil(b"\r\n\r\n")
        assert first.startswith(b"CONNECT "), "these tests speak TLS to every host"
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()
        try:
            await writer.start_tls(self._context)
        except (ConnectionError, ssl.SSLError):
            writer.close()
            return
        await super()._connected(reader, writer)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that nobody trusts, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    files = (folder / "any.pem", folder / "any.key")
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=any"]
    call = ["openssl", "req", "-x509", *kind, "-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run(call, check=True, capture_output=True)
    return files


def settle_in(profile: Path, hosts: Iterable[str]) -> None:
    """Let the profile believe these hosts, whose certificate is made here."""
    settings = profile / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(tomli_w.dumps({"insecure_hosts": sorted(hosts)}))
