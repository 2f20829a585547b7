"""StockSnap: free photographs, as its site's own JSON lists them.

Owns that reply. Refuses to guess the full size, which the site hands out by a form.
"""

from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, web_address
from vitrina.sources.document import Document, Page, onward
from vitrina.sources.json_values import Record, items, mapping, number, records, text

_CDN: Final = "https://cdn.stocksnap.io/img-thumbs"


class StockSnap:
    """Photographs under CC0."""

    name = "stocksnap"
    example = "https://stocksnap.io/api/load-photos/date/desc/1"

    def read(self, document: Document) -> Page | None:
        """The photographs of one page; the address of the next ends in its number."""
        data = mapping(document.json)
        found = records(data.get("results"))
        if not found or not all("img_id" in one and "author_name" in one for one in found):
            return None
        following = number(data.get("nextPage"))
        address = web_address.absolute(document.url, str(following)) if following and not document.local else None
        return Page(
            tuple(picture for one in found if (picture := _photograph(document.url, one))),
            title="StockSnap",
            more=onward(address),
        )


def _photograph(base: str, one: Record) -> Picture | None:
    name = text(one.get("img_id"))
    words = [word for word in items(one.get("keywords")) if isinstance(word, str)]
    wide, high = number(one.get("img_width")), number(one.get("img_height"))
    return entry.picture(
        base,
        f"{_CDN}/960w/{name}.jpg" if name and name.isalnum() else None,
        title=" ".join(words[:3]).capitalize() or None,
        credit=one.get("author_name"),
        author_page=one.get("author_profile") or one.get("author_website"),
        licence="CC0-1.0",
        page=f"https://stocksnap.io/photo/{name}",
        thumbnail=f"{_CDN}/280h/{name}.jpg",
        width=960 if wide and high else None,
        height=round(960 * high / wide) if wide and high else None,
        tags=words,
    )
