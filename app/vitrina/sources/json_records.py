"""Pictures from the reply of any JSON API: the list of records is found by what is in it.

Owns the judging of values: which string is the picture, which its thumbnail, which its page. Refuses
nothing by name: names only decide between values that fit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from vitrina.model import Picture
from vitrina.sources import entry, json_paging, web_address
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, More, Page
from vitrina.sources.json_values import Record, at, first_text, items, joined, mapping, number, text, texts

_MAX_NODES: Final = 2_000_000
_SAMPLE: Final = 40
_DEPTH: Final = 5
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_URL: Final = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_OTHER_ENDING: Final = re.compile(
    r"\.(?:html?|php|aspx?|json|xml|rss|atom|mp4|webm|mov|m4v|mp3|wav|ogg|pdf|svg|zip|txt|css|js|m3u8|glb|obj|epub)(?:[?#]|$)",
    re.IGNORECASE,
)
_LARGE: Final = frozenset(
    [
        "original",
        "orig",
        "full",
        "fullsize",
        "raw",
        "large",
        "hires",
        "hd",
        "max",
        "big",
        "download",
        "best",
        "master",
        "xl",
    ]
)
_MIDDLE: Final = frozenset(["regular", "medium", "web", "display", "print", "preview", "lowres", "standard", "default"])
_PICTURE: Final = frozenset(
    ["image", "images", "img", "imgs", "photo", "photos", "picture", "pictures", "pic", "src", "file", "media", "url", "urls", "uri",
     "iiif", "artwork", "cover", "poster", "wallpaper", "hdurl", "fileurl", "imageurl", "contenturl", "path", "message"]
)  # fmt: skip
_SMALL: Final = frozenset(
    [
        "thumb",
        "thumbs",
        "thumbnail",
        "thumbnails",
        "small",
        "tiny",
        "square",
        "mini",
        "micro",
        "placeholder",
        "lqip",
        "thumburl",
    ]
)
_NEVER: Final = frozenset(
    ["avatar", "logo", "icon", "favicon", "profile", "user", "users", "author", "owner", "badge", "flag", "sprite", "emoji", "captcha",
     "provider", "publisher", "license", "licence", "api", "self", "next", "prev", "previous", "first", "last", "related", "related", "video",
     "audio", "manifest", "context", "schema", "type", "attribution", "copyright", "rights", "contributor", "uploader", "photographer"]
)  # fmt: skip
_PAGE_WORDS: Final = frozenset(
    [
        "page",
        "link",
        "links",
        "html",
        "web",
        "landing",
        "permalink",
        "website",
        "homepage",
        "source",
        "post",
        "foreign",
        "view",
    ]
)
_VARIANTS: Final = frozenset(
    [
        "sizes",
        "variants",
        "formats",
        "renditions",
        "resolutions",
        "derivatives",
        "srcset",
        "versions",
        "thumbnails",
        "p",
    ]
)

_TITLE: Final = (
    "title",
    "name",
    "headline",
    "caption",
    "label",
    "alt_description",
    "alt",
    "short_description",
    "primarytitle",
    "objectname",
    "titles",
)
_CREDIT: Final = (
    "credit", "credits", "creditline", "author", "authors", "artist", "artists", "creator", "creators", "photographer", "by",
    "owner", "user", "username", "artistdisplayname", "artistdisplay", "artisttitle", "authorname", "uploader", "byline", "copyright",
)  # fmt: skip
_AUTHOR_PAGE: Final = (
    "authorurl",
    "creatorurl",
    "photographerurl",
    "artisturl",
    "userurl",
    "ownerurl",
    "authorpage",
    "creatorpage",
)
_LICENCE: Final = (
    "license",
    "licence",
    "licensecode",
    "licenseid",
    "licensename",
    "licenseshortname",
    "rightsstatement",
    "usageterms",
)
_LICENCE_PAGE: Final = ("licenseurl", "licenceurl", "licensepage", "licencepage", "licenselink")
_RIGHTS: Final = ("rights", "usage", "attribution", "copyrightnotice")
_PAGE: Final = (
    "page", "pageurl", "permalink", "htmlurl", "weburl", "landingpage", "landingurl", "foreignlandingurl", "sourceurl", "posturl",
    "link", "objecturl", "detailurl", "itemurl", "html", "href", "url", "uri", "shareurl", "source", "website",
)  # fmt: skip
_DESCRIPTION: Final = (
    "description",
    "explanation",
    "summary",
    "abstract",
    "text",
    "body",
    "caption",
    "content",
    "altdescription",
    "transcript",
)
_DATE: Final = (
    "date",
    "created",
    "createdat",
    "published",
    "publishedat",
    "datepublished",
    "datetaken",
    "taken",
    "datecreated",
    "objectdate",
    "year",
    "updatedat",
)
_TAGS: Final = ("tags", "keywords", "subjects", "categories", "topics")
_TYPE: Final = ("mediatype", "mimetype", "mime", "contenttype", "type", "format", "filetype")
_NAME_IN: Final = (
    "name",
    "displayname",
    "fullname",
    "realname",
    "username",
    "login",
    "title",
    "label",
    "value",
    "description",
    "id",
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
    if pictures >= MAX_PICTURES:
        return (LeftOut("Only the first {most} pictures of the reply were taken.", {"most": MAX_PICTURES}),)
    without = members - pictures
    return (LeftOut("{count} records of the reply have no picture.", {"count": without}),) if without > 0 else ()


def _main_list(data: Any) -> tuple[list[Any], tuple[Record, ...]]:  # noqa: ANN401 - JSON of any shape
    """The list with the most pictures, with the objects around it, innermost first; else the value itself."""
    best: tuple[int, list[Any], tuple[Record, ...]] = (0, [], ())
    waiting: list[tuple[Any, tuple[Record, ...], str]] = [(data, (), "")]
    seen = 0
    while waiting and seen < _MAX_NODES:
        value, around, name = waiting.pop(0) if len(waiting) < _SAMPLE else waiting.pop()
        seen += 1
        members = _members(value)
        if members:
            count = _count(members, name)
            if count > best[0]:
                best = (count, members, around)
        if isinstance(value, dict):
            inner = (value, *around)[:_DEPTH]
            waiting += [(child, inner, key) for key, child in value.items() if isinstance(child, dict | list)]
        else:
            waiting += [(child, around, name) for child in value[: _MAX_NODES - seen] if isinstance(child, dict | list)]
    whole = isinstance(data, dict) and any(True for _ in _pictures("", data, ()))
    if whole and (best[0] <= 1 or _is_variants(data, best[1])):
        return [data], ()
    return (best[1], best[2]) if best[0] else ([data], ())


def _is_variants(data: Record, members: list[Any]) -> bool:
    return any(child is members for key, child in data.items() if key.lower() in _VARIANTS)


def _members(value: Any) -> list[Any]:  # noqa: ANN401 - JSON of any shape
    """The members of a list, or of an object that is a list by keys (as Commons' pages by their number)."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and len(value) > 1 and all(key.lstrip("-").isdigit() for key in value):
        return list(value.values())
    return []


def _count(members: list[Any], name: str) -> int:
    """About how many of the members have a picture, judged by a sample."""
    if name.lower() in _VARIANTS:
        return 0
    sample = members[:_SAMPLE]
    fit = sum(1 for one in sample if any(True for _ in _pictures("", one, (), name)))
    return len(members) * fit // len(sample)


def _pictures(base: str, member: Any, around: tuple[Record, ...], name: str = "") -> Iterator[Picture]:  # noqa: ANN401 - JSON of any shape
    """The pictures of one member of the list: a bare address, or a record with one or several."""
    if isinstance(member, str):
        if _picture_like(member, name):
            found = entry.picture(base or "https://a.invalid/", member)
            if found:
                yield found
        return
    if not isinstance(member, dict):
        return
    candidates = sorted(_candidates(member, ()), key=lambda one: (-one.likely, one.small, -one.rank))
    if not candidates:
        return
    best = candidates[0]
    yield from _made(base, member, around, best, candidates)


def _made(
    base: str, member: Record, around: tuple[Record, ...], best: _Candidate, candidates: list[_Candidate]
) -> Iterator[Picture]:
    """The best candidate, then those that stand beside it in the same list of addresses."""
    rivals = [one for one in candidates if one.where == best.where and "[]" in one.where and one.likely == best.likely]
    small = [one for one in candidates if one.small and one.url != best.url] or [
        one for one in candidates if one.rank < best.rank and one.where[:-1] == best.where[:-1] and one.url != best.url
    ]
    thumbnail = max(small, key=lambda one: (one.likely, one.rank), default=None) if len(rivals) < 2 else None  # noqa: PLR2004 - one
    for chosen in rivals or [best]:
        found = _picture(base, member, around, chosen, thumbnail.url if thumbnail else None)
        if found:
            yield found


def _candidates(value: Any, where: tuple[str, ...]) -> Iterator[_Candidate]:  # noqa: ANN401 - JSON of any shape
    """Every string below a record that may be the address of a picture."""
    if len(where) > _DEPTH:
        return
    if isinstance(value, dict):
        kind = next((str(value[key]) for key in value if _flat(key) in _TYPE and isinstance(value[key], str)), "")
        if kind.startswith(("video", "audio", "text/")):
            return
        for key, child in value.items():
            if isinstance(child, str):
                candidate = _candidate(child, value, (*where, key), kind)
                if candidate:
                    yield candidate
            elif isinstance(child, dict | list):
                yield from _candidates(child, (*where, key))
    elif isinstance(value, list):
        for child in value[:200]:
            if isinstance(child, str):
                candidate = _candidate(child, {}, (*where, "[]"), "")
                if candidate:
                    yield candidate
            elif isinstance(child, dict):
                yield from _candidates(child, (*where, "[]"))


def _candidate(written: str, beside: Record, where: tuple[str, ...], kind: str) -> _Candidate | None:
    if not _picture_like(written, where[-1] if where[-1] != "[]" else where[-2] if len(where) > 1 else ""):
        return None
    words = [word.lower() for step in where for word in _WORDS.findall(step)]
    if _NEVER.intersection(words):
        return None
    likely = 60 if web_address.looks_like_picture(written) else 0
    likely += 50 if kind.startswith("image/") else 0
    likely += 20 if _PICTURE.intersection(words) else 0
    likely -= 40 if _PAGE_WORDS.intersection(words) else 0
    large, small = bool(_LARGE.intersection(words)), bool(_SMALL.intersection(words))
    likely += 15 if large else 0
    if likely <= 0 and not large and not small:
        return None
    width = number(beside.get("width") or beside.get("w") or beside.get("x")) or _number_in(words)
    height = number(beside.get("height") or beside.get("h") or beside.get("y"))
    rank = 5000 if large else 0 if small else 400 if _MIDDLE.intersection(words) else 1500
    if width and "[]" in where:
        rank = width
    elif width and not (large or small):
        rank = max(rank, 1500) + min(width, 3000)
    return _Candidate(written, likely, rank, small, width, height, where)


def _number_in(words: list[str]) -> int | None:
    return next((number(word) for word in reversed(words) if word.isdigit()), None)


def _picture_like(written: str, name: str) -> bool:
    """Whether a string can be a picture's address: absolute, or a path that ends as one."""
    if not 4 < len(written) < web_address.MAX_LENGTH or written.startswith("data:"):  # noqa: PLR2004 - `a.jpg`
        return False
    if _URL.match(written):
        return not _OTHER_ENDING.search(written) and (
            web_address.looks_like_picture(written) or bool(_hinting(name)) or "/iiif/" in written
        )
    return (
        " " not in written.strip()
        and web_address.looks_like_picture(written)
        and ("/" in written or bool(_hinting(name)))
    )


def _hinting(name: str) -> set[str]:
    words = {word.lower() for word in _WORDS.findall(name)}
    return words & (_PICTURE | _LARGE | _MIDDLE | _SMALL)


def _picture(
    base: str, member: Record, around: tuple[Record, ...], chosen: _Candidate, thumbnail: str | None
) -> Picture | None:
    flat = [{_flat(key): value for key, value in place.items()} for place in (member, *around)]
    own, wide = flat[0], flat
    page = next((link for name in _PAGE for link in _links(own.get(name)) if link not in (chosen.url, thumbnail)), None)
    return entry.picture(
        base or "https://a.invalid/",
        chosen.url,
        title=_said(own, _TITLE),
        credit=next((said for place in wide if (said := _said(place, _CREDIT))), None),
        author_page=_author_page(own),
        licence=next((said for place in wide if (said := _said(place, _LICENCE))), None),
        licence_page=next((deed for place in wide if (deed := _deed(place))), None),
        rights=_said(own, _RIGHTS),
        page=page,
        thumbnail=thumbnail,
        width=chosen.width if chosen.height else own.get("width"),
        height=chosen.height or own.get("height"),
        media_type=next((own[name] for name in _TYPE if str(own.get(name)).startswith("image/")), None),
        description=_said(own, _DESCRIPTION),
        date=_said(own, _DATE),
        tags=_tags(own),
    )


def _flat(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def _said(place: Record, names: tuple[str, ...]) -> str | None:
    """The first of the names that says something in words, looking into objects for their name."""
    for name in names:
        value = place.get(name)
        said = [
            text(one)
            if not isinstance(one, dict)
            else first_text(*(one.get(key) for key in one if _flat(key) in _NAME_IN and key != "id"))
            for one in items(value)[:8]
        ]
        found = joined([one for one in said if one and not _URL.match(one)])
        if found:
            return found
    return None


def _links(value: object) -> list[str]:
    """Web addresses of pages in a value: itself, or an object's `html`, `href` or `url`."""
    if isinstance(value, dict):
        value = value.get("html") or value.get("href") or value.get("url")
    return [one for one in texts(value) if _URL.match(one) and not web_address.looks_like_picture(one)]


def _author_page(own: Record) -> str | None:
    said = next((link for name in _AUTHOR_PAGE for link in _links(own.get(name))), None)
    nested = (own.get(name) for name in _CREDIT)
    return said or next(
        (link for one in nested if isinstance(one, dict) for link in _links(at(one, "links") or one)), None
    )


def _deed(place: Record) -> str | None:
    return next((link for name in (*_LICENCE_PAGE, *_LICENCE) for link in _links(place.get(name))), None)


def _tags(own: Record) -> list[str]:
    for name in _TAGS:
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
