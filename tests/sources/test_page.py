# ruff: noqa: E501, RUF001 - markup stays on one line, as pages have it
"""Web pages: what is their content, what is decoration, and what they announce."""

import pytest

from sources.asking import Answers, gathered
from sources.samples import read, read_real
from vitrina.errors import BlockPageError
from vitrina.sources import Page
from vitrina.sources.page import clipboard

URL = "https://h.example/dir/page.html"


def urls(page: Page) -> list[str]:
    return [one.url for one in page.pictures]


def html(body: str, head: str = "") -> Page:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", URL)


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<img src=a.jpg>", ["https://h.example/dir/a.jpg"]),
        ("<IMG SRC='/a.jpg?x=1&amp;y=2'>", ["https://h.example/a.jpg?x=1&y=2"]),
        ("<img src=//cdn.example/a.jpg>", ["https://cdn.example/a.jpg"]),
        ("<img src=s.jpg srcset='m.jpg 500w, l,1.jpg 1500w, x.jpg 900w'>", ["https://h.example/dir/l,1.jpg"]),
        ("<img src=s.jpg srcset='a.jpg, b.jpg 2x'>", ["https://h.example/dir/b.jpg"]),
        ("<img src='data:image/gif;base64,R0lGOD' data-src=lazy.jpg>", ["https://h.example/dir/lazy.jpg"]),
        ("<img src=placeholder.gif data-srcset='l.jpg 1200w'>", ["https://h.example/dir/l.jpg"]),
        ("<img src=t.jpg data-full-url=/full.jpg>", ["https://h.example/full.jpg"]),
        ("<noscript><img src=n.jpg></noscript>", ["https://h.example/dir/n.jpg"]),
        ("<picture><source srcset='w.webp 800w, w2.webp 1600w' type=image/webp><img src=f.jpg alt=F></picture>", ["https://h.example/dir/w2.webp"]),
        ("<a href=big.jpg><img src=small.jpg width=100 height=80></a>", ["https://h.example/dir/big.jpg"]),
        ("<a href=other.html><img src=shown.jpg></a>", ["https://h.example/dir/shown.jpg"]),
        ("<div style=\"background-image: url('bg.jpg')\"></div>", ["https://h.example/dir/bg.jpg"]),
        ("<video poster=still.jpg src=a.mp4></video>", ["https://h.example/dir/still.jpg"]),
        ("<img src=icon.svg><img src=x.jpg width=16 height=16><img src=p.gif width=1 height=1><img src=real.jpg>", ["https://h.example/dir/real.jpg"]),
        ("<img src=https://pixel.wp.com/g.gif><img src=/emoji/smile.png><img src=a.jpg class='site-logo'><img src=real.jpg>", ["https://h.example/dir/real.jpg"]),
        ("<img src=dot.jpg><img src=dot.jpg><img src=dot.jpg><img src=dot.jpg><img src=real.jpg>", ["https://h.example/dir/real.jpg"]),
        ("<nav><img src=nav.jpg></nav><img src=real.jpg><footer><img src=foot.jpg></footer>", ["https://h.example/dir/real.jpg"]),
        ("<img src='a b.jpg'><img src='\tc\n.jpg '><img src='http://[broken'><img src='javascript:x'><img src=''><img>", ["https://h.example/dir/a%20b.jpg", "https://h.example/dir/c.jpg"]),
        ("<img src=../../../up.jpg><img src=a.jpg#frag>", ["https://h.example/up.jpg", "https://h.example/dir/a.jpg"]),
        ("<script>document.write('<img src=no.jpg>')</script><!-- <img src=no2.jpg> --><img src=yes.jpg>", ["https://h.example/dir/yes.jpg"]),
        ("<img src=unclosed.jpg alt='x><img src=next.jpg alt='y'><img src=last.jpg>", ["https://h.example/dir/unclosed.jpg", "https://h.example/dir/last.jpg"]),
        ("<meta itemprop=image content=m.jpg>", ["https://h.example/dir/m.jpg"]),
        ("<a href=1.jpg>first</a> <a href=2.jpg>second</a>", ["https://h.example/dir/1.jpg", "https://h.example/dir/2.jpg"]),
    ],
)  # fmt: skip
def test_what_a_page_shows(body: str, expected: list[str]) -> None:
    assert urls(html(body)) == expected


@pytest.mark.parametrize(
    "head, expected",
    [
        ("<base href=https://base.example/x/><meta property=og:image content=o.jpg>", ["https://base.example/x/o.jpg"]),
        ("<meta property=og:image content=/o.jpg><meta property=og:image:width content=50><meta property=og:image content=/p.jpg>", ["https://h.example/p.jpg"]),
        ("<meta name=twitter:image content=/t.jpg>", ["https://h.example/t.jpg"]),
        ("<link rel=image_src href=/i.jpg>", ["https://h.example/i.jpg"]),
        ("<link rel=preload as=image imagesrcset='/a.jpg 1x, /b.jpg 2x' href=/c.jpg>", ["https://h.example/b.jpg"]),
        ('<script type="application/ld+json">{"@graph": [{"@type": "Article", "image": ["/1.jpg", {"@type": "ImageObject", "url": "/2.jpg"}], "publisher": {"logo": {"@type": "ImageObject", "url": "/logo.jpg"}}}]}</script>', ["https://h.example/2.jpg", "https://h.example/1.jpg"]),
        ('<script type="application/ld+json">{"@type": "ImageGallery", "associatedMedia": [{"@type": "ImageObject", "contentUrl": "/g1.jpg"}, {"contentUrl": "/g2.jpg", "@type": ["ImageObject"]}]}</script>', ["https://h.example/g1.jpg", "https://h.example/g2.jpg"]),
        ('<script type="application/ld+json">{"broken": </script><meta property=og:image content=/o.jpg>', ["https://h.example/o.jpg"]),
    ],
)  # fmt: skip
def test_what_a_pages_head_names(head: str, expected: list[str]) -> None:
    assert sorted(urls(html("", head))) == sorted(expected)


def test_captions_credits_and_licences() -> None:
    described = '<script type="application/ld+json">{"@type": "ImageObject", "contentUrl": "https://h.example/dir/b.jpg", "license": "https://creativecommons.org/licenses/by/4.0/", "creditText": "Ann <b>B</b>", "width": {"value": "800px"}, "height": "600"}</script>'
    head = f'<title>T</title><meta property="og:title" content="The &lt;page&gt;"><meta name=author content=Bob><link rel=canonical href=/canon>{described}'
    page = html(
        "<figure><img src=a.jpg alt=alt><figcaption>The <i>caption</i></figcaption></figure><img src=b.jpg><img src=c.jpg alt=C><a rel=license href=https://creativecommons.org/publicdomain/zero/1.0/>x</a>",
        head,
    )
    a, b, c = page.pictures
    assert page.title == "The <page>"
    assert (a.title, a.credit, a.licence, a.page) == ("The caption", "Bob", "CC0-1.0", "https://h.example/canon")
    assert (b.title, b.credit, b.licence, b.width, b.height) == ("The <page>", "Ann B", "CC-BY-4.0", 800, 600)
    assert c.title == "C"


def test_a_thumbnail_in_the_head_is_not_shown_beside_its_large_version() -> None:
    page = html(
        "<img src=https://h.example/x.jpg>",
        "<meta property=og:image content=https://h.example/x-1200x630.jpg><meta property=og:image content=https://h.example/x.jpg?w=1200>",
    )
    assert urls(page) == ["https://h.example/x.jpg"]


@pytest.mark.parametrize(
    "text",
    [
        '<html><head><title>Index of /pics</title></head><body><h1>Index of /pics</h1><pre><img src="/icons/blank.gif" alt="Icon "> <a href="?C=N;O=D">Name</a><hr><img src="/icons/back.gif"> <a href="/">Parent</a>\n<img src="/icons/image2.gif" alt="[IMG]"> <a href="a%20b.jpg">a b.jpg</a> 2026-01-01 10K\n<img src="/icons/image2.gif" alt="[IMG]"> <a href="c.png">c.png</a></pre></body></html>',
        '<html>\r\n<head><title>Index of /pics/</title></head>\r\n<body bgcolor="white">\r\n<h1>Index of /pics/</h1><hr><pre><a href="../">../</a>\r\n<a href="a%20b.jpg">a b.jpg</a> 01-Jan-2026 10:00 1024\r\n<a href="c.png">c.png</a> 01-Jan-2026\r\n<a href="n.txt">n.txt</a></pre><hr></body>\r\n</html>',
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><html><head><title>Directory listing for /</title></head><body><h1>Directory listing for /</h1><ul><li><a href="a%20b.jpg">a b.jpg</a></li><li><a href="c.png">c.png</a></li></ul></body></html>',
    ],
    ids=["Apache", "nginx", "http.server"],
)  # fmt: skip
def test_directory_listings(text: str) -> None:
    page = read(text, "https://h.example/pics/")
    assert [(one.url, one.title) for one in page.pictures] == [
        ("https://h.example/pics/a%20b.jpg", "a b.jpg"),
        ("https://h.example/pics/c.png", "c.png"),
    ]


async def test_what_a_page_announces_is_offered_and_read_where_it_has_nothing_else() -> None:
    head = '<link rel=alternate type=application/rss+xml href=/feed title=Posts><link rel=alternate type="application/ld+json" href=/iiif/1/manifest.json>'
    answers = Answers({URL: f"<html><head>{head}</head><body><img src=a.jpg></body></html>"})
    pictures, left = await gathered(answers, URL)
    assert [one.url for one in pictures] == ["https://h.example/dir/a.jpg"]
    assert [(note.offer.url, note.offer.kind, note.error) for note in left if note.offer] == [
        ("https://h.example/feed", "feed", None),
        ("https://h.example/iiif/1/manifest.json", "iiif", None),
    ]
    feed = "<rss><channel><item><enclosure url='/e.jpg' type='image/jpeg'/></item></channel></rss>"
    answers = Answers({URL: f"<html><head>{head}</head><body>words</body></html>", "https://h.example/feed": feed})
    pictures, left = await gathered(answers, URL)
    assert [(one.url, one.source) for one in pictures] == [("https://h.example/e.jpg", "feed")]


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/x.js'></script></body></html>",
        "<html><head></head><body><iframe src='/_Incapsula_Resource?x=1'></iframe></body></html>",
        "<html><title>Access Denied</title></html>",
    ],
)
def test_a_page_that_keeps_programs_out_is_told_as_such(text: str) -> None:
    with pytest.raises(BlockPageError, match="keeps programs out; open it in a browser"):
        read(text, URL)


def test_the_clipboards_html() -> None:
    copied = "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000000200\r\nStartFragment:0000000141\r\nEndFragment:0000000164\r\nSourceURL:https://h.example/a/page.html\r\n<html><body>\r\n<!--StartFragment--><img src='x.jpg' alt='X'><!--EndFragment-->\r\n</body></html>"
    assert [(one.url, one.title, one.page) for one in clipboard(copied).pictures] == [
        ("https://h.example/a/x.jpg", "X", "https://h.example/a/page.html")
    ]
    assert urls(clipboard('<meta charset="utf-8"><img src="https://h.example/y.jpg"/>')) == ["https://h.example/y.jpg"]


PAGES = [
    (
        "metascraper-audio__deezer.com.html",
        "DESPECHÁ",
        7,
        "https://cdns-images.dzcdn.net/images/cover/b805ed7967bdc65386883cc3790459e7/500x500.jpg",
        "https://www.deezer.com/es/track/1841999507",
    ),
    ("metascraper-logo-favicon__liuedu.html", "Brooklyn | Long Island University", 14, None, "https://liu.example/"),
    (
        "metascraper-video__video-src.html",
        "You can visit the Pentagon’s secret nuclear bunker inside Minecraft",
        10,
        None,
        "https://www.theverge.com/2018/1/22/16921092/pentagon-secret-nuclear-bunker-reconstruction-minecraft-cns-miis-model",
    ),
    (
        "metascraper__input.html",
        "#!/kiko/beats (@Kikobeats) on X",
        1,
        "https://pbs.twimg.com/tweet_video_thumb/DDbh3WCXYAAZfz9.jpg:large",
        "https://twitter.com/Kikobeats/status/880139124791029763",
    ),
]


@pytest.mark.parametrize("name, title, count, first, where", PAGES, ids=[one[0] for one in PAGES])
def test_published_pages_give_what_they_show(name: str, title: str, count: int, first: str | None, where: str) -> None:
    page = read_real(f"pages/{name}", "https://liu.example/")
    assert (page.title, len(page.pictures)) == (title, count)
    assert first is None or page.pictures[0].url == first
    assert page.pictures[0].page == where
    assert all(one.url.startswith("http") and one.source == "page" for one in page.pictures)


def test_a_published_page_names_its_author() -> None:
    page = read_real("pages/metascraper-video__video-src.html", URL)
    assert {one.credit for one in page.pictures} == {"Rachel Becker"}
    assert (page.pictures[0].width, page.pictures[0].height) == (1200, 630)


def test_a_saved_page_resolves_against_where_it_came_from() -> None:
    text = "<html><head><link rel=canonical href=https://h.example/a/page></head><img src=/x.jpg><img src=page_files/y.jpg></html>"
    page = read(text, "file:///home/me/page.html")
    assert urls(page) == ["https://h.example/x.jpg", "file:///home/me/page_files/y.jpg"]


def test_a_page_behind_a_comment_is_a_page() -> None:
    page = read(
        "<!-- licence -->\n<!--[if !IE]><![endif]--><!DOCTYPE html><html><body>![x](y.jpg)<img src=a.jpg></body></html>",
        URL,
    )
    assert urls(page) == ["https://h.example/dir/a.jpg"]


def test_logos_buttons_and_banners_are_no_pictures_but_a_catalogue_is() -> None:
    page = html(
        "<img src=/img/AP-LOGO.png><img src=/img/cnlogo.png><img src=/img/logo_x.gif><img src=/b/btn-signin.png>"
        "<img src=/images/icons/eye.png><img src=https://banners.h.example/x/avw.php?zoneid=1><img src=/ads/1.jpg>"
        "<img src=/img/catalogo-1.jpg><img src=/img/icone.jpg><img src=/img/printemps.jpg>"
        "<a href=/big/logo.jpg><img src=/t/9.jpg width=200></a>"
    )
    assert [one.rpartition("/")[2] for one in urls(page)] == [
        "catalogo-1.jpg",
        "icone.jpg",
        "printemps.jpg",
        "logo.jpg",
    ]


def test_the_sizes_and_crops_of_one_picture_are_one_picture_at_its_largest() -> None:
    page = html(
        "<img src=https://m.example/photos/65/1:1/w_320,c_limit/Town.jpg alt=Square>"
        "<img src=https://m.example/photos/65/16:9/w_1280,c_limit/Town.jpg>"
        "<img src=https://m.example/photos/66/1:1/w_320,c_limit/Town.jpg>"
        "<img src=/i/a.jpg?c=16x9&q=w_850,c_fill><img src=/i/a.jpg?q=w_250>"
        "<img src=/up/b-300x200.jpg><img src=/up/b-1024x683.jpg><img src=/up/b.jpg>"
        "<img src='/img.php?id=1&w=100'><img src='/img.php?id=2&w=100'>"
        "<img src=/2023/01/1.jpg><img src=/2023/02/1.jpg><img src=/thumbs/c.jpg><img src=/c.jpg>"
    )
    assert [(one.url.partition("example")[2], one.title) for one in page.pictures] == [
        ("/photos/65/16:9/w_1280,c_limit/Town.jpg", "Square"),
        ("/photos/66/1:1/w_320,c_limit/Town.jpg", None),
        ("/i/a.jpg?c=16x9&q=w_850,c_fill", None),
        ("/up/b-1024x683.jpg", None),
        ("/img.php?id=1&w=100", None),
        ("/img.php?id=2&w=100", None),
        ("/2023/01/1.jpg", None),
        ("/2023/02/1.jpg", None),
        ("/c.jpg", None),
    ]
    assert page.pictures[0].thumbnail == "https://m.example/photos/65/1:1/w_320,c_limit/Town.jpg"


@pytest.mark.parametrize(
    "url, link, followed",
    [
        ("https://h.example/gallery/", "/gallery/page/2/", True),
        ("https://h.example/gallery?page=2", "?page=3", True),
        ("https://h.example/gallery?q=x&page=2", "?q=x&page=3", True),
        ("https://h.example/album-1.html", "album-2.html", True),
        ("https://h.example/2026/first-post/", "/2026/second-post/", False),  # a blog's next article
        ("https://h.example/gallery/", "https://other.example/gallery/page/2/", False),
        ("https://h.example/gallery?page=2", "?page=2", False),
    ],
)  # fmt: skip
def test_the_next_page_of_the_same_gallery_is_read_too(url: str, link: str, *, followed: bool) -> None:
    page = read(f"<html><head><link rel='next' href='{link}'></head><body><img src=/a.jpg></body></html>", url)
    assert bool(page.more) is followed
    page = read(f"<html><body><img src=/a.jpg><nav><a rel=next href='{link}'>Next</a></nav></body></html>", url)
    assert bool(page.more) is followed


async def test_pages_of_a_gallery_that_run_in_a_circle_end() -> None:
    def page(number: int, following: int) -> str:
        return f"<html><body><img src=/{number}.jpg><a rel=next href='/g?page={following}'>Next</a></body></html>"

    answers = Answers({"https://h.example/g?page=1": page(1, 2), "https://h.example/g?page=2": page(2, 1)})
    pictures, notes = await gathered(answers, "https://h.example/g?page=1")
    assert [one.url for one in pictures] == ["https://h.example/1.jpg", "https://h.example/2.jpg"]
    assert (len(answers.asked), notes) == (2, [])


async def test_a_page_that_sends_its_readers_on_is_followed() -> None:
    first = '<html><head><META HTTP-EQUIV="Refresh" CONTENT="0; URL=/there"></head><body>Moved</body></html>'
    answers = Answers(
        {"https://h.example/x": first, "https://h.example/there": "<html><body><img src=/1.jpg></body></html>"}
    )
    pictures, _ = await gathered(answers, "https://h.example/x")
    assert [one.url for one in pictures] == ["https://h.example/1.jpg"]


def test_a_page_that_a_script_would_draw_gives_the_pictures_of_its_data() -> None:
    data = '{"props": {"photos": [{"src": "/1.jpg", "alt": "One"}, {"src": "/2.jpg"}]}}'
    script = f'<div id="app"></div><script id="__NEXT_DATA__" type="application/json">{data}</script>'
    page = html(script, "<title>Drawn</title>")
    assert [(one.url, one.title, one.source, one.page) for one in page.pictures] == [
        ("https://h.example/1.jpg", "One", "page", URL),
        ("https://h.example/2.jpg", None, "page", URL),
    ]
    assert urls(html(f"<img src=shown.jpg>{script}")) == ["https://h.example/dir/shown.jpg"]
