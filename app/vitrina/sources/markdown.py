"""Markdown: its pictures, inline and by reference, and those that wrap a thumbnail in a link.

Owns that syntax (CommonMark, section 6.4). Refuses badges and icons.
"""

import re
from collections.abc import Iterator
from typing import Final

from vitrina.sources import entry, html_pictures, markup, picture_hosts, web_address
from vitrina.sources.document import MAX_PICTURES, Document, Page

_TARGET: Final = (
    r"\(\s*(?:<(?P<{0}a>[^<>\n]{{1,2000}})>|(?P<{0}b>[^\s()]{{1,2000}}(?:\([^\s()]{{0,500}}\)[^\s()]{{0,500}})?))"
    r"(?:\s+[\"'(](?P<{0}t>[^\"'\n]{{0,500}})[\"')])?\s*\)"
)
_IMAGE: Final = re.compile(
    r"(?P<open>\[)?!\[(?P<alt>[^\[\]]{0,1000})\](?:" + _TARGET.format("u") + r"|\[(?P<ref>[^\[\]]{0,200})\])"
    r"(?(open)\s*\](?:" + _TARGET.format("l") + r")?)"
)
_REFERENCE: Final = re.compile(
    r"^ {0,3}\[([^\[\]\n]{1,200})\]:\s*<?(\S{1,2000}?)>?(?:\s+[\"'(](.{0,500})[\"')])?\s*$", re.MULTILINE
)
_HEADING: Final = re.compile(r"^#{1,6}\s+(.{1,300}?)\s*#*\s*$", re.MULTILINE)
_HTML_IMAGE: Final = re.compile(r"<img\s[^<>]{1,4000}>", re.IGNORECASE)
_BADGE: Final = re.compile(r"shields\.io|badge|travis-ci|codecov\.io|github/workflows", re.IGNORECASE)


class Markdown:
    """A note or README with pictures."""

    name = "markdown"
    example = "notes.md"

    def read(self, document: Document) -> Page | None:
        """The pictures in the order of the text, or None where it has none in Markdown's way."""
        text = document.text
        if document.is_markup and not _HEADING.search(text[:20_000]) and "![" not in text[:200_000]:
            return None
        if document.parsed or ("![" not in text and not (_HEADING.search(text) and _HTML_IMAGE.search(text))):
            return None
        if re.match(r"<(?:!doctype|html|\?xml)", document.start, re.IGNORECASE):
            return None
        found = sorted((*_written(text), *_html(text)), key=lambda one: one[0])
        pictures = [
            picture
            for _, url, small, title in found
            if not picture_hosts.is_decoration(url)
            and not _BADGE.search(url)
            and (picture := entry.picture(document.url, url, title=title, thumbnail=small))
        ]
        heading = _HEADING.search(text)
        return Page(tuple(pictures[:MAX_PICTURES]), title=heading[1] if heading else None) if pictures else None


def _written(text: str) -> Iterator[tuple[int, str, str | None, str | None]]:
    """Place, address, thumbnail and title of each `![…](…)`."""
    named = {one[1].casefold(): (one[2], one[3]) for one in _REFERENCE.finditer(text)}
    for one in _IMAGE.finditer(text):
        url, title = one["ua"] or one["ub"], one["ut"]
        if url is None:
            url, title = named.get((one["ref"] or one["alt"]).casefold(), (None, None))
        if not url:
            continue
        link = one["la"] or one["lb"]
        whole = link if link and web_address.looks_like_picture(link) else None
        yield one.start(), whole or url, url if whole else None, title or one["alt"] or None


def _html(text: str) -> Iterator[tuple[int, str, str | None, str | None]]:
    for one in _HTML_IMAGE.finditer(text):
        for shown in html_pictures.shown(markup.tokens(one[0])):
            yield one.start(), shown.url, shown.thumbnail, shown.title
