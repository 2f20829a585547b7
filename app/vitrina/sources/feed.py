"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF, with Media RSS, in any encoding and as broken as they come.

Owns which picture of an entry is the one meant, and what is said of it. Refuses entities of the
document's own.
"""

import re
from collections.abc import Iterator
from typing import Final

from vitrina.frozen import frozen
from vitrina.model import Picture
from vitrina.sources import entry, html_pictures, markup, picture_hosts, web_address, wikimedia
from vitrina.sources.document import MAX_PICTURES, Document, More, Page, counted, onward
from vitrina.sources.feed_tree import Element, Tree, is_feed
from vitrina.sources.json_values import joined, number
from vitrina.sources.plain_text import line, plain

_CONTENT: Final = (
    "content:encoded",
    "content",
    "description",
    "summary",
    "media:description",
    "fullitem",
    "body",
    "abstract",
)
_OWN_FIELDS: Final = (
    "hdurl",
    "image_url",
    "imageurl",
    "featuredimage",
    "featured_image",
    "image",
    "photo",
    "thumb",
    "thumbnail",
    "thumbnail_url",
)
_TILE: Final = 200
_TITLE_LENGTH: Final = 120
_DATES: Final = (
    "pubdate",
    "published",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "issued",
    "created",
    "updated",
    "modified",
    "date",
)
_MAIL: Final = re.compile(r"\s*[\w.+-]+@[\w.-]+\s*\((.*)\)\s*", re.DOTALL)
_COMMONS: Final = "https://commons.wikimedia.org/w/api.php"


class Feed:
    """A feed of any kind but JSON Feed."""

    name = "feed"
    example = "https://blog.example.org/feed.xml"

    def read(self, document: Document) -> Page | None:
        """The pictures of the entries, in order; the next page where the feed names one."""
        if not is_feed(document):
            return None
        tree, collected, without = Tree(document), list[Picture](), 0
        for item in tree.items():
            found = list(_pictures(item, tree.channel))
            without += not found
            collected += found
            if len(collected) >= MAX_PICTURES:
                break
        following = next((link for link in _links(tree.channel, "next")), None)
        address = web_address.absolute(document.url, following)
        notes = counted("Entries without a picture: {count}.", without)
        title = tree.channel.first("title")
        pictures = tuple(collected[:MAX_PICTURES])
        more = onward(address)
        question = _commons(document, pictures)
        if question:
            # The feed knows neither author nor licence; one question to the wiki does.
            pictures, more = (), (More(question, instead=pictures), *more)
        return Page(pictures, line(title.html()) if title else None, more, notes, cut=_is_cut(document.text))


def _is_cut(text: str) -> bool:
    """Whether it stops within an entry, where those before have ends: some feeds are lax about all of them."""
    return any(-1 < text.rfind(f"</{name}") < text.rfind(f"<{name}") for name in ("item", "entry"))


def _commons(document: Document, pictures: tuple[Picture, ...]) -> str | None:
    """For the wikis' picture of the day: the question for what its files are."""
    asked = document.asked_url or document.url
    if not pictures or ("featuredfeed" not in asked and "Special:FeedItem" not in (pictures[0].page or "")):
        return None
    titles = [title for one in pictures if (title := wikimedia.file_title(one.url))]
    api = document.url if "/api.php" in document.url else _COMMONS
    return wikimedia.question(api, titles) if len(titles) == len(pictures) else None


def _pictures(item: Element, channel: Element) -> Iterator[Picture]:
    """The pictures that an entry means, best way of saying so first."""
    ways = (_media, _enclosures, _own_fields, _in_content, _last_resort)
    for way in ways:
        found = [one for one in way(item) if not picture_hosts.is_decoration(one.url)]
        pictures = [picture for one in found if (picture := _picture(item, channel, one))]
        if pictures:
            yield from pictures
            return


@frozen
class _Found:
    url: str
    base: str
    width: int | None = None
    height: int | None = None
    media_type: str | None = None
    thumbnail: str | None = None
    title: str | None = None
    place: Element | None = None


def _media(item: Element) -> Iterator[_Found]:
    """Media RSS: of each group the widest picture, and of the bare contents too, unless they are pictures apart.

    They are where each has words of its own, and where nothing tells them for sizes of one.
    """
    bare = [one for one in item.children("media:content") if _is_image(one.attributes)]
    own = {title.text() for one in bare if (title := one.first("media:title", "media:description"))}
    stems = {picture_hosts.stem(one.attributes["url"]) for one in bare}
    apart = len(own) > 1 or (len(stems) == len(bare) and not any(map(_width, bare)))
    groups = [[one] for one in bare] if apart else [bare]
    groups += (
        [one for one in group.children("media:content") if _is_image(one.attributes)]
        for group in item.children("media:group")
    )
    for fitting in filter(None, groups):
        best = max(fitting, key=lambda one: (_width(one), one.attributes.get("isDefault") == "true"))
        smaller = [one for one in fitting if _width(one) < _width(best)]
        yield _Found(
            best.attributes["url"],
            best.base,
            number(best.attributes.get("width")),
            number(best.attributes.get("height")),
            best.attributes.get("type"),
            min(smaller, key=_width).attributes["url"] if smaller else None,
            place=best,
        )


def _width(content: Element) -> int:
    return number(content.attributes.get("width")) or 0


def _is_image(attributes: dict[str, str]) -> bool:
    url, kind, medium = attributes.get("url", ""), attributes.get("type", ""), attributes.get("medium", "")
    if (
        not url
        or medium in ("video", "audio", "document", "executable")
        or kind.startswith(("video/", "audio/", "text/", "application/"))
    ):
        return False
    return medium == "image" or kind.startswith("image/") or web_address.looks_like_picture(url)


def _enclosures(item: Element) -> Iterator[_Found]:
    for one in item.children("enclosure", "link"):
        url = one.attributes.get("url") or one.attributes.get("href")
        if not url or (one.name == "link" and one.attributes.get("rel") != "enclosure"):
            continue
        kind = one.attributes.get("type", "")
        if kind.startswith("image/") or (
            not kind.startswith(("audio/", "video/", "text/")) and web_address.looks_like_picture(url)
        ):
            yield _Found(url, one.base, media_type=kind or None, title=one.attributes.get("title"))


def _own_fields(item: Element) -> Iterator[_Found]:
    """Fields of a feed's own, such as `apod:hdurl`, that hold nothing but an address."""
    for wanted in _OWN_FIELDS:
        for one in item.parts:
            if (
                isinstance(one, Element)
                and one.name.rpartition(":")[2] == wanted
                and one.name not in ("media:thumbnail", "itunes:image")
            ):
                inner = one.first("url")
                url = (inner.text() if inner else "") or one.text()
                if url.startswith(("http://", "https://", "//")) and " " not in url.strip():
                    yield _Found(url, one.base)
                    return


def _in_content(item: Element) -> Iterator[_Found]:
    for name in _CONTENT:
        for one in item.children(name):
            found = list(html_pictures.shown(markup.tokens(one.html())))
            direct = [shown for shown in found if shown.kind == "direct"]
            for shown in direct or found:
                yield _Found(
                    shown.url, one.base, shown.width, shown.height, thumbnail=shown.thumbnail, title=shown.title
                )
            if found:
                return


def _last_resort(item: Element) -> Iterator[_Found]:
    """A thumbnail, where there is nothing better."""
    places = [item, *item.children("media:group"), *item.children("media:content")]
    for place in places:
        for one in place.children("media:thumbnail", "itunes:image"):
            url = one.attributes.get("url") or one.attributes.get("href") or one.text()
            if url:
                yield _Found(url, one.base, number(one.attributes.get("width")), number(one.attributes.get("height")))
                return


def _picture(item: Element, channel: Element, found: _Found) -> Picture | None:
    address = web_address.absolute(found.base, found.url)
    if address is None:
        return None
    large = picture_hosts.larger(address)
    places = [one for one in (found.place, *item.children("media:group"), item) if one]
    words = next(
        (
            one
            for one in (
                *(place.first("media:description") for place in places),
                item.first("summary", "description", "content", "content:encoded"),
            )
            if one
        ),
        None,
    )
    whole = item.first("title")
    titled = next((one for place in places if (one := place.first("media:title"))), None) or whole
    licence = _licence(places) or _licence([channel])
    return entry.picture(
        found.base,
        large,
        title=titled.html() if titled else found.title or _short(words),
        credit=_credit([*places[:-1], *_in_groups(item), item]) or _credit([channel]),
        author_page=_author_page(item),
        licence=licence,
        rights=_rights(places) or _rights([channel]),
        page=_page(item),
        thumbnail=_thumbnail(places) or found.thumbnail or (found.url if large != address else None),
        width=found.width if large == address else None,
        height=found.height if large == address else None,
        media_type=found.media_type,
        description=words.html() if words else None,
        date=next((one.text() for name in _DATES if (one := item.first(name))), None),
        tags=_tags(item),
    )


def _thumbnail(places: list[Element]) -> str | None:
    """The smallest that is large enough for a tile, else the largest."""
    for place in places:
        offered = [
            (_width(one), address)
            for one in place.children("media:thumbnail")
            if (address := web_address.absolute(one.base, one.attributes.get("url") or one.text()))
        ]
        enough = [one for one in offered if one[0] >= _TILE]
        if offered:
            return (min(enough) if enough else max(offered, key=lambda one: one[0]))[1]
    return None


def _short(words: Element | None) -> str | None:
    """A description that is short enough for a title, where an entry has none."""
    said = line(words.html()) if words else None
    return said if said and len(said) <= _TITLE_LENGTH else None


def _in_groups(item: Element) -> list[Element]:
    """The sizes of an entry's picture: what one of them says holds for all."""
    return [one for group in item.children("media:group") for one in group.children("media:content")]


def _credit(places: list[Element]) -> str | None:
    for place in places:
        said = (line(one.html()) for one in place.children("media:credit"))
        credit = joined([one for one in said if one and not one.startswith(("http://", "https://"))])  # an avatar
        if credit:
            return credit
    item = places[-1]
    creator = joined([line(one.html()) for one in item.children("dc:creator")])
    author = joined([line((one.first("name") or one).html()) for one in item.children("author")])
    mailed = _MAIL.fullmatch(author or "")
    made = item.first("itunes:author")
    return creator or (mailed[1].strip(' "') if mailed else author) or (line(made.text()) if made else None)


def _author_page(item: Element) -> str | None:
    author = item.first("author")
    page = author.first("uri", "url", "homepage") if author else None
    return web_address.absolute(page.base, page.text()) if page else None


def _licence(places: list[Element]) -> str | None:
    for place in places:
        for one in place.children("media:license", "cc:license", "license"):
            said = one.attributes.get("href") or one.attributes.get("rdf:resource") or one.text()
            if said:
                return said
        linked = next((link for link in _links(place, "license")), None)
        if linked:
            return linked
    return None


def _rights(places: list[Element]) -> str | None:
    for place in places:
        one = place.first("media:copyright", "dc:rights", "rights", "copyright")
        if one and (said := plain(one.html()).text or one.attributes.get("url")):
            return said
    return None


def _links(place: Element, rel: str) -> Iterator[str]:
    for one in place.children("link"):
        if one.attributes.get("rel", "").lower() == rel and one.attributes.get("href"):
            yield one.attributes["href"]


def _page(item: Element) -> str | None:
    """The entry's page: RSS's link, Atom's alternate, CDF's href, a guid that is a permalink."""
    for one in item.children("link"):
        written = one.attributes.get("href") if one.attributes.get("rel", "alternate") == "alternate" else None
        address = web_address.absolute(one.base, written or one.text())
        if address and one.attributes.get("rel", "alternate") == "alternate":
            return address
    guid = item.first("guid")
    if guid and guid.attributes.get("isPermaLink", "true").lower() != "false" and guid.text().startswith("http"):
        return web_address.absolute(guid.base, guid.text())
    return web_address.absolute(
        item.base, item.attributes.get("HREF") or item.attributes.get("href") or item.attributes.get("rdf:about")
    )


def _tags(item: Element) -> list[str]:
    found = [
        one.attributes.get("label") or one.attributes.get("term") or one.text()
        for one in item.children("category", "dc:subject", "media:category")
    ]
    for one in item.children("media:keywords", "itunes:keywords"):
        found += one.text().split(",")
    return found
