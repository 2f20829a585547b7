"""NASA's Astronomy Picture of the Day, from its API.

Owns the reply of `planetary/apod`, one day or many. Refuses days whose picture is a film without a
still; they are counted.
"""

import re

from vitrina.errors import NothingToShowError
from vitrina.model import Picture
from vitrina.sources import entry
from vitrina.sources.document import Document, Page, counted
from vitrina.sources.json_values import Record, mapping, records, text
from vitrina.sources.plain_text import line

_DATE = re.compile(r"\d\d(\d\d)-(\d\d)-(\d\d)")


class Apod:
    """One astronomical picture for each day since 1995."""

    name = "apod"
    example = "https://api.nasa.gov/planetary/apod?api_key=DEMO_KEY&count=20"

    def read(self, document: Document) -> Page | None:
        """The pictures of the days in the reply. NothingToShowError says what the API answered instead."""
        data = document.json
        refusal = mapping(data)
        if refusal.get("service_version") and refusal.get("msg"):
            raise NothingToShowError("NASA's picture of the day answered: {reason}", reason=line(refusal["msg"]))
        days = records(data)
        if not days or not all("explanation" in one and "media_type" in one and "date" in one for one in days):
            return None
        pictures = [picture for one in days if (picture := _day(document.url, one))]
        without = len(days) - len(pictures)
        notes = counted("Days with a film instead of a picture: {count}.", without)
        return Page(tuple(pictures), title="Astronomy Picture of the Day", left_out=notes)


def _day(base: str, one: Record) -> Picture | None:
    still = one.get("media_type") == "image"
    url = text(one.get("hdurl")) or text(one.get("url")) if still else text(one.get("thumbnail_url"))
    day = _DATE.fullmatch(str(one.get("date")))
    owner = line(one.get("copyright"))
    return entry.picture(
        base,
        url,
        title=one.get("title"),
        credit=owner or "NASA",
        licence=None if owner else "Public domain",
        rights=f"© {owner}" if owner else None,
        page=f"https://apod.nasa.gov/apod/ap{day[1]}{day[2]}{day[3]}.html" if day else None,
        thumbnail=one.get("url") if still else None,
        description=one.get("explanation"),
        date=one.get("date"),
    )
