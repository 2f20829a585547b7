"""No document makes a source raise anything but our own errors, or give anything but clean entries."""

import contextlib
import copy
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.replies import REPLIES
from sources.samples import document
from vitrina.errors import VitrinaError
from vitrina.sources.page import clipboard
from vitrina.sources.registry import SOURCES

KEYS = st.sampled_from(
    [
        "url",
        "src",
        "image",
        "images",
        "href",
        "items",
        "results",
        "data",
        "type",
        "id",
        "@id",
        "@type",
        "@context",
        "body",
        "service",
        "sequences",
        "canvases",
        "resource",
        "thumbnail",
        "label",
        "metadata",
        "value",
        "license",
        "rights",
        "title",
        "author",
        "name",
        "width",
        "height",
        "sizes",
        "query",
        "pages",
        "imageinfo",
        "extmetadata",
        "continue",
        "links",
        "next",
        "log",
        "entries",
        "request",
        "response",
        "content",
        "photos",
        "media",
        "message",
        "status",
        "collection",
        "pagination",
        "page",
        "pages",
        "total",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "https://h/1.jpg",
            "//h/2.png",
            "Manifest",
            "Collection",
            "Canvas",
            "ImageService3",
            "level1",
            "http://iiif.io/api/presentation/3/context.json",
            "painting",
            "<b>x</b>",
            "image/jpeg",
            "success",
            "#h=1&w=2",
            "http://[",
            "&amp;",
        ]
    ),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 10**6), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=25,
)
TAGS = st.sampled_from(
    [
        "<rss>",
        "<item>",
        "</item>",
        "<channel>",
        "<feed",
        "xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "<link",
        "href='a'/>",
        "<enclosure",
        "url='a.jpg'/>",
        "<media:content",
        "url='b.jpg'>",
        "<img",
        "src=c.jpg>",
        "<img",
        "srcset='a,",
        "b",
        "2x'>",
        "<a",
        "href=d.jpg>",
        "</a>",
        "<picture>",
        "<source",
        "srcset=e.jpg>",
        "<figure>",
        "</figure>",
        "<figcaption>",
        "<script",
        "type=application/ld+json>",
        "</script>",
        "<title>",
        "<base",
        "href=//x/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE",
        "[",
        "<?xml",
        "encoding='utf-16'?>",
        "<urlset>",
        "<url>",
        "<loc>",
        "<image:image>",
        "<style>",
        "&amp;",
        "&#x0;",
        "'",
        '"',
        "<",
        ">",
        "=",
        "/",
        "<meta",
        "property=og:image",
        "content=f.jpg>",
        "<link",
        "rel=alternate",
        "type=application/rss+xml",
        "href=x>",
    ]
)


def every_source_reads(body: bytes, url: str = "https://h.example/x") -> None:
    one = document(body, url)
    for source in SOURCES:
        with contextlib.suppress(VitrinaError):
            page = source.read(one)
            for picture in page.pictures if page else ():
                picture.url.encode("ascii")
                json.dumps([picture.title, picture.credit, picture.description, *picture.tags]).encode()
                (picture.title or "").encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES)
def test_any_json(value: Any) -> None:
    every_source_reads(json.dumps(value).encode("utf-8", "surrogatepass"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(TAGS, st.text(max_size=6)), max_size=40), st.sampled_from(["", " "]))
def test_any_markup(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    every_source_reads(text.encode("utf-8", "replace"))
    every_source_reads(("<rss>" + text).encode("utf-8", "replace"))
    every_source_reads(("<!doctype html>" + text).encode("utf-8", "replace"))
    clipboard(text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    every_source_reads(body)
    every_source_reads(b"PK\x03\x04" + body)
    every_source_reads(b"bplist00" + body)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.sampled_from('http://h.,;\t\n"|[]()!#\\ aé0'), max_size=200))
def test_any_list(text: str) -> None:
    every_source_reads(text.encode(), "file:///home/x/list.txt")


@pytest.mark.parametrize("name", sorted(REPLIES))
def test_a_reply_with_damage_anywhere(name: str) -> None:
    """Cut, repeated and changed at random places, the same ones in every run."""
    url, body = REPLIES[name]
    raw = body.encode() if isinstance(body, str) else json.dumps(copy.deepcopy(body)).encode()
    chance = random.Random(name)
    for _ in range(25):
        at, to = sorted(chance.randrange(len(raw)) for _ in range(2))
        damaged = chance.choice(
            [
                raw[:at],
                raw[:at] + raw[to:],
                raw[:to] + raw[at:],
                raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :],
            ]
        )
        every_source_reads(damaged, url)
