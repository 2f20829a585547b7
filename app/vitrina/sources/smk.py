"""Statens Museum for Kunst, Denmark's national gallery: searches and single works.

Owns its API. Refuses works without a picture.
"""

from vitrina.model import Picture
from vitrina.sources import entry, json_paging
from vitrina.sources.document import Document, Page, counted, onward
from vitrina.sources.json_values import Record, first_text, joined, mapping, number, records, text, texts


class Smk:
    """Danish and European art, much of it free of rights."""

    name = "smk"
    example = (
        "https://api.smk.dk/api/v1/art/search/?keys=*&filters=[has_image:true],[public_domain:true]&offset=0&rows=100"
    )

    def read(self, document: Document) -> Page | None:
        """The works of one page of a search, or the one work."""
        data = mapping(document.json)
        works = [data] if "object_number" in data else records(data.get("items"))
        if not any(
            "object_number" in one and ("image_native" in one or "image_iiif_id" in one or "has_image" in one)
            for one in works
        ):
            return None
        pictures = [picture for one in works for picture in _work(document.url, one)]
        without = sum(1 for one in works if not one.get("image_native") and not one.get("image_thumbnail"))
        return Page(
            tuple(pictures),
            title="SMK",
            more=onward(_following(document, data, len(works))),
            left_out=counted("Works without a picture: {count}.", without),
        )


def _following(document: Document, data: Record, count: int) -> str | None:
    total, offset = number(data.get("found")), number(data.get("offset")) or 0
    if document.local or not total or not count or offset + count >= total:
        return None
    return json_paging.with_parameter(document.url, "offset", offset + count)


def _work(base: str, one: Record) -> list[Picture]:
    found = [_picture(base, one, one)]
    found += [
        _picture(
            base, one, {"image_native": other.get("native"), "image_thumbnail": other.get("thumbnail")} | dict(other)
        )
        for other in records(one.get("alternative_images"))
    ]
    return [picture for picture in found if picture]


def _picture(base: str, one: Record, image: Record) -> Picture | None:
    titles = [text(title.get("title")) for title in records(one.get("titles"))]
    makers = [text(maker.get("creator")) for maker in records(one.get("production"))]
    dates = records(one.get("production_date"))
    number_of = text(one.get("object_number"))
    return entry.picture(
        base,
        first_text(image.get("image_native"), image.get("image_thumbnail")),
        title=first_text(titles),
        credit=joined(makers, "; "),
        licence="CC0-1.0" if one.get("public_domain") is True else None,
        licence_page=one.get("rights"),
        page=first_text(one.get("frontend_url"))
        or (f"https://open.smk.dk/artwork/image/{number_of}" if number_of else None),
        thumbnail=image.get("image_thumbnail"),
        width=image.get("image_width"),
        height=image.get("image_height"),
        description=first_text(one.get("content_description"), one.get("distinguishing_features")),
        date=first_text(*(date.get("period") for date in dates)),
        tags=[*texts(one.get("techniques")), *(str(name.get("name")) for name in records(one.get("object_names")))],
    )
