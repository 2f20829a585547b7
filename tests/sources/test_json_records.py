# ruff: noqa: E501 - replies stay on one line
"""Any JSON: which list, which string of a record, and where the next page is."""

from typing import Any

import pytest

from sources.asking import Answers, gathered
from sources.samples import document, read, real
from vitrina.sources import Page
from vitrina.sources.json_any import JsonRecords

URL = "https://api.example/v1/items?page=1"


def urls(page: Page) -> list[str]:
    return [one.url for one in page.pictures]


@pytest.mark.parametrize(
    "data, expected",
    [
        ([{"url": "https://h/1.jpg"}, {"url": "https://h/2.jpg"}], ["https://h/1.jpg", "https://h/2.jpg"]),
        (["https://h/1.jpg", "https://h/2.png"], ["https://h/1.jpg", "https://h/2.png"]),
        ({"image": "https://randomfox.ca/images/1.jpg", "link": "https://randomfox.ca/?i=1"}, ["https://randomfox.ca/images/1.jpg"]),
        ([{"id": "a", "url": "https://cdn2.thecatapi.com/images/a.jpg", "width": 640, "height": 480}], ["https://cdn2.thecatapi.com/images/a.jpg"]),
        ({"photos": [{"id": 1, "url": "https://www.pexels.com/photo/1/", "photographer": "Ann", "avatar": "https://h/av.jpg", "src": {"original": "https://h/o.jpeg", "large2x": "https://h/o.jpeg?dpr=2", "tiny": "https://h/t.jpeg"}}]}, ["https://h/o.jpeg"]),
        ([{"id": "x", "urls": {"raw": "https://images.unsplash.com/photo-1?ixid=1", "small": "https://images.unsplash.com/photo-1?w=400", "thumb": "https://images.unsplash.com/photo-1?w=200"}, "links": {"html": "https://unsplash.com/photos/x"}, "user": {"name": "Ann", "profile_image": {"large": "https://images.unsplash.com/profile-1"}}}], ["https://images.unsplash.com/photo-1?ixid=1"]),
        ({"hits": [{"pageURL": "https://pixabay.com/photos/1/", "previewURL": "https://cdn/1_150.jpg", "webformatURL": "https://h/get/1_640.jpg", "largeImageURL": "https://h/get/1_1280.jpg", "userImageURL": "https://cdn/user.jpg"}], "total": 1}, ["https://h/get/1_1280.jpg"]),
        ({"data": {"children": [{"name": "n", "images": ["/a.jpg", "/b.jpg"]}]}}, ["https://api.example/a.jpg", "https://api.example/b.jpg"]),
        ({"album": {"images": [{"url": "https://h/64", "width": 64, "height": 64}, {"url": "https://h/640", "width": 640, "height": 640}]}}, ["https://h/64", "https://h/640"]),
        ([{"name": "Album", "images": [{"url": "https://h/640", "width": 640, "height": 640}, {"url": "https://h/64", "width": 64, "height": 64}]}] * 3, ["https://h/640"]),
        ({"1": {"img": "https://h/1.jpg"}, "2": {"img": "https://h/2.jpg"}}, ["https://h/1.jpg", "https://h/2.jpg"]),
        ({"items": [{"title": "One", "file": "//h/1.webp"}]}, ["https://h/1.webp"]),
        ({"items": [{"media": {"type": "video/mp4", "url": "https://h/1.mp4"}}, {"media": {"type": "image/jpeg", "url": "https://h/media/2"}}]}, ["https://h/media/2"]),
        ({"logo": "https://h/logo.png", "results": [{"picture": "https://h/1"}]}, ["https://h/1"]),
        ({"result": {"cover": "https://h/cover.jpg", "tags": ["a", "b"]}}, ["https://h/cover.jpg"]),
        ([{"url": "https://h/1.jpg"}, {"url": "https://h/1.jpg"}, {"no": 1}], ["https://h/1.jpg"]),
        ('{"url": "https://h/1.jpg"}\n{"url": "https://h/2.jpg"}\n', ["https://h/1.jpg", "https://h/2.jpg"]),
        ('callback({"url": "https://h/1.jpg"});', ["https://h/1.jpg"]),
        (")]}'\n[\"https://h/1.jpg\"]", ["https://h/1.jpg"]),
    ],
)  # fmt: skip
def test_the_picture_of_each_record_is_found(data: Any, expected: list[str]) -> None:
    assert urls(read(data, URL)) == expected


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        [1, 2],
        {"a": "https://example.org/page"},
        [{"title": "Page", "url": "https://en.wikipedia.org/wiki/Page"}],
        {"user": {"avatar": "https://h/a.jpg"}},
        {"video": "https://h/a.mp4"},
        ["https://h/a.html"],
    ],
)
def test_what_has_no_picture_is_left_to_others(data: Any) -> None:
    assert JsonRecords().read(document(data, URL)) is None


def test_published_replies_without_their_own_source_name_no_page_a_picture() -> None:
    body = real("api/wikimedia__continuation__page_44672212_right.json").read_bytes()
    assert JsonRecords().read(document(body, URL)) is None


def test_what_is_said_of_a_picture_is_found_by_name() -> None:
    record = {
        "imageUrl": "https://h/1.jpg", "thumbnail_url": "https://h/1t.jpg", "name": "A &amp; <b>B</b>", "artist": {"name": "Ann", "url": "https://ann.example/"},
        "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}, "permalink": "https://h/page", "width": "800", "height": 600,
        "description": "<p>Two<br>lines</p>", "created_at": "2026-01-02", "tags": [{"name": "x"}, "y"],
    }  # fmt: skip
    one = read({"items": [record]}, URL).pictures[0]
    assert (one.title, one.credit, one.author_page, one.licence) == (
        "A & B",
        "Ann",
        "https://ann.example/",
        "CC-BY-4.0",
    )
    assert (one.licence_page, one.page, one.thumbnail) == (
        "https://creativecommons.org/licenses/by/4.0/",
        "https://h/page",
        "https://h/1t.jpg",
    )
    assert (one.width, one.height, one.description, one.date, one.tags) == (
        800,
        600,
        "Two\nlines",
        "2026-01-02",
        ("x", "y"),
    )


def test_what_the_list_says_holds_for_its_pictures() -> None:
    data = {
        "title": "Album",
        "author": "Ann",
        "license": "CC0",
        "pictures": [{"src": "https://h/1.jpg"}, {"src": "https://h/2.jpg", "author": "Bob"}],
    }
    page = read(data, URL)
    assert (page.title, [(one.credit, one.licence) for one in page.pictures]) == (
        "Album",
        [("Ann", "CC0-1.0"), ("Bob", "CC0-1.0")],
    )


def test_our_own_list_is_read_back() -> None:
    line = {
        "url": "https://h/1.jpg",
        "title": "One",
        "credit": "Ann",
        "licence": "CC0-1.0",
        "page": "https://h/pages/1.jpg",
        "thumbnail": None,
        "width": 10,
        "height": 20,
        "media_type": "image/jpeg",
        "source": "page",
    }
    one = read([line, {**line, "url": "https://h/2.jpg"}], URL).pictures[0]
    assert (one.title, one.credit, one.licence, one.page, one.width, one.media_type) == (
        "One",
        "Ann",
        "CC0-1.0",
        "https://h/pages/1.jpg",
        10,
        "image/jpeg",
    )


RECORD = {"image": "https://h/1.jpg"}


@pytest.mark.parametrize(
    "url, data, expected",
    [
        ("https://a/x", {"next": "https://a/x?p=2"}, "https://a/x?p=2"),
        ("https://a/x", {"links": {"next": {"href": "/y"}}}, "https://a/y"),
        ("https://a/x", {"_links": {"next": {"href": "?page=2"}}}, "https://a/x?page=2"),
        ("https://a/x", {"meta": {"pagination": {"links": {"next": None}}}}, None),
        ("https://a/x", {"links": [{"rel": "self", "href": "/x"}, {"rel": "next", "href": "/z"}]}, "https://a/z"),
        ("https://a/x", {"paging": {"next": "https://a/x?after=1"}}, "https://a/x?after=1"),
        ("https://a/x?q=1", {"page": 1, "total_pages": 3}, "https://a/x?q=1&page=2"),
        ("https://a/x?q=1&page=3", {"page": 3, "total_pages": 3}, None),
        ("https://a/x?page=1", {"current_page": 1, "last_page": 2}, "https://a/x?page=2"),
        ("https://a/x?p=1", {"pagination": {"page": 1, "pages": 2}}, "https://a/x?p=2"),
        ("https://a/x", {"page": 1, "per_page": 1, "total": 2}, "https://a/x?page=2"),
        ("https://a/x?offset=0&limit=1", {"offset": 0, "limit": 1, "total": 2}, "https://a/x?limit=1&offset=1"),
        ("https://a/x?limit=1", {"offset": 1, "limit": 1, "total": 2}, None),
        ("https://a/x?skip=4", {"total": 9}, "https://a/x?skip=5"),
        ("https://a/x", {"offset": 20, "limit": 20, "count": 90}, "https://a/x?offset=40"),
        ("https://a/x", {"next_cursor": "abc="}, "https://a/x?cursor=abc%3D"),
        ("https://a/x?pageToken=t1", {"nextPageToken": "t2"}, "https://a/x?pageToken=t2"),
        ("https://a/x", {"next": "https://a/x"}, None),
        ("https://a/x", {"next": 5}, None),
        ("https://a/x", {"count": 5}, None),
    ],
)
def test_the_next_page_is_found(url: str, data: dict[str, Any], expected: str | None) -> None:
    more = read({**data, "items": [RECORD]}, url).more
    assert [one.url for one in more] == ([expected] if expected else [])


@pytest.mark.parametrize(
    "value, expected",
    [
        ('<https://a/x?page=2>; rel="next", <https://a/x?page=9>; rel="last"', "https://a/x?page=2"),
        ("</x?page=2>;rel=next", "https://a/x?page=2"),
        ('<https://a/1>; rel="prev first"; title="a, b", <?c=3>; foo="x;y"; rel="NEXT up"', "https://a/x?c=3"),
        ('<https://a/2>; rel="nextish"', None),
        ("", None),
        ("<" * 5000, None),
    ],
)
def test_the_link_field_is_followed(value: str, expected: str | None) -> None:
    more = read([RECORD], "https://a/x", headers=(("LINK", value),)).more
    assert [one.url for one in more] == ([expected] if expected else [])


async def test_counters_are_followed_to_the_end() -> None:
    replies = {
        f"https://a/x?start={at}": {
            "start": at,
            "total": 5,
            "items": [{"image": f"https://h/{at + step}.jpg"} for step in range(min(2, 5 - at))],
        }
        for at in (0, 2, 4)
    }
    answers = Answers(replies)
    pictures, left = await gathered(answers, "https://a/x?start=0")
    assert ([one.url for one in pictures], left) == ([f"https://h/{at}.jpg" for at in range(5)], [])
    assert answers.asked == list(replies)
