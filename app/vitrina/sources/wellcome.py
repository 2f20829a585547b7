"""Wellcome Collection: searches of its pictures.

Owns the catalogue's image search. Refuses results without an image service.
"""

from vitrina.model import Picture
from vitrina.sources import entry, web_address
from vitrina.sources.document import Document, Page, onward
from vitrina.sources.json_values import Record, at, first_text, joined, mapping, records, text


class Wellcome:
    """Pictures of medicine, science and everyday life."""

    name = "wellcome"
    example = "https://api.wellcomecollection.org/catalogue/v2/images?query=flowers&pageSize=100"

    def read(self, document: Document) -> Page | None:
        """The pictures of one page of a search."""
        data = mapping(document.json)
        found = records(data.get("results"))
        if not any("locations" in one and "source" in one and "thumbnail" in one for one in found):
            return None
        pictures = tuple(picture for one in found if (picture := _picture(document.url, one)))
        following = web_address.absolute(document.url, data.get("nextPage"))
        return Page(pictures, title="Wellcome Collection", more=onward(following))


def _picture(base: str, one: Record) -> Picture | None:
    place = next(
        (place for place in records(one.get("locations")) if str(place.get("url")).endswith("info.json")),
        mapping(one.get("thumbnail")),
    )
    service = (text(place.get("url")) or "").removesuffix("info.json").rstrip("/")
    licence = mapping(place.get("license") or at(one, "thumbnail", "license"))
    work = mapping(one.get("source"))
    name = text(work.get("id"))
    return entry.picture(
        base,
        f"{service}/full/max/0/default.jpg" if service else None,
        title=work.get("title"),
        credit=joined([text(at(maker, "agent", "label")) for maker in records(work.get("contributors"))])
        or text(place.get("credit"))
        or "Wellcome Collection",
        licence=first_text(licence.get("id"), licence.get("label")),
        licence_page=licence.get("url"),
        page=f"https://wellcomecollection.org/works/{name}" if name else None,
        thumbnail=f"{service}/full/400,/0/default.jpg" if service else None,
        tags=(text(genre.get("label")) for genre in records(work.get("genres"))),
    )
