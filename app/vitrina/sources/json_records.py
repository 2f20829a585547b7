"""Pictures from the reply of any JSON API: the list of records is found by what is in it.

Owns the judging of values: which string is the picture, which its thumbnail, which its page. Refuses
nothing by name: names only decide between values that fit.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from vitrina.model import Picture
from vitrina.sources import entry, json_names, json_paging, web_address
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, More, Page
from vitrina.sources.json_values import Record, at, first_text, items, joined, mapping, number, text, texts

_MAX_NODES: Final = 2_000_000
_SAMPLE: Final = 40
_DEPTH: Final = 5
_LONGEST: Final = 200
_STRONG: Final = 50
_LARGEST: Final = 5000
_SAME_SHAPE: Final = 0.05
_MEDIA_TYPE: Final = re.compile(r"(?:image|video|audio|text|application)/[\w.+-]+")
_NOWHERE: Final = "https://a.invalid/"
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_URL: Final = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_OTHER_ENDING: Final = re.compile(
    r"\.(?:html?|php|aspx?|json|xml|rss|atom|mp4|webm|mov|m4v|mp3|wav|ogg|pdf|svg|zip|txt|css|js|m3u8|glb|obj|epub)(?:[?#]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A string that may be the address of a picture: how likely, and how large it claims to be."""

    url: str
    likely: int
    rank: int
    small: bool
    width: int | None
    height: int | None
    where: tuple[str, ...]


class JsonRecords:
    """Any JSON with addresses of pictures in it."""

    name = "json"
    example = "https://api.example.org/photos?page=1"

    def read(self, document: Document) -> Page | None:
        """The pictures of the longest list of records that has any, or None."""
        data = document.json
        if not isinstance(data, dict | list):
            return None
        members, around = _main_list(data)
        pictures: dict[str, Picture] = {}
        for member in members:
            for picture in _pictures(document.url, member, around):
                pictures.setdefault(picture.url, picture)
            if len(pictures) >= MAX_PICTURES:
                break
        if not pictures:
            return None
        following = json_paging.next_page(document, data, len(members))
        return Page(
            tuple(pictures.values()),
            title=first_text(*(mapping(data).get(name) for name in ("title", "name"))),
            more=(More(following),) if following else (),
            left_out=_unread(len(members), len(pictures)),
        )


def _unread(members: int, pictures: int) -> tuple[LeftOut, ...]:
    if pictures >= MAX_PICTURES < members:
        return (LeftOut("Only the first {most} pictures of the reply were taken.", {"most": MAX_PICTURES}),)
    without = members - pictures
    return (LeftOut("Records without a picture: {count}.", {"count": without}),) if without > 0 else ()


def _main_list(data: Any) -> tuple[list[Any], tuple[Record, ...]]:  # noqa: ANN401 - JSON of any shape
    """The list with the most pictures, with the objects around it, innermost first; else the value itself."""
    best: tuple[tuple[int, int], list[Any], tuple[Record, ...]] = ((0, 0), [], ())
    waiting: deque[tuple[Any, tuple[Record, ...], str]] = deque([(data, (), "")])
    seen = 0
    while waiting and seen < _MAX_NODES:
        value, around, name = waiting.popleft()
        seen += 1
        members = _members(value)
        count = _count(members, name) if members else (0, 0)
        if count > best[0]:
            best = (count, members, around)
        if isinstance(value, dict):
            inner = (value, *around)[:_DEPTH]
            waiting += [
                (one, inner, key) for key, one in value.items() if isinstance(one, dict | list) and not _never(key)
            ]
        else:
            waiting += [(one, around, name) for one in value[: _MAX_NODES - seen] if isinstance(one, dict | list)]
    whole = isinstance(data, dict) and any(True for _ in _pictures("", data, ()))
    if whole and (sum(best[0]) <= 1 or any(one is best[1] for one in data.values())) and _own_picture(data):
        return [data], ()
    return (best[1], best[2]) if best[1] else ([data], ())


def _own_picture(data: Record) -> bool:
    """Whether an object has a picture of its own, and not only in the list that it holds."""
    own = max((one.likely for one in _candidates(data, ()) if "[]" not in one.where), default=0)
    return own >= _STRONG and not any(isinstance(one, list) and _count(one, "") >= (2, 0) for one in data.values())


def _never(name: str) -> bool:
    return bool(json_names.NEVER.intersection(word.lower() for word in _WORDS.findall(name)))


def _members(value: Any) -> list[Any]:  # noqa: ANN401 - JSON of any shape
    """The members of a list, or of an object that is a list by keys (as Commons' pages by their number)."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and len(value) > 1 and all(key.lstrip("-").isdigit() for key in value):
        return list(value.values())
    return []


def _count(members: list[Any], name: str) -> tuple[int, int]:
    """About how many of the members have a picture, surely and perhaps, judged by a sample."""
    if name.lower() in json_names.VARIANTS or not members:
        return 0, 0
    sample = members[:_SAMPLE]
    likely = [_likely(one, name) for one in sample]
    sure, perhaps = sum(one >= _STRONG for one in likely), sum(0 < one < _STRONG for one in likely)
    return -(-len(members) * sure // len(sample)), -(-len(members) * perhaps // len(sample))


def _likely(member: Any, name: str) -> int:  # noqa: ANN401 - JSON of any shape
    if isinstance(member, str):
        return _STRONG if _picture_like(member, name, {}) else 0
    return max((one.likely for one in _candidates(member, ())), default=0) if isinstance(member, dict) else 0


def _pictures(base: str, member: Any, around: tuple[Record, ...], name: str = "") -> Iterator[Picture]:  # noqa: ANN401 - JSON of any shape
    """The pictures of one member of the list: a bare address, or a record with one or several."""
    if isinstance(member, str) and _picture_like(member, name, {}):
        found = entry.picture(base or _NOWHERE, member)
        if found:
            yield found
    elif isinstance(member, dict):
        candidates = sorted(_candidates(member, ()), key=lambda one: (-one.likely, one.small, -one.rank))
        if candidates:
            yield from _made(base, member, around, candidates)


def _made(base: str, member: Record, around: tuple[Record, ...], candidates: list[_Candidate]) -> Iterator[Picture]:
    """The best candidate, and those that stand beside it in the same list, unless they are its sizes."""
    best = candidates[0]
    rivals = [one for one in candidates if one.where == best.where and "[]" in one.where and one.likely == best.likely]
    if _same_picture(rivals):
        rivals = []
    small = [one for one in candidates if one.small and one.url != best.url] or [
        one for one in candidates if one.rank < best.rank and one.where[:-1] == best.where[:-1] and one.url != best.url
    ]
    thumbnail = max(small, key=lambda one: (one.likely, one.rank), default=None) if len(rivals) <= 1 else None
    for chosen in rivals or [best]:
        found = _picture(base, member, around, chosen, thumbnail.url if thumbnail else None)
        if found:
            yield found


def _same_picture(rivals: list[_Candidate]) -> bool:
    """Whether a list holds one picture in several sizes: it is named so, or the sizes have one shape."""
    if any(step.lower() in json_names.VARIANTS for one in rivals[:1] for step in one.where):
        return True
    sizes = [(one.width, one.height) for one in rivals if one.width and one.height]
    if len(sizes) < len(rivals) or len(set(sizes)) < len(rivals) or len(rivals) <= 1:
        return False
    shapes = [wide / high for wide, high in sizes if wide and high]
    return max(shapes) - min(shapes) < _SAME_SHAPE * max(shapes)


def _candidates(value: Any, where: tuple[str, ...]) -> Iterator[_Candidate]:  # noqa: ANN401 - JSON of any shape
    """Every string below a record that may be the address of a picture."""
    if len(where) > _DEPTH:
        return
    kind = _kind(value) if isinstance(value, dict) else ""
    if kind.startswith(("video", "audio", "text/")):
        return
    named = value.items() if isinstance(value, dict) else (("[]", one) for one in value[:_LONGEST])
    for key, child in named:
        if isinstance(child, str):
            candidate = _candidate(child, value if isinstance(value, dict) else {}, (*where, key), kind)
            if candidate:
                yield candidate
        elif isinstance(child, dict | list):
            yield from _candidates(child, (*where, key))


def _kind(value: Record) -> str:
    return next(
        (one for key, one in value.items() if isinstance(one, str) and json_names.flat(key) in json_names.TYPE), ""
    )


def _candidate(written: str, beside: Record, where: tuple[str, ...], kind: str) -> _Candidate | None:
    name = where[-2] if where[-1] == "[]" and len(where) > 1 else where[-1]
    if not _picture_like(written, name, beside):
        return None
    words = {word.lower() for step in where for word in _WORDS.findall(step)}
    if words & json_names.NEVER:
        return None
    large, small = bool(words & json_names.LARGE), bool(words & json_names.SMALL)
    likely = (
        60 * web_address.looks_like_picture(written)
        + 50 * kind.startswith("image/")
        + 20 * bool(words & json_names.PICTURE)
        + 15 * large
        - 40 * bool(words & json_names.PAGE_WORDS)
    )
    width = number(beside.get("width") or beside.get("w") or beside.get("x"))
    height = number(beside.get("height") or beside.get("h") or beside.get("y"))
    likely += 25 * bool(width and height)
    if likely <= 0 and not (large or small):
        return None
    rank = _LARGEST if large else 0 if small else 400 if words & json_names.MIDDLE else 1500
    told = width or _number_in(words)
    if told and "[]" in where:
        rank = told
    elif told and not (large or small):
        rank = max(rank, 1500) + min(told, 3000)
    return _Candidate(written, max(likely, 1), rank, small, width, height, where)


def _number_in(words: set[str]) -> int | None:
    return max((number(word) or 0 for word in words if word.isdigit()), default=0) or None


def _picture_like(written: str, name: str, beside: Record) -> bool:
    """Whether a string can be a picture's address: by its end, or by its name, or by what stands beside it."""
    if not len("a.jpg") <= len(written) < web_address.MAX_LENGTH or written.startswith("data:"):
        return False
    words = {word.lower() for word in _WORDS.findall(name)}
    hinted = bool(words & (json_names.PICTURE | json_names.LARGE | json_names.MIDDLE | json_names.SMALL))
    ends = web_address.looks_like_picture(written)
    if not _URL.match(written):
        if _MEDIA_TYPE.fullmatch(written):
            return False
        return ends and " " not in written.strip() and ("/" in written or hinted or bool(words & json_names.ADDRESS))
    if _OTHER_ENDING.search(written):
        return False
    return ends or hinted or "/iiif/" in written or (bool(words & json_names.ADDRESS) and _says_picture(beside))


def _says_picture(beside: Record) -> bool:
    """Whether a record says that it is a picture: by a size, a media type, or a thumbnail."""
    sized = beside.get("width") and beside.get("height")
    return bool(sized) or _kind(beside).startswith("image") or any(key.lower().startswith("thumb") for key in beside)


def _picture(
    base: str, member: Record, around: tuple[Record, ...], chosen: _Candidate, thumbnail: str | None
) -> Picture | None:
    flat = [{json_names.flat(key): value for key, value in place.items()} for place in (member, *around)]
    own, wide = flat[0], flat
    told = next((one for name in ("page", "pageurl") for one in texts(own.get(name)) if _URL.match(one)), None)
    links = (link for name in json_names.PAGE for link in _links(own.get(name)))
    page = told or next((link for link in links if link not in (chosen.url, thumbnail)), None)
    return entry.picture(
        base or _NOWHERE,
        chosen.url,
        title=_said(own, json_names.TITLE),
        credit=next((said for place in wide if (said := _said(place, json_names.CREDIT))), None),
        author_page=_author_page(own),
        licence=next((said for place in wide if (said := _said(place, json_names.LICENCE))), None),
        licence_page=next((deed for place in wide if (deed := _deed(place))), None),
        rights=_said(own, json_names.RIGHTS),
        page=page,
        thumbnail=thumbnail,
        width=chosen.width if chosen.height else own.get("width"),
        height=chosen.height or own.get("height"),
        media_type=next((own[name] for name in json_names.TYPE if str(own.get(name)).startswith("image/")), None),
        description=_said(own, json_names.DESCRIPTION),
        date=_said(own, json_names.DATE),
        tags=_tags(own),
    )


def _said(place: Record, names: tuple[str, ...]) -> str | None:
    """The first of the names that says something in words, looking into objects for their name."""
    for name in names:
        value = place.get(name)
        if value is None:
            continue
        said = [
            text(one)
            if not isinstance(one, dict)
            else first_text(
                *(one.get(key) for key in one if json_names.flat(key) in json_names.NAME_IN and key != "id")
            )
            for one in items(value)[:8]
        ]
        found = joined([one for one in said if one and not _URL.match(one)])
        if found:
            return found
    return None


def _links(value: object) -> list[str]:
    """Web addresses of pages in a value: itself, or an object's `html`, `href` or `url`."""
    if value is None:
        return []
    if isinstance(value, dict):
        value = value.get("html") or value.get("href") or value.get("url")
    return [one for one in texts(value) if _URL.match(one) and not web_address.looks_like_picture(one)]


def _author_page(own: Record) -> str | None:
    said = next((link for name in json_names.AUTHOR_PAGE for link in _links(own.get(name))), None)
    nested = (own.get(name) for name in json_names.CREDIT)
    return said or next(
        (link for one in nested if isinstance(one, dict) for link in _links(at(one, "links") or one)), None
    )


def _deed(place: Record) -> str | None:
    return next(
        (link for name in (*json_names.LICENCE_PAGE, *json_names.LICENCE) for link in _links(place.get(name))), None
    )


def _tags(own: Record) -> list[str]:
    for name in json_names.TAGS:
        value = own.get(name)
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
