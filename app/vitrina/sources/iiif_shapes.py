"""The shapes of IIIF's JSON, versions 2 to 4 alike: names, types, canvases, and what is painted on them.

Owns the walk from a document to its painted resources. Refuses sound, video and text bodies.
"""

import re
from collections.abc import Iterator
from typing import Final

from vitrina.sources import iiif_image
from vitrina.sources.json_values import Record, items, mapping, records

_TYPES: Final = frozenset(
    [
        "Manifest", "Collection", "CollectionPage", "Sequence", "Range", "Canvas", "Timeline", "Scene",
        "AnnotationPage",        "AnnotationList", "Annotation",
    ]
)  # fmt: skip
_NO_PICTURE: Final = frozenset(["Sound", "Audio", "Video", "TextualBody", "Text", "ContentAsText", "Dataset", "Model"])
_REGION: Final = re.compile(r"(?:pct:)?\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?){3}")


def type_of(data: Record) -> str:
    """The type without its prefix: `sc:Manifest` and `Manifest` are one."""
    given = data.get("type") or data.get("@type")
    name = next((one for one in items(given) if isinstance(one, str)), "")
    short = name.rpartition(":")[2]
    return short if short in _TYPES or name.startswith(("sc:", "oa:", "dctypes:", "cnt:")) else name


def identity(data: Record) -> str | None:
    """The address that a thing is named by: `id`, in version 2 `@id`."""
    value = data.get("id") or data.get("@id")
    return value.strip() if isinstance(value, str) and value.strip() else None


def canvases(data: Record) -> Iterator[Record]:
    """All canvases in order, wherever the document keeps them."""
    kind = type_of(data)
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


def painted(canvas: Record) -> Iterator[tuple[Record, bool]]:
    """Each resource painted on a canvas, and whether it is one of several to choose from."""
    for annotation in records(canvas.get("images")):
        yield from _bodies(annotation.get("resource") or annotation.get("body"))
    for page in records(canvas.get("items")):
        for annotation in (*records(page.get("items")), *records(page.get("resources"))):
            motivation = [
                one.rpartition(":")[2] for one in items(annotation.get("motivation")) if isinstance(one, str) and one
            ]
            if not motivation or "painting" in motivation:
                yield from _bodies(annotation.get("body") or annotation.get("resource"))


def _bodies(value: object, depth: int = 0) -> Iterator[tuple[Record, bool]]:
    for body in map(_whole, items(value)):
        if type_of(body) == "Choice" and depth < 4:  # noqa: PLR2004 - choices of choices end
            inner = [*records(body.get("default")), *records(body.get("item")), *records(body.get("items"))]
            for one in inner:
                yield from ((found, True) for found, _ in _bodies(one, depth + 1))
        else:
            yield body, False


def _whole(body: object) -> Record:
    """A resource, also where it is named by nothing but its address."""
    return {"id": body, "type": "Image"} if isinstance(body, str) else mapping(body)


def selected(body: Record) -> tuple[Record, str, str]:
    """The resource itself, and the region and rotation that a specific resource asks of it."""
    if type_of(body) != "SpecificResource":
        return body, "full", "0"
    source = next(iter(items(body.get("source") or body.get("full"))), None)
    resource: Record = {"id": source, "type": "Image"} if isinstance(source, str) else mapping(source)
    region, rotation = "full", "0"
    for selector in records(body.get("selector")):
        if str(selector.get("type") or selector.get("@type")).endswith("ImageApiSelector"):
            wanted, turned = str(selector.get("region") or "full"), str(selector.get("rotation") or "0")
            region = wanted if _REGION.fullmatch(wanted) else "full"
            rotation = turned if re.fullmatch(r"!?\d{1,3}(?:\.\d+)?", turned) else "0"
    return resource, region, rotation


def is_picture(body: Record) -> bool:
    """Whether a painted resource is one to look at."""
    resource, _, _ = selected(body)
    form = str(resource.get("format") or "")
    if type_of(resource) in _NO_PICTURE or (form and not form.startswith("image/") and not resource.get("service")):
        return False
    return bool(identity(resource) or resource.get("service"))


def area(body: Record) -> int:
    """How many pixels a resource claims to have."""
    resource, _, _ = selected(body)
    wide, high = iiif_image.declared(resource)
    known = iiif_image.service(resource.get("service"))
    return max((wide or 0) * (high or 0), (known.width or 0) * (known.height or 0) if known else 0)
