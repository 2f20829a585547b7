"""The Cleveland Museum of Art: its open access, in pages and single.

Owns the museum's API. Refuses the full TIFF files (tens of megabytes) where there is anything else.
"""

from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, json_paging
from vitrina.sources.document import Document, Page, counted, onward
from vitrina.sources.json_values import Record, at, first_text, joined, mapping, number, records, text

_SIZES: Final = ("print", "web", "full")


class Cleveland:
    """Works of art, most of them free of rights."""

    name = "cleveland"
    example = "https://openaccess-api.clevelandart.org/api/artworks/?has_image=1&cc0=1&limit=100"

    def read(self, document: Document) -> Page | None:
        """The works of one page, or the one work."""
        data = document.json
        if not isinstance(data, dict):
            return None
        single = data if "share_license_status" in data else mapping(data.get("data"))
        works = [single] if "share_license_status" in single else records(data.get("data"))
        if not works or not any("share_license_status" in one and "images" in one for one in works):
            return None
        pictures = [picture for one in works for picture in _work(document.url, one)]
        without = sum(1 for one in works if not mapping(one.get("images")))
        notes = counted("Works without a picture: {count}.", without)
        following = _following(document, data, len(works))
        return Page(
            tuple(pictures),
            title="Cleveland Museum of Art",
            more=onward(following),
            left_out=notes,
        )


def _following(document: Document, data: Record, count: int) -> str | None:
    total = number(at(data, "info", "total"))
    if document.local or not total:
        return None
    asked = json_paging.parameter(document.url, "skip") or text(at(data, "info", "parameters", "skip")) or "0"
    skip = (int(asked[:9]) if asked.isascii() and asked.isdigit() else 0) + count
    return json_paging.with_parameter(document.url, "skip", skip) if skip < total else None


def _work(base: str, one: Record) -> list[Picture]:
    found = [_picture(base, one, mapping(one.get("images")))]
    found += [_picture(base, one, other) for other in records(one.get("alternate_images"))]
    return [picture for picture in found if picture]


def _picture(base: str, one: Record, images: Record) -> Picture | None:
    sizes = [size for name in _SIZES if text((size := mapping(images.get(name))).get("url"))]
    if not sizes:
        return None
    best, small = sizes[0], mapping(images.get("web"))
    return entry.picture(
        base,
        best["url"],
        title=one.get("title"),
        credit=joined([text(maker.get("description")) for maker in records(one.get("creators"))], "; ")
        or first_text(one.get("culture"), one.get("creditline")),
        licence=one.get("share_license_status"),
        rights=first_text(one.get("copyright"), one.get("creditline")),
        page=one.get("url"),
        thumbnail=small.get("url"),
        width=best.get("width"),
        height=best.get("height"),
        description=first_text(one.get("wall_description"), one.get("digital_description"), one.get("tombstone")),
        date=one.get("creation_date"),
        tags=(one.get("type"), one.get("department")),
    )
