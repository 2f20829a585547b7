"""Finna: the archives, libraries and museums of Finland.

Owns its search. Refuses records without a picture.
"""

from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, json_paging
from vitrina.sources.document import Document, Page, counted, onward
from vitrina.sources.json_values import Record, at, first_text, items, joined, mapping, number, records, text, texts

_HOST: Final = "https://api.finna.fi/"
_SIZE: Final = 20


class Finna:
    """Records with one or more pictures each."""

    name = "finna"
    example = "https://api.finna.fi/api/v1/search?lookfor=sauna&filter[]=format:0/Image/&limit=100&page=1"

    def read(self, document: Document) -> Page | None:
        """The pictures of one page of a search."""
        data = mapping(document.json)
        found = records(data.get("records"))
        if "resultCount" not in data or not any("images" in one for one in found):
            return None
        base = _HOST if document.local else document.url
        pictures = [
            picture for one in found for image in texts(one.get("images")) if (picture := _picture(base, one, image))
        ]
        without = sum(1 for one in found if not texts(one.get("images")))
        notes = counted("Records without a picture: {count}.", without)
        return Page(tuple(pictures), title="Finna", more=onward(_following(document, data)), left_out=notes)


def _following(document: Document, data: Record) -> str | None:
    page = number(json_paging.parameter(document.url, "page")) or 1
    size = number(json_paging.parameter(document.url, "limit")) or _SIZE
    return json_paging.page_after(document, page, -(-(number(data.get("resultCount")) or 0) // size))


def _picture(base: str, one: Record, image: str) -> Picture | None:
    name = text(one.get("id"))
    rights = mapping(one.get("imageRights"))
    makers = [text(maker.get("name")) for maker in records(one.get("nonPresenterAuthors"))]
    return entry.picture(
        base,
        image,
        title=one.get("title"),
        credit=joined(makers) or first_text(at(one, "buildings", 0, "translated")),
        licence=first_text(rights.get("copyright")),
        licence_page=first_text(rights.get("link")),
        rights=joined(texts(rights.get("description")), " "),
        page=f"https://www.finna.fi/Record/{name}" if name else None,
        date=first_text(one.get("year")),
        tags=(word for words in items(one.get("subjects")) for word in texts(words)),
    )
