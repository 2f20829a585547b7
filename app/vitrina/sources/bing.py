"""Bing's picture of the day.

Owns its archive of the last days. Refuses the small versions: the largest is asked for.
"""

import re
from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry
from vitrina.sources.document import Document, Page
from vitrina.sources.json_values import Record, mapping, records, text
from vitrina.sources.plain_text import line

_HOST: Final = "https://www.bing.com/"
_COPYRIGHT: Final = re.compile(r"(?P<what>.*?)\s*\((?P<who>©.*)\)\s*", re.DOTALL)
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")


class Bing:
    """One photograph for each day."""

    name = "bing"
    example = "https://www.bing.com/HPImageArchive.aspx?format=js&idx=0&n=8&mkt=en-US"

    def read(self, document: Document) -> Page | None:
        """The photographs of the days in the reply."""
        found = records(mapping(document.json).get("images"))
        if not found or not all("urlbase" in one and "copyright" in one for one in found):
            return None
        base = _HOST if document.local else document.url
        return Page(tuple(picture for one in found if (picture := _day(base, one))), title="Bing")


def _day(base: str, one: Record) -> Picture | None:
    said = _COPYRIGHT.fullmatch(text(one.get("copyright")) or "")
    day = _DAY.fullmatch(str(one.get("startdate")))
    what = said["what"] if said else text(one.get("copyright"))
    title = line(one.get("title"))
    return entry.picture(
        base,
        f"{one['urlbase']}_UHD.jpg",
        title=title if title and title != "Info" else what,
        credit=said["who"].lstrip("© ") if said else None,
        rights=said["who"] if said else None,
        page=one.get("copyrightlink"),
        thumbnail=f"{one['urlbase']}_640x360.jpg",
        description=what,
        date="-".join(day.groups()) if day else None,
    )
