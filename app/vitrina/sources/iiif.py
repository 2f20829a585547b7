"""IIIF Presentation 2, 3 and 4 (where it is the same): manifests, collections, canvases, and image descriptions.

Owns the way from a manifest to pictures with labels, credits and required statements. Refuses sound,
video and text bodies, and a service that is none; each is passed over and counted.
"""

import re
from dataclasses import replace
from typing import Final

from vitrina.model import Picture
from vitrina.sources import entry, iiif_image, web_address
from vitrina.sources.content_state import annotated
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, More, Page
from vitrina.sources.iiif_about import About, Speaker
from vitrina.sources.iiif_shapes import area, canvases, identity, is_picture, painted, selected, type_of
from vitrina.sources.json_values import Record, items, mapping

_CONTEXT: Final = re.compile(r"iiif\.io/api/presentation/\d|shared-canvas\.org/ns/context")
_NOTHING_SAID: Final = frozenset(["-", "\u2014", "\u2013", "[-]", "canvas", "untitled"])
_DASH: Final = " \u2013 "


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
        kind = type_of(data)
        if kind in ("Collection", "CollectionPage"):
            return reading.collection(data)
        if kind == "Annotation" and annotated(data):
            return Page(more=(More(annotated(data) or ""),))
        return reading.manifest(data)


class _Reading:
    """One document being read: where it lies, and in which languages its texts are wanted."""

    def __init__(self, document: Document) -> None:
        self.base = document.url
        self.speaker = Speaker(document.languages)
        self.carry = document.carry
        self.without = self.others = 0
        self.more: list[More] = []

    def manifest(self, data: Record) -> Page:
        """A manifest, or a part of one that somebody saved on its own."""
        about = self.speaker.about(data, About())
        about = replace(about, whole=about.title)
        found: list[Picture] = []
        for canvas in canvases(data):
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
                member.get("sequences") or (type_of(member) == "Manifest" and member.get("items"))
            )
            if whole and not self.more:
                pictures += self.manifest(member).pictures
                continue
            address = web_address.absolute(self.base, member if isinstance(member, str) else identity(mapping(member)))
            if address:
                self.more.append(More(address))
        following = _following(data) or (None if members else _id_of(data.get("first")))
        address = web_address.absolute(self.base, following)
        if address:
            self.more.append(More(address))
        return Page(tuple(pictures), title=self.speaker.text(data.get("label")), more=tuple(dict.fromkeys(self.more)))

    def described(self, data: Record) -> Page:
        """The picture of an `info.json`, with what the manifest that led here said of it."""
        known = iiif_image.service({**data, "id": identity(data) or self.base.partition("?")[0]})
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

    def canvas(self, canvas: Record, about: About) -> list[Picture]:
        """The pictures painted on one canvas: the largest, and each choice of it."""
        own = self.speaker.about(canvas, about)
        resources = [one for one in painted(canvas) if is_picture(one[0])]
        if not resources:
            for other in (canvas.get("accompanyingCanvas"), canvas.get("placeholderCanvas")):
                resources = [one for one in painted(mapping(other)) if is_picture(one[0])]
                if resources:
                    canvas = mapping(other)
                    own = self.speaker.about(canvas, replace(own, title=own.title))
                    break
        if not resources:
            self.without += 1
            return []
        choices = [one for one in resources if one[1]]
        chosen = choices or (resources if len(resources) == 1 else [max(resources, key=lambda one: area(one[0]))])
        self.others += len(resources) - len(chosen) if not choices else 0
        found = [picture for body, _ in chosen if (picture := self.body(body, canvas, own))]
        self.without += not found and not self.more
        return found

    def body(self, body: Record, canvas: Record, own: About) -> Picture | None:
        """One painted resource: its service's best size, else the address that it has itself."""
        resource, region, rotation = selected(body)
        known = iiif_image.service(resource.get("service"))
        wide, high = iiif_image.declared(resource)
        address = iiif_image.full(known, wide, high, region, rotation) if known else None
        given = identity(resource)
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
        label = self.speaker.text(resource.get("label"))
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
            self.more.append(More(found.url, carry=found, settled=True))
            return None
        return found

    def thumbnail(self, canvas: Record, known: iiif_image.Service | None, width: int | None) -> str | None:
        """The canvas's own small picture, from its service where that offers one, else from the painted picture's."""
        for one in items(canvas.get("thumbnail")):
            if isinstance(one, str):
                return one
            offered = iiif_image.service(mapping(one).get("service"))
            address = iiif_image.thumbnail(offered, None) if offered and offered.sizes else None
            address = address or identity(mapping(one))
            if address and not address.endswith("info.json") and not (offered and address == offered.id):
                return address
        return iiif_image.thumbnail(known, width) if known else None

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
    return painted and type_of(data) in ("Manifest", "Collection", "Canvas") and bool(identity(data))


def _id_of(value: object) -> str | None:
    return value if isinstance(value, str) else identity(mapping(value))


def _following(data: Record) -> str | None:
    return _id_of(data.get("next"))


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
