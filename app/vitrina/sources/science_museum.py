"""The Science Museum Group: searches and objects as JSON:API.

Owns its multimedia records. Refuses the pyramids made for zooming, which no viewer opens.
"""

from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, web_address
from vitrina.sources.document import Document, More, Page, counted
from vitrina.sources.json_values import Record, at, first_text, mapping, records, text

_HOST: Final = "https://coimages.sciencemuseumgroup.org.uk/images/"


class ScienceMuseum:
    """Objects of science and technology."""

    name = "science-museum"
    example = "https://collection.sciencemuseumgroup.org.uk/search/objects/images/image_license?page[size]=100"

    def read(self, document: Document) -> Page | None:
        """The pictures of the objects in the reply."""
        data = mapping(document.json)
        objects = records(data.get("data"))
        if not any(
            isinstance(at(one, "attributes", "multimedia"), list) or at(one, "attributes", "summary_title")
            for one in objects
        ):
            return None
        pictures = [picture for one in objects for media in _media(one) if (picture := _picture(one, media))]
        without = sum(1 for one in objects if not _media(one))
        following = web_address.absolute(document.url, at(data, "links", "next"))
        return Page(
            tuple(pictures),
            title="Science Museum Group",
            more=(More(following, headers=(("Accept", "application/json"),)),) if following else (),
            left_out=counted("Objects without a picture: {count}.", without),
        )


def _media(one: Record) -> list[Record]:
    return records(at(one, "attributes", "multimedia"))


def _picture(one: Record, media: Record) -> Picture | None:
    processed = mapping(media.get("processed") or media.get("@processed"))
    best = next(
        (
            mapping(processed.get(name))
            for name in ("large", "medium", "large_thumbnail")
            if mapping(processed.get(name)).get("location")
        ),
        None,
    )
    if best is None:
        return None
    said = mapping(one.get("attributes"))
    rights = mapping(at(media, "source", "legal", "rights", 0) or at(media, "legal", "rights", 0))
    size = {
        str(length.get("dimension")): length.get("value") for length in records(at(best, "measurements", "dimensions"))
    }
    makers = [text(maker.get("summary_title")) for maker in records(at(said, "lifecycle", "creation", 0, "maker"))]
    return entry.picture(
        _HOST,
        best["location"],
        title=first_text(at(said, "title", 0, "value"), said.get("summary_title")),
        credit=first_text(*makers)
        if any(makers) and "unknown" not in str(makers[0]).lower()
        else first_text(media.get("credit"), rights.get("details")),
        licence=rights.get("usage_terms"),
        rights=rights.get("details"),
        page=at(one, "links", "self"),
        thumbnail=at(processed, "large_thumbnail", "location"),
        width=size.get("width"),
        height=size.get("height"),
        description=first_text(*(words.get("value") for words in records(said.get("description")))),
        date=first_text(at(said, "lifecycle", "creation", 0, "date", 0, "value")),
        tags=(category.get("name") for category in records(said.get("categories"))),
    )
