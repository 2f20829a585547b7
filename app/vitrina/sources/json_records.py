"""Pictures from the reply of any JSON API: the list of records is found by what is in it.

Owns the judging of values: which string is the picture, which its thumbnail, which its page. Refuses
nothing by name: names only decide between values that fit.
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from vitrina.frozen import frozen
from vitrina.model import Picture
from vitrina.sources import entry, json_api, json_names, json_paging, json_saying, picture_hosts, web_address
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, Page, counted, onward
from vitrina.sources.json_saying import Around
from vitrina.sources.json_values import Record, first_text, mapping, number

_MAX_NODES: Final = 2_000_000
_SAMPLE: Final = 40
_DEPTH: Final = 5
_LONGEST: Final = 200
_STRONG: Final = 50
_LARGEST: Final = 5000
_SAME_SHAPE: Final = 0.05
_MEDIA_TYPE: Final = re.compile(r"(?:image|video|audio|text|application)/[\w.+-]+")
_NOWHERE: Final = "https://a.invalid/"
_WORD: Final = 20
_IDENTITY: Final = ("id", "@id", "_id", "uuid")
_THUMBNAIL_CROP: Final = 160
_ADDRESS_END: Final = re.compile(r"_?(?:url|uri|src|href|link)$", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"\.(?:php|aspx?|ashx|json)\?", re.IGNORECASE)
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_URL: Final = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
# Of another scheme, or a template (RFC 6570).
_NO_ADDRESS: Final = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:|[^?]*\{", re.IGNORECASE)
_OTHER_ENDING: Final = re.compile(
    r"\.(?:html?|php|aspx?|json|xml|rss|atom|mp4|webm|mov|m4v|mp3|wav|ogg|pdf|svg|zip|txt|css|js|m3u8|glb|obj|epub)(?:[?#]|$)",
    re.IGNORECASE,
)


_ENDS_IN_QUERY: Final = re.compile(r"[?&=/][^?&=\s]*\.(?:jpe?g|png|webp|gif|avif)(?:&|$)", re.IGNORECASE)
_WHOLE: Final = re.compile(r"/(?:originals?|orig|full|fullsize)/", re.IGNORECASE)
_SMALLER: Final = re.compile(r"/(?:samples?|previews?|thumbs?|thumbnails?|small)/|\.tiff?(?:[?&#]|$)", re.IGNORECASE)
_PICTURE_WORD: Final = re.compile(
    r"(?<=[/_.?=&-])(?:image|img|photo|picture|pic|wallpaper)s?(?=[/_.?=&-]|\d|$)", re.IGNORECASE
)


@frozen
class _Candidate:
    """A string that may be the address of a picture: how likely, and how large it claims to be."""

    url: str
    likely: int
    rank: int
    small: bool
    width: int | None
    height: int | None
    where: tuple[str, ...]

    @property
    def beside(self) -> tuple[str, ...]:
        """Where the object lies that names it."""
        inside = self.where[:-1] if self.where[-1] == "[]" else self.where
        return inside[:-1]


def page_of(document: Document) -> Page | None:
    """The pictures of the longest list of records that has any, or None."""
    data = json_api.joined(document.json)
    if not isinstance(data, dict | list):
        return None
    members, objects = _main_list(data)
    # A reply that is a thing with a name of its own, not a list of things: a museum's object, an album.
    thing = isinstance(data, dict) and any(name in data for name in _IDENTITY)
    around = Around(objects, tuple(one for one in objects if thing or one is not data))
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
        more=onward(following),
        left_out=_unread(len(members), len(pictures)),
    )


def picture_of(url: str, member: Record, around: Record) -> Picture | None:
    """The picture at `url`, of which a record is known to speak; `around` is the object that holds it."""
    candidates = list(_candidates(member, ()))
    chosen = next((one for one in candidates if one.url == url), None)
    thumbnail = _thumbnail(candidates, chosen) if chosen else None
    size = (chosen.width, chosen.height) if chosen and chosen.width and chosen.height else None
    where = chosen.where if chosen else ("url",)
    return json_saying.picture("", url, member, where, Around((around,), (around,)), thumbnail, size)


def _unread(members: int, pictures: int) -> tuple[LeftOut, ...]:
    if pictures >= MAX_PICTURES < members:
        return (LeftOut("Only the first {most} pictures of the reply were taken.", {"most": MAX_PICTURES}),)
    return counted("Records without a picture: {count}.", members - pictures)


def _main_list(data: Any) -> tuple[list[Any], tuple[Record, ...]]:  # noqa: ANN401 - JSON of any shape
    """The list with the most pictures, with the objects around it, innermost first; else the value itself."""
    best: tuple[tuple[int, int], list[Any], tuple[Record, ...]] = ((0, 0), [], ())
    waiting: deque[tuple[Any, tuple[Record, ...], str, bool]] = deque([(data, (), "", False)])
    seen = 0
    while waiting and seen < _MAX_NODES:
        value, around, name, listed = waiting.popleft()
        seen += 1
        members = _members(value)
        count = _count(members, name) if members and not (listed and _sizes_of_one(members)) else (0, 0)
        if count > best[0]:
            best = (count, members, around)
        if isinstance(value, dict):
            inner = (value, *around)[:_DEPTH]
            waiting += [
                (one, inner, key, listed)
                for key, one in value.items()
                if isinstance(one, dict | list) and not _never(key)
            ]
        else:
            waiting += [(one, around, name, True) for one in value[: _MAX_NODES - seen] if isinstance(one, dict | list)]
    whole = isinstance(data, dict) and any(True for _ in _pictures("", data, Around()))
    if whole and (sum(best[0]) <= 1 or any(one is best[1] for one in data.values())) and _own_picture(data):
        return [data], ()
    return (best[1], best[2]) if best[1] else ([data], ())


def _own_picture(data: Record) -> bool:
    """Whether an object has a picture of its own, and not only in the list that it holds."""
    own = max((one.likely for one in _candidates(data, ()) if "[]" not in one.where), default=0)
    return own >= _STRONG and not any(isinstance(one, list) and _count(one, "") >= (2, 0) for one in data.values())


def _sizes_of_one(members: list[Any]) -> bool:
    """Whether the members, all addresses with a size, are one picture in several sizes."""
    if not 1 < len(members) <= _SAMPLE or not all(isinstance(one, dict) for one in members):
        return False
    return _same_picture([each for one in members for each in list(_candidates(one, ("[]",)))[:1] if each.width])


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
        return _STRONG if _picture_like(member, name, {}) or _says_itself(member) else 0
    return max((one.likely for one in _candidates(member, ())), default=0) if isinstance(member, dict) else 0


def _pictures(base: str, member: Any, around: Around, name: str = "") -> Iterator[Picture]:  # noqa: ANN401 - JSON of any shape
    """The pictures of one member of the list: a bare address, or a record with one or several."""
    if isinstance(member, str) and (_picture_like(member, name, {}) or _says_itself(member)):
        found = entry.picture(base or _NOWHERE, member)
        if found:
            yield found
    elif isinstance(member, dict):
        candidates = sorted(_candidates(member, ()), key=lambda one: (-one.likely, one.small, -one.rank))
        if candidates:
            yield from _made(base, member, around, candidates)


def _made(base: str, member: Record, around: Around, candidates: list[_Candidate]) -> Iterator[Picture]:
    """The best candidate, and those that stand beside it in the same list, unless they are its sizes."""
    best = candidates[0]
    rivals = [one for one in candidates if one.where == best.where and "[]" in one.where and one.likely == best.likely]
    if _same_picture(rivals):
        rivals = []
    thumbnail = _thumbnail(candidates, best) if len(rivals) <= 1 else None
    for chosen in rivals or [best]:
        size = (chosen.width, chosen.height) if chosen.width and chosen.height else None
        small_url = thumbnail
        url = picture_hosts.larger(_askable(chosen))
        if url != chosen.url and web_address.looks_like_picture(chosen.url):
            small_url, size = small_url or chosen.url, None
        found = json_saying.picture(base, url, member, chosen.where, around, small_url, size)
        if found:
            yield found


def _thumbnail(candidates: list[_Candidate], best: _Candidate) -> str | None:
    """The address of a smaller one of the same picture."""
    small = [one for one in candidates if one.small and one.url != best.url] or [
        one for one in candidates if one.rank < best.rank and one.beside == best.beside and one.url != best.url
    ]
    chosen = max(small, key=lambda one: (one.likely, one.rank), default=None)
    return chosen.url if chosen else None


def _askable(chosen: _Candidate) -> str:
    """The address itself, or where it names a picture's IIIF service, that of the whole picture."""
    named = "iiif" in " ".join(chosen.where).lower() or "/iiif/" in chosen.url
    if not named or web_address.looks_like_picture(chosen.url) or not _URL.match(chosen.url):
        return chosen.url
    return chosen.url.partition("?")[0].rstrip("/").removesuffix("/info.json") + "/full/max/0/default.jpg"


def _same_picture(rivals: list[_Candidate]) -> bool:
    """Whether a list holds one picture in several sizes: it is named so, or the sizes have one shape."""
    if any(step.lower() in json_names.VARIANTS for one in rivals[:1] for step in one.where):
        return True
    sized = [(one.width, one.height) for one in rivals if one.width and one.height]
    sizes = [size for size in sized if size[0] != size[1] or size[0] > _THUMBNAIL_CROP] or sized
    if len(sized) < len(rivals) or len(set(sized)) < len(rivals) or len(rivals) <= 1:
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
    words = {word.lower() for step in (*where, *_role(beside)) for word in _WORDS.findall(step)}
    if words & json_names.NEVER:
        return None
    large, small = bool(words & json_names.LARGE), bool(words & json_names.SMALL)
    ends = web_address.looks_like_picture(written)
    bare = not _URL.match(written)
    likely = (
        60 * ends
        + 30 * (not ends and bool(_ENDS_IN_QUERY.search(written)))
        + 50 * kind.startswith("image/")
        + 20 * bool(words & json_names.PICTURE)
        + 15 * large
        + 10 * bool(_WHOLE.search(written))
        - 20 * bool(_SMALLER.search(written))
        - 30 * (bare and "/" not in written)
        - 30 * bool(words & json_names.AROUND)
        - 40 * (not ends and bool(_page_words(where)))
        - 40 * (not ends and "iiif" in words)
    )
    width, height = _own_size(name, beside)
    own = bool(width and height)
    if not own:
        width = number(beside.get("width") or beside.get("w") or beside.get("x"))
        height = number(beside.get("height") or beside.get("h") or beside.get("y"))
    likely += 25 * bool(width and height)
    if likely <= 0 and not (large or small):
        return None
    told = width or _number_in(words)
    rank = _LARGEST if large and not small else 0 if small else 400 if words & json_names.MIDDLE else 1500
    if small:
        rank = -len(words & json_names.SMALL) if not told else min(told, 399)
    if told and "[]" in where:
        rank = told
    elif told and own:
        rank = min(told, _LARGEST)
    elif told and not (large or small or words & json_names.MIDDLE):
        rank = max(rank, 1500) + min(told, 3000)
    return _Candidate(written, max(likely, 1), rank, small, width, height, where)


def _own_size(name: str, beside: Record) -> tuple[int | None, int | None]:
    """The size that fields of the same beginning tell: `previewWidth` beside `previewURL`."""
    stem = _ADDRESS_END.sub("", name)
    if not stem or stem == name:
        return None, None
    for wide, high in (("Width", "Height"), ("_width", "_height"), ("width", "height")):
        width, height = number(beside.get(stem + wide)), number(beside.get(stem + high))
        if width and height:
            return width, height
    return None, None


def _role(beside: Record) -> list[str]:
    """What the fields beside an address call it."""
    return [one for name in json_names.ROLE if isinstance(one := beside.get(name), str) and len(one) < _WORD]


def _page_words(where: tuple[str, ...]) -> set[str]:
    """The words that speak of a page: any of the field's own name, the plainest of those around it."""
    own = {word.lower() for word in _WORDS.findall(where[-2] if where[-1] == "[]" and len(where) > 1 else where[-1])}
    around = {word.lower() for step in where[:-1] for word in _WORDS.findall(step)}
    return (own & json_names.PAGE_WORDS) | (around & {"links", "link", "html", "page"})


def _number_in(words: set[str]) -> int | None:
    return max((number(word) or 0 for word in words if word.isdigit()), default=0) or None


def _picture_like(written: str, name: str, beside: Record) -> bool:
    """Whether a string can be a picture's address: by its end, or by its name, or by what stands beside it."""
    if not len("a.jpg") <= len(written) < web_address.MAX_LENGTH or _NO_ADDRESS.match(written):
        return False
    words = {word.lower() for word in _WORDS.findall(name)}
    hinted = bool(words & (json_names.PICTURE | json_names.LARGE | json_names.MIDDLE | json_names.SMALL))
    ends = web_address.looks_like_picture(written)
    if not _URL.match(written):
        if _MEDIA_TYPE.fullmatch(written):
            return False
        return ends and " " not in written.strip() and ("/" in written or hinted or bool(words & json_names.ADDRESS))
    if _OTHER_ENDING.search(written):
        return bool(words & (json_names.PICTURE | json_names.SMALL | {"preview"}) and _SCRIPT.search(written))
    if ends or hinted or _says_small(beside) or "/iiif/" in written:
        return True
    return bool(words & json_names.ADDRESS) and _says_picture(beside)


def _says_itself(written: str) -> bool:
    """Whether an address alone in a list says by a word in it that it is a picture's."""
    return bool(_URL.match(written) and _PICTURE_WORD.search(written) and not _OTHER_ENDING.search(written))


def _says_small(beside: Record) -> bool:
    return any(word.lower() in json_names.SMALL for one in _role(beside) for word in _WORDS.findall(one))


def _says_picture(beside: Record) -> bool:
    """Whether a record says that it is a picture: by a size, a media type, or a thumbnail."""
    sized = beside.get("width") and beside.get("height")
    return bool(sized) or _kind(beside).startswith("image") or any(key.lower().startswith("thumb") for key in beside)
