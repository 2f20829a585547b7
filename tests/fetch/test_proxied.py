"""Requests through a proxy: a small one that remembers what it was asked, and a real one with a fleet behind it."""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from laboratory import QUICK, Lab
from vitrina.fetch import Request, Want
from vitrina.fetch.fetcher import Fetcher
from vitrina.store import Store
from web import Web, png


@dataclass
class Proxy:
    """An HTTP proxy that sends every request to one server, whatever its host."""

    web: Web
    port: int = 0
    heads: list[str] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        self.writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            method, url, version = head.split("\r\n")[0].split(" ")
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self.web.port)
            self.writers.append(inner_writer)
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            else:
                path = "/" + url.split("/", 3)[3]
                inner_writer.write(head.replace(f"{method} {url} {version}", f"{method} {path} {version}", 1).encode())
            await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


@asynccontextmanager
async def proxy_to(web: Web) -> AsyncIterator[Proxy]:
    proxy = Proxy(web)
    server = await asyncio.start_server(proxy.handle, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    yield proxy
    server.close()
    for writer in proxy.writers:
        writer.transport.abort()
    await asyncio.gather(*proxy.tasks, return_exceptions=True)


async def test_a_request_goes_through_the_proxy_with_its_password(lab: Lab) -> None:
    async with proxy_to(lab.web) as proxy:
        await lab.again(proxies={"http": f"http://me:pw@127.0.0.1:{proxy.port}"})
        fetched = await lab.fetch("http://pictures.example/picture/1")
        assert lab.body(fetched) == png("/picture/1")
        assert proxy.heads[0].startswith("GET http://pictures.example/picture/1 HTTP/1.1\r\n")
        assert "Proxy-Authorization: Basic bWU6cHc=" in proxy.heads[0]


async def test_an_encrypted_request_goes_through_a_tunnel(lab: Lab) -> None:
    async with proxy_to(lab.web) as proxy:
        await lab.again(proxies={"https": f"http://me:pw@127.0.0.1:{proxy.port}"}, retries=0)
        fetched = await lab.fetch("https://pictures.example/picture/1")
        assert fetched.error is not None
        assert fetched.error.kind in {"tls", "connect"}, "what is behind the tunnel speaks no TLS"
        assert proxy.heads[0].startswith("CONNECT pictures.example:443 HTTP/1.1\r\n")
        assert "Proxy-Authorization: Basic bWU6cHc=" in proxy.heads[0]
        assert "pw" not in str(fetched.error)


async def test_hosts_that_no_proxy_names_are_asked_directly(lab: Lab) -> None:
    async with proxy_to(lab.web) as proxy:
        await lab.again(proxies={"all": f"http://127.0.0.1:{proxy.port}", "no": "127.0.0.0/8"})
        assert (await lab.fetch("/picture/1")).status == "fetched"
        assert proxy.heads == []


async def test_the_environment_names_the_proxy_and_one_on_this_machine_is_asked_for_loopback_too(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proxy_to(lab.web) as proxy:
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        await lab.again(proxies=None)
        assert (await lab.fetch("http://pictures.example/picture/1")).status == "fetched"
        assert len(proxy.heads) == 1
        assert (await lab.fetch("/picture/1")).status == "fetched"
        assert len(proxy.heads) == 2
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        await lab.again(proxies=None)
        assert (await lab.fetch("/picture/2")).status == "fetched"
        assert len(proxy.heads) == 2


async def test_a_document_may_not_name_the_inside_through_a_proxy_either(lab: Lab) -> None:
    async with proxy_to(lab.web) as proxy:
        addresses = {"inside.example": ("10.0.0.1",)}
        await lab.again(proxies={"http": f"http://127.0.0.1:{proxy.port}"}, addresses=addresses)
        for host in ("127.0.0.1", "localhost", "inside.example", "db.internal"):
            fetched = await lab.fetch(f"http://{host}/picture/1", remote=True)
            assert fetched.error is not None
            assert (fetched.status, fetched.error.kind) == ("refused", "blocked")
        assert proxy.heads == []


async def test_a_proxy_that_is_not_there_is_named(lab: Lab) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        await lab.again(proxies={"http": f"http://me:pw@127.0.0.1:{taken.getsockname()[1]}"}, retries=0)
        fetched = await lab.fetch("http://pictures.example/picture/1")
    assert fetched.error is not None
    assert fetched.error.kind == "connect"
    assert "proxy" in str(fetched.error)
    assert "pw" not in str(fetched.error)


@pytest.fixture
def squid(tmp_path: Path) -> Iterator[int]:
    """The port of a real Squid, with nothing but the memory to cache in."""
    program = shutil.which("squid") or shutil.which("squid", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("squid is not installed (Debian: squid)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path / "squid"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    for above in folder.parents:
        if above.is_relative_to(tempfile.gettempdir()) and above != Path(tempfile.gettempdir()):
            with suppress(PermissionError):
                above.chmod(0o755)  # Squid changes to a user of its own
    settings = folder / "squid.conf"
    settings.write_text(
        f"http_port 127.0.0.1:{port}\nhttp_access allow all\ncache_mem 64 MB\nmaximum_object_size_in_memory 4 MB\n"
        f"collapsed_forwarding on\npid_filename {folder}/pid\ncache_log {folder}/cache.log\naccess_log none\n"
        f"coredump_dir {folder}\nshutdown_lifetime 0 seconds\npinger_enable off\nvisible_hostname fleet\n"
    )
    process = subprocess.Popen(
        [program, "-N", "-f", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 20
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert process.poll() is None, "squid ended at once"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.slow
async def test_a_fleet_behind_one_caching_proxy_asks_the_origin_once_for_a_picture(tmp_path: Path, squid: int) -> None:
    limits = QUICK.__class__(proxies={"http": f"http://127.0.0.1:{squid}"}, total=8, per_host=8)
    targets = [f"/picture/{n}?bytes=60000&cache=max-age=3600" for n in range(12)]
    async with AsyncExitStack() as stack:
        web = await stack.enter_async_context(Web())
        stores = [stack.enter_context(Store.open(tmp_path / f"{n}c", tmp_path / f"{n}k")) for n in range(10)]
        fleet = [await stack.enter_async_context(Fetcher(store, limits)) for store in stores]
        wanted = [Request(web.url(target), web.url(target), Want.PICTURE) for target in targets]
        fetched = await asyncio.gather(*(fleet[0].fetch(one) for one in wanted))
        fetched += await asyncio.gather(*(member.fetch(one) for member in fleet[1:] for one in wanted))
        assert {one.status for one in fetched} == {"fetched"}
        assert len({one.stored.sha256 for one in fetched if one.stored}) == len(targets)
        assert [web.count(f"/picture/{n}") for n in range(len(targets))] == [1] * len(targets)
