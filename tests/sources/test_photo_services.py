# ruff: noqa: E501 - addresses stay as the publishers write them
"""What the replies of photo services, and of what shows a picture a day, hold: against the published ones."""

import pytest

from sources.asking import Answers, gathered
from sources.replies import REPLIES
from sources.samples import document, notes, read, read_real, reply
from vitrina.errors import NothingToShowError
from vitrina.model import Picture


def test_picsum() -> None:
    url, body = REPLIES["picsum"]
    link = (("Link", '<https://picsum.photos/v2/list?page=2&limit=1>; rel="next"'),)
    page = read(body, url, headers=link)
    assert page.pictures == (
        Picture(
            "https://picsum.photos/id/0/5000/3333", credit="Alejandro Escamilla", licence="Unsplash License", licence_page="https://unsplash.com/license",
            page="https://unsplash.com/photos/yC-Yzbqy7PY", thumbnail="https://picsum.photos/id/0/400/267", width=5000, height=3333, source="picsum",
        ),
    )  # fmt: skip
    assert [one.url for one in page.more] == ["https://picsum.photos/v2/list?page=2&limit=1"]
    old = [
        {
            "format": "jpeg",
            "width": 10,
            "height": 20,
            "filename": "a.jpeg",
            "id": 7,
            "author": "A",
            "author_url": "https://a/",
            "post_url": "https://p/",
        }
    ]
    one = read(old, "https://picsum.photos/list").pictures[0]
    assert (one.url, one.page, one.author_page) == ("https://picsum.photos/id/7/10/20", "https://p/", "https://a/")


async def test_picsum_ends_at_an_empty_page() -> None:
    url, body = REPLIES["picsum"]
    following = url.replace("page=1", "page=2")
    answers = Answers({url: document(body, url, headers=(("link", f'<{following}>; rel="next"'),)), following: "[]"})
    pictures, left = await gathered(answers, url)
    assert len(pictures) == 1
    assert [note.url for note in left] == [following]


def test_apod() -> None:
    page = reply("apod")
    assert page.pictures == (
        Picture(
            "https://apod.nasa.gov/apod/image/0604/M81_c80.jpg", title="Galaxy Wars", credit="Panther Observatory", rights="© Panther Observatory",
            page="https://apod.nasa.gov/apod/ap060415.html", thumbnail="https://apod.nasa.gov/apod/image/0604/M81_c25.jpg", description="In this stunning…",
            date="2006-04-15", source="apod",
        ),
    )  # fmt: skip
    assert notes(page) == ["Days with a film instead of a picture: 1."]
    free = {**REPLIES["apod"][1][0]}
    del free["copyright"]
    assert (read(free).pictures[0].credit, read(free).pictures[0].licence) == ("NASA", "Public domain")
    with pytest.raises(NothingToShowError, match="answered: Date must be"):
        read({"code": 400, "msg": "Date must be between", "service_version": "v1"})


async def test_nasa_images_reads_the_files_of_what_has_only_a_small_one() -> None:
    url, body = REPLIES["nasa-images"]
    files = ["http://images-assets.nasa.gov/image/A/A~orig.jpg", "http://images-assets.nasa.gov/image/A/A~thumb.jpg"]
    second = {
        "collection": {
            "items": [
                {
                    "href": "x",
                    "data": [{"nasa_id": "C", "title": "C", "media_type": "image"}],
                    "links": [{"href": "https://a.b/C~large.jpg", "rel": "canonical"}],
                }
            ]
        }
    }
    answers = Answers(
        {url: body, "https://images-assets.nasa.gov/image/A/collection.json": files, f"{url}&page=2": second}
    )
    pictures, left = await gathered(answers, url)
    assert [(one.url, one.thumbnail) for one in pictures] == [
        ("https://images-assets.nasa.gov/image/B/B~orig.jpg", "https://images-assets.nasa.gov/image/B/B~thumb.jpg"),
        ("https://images-assets.nasa.gov/image/A/A~orig.jpg", "https://images-assets.nasa.gov/image/A/A~thumb.jpg"),
        ("https://a.b/C~large.jpg", None),
    ]
    assert (pictures[1].title, pictures[1].credit, pictures[1].tags, pictures[1].page) == (
        "Moon",
        "Buzz",
        ("moon",),
        "https://images.nasa.gov/details/A",
    )
    assert (pictures[0].credit, pictures[0].width, left) == ("NASA HQ", 4000, [])
    pictures, left = await gathered(Answers({url: body}), url, limit=2)
    assert [one.url for one in pictures][1] == "https://images-assets.nasa.gov/image/A/A~thumb.jpg"


def test_openverse() -> None:
    page = reply("openverse")
    assert len(page.pictures) == 1
    one = page.pictures[0]
    assert (one.title, one.credit, one.licence, one.width) == ("Cairo skyline", "StartAgain", "CC-BY-SA-2.0", 1024)
    assert (one.thumbnail, one.page) == (
        "https://api.openverse.org/v1/images/0cca3a36/thumb/",
        "https://www.flickr.com/photos/98833136@N00/73638843",
    )
    assert [more.url for more in page.more] == ["https://api.openverse.org/v1/images/?q=cat&page=2"]
    assert reply("openverse", page=20, page_count=40).more == ()


def test_flickr() -> None:
    one = reply("flickr").pictures[0]
    assert (one.url, one.thumbnail) == (
        "https://live.staticflickr.com/65535/54153196105_3dbe30ffa5_b.jpg",
        "https://live.staticflickr.com/65535/54153196105_3dbe30ffa5_m.jpg",
    )
    assert (one.title, one.credit, one.tags, one.page) == (
        "Piaggio Ape's P501",
        "harry_nl",
        ("a", "b", "c"),
        "https://www.flickr.com/photos/harry_nl/54153196105/",
    )


def test_inaturalist() -> None:
    page = reply("inaturalist")
    one, two = page.pictures
    assert (one.url, one.thumbnail) == (
        "https://static.inaturalist.org/photos/92152429/original.jpg?1598551272",
        "https://static.inaturalist.org/photos/92152429/medium.jpg?1598551272",
    )
    assert (one.title, one.credit, one.licence, one.width) == ("Monarch", "samroom", "CC-BY-NC", 1188)
    assert (two.url, two.licence) == (
        "https://inaturalist-open-data.s3.amazonaws.com/photos/2/original.jpeg",
        "All rights reserved",
    )
    assert [more.url for more in page.more] == ["https://api.inaturalist.org/v1/observations?per_page=1&page=2"]
    deep = reply("inaturalist", page=50, per_page=200, total_results=20_000)
    assert [more.url for more in deep.more] == [
        "https://api.inaturalist.org/v1/observations?per_page=1&page=1&id_below=57754375"
    ]
    one = read_real("api/inaturalist__get_observations_page1.json").pictures[0]
    assert (one.url, one.title, one.rights, one.page) == (
        "https://static.inaturalist.org/photos/92152429/original.jpg?1598551272",
        "Monarch",
        "(c) samroom, some rights reserved (CC BY-NC)",
        "https://www.inaturalist.org/observations/57754375",
    )


def test_dog_ceo() -> None:
    assert [one.title for one in reply("dog-ceo").pictures] == ["Afghan hound", "Pug"]
    assert len(reply("dog-ceo", message="https://images.dog.ceo/breeds/pug/x.jpg").pictures) == 1
    with pytest.raises(NothingToShowError, match="Breed not found"):
        read({"status": "error", "message": "Breed not found (main breed does not exist)", "code": 404})
    with pytest.raises(NothingToShowError, match="holds no pictures"):
        read({"status": "success", "message": {"hound": ["afghan"]}})


def test_xkcd() -> None:
    one = reply("xkcd").pictures[0]
    assert (one.url, one.title, one.date, one.page) == (
        "https://imgs.xkcd.com/comics/field_topology.png",
        "Field Topology",
        "2022-05-27",
        "https://xkcd.com/2625/",
    )
    assert (one.credit, one.licence, one.description) == (
        "Randall Munroe",
        "CC-BY-NC-2.5",
        "The combination croquet set…",
    )


def test_bing() -> None:
    one = reply("bing").pictures[0]
    assert (one.url, one.title, one.credit) == (
        "https://www.bing.com/th?id=OHR.X_UHD.jpg",
        "The long way",
        "Ann B/Getty Images",
    )
    assert (one.description, one.date) == ("Bridge over the Tay", "2026-01-02")
    local = read(REPLIES["bing"][1], "file:///tmp/bing.json").pictures[0]
    assert local.url == one.url


def test_reddit() -> None:
    page = reply("reddit")
    assert [(one.url, one.title) for one in page.pictures] == [
        ("https://i.redd.it/x.png", "A view"),
        ("https://i.redd.it/k2.png", "Second"),
        ("https://i.redd.it/k1.jpg", "Album"),
    ]
    one, _, three = page.pictures
    assert (one.thumbnail, one.width, one.credit) == ("https://preview.redd.it/x.png?width=108&s=1", 3000, "ann")
    assert (three.width, three.height, three.thumbnail) == (2296, 4080, "https://preview.redd.it/k1.jpg?width=108&s=2")
    assert [more.url for more in page.more] == ["https://www.reddit.com/r/x/.json?after=t3_abc"]
    assert notes(page) == ["Posts without a picture: 1."]


def test_stocksnaps_published_reply() -> None:
    page = read_real("api/stocksnap__full_response.json", "https://stocksnap.io/api/load-photos/date/desc/1")
    assert len(page.pictures) == 40
    one = page.pictures[0]
    assert (one.url, one.credit, one.licence) == (
        "https://cdn.stocksnap.io/img-thumbs/960w/OAJ3645ZWF.jpg",
        "Macro Mama",
        "CC0-1.0",
    )
    assert (one.width, one.height, one.page) == (960, 640, "https://stocksnap.io/photo/OAJ3645ZWF")
    assert [more.url for more in page.more] == ["https://stocksnap.io/api/load-photos/date/desc/2"]


def test_flickrs_api_names_a_photograph_by_its_numbers() -> None:
    one = {
        "id": "53",
        "owner": "1@N01",
        "secret": "abc",
        "server": "65",
        "title": "Tree",
        "license": "4",
        "ownername": "Ann",
    }
    url = "https://api.flickr.com/services/rest/?method=flickr.photos.search&format=json"
    page = read(
        {
            "photos": {
                "page": 1,
                "pages": 3,
                "photo": [
                    one,
                    {**one, "url_l": "https://live.staticflickr.com/65/53_x_l.jpg", "width_l": 10, "height_l": "20"},
                ],
            },
            "stat": "ok",
        },
        url,
    )
    made, asked = page.pictures
    assert (made.url, made.thumbnail) == (
        "https://live.staticflickr.com/65/53_abc_b.jpg",
        "https://live.staticflickr.com/65/53_abc_n.jpg",
    )
    assert (made.title, made.credit, made.licence) == ("Tree", "Ann", "CC-BY-2.0")
    assert made.page == "https://www.flickr.com/photos/1@N01/53/"
    assert (asked.url, asked.width, asked.height) == ("https://live.staticflickr.com/65/53_x_l.jpg", 10, 20)
    assert [one.url for one in page.more] == [url + "&page=2"]
    assert (
        read(
            {"photoset": {"owner": "9@N", "page": 1, "pages": 1, "photo": [{**one, "owner": None}]}, "stat": "ok"}, url
        ).more
        == ()
    )
