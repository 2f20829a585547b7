# ruff: noqa: E501 - replies stay on one line, as they come
"""Shapes of replies met at institutions and sites that nothing is written for: what the plain readers missed in them once."""

from typing import Any

import pytest

from sources.samples import read
from vitrina.model import Picture

SVC = {
    "@context": "http://iiif.io/api/image/2/context.json",
    "@id": "https://i.example/1",
    "profile": "http://iiif.io/api/image/2/level1.json",
}
CANVAS = {
    "@type": "sc:Canvas",
    "label": "1",
    "width": 30,
    "height": 40,
    "images": [
        {
            "@type": "oa:Annotation",
            "motivation": "sc:painting",
            "resource": {
                "@id": "https://i.example/1/full/full/0/default.jpg",
                "@type": "dctypes:Image",
                "width": 30,
                "height": 40,
                "service": SVC,
            },
        }
    ],
}


def manifest(**said: Any) -> dict[str, Any]:
    return {
        "@context": "http://iiif.io/api/presentation/2/context.json",
        "@id": "https://i.example/m",
        "@type": "sc:Manifest",
        "label": "M",
        **said,
        "sequences": [{"canvases": [CANVAS]}],
    }


NAMED = {"title": "Hill", "image": "https://x.example/1.jpg"}
SIZES = [
    {"type": "image/jpeg", "width": wide, "height": high, "url": f"https://x.example/s{wide}/a.jpg"}
    for wide, high in ((1280, 853), (640, 427), (75, 75))
]

# What the reply is, the reply, and what is wanted of its first picture, by field; the ends of addresses will do.
SAID: dict[str, tuple[Any, dict[str, Any]]] = {
    "a licence in the metadata beside terms of the institution's own": (
        manifest(license="https://i.example/terms", metadata=[{"label": "Rights", "value": '<a href="https://creativecommons.org/licenses/by-nc/4.0/">CC-BY-NC 4.0</a>'}]),
        {"licence": "CC-BY-NC-4.0"},
    ),
    "terms of the institution's own alone": (manifest(license="https://i.example/terms"), {"licence": "https://i.example/terms"}),
    "a contributor where nobody is called the maker": (manifest(metadata=[{"label": "Contributor", "value": "Master of Ghent"}]), {"credit": "Master of Ghent"}),
    "a maker before a contributor": (manifest(metadata=[{"label": "Contributor", "value": "B"}, {"label": "Artist", "value": "A"}]), {"credit": "A"}),
    "who made it before whose copyright the file is": (
        {"records": [{"title": "Self", "people": [{"role": "Artist", "name": "Vincent"}], "images": [{"copyright": "President and Fellows", "baseimageurl": "https://x.example/1.jpg"}]}]},
        {"credit": "Vincent"},
    ),
    "the copyright where nobody is told to have made it": ([{**NAMED, "copyright": "The Museum"}], {"credit": "The Museum"}),
    "an author's number": ([{**NAMED, "author": 3, "media_details": {"image_meta": {"credit": "Ann"}}}], {"credit": "Ann"}),
    "a label and its content": ([{"title": {"label": "Title", "content": "Quilt"}, "image": "https://x.example/1.jpg"}], {"title": "Quilt"}),
    "a licence as a field of the usage": ([{**NAMED, "usage": {"access": "CC0"}}], {"licence": "CC0-1.0"}),
    "rights by their address": ([{**NAMED, "rights": {"title": "None known", "iri": "http://rightsstatements.org/vocab/NKC/1.0/"}}], {"licence": "No Known Copyright"}),
    "a licence's number before its name": ([{**NAMED, "license": "4", "license_name": "Attribution License"}], {"licence": "CC-BY"}),
    "links by what they lead to": ([{**NAMED, "links": {"self": "https://x.example/api/1", "web": "https://x.example/works/1"}}], {"page": "https://x.example/works/1"}),
    "sizes beside the addresses that they belong to": (
        {"hits": [{"previewURL": "https://x.example/1_150.jpg", "previewWidth": 150, "previewHeight": 84, "largeImageURL": "https://x.example/1_1280.jpg", "imageURL": "https://x.example/1.jpg", "imageWidth": 4000, "imageHeight": 2250}]},
        {"url": "/1.jpg", "width": 4000, "thumbnail": "/1_150.jpg"},
    ),
    "a size in an object of its own": ([{"url": "https://x.example/@ann/1", "media": {"url": "https://x.example/1.jpg", "meta": {"original": {"width": 300, "height": 200}}}}], {"width": 300, "height": 200}),
    "what an address is, in a field beside it": ([{"title": "Harbour", "identifier": [{"linktype": "fulltext", "value": "http://x.example/obj-1"}, {"linktype": "thumbnail", "value": "http://x.example/obj-1-t"}]}], {"url": "obj-1-t", "title": "Harbour"}),
    "a thumbnail that a script makes": ([{**NAMED, "edmPreview": ["https://x.example/thumb/url.json?uri=https%3A%2F%2Fx.example%2F1.jpg&type=IMAGE"]}], {"thumbnail": "&type=IMAGE"}),
    "sizes and a square crop in one list": ({"posts": [{"post_url": "https://x.example/post/1", "summary": "A", "content": [{"type": "image", "media": SIZES}]}]}, {"url": "/s1280/a.jpg", "thumbnail": "/s640/a.jpg"}),
    "addresses of no web, and templates": ([{"title": "A", "image": {"value": "public://a/1.jpg", "more": "https://x.example/{size}.jpg", "url": "/files/a/1.jpg"}}], {"url": "https://h.example/files/a/1.jpg"}),
    "a thing with its pictures": ({"id": "https://x.example/1", "_label": "Irises", "representation": [{"id": "https://x.example/full/1.jpg", "format": "image/jpeg"}]}, {"title": "Irises"}),
    "relations apart from the records": (
        {"data": [{"type": "photo", "id": "1", "attributes": {"created": "2026-10-05"}, "relationships": {"field_image": {"data": {"type": "file", "id": "f", "meta": {"alt": "A hill", "width": 20, "height": 10}}}, "author": {"data": {"type": "user", "id": "u"}}}}],
         "included": [{"type": "file", "id": "f", "attributes": {"uri": {"value": "public://h.jpg", "url": "/files/h.jpg"}}}, {"type": "user", "id": "u", "attributes": {"display_name": "Ann", "avatar": "https://x.example/av.jpg"}}]},
        {"url": "https://h.example/files/h.jpg", "title": "A hill", "credit": "Ann", "width": 20},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_of_the_first_picture(name: str) -> None:
    reply, wanted = SAID[name]
    pictures = read(reply, "https://h.example/api").pictures
    (found,) = pictures
    assert isinstance(found, Picture)
    for field, value in wanted.items():
        said = getattr(found, field)
        assert (said or "").endswith(value) if field in ("url", "thumbnail") else said == value, (field, said)


def test_a_collection_says_where_its_next_page_is_in_a_view() -> None:
    page = read(
        {"hydra:member": [NAMED], "hydra:view": {"hydra:next": "/api/photos?page=2"}}, "https://h.example/api/photos"
    )
    assert [one.url for one in page.more] == ["https://h.example/api/photos?page=2"]


def test_a_listed_size_is_no_thumbnail_where_a_smaller_one_can_be_had() -> None:
    info = {
        "@context": "http://iiif.io/api/image/2/context.json",
        "@id": "https://i.example/1",
        "protocol": "http://iiif.io/api/image",
        "width": 3000,
        "height": 4000,
        "sizes": [{"width": 93, "height": 125}, {"width": 1500, "height": 2000}],
        "profile": ["http://iiif.io/api/image/2/level1.json"],
    }
    (one,) = read(info, "https://i.example/1/info.json").pictures
    assert one.thumbnail == "https://i.example/1/full/400,/0/default.jpg"
    info["profile"] = ["http://iiif.io/api/image/2/level0.json"]
    (one,) = read(info, "https://i.example/1/info.json").pictures
    assert one.thumbnail != "https://i.example/1/full/400,/0/default.jpg"


LAZY = "<div data-background-image=\"url('/1.jpg')\"></div>"
# What a page has, its markup, and what is wanted of its pictures: address, title, size.
SHOWN: dict[str, tuple[str, list[tuple[str, str | None, tuple[int | None, int | None]]]]] = {
    "a link with the original's address aside": ('<a data-fancybox data-src="/big/1.jpg" data-caption="One"><img src="/t/1.jpg"></a>', [("/big/1.jpg", "One", (None, None))]),
    "a link that a script opens": ('<a href="/big/2" data-pswp-width="30" data-pswp-height="20"><img src="/t/2.jpg" alt="two"></a>', [("/big/2", "two", (30, 20))]),
    "a link of a class that opens": ('<a href="/big?id=3" class="gallery lightbox-link" data-title="Three"><img src="/t/3.jpg"></a>', [("/big?id=3", "Three", (None, None))]),
    "a caption in markup": ('<a href="" data-src="/big/4.jpg" data-sub-html="<h4>Four</h4>"><img src="/t/4.jpg"></a>', [("/big/4.jpg", "Four", (None, None))]),
    "a link that opens nothing": ('<a href="#" data-lightbox="x"><img src="/5.jpg"></a>', [("/5.jpg", "P", (None, None))]),
    "an ordinary link": ('<a href="/page/6" class="more"><img src="/6.jpg"></a>', [("/6.jpg", "P", (None, None))]),
    "a set for small screens beside a large picture": ('<img srcset="/m.jpg?v=1&width=493 493w" src="/m.jpg?v=1&width=1946" width="1946" height="1946">', [("/m.jpg?v=1&width=1946", "P", (1946, 1946))]),
    "a background by its function": (LAZY, [("/1.jpg", "P", (None, None))]),
    "sizes in one attribute": ('<img data-src="/1.jpg" data-image-dimensions="1667x2500">', [("/1.jpg", "P", (1667, 2500))]),
    "a small rendering of a large file": ('<img src="https://upload.wikimedia.org/wikipedia/commons/thumb/2/2b/B.png/120px-B.png" width="120" height="80" data-file-width="1000" data-file-height="667">', [("https://upload.wikimedia.org/wikipedia/commons/2/2b/B.png", "P", (1000, 667))]),
    "a host that a counter's may be called like": ('<img src="https://b.example/1.jpg"><img src="https://b.example/b?c1=2">', [("https://b.example/1.jpg", "P", (None, None))]),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_page_shows_its_own_way(name: str) -> None:
    markup, wanted = SHOWN[name]
    pictures = read(f"<!doctype html><title>P</title><body>{markup}", "https://h.example/").pictures
    found = [(one.url.removeprefix("https://h.example"), one.title, (one.width, one.height)) for one in pictures]
    assert found == wanted


def test_the_next_page_of_a_gallery_that_counts_in_its_path_is_read() -> None:
    markup = '<!doctype html><img src="/1.jpg"><a rel="next" href="index.php?/category/1/start-15">Next</a>'
    page = read(markup, "https://h.example/index.php?/category/1")
    assert [one.url for one in page.more] == ["https://h.example/index.php?/category/1/start-15"]


def test_a_credit_beside_one_size_holds_for_the_picture() -> None:
    feed = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>T</title><media:group>
        <media:content url="https://h.example/s.jpg" width="460"><media:credit>Hal</media:credit></media:content>
        <media:content url="https://h.example/l.jpg" width="1200"/></media:group></item></channel></rss>"""
    (one,) = read(feed, "https://h.example/feed").pictures
    assert (one.url, one.credit) == ("https://h.example/l.jpg", "Hal")
