"""The IIIF Image API, versions 1 to 3: which sizes of a picture a server can be asked for.

Owns the addresses of image requests. Refuses to invent a size that the service did not promise: at
level 0, or at an unknown one, only the listed sizes are asked for.
"""

import re
from math import sqrt
from typing import Any, Final

from vitrina.frozen import frozen
from vitrina.sources.json_values import Record, items, mapping, number, records, text

USEFUL_PIXELS: Final = 4096 * 4096
"""More than any screen shows; a larger picture is asked for scaled down to this, where the server can."""
THUMBNAIL: Final = 400
POOR: Final = 1024
"""A listed size with no side longer than this many pixels is given up for a larger one."""

_CONTEXT: Final = re.compile(
    r"iiif\.io/api/image/(\d)|library\.stanford\.edu/iiif/image-api/(1)(?=\.)|library\.stanford\.edu/iiif/image-api/compliance()"
)
_TYPE: Final = re.compile(r"ImageService(\d)")
_LEVEL: Final = re.compile(r"level([012])\b")
_REQUEST: Final = re.compile(r"/(?:full|square|pct:[\d.,]+|[\d,]+)/[^/]+/!?[\d.]+/\w+\.\w+$")


@frozen
class Service:
    """An image service: `level` None where unknown, `sizes` as (width, height), smallest first."""

    id: str
    version: int
    level: int | None
    width: int | None
    height: int | None
    sizes: tuple[tuple[int, int], ...]
    max_width: int | None
    max_area: int | None


def service(value: object) -> Service | None:
    """The best image service among those that a resource names, or None."""
    found = [one for one in map(_service, records(value)) if one]
    return max(found, key=lambda one: (one.level or 0, one.version), default=None)


def is_info(data: Record) -> bool:
    """Whether a document is an image's own description (`info.json`)."""
    return (
        bool(_version(data))
        and ("width" in data or "sizes" in data)
        and not data.get("items")
        and not data.get("sequences")
    )


def full(one: Service, width: int | None, height: int | None, region: str = "full", rotation: str = "0") -> str | None:
    """The address of the largest useful size; `width` and `height` are the picture's where the service is silent."""
    wide, high = (one.width, one.height) if one.width and one.height else (width, height)
    quality = "native" if one.version == 1 else "default"
    tail = f"{rotation}/{quality}.jpg"
    if not one.level:
        best = _listed(one, USEFUL_PIXELS) if region == "full" else None
        return f"{one.id}/full/{_size(one, *best)}/{tail}" if best else None
    if region == "full" and wide and high:
        scale = sqrt(USEFUL_PIXELS / (wide * high))
        if one.max_area:
            scale = min(scale, sqrt(one.max_area / (wide * high)))
        if one.max_width:
            scale = min(scale, one.max_width / wide)
        if scale < 1:
            return f"{one.id}/full/{max(1, int(wide * scale))},/{tail}"
    return f"{one.id}/{region}/{'max' if one.version >= 3 else 'full'}/{tail}"  # noqa: PLR2004 - the API's version


def thumbnail(one: Service, width: int | None) -> str | None:
    """The address of a small size that the server really offers, or None."""
    quality = "native" if one.version == 1 else "default"
    most = THUMBNAIL * (2 if one.level else 4)  # where any size can be had, none has to be that much too large
    fitting = [size for size in one.sizes if THUMBNAIL // 2 <= size[0] <= most] or [
        size for size in one.sizes[-1:] if size[0] <= most
    ]
    if fitting:
        return f"{one.id}/full/{_size(one, *fitting[0])}/0/{quality}.jpg"
    wide = one.width or width
    if one.level and wide and wide > THUMBNAIL:
        return f"{one.id}/full/{THUMBNAIL},/0/{quality}.jpg"
    return None


def _service(value: Record) -> Service | None:
    name = text(value.get("id")) or text(value.get("@id"))
    version = _version(value)
    name = name or (text(value.get("identifier")) if version == 1 else None)  # Image API 1.0
    if not name or not version or _REQUEST.search(name):  # some name a picture where the service's id is due
        return None
    level = _LEVEL.search(_profile(value))
    extra: Record = mapping(next((one for one in items(value.get("profile")) if isinstance(one, dict)), None))
    sizes = sorted(
        (wide, high)
        for one in records(value.get("sizes"))
        if (wide := number(one.get("width"))) and (high := number(one.get("height")))
    )
    return Service(
        id=name.strip().rstrip("/").removesuffix("/info.json"),
        version=version,
        level=int(level[1]) if level else None,
        width=number(value.get("width")),
        height=number(value.get("height")),
        sizes=tuple(sizes),
        max_width=number(value.get("maxWidth") or extra.get("maxWidth")),
        max_area=number(value.get("maxArea") or extra.get("maxArea")),
    )


def _version(value: Record) -> int | None:
    kind = _TYPE.fullmatch(str(value.get("type") or value.get("@type") or ""))
    if kind:
        return int(kind[1])
    for place in (value.get("@context"), value.get("profile")):
        for one in items(place):
            found = _CONTEXT.search(one) if isinstance(one, str) else None
            if found:
                return int(found[1] or found[2] or 1)
    protocol = value.get("protocol")
    return 2 if isinstance(protocol, str) and protocol.endswith("iiif.io/api/image") else None


def _profile(value: Record) -> str:
    return " ".join(one for one in items(value.get("profile")) if isinstance(one, str))


def _listed(one: Service, most: int) -> tuple[int, int] | None:
    """The largest listed size of no more than `most` pixels; where that is a thumbnail, the next one."""
    fitting = [size for size in one.sizes if size[0] * size[1] <= most]
    larger = [size for size in one.sizes if size[0] * size[1] > most]
    if larger and (not fitting or max(fitting[-1]) < POOR):
        return larger[0]
    return fitting[-1] if fitting else None


def _size(one: Service, width: int, height: int) -> str:
    """A listed size as its server writes it."""
    if (width, height) == (one.width, one.height):
        return "max" if one.version >= 3 else "full"  # noqa: PLR2004 - the API's version
    # At level 0 of version 2, files named by both sides are the ones that are met.
    return f"{width},{height}" if one.version >= 3 or one.level == 0 else f"{width},"  # noqa: PLR2004 - as above


def declared(value: Any) -> tuple[int | None, int | None]:  # noqa: ANN401 - JSON of any shape
    """Width and height that a resource claims, both or neither."""
    wide, high = number(mapping(value).get("width")), number(mapping(value).get("height"))
    return (wide, high) if wide and high else (None, None)
