"""A small picture site on loopback, with all that HTTP asks of a good one: validators, freshness, ranges.

Owns the addresses of the demo pictures. Refuses every interface but the loopback one.

    /                   the index: a JSON list of pictures; HTML for a browser
    /pictures/NAME      a picture
    /pages/NAME         a page about it
    /random             a redirection to another picture every time
"""

import asyncio
import errno
import hashlib
import html
import json
import math
import sys
from typing import Final, Self

from aiohttp import web
from aiohttp.typedefs import Handler

from vitrina.demo import catalogue
from vitrina.demo.drawing import Drawing
from vitrina.errors import UsageError

DEFAULT_COUNT: Final = 60

_PAGE: Final = 500  # pictures on one page of the index
_FRESH: Final = "public, max-age=86400"
_CHANGED: Final = "Thu, 01 Jan 2026 00:00:00 GMT"
_EDITION: Final = "1"  # counts up when the pictures are drawn otherwise


class DemoServer:
    """`count` pictures at `url`, each answer `latency` seconds late; an async context manager."""

    def __init__(self, count: int = DEFAULT_COUNT, latency: float = 0.0, port: int = 0) -> None:
        self.count: Final = count
        self.url = ""
        self._latency = latency
        self._port = port
        self._asked = 0
        self._drawing = Drawing()
        app = web.Application(middlewares=[self._late])
        app.router.add_get("/", self._index)
        app.router.add_get("/pictures/{name}", self._picture)
        app.router.add_get("/pages/{name}", self._page)
        app.router.add_get("/random", self._random)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        """Begin to serve; UsageError where the port is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            message = "Port {port} cannot be used; choose another with --port, or 0 for any that is free."
            raise UsageError(message, port=self._port) from error
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop serving."""
        await self._runner.cleanup()
        self._drawing.close()

    @web.middleware
    async def _late(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self._latency:
            await asyncio.sleep(self._latency)
        return await handler(request)

    async def _index(self, request: web.Request) -> web.Response:
        try:
            start = max(0, int(request.query.get("from", "0")))
        except ValueError as error:
            raise web.HTTPBadRequest(text="from= takes a number.") from error
        numbers = range(start, min(self.count, start + _PAGE))
        base = str(request.url.origin())
        headers = {"Cache-Control": "no-cache", "Vary": "Accept"}
        if numbers.stop < self.count:
            headers["Link"] = f'<{base}/?from={numbers.stop}>; rel="next"'
        if "text/html" in request.headers.get("Accept", ""):
            return web.Response(text=_index_page(numbers), content_type="text/html", headers=headers)
        body = _json([_record(catalogue.work(number), base) for number in numbers])
        # The addresses in it hold the port: the same list on another port is another answer.
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="application/json", headers=headers)

    async def _picture(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        number = catalogue.number_of(name, self.count)
        if number is None:
            raise web.HTTPNotFound(text="There is no such picture.")
        headers = {
            "ETag": f'"{_EDITION}-{name}"',
            "Last-Modified": _CHANGED,
            "Cache-Control": _FRESH,
            "Accept-Ranges": "bytes",
        }
        if _unchanged(request, headers["ETag"]):
            return web.Response(status=304, headers=headers)
        body = await self._drawing.bytes_of(number)
        media_type = catalogue.work(number).media_type
        return _ranged(request, body, media_type, headers)

    async def _page(self, request: web.Request) -> web.Response:
        number = catalogue.number_of(request.match_info["name"], self.count)
        if number is None:
            raise web.HTTPNotFound(text="There is no such picture.")
        return web.Response(
            text=_picture_page(number),
            content_type="text/html",
            headers={"Cache-Control": _FRESH, "Last-Modified": _CHANGED},
        )

    async def _random(self, request: web.Request) -> web.Response:  # noqa: ARG002 (aiohttp's form of a handler)
        if not self.count:
            raise web.HTTPNotFound(text="There are no pictures.")
        number = shuffled(self._asked, self.count)
        self._asked += 1
        location = f"/pictures/{catalogue.work(number).name}"
        return web.Response(status=302, headers={"Location": location, "Cache-Control": "no-store"})


async def serve(count: int = DEFAULT_COUNT, latency_ms: float = 0, port: int = 0) -> None:
    """Print the index's address first, then serve until cancelled; UsageError where the port is taken."""
    async with DemoServer(count=count, latency=latency_ms / 1000, port=port) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def shuffled(asked: int, count: int) -> int:
    """Choose the picture for the nth question: all of them before any comes again, in a mixed order."""
    step = max(1, round(count * 0.618))
    while math.gcd(step, count) != 1:
        step += 1
    return (asked + 1) * step % count


def _record(work: catalogue.Work, base: str) -> dict[str, object]:
    return {
        "url": f"{base}/pictures/{work.name}",
        "title": work.title,
        "credit": catalogue.CREDIT,
        "licence": catalogue.LICENCE,
        "page": f"{base}/pages/{work.name}",
        "width": work.size[0],
        "height": work.size[1],
        "media_type": work.media_type,
    }


def _json(records: list[dict[str, object]]) -> bytes:
    return json.dumps(records, ensure_ascii=False, indent=1).encode()


def _unchanged(request: web.Request, etag: str) -> bool:
    """Whether the asker has it already (RFC 9110, 13.2.2: If-None-Match goes before If-Modified-Since)."""
    known = request.headers.get("If-None-Match")
    if known is not None:
        return known.strip() == "*" or etag in (part.strip().removeprefix("W/") for part in known.split(","))
    since = request.if_modified_since
    changed = web.Response(headers={"Last-Modified": _CHANGED}).last_modified
    return since is not None and changed is not None and changed <= since


def _ranged(request: web.Request, body: bytes, media_type: str, headers: dict[str, str]) -> web.Response:
    """Answer with all of it or the part asked for (RFC 9110, 14.2; one range, else the whole)."""
    asked = request.headers.get("Range", "")
    condition = request.headers.get("If-Range")
    if not asked or "," in asked or condition not in (None, headers["ETag"], _CHANGED):
        return web.Response(body=body, content_type=media_type, headers=headers)
    try:
        part = request.http_range
    except ValueError:
        return web.Response(body=body, content_type=media_type, headers=headers)
    first, last, _ = part.indices(len(body))
    if first >= last:
        return web.Response(status=416, headers={**headers, "Content-Range": f"bytes */{len(body)}"})
    headers = {**headers, "Content-Range": f"bytes {first}-{last - 1}/{len(body)}"}
    return web.Response(status=206, body=body[first:last], content_type=media_type, headers=headers)


_STYLE: Final = (
    "body{margin:2rem;font:16px/1.5 system-ui,sans-serif;background:#1b1c1f;color:#e8e6e1}a{color:#9ecbff}"
    "main{display:flex;flex-wrap:wrap;gap:.5rem}main img{height:11rem;border-radius:.3rem}"
    "figure{margin:0}figure img{max-width:100%;max-height:80vh;border-radius:.4rem}"
)


def _html(title: str, body: str) -> str:
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><style>{_STYLE}</style>"
    said = html.escape(title)
    return f"<!DOCTYPE html><html lang=en><title>{said}</title>{head}<h1>{said}</h1>{body}</html>"


def _index_page(numbers: range) -> str:
    works = [catalogue.work(number) for number in numbers]
    tiles = "".join(
        f'<a href="/pages/{work.name}"><img src="/pictures/{work.name}" alt="{html.escape(work.title)}" loading=lazy'
        f" width={round(work.size[0] * 176 / work.size[1])} height=176></a>"
        for work in works
    )
    more = f'<p><a rel=next href="/?from={numbers.stop}">More</a>' if len(works) == _PAGE else ""
    return _html("Vitrina demo", f"<main>{tiles}</main>{more}")


def _picture_page(number: int) -> str:
    work = catalogue.work(number)
    licence = '<a rel=license href="https://creativecommons.org/publicdomain/zero/1.0/">CC0 1.0</a>'
    figure = (
        f'<figure><img src="/pictures/{work.name}" alt="{html.escape(work.title)}">'
        f"<figcaption>{catalogue.CREDIT}, {licence}</figcaption></figure>"
    )
    return _html(work.title, f'{figure}<p><a href="/">All pictures</a>')
