"""Browsers' bookmarks, exported as HTML (the Netscape format).

Owns that format. Refuses to visit every bookmark: those that are no pictures by their address are counted.
"""

import re
from typing import TYPE_CHECKING, Final

from vitrina.sources import entry, web_address
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, Page
from vitrina.sources.markup import End, Tag, Text, tokens

if TYPE_CHECKING:
    from vitrina.model import Picture

_MARK: Final = re.compile(r"<!DOCTYPE\s+NETSCAPE-Bookmark-file-1", re.IGNORECASE)


class Bookmarks:
    """A file of bookmarks."""

    name = "bookmarks"
    example = "bookmarks.html"

    def read(self, document: Document) -> Page | None:
        """The bookmarked pictures in the order of the file."""
        if not _MARK.match(document.start):
            return None
        pictures: list[Picture] = []
        href, words, others = None, "", 0
        for token in tokens(document.text):
            if isinstance(token, Tag) and token.name == "a":
                href, words = token.attributes.get("href"), ""
            elif isinstance(token, Text) and href:
                words += token.text
            elif isinstance(token, End) and token.name == "a" and href:
                if web_address.looks_like_picture(href):
                    found = entry.picture(document.url, href, title=words)
                    pictures += [found] if found and len(pictures) < MAX_PICTURES else []
                else:
                    others += 1
                href = None
        notes = (LeftOut("Bookmarks that are no pictures: {count}.", {"count": others}),) if others else ()
        return Page(tuple(pictures), title="Bookmarks", left_out=notes)
