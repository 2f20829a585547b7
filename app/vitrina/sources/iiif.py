"""IIIF Presentation 2, 3 and 4 (where it is the same): manifests, collections, canvases, and image descriptions.

Owns the way from a manifest to pictures with labels, credits and required statements. Refuses sound,
video and text bodies, and a service that is none; each is passed over and counted.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from vitrina.model import Picture
from vitrina.sources import entry, iiif_image, web_address
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, More, Page
from vitrina.sources.json_values import Record, first_text, items, joined, mapping, records, text
from vitrina.sources.plain_text import line, plain

_CONTEXT: Final = re.compile(r"iiif\.io/api/presentation/\d|shared-canvas\.org/ns/context")
_TYPES: Final = frozenset(
    [
        "Manifest", "Collection", "CollectionPage", "Sequence", "Range", "Canvas", "Timeline", "Scene",
        "AnnotationPage",        "AnnotationList", "Annotation",
    ]
)  # fmt: skip
_NO_PICTURE: Final = frozenset(["Sound", "Audio", "Video", "TextualBody", "Text", "ContentAsText", "Dataset", "Model"])
_MAKER: Final = re.compile(
    r"\b(?:artist|author|creator|maker|photographer|painter|illustrator|architect|engraver|printmaker|draughtsman|designer|"
    r"cartographer|auteur|autor|autore|künstler|kunstenaar|fotograf|urheber|verfasser|dessinateur)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\b(?:date|created|issued|datum|fecha|année|data|published)\b", re.IGNORECASE)
_SUBJECT: Final = re.compile(r"\b(?:subjects?|tags?|keywords?|categories|topics?|sujet|thema)\b", re.IGNORECASE)
_LICENCE: Final = re.compile(r"\b(?:licen[cs]e|rights|usage|copyright|use and reuse)\b", re.IGNORECASE)
_REGION: Final = re.compile(r"(?:pct:)?\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?){3}")
_NOTHING_SAID: Final = frozenset(["-", "\u2014", "\u2013", "[-]", "canvas", "untitled"])
_DASH: Final = " \u2013 "
_SAYS: Final = (
    "metadata", "requiredStatement", "attribution", "provider", "rights", "license", "homepage", "related", "summary",
    "description", "navDate",
)  # fmt: skip
_MAX_STATE: Final = 64_000


@dataclass(frozen=True, slots=True)
class _About:
    """What a manifest or a canvas says of its pictures; `whole` is the manifest's own title."""

    title: str | None = None
    whole: str | None = None
    credit: str | None = None
    author_page: str | None = None
    licence: str | None = None
    rights: str | None = None
    page: str | None = None
    description: str | None = None
    date: str | None = None
    tags: tuple[str, ...] = ()


class Iiif:
    """A manifest, a collection, a canvas, an annotation with a picture, or an `info.json`."""

    name = "iiif"
    example = "https://iiif.example.org/book/manifest.json"

    def read(self, document: Document) -> Page | None:
        """The pictures of the canvases in order; of a collection, its manifests to read next."""
        data = document.json
        if not isinstance(data, dict) or not (_is_presentation(data) or iiif_image.is_info(data)):
            return None
        reading = _Reading(document)
        if not _is_presentation(data):
            return reading.described(data)
        kind = _kind(data)
        if kind in ("Collection", "CollectionPage"):
            return reading.collection(data)
        if kind == "Annotation" and _content_state(data):
            return Page(more=(More(_content_state(data) or ""),))
        return reading.manifest(data)


def content_state(url: str) -> str | None:
    """The manifest that the address of a viewer names (`?manifest=`, `?iiif-content=`, also behind `#?`), or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    queries = [parts.query, parts.fragment.lstrip("!/").removeprefix("?")]
    for name, value in (pair for query in queries for pair in parse_qsl(query)):
        if name in ("manifest", "iiif-content", "iiif_content") and value:
            found = value if value.startswith(("http://", "https://")) else _decoded_state(value)
            address = web_address.absolute(url, found) if found else None
            if address and address != web_address.absolute("", url):
                return address
    return None


def _decoded_state(value: str) -> str | None:
    """The manifest in a content state: base64url of percent-encoded JSON (Content State 1.0, section 6)."""
    if len(value) > _MAX_STATE:
        return None
    try:
        raw = (
            value
            if value.lstrip().startswith("{")
            else base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
        )
        data = json.loads(unquote(raw) if not raw.lstrip().startswith("{") else raw)
    except (ValueError, binascii.Error, RecursionError):
        return None
    return _content_state(mapping(data)) or first_text(mapping(data).get("id"), mapping(data).get("@id"))


def _content_state(data: Record) -> str | None:
    """The manifest at which a content state annotation points."""
    for target in records(data.get("target")) or [data]:
        own = _id(target)
        if own and _kind(target) in ("Manifest", "Collection") and target is not data:
            return own
        for whole in records(target.get("partOf") or target.get("within")):
            if _id(whole) and _kind(whole) in ("Manifest", "Collection"):
                return _id(whole)
    return None


class _Reading:
    """One document being read: where it lies, and in which languages its texts are wanted."""

    def __init__(self, document: Document) -> None:
        self.base = document.url
        self.languages = document.languages
        self.carry = document.carry
        self.without = self.others = 0
        self.more: list[More] = []

    def manifest(self, data: Record) -> Page:
        """A manifest, or a part of one that somebody saved on its own."""
        about = self.about(data, _About())
        about = replace(about, whole=about.title)
        found: list[Picture] = []
        for canvas in _canvases(data):
            found += self.canvas(canvas, about)
            if len(found) >= MAX_PICTURES:
                break
        return Page(
            tuple(found[:MAX_PICTURES]), title=about.title, more=tuple(self.more), left_out=self.left_out(len(found))
        )

    def collection(self, data: Record) -> Page:
        """Manifests inside are read at once, those that are only named are read next, as are further pages."""
        members = (
            data.get("items") or data.get("members") or [*items(data.get("collections")), *items(data.get("manifests"))]
        )
        pictures: list[Picture] = []
        for member in members if isinstance(members, list) else []:
            whole = isinstance(member, dict) and (
                member.get("sequences") or (_kind(member) == "Manifest" and member.get("items"))
            )
            if whole and not self.more:
                pictures += self.manifest(member).pictures
                continue
            address = web_address.absolute(self.base, member if isinstance(member, str) else _id(mapping(member)))
            if address:
                self.more.append(More(address))
        following = _following(data) or (None if members else _id_of(data.get("first")))
        address = web_address.absolute(self.base, following)
        if address:
            self.more.append(More(address))
        return Page(tuple(pictures), title=self.text(data.get("label")), more=tuple(dict.fromkeys(self.more)))

    def described(self, data: Record) -> Page:
        """The picture of an `info.json`, with what the manifest that led here said of it."""
        known = iiif_image.service({**data, "id": _id(data) or self.base})
        url = iiif_image.full(known, None, None) if known else None
        if known and url is None and known.level is None:
            url = f"{known.id}/full/{'max' if known.version >= 3 else 'full'}/0/default.jpg"  # noqa: PLR2004 - the API's version
        found = entry.picture(self.base, url, width=data.get("width"), height=data.get("height"))
        if found is None or known is None:
            return Page(left_out=(LeftOut("The image description lists no size that can be asked for."),))
        found = replace(found, thumbnail=web_address.absolute(self.base, iiif_image.thumbnail(known, known.width)))
        if isinstance(self.carry, Picture):
            found = replace(
                self.carry,
                url=found.url,
                thumbnail=self.carry.thumbnail or found.thumbnail,
                width=found.width,
                height=found.height,
            )
        return Page((found,))

    def canvas(self, canvas: Record, about: _About) -> list[Picture]:
        """The pictures painted on one canvas: the largest, and each choice of it."""
        own = self.about(canvas, about)
        painted = [one for one in _painted(canvas) if _is_picture(one[0])]
        if not painted:
            for other in (canvas.get("accompanyingCanvas"), canvas.get("placeholderCanvas")):
                painted = [one for one in _painted(mapping(other)) if _is_picture(one[0])]
                if painted:
                    canvas = mapping(other)
                    own = self.about(canvas, replace(own, title=own.title))
                    break
        if not painted:
            self.without += 1
            return []
        choices = [one for one in painted if one[1]]
        chosen = choices or (painted if len(painted) == 1 else [max(painted, key=lambda one: _area(one[0]))])
        self.others += len(painted) - len(chosen) if not choices else 0
        found = [picture for body, _ in chosen if (picture := self.body(body, canvas, own))]
        self.without += not found and not self.more
        return found

    def body(self, body: Record, canvas: Record, own: _About) -> Picture | None:
        """One painted resource: its service's best size, else the address that it has itself."""
        resource, region, rotation = _selected(body)
        known = iiif_image.service(resource.get("service"))
        wide, high = iiif_image.declared(resource)
        address = iiif_image.full(known, wide, high, region, rotation) if known else None
        given = _id(resource)
        described = given is not None and given.rstrip("/").endswith("info.json")
        url = address or (None if described or (known and given == known.id) else given)
        if url is None and known:
            url = f"{known.id}/info.json"
            described = True
        size = (
            (known.width, known.height)
            if known and known.width and known.height
            else _larger((wide, high), iiif_image.declared(canvas))
        )
        label = self.text(resource.get("label"))
        parts = (own.title if own.whole and own.title and own.whole in own.title else own.whole, own.title, label)
        said = [part for part in parts if part and part.strip().lower() not in _NOTHING_SAID]
        found = entry.picture(
            self.base,
            url or given,
            title=_DASH.join(dict.fromkeys(said)) or None,
            credit=own.credit,
            author_page=own.author_page,
            licence=own.licence,
            rights=own.rights,
            page=own.page,
            thumbnail=self.thumbnail(canvas, known, size[0]) if region == "full" else None,
            width=size[0] if region == "full" else None,
            height=size[1] if region == "full" else None,
            media_type=None if address else resource.get("format"),
            description=own.description,
            date=own.date,
            tags=own.tags,
            source=Iiif.name,
        )
        if found and described and not address:
            self.more.append(More(found.url, carry=found))
            return None
        return found

    def thumbnail(self, canvas: Record, known: iiif_image.Service | None, width: int | None) -> str | None:
        """The canvas's own small picture, from its service where that offers one, else from the painted picture's."""
        for one in items(canvas.get("thumbnail")):
            if isinstance(one, str):
                return one
            offered = iiif_image.service(mapping(one).get("service"))
            address = iiif_image.thumbnail(offered, None) if offered and offered.sizes else None
            address = address or _id(mapping(one))
            if address and not address.endswith("info.json") and not (offered and address == offered.id):
                return address
        return iiif_image.thumbnail(known, width) if known else None

    def about(self, data: Record, above: _About) -> _About:
        """What a manifest or canvas says of itself, and what the one above it said where it is silent."""
        if not any(name in data for name in _SAYS):
            return replace(above, title=self.text(data.get("label")) or above.title)
        return self.said(data, above)

    def said(self, data: Record, above: _About) -> _About:
        """The same for one that says more than its label."""
        said = [
            (self.text(one.get("label")) or "", self.text(one.get("value"), whole=True))
            for one in records(data.get("metadata"))
        ]
        statement = self.statement(data)
        maker = next((value for label, value in said if value and _MAKER.search(label)), None)
        credit = _credit(line(maker), line(statement), self.provider(data))
        return _About(
            title=self.text(data.get("label")) or above.title,
            whole=above.whole,
            credit=credit or above.credit,
            author_page=plain(maker).link if credit else above.author_page,
            licence=self.licence(data, said) or above.licence,
            rights=plain(statement).text or above.rights,
            page=self.homepage(data) or above.page,
            description=self.text(data.get("summary") or data.get("description"), whole=True) or above.description,
            date=text(data.get("navDate"))
            or next((line(value) for label, value in said if value and _DATE.search(label)), None)
            or above.date,
            tags=_tags(said) or above.tags,
        )

    def statement(self, data: Record) -> str | None:
        """What has to be shown with the pictures: `requiredStatement`, in version 2 `attribution`."""
        required = mapping(data.get("requiredStatement"))
        return self.text(required.get("value"), whole=True) or self.text(data.get("attribution"), whole=True)

    def provider(self, data: Record) -> str | None:
        """The institution."""
        names = [
            (self.text(one.get("label"), whole=True) or "").partition("\n")[0] for one in records(data.get("provider"))
        ]
        return joined(names)

    def licence(self, data: Record, said: Sequence[tuple[str, str | None]]) -> str | None:
        """The licence's address, from its own field, else from the metadata."""
        for one in (*items(data.get("rights")), *items(data.get("license"))):
            value = text(one) or _id(mapping(one))
            if value:
                return plain(value).link or value
        for label, value in said:
            if value and _LICENCE.search(label):
                return plain(value).link or line(value)
        return None

    def homepage(self, data: Record) -> str | None:
        """The page for people: `homepage`, in version 2 a `related` that is no other medium."""
        for one in (*items(data.get("homepage")), *items(data.get("related"))):
            value = one if isinstance(one, str) else _id(mapping(one))
            if value and "html" in str(mapping(one).get("format", "text/html")) and value.startswith("http"):
                return value
        return None

    def text(self, value: Any, *, whole: bool = False) -> str | None:  # noqa: ANN401 - a text of IIIF has five shapes
        """A text in the language wanted: a string, a language map, `{"@value"}`, or a list of these."""
        words = [word for word in _in_language(value, self.languages) if word.strip()]
        if not words:
            return None
        return "\n".join(words) if whole else line("; ".join(words))

    def left_out(self, found: int) -> tuple[LeftOut, ...]:
        """What was passed over."""
        notes = []
        if self.without:
            notes.append(LeftOut("Canvases without a picture: {count}.", {"count": self.without}))
        if self.others:
            notes.append(LeftOut("Smaller pictures on the same canvas: {count}.", {"count": self.others}))
        if found >= MAX_PICTURES:
            notes.append(LeftOut("Only the first {most} pictures were taken.", {"most": MAX_PICTURES}))
        return tuple(notes)


def _is_presentation(data: Record) -> bool:
    contexts = [one for one in items(data.get("@context")) if isinstance(one, str)]
    if any(_CONTEXT.search(one) for one in contexts):
        return True
    old = str(data.get("@type", ""))
    if old.startswith("sc:"):
        return True
    painted = "items" in data or "sequences" in data
    return painted and _kind(data) in ("Manifest", "Collection", "Canvas") and bool(_id(data))


def _kind(data: Record) -> str:
    """The type without its prefix: `sc:Manifest` and `Manifest` are one."""
    kind = data.get("type") or data.get("@type")
    kind = next((one for one in items(kind) if isinstance(one, str)), "")
    return (
        kind.rpartition(":")[2]
        if kind.rpartition(":")[2] in _TYPES or kind.startswith(("sc:", "oa:", "dctypes:", "cnt:"))
        else kind
    )


def _id(data: Record) -> str | None:
    value = data.get("id") or data.get("@id")
    return value.strip() if isinstance(value, str) and value.strip() else None


def _id_of(value: object) -> str | None:
    return value if isinstance(value, str) else _id(mapping(value))


def _following(data: Record) -> str | None:
    return _id_of(data.get("next"))


def _canvases(data: Record) -> Iterator[Record]:
    """All canvases in order, wherever the document keeps them."""
    kind = _kind(data)
    if kind in ("AnnotationPage", "AnnotationList", "Annotation"):
        yield {"items": [data if kind != "Annotation" else {"items": [data]}]}
        return
    if kind == "Canvas" or "images" in data:
        yield data
        return
    for sequence in records(data.get("sequences")) or ([data] if kind == "Sequence" else []):
        yield from records(sequence.get("canvases"))
    if not data.get("sequences"):
        yield from records(data.get("items"))


def _painted(canvas: Record) -> Iterator[tuple[Record, bool]]:
    """Each resource painted on a canvas, and whether it is one of several to choose from."""
    for annotation in records(canvas.get("images")):
        yield from _bodies(annotation.get("resource"))
    for page in records(canvas.get("items")):
        for annotation in (*records(page.get("items")), *records(page.get("resources"))):
            motivation = [one.rpartition(":")[2] for one in items(annotation.get("motivation")) if isinstance(one, str)]
            if not motivation or "painting" in motivation:
                yield from _bodies(annotation.get("body") or annotation.get("resource"))


def _bodies(value: object, depth: int = 0) -> Iterator[tuple[Record, bool]]:
    for body in records(value):
        if _kind(body) == "Choice" and depth < 4:  # noqa: PLR2004 - choices of choices end
            inner = [*records(body.get("default")), *records(body.get("item")), *records(body.get("items"))]
            for one in inner:
                yield from ((found, True) for found, _ in _bodies(one, depth + 1))
        else:
            yield body, False


def _selected(body: Record) -> tuple[Record, str, str]:
    """The resource itself, and the region and rotation that a specific resource asks of it."""
    if _kind(body) != "SpecificResource":
        return body, "full", "0"
    source = body.get("source") or body.get("full")
    resource: Record = {"id": source, "type": "Image"} if isinstance(source, str) else mapping(source)
    region, rotation = "full", "0"
    for selector in records(body.get("selector")):
        if str(selector.get("type") or selector.get("@type")).endswith("ImageApiSelector"):
            wanted, turned = str(selector.get("region") or "full"), str(selector.get("rotation") or "0")
            region = wanted if _REGION.fullmatch(wanted) else "full"
            rotation = turned if re.fullmatch(r"!?\d{1,3}(?:\.\d+)?", turned) else "0"
    return resource, region, rotation


def _is_picture(body: Record) -> bool:
    resource, _, _ = _selected(body)
    form = str(resource.get("format") or "")
    if _kind(resource) in _NO_PICTURE or (form and not form.startswith("image/") and not resource.get("service")):
        return False
    return bool(_id(resource) or resource.get("service"))


def _area(body: Record) -> int:
    resource, _, _ = _selected(body)
    wide, high = iiif_image.declared(resource)
    known = iiif_image.service(resource.get("service"))
    return max((wide or 0) * (high or 0), (known.width or 0) * (known.height or 0) if known else 0)


def _larger(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    """The resource's own size, or the canvas's where that is larger and of the same shape."""
    if not (one[0] and one[1]):
        return other
    if (
        other[0]
        and other[1]
        and other[0] > one[0]
        and abs(other[0] * one[1] - other[1] * one[0]) < other[0] * one[1] * 0.02
    ):
        return other
    return one


def _credit(maker: str | None, statement: str | None, provider: str | None) -> str | None:
    """Who made it, and what has to be shown with it."""
    if maker and statement:
        return statement if maker in statement else f"{maker}; {statement}"
    return maker or statement or provider


def _tags(said: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    values = [value for label, value in said if value and _SUBJECT.search(label)]
    return tuple(word.strip() for value in values for word in re.split(r"[;\n]", plain(value).text) if word.strip())


def _in_language(value: Any, languages: Sequence[str]) -> list[str]:  # noqa: ANN401 - a text of IIIF has five shapes
    if isinstance(value, str):
        return [value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        tagged = [one for one in value if isinstance(one, dict) and "@value" in one]
        if tagged:
            chosen = _best([str(one.get("@language") or "none") for one in tagged], languages)
            value = [one for one in tagged if str(one.get("@language") or "none") == chosen]
        return [word for one in value for word in _in_language(one, languages)]
    if isinstance(value, dict):
        if "@value" in value:
            return _in_language(value["@value"], languages)
        if value:
            return [str(word) for word in items(value[_best(list(value), languages)]) if isinstance(word, str | int)]
    return []


def _best(tags: Sequence[str], languages: Sequence[str]) -> str:
    """The tag to read: the person's languages, English, none, and else the first."""
    for wanted in (*languages, "en", "none", "@none", "und"):
        for tag in tags:
            if tag.lower() == wanted.lower() or tag.lower().split("-")[0] == wanted.lower().split("-")[0]:
                return tag
    return tags[0]
