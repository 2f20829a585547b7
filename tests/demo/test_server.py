"""The demo site as any client sees it, over real HTTP."""

import asyncio
import io
import socket
import subprocess
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
from PIL import Image

from vitrina.demo import DemoServer
from vitrina.demo.server import shuffled
from vitrina.errors import UsageError


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def server() -> AsyncIterator[DemoServer]:
    async with DemoServer(count=12) as serving:
        yield serving


async def index(client: aiohttp.ClientSession, url: str) -> list[dict[str, object]]:
    async with client.get(url) as answer:
        assert answer.status == 200
        records: list[dict[str, object]] = await answer.json()
        return records


async def test_the_index_lists_pictures_with_all_that_is_known(
    server: DemoServer, client: aiohttp.ClientSession
) -> None:
    records = await index(client, server.url)
    assert len(records) == 12
    first = records[0]
    assert first["url"] == f"{server.url}pictures/00001-dunes-after-rain.jpg"
    assert first["title"] == "Dunes after rain"
    assert (first["credit"], first["licence"]) == ("Vitrina demo", "CC0-1.0")
    async with client.get(str(first["page"])) as page:
        assert page.content_type == "text/html"
        assert "Dunes after rain" in await page.text()


async def test_pictures_are_what_the_index_says(server: DemoServer, client: aiohttp.ClientSession) -> None:
    record = (await index(client, server.url))[1]
    async with client.get(str(record["url"])) as answer:
        assert answer.content_type == record["media_type"]
        with Image.open(io.BytesIO(await answer.read())) as image:
            assert image.size == (record["width"], record["height"])


async def test_a_browser_gets_a_page_instead_of_the_list(server: DemoServer, client: aiohttp.ClientSession) -> None:
    async with client.get(server.url, headers={"Accept": "text/html,*/*"}) as answer:
        assert answer.content_type == "text/html"
        assert (await answer.text()).count("<img") == 12
        assert answer.headers["Vary"] == "Accept"


async def test_a_picture_is_not_sent_again_to_who_has_it(server: DemoServer, client: aiohttp.ClientSession) -> None:
    url = f"{server.url}pictures/00001-dunes-after-rain.jpg"
    async with client.get(url) as answer:
        tag, changed = answer.headers["ETag"], answer.headers["Last-Modified"]
        assert "max-age" in answer.headers["Cache-Control"]
    for known in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": changed}):
        async with client.get(url, headers=known) as answer:
            assert (answer.status, await answer.read()) == (304, b"")
    old = {"If-None-Match": '"other"', "If-Modified-Since": changed}
    async with client.get(url, headers=old) as answer:
        assert answer.status == 200


async def test_a_part_can_be_asked_for(server: DemoServer, client: aiohttp.ClientSession) -> None:
    url = f"{server.url}pictures/00001-dunes-after-rain.jpg"
    async with client.get(url) as answer:
        whole, tag = await answer.read(), answer.headers["ETag"]
    for asked, part in (("bytes=5-9", whole[5:10]), ("bytes=-7", whole[-7:]), (f"bytes={len(whole) - 3}-", whole[-3:])):
        async with client.get(url, headers={"Range": asked, "If-Range": tag}) as answer:
            assert (answer.status, await answer.read()) == (206, part)
            assert answer.headers["Content-Range"].endswith(f"/{len(whole)}")
    for headers in ({"Range": "bytes=0-4", "If-Range": '"older"'}, {"Range": "pages=1"}, {"Range": "bytes=0-1,4-5"}):
        async with client.get(url, headers=headers) as answer:
            assert (answer.status, await answer.read()) == (200, whole)
    async with client.get(url, headers={"Range": f"bytes={len(whole)}-"}) as answer:
        assert answer.status == 416


async def test_random_leads_to_every_picture_before_it_repeats_one(
    server: DemoServer, client: aiohttp.ClientSession
) -> None:
    seen = []
    for _ in range(12):
        async with client.get(f"{server.url}random", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Cache-Control"]) == (302, "no-store")
            seen.append(answer.headers["Location"])
    assert len(set(seen)) == 12
    async with client.get(f"{server.url}random") as answer:
        assert answer.content_type.startswith("image/")


@pytest.mark.parametrize("count", [1, 2, 3, 10, 60, 101])
def test_the_mixed_order_leaves_none_out(count: int) -> None:
    assert sorted(shuffled(asked, count) for asked in range(count)) == list(range(count))


async def test_long_lists_come_in_pages_that_name_the_next(client: aiohttp.ClientSession) -> None:
    async with DemoServer(count=1203) as server:
        seen: list[str] = []
        url: str | None = server.url
        while url:
            async with client.get(url) as answer:
                seen += [record["url"] for record in await answer.json()]
                url = str(answer.links["next"]["url"]) if "next" in answer.links else None
        assert len(seen) == len(set(seen)) == 1203


async def test_what_is_not_there_is_not_found(server: DemoServer, client: aiohttp.ClientSession) -> None:
    for path in ("pictures/00013-x.jpg", "pictures/nothing", "pages/nothing", "elsewhere"):
        async with client.get(server.url + path) as answer:
            assert answer.status == 404
    async with client.get(f"{server.url}?from=x") as answer:
        assert answer.status == 400


async def test_the_same_list_on_another_port_is_another_answer(client: aiohttp.ClientSession) -> None:
    tags = set()
    for _ in range(2):
        async with DemoServer(count=3) as server, client.get(server.url) as answer:
            tags.add(answer.headers["ETag"])
            async with client.get(server.url, headers={"If-None-Match": answer.headers["ETag"]}) as again:
                assert again.status == 304
    assert len(tags) == 2


async def test_an_asker_that_goes_away_does_not_spoil_it_for_the_others(
    server: DemoServer, client: aiohttp.ClientSession
) -> None:
    url = str((await index(client, server.url))[11]["url"])
    leaving = asyncio.create_task(client.get(url))
    staying = asyncio.create_task(client.get(url))
    await asyncio.sleep(0.02)
    leaving.cancel()
    answer = await staying
    assert answer.status == 200
    assert len(await answer.read()) > 1000


async def test_a_port_that_is_taken_is_said(server: DemoServer) -> None:
    taken = int(server.url.rsplit(":", 1)[1].strip("/"))
    with pytest.raises(UsageError, match="--port"):
        async with DemoServer(port=taken):
            pass


async def test_nobody_but_this_machine_can_ask(server: DemoServer) -> None:
    assert server.url.startswith("http://127.0.0.1:")


def test_served_from_the_command_line_the_address_comes_first() -> None:
    code = "import asyncio; from vitrina.demo import serve; asyncio.run(serve(5, 0, 0))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("http://127.0.0.1:")
        port = int(line.strip().rstrip("/").rsplit(":", 1)[1])
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        process.kill()
