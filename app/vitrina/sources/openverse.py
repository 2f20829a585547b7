"""Openverse: free pictures of many collections, with ready credit lines.

Owns its search. Refuses to go deeper than it lets anyone without an account (20 pages).
"""

from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, json_paging
from vitrina.sources.document import Document, Page, onward
from vitrina.sources.json_values import Record, mapping, number, records, text

_DEEPEST: Final = 20


class Openverse:
    """Pictures under Creative Commons licences."""

    name = "openverse"
    example = "https://api.openverse.org/v1/images/?q=cat&page_size=20"

    def read(self, document: Document) -> Page | None:
        """The pictures of one page of a search, or the one picture."""
        data = mapping(document.json)
        found = records(data.get("results")) or [data]
        if not all("foreign_landing_url" in one and "license" in one for one in found):
            return None
        pictures = tuple(picture for one in found if (picture := _picture(document.url, one)))
        pages = min(number(data.get("page_count")) or 0, _DEEPEST)
        following = json_paging.page_after(document, data.get("page"), pages)
        return Page(pictures, title="Openverse", more=onward(following))


def _picture(base: str, one: Record) -> Picture | None:
    licence, version = text(one.get("license")), text(one.get("license_version"))
    short = {"cc0": "CC0-1.0", "pdm": "CC-PDM-1.0"}.get(str(licence))
    return entry.picture(
        base,
        one.get("url"),
        title=one.get("title"),
        credit=one.get("creator"),
        author_page=one.get("creator_url"),
        licence=short or (f"CC-{licence.upper()}-{version}" if licence and version else licence),
        licence_page=one.get("license_url"),
        rights=one.get("attribution"),
        page=one.get("foreign_landing_url"),
        thumbnail=one.get("thumbnail"),
        width=one.get("width"),
        height=one.get("height"),
        date=one.get("indexed_on"),
        tags=(tag.get("name") for tag in records(one.get("tags"))),
    )
