"""The Library of Congress: any of its pages asked with `fo=json`, lists and items.

Owns its results and the sizes that it writes into fragments. Refuses results that are collections or
web pages, and those without a picture.
"""

from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, web_address
from vitrina.sources.document import Document, Page, counted, onward
from vitrina.sources.json_values import Record, at, first_text, items, mapping, number, records, text, texts

_NO_PICTURE: Final = ("collection", "web page")


class Loc:
    """Photographs, prints and maps."""

    name = "loc"
    example = "https://www.loc.gov/photos/?q=bridges&fo=json&c=100"

    def read(self, document: Document) -> Page | None:
        """The results of one page, or the pictures of one item."""
        data = document.json
        if not isinstance(data, dict):
            return None
        if isinstance(data.get("item"), dict) and isinstance(data.get("resources"), list):
            return Page(tuple(_item(document.url, data)), title=text(at(data, "item", "title")))
        results = records(data.get("results"))
        if not any("image_url" in one and _is_result(one) for one in results):
            return None
        pictures = [picture for one in results if (picture := _result(document.url, one))]
        without = len(results) - len(pictures)
        following = web_address.absolute(document.url, at(data, "pagination", "next"))
        return Page(
            tuple(pictures),
            title=first_text(data.get("title"), "Library of Congress"),
            more=onward(following),
            left_out=counted("Results without a picture: {count}.", without),
        )


def _is_result(one: Record) -> bool:
    marks = ("online_format", "access_restricted", "original_format")
    return any(name in one for name in marks) or "loc.gov" in str(one.get("id"))


def _result(base: str, one: Record) -> Picture | None:
    formats = " ".join(texts(one.get("original_format"))).lower()
    addresses = texts(one.get("image_url"))
    if not addresses or any(word in formats for word in _NO_PICTURE):
        return None
    best = max(addresses, key=lambda url: (web_address.fragment_size(url)[0] or 0, addresses.index(url)))
    return entry.picture(
        base,
        best,
        title=one.get("title"),
        credit=first_text(one.get("contributor")),
        rights=first_text(one.get("rights"), one.get("rights_advisory")),
        page=web_address.https(str(one.get("url") or one.get("id") or "")),
        thumbnail=addresses[0],
        description=first_text(one.get("description")),
        date=first_text(one.get("date")),
        tags=texts(one.get("subject")),
    )


def _item(base: str, data: Record) -> list[Picture]:
    """The largest file of each view that a browser shows."""
    item = mapping(data.get("item"))
    rights = first_text(item.get("rights_information"), item.get("rights_advisory"), item.get("rights"))
    found = []
    for resource in records(data.get("resources")):
        for view in items(resource.get("files")):
            files = [
                file
                for file in records(view)
                if str(file.get("mimetype")) in ("image/jpeg", "image/png", "image/gif") and file.get("url")
            ]
            if not files:
                continue
            best = max(files, key=lambda file: number(file.get("width")) or 0)
            small = min(files, key=lambda file: number(file.get("width")) or 0)
            picture = entry.picture(
                base,
                best["url"],
                title=item.get("title"),
                credit=first_text(item.get("contributor_names"), item.get("contributors"), item.get("creator")),
                rights=rights,
                page=web_address.https(str(item.get("url") or item.get("id") or "")),
                thumbnail=small["url"],
                width=best.get("width"),
                height=best.get("height"),
                media_type=best.get("mimetype"),
                description=first_text(item.get("description"), item.get("summary")),
                date=first_text(item.get("date"), item.get("created_published_date")),
                tags=texts(item.get("subject_headings")),
            )
            found += [picture] if picture else []
    return found
