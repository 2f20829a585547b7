"""NASA's image and video library: search, albums, and the list of one picture's files.

Owns `images-api.nasa.gov`. Refuses films and sound. Where the search names no large file, the list of
files is read for each picture.
"""

from dataclasses import replace

from vitrina.model import Picture
from vitrina.sources import entry, web_address
from vitrina.sources.document import Document, More, Page, counted
from vitrina.sources.json_values import Record, at, first_text, items, mapping, number, records, texts

_BEST = (
    "~orig.jpg",
    "~orig.png",
    "~orig.jpeg",
    "~large.jpg",
    "~medium.jpg",
    "~orig.webp",
    "~orig.gif",
    "~small.jpg",
    "~thumb.jpg",
)


class NasaImages:
    """NASA's pictures of a century."""

    name = "nasa-images"
    example = "https://images-api.nasa.gov/search?q=moon&media_type=image"

    def read(self, document: Document) -> Page | None:
        """The pictures of one page of a search, or the best file of one picture."""
        data = document.json
        if isinstance(document.carry, Picture) and isinstance(data, list | dict):
            files = (
                texts(data)
                if isinstance(data, list)
                else [str(one.get("href")) for one in records(at(data, "collection", "items"))]
            )
            return Page((_with_file(document.carry, files),))
        found = at(data, "collection", "items")
        if not isinstance(found, list) or not any("nasa_id" in mapping(at(one, "data", 0)) for one in found):
            return None
        pictures: list[Picture] = []
        more: list[More] = []
        for one in found:
            picture, complete = _item(document.url, mapping(one))
            if picture and complete:
                pictures.append(picture)
            elif picture:
                address = web_address.absolute(document.url, mapping(one).get("href"))
                more.append(
                    More(web_address.https(address), carry=picture, instead=(picture,), settled=True)
                    if address
                    else More(picture.url)
                )
        for link in records(at(data, "collection", "links")):
            address = web_address.absolute(document.url, link.get("href")) if link.get("rel") == "next" else None
            if address:
                same = web_address.host(address) == web_address.host(document.url)
                more.append(More(address if same and document.url.startswith("http:") else web_address.https(address)))
        without = len(found) - len(pictures) - sum(1 for one in more if one.carry)
        notes = counted("Films and sounds left out: {count}.", without)
        return Page(tuple(pictures), title="NASA Image and Video Library", more=tuple(more), left_out=notes)


def _item(base: str, one: Record) -> tuple[Picture | None, bool]:
    """The picture of a search result, and whether its address is already that of a large file."""
    said = mapping(at(one, "data", 0))
    if said.get("media_type", "image") != "image":
        return None, True
    links = [link for link in records(one.get("links")) if link.get("render", "image") == "image" and link.get("href")]
    small = next((link for link in links if link.get("rel") == "preview"), links[0] if links else None)
    large = [
        link
        for link in links
        if link.get("rel") in ("canonical", "alternate") and not str(link["href"]).lower().endswith((".tif", ".tiff"))
    ]
    best = max(large, key=lambda link: number(link.get("width")) or 0, default=None)
    chosen = best or small
    if chosen is None:
        return None, True
    name = str(said.get("nasa_id") or "")
    picture = entry.picture(
        base,
        web_address.https(str(chosen["href"])),
        title=said.get("title"),
        credit=first_text(said.get("photographer"), said.get("secondary_creator"))
        or f"NASA {said.get('center') or ''}",
        page=f"https://images.nasa.gov/details/{name}" if name else None,
        thumbnail=web_address.https(str(small["href"])) if small and small is not chosen else None,
        width=chosen.get("width"),
        height=chosen.get("height"),
        description=said.get("description"),
        date=said.get("date_created"),
        tags=items(said.get("keywords")),
    )
    return picture, best is not None or not one.get("href")


def _with_file(picture: Picture, files: list[str]) -> Picture:
    """The picture with its largest file that a viewer opens; the small one it had becomes its thumbnail."""
    for ending in _BEST:
        for file in files:
            address = web_address.absolute(picture.url, file) if file.lower().endswith(ending) else None
            if address:
                large = web_address.https(address)
                return replace(
                    picture,
                    url=large,
                    thumbnail=picture.url if large != picture.url else picture.thumbnail,
                    width=None,
                    height=None,
                )
    return picture
