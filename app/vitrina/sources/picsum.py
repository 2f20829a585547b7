"""Lorem Picsum: the list of its photographs, and one photograph's description.

Owns `/v2/list`, the older `/list`, and `/id/{id}/info`. Refuses nothing else of that host: a
picture that changes at every request is an address like any other.
"""

from vitrina.model import Picture
from vitrina.sources import entry, json_paging, web_address
from vitrina.sources.document import Document, Page, onward
from vitrina.sources.json_values import Record, number, records

_HOST = "https://picsum.photos"


class Picsum:
    """Photographs from Unsplash, served for trying things out."""

    name = "picsum"
    example = "https://picsum.photos/v2/list?page=1&limit=100"

    def read(self, document: Document) -> Page | None:
        """The photographs of one page; the `Link` field names the next one, which ends at an empty page."""
        found = records(document.json)
        if not found or not all("author" in one and ("download_url" in one or "post_url" in one) for one in found):
            return None
        pictures = tuple(picture for one in found if (picture := _photograph(document.url, one)))
        following = json_paging.link_header(document.header("link"), document.url)
        return Page(pictures, title="Lorem Picsum", more=onward(following))


def _photograph(base: str, one: Record) -> Picture | None:
    wide, high = number(one.get("width")), number(one.get("height"))
    host = "https://" + web_address.origin(base) if web_address.host(base) == "picsum.photos" else _HOST
    given = one.get("download_url") or (f"{host}/id/{one.get('id')}/{wide}/{high}" if wide and high else None)
    thumbnail = (
        f"{_small_host(given)}/id/{one.get('id')}/400/{max(1, round(400 * high / wide))}" if wide and high else None
    )
    return entry.picture(
        base,
        given,
        credit=one.get("author"),
        author_page=one.get("author_url"),
        licence="Unsplash License",
        licence_page="https://unsplash.com/license",
        page=one.get("url") or one.get("post_url"),
        thumbnail=thumbnail,
        width=wide,
        height=high,
    )


def _small_host(given: object) -> str:
    """The host that serves the picture serves its small versions too."""
    if not isinstance(given, str) or "/id/" not in given:
        return _HOST
    return given.partition("/id/")[0]
