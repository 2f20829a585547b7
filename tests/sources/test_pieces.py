"""What the sources share: licences, plain text, markup, srcset, encodings, JSON, addresses, presets."""

import pytest

from sources.samples import document, read
from vitrina.sources import charset, json_text, licences, markup, picture_hosts, presets, srcset, web_address
from vitrina.sources.locator import parse
from vitrina.sources.markup import End, Tag, Text
from vitrina.sources.plain_text import line, plain
from vitrina.sources.registry import SOURCES


@pytest.mark.parametrize(
    "words, expected",
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/2.5/ca/deed.fr", "CC-BY-NC-SA-2.5-CA"),
        ("https://creativecommons.org/licenses/by/4.0/deed.fi", "CC-BY-4.0"),
        ("//creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0", "CC-PDM-1.0"),
        ("https://creativecommons.org/share-your-work/public-domain/cc0/", "CC0-1.0"),
        ("http://rightsstatements.org/vocab/InC/1.0/", "In Copyright"),
        ("http://rightsstatements.org/page/NoC-US/1.0/?language=en", "No Copyright - United States"),
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("cc-by-nc", "CC-BY-NC"),
        ("by-nc-nd 3.0", "CC-BY-NC-ND-3.0"),
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("Attribution-ShareAlike 4.0 International", "CC-BY-SA-4.0"),
        ("Creative Commons Attribution Non-Commercial 2.0 Generic", "CC-BY-NC-2.0"),
        ("CC0", "CC0-1.0"),
        ("cc0-1.0", "CC0-1.0"),
        ("PDM", "CC-PDM-1.0"),
        ("MIT License", "MIT"),
        ("All rights reserved", None),
        ("Attribution required", None),
        ("by the artist", None),
        ("", None),
        (None, None),
    ],
)
def test_a_licence_is_told_from_its_address_or_words(words: str | None, expected: str | None) -> None:
    assert licences.identify(words) == expected


def test_a_licence_leads_to_its_deed() -> None:
    assert licences.page_of("CC-BY-NC-SA-4.0") == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert licences.page_of("CC0-1.0") == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert licences.page_of("In Copyright") is None


@pytest.mark.parametrize(
    "value, expected, link",
    [
        ("Tom & Jerry <3", "Tom & Jerry <3", None),
        ("a < b and c > d", "a < b and c > d", None),
        ("<p>One</p><p>Two<br>three</p>", "One\nTwo\nthree", None),
        ('By <a href="//x/ann">Ann</a> &amp; <a href="/b">Bob</a>', "By Ann & Bob", "//x/ann"),
        ("&lt;b&gt;twice&lt;/b&gt;", "twice", None),
        ("x<script>alert(1)</script>y<style>p{}</style>", "xy", None),
        ('Night<span style="display: none">hidden</span>', "Night", None),
        ("a\u202eb\x00c\ud800d", "abcd", None),
        ("  spaces\t and\r\n\n\nlines ", "spaces and\nlines", None),
        (5, "", None),
    ],
)
def test_html_becomes_plain_text(value: object, expected: str, link: str | None) -> None:
    assert (plain(value).text, plain(value).link) == (expected, link)


def test_links_stay_where_they_are_wanted() -> None:
    assert (
        plain('See <a href="https://x/">this</a>, <a href="https://y/">https://y/</a>', links=True).text
        == "See this (https://x/), https://y/"
    )
    assert line("<h1>a</h1>\n<p>b") == "a b"
    assert line("<br>") is None


def test_markup_is_taken_apart_however_broken() -> None:
    found = list(
        markup.tokens(
            '<A HREF="x?a=1&amp;b=2&copy=3" data-x=\'"\' checked>t&eacute;<br/><!-- <b> --></a x><![CDATA[<raw>]]>'
        )
    )
    assert found == [
        Tag("a", {"href": "x?a=1&b=2&copy=3", "data-x": '"', "checked": ""}),
        Text("té"),
        Tag("br", {}, closed=True),
        End("a"),
        Text("<raw>", raw=True),
    ]
    assert list(markup.tokens("<script>a<b></script>x")) == [
        Tag("script", {}),
        Text("a<b>", raw=True),
        End("script"),
        Text("x"),
    ]
    assert list(markup.tokens("<m:A xmlns:m='u'/>", xml=True)) == [Tag("m:A", {"xmlns:m": "u"}, closed=True)]
    assert list(markup.tokens("a < b <3 <")) == [Text("a < b <3 <")]
    assert list(markup.tokens("&#x80;&#0;&#xD800;&#65;&nothing;&amp")) == [Text("€\ufffd\ufffdA&nothing;&amp")]
    assert markup.root("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a '>'>]><!-- <no> --><ns:Root/>") == "root"


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "<a ",
        '<a b="',
        "<a b='",
        "<!--",
        "<![CDATA[",
        "<!x",
        "<!x [",
        "<?",
        "&",
        "<title>",
        "<a/",
        "</",
        "<a b=c ",
        " \t",
    ],
)
def test_markup_is_read_in_linear_time(piece: str) -> None:
    """With anything worse than linear time this would not end within the test's limit."""
    size = 200_000 // len(piece)
    assert sum(1 for _ in markup.tokens(piece * size)) <= 2 * size


@pytest.mark.parametrize(
    "value, expected",
    [
        ("a.jpg 1x, b.jpg 2x", ("b.jpg", None)),
        ("a.jpg 400w,b.jpg 1600w, c.jpg 800w", ("b.jpg", 1600)),
        ("https://h/x,w_100/a.jpg 100w, https://h/x,w_900/a.jpg 900w", ("https://h/x,w_900/a.jpg", 900)),
        ("only.jpg", ("only.jpg", None)),
        ("a.jpg, b.jpg 1.5x", ("b.jpg", None)),
        ("", None),
        (" , ,", None),
    ],
)
def test_srcset(value: str, expected: tuple[str, int | None] | None) -> None:
    assert srcset.largest(value) == expected


@pytest.mark.parametrize(
    "body, claimed, expected",
    [
        ("é".encode(), None, "é"),
        ("é".encode("latin-1"), None, "é"),
        ("é".encode("latin-1"), "utf-8", "é"),
        ("“é”".encode("cp1252"), "iso-8859-1", "“é”"),
        ("é".encode("utf-16"), None, "é"),
        ("<é>".encode("utf-16-le"), None, "<é>"),
        ('["é"]'.encode("utf-32-be"), None, '["é"]'),
        ("日本".encode("shift_jis"), "shift_jis", "日本"),
        (
            b'<?xml version="1.0" encoding="koi8-r"?>' + "Я".encode("koi8-r"),
            None,
            '<?xml version="1.0" encoding="koi8-r"?>Я',
        ),
        (b"<meta charset='gb2312'>" + "中".encode("gb2312"), None, "<meta charset='gb2312'>中"),
        (b"a", "base64", "a"),
        (b"a", "no-such-charset", "a"),
        (b"", "utf-8", ""),
    ],
)
def test_encodings_claimed_and_not(body: bytes, claimed: str | None, expected: str) -> None:
    assert charset.decode(body, claimed) == expected


@pytest.mark.parametrize(
    "text, value, cut",
    [
        ('{"a": [1, 2, {"b": "c"}, {"d": "e', {"a": [1, 2, {"b": "c"}]}, True),
        ('[{"a": 1}, {"b": ', [{"a": 1}], True),
        ('{"a": "it\\\'s"}', {"a": "it's"}, False),
        ('f({"a": 1});\n', {"a": 1}, False),
        ('{"a": 1}\n{"a": 2}\n{"a"', [{"a": 1}, {"a": 2}], True),
        ("\ufeff[1]", [1], False),
        ('{"a": "b\tc"}', {"a": "b\tc"}, False),
    ],
)
def test_json_is_mended_where_that_is_sure(text: str, value: object, cut: bool) -> None:  # noqa: FBT001 - a column of the table
    found = json_text.parse(text)
    assert found is not None
    assert (found.value, found.cut) == (value, cut)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"a": ' * 100_000, "9" * 10_000, "nonsense", "{'a': 1}", '"', "}{", "[1}"]
)
def test_what_is_no_json_is_none(text: str) -> None:
    found = json_text.parse(text)
    assert found is None or found.value in ([], [1])


@pytest.mark.parametrize(
    "base, raw, expected",
    [
        ("https://h/a/b.html", "c.jpg", "https://h/a/c.jpg"),
        ("https://h/a/b.html", "//x/c.jpg", "https://x/c.jpg"),
        ("file:///home/x/a.html", "//x/c.jpg", "https://x/c.jpg"),
        ("file:///home/x/a.html", "c d.jpg", "file:///home/x/c%20d.jpg"),
        ("https://h/", " \n/a\tb.jpg ", "https://h/ab.jpg"),
        ("https://h/", "/a b|c\\d.jpg", "https://h/a%20b%7Cc/d.jpg"),
        ("https://h/", "https://h/100%.jpg", "https://h/100%25.jpg"),
        ("https://h/", "https://h/a%20b.jpg?x=%2F&amp;y=é#frag", "https://h/a%20b.jpg?x=%2F&y=%C3%A9"),
        ("https://h/", "https://u:p@h/x", "https://u:p@h/x"),
        ("https://h/", "https://EXÄMPLE.org/x", "https://xn--exmple-cua.org/x"),
        ("https://h/", "http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("https://h/", "https://h", "https://h/"),
        ("https://h/", "javascript:alert(1)", None),
        ("https://h/", "data:image/png;base64,AA", None),
        ("https://h/", "http://", None),
        ("https://h/", "http://h:99999/", None),
        ("https://h/", "http://[x/", None),
        ("https://h/", "https://h/\ud800.jpg", None),
        ("https://h/", "https://" + "a" * 300 + ".org/", None),
        ("https://h/", "x" * 20_000, None),
        ("https://h/", None, None),
        ("https://h/", "", None),
    ],
)
def test_addresses_are_made_absolute_and_clean(base: str, raw: object, expected: str | None) -> None:
    assert web_address.absolute(base, raw) == expected


def test_sizes_in_fragments_and_names_of_files() -> None:
    assert web_address.fragment_size("https://h/a.jpg#h=1024&w=572") == (572, 1024)
    assert web_address.fragment_size("https://h/a.jpg#section") == (None, None)
    assert web_address.looks_like_picture("https://h/a.JPG?x=1")
    assert not web_address.looks_like_picture("https://h/wiki/File:A.jpg")
    assert not web_address.looks_like_picture("https://h/page.html?i=a.jpg")


def test_hosts_tell_the_larger_picture() -> None:
    assert (
        picture_hosts.larger("https://upload.wikimedia.org/wikipedia/commons/thumb/e/e8/N.jpg/330px-N.jpg")
        == "https://upload.wikimedia.org/wikipedia/commons/e/e8/N.jpg"
    )
    assert (
        picture_hosts.larger("https://live.staticflickr.com/1/2_3_m.jpg") == "https://live.staticflickr.com/1/2_3_b.jpg"
    )
    assert picture_hosts.larger("https://h/thumb/a.jpg") == "https://h/thumb/a.jpg"


def test_every_preset_is_a_locator_and_can_be_searched() -> None:
    assert len({one.id for one in presets.PRESETS}) == len(presets.PRESETS) >= 15
    for one in presets.PRESETS:
        assert parse(one.locator).count == 1
        assert next(parse(one.locator).addresses()) == web_address.absolute("", one.locator)
        assert one.about.endswith(".")
        assert one.licence.endswith(".")
        found = presets.searching(one, ' sun "flowers" & [1-9] ')
        assert (found is None) == (one.search is None)
        assert found is None or (parse(found).count == 1 and "sun%20%22flowers%22%20%26%20%5B1-9%5D" in found)
        assert presets.searching(one, "  ") is None


def test_a_document_is_decoded_and_parsed_once() -> None:
    one = document('{"a": [1]}')
    assert one.json is one.json
    assert document("<a>").json is None
    assert document(b"x", headers=(("A", "1"), ("a", "2"))).header("A") == "1, 2"
    assert len(SOURCES) >= 30


@pytest.mark.parametrize("codec", ["cp037", "cp500", "cp1140", "cp875"])
def test_a_mainframes_feed_is_read(codec: str) -> None:
    body = (
        f'<?xml version="1.0" encoding="{codec}"?><rss version="2.0"><channel><item><title>One</title>'
        '<enclosure url="https://h.example/1.jpg" type="image/jpeg"/></item></channel></rss>'
    )
    (found,) = read(body.encode(codec)).pictures
    assert (found.url, found.title) == ("https://h.example/1.jpg", "One")
