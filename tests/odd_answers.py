"""Answers that are proper HTTP, but not what a good server would give: codings, redirects, ranges, other things.

Owns these behaviours and the good ones beside them, each the first part of a path (`/random/1`), by the names in
`ROUTES`.
"""

import gzip
import json
import time
import zlib
from collections.abc import Mapping
from email.utils import formatdate
from types import MappingProxyType

from broken_lines import cut_short
from exchange import LAST_MODIFIED, Exchange, Handler, body_of, png

# -- well-behaved ----


async def picture(x: Exchange) -> None:
    """A PNG with validators and ranges; `cache=` gives its Cache-Control."""
    headers = [("Cache-Control", x.query["cache"])] if "cache" in x.query else []
    await x.file(body_of(x), headers)


async def plain(x: Exchange) -> None:
    """A PNG without validators, ranges or freshness."""
    await x.answer(body_of(x), media_type="image/png")


async def no_store(x: Exchange) -> None:
    await x.answer(body_of(x), headers=[("Cache-Control", "no-store")], media_type="image/png")


async def random(x: Exchange) -> None:
    """302, not to be stored, to another picture at every request."""
    where = f"/picture/random-{x.turn}.png?cache=max-age=3600"
    await x.answer(status=302, headers=[("Location", where), ("Cache-Control", "no-store")])


async def as_json(x: Exchange) -> None:
    """`n` pictures of this server, as a list of URLs."""
    urls = [x.web.url(f"/picture/{i}.png") for i in range(1, x.number("n", 3) + 1)]
    await x.answer(json.dumps(urls).encode(), media_type="application/json")


async def auth(x: Exchange) -> None:
    """The picture for whoever brings the basic credentials person:secret."""
    if x.hit.headers.get("authorization") == "Basic cGVyc29uOnNlY3JldA==":
        await x.file(body_of(x))
    else:
        await x.answer(b"who?", 401, [("WWW-Authenticate", 'Basic realm="pictures"')])


async def cookie(x: Exchange) -> None:
    await x.answer(body_of(x), headers=[("Set-Cookie", "id=1; Path=/")], media_type="image/png")


async def gzipped(x: Exchange) -> None:
    """Coded although nobody asked for it."""
    coded = gzip.compress(body_of(x))
    await x.answer(coded, headers=[("Content-Encoding", "gzip"), ("ETag", '"coded"')], media_type="image/png")


async def deflated(x: Exchange) -> None:
    """The coding deflate as many servers send it: without the zlib wrapper."""
    coder = zlib.compressobj(wbits=-15)
    coded = coder.compress(body_of(x)) + coder.flush()
    await x.answer(coded, headers=[("Content-Encoding", "deflate")], media_type="image/png")


# -- codings ----


async def gzip_bomb(x: Exchange) -> None:
    """`mb` megabytes in some thousandth of that."""
    coder = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**20)
    coded = coder.compress(png("bomb")) + b"".join(coder.compress(zeros) for _ in range(x.number("mb", 16)))
    await x.answer(coded + coder.flush(), headers=[("Content-Encoding", "gzip")], media_type="image/png")


async def gzip_broken(x: Exchange) -> None:
    coded = bytearray(gzip.compress(body_of(x)))
    coded[len(coded) // 2] ^= 255
    await x.answer(bytes(coded), headers=[("Content-Encoding", "gzip")], media_type="image/png")


async def gzip_cut(x: Exchange) -> None:
    """A coded body that ends too soon inside an answer that is whole."""
    coded = gzip.compress(body_of(x))
    await x.answer(coded[: len(coded) // 2], headers=[("Content-Encoding", "gzip")], media_type="image/png")


async def unknown_coding(x: Exchange) -> None:
    await x.answer(b"\x0b\x02\x80abc\x03", headers=[("Content-Encoding", "br")], media_type="image/png")


# -- redirects ----


async def redirect(x: Exchange) -> None:
    """`status` (302) to `to`; `cache=` gives the redirect a Cache-Control."""
    cache = [("Cache-Control", x.query["cache"])] if "cache" in x.query else []
    await x.answer(b"over there", x.number("status", 302), [("Location", x.query.get("to", "/picture/1.png")), *cache])


async def redirect_loop(x: Exchange) -> None:
    await x.answer(status=302, headers=[("Location", "/redirect-loop/" + ("b" if x.hit.path.endswith("a") else "a"))])


async def redirect_chain(x: Exchange) -> None:
    """`n` redirects, each to a URL of its own, then a picture."""
    n = x.number("n", 5)
    await x.answer(status=302, headers=[("Location", f"/redirect-chain?n={n - 1}" if n > 1 else "/picture/end.png")])


async def redirect_nowhere(x: Exchange) -> None:
    """A redirect that does not say where to."""
    await x.answer(b"somewhere", 302)


# -- ranges and versions ----


async def range_lie(x: Exchange) -> None:
    """Cut once; the request for the rest is then answered with a wrong range, as `how` says."""
    body, tag = body_of(x), f'"{zlib.crc32(body_of(x)):08x}"'
    if x.turn == 1:
        await cut_short(x, "close")
        return
    start = x.range_start(len(body), tag)
    if start is None:
        await x.file(body)
        return
    last, size = len(body) - 1, len(body)
    rest = body[start:]
    lies = {
        "ignored": (200, body, ""),
        "start": (206, body[start + 7 :], f"bytes {start + 7}-{last}/{size}"),
        "early": (206, body[start - 7 :], f"bytes {start - 7}-{last}/{size}"),
        "total": (206, rest, f"bytes {start}-{last}/{size + 99}"),
        "missing": (206, rest, ""),
        "garbled": (206, rest, f"bytes {start}-what/ever"),
        "unit": (206, rest, f"lines {start}-{last}/{size}"),
        "short": (206, rest[:1500], f"bytes {start}-{min(last, start + 1499)}/{size}"),
        "multipart": (206, b"--x\r\n\r\n" + rest + b"\r\n--x--", ""),
        "416": (416, b"", f"bytes */{size}"),
        "404": (404, b"", ""),
    }
    status, data, content_range = lies[x.query["how"]]
    fields = [("ETag", tag), ("Last-Modified", LAST_MODIFIED)]
    if content_range:
        fields.append(("Content-Range", content_range))
    kind = "multipart/byteranges; boundary=x" if x.query["how"] == "multipart" else "image/png"
    await x.answer(data, status, fields, media_type=kind)


async def changing(x: Exchange) -> None:
    """Cut once; then the picture is another one. `how`: `honest` (If-Range is understood), `blind` (206 from the
    new picture, with its new ETag), `silent` (206 from the new picture without any validator)."""
    new = png(f"new {x.hit.target}", x.number("bytes", 2000))
    if x.turn == 1:
        await cut_short(x, "close")
    elif x.query.get("how", "honest") == "honest" or "range" not in x.hit.headers:
        await x.file(new)
    else:
        start = x.range_start(len(new), x.hit.headers.get("if-range", "")) or 0
        fields = [("Content-Range", f"bytes {start}-{len(new) - 1}/{len(new)}")]
        if x.query["how"] == "blind":
            fields.append(("ETag", f'"{zlib.crc32(new):08x}"'))
        await x.answer(new[start:], 206, fields, media_type="image/png")


async def renewed(x: Exchange) -> None:
    """Another picture at every request, with validators of its own; never fresh."""
    await x.file(png(f"{x.hit.target} {x.turn}"), [("Cache-Control", "no-cache")])


async def not_modified(x: Exchange) -> None:
    """304 whatever was asked."""
    await x.answer(status=304, headers=[("ETag", '"never sent"')])


async def partial_unasked(x: Exchange) -> None:
    body = body_of(x)
    await x.answer(body[:100], 206, [("Content-Range", f"bytes 0-99/{len(body)}")], media_type="image/png")


# -- what comes instead of a picture ----


async def html(x: Exchange) -> None:
    """A page, whatever `type=` calls it."""
    page = b"<!DOCTYPE html><html><title>Sign in</title><body>Please sign in</body></html>"
    await x.answer(page, x.number("status", 200), media_type=x.query.get("type", "text/html"))


async def challenge(x: Exchange) -> None:
    """A page against programs, as large sites use; `marker=header` says so in a header alone."""
    marker = [("cf-mitigated", "challenge")] if x.query.get("marker") == "header" else []
    text = b"<html><head><title>Just a moment...</title></head><body></body></html>"
    await x.answer(text if not marker else b"<p>wait</p>", x.number("status", 403), marker, media_type="text/html")


async def text(x: Exchange) -> None:
    """Text that calls itself a picture."""
    await x.answer(b"this is not the picture you are looking for\n" * 20, media_type="image/jpeg")


async def wrong_type(x: Exchange) -> None:
    """A picture that calls itself something else."""
    await x.answer(body_of(x), media_type=x.query.get("type", "text/plain"))


async def status(x: Exchange) -> None:
    """The status that the path names, the first `times` times."""
    if x.turn > x.number("times", 1_000_000):
        await x.file(body_of(x))
        return
    fields = [("Retry-After", x.query["after"])] if "after" in x.query else []
    await x.answer(b"no", int(x.hit.path.split("/")[2]), fields, media_type="text/plain")


async def retry_after_date(x: Exchange) -> None:
    """429 with Retry-After as a date `in` seconds ahead, the first `times` times."""
    if x.turn > x.number("times", 1):
        await x.file(body_of(x))
        return
    now = time.time()
    await x.answer(b"", 429, [("Retry-After", formatdate(now + x.seconds("in", 1), usegmt=True))])


ROUTES: Mapping[str, Handler] = MappingProxyType(
    {
        "picture": picture, "plain": plain, "no-store": no_store, "random": random, "json": as_json, "auth": auth,
        "cookie": cookie, "gzip": gzipped, "deflate": deflated,
        "gzip-bomb": gzip_bomb, "gzip-broken": gzip_broken, "gzip-cut": gzip_cut, "unknown-coding": unknown_coding,
        "redirect": redirect, "redirect-loop": redirect_loop, "redirect-chain": redirect_chain,
        "redirect-nowhere": redirect_nowhere,
        "range-lie": range_lie, "changing": changing, "renewed": renewed, "not-modified": not_modified,
        "partial-unasked": partial_unasked,
        "html": html, "challenge": challenge, "text": text, "wrong-type": wrong_type, "status": status,
        "retry-after-date": retry_after_date,
    }
)  # fmt: skip
