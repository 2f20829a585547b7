"""Sitemaps with picture entries, and indexes of sitemaps.

Owns the image extension (`http://www.google.com/schemas/sitemap-image/1.1`). Refuses pages without a picture.
"""

from typing import TYPE_CHECKING

from vitrina.sources import entry, markup, web_address
from vitrina.sources.document import MAX_PICTURES, Document, More, Page, counted

if TYPE_CHECKING:
    from vitrina.model import Picture


class Sitemap:
    """A site's own list of its pages and their pictures."""

    name = "sitemap"
    example = "https://www.example.org/sitemap.xml"

    def read(self, document: Document) -> Page | None:
        """The pictures in order; of an index, its sitemaps to read next."""
        if not document.is_markup:
            return None
        root = markup.root(document.text)
        if root == "sitemapindex":
            found = (web_address.absolute(document.url, one) for one in _places(document.text))
            return Page(more=tuple(More(one) for one in found if one))
        return _pictures(document) if root == "urlset" else None


def _pictures(document: Document) -> Page:
    pictures: list[Picture] = []
    said: dict[str, str] = {}
    page, open_name, inside, pages, before = "", "", False, 0, 0
    for token in markup.tokens(document.text, xml=True):
        name = token.name.rpartition(":")[2].lower() if not isinstance(token, markup.Text) else ""
        if isinstance(token, markup.Tag):
            open_name = name
            if name == "url":
                page, before, pages = "", len(pictures), pages + 1
            elif name == "image":
                inside, said = True, {}
        elif isinstance(token, markup.Text):
            if inside and open_name:
                said[open_name] = said.get(open_name, "") + token.text
            elif open_name == "loc":
                page += token.text
        else:
            open_name = ""
            if name == "image" and inside:
                inside = False
                found = entry.picture(
                    document.url,
                    said.get("loc"),
                    title=said.get("title") or said.get("caption"),
                    description=said.get("caption"),
                    licence=said.get("license"),
                    page=page,
                )
                pictures += [found] if found and len(pictures) < MAX_PICTURES else []
            elif name == "url" and len(pictures) > before:
                pages -= 1
    notes = counted("Pages without a picture: {count}.", pages)
    return Page(tuple(pictures), left_out=notes)


def _places(text: str) -> list[str]:
    found, inside = [], False
    for token in markup.tokens(text, xml=True):
        if isinstance(token, markup.Text):
            if inside:
                found.append(token.text)
        else:
            inside = isinstance(token, markup.Tag) and token.name.rpartition(":")[2].lower() == "loc"
    return found
