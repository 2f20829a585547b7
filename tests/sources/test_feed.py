# ruff: noqa: E501 - samples stay on one line, as they come
"""Feeds as they come: every format, every encoding, well-formed and not."""

import pytest

from sources.asking import Answers, gathered
from sources.samples import DATA, document, read, read_real, real
from vitrina.sources import Page
from vitrina.sources.feed import Feed
from vitrina.sources.feed_tree import Tree

URL = "https://blog.example.org/feed.xml"
APOD = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:apod="https://science.nasa.gov/apod/"xmlns:media="http://search.yahoo.com/mrss/">
<channel><item><title>Test Galaxy</title><link>https://science.nasa.gov/image-article/apod-2026-september-30-test/</link>
<pubDate>Wed, 30 Sep 2026 04:05:00 +0000</pubDate>
<apod:hdurl>https://assets.science.nasa.gov/dynamicimage/assets/science/cds/apod/apod/2026/october/test.jpg?w=1772&amp;h=1182</apod:hdurl>
<apod:url>https://science.nasa.gov/image-article/x/</apod:url><apod:explanation><![CDATA[<strong>Explanation:</strong> A test.]]></apod:explanation></item></channel></rss>
"""
MEDIA = """<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Photos</title><image><url>https://h/logo.png</url></image>
<atom:link rel="next" href="?page=2"/><copyright>All ours</copyright>
<item><title>t</title><link>https://page/1</link><guid isPermaLink="false">id</guid><pubDate>Mon, 1 Jun 2026 10:00:00 GMT</pubDate><dc:creator>a</dc:creator>
<media:group><media:content url="https://h/big.jpg" type="image/jpeg" medium="image" width="4000" height="3000" isDefault="true"/><media:content url="https://h/small.jpg" width="800"/></media:group>
<media:thumbnail url="https://h/t.jpg" width="72" height="72"/><media:title>Better</media:title><media:description type="html">&lt;p&gt;Two &amp;amp; more&lt;/p&gt;</media:description>
<media:credit role="photographer">Ann</media:credit><media:license type="text/html" href="https://creativecommons.org/licenses/by/4.0/">CC</media:license><media:keywords>a, b</media:keywords></item>
<item><title>Film</title><media:content url="https://h/f.mp4" type="video/mp4" medium="video"><media:thumbnail url="https://h/still.jpg"/></media:content></item>
<item><title>Enclosed</title><enclosure url="https://h/1.jpg" type="image/jpeg" length="9"/><enclosure url="https://h/2.jpg" type="image/jpeg"/><enclosure url="https://h/a.mp3" type="audio/mpeg"/></item>
<item><title>Nothing</title><description>words</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.org/blog/"><title type="html">A &lt;b&gt;feed&lt;/b&gt;</title><author><name>All of us</name></author>
<entry><title>One</title><link rel="alternate" href="one.html"/><link rel="enclosure" type="image/png" href="one.png"/><published>2026-01-02</published><category term="x" label="Ex"/>
<source><title>Not this</title><author><name>Nor this</name></author></source></entry>
<entry><title>Two</title><author><name>Bob</name><uri>https://bob.org</uri></author><link href="/two"/><link rel="license" href="http://creativecommons.org/licenses/by-sa/3.0/"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p><img src="img/two.jpg" alt="Alt" width="20"/><img src="img/three.jpg" alt="Three"/></div></content></entry></feed>"""
REDDIT = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>pics</title><entry><author><name>/u/x</name><uri>https://www.reddit.com/user/x</uri></author>
<content type="html">&lt;table&gt;&lt;a href="https://www.reddit.com/r/p/1/"&gt;&lt;img src="https://b.thumbs.redditmedia.com/a.jpg" alt="T"/&gt;&lt;/a&gt; &lt;span&gt;&lt;a href="https://i.redd.it/x.jpg"&gt;[link]&lt;/a&gt;&lt;/span&gt;</content>
<link href="https://www.reddit.com/r/p/comments/1/"/><media:thumbnail url="https://b.thumbs.redditmedia.com/a.jpg"/><title>A view</title></entry></feed>"""
POTD = """<rss version="2.0"><channel><title>Picture of the day</title>
<item><title>Wikimedia Commons picture of the day for October 5</title><link>https://commons.wikimedia.org/wiki/Special:FeedItem/potd/20261005000000/en</link>
<description>&lt;a href="/wiki/File:B_b.jpg"&gt;&lt;img src="https://upload.wikimedia.org/wikipedia/commons/thumb/a/ab/B_b.jpg/330px-B_b.jpg" width="330"/&gt;&lt;/a&gt;</description></item>
<item><title>Wikimedia Commons picture of the day for October 6</title><link>https://commons.wikimedia.org/wiki/Special:FeedItem/potd/20261006000000/en</link>
<description>&lt;a href="/wiki/File:A.jpg"&gt;&lt;img src="//upload.wikimedia.org/wikipedia/commons/thumb/e/e8/A.jpg/330px-A.jpg"/&gt;&lt;/a&gt;</description></item></channel></rss>"""


def urls(page: Page) -> list[str]:
    return [one.url for one in page.pictures]


def test_the_feed_that_is_not_well_formed_is_read() -> None:
    page = read(APOD, URL)
    one = page.pictures[0]
    assert (
        one.url
        == "https://assets.science.nasa.gov/dynamicimage/assets/science/cds/apod/apod/2026/october/test.jpg?w=1772&h=1182"
    )
    assert (one.title, one.page, one.source) == (
        "Test Galaxy",
        "https://science.nasa.gov/image-article/apod-2026-september-30-test/",
        "feed",
    )
    assert one.date == "Wed, 30 Sep 2026 04:05:00 +0000"


def test_media_rss_gives_the_largest_and_what_is_said_of_it() -> None:
    page = read(MEDIA, URL)
    assert (page.title, [one.url for one in page.more]) == ("Photos", ["https://blog.example.org/feed.xml?page=2"])
    assert urls(page) == ["https://h/big.jpg", "https://h/still.jpg", "https://h/1.jpg", "https://h/2.jpg"]
    one = page.pictures[0]
    assert (one.title, one.credit, one.licence, one.page) == ("Better", "Ann", "CC-BY-4.0", "https://page/1")
    assert (one.thumbnail, one.width, one.height, one.media_type) == ("https://h/t.jpg", 4000, 3000, "image/jpeg")
    assert (one.description, one.tags, one.rights) == ("Two & more", ("a", "b"), "All ours")
    assert [str(note) for note in page.left_out] == ["Entries without a picture: 1."]


def test_atom_resolves_against_its_base_and_inherits_its_author() -> None:
    page = read(ATOM, URL)
    assert page.title == "A feed"
    one, two = page.pictures
    assert (one.url, one.page, one.credit) == (
        "https://base.org/blog/one.png",
        "https://base.org/blog/one.html",
        "All of us",
    )
    assert (one.date, one.tags) == ("2026-01-02", ("Ex",))
    assert (two.url, two.page) == ("https://base.org/blog/img/three.jpg", "https://base.org/two")
    assert (two.credit, two.author_page, two.licence) == ("Bob", "https://bob.org/", "CC-BY-SA-3.0")


def test_reddits_feed_means_its_link() -> None:
    one = read(REDDIT, URL).pictures[0]
    assert (one.url, one.thumbnail, one.title) == (
        "https://i.redd.it/x.jpg",
        "https://b.thumbs.redditmedia.com/a.jpg",
        "A view",
    )
    assert (one.credit, one.page) == ("/u/x", "https://www.reddit.com/r/p/comments/1/")


async def test_the_picture_of_the_day_is_asked_for_its_author_in_one_question() -> None:
    feed = "https://commons.wikimedia.org/w/api.php?action=featuredfeed&feed=potd&feedformat=rss"
    question = read(POTD, feed).more[0].url
    assert question.startswith(
        "https://commons.wikimedia.org/w/api.php?action=query&format=json&formatversion=2&prop=imageinfo"
    )
    assert question.endswith("&titles=File%3AB%20b.jpg%7CFile%3AA.jpg")
    info = [
        {
            "url": "https://upload.wikimedia.org/wikipedia/commons/e/e8/A.jpg",
            "descriptionurl": "https://commons.wikimedia.org/wiki/File:A.jpg",
            "extmetadata": {"Artist": {"value": "Ann"}, "LicenseShortName": {"value": "CC BY-SA 4.0"}},
        }
    ]
    other = [{**info[0], "url": "https://upload.wikimedia.org/wikipedia/commons/a/ab/B_b.jpg"}]
    reply = {
        "batchcomplete": True,
        "query": {
            "pages": [
                {"pageid": 1, "title": "File:A.jpg", "imageinfo": info},
                {"pageid": 2, "title": "File:B b.jpg", "imageinfo": other},
            ]
        },
    }
    pictures, notes = await gathered(Answers({feed: POTD, question: reply}), feed)
    assert [(one.title, one.credit, one.licence, one.source) for one in pictures] == [
        ("B b", "Ann", "CC-BY-SA-4.0", "commons"),
        ("A", "Ann", "CC-BY-SA-4.0", "commons"),
    ]
    assert notes == []
    pictures, notes = await gathered(Answers({feed: POTD}), feed)
    assert [(one.url, one.source) for one in pictures] == [
        ("https://upload.wikimedia.org/wikipedia/commons/a/ab/B_b.jpg", "feed"),
        ("https://upload.wikimedia.org/wikipedia/commons/e/e8/A.jpg", "feed"),
    ]
    assert [note.error for note in notes] == [None]


async def test_paging_follows_rfc_5005_and_ends() -> None:
    def page(number: int) -> str:
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?p={number % 3 + 1}"/><entry><link rel="enclosure" type="image/png" href="/{number}.png"/></entry></feed>'

    answers = Answers({f"{URL}?p={number}": page(number) for number in (1, 2, 3)})
    pictures, notes = await gathered(answers, f"{URL}?p=1")
    assert [one.url for one in pictures] == [f"https://blog.example.org/{number}.png" for number in (1, 2, 3)]
    assert (len(answers.asked), notes) == (3, [])


@pytest.mark.parametrize(
    "text, expected",
    [
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>c</title></channel><item rdf:about="https://h/1"><description>&lt;img src="https://h/1.jpg"&gt;</description></item></rdf:RDF>', ["https://h/1.jpg"]),
        ('<rss version="0.91"><channel><item><description><img src="/a.jpg"><br>naked</description></item><item><description>&lt;img src=b.jpg&gt;</description></item></channel></rss>', ["https://blog.example.org/a.jpg", "https://blog.example.org/b.jpg"]),
        ("<rss><channel><item><title>no end<enclosure url='https://h/1.jpg' type='image/jpeg'><item><enclosure url='https://h/2.jpg' type='image/jpeg'/>", ["https://h/1.jpg", "https://h/2.jpg"]),
        ("<rss><channel><item><enclosure url='https://h/1.jpg' type='image/jpeg'/><item><enclosure url='https://h/2.jpg' type='image/jpeg'/></item></channel></rss>", ["https://h/1.jpg", "https://h/2.jpg"]),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><content type="text/html" mode="base64">PGltZyBzcmM9Imh0dHBzOi8vaC94LmpwZyI+</content></entry></feed>', ["https://h/x.jpg"]),
        ('<rss xmlns:m="http://search.yahoo.com/mrss"><channel><item><m:content url="https://h/x?id=1" medium="image"/></item></channel></rss>', ["https://h/x?id=1"]),
        ('<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><item><enclosure url="https://h/a.mp3" type="audio/mpeg"/><itunes:image href="https://h/cover.jpg"/></item></channel></rss>', ["https://h/cover.jpg"]),
        ('<rss><channel><item><description>&lt;img src="https://h/pixel.gif" width="1" height="1"&gt;&lt;img src="https://h/w.jpg" srcset="https://h/w-1.jpg 600w, https://h/w-2.jpg 1200w"&gt;</description></item></channel></rss>', ["https://h/w-2.jpg"]),
    ],
    ids=["rdf", "0.91 with naked markup", "without ends", "one without an end", "atom 0.3 in base64", "media prefix", "itunes", "content"],
)  # fmt: skip
def test_old_and_broken_feeds_are_read(text: str, expected: list[str]) -> None:
    assert urls(read(text, URL)) == expected


def test_entities_of_the_documents_own_are_not_followed() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&b;&x;</title><enclosure url="https://h/1.jpg" type="image/jpeg"/></item></channel></rss>'
    assert [(one.url, one.title) for one in read(bomb, URL).pictures] == [("https://h/1.jpg", "&b;&x;")]


@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "feeds").glob("*.xml")) or ["none"])
def test_every_published_feed_is_taken_for_one_or_is_empty(name: str) -> None:
    body = real(f"feeds/{name}").read_bytes()
    found = Feed().read(document(body, URL))
    assert found is not None or name == "illformed__rss_empty_document.xml"
    assert found is None or found.pictures == ()


# Name of the file, charset of its header, element of the first entry, and its text.
ENTRIES: list[tuple[str, str | None, str, str]] = [
    ("encoding__euc-kr-item.xml", None, "description", "\ub144"),
    (
        "encoding__http_text_xml_charset_overrides_encoding_2.xml",
        "windows-1252",
        "description",
        "This is a \xa3\u201ctest.\u201d",
    ),
    ("illformed__rss_item_link_corrupted_ampersands.xml", None, "link", "http://link/get?a=1&b=2"),
    ("wellformed__rss__item_dc_creator.xml", None, "dc:creator", "Example editor"),
    ("wellformed__media-rss__item_media_title2.xml", None, "title", "foo"),
    ("wellformed__media-rss__item_media_title2.xml", None, "media:title", "bar"),
    ("wellformed__atom__entry_title_base64_2.xml", None, "title", "<p>History of the &lt;blink&gt; tag</p>"),
    ("wellformed__atom10__entry_title_escaped_markup.xml", None, "title", "Example <b>Atom</b>"),
    ("wellformed__base__cdf_item_abstract_xml_base.xml", None, "title", "item title"),
    ("wellformed__rss__item_guid_map_link.xml", None, "guid", "http://guid.example.com/"),
]


@pytest.mark.parametrize("name, charset, element, expected", ENTRIES, ids=[f"{one[0]} {one[2]}" for one in ENTRIES])
def test_entries_of_published_feeds_say_what_the_file_says(
    name: str, charset: str | None, element: str, expected: str
) -> None:
    item = next(Tree(document(real(f"feeds/{name}").read_bytes(), URL, charset=charset)).items())
    found = item.first(element)
    assert found is not None
    assert found.html() == expected


CHANNELS: list[tuple[str, str | None]] = [
    ("wellformed__atom__atom_namespace_1.xml", "Example Atom"),
    ("wellformed__base__feed_title_xml_base.xml", "Example test"),
    ("wellformed__base__cdf_item_abstract_xml_base.xml", "channel title"),
]


@pytest.mark.parametrize("name, title", CHANNELS)
def test_feeds_have_the_title_that_the_file_says(name: str, title: str) -> None:
    assert read_real(f"feeds/{name}", URL).title == title


@pytest.mark.parametrize(
    "name, charset",
    [
        ("encoding__big5.xml", None),
        ("encoding__utf_16.xml", None),
        ("encoding__utf-32be-autodetect.xml", None),
        ("encoding__http_text_rss_xml_charset_overrides_encoding.xml", "utf-8"),
        ("encoding__http_application_atom_xml_gb2312_encoding.xml", None),
        ("encoding__http_application_xml_dtd_charset.xml", "utf-8"),
        ("encoding__no_content_type_encoding.xml", None),
    ],
)
def test_every_encoding_is_found_out(name: str, charset: str | None) -> None:
    text = document(real(f"feeds/{name}").read_bytes(), URL, charset=charset).text
    assert "\ufffd" not in text
    assert "\0" not in text
    assert text.lstrip().startswith("<")


def test_json_feeds_are_read_as_published() -> None:
    for name in ("10", "10_expected", "11", "11_expected", "11_deprecated_author", "11_deprecated_author_expected"):
        page = read_real(f"feeds/jsonfeed__version_json_{name}.json", "https://sample-json-feed.com/feed.json")
        assert page.title == "title"
        one = page.pictures[0]
        assert (one.url, one.title, one.credit) == ("https://sample-json-feed.com/image.png", "title", "author_name")
        assert (one.page, one.author_page, one.tags) == (
            "https://sample-json-feed.com/id",
            "https://sample-feed-author.com/",
            ("tag1", "tag2"),
        )
        assert (one.date, one.source) == ("2019-10-12T07:20:50.52Z", "json-feed")
        assert [more.url for more in page.more] == ["https://sample-json-feed.com/feed.json?next=500"]


def test_json_feed_means_attachments_first_then_the_content() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "feed_url": "https://h/feed.json",
        "next_url": "https://h/feed.json",
        "items": [
            {"id": "1", "attachments": [{"url": "a.jpg", "mime_type": "image/jpeg", "title": "A"}, {"url": "b.mp3", "mime_type": "audio/mpeg"}]},
            {"id": 2, "content_html": "<p><img src='c.jpg' alt='C'></p>", "banner_image": "banner.jpg"},
            {"id": "3", "banner_image": "banner.jpg"},
            {"id": " ", "image": "never.jpg"},
        ],
    }  # fmt: skip
    page = read(feed, "https://h/feed.json")
    assert [(one.url, one.title) for one in page.pictures] == [
        ("https://h/a.jpg", "A"),
        ("https://h/c.jpg", "C"),
        ("https://h/banner.jpg", None),
    ]
    assert page.more == ()
    assert [str(note) for note in page.left_out] == ["Entries without a picture: 1."]


def test_several_media_with_words_of_their_own_are_several_pictures() -> None:
    contents = "".join(
        f'<media:content width="644" height="322" url="https://h/{at}.jpg"><media:title>T{at}</media:title><media:credit>C{at}</media:credit></media:content>'
        for at in (1, 2)
    )
    page = read(
        f'<feed version="0.3" xmlns="http://purl.org/atom/ns#" xmlns:media="http://search.yahoo.com/mrss/"><entry><title>E</title>{contents}</entry></feed>',
        URL,
    )
    assert [(one.url, one.title, one.credit) for one in page.pictures] == [
        ("https://h/1.jpg", "T1", "C1"),
        ("https://h/2.jpg", "T2", "C2"),
    ]
    group = '<media:credit role="creator">Creator</media:credit><media:credit role="writer">Writer</media:credit><media:license href="http://example.com/">License</media:license><media:content url="https://h/1.jpg"/>'
    one = read(
        f'<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item><media:group>{group}</media:group></item></channel></rss>',
        URL,
    ).pictures[0]
    assert (one.credit, one.licence_page) == ("Creator, Writer", "http://example.com/")


def test_several_bare_contents_without_sizes_are_pictures_apart() -> None:
    item = (
        "<item><link>https://s.example/@ann/1</link><description>&lt;p&gt;A hill&lt;/p&gt;</description>"
        '<media:content url="https://f.example/1.jpg" medium="image"><media:description>Alt</media:description></media:content>'
        '<media:content url="https://f.example/2.jpg" medium="image"/><media:content url="https://f.example/3.mp4" medium="video"/></item>'
    )
    page = read(f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>{item}</channel></rss>')
    assert [(one.url, one.title) for one in page.pictures] == [
        ("https://f.example/1.jpg", "Alt"),
        ("https://f.example/2.jpg", "A hill"),
    ]
    sizes = item.replace("1.jpg", "a_small.jpg").replace("2.jpg", "a_large.jpg")
    page = read(f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>{sizes}</channel></rss>')
    assert len(page.pictures) == 1


def test_an_avatar_is_no_credit_and_the_thumbnail_is_large_enough_for_a_tile() -> None:
    item = (
        '<item><title>Hill</title><media:credit role="author">Ann</media:credit><media:credit role="author">https://a.example/ann.jpg</media:credit>'
        '<media:thumbnail url="https://i.example/150.jpg" width="100" height="150"/><media:thumbnail url="https://i.example/300.jpg" width="200" height="300"/>'
        '<media:thumbnail url="https://i.example/900.jpg" width="900" height="900"/>'
        '<media:content url="https://i.example/full.jpg" width="2000" height="3000" medium="image"/></item>'
    )
    (found,) = read(
        f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>{item}</channel></rss>'
    ).pictures
    assert (found.url, found.credit, found.thumbnail) == (
        "https://i.example/full.jpg",
        "Ann",
        "https://i.example/300.jpg",
    )
