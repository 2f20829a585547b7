"""The Art Institute of Chicago: lists, searches and single artworks.

Owns the museum's API and the sizes that its picture server keeps ready. Refuses artworks without a picture.
"""

import re
from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, web_address
from vitrina.sources.document import Document, Page, counted, onward
from vitrina.sources.json_values import Record, first_text, items, mapping, number, records, text

_IIIF: Final = "https://www.artic.edu/iiif/2"
_SITE: Final = "https://www.artic.edu"
_IMAGE: Final = re.compile(r"[0-9a-f-]{36}")
_COMMON, _LARGE, _SMALL = 843, 1686, 400


class Artic:
    """Paintings and prints, with a tiny picture of each inside the reply."""

    name = "artic"
    example = "https://api.artic.edu/api/v1/artworks?page=1&limit=100"

    def read(self, document: Document) -> Page | None:
        """The artworks of one page, or the one artwork."""
        data = document.json
        if not isinstance(data, dict):
            return None
        whole = "image_id" in data and ("api_model" in data or "is_public_domain" in data)
        works = [data] if whole else records(data.get("data"))
        if (
            not works
            or not any("image_id" in one for one in works)
            or not (whole or "info" in data or "config" in data)
        ):
            return None
        config = mapping(data.get("config"))
        iiif = text(config.get("iiif_url")) or _IIIF
        site = text(config.get("website_url")) or _SITE
        pictures = [
            picture for one in works for picture in _artwork(document.url, one, iiif.rstrip("/"), site.rstrip("/"))
        ]
        without = sum(1 for one in works if not one.get("image_id"))
        following = web_address.absolute(document.url, mapping(data.get("pagination")).get("next_url"))
        return Page(
            tuple(pictures),
            title="Art Institute of Chicago",
            more=onward(following),
            left_out=counted("Artworks without a picture: {count}.", without),
        )


def _artwork(base: str, one: Record, iiif: str, site: str) -> list[Picture]:
    names = [
        name
        for name in (one.get("image_id"), *items(one.get("alt_image_ids")))
        if isinstance(name, str) and _IMAGE.fullmatch(name)
    ]
    small = mapping(one.get("thumbnail"))
    free = one.get("is_public_domain") is True
    found = []
    for name in dict.fromkeys(names):
        first = name == one.get("image_id")
        wide = number(small.get("width")) if first else None
        size = _LARGE if free and (wide or 0) >= _LARGE else _COMMON
        picture = entry.picture(
            base,
            f"{iiif}/{name}/full/{size},/0/default.jpg",
            title=one.get("title"),
            credit=first_text(one.get("artist_title"), one.get("artist_display"), one.get("credit_line")),
            licence="CC0-1.0" if free else first_text(one.get("copyright_notice")),
            rights=first_text(one.get("copyright_notice"), one.get("credit_line")),
            page=f"{site}/artworks/{one['id']}" if isinstance(one.get("id"), int) else None,
            thumbnail=f"{iiif}/{name}/full/{_SMALL},/0/default.jpg",
            width=wide,
            height=small.get("height") if first else None,
            description=first_text(one.get("short_description"), one.get("description"), small.get("alt_text")),
            date=one.get("date_display"),
            tags=items(one.get("term_titles")),
            placeholder=text(small.get("lqip")) if first else None,
        )
        found += [picture] if picture else []
    return found
