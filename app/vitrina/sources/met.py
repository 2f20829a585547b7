"""The Metropolitan Museum of Art: searches, lists of objects, and objects.

Owns the museum's collection API. Refuses objects whose picture is not free: they have none to give.
"""

from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, web_address
from vitrina.sources.document import Document, LeftOut, More, Page
from vitrina.sources.json_values import Record, first_text, items, records, text

_MOST: Final = 10_000


class Met:
    """The Met's open access."""

    name = "met"
    example = "https://collectionapi.metmuseum.org/public/collection/v1/search?hasImages=true&q=sunflowers"

    def read(self, document: Document) -> Page | None:
        """An object's pictures; of a search, its objects to read next, as the reply names them by number alone."""
        data = document.json
        if not isinstance(data, dict):
            return None
        if "objectIDs" in data and "total" in data:
            numbers = [one for one in items(data["objectIDs"]) if isinstance(one, int)][:_MOST]
            more = (
                More(address, settled=True)
                for one in numbers
                if (address := web_address.absolute(document.url, f"objects/{one}"))
            )
            return Page(title="The Met", more=tuple(more) if not document.local else _elsewhere(numbers))
        if "objectID" not in data or "primaryImage" not in data:
            return None
        pictures = tuple(picture for url in _addresses(data) if (picture := _picture(document.url, data, url)))
        if pictures:
            return Page(pictures, title="The Met")
        return Page(
            left_out=(
                LeftOut(
                    "{title} has no picture that may be shown.", {"title": text(data.get("title")) or data["objectID"]}
                ),
            )
        )


def _elsewhere(numbers: list[int]) -> tuple[More, ...]:
    """The objects of a search that was saved to a file."""
    base = "https://collectionapi.metmuseum.org/public/collection/v1/objects"
    return tuple(More(f"{base}/{one}", settled=True) for one in numbers)


def _addresses(data: Record) -> list[str]:
    return [
        one for one in (data.get("primaryImage"), *items(data.get("additionalImages"))) if isinstance(one, str) and one
    ]


def _picture(base: str, data: Record, url: str) -> Picture | None:
    first = url == data.get("primaryImage")
    return entry.picture(
        base,
        url,
        title=data.get("title"),
        credit=first_text(data.get("artistDisplayName"), data.get("culture"), data.get("creditLine")),
        author_page=first_text(data.get("artistWikidata_URL"), data.get("artistULAN_URL")),
        licence="CC0-1.0" if data.get("isPublicDomain") is True else None,
        rights=first_text(data.get("rightsAndReproduction"), data.get("creditLine")),
        page=data.get("objectURL"),
        thumbnail=data.get("primaryImageSmall") if first else url.replace("/original/", "/web-large/"),
        description=", ".join(one for name in ("medium", "dimensions") if (one := text(data.get(name)))),
        date=data.get("objectDate"),
        tags=(one.get("term") for one in records(data.get("tags"))),
    )
