"""Browsers' bookmarks, exported as HTML (the Netscape format), or as the JSON in which they keep them.

Owns these formats. Refuses to visit every bookmark: those that are no pictures by their address are counted.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from vitrina.sources import entry, web_address
from vitrina.sources.document import MAX_PICTURES, Document, Page, counted
from vitrina.sources.json_values import Record, mapping, records, text
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
        kept = _roots(document)
        if kept is not None:
            return _page(document, _kept(kept))
        return _page(document, _exported(document)) if _MARK.match(document.start) else None


def _page(document: Document, marks: Iterator[tuple[str, str]]) -> Page:
    pictures: list[Picture] = []
    others = 0
    for href, words in marks:
        if web_address.looks_like_picture(href):
            found = entry.picture(document.url, href, title=words)
            pictures += [found] if found and len(pictures) < MAX_PICTURES else []
        else:
            others += 1
    notes = counted("Bookmarks that are no pictures: {count}.", others)
    return Page(tuple(pictures), title="Bookmarks", left_out=notes)


def _exported(document: Document) -> Iterator[tuple[str, str]]:
    """Address and words of each link, in the order of the file."""
    href, words = None, ""
    for token in tokens(document.text):
        if isinstance(token, Tag) and token.name == "a":
            href, words = token.attributes.get("href"), ""
        elif isinstance(token, Text) and href:
            words += token.text
        elif isinstance(token, End) and token.name == "a" and href:
            yield href, words
            href = None


def _roots(document: Document) -> Record | None:
    """The outermost folder of Chromium's file, or of Firefox's backup; None where the document is neither."""
    data = mapping(document.json)
    chromium = mapping(data.get("roots"))
    if "bookmark_bar" in chromium:
        return {"children": list(chromium.values())}
    return data if "typeCode" in data and isinstance(data.get("children"), list) else None


def _kept(folder: Record) -> Iterator[tuple[str, str]]:
    """The same of a folder and those inside it."""
    waiting = [folder]
    while waiting:
        one = waiting.pop()
        address = text(one.get("url")) or text(one.get("uri"))
        if address:
            yield address, text(one.get("name")) or text(one.get("title")) or ""
        waiting += reversed(records(one.get("children")))
