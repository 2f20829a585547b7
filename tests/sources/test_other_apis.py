# ruff: noqa: E501 - replies stay on one line, as they come
"""APIs that nothing is written for: small replies of their shapes, read by what is in them alone."""

from typing import Any

import pytest

from sources.samples import read

# Name, address, reply; then what is wanted of its first picture: the ends of its address and thumbnail, title, credit,
# licence, end of its page, size.
SHAPES: list[tuple[str, str, Any, tuple[Any, ...]]] = [
    ("urls in sizes", "https://api.h.example/search", {"results": [{"id": "e", "width": 40, "height": 30, "alt_description": "man", "user": {"username": "jeff", "name": "Jeff S", "profile_image": {"large": "https://i.example/profile-1"}}, "urls": {"raw": "https://i.example/photo-1", "regular": "https://i.example/photo-1?w=1080", "thumb": "https://i.example/photo-1?w=200"}, "links": {"html": "https://h.example/photos/e", "download": "https://h.example/photos/e/download"}}]},
     ("/photo-1", "/photo-1?w=200", "man", "Jeff S", None, "/photos/e", (40, 30))),
    ("sizes of its own names", "https://h.example/api/", {"total": 4, "hits": [{"pageURL": "https://h.example/blossom/", "tags": "blossom, bloom", "previewURL": "https://c.example/f_150.jpg", "webformatURL": "https://h.example/get/f_640.jpg", "largeImageURL": "https://h.example/get/f_1280.jpg", "imageWidth": 4000, "imageHeight": 2250, "user": "Jo", "userImageURL": "https://c.example/u.jpg"}]},
     ("f_1280.jpg", "f_640.jpg", None, "Jo", None, "/blossom/", (4000, 2250))),
    ("aggregator in capitals", "https://api.h.example/search.json", {"items": [{"title": ["Portrait"], "dcCreator": ["Anon"], "dataProvider": ["Museum"], "edmIsShownAt": ["http://m.example/1"], "edmIsShownBy": ["http://m.example/1.jpg"], "rights": ["http://creativecommons.org/publicdomain/mark/1.0/"], "link": "https://api.h.example/1.json"}]},
     ("m.example/1.jpg", None, "Portrait", "Anon", "CC-PDM-1.0", "m.example/1", (None, None))),
    ("media deep in a row", "https://api.h.example/search", {"response": {"rows": [{"title": "Vase", "content": {"online_media": {"media": [{"thumbnail": "https://i.example/d?id=1&max=200", "type": "Images", "content": "https://i.example/d?id=1", "resources": [{"label": "TIFF", "url": "https://i.example/d?id=1.tif"}, {"label": "JPEG", "url": "https://i.example/d?id=1.jpg", "width": 30, "height": 20}]}]}}}]}},
     ("id=1.jpg", "max=200", "Vase", None, None, None, (30, 20))),
    ("a service's base", "https://api.h.example/object", {"records": [{"title": "Self", "dated": "1888", "people": [{"role": "Artist", "name": "Vincent"}], "images": [{"iiifbaseuri": "https://ids.example/iiif/43", "width": 20, "height": 25}], "url": "https://h.example/object/2"}]},
     ("/iiif/43/full/max/0/default.jpg", None, "Self", "Vincent", None, "/object/2", (20, 25))),
    ("said in a wrapper", "https://api.h.example/items", {"docs": [{"object": "https://t.example/1.jpg", "isShownAt": "https://l.example/1", "rights": "http://rightsstatements.org/vocab/NoC-US/1.0/", "sourceResource": {"title": ["Map"], "creator": ["Ann"]}}]},
     ("t.example/1.jpg", None, "Map", "Ann", "No Copyright - United States", "l.example/1", (None, None))),
    ("picture and header", "https://h.example/api", {"artObjects": [{"title": "Watch", "principalOrFirstMaker": "R", "webImage": {"width": 2500, "height": 2034, "url": "https://l.example/web"}, "headerImage": {"width": 1920, "height": 460, "url": "https://l.example/header"}}]},
     ("/web", None, "Watch", "R", None, None, (2500, 2034))),
    ("alternative sizes", "https://api.h.example/posts", {"response": {"posts": [{"post_url": "https://x.example/post/1", "summary": "Hi", "photos": [{"original_size": {"url": "https://m.example/s1280/1.jpg", "width": 1280, "height": 960}, "alt_sizes": [{"url": "https://m.example/s1280/1.jpg", "width": 1280, "height": 960}, {"url": "https://m.example/s75/1.jpg", "width": 75, "height": 75}]}]}]}},
     ("/s1280/1.jpg", None, "Hi", None, None, "/post/1", (1280, 960))),
    ("original and sample", "https://h.example/posts.json", [{"source": "https://t.example/1", "image_width": 10, "image_height": 15, "tag_string_artist": "ann", "file_url": "https://c.example/original/1.jpg", "large_file_url": "https://c.example/sample/1.jpg", "preview_file_url": "https://c.example/180x180/1.jpg"}],
     ("/original/1.jpg", "/180x180/1.jpg", None, "ann", None, "t.example/1", (10, 15))),
    ("attachments of a post", "https://s.example/api/statuses", [{"url": "https://s.example/@ann/1", "content": "<p>x</p>", "account": {"username": "ann", "display_name": "Ann", "avatar": "https://f.example/av.jpg", "header": "https://f.example/head.jpg"}, "media_attachments": [{"type": "image", "url": "https://f.example/original/9.jpg", "preview_url": "https://f.example/small/9.jpg", "description": "A hill"}]}],
     ("/original/9.jpg", "/small/9.jpg", "A hill", "Ann", None, "@ann/1", (None, None))),
    ("post and community", "https://l.example/api/list", {"posts": [{"post": {"name": "Hill", "url": "https://l.example/image/1.jpeg", "thumbnail_url": "https://l.example/image/1.jpeg?format=webp", "ap_id": "https://l.example/post/1"}, "creator": {"name": "ann"}, "community": {"banner": "https://l.example/image/b.png"}}]},
     ("/1.jpeg", "format=webp", "Hill", "ann", None, "/post/1", (None, None))),
    ("a file's bare name beside its address", "https://b.example/wp-json/media", [{"link": "https://b.example/hill/", "title": {"rendered": "Hill"}, "media_details": {"width": 20, "height": 10, "file": "2024/hill.jpg", "sizes": {"full": {"file": "hill.jpg", "width": 20, "height": 10, "source_url": "https://b.example/up/hill.jpg"}}}, "source_url": "https://b.example/up/hill.jpg"}],
     ("/up/hill.jpg", None, "Hill", None, None, "/hill/", (20, 10))),
    ("pictures of a product", "https://s.example/products.json", {"products": [{"title": "Shirt", "images": [{"src": "https://c.example/1.jpg?v=1", "width": 20, "height": 20}, {"src": "https://c.example/2.jpg?v=1", "width": 20, "height": 20}]}]},
     ("/1.jpg?v=1", None, "Shirt", None, None, None, (20, 20))),
    ("media of a finding", "https://g.example/search", {"results": [{"scientificName": "Puma", "references": "https://i.example/obs/1", "media": [{"type": "StillImage", "format": "image/jpeg", "identifier": "https://i.example/o.jpg", "creator": "ann", "license": "http://creativecommons.org/licenses/by-nc/4.0/"}]}]},
     ("/o.jpg", None, "Puma", "ann", "CC-BY-NC-4.0", "/obs/1", (None, None))),
    ("thumbnails alone", "https://g.example/volumes", {"items": [{"volumeInfo": {"title": "Flowers", "authors": ["Dan"], "imageLinks": {"smallThumbnail": "http://b.example/c?zoom=5", "thumbnail": "http://b.example/c?zoom=1"}}}]},
     ("zoom=1", "zoom=5", "Flowers", "Dan", None, None, (None, None))),
    ("thumbnails by size", "https://g.example/search", {"items": [{"snippet": {"title": "Vid", "channelTitle": "Ch", "thumbnails": {"default": {"url": "https://y.example/d.jpg", "width": 120, "height": 90}, "high": {"url": "https://y.example/h.jpg", "width": 480, "height": 360}}}}]},
     ("/h.jpg", "/d.jpg", "Vid", "Ch", None, None, (480, 360))),
    ("a node of a graph", "https://g.example/graphql", {"data": {"photos": {"edges": [{"node": {"title": "A", "image": {"url": "https://x.example/1.jpg", "width": 10, "height": 20}}}]}}},
     ("/1.jpg", None, "A", None, None, None, (10, 20))),
    ("features on a map", "https://g.example/geo", {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"title": "A", "photo": "https://x.example/1.jpg", "author": "Ann"}}]},
     ("/1.jpg", None, "A", "Ann", None, None, (None, None))),
    ("fields of an asset", "https://c.example/assets", {"items": [{"fields": {"title": "Cat", "file": {"fileName": "cat.png", "url": "//i.example/x/cat.png"}}}]},
     ("https://i.example/x/cat.png", None, "Cat", None, None, None, (None, None))),
    ("addresses that say what they are", "https://x.example/api", ["https://x.example/image?id=1", "https://x.example/image?id=2"],
     ("/image?id=1", None, None, None, None, None, (None, None))),
]  # fmt: skip


@pytest.mark.parametrize("name, url, reply, wanted", SHAPES, ids=[one[0] for one in SHAPES])
def test_the_first_picture_of_a_reply_is_the_best_and_said_of(
    name: str, url: str, reply: Any, wanted: tuple[Any, ...]
) -> None:
    address, thumbnail, title, credit, licence, page, size = wanted
    found = read(reply, url).pictures[0]
    assert found.source == "json"
    assert found.url.endswith(address)
    assert (found.title, found.credit, found.licence) == (title, credit, licence)
    assert (found.width, found.height) == size
    for given, end in ((found.thumbnail, thumbnail), (found.page, page)):
        assert given is None if end is None else str(given).endswith(end)


def test_a_licence_that_is_a_number_says_nothing() -> None:
    assert read([{"url": "https://h.example/1.jpg", "license": 4}]).pictures[0].licence is None
