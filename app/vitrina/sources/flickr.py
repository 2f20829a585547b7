"""Flickr's public feed as JSON, with or without its callback.

Owns that feed. Refuses the original size: its address holds a secret that the feed does not tell.
"""

import re
from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, picture_hosts
from vitrina.sources.document import Document, Page
from vitrina.sources.json_values import Record, at, mapping, records, text

_AUTHOR: Final = re.compile(r'.*?\("(.*)"\)\s*', re.DOTALL)


class Flickr:
    """The newest public photographs, of everybody or by tag."""

    name = "flickr"
    example = "https://www.flickr.com/services/feeds/photos_public.gne?format=json&nojsoncallback=1&tags=sunflower"

    def read(self, document: Document) -> Page | None:
        """The photographs of the feed; it has no second page."""
        data = mapping(document.json)
        found = records(data.get("items"))
        if not any(text(at(one, "media", "m")) for one in found):
            return None
        pictures = tuple(picture for one in found if (picture := _photograph(document.url, one)))
        return Page(pictures, title=text(data.get("title")))


def _photograph(base: str, one: Record) -> Picture | None:
    small = text(at(one, "media", "m"))
    author = _AUTHOR.fullmatch(str(one.get("author") or ""))
    owner = text(one.get("author_id"))
    return entry.picture(
        base,
        picture_hosts.larger(small) if small else None,
        title=one.get("title"),
        credit=author[1] if author else one.get("author"),
        author_page=f"https://www.flickr.com/photos/{owner}/" if owner else None,
        page=one.get("link"),
        thumbnail=small,
        date=one.get("date_taken") or one.get("published"),
        tags=str(one.get("tags") or "").split(),
    )
