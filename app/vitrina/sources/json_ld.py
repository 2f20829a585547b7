"""schema.org in JSON-LD: the pictures that a page describes for machines, with licence and credit.

Owns ImageObject and the properties that lead to one. Refuses logos and portraits of authors.
"""

from collections.abc import Iterator
from typing import Any, Final

from vitrina.frozen import frozen
from vitrina.sources import json_text
from vitrina.sources.json_values import Record, first_text, items, joined, number, records, text

_DIRECT: Final = ("image", "photo", "photos", "primaryImageOfPage")
_PICTURES: Final = (
    *_DIRECT, "associatedMedia", "photograph", "hasPart", "mainEntity", "mainEntityOfPage", "itemListElement", "item",
    "@graph", "workExample", "encoding", "exampleOfWork", "about",
)  # fmt: skip
_PLAIN: Final = ("thumbnailUrl", "thumbnailURL")
_IMAGE_TYPES: Final = frozenset(["ImageObject", "Photograph", "ImageObjectSnapshot", "Painting", "Barcode"])
_MAX_DEPTH: Final = 12
_MAX_NODES: Final = 20_000


@frozen
class Described:
    """A picture that JSON-LD describes; addresses as written, texts raw."""

    url: str
    thumbnail: str | None = None
    width: int | None = None
    height: int | None = None
    title: str | None = None
    credit: str | None = None
    author_page: str | None = None
    licence: str | None = None
    rights: str | None = None
    description: str | None = None
    date: str | None = None


def described(script: str) -> list[Described]:
    """The pictures of one script, best described first seen."""
    parsed = json_text.parse(script)
    return list(_walk(parsed.value, 0, [_MAX_NODES])) if parsed else []


def page_facts(script: str) -> Record:
    """`author` and `license` of the work that the page is about, where it says so."""
    parsed = json_text.parse(script)
    for one in _works(parsed.value if parsed else None):
        author, licence = _who(one.get("author")) or _who(one.get("creator")), _address(one.get("license"))
        if author or licence:
            return {"author": author, "license": licence}
    return {}


def _works(value: Any) -> Iterator[Record]:  # noqa: ANN401 - JSON of any shape
    for one in records(value)[:50]:
        yield one
        yield from records(one.get("@graph"))[:50]


def _walk(value: Any, depth: int, left: list[int]) -> Iterator[Described]:  # noqa: ANN401 - JSON of any shape
    left[0] -= 1
    if depth > _MAX_DEPTH or left[0] < 0:
        return
    for one in items(value):
        if isinstance(one, list):
            yield from _walk(one, depth + 1, left)
        elif isinstance(one, dict):
            yield from _node(one, depth, left)


def _node(one: Record, depth: int, left: list[int]) -> Iterator[Described]:
    if _is_image(one) and (found := _image(one)):
        yield found
    for name in _DIRECT:
        for each in items(one.get(name)):
            if isinstance(each, str):
                yield Described(each)
            elif isinstance(each, dict) and not _is_image(each) and (plain := _image(each)):
                yield plain
    for name in _PICTURES:
        yield from _walk([child for child in items(one.get(name)) if isinstance(child, dict | list)], depth + 1, left)
    if not one.get("image") and not one.get("contentUrl"):
        yield from (Described(each) for name in _PLAIN for each in items(one.get(name)) if isinstance(each, str))


def _is_image(one: Record) -> bool:
    return bool(_IMAGE_TYPES.intersection(texts_of(one.get("@type"))))


def texts_of(value: object) -> list[str]:
    """The strings in a list, or the single one, without a vocabulary's prefix."""
    return [one.rpartition("/")[2].rpartition(":")[2] for one in items(value) if isinstance(one, str)]


def _image(one: Record) -> Described | None:
    url = first_text(one.get("contentUrl"), one.get("contentURL"), one.get("url"))
    if not url:
        identity = text(one.get("@id"))
        url = identity if identity and identity.startswith("http") and "#" not in identity else None
    if not url:
        return None
    return Described(
        url,
        thumbnail=first_text(
            one.get("thumbnailUrl"),
            *(part.get("contentUrl") or part.get("url") for part in records(one.get("thumbnail"))),
        ),
        width=_length(one.get("width")),
        height=_length(one.get("height")),
        title=first_text(one.get("caption"), one.get("name"), one.get("headline"), one.get("alternateName")),
        credit=first_text(one.get("creditText"))
        or _who(one.get("creator"))
        or _who(one.get("author"))
        or _who(one.get("copyrightHolder")),
        author_page=next((found for part in records(one.get("creator")) if (found := text(part.get("url")))), None),
        licence=_address(one.get("license")),
        rights=first_text(one.get("copyrightNotice"), one.get("usageInfo")),
        description=first_text(one.get("description")),
        date=first_text(one.get("datePublished"), one.get("dateCreated"), one.get("uploadDate")),
    )


def _length(value: object) -> int | None:
    """A size: a number, `"800px"`, or a QuantitativeValue."""
    return number(records(value)[0].get("value") if records(value) else value)


def _who(value: object) -> str | None:
    return joined(
        [
            one if isinstance(one, str) else first_text(one.get("name"))
            for one in items(value)
            if isinstance(one, str | dict)
        ]
    )


def _address(value: object) -> str | None:
    return first_text(
        *(
            one if isinstance(one, str) else one.get("url") or one.get("@id")
            for one in items(value)
            if isinstance(one, str | dict)
        )
    )
