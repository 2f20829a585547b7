"""What Wikimedia Commons answers: files and what is said of them, put together from the parts of a batch."""

from dataclasses import replace
from typing import Any

from sources.asking import Answers, gathered
from sources.samples import document, notes, read, read_real, real, reply
from vitrina.errors import HttpStatusError
from vitrina.sources.commons import Commons


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
    one, two, three = (
        real(f"api/wikimedia__continuation__wmc_pretty{number}.json").read_bytes() for number in (1, 2, 3)
    )
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


def test_a_thumbnail_of_a_known_host_is_asked_for_in_full_by_any_source() -> None:
    small = "https://upload.wikimedia.org/wikipedia/commons/thumb/a/a1/Cat.jpg/330px-Cat.jpg"
    (found,) = read({"items": [{"image": small, "title": "Cat"}]}).pictures
    assert (found.url, found.thumbnail) == ("https://upload.wikimedia.org/wikipedia/commons/a/a1/Cat.jpg", small)
