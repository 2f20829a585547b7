"""What a record of any JSON API says of its picture: title, credit, licence, page, date, tags.

Owns where these are looked for: in the record, in the objects on the way down to the picture, in those around it.
Refuses to judge which string is the picture: `json_records` has done so.
"""

import re
from collections.abc import Sequence
from typing import Final

from vitrina.frozen import frozen
from vitrina.model import Picture
from vitrina.sources import entry, json_names, licences, web_address
from vitrina.sources.json_values import Record, at, first_text, items, joined, mapping, number, text, texts

_NOWHERE: Final = "https://a.invalid/"
_URL: Final = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_FILE_NAME: Final = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|tiff?|avif|heic|bmp)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,4}")
_TITLE_LENGTH: Final = 120
_RIGHTS: Final = (*json_names.LICENCE, *json_names.RIGHTS)


@frozen
class Around:
    """The objects around a list of records, innermost first; `holders` are records themselves: a post, a product."""

    objects: tuple[Record, ...] = ()
    holders: tuple[Record, ...] = ()


def picture(
    base: str,
    url: str,
    member: Record,
    where: tuple[str, ...],
    around: Around,
    thumbnail: str | None,
    size: tuple[int, int] | None,
) -> Picture | None:
    """The picture at `url`, found in `member` by the path `where`."""
    inward = _inward(member, where)
    outward = inward[::-1]
    wide = (*outward, *map(_flat, around.objects))
    whole = (*inward, *map(_flat, around.holders))
    told = (one for place in inward for name in ("page", "pageurl") for one in texts(place.get(name)))
    links = (link for place in whole for name in _there(place, json_names.PAGE) for link in _links(place[name]))
    page = next(filter(_URL.match, told), None) or next((one for one in links if one not in (url, thumbnail)), None)
    kinds = (str(place.get(name)) for place in outward for name in _there(place, json_names.TYPE))
    wide_size = size or _size(inward)
    return entry.picture(
        base or _NOWHERE,
        url,
        title=_title(whole) or _short(*outward, *map(_flat, around.holders)) or _first(whole),
        credit=_credit(wide),
        author_page=next((link for place in whole if (link := _author_page(place))), None),
        licence=next((said for place in wide if (said := _licence(place))), None),
        licence_page=next((deed for place in wide if (deed := _deed(place))), None),
        rights=next((said for place in inward if (said := _said(place, json_names.RIGHTS))), None),
        page=page,
        thumbnail=thumbnail,
        width=wide_size[0] if wide_size else None,
        height=wide_size[1] if wide_size else None,
        media_type=next((kind for kind in kinds if kind.startswith("image/")), None),
        description=next((said for place in inward if (said := _said(place, json_names.DESCRIPTION))), None),
        date=next((said for place in whole if (said := _said(place, json_names.DATE))), None),
        tags=next((found for place in whole if (found := _tags(place))), []),
    )


def _flat(place: Record) -> Record:
    return {json_names.flat(key): value for key, value in place.items()}


def _inward(member: Record, where: tuple[str, ...]) -> list[Record]:
    """The record, its wrappers, and the objects on the way to the picture; names as `flat` gives them."""
    on_the_way = [member]
    value: object = member
    for step in where[:-1]:
        if step.lower() in json_names.VARIANTS:
            break  # what is said of one size is not said of the picture
        value = value[0] if step == "[]" and isinstance(value, list) and value else mapping(value).get(step)
        if isinstance(value, dict) and not json_names.NEVER & {step.lower()}:
            on_the_way.append(value)
    places = list(on_the_way)
    for _ in range(2):  # a wrapper may lie in another: `media_details.image_meta`
        places += [
            one
            for place in places
            for name, one in place.items()
            if isinstance(one, dict) and json_names.flat(name) in json_names.WRAPPERS and not _is_in(one, places)
        ]
    return [_flat(one) for one in places]


def _is_in(one: Record, places: list[Record]) -> bool:
    return any(one is known for known in places)


def _title(places: Sequence[Record]) -> str | None:
    """The first title in words that is no file's name."""
    said = (_said(place, json_names.TITLE) for place in places)
    return next((one for one in said if one and not _FILE_NAME.fullmatch(one)), None)


def _short(*places: Record) -> str | None:
    """A description that is short enough for a title, the nearest to the picture first."""
    told = next((one for place in places if (one := _said(place, json_names.DESCRIPTION))), None)
    return told if told and len(told) <= _TITLE_LENGTH else None


def _first(places: Sequence[Record]) -> str | None:
    return next((one for place in places if (one := _said(place, json_names.TITLE))), None)


def _size(places: list[Record]) -> tuple[int, int] | None:
    places = [*places, *(_flat(mapping(place.get("original"))) for place in places)]
    for wide, high in json_names.SIZES:
        for place in places:
            width, height = number(place.get(wide)), number(place.get(high))
            if width and height:
                return width, height
    return None


def _said(place: Record, names: tuple[str, ...]) -> str | None:
    """The first of the names that says something in words, looking into objects for their name."""
    for name in _there(place, names):
        value = place[name]
        if value is None:
            continue
        said = [text(one) if not isinstance(one, dict) else _named(one) for one in items(value)[:8]]
        found = joined([one for one in said if one and not _URL.match(one)])
        if found:
            return found
    return None


def _there(place: Record, names: tuple[str, ...]) -> Sequence[str]:
    """Those of the names that the object has; most objects have none of most tables."""
    return () if place.keys().isdisjoint(names) else [name for name in names if name in place]


def _named(value: Record) -> str | None:
    known = _flat(value)
    return first_text(*(known.get(name) for name in json_names.NAME_IN))


def _credit(places: Sequence[Record]) -> str | None:
    """Who made it, the nearest to the picture first; else who holds it. A number is the service's own."""
    told = ((name, _said(place, (name,))) for place in places for name in _there(place, json_names.CREDIT))
    said = [(name, words) for name, words in told if words and not _NUMBER.fullmatch(words)]
    makers = (words for name, words in said if name not in json_names.CREDIT_LAST)
    return next(makers, None) or next((words for _, words in said), None)


def _licence(place: Record) -> str | None:
    """A licence in words; a number is the service's own, and says nothing."""
    told = (_said(place, (name,)) for name in _there(place, json_names.LICENCE))
    said = next((said for said in told if said and not _NUMBER.fullmatch(said)), None)
    return said or next((known for name in _there(place, _RIGHTS) if (known := _known(place[name]))), None)


def _known(value: object) -> str | None:
    """The licence that any field of an object names."""
    return next((one for one in mapping(value).values() if licences.identify(one)), None)


def _deed(place: Record) -> str | None:
    deeds = (*json_names.LICENCE_PAGE, *json_names.LICENCE)
    named = (link for name in _there(place, deeds) for link in _links(place[name]))
    # `rights` may hold anything; an address that is a licence's own is one.
    rights = (
        link for name in ("rights", "edmrights", "usage") for link in _links(place.get(name)) if licences.identify(link)
    )
    return next(named, None) or next(rights, None)


def _links(value: object) -> list[str]:
    """Web addresses of pages in a value: itself, or an object's `html`, `href` or `url`."""
    if value is None:
        return []
    if isinstance(value, dict):
        value = next((one for name in ("html", "web", "href", "url") if (one := value.get(name))), None)
    return [one for one in texts(value) if _URL.match(one) and not web_address.looks_like_picture(one)]


def _author_page(place: Record) -> str | None:
    said = next((link for name in _there(place, json_names.AUTHOR_PAGE) for link in _links(place[name])), None)
    nested = (place[name] for name in _there(place, json_names.CREDIT))
    return said or next(
        (link for one in nested if isinstance(one, dict) for link in _links(at(one, "links") or one)), None
    )


def _tags(place: Record) -> list[str]:
    for name in _there(place, json_names.TAGS):
        value = place[name]
        if isinstance(value, str):
            return [
                word.strip()
                for word in re.split(r"[,;]" if re.search(r"[,;]", value) else r"\s", value)
                if word.strip()
            ]
        found = [
            first_text(one if not isinstance(one, dict) else (one.get("name") or one.get("title") or one.get("term")))
            for one in items(value)
        ]
        if any(found):
            return [word for word in found if word]
    return []
