"""iNaturalist: photographs of observed plants and animals.

Owns the observations of its API. Refuses nothing; a photograph without a licence is told as all rights reserved.
"""

from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, json_paging, picture_hosts
from vitrina.sources.document import Document, Page, counted, onward
from vitrina.sources.json_values import Record, at, first_text, mapping, number, records, text

_DEEPEST: Final = 10_000


class INaturalist:
    """Observations with one or more photographs each."""

    name = "inaturalist"
    example = "https://api.inaturalist.org/v1/observations?photos=true&quality_grade=research&per_page=100"

    def read(self, document: Document) -> Page | None:
        """The photographs of one page of observations."""
        data = mapping(document.json)
        found = records(data.get("results"))
        if not any("photos" in one and ("observed_on" in one or "species_guess" in one) for one in found):
            return None
        pictures = [
            picture for one in found for photo in _photos(one) if (picture := _photograph(document.url, one, photo))
        ]
        without = sum(1 for one in found if not _photos(one))
        following = _following(document, data, found)
        return Page(
            tuple(pictures),
            title="iNaturalist",
            more=onward(following),
            left_out=counted("Observations without a photograph: {count}.", without),
        )


def _photos(one: Record) -> list[Record]:
    return records(one.get("photos")) or [
        mapping(photo.get("photo")) for photo in records(one.get("observation_photos"))
    ]


def _following(document: Document, data: Record, found: list[Record]) -> str | None:
    """The next page by number; beyond what may be counted, the observations before the last one."""
    page, size, total = (number(data.get(name)) for name in ("page", "per_page", "total_results"))
    if document.local or not (page and size and total) or page * size >= total:
        return None
    if (page + 1) * size <= _DEEPEST:
        return json_paging.with_parameter(document.url, "page", page + 1)
    last = number(found[-1].get("id"))
    return (
        json_paging.with_parameter(json_paging.with_parameter(document.url, "page", 1), "id_below", last)
        if last
        else None
    )


def _photograph(base: str, one: Record, photo: Record) -> Picture | None:
    square = text(photo.get("url")) or ""
    taxon, user = mapping(one.get("taxon")), mapping(one.get("user"))
    login = text(user.get("login"))
    licence = first_text(photo.get("license_code"))
    return entry.picture(
        base,
        picture_hosts.inaturalist(square, "original") or square,
        title=first_text(taxon.get("preferred_common_name"), one.get("species_guess"), taxon.get("name")),
        credit=first_text(user.get("name"), login),
        author_page=f"https://www.inaturalist.org/people/{login}" if login else None,
        licence=licence or "All rights reserved",
        rights=photo.get("attribution"),
        page=first_text(one.get("uri")),
        thumbnail=picture_hosts.inaturalist(square, "medium"),
        width=at(photo, "original_dimensions", "width"),
        height=at(photo, "original_dimensions", "height"),
        description=first_text(one.get("description")),
        date=first_text(one.get("observed_on"), one.get("time_observed_at")),
        tags=(taxon.get("name"), one.get("place_guess")),
    )
