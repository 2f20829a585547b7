"""JSON Feed, versions 1 and 1.1.

Owns which picture of an item is the one meant: attachments, then `image`, then the content's pictures,
then the banner. Refuses items without an id, as the format says.
"""

from collections.abc import Iterator

from vitrina.frozen import frozen
from vitrina.model import Picture
from vitrina.sources import entry, html_pictures, markup, picture_hosts, web_address
from vitrina.sources.document import MAX_PICTURES, Document, Page, counted, onward
from vitrina.sources.json_values import Record, first_text, items, joined, mapping, records, text


@frozen
class _Found:
    url: str
    title: str | None = None
    media_type: str | None = None
    thumbnail: str | None = None
    width: int | None = None
    height: int | None = None


class JsonFeed:
    """A feed written in JSON."""

    name = "json-feed"
    example = "https://www.example.org/feed.json"

    def read(self, document: Document) -> Page | None:
        """The pictures of the items in order; `next_url` where it is not the feed itself."""
        data = mapping(document.json)
        version = str(data.get("version"))
        named = version.startswith(("https://jsonfeed.org/version/", "http://jsonfeed.org/version/", "jsonfeed.org/"))
        bare = version in ("1", "1.0", "1.1") and ("feed_url" in data or "home_page_url" in data)
        if not (named or bare) or not isinstance(data.get("items"), list):
            return None
        pictures: list[Picture] = []
        without = 0
        for item in records(data["items"]):
            found = [picture for one in _meant(item) if (picture := _picture(document.url, item, data, one))]
            pictures += found
            without += not found
            if len(pictures) >= MAX_PICTURES:
                break
        following = web_address.absolute(document.url, data.get("next_url"))
        own = web_address.absolute(document.url, data.get("feed_url"))
        return Page(
            tuple(pictures[:MAX_PICTURES]),
            title=text(data.get("title")),
            more=onward(following if following not in (own, document.url) else None),
            left_out=counted("Entries without a picture: {count}.", without),
        )


def _meant(item: Record) -> Iterator[_Found]:
    """The pictures that an item means, by the best way that it uses."""
    if text(item.get("id")) is None:
        return
    attached = [
        one
        for one in records(item.get("attachments"))
        if str(one.get("mime_type")).startswith("image/") and text(one.get("url"))
    ]
    if attached:
        for one in attached:
            yield _Found(one["url"], text(one.get("title")), one["mime_type"], first_text(item.get("image")))
        return
    image = text(item.get("image"))
    if image:
        yield _Found(image)
        return
    shown = [
        one
        for one in html_pictures.shown(markup.tokens(text(item.get("content_html")) or ""))
        if not picture_hosts.is_decoration(one.url)
    ]
    for seen in shown:
        yield _Found(seen.url, seen.title, None, seen.thumbnail, seen.width, seen.height)
    banner = text(item.get("banner_image"))
    if not shown and banner:
        yield _Found(banner)


def _picture(base: str, item: Record, feed: Record, found: _Found) -> Picture | None:
    people = (
        records(item.get("authors"))
        or records(item.get("author"))
        or records(feed.get("authors"))
        or records(feed.get("author"))
    )
    return entry.picture(
        base,
        found.url,
        title=text(item.get("title")) or found.title,
        credit=joined([text(one.get("name")) for one in people]),
        author_page=first_text(*(one.get("url") for one in people)),
        page=first_text(item.get("url"), item.get("external_url")),
        thumbnail=found.thumbnail,
        width=found.width,
        height=found.height,
        media_type=found.media_type,
        description=first_text(item.get("summary"), item.get("content_text"), item.get("content_html")),
        date=first_text(item.get("date_published"), item.get("date_modified")),
        tags=items(item.get("tags")),
    )
