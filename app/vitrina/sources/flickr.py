"""Flickr: its public feed as JSON, with or without its callback, and the replies of its API, which takes a key.

Owns both. Refuses to invent the original's address: it holds a secret that is told only to who asks for it.
"""

import re
from types import MappingProxyType
from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, json_paging, picture_hosts
from vitrina.sources.document import Document, Page, onward
from vitrina.sources.json_values import Record, at, mapping, records, text

_SIZES: Final = ("o", "6k", "5k", "4k", "3k", "k", "h", "l", "b", "c", "z", "m")
_CC: Final = "https://creativecommons.org/"
# flickr.photos.licenses.getInfo
_LICENCES: Final = MappingProxyType(
    {
        "1": _CC + "licenses/by-nc-sa/2.0/", "2": _CC + "licenses/by-nc/2.0/", "3": _CC + "licenses/by-nc-nd/2.0/",
        "4": _CC + "licenses/by/2.0/", "5": _CC + "licenses/by-sa/2.0/", "6": _CC + "licenses/by-nd/2.0/",
        "9": _CC + "publicdomain/zero/1.0/", "10": _CC + "publicdomain/mark/1.0/",
    }
)  # fmt: skip
_AUTHOR: Final = re.compile(r'.*?\("(.*)"\)\s*', re.DOTALL)


class Flickr:
    """The newest public photographs, of everybody or by tag."""

    name = "flickr"
    example = "https://www.flickr.com/services/feeds/photos_public.gne?format=json&nojsoncallback=1&tags=sunflower"

    def read(self, document: Document) -> Page | None:
        """The photographs of the feed, which has no second page, or of one page of the API's reply."""
        data = mapping(document.json)
        listed = next((one for name in ("photos", "photoset") if "photo" in (one := mapping(data.get(name)))), None)
        if listed is not None and "stat" in data:
            return _of_api(document, listed)
        found = records(data.get("items"))
        if not any(text(at(one, "media", "m")) for one in found):
            return None
        pictures = tuple(picture for one in found if (picture := _photograph(document.url, one)))
        return Page(pictures, title=text(data.get("title")))


def _of_api(document: Document, listed: Record) -> Page:
    """A page of `flickr.photos.search`, `flickr.photosets.getPhotos` and their like."""
    owner = text(listed.get("owner"))
    pictures = tuple(one for each in records(listed.get("photo")) if (one := _of_record(document.url, each, owner)))
    following = json_paging.page_after(document, listed.get("page"), listed.get("pages"))
    return Page(pictures, title=text(listed.get("title")), more=onward(following))


def _of_record(base: str, one: Record, owner: str | None) -> Picture | None:
    # https://www.flickr.com/services/api/misc.urls.html
    owner = text(one.get("owner")) or owner
    asked = next((size for size in _SIZES if text(one.get(f"url_{size}"))), None)
    number_, secret, server = (text(one.get(name)) for name in ("id", "secret", "server"))
    made = f"https://live.staticflickr.com/{server}/{number_}_{secret}" if number_ and secret and server else None
    small = next((url for size in "mns" if (url := text(one.get(f"url_{size}")))), f"{made}_n.jpg" if made else None)
    return entry.picture(
        base,
        one.get(f"url_{asked}") if asked else f"{made}_b.jpg" if made else None,
        title=mapping(one.get("title")).get("_content") or one.get("title"),
        credit=one.get("ownername"),
        author_page=f"https://www.flickr.com/photos/{owner}/" if owner else None,
        licence_page=_LICENCES.get(str(one.get("license"))),
        page=f"https://www.flickr.com/photos/{owner}/{number_}/" if owner and number_ else None,
        thumbnail=small,
        width=one.get(f"width_{asked}"),
        height=one.get(f"height_{asked}"),
        description=mapping(one.get("description")).get("_content"),
        date=one.get("datetaken"),
        tags=str(one.get("tags") or "").split(),
    )


def _photograph(base: str, one: Record) -> Picture | None:
    small = text(at(one, "media", "m"))
    author = _AUTHOR.fullmatch(str(one.get("author") or ""))
    owner = text(one.get("author_id"))
    return entry.picture(
        base,
        picture_hosts.larger(small) if small else None,
        title=one.get("title"),
        credit=author[1] if author else one.get("author"),
        author_page=f"https://www.flickr.com/photos/{owner}/" if owner else None,
        page=one.get("link"),
        thumbnail=small,
        date=one.get("date_taken") or one.get("published"),
        tags=str(one.get("tags") or "").split(),
    )
