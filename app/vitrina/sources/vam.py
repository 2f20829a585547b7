"""The Victoria and Albert Museum: searches of its collections.

Owns its search API. Refuses records without a picture.
"""

from vitrina.model import Picture
from vitrina.sources import entry, json_paging
from vitrina.sources.document import Document, Page, counted, onward
from vitrina.sources.json_values import Record, at, items, mapping, records, text


class Vam:
    """Art and design of five thousand years."""

    name = "vam"
    example = "https://api.vam.ac.uk/v2/objects/search?q=sunflowers&images_exist=1&page_size=50&page=1"

    def read(self, document: Document) -> Page | None:
        """The pictures of one page of a search."""
        data = mapping(document.json)
        found = records(data.get("records"))
        if "record" in data and "images" in mapping(data.get("meta")):
            return _single(document, mapping(data["record"]), mapping(at(data, "meta", "images")))
        if not any("systemNumber" in one and "_images" in one for one in found):
            return None
        pictures = [picture for one in found if (picture := _object(document.url, one))]
        following = json_paging.page_after(document, at(data, "info", "page"), at(data, "info", "pages"))
        without = len(found) - len(pictures)
        return Page(
            tuple(pictures),
            title="V&A",
            more=onward(following),
            left_out=counted("Records without a picture: {count}.", without),
        )


def _single(document: Document, record: Record, images: Record) -> Page:
    """All pictures of one object."""
    bases = [images.get("_iiif_image"), *items(images.get("_alt_iiif_image"))]
    said = {
        "systemNumber": record.get("systemNumber"),
        "_primaryTitle": at(record, "titles", 0, "title"),
        "objectType": record.get("objectType"),
        "_primaryMaker": {"name": at(record, "artistMakerPerson", 0, "name", "text")},
        "_primaryDate": at(record, "productionDates", 0, "date", "text"),
    }
    found = ({**said, "_images": {"_iiif_image_base_url": base}} for base in bases if text(base))
    return Page(tuple(one for each in found if (one := _object(document.url, each))), title="V&A")


def _object(base: str, one: Record) -> Picture | None:
    images = mapping(one.get("_images"))
    iiif = (text(images.get("_iiif_image_base_url")) or "").rstrip("/")
    number_of = text(one.get("systemNumber"))
    return entry.picture(
        base,
        f"{iiif}/full/!2000,2000/0/default.jpg" if iiif else images.get("_primary_thumbnail"),
        title=text(one.get("_primaryTitle")) or text(one.get("objectType")),
        credit=text(at(one, "_primaryMaker", "name")),
        rights="© Victoria and Albert Museum, London",
        page=f"https://collections.vam.ac.uk/item/{number_of}" if number_of else None,
        thumbnail=images.get("_primary_thumbnail"),
        date=one.get("_primaryDate"),
        tags=(one.get("objectType"), one.get("_primaryPlace")),
    )
