# ruff: noqa: E501, RUF001 - addresses stay as the publishers write them
"""What each known API's reply holds: against the published replies, and the publishers' own documents."""

from dataclasses import replace
from typing import Any

import pytest

from sources.asking import Answers, gathered
from sources.replies import REPLIES
from sources.samples import document, read, read_real
from vitrina.errors import HttpStatusError, NothingToShowError
from vitrina.model import Picture
from vitrina.sources import Page
from vitrina.sources.commons import Commons


def reply(name: str, **changed: Any) -> Page:
    url, body = REPLIES[name]
    return read({**body, **changed} if changed else body, url)


def notes(page: Page) -> list[str]:
    return [str(one) for one in page.left_out]


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
    page = reply_list = read(REPLIES["apod"][1], REPLIES["apod"][0])
    assert reply_list.pictures == (
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


def test_commons() -> None:
    page = reply("commons")
    one = page.pictures[0]
    assert (one.url, one.title, one.credit, one.author_page) == (
        "https://upload.wikimedia.org/wikipedia/commons/2/25/P.jpg",
        "Plozevet",
        "PtrQs",
        "https://commons.wikimedia.org/wiki/User:PtrQs",
    )
    assert (one.licence, one.page, one.thumbnail) == (
        "CC-BY-SA-4.0",
        "https://commons.wikimedia.org/wiki/File:P.jpg",
        "https://upload.wikimedia.org/wikipedia/commons/thumb/2/25/P.jpg/330px-P.jpg",
    )
    assert (one.width, one.height, one.description, one.date) == (5514, 3102, "A church", "2012-09-25 16:23:02")
    assert [more.url for more in page.more] == [
        "https://commons.wikimedia.org/w/api.php?action=query&generator=allimages&continue=gaicontinue%7C%7C&gaicontinue=next.jpg"
    ]
    assert notes(page) == ["Files that are no pictures or are missing: 1."]


def test_commons_in_the_second_version_of_the_format_and_files_that_are_shown_rendered() -> None:
    info = {
        "url": "https://u/a.svg",
        "mime": "image/svg+xml",
        "thumburl": "https://u/330px-a.svg.png",
        "thumbwidth": 330,
        "thumbheight": 200,
        "width": 9,
        "height": 9,
    }
    pages = [
        {"pageid": 2, "title": "File:B.svg", "imageinfo": [info]},
        {"title": "File:C.jpg", "missing": True},
        {"pageid": 3, "title": "File:D.webm", "imageinfo": [{"url": "https://u/d.webm", "mime": "video/webm"}]},
    ]
    page = read({"batchcomplete": True, "query": {"pages": pages}})
    assert [(one.url, one.title, one.width) for one in page.pictures] == [("https://u/330px-a.svg.png", "B", 330)]


def test_commons_published_replies() -> None:
    page = read_real("api/wikimedia__response_large_0.json", "https://commons.wikimedia.org/w/api.php?a=b")
    assert [(one.url, one.title, one.credit, one.licence) for one in page.pictures] == [
        ("https://upl.wiki.org/url0", "prettypic0", "User0", "CC-BY-SA-4.0")
    ]
    one = read_real("api/wikimedia__continuation__page_44672212_merged.json").pictures[0]
    assert (one.title, one.credit, one.licence, one.date) == ("Night in Nice", "Edvard Munch", "Public domain", "1891")
    assert one == read_real("api/wikimedia__continuation__page_44672212_left.json").pictures[0]


async def test_commons_continuations_are_put_together() -> None:
    """Three published replies of one batch: `imageinfo` is in the first alone."""
    start = "https://commons.wikimedia.org/w/api.php?action=query"
    one, two, three = (read_body(f"api/wikimedia__continuation__wmc_pretty{number}.json") for number in (1, 2, 3))
    first = Commons().read(document(one, start))
    assert first is not None
    assert (first.pictures, len(first.more)) == ((), 1)
    assert first.more[0].url.endswith(
        "&continue=%7C%7Cimageinfo&gucontinue=Edvard_Munch_-_Night_in_Nice_%281891%29.jpg%7Cnowiki%7C1281339"
    )
    second = Commons().read(replace(document(two, first.more[0].url), carry=first.more[0].carry))
    assert second is not None
    third = Commons().read(replace(document(three, second.more[0].url), carry=second.more[0].carry))
    assert third is not None
    assert len(third.pictures) == 9
    assert third.pictures[0].url == "https://upload.wikimedia.org/wikipedia/commons/f/fb/Minchinmavida_Volcano.jpg"
    assert (third.pictures[1].licence, third.pictures[1].credit) == ("CC-BY-SA-3.0-DE", "Eckhard Henkel")
    pages: Any = second.more[0].carry
    assert len(pages["44672212"]["globalusage"]) == 16
    answers = Answers({start: one, first.more[0].url: two, second.more[0].url: three})
    pictures, left = await gathered(answers, start)
    assert pictures == [replace(picture, source="commons", remote=True) for picture in third.pictures]
    assert [type(note.error) for note in left] == [HttpStatusError]  # the next batch was not served
    pictures, left = await gathered(Answers({start: one}), start)
    assert len(pictures) == 9
    assert [note.error for note in left] == [None]


def read_body(name: str) -> bytes:
    from sources.samples import real

    return real(name).read_bytes()


async def test_the_met_search_leads_to_its_objects() -> None:
    base = "https://collectionapi.metmuseum.org/public/collection/v1/"
    closed = {**REPLIES["met"][1], "objectID": 2, "primaryImage": "", "additionalImages": [], "title": "Closed"}
    answers = Answers(
        {
            f"{base}search?q=x": {"total": 3, "objectIDs": [45734, 2, 3]},
            f"{base}objects/45734": REPLIES["met"][1],
            f"{base}objects/2": closed,
        }
    )
    pictures, left = await gathered(answers, f"{base}search?q=x")
    assert [one.url.rpartition("/")[2] for one in pictures] == ["DP251139.jpg", "DP251138.jpg"]
    assert (str(left[0]), left[1].url) == ("Closed has no picture that may be shown.", f"{base}objects/3")
    _, left = await gathered(Answers({f"{base}search?q=x": {"total": 0, "objectIDs": None}}), f"{base}search?q=x")
    assert [type(note.error) for note in left] == [NothingToShowError]


def test_the_met_object() -> None:
    page = read_real("api/metropolitan_museum_of_art__sample_response.json")
    assert [one.url.rpartition("/")[2] for one in page.pictures] == ["DP251139.jpg", "DP251138.jpg", "DP251120.jpg"]
    one = page.pictures[0]
    assert (one.title, one.credit, one.licence, one.date) == (
        "Quail and Millet",
        "Kiyohara Yukinobu",
        "CC0-1.0",
        "late 17th century",
    )
    assert (one.thumbnail, one.tags) == (
        "https://images.metmuseum.org/CRDImages/as/web-large/DP251139.jpg",
        ("Birds", "Leaves"),
    )


def test_the_art_institute() -> None:
    page = reply("artic")
    one = page.pictures[0]
    assert one.url == "https://www.artic.edu/iiif/2/2d484387-2509-5e8e-2c43-22f9981972eb/full/1686,/0/default.jpg"
    assert one.thumbnail == "https://www.artic.edu/iiif/2/2d484387-2509-5e8e-2c43-22f9981972eb/full/400,/0/default.jpg"
    assert (one.title, one.credit, one.licence) == ("A Sunday on La Grande Jatte", "Georges Seurat", "CC0-1.0")
    assert (one.page, one.placeholder) == (
        "https://www.artic.edu/artworks/27992",
        "data:image/gif;base64,R0lGODlhBAAFAPQAAB8Z",
    )
    assert [more.url for more in page.more] == ["https://api.artic.edu/api/v1/artworks?page=4&limit=2"]
    assert notes(page) == ["Artworks without a picture: 1."]


@pytest.mark.parametrize(
    "number, title, credit, image, count",
    [
        (4, "Priest and Boy", "Lawrence Carmichael Earle", "1753b638-d4fb-8e45-3db9-92dde7f053da/full/843,", 1),
        (11, "Self-Portrait", "Walter Shirlaw", "7b7a6f39-1cd8-ea2f-9811-18b0e23edac0/full/1686,", 2),
        (
            19,
            "View of Ponte Lugano on the Anio, from Views of Rome",
            "Giovanni Battista Piranesi",
            "7f5429b5-a966-ccbe-1ce3-7f131e96bf87/full/1686,",
            1,
        ),
        (
            22,
            "Villa Pamphili outside Porta S. Pancrazio, from Views of Rome",
            "Giovanni Battista Piranesi",
            "a76844cc-cec8-6026-5609-50d3961aed4c/full/1686,",
            1,
        ),
        (24, "Portrait of Edouard Molé", "Robert Nanteuil", "5df51c9d-dac5-d962-4d4b-300339219e54/full/1686,", 1),
    ],
)
def test_the_art_institutes_published_artworks(number: int, title: str, credit: str, image: str, count: int) -> None:
    page = read_real(f"api/artic__{number}.json")
    one = page.pictures[0]
    assert (one.title, one.credit, one.licence, len(page.pictures)) == (title, credit, "CC0-1.0", count)
    assert (one.url, one.page) == (
        f"https://www.artic.edu/iiif/2/{image}/0/default.jpg",
        f"https://www.artic.edu/artworks/{number}",
    )
    assert (one.placeholder or "").startswith("data:image/gif;base64,R0lGODlh")


def test_cleveland() -> None:
    page = reply("cleveland")
    one = page.pictures[0]
    assert (one.url, one.width, one.height) == ("https://openaccess-cdn.clevelandart.org/a_print.jpg", 2422, 3400)
    assert (one.credit, one.licence, one.thumbnail) == (
        "Vincent van Gogh (Dutch, 1853–1890)",
        "CC0-1.0",
        "https://openaccess-cdn.clevelandart.org/a_web.jpg",
    )
    assert [more.url for more in page.more] == ["https://openaccess-api.clevelandart.org/api/artworks/?limit=1&skip=1"]
    assert reply("cleveland", info={"total": 1}).more == ()
    for images in (None, {}, {"web": None}):
        work = {**REPLIES["cleveland"][1]["data"][0], "images": images}
        assert reply("cleveland", data=[work, REPLIES["cleveland"][1]["data"][0]]).pictures == (one,)


def test_clevelands_published_replies() -> None:
    one = read_real("api/clevelandmuseum__response_success.json").pictures[0]
    assert (one.url, one.title, one.licence) == (
        "https://openaccess-cdn.clevelandart.org/1916.586.a/1916.586.a_print.jpg",
        "Scent Bottle",
        "CC0-1.0",
    )
    one = read_real("api/clevelandmuseum__complete_data.json").pictures[0]
    assert (one.title, one.credit, one.width) == (
        "View of Schroon Mountain, Essex County, New York, After a Storm",
        "Thomas Cole (American, 1801-1848)",
        3400,
    )


def test_the_library_of_congress() -> None:
    page = reply("loc")
    assert len(page.pictures) == 1
    one = page.pictures[0]
    assert (one.url, one.thumbnail, one.width, one.height) == (
        "https://tile.loc.gov/0382fv.jpg",
        "https://tile.loc.gov/0382f_150px.jpg",
        572,
        1024,
    )
    assert (one.title, one.credit, one.date, one.tags, one.page) == (
        "Card",
        "Goodwin",
        "1888",
        ("baseball",),
        "https://www.loc.gov/item/2008677321/",
    )
    assert [more.url for more in page.more] == ["https://www.loc.gov/collections/baseball-cards/?fo=json&sp=2"]
    files = [
        [
            {"url": "https://tile.loc.gov/s.jpg", "mimetype": "image/jpeg", "width": 100, "height": 50},
            {"url": "https://tile.loc.gov/l.jpg", "mimetype": "image/jpeg", "width": 1000, "height": 500},
            {"url": "https://tile.loc.gov/x.tif", "mimetype": "image/tiff", "width": 9000, "height": 5000},
        ]
    ]
    item = {
        "item": {
            "title": "Bridge",
            "id": "http://www.loc.gov/item/1/",
            "rights_advisory": ["No known <b>restrictions</b>"],
        },
        "resources": [{"files": files}],
    }
    one = read(item, "https://www.loc.gov/item/1/?fo=json").pictures[0]
    assert (one.url, one.width, one.rights, one.page) == (
        "https://tile.loc.gov/l.jpg",
        1000,
        "No known restrictions",
        "https://www.loc.gov/item/1/",
    )


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
    one = read(REPLIES["flickr"][1], REPLIES["flickr"][0]).pictures[0]
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


def test_vam() -> None:
    page = reply("vam")
    one = page.pictures[0]
    assert (one.url, one.title, one.credit) == (
        "https://framemark.vam.ac.uk/collections/2013GU2911/full/!2000,2000/0/default.jpg",
        "Cunard Line",
        "Thomas",
    )
    assert (one.page, one.date) == ("https://collections.vam.ac.uk/item/O1023003", "1920")
    assert [more.url for more in page.more] == ["https://api.vam.ac.uk/v2/objects/search?q=x&page=2"]
    assert notes(page) == ["Records without a picture: 1."]


def test_wellcome() -> None:
    page = reply("wellcome")
    one = page.pictures[0]
    assert (one.url, one.title, one.credit, one.licence) == (
        "https://iiif.wellcomecollection.org/image/V1/full/max/0/default.jpg",
        "Flowers",
        "Ann",
        "CC-BY-4.0",
    )
    assert one.page == "https://wellcomecollection.org/works/w1"
    assert [more.url for more in page.more] == ["https://api.wellcomecollection.org/catalogue/v2/images?query=x&page=2"]


def test_smk() -> None:
    page = reply("smk")
    assert [more.url for more in page.more] == ["https://api.smk.dk/api/v1/art/search/?keys=*&rows=1&offset=1"]
    one = read_real("api/smk__item.json").pictures[0]
    assert one.url.endswith("/KKS1615.jpg")
    assert (one.title, one.credit, one.licence) == (
        "Jomfru Maria med barnet og Sankt Anne ved vuggen",
        "Altdorfer, Albrecht",
        "CC0-1.0",
    )
    assert (one.width, one.height, one.date) == (3076, 5141, "1479-1537")


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


def test_finna() -> None:
    page = reply("finna")
    one = page.pictures[0]
    assert (one.url, one.title, one.credit, one.licence) == (
        "https://api.finna.fi/Cover/Show?id=museo.1&index=0&size=large",
        "Sauna",
        "Aho, A.",
        "CC-BY-4.0",
    )
    assert (one.tags, one.page) == (("sauna", "vesi"), "https://www.finna.fi/Record/museo.1")
    assert [more.url for more in page.more] == ["https://api.finna.fi/api/v1/search?lookfor=x&limit=1&page=2"]


def test_the_science_museums_published_reply() -> None:
    page = read_real("api/sciencemuseum__response_success.json")
    assert [one.url for one in page.pictures] == [
        f"https://coimages.sciencemuseumgroup.org.uk/images/57/{number}/large_A163983__000{at}_.jpg"
        for at, number in ((1, 370), (2, 371), (3, 372))
    ]
    one = page.pictures[0]
    assert (one.title, one.credit, one.licence) == (
        "Pair of votive breasts",
        "Science Museum Group Collection",
        "CC-BY-NC-SA-4.0",
    )
    assert (one.width, one.height, one.page) == (
        1536,
        1150,
        "https://collection.sciencemuseumgroup.org.uk/objects/co85803/pair-of-votive-breasts-votive-breast",
    )
    assert page.more[0].headers == (("Accept", "application/json"),)


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


def test_one_object_of_the_va_has_all_its_pictures() -> None:
    base = "https://framemark.vam.ac.uk/collections/"
    images = {
        "_primary_thumbnail": base + "1/full/!100,100/0/default.jpg",
        "_iiif_image": base + "1/",
        "_alt_iiif_image": [base + "2/"],
    }
    record = {"systemNumber": "O1", "titles": [{"title": "Poster"}], "artistMakerPerson": [{"name": {"text": "Ann"}}]}
    page = read({"meta": {"version": "2.0", "images": images}, "record": record}, "https://api.vam.ac.uk/v2/object/O1")
    assert [(one.url, one.title, one.credit, one.source) for one in page.pictures] == [
        (f"{base}{number}/full/!2000,2000/0/default.jpg", "Poster", "Ann", "vam") for number in (1, 2)
    ]


def test_a_thumbnail_of_a_known_host_is_asked_for_in_full_by_any_source() -> None:
    small = "https://upload.wikimedia.org/wikipedia/commons/thumb/a/a1/Cat.jpg/330px-Cat.jpg"
    (found,) = read({"items": [{"image": small, "title": "Cat"}]}).pictures
    assert (found.url, found.thumbnail) == ("https://upload.wikimedia.org/wikipedia/commons/a/a1/Cat.jpg", small)
