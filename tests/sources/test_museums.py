# ruff: noqa: RUF001 - years are joined as the publishers join them
"""What the replies of museums and libraries hold: against the published ones, and the publishers' own documents."""

import pytest

from sources.asking import Answers, gathered
from sources.replies import REPLIES
from sources.samples import notes, read, read_real, reply
from vitrina.errors import NothingToShowError


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
