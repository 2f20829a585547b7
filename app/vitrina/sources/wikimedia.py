"""What Wikimedia says of a file: the fields of `imageinfo` as an entry, and the question for many files at once.

Owns the field names of MediaWiki's API. Refuses hand-made sizes of thumbnails: their servers answer
those with 429, so the API is asked for a size that it serves.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from vitrina.model import Picture
from vitrina.sources import entry
from vitrina.sources.json_values import Record, at, first_text, mapping

TITLES_AT_ONCE: Final = 50
_FIELDS: Final = (
    "Artist|Credit|LicenseShortName|LicenseUrl|License|ImageDescription|ObjectName|AttributionRequired|"
    "UsageTerms|DateTimeOriginal"
)
_FILE: Final = re.compile(r"/wikipedia/commons/(?:thumb/)?\w/\w\w/([^/?#]+)")
_NO_PICTURE: Final = ("video/", "audio/", "application/ogg", "text/")
_SHOWN_RENDERED: Final = ("image/svg+xml", "application/pdf", "image/vnd.djvu", "image/x-xcf", "image/tiff")
_ENDING: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|tiff?|svg|pdf|djvu)$", re.IGNORECASE)


def file_title(url: str) -> str | None:
    """The title (`File:…`) of the file on Commons whose picture or thumbnail lies at `url`."""
    found = _FILE.search(url)
    return "File:" + unquote(found[1]).replace("_", " ") if found else None


def question(api: str, titles: Sequence[str]) -> str:
    """The address that asks the API at `api` for all that is known of these files (50 at most)."""
    names = quote("|".join(titles[:TITLES_AT_ONCE]), safe="", errors="replace")
    query = (
        "action=query&format=json&formatversion=2&prop=imageinfo&iiprop=url%7Csize%7Cmime%7Cuser%7Ctimestamp%7Cextmetadata"
        f"&iiurlwidth=330&iiextmetadatafilter={quote(_FIELDS, safe='')}&titles={names}"
    )
    return urlsplit(api)._replace(query=query, fragment="").geturl()


def pictures(base: str, pages: Iterable[Record]) -> list[Picture]:
    """The pictures of pages that carry `imageinfo`; files that are missing, or no pictures, have none."""
    return [picture for page in pages if (picture := _picture(base, page))]


def _picture(base: str, page: Record) -> Picture | None:
    info = mapping(at(page, "imageinfo", 0))
    kind = str(info.get("mime") or "")
    if not info or "missing" in page or kind.startswith(_NO_PICTURE):
        return None
    rendered = kind in _SHOWN_RENDERED or str(info.get("url")).lower().endswith((".svg", ".pdf", ".djvu", ".xcf"))
    said = {name: at(field, "value") for name, field in mapping(info.get("extmetadata")).items()}
    whole = str(page.get("title") or "")
    title = first_text(said.get("ObjectName")) or whole.partition(":")[2] or whole
    return entry.picture(
        base,
        info.get("thumburl") if rendered and info.get("thumburl") else info.get("url"),
        title=_ENDING.sub("", title),
        credit=first_text(said.get("Artist"), info.get("user"), said.get("Credit")),
        licence=first_text(said.get("LicenseShortName"), said.get("UsageTerms"), said.get("License")),
        licence_page=first_text(said.get("LicenseUrl")),
        page=info.get("descriptionurl"),
        thumbnail=info.get("thumburl"),
        width=info.get("thumbwidth") if rendered else info.get("width"),
        height=info.get("thumbheight") if rendered else info.get("height"),
        media_type=kind,
        description=first_text(said.get("ImageDescription")),
        date=first_text(said.get("DateTimeOriginal"), info.get("timestamp")),
        tags=str(said.get("Categories") or "").split("|"),
    )
