"""The pictures in a piece of HTML, each with what stands around it.

Owns the reading of `<img>`, `<picture>`, lazy attributes, links around thumbnails, captions, posters
and CSS backgrounds, in one pass. Refuses icons, trackers and spacers, as far as the markup tells.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from vitrina.frozen import frozen
from vitrina.sources import picture_hosts, srcset, web_address
from vitrina.sources.json_values import number
from vitrina.sources.markup import Attributes, End, Tag, Text, Token
from vitrina.sources.plain_text import plain

LEAST: Final = 64
"""A declared side below this many pixels makes it an icon, even where it links to something larger."""
SMALL: Final = 128

_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "imagesrcset", "data-bgset")
_FULL: Final = (
    "data-full", "data-full-url", "data-full-src", "data-large-file", "data-orig-file", "data-zoom-image",
    "data-zoom-src",    "data-hires", "data-high-res-src", "data-image-large", "data-original-src", "data-highres",
    "data-large_image", "data-big",    "data-fullsize",
)  # fmt: skip
_LAZY: Final = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo", "data-url", "data-image", "data-img-src",
    "data-deferred", "data-hi-res-src", "data-src-medium",
)  # fmt: skip
_CAPTIONS: Final = ("data-caption", "data-title", "data-sub-html", "title")
# What galleries of scripts put on a link that opens a picture over the page.
_OPENS: Final = re.compile(
    r"(?:^|[\s_-])(?:lightbox|fancybox|glightbox|lightgallery|colorbox|swipebox|venobox|magnific|photoswipe|pswp)",
    re.IGNORECASE,
)
_OPENING: Final = (
    "data-fancybox",
    "data-lightbox",
    "data-pswp-width",
    "data-gallery",
    "data-glightbox",
    "data-pswp-src",
)
_ASKED_WIDTH: Final = re.compile(r"[?&](?:w|width)=(\d{2,5})(?!\d)")
_DIMENSIONS: Final = re.compile(r"(\d{2,5})\s*[x,]\s*(\d{2,5})")
_ADDRESS_IN: Final = re.compile(r"\s*url\(\s*[\"']?([^\"')]{1,2000})[\"']?\s*\)\s*", re.IGNORECASE)
_THUMB: Final = ("data-thumb", "data-thumbnail", "data-medium-file")
_BACKGROUND: Final = re.compile(
    r"background(?:-image)?\s*:[^;{}]{0,200}?url\(\s*([\"']?)([^\"')]{1,2000})\1\s*\)", re.IGNORECASE
)
_STYLE_SIZE: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px", re.IGNORECASE)
_VOID: Final = frozenset(
    ["img", "source", "br", "hr", "meta", "link", "input", "base", "wbr", "col", "embed", "area", "track"]
)
_ICON: Final = re.compile(
    r"(?:^|[\s_-])(?:icon|avatar|logo|emoji|sprite|badge|flag|spinner)s?(?:$|[\s_-])", re.IGNORECASE
)


@frozen
class Shown:
    """A picture as a page shows it. Addresses as written; `kind` says by what it was found.

    `small`: the page declares a side of less than SMALL pixels, as for an icon.
    """

    url: str
    kind: str = "img"
    thumbnail: str | None = None
    width: int | None = None
    height: int | None = None
    title: str | None = None
    link: str | None = None
    small: bool = False
    whole: tuple[int, int] | None = None
    """The size of the original, where the page tells that beside a smaller one's."""


def shown(tokens: Iterable[Token]) -> Iterator[Shown]:
    """Give the pictures in the order in which the page has them; captions reach the pictures of their figure."""
    return _Pass().run(tokens)


def image(attributes: Attributes) -> Shown | None:
    """The picture that one `<img>` stands for, in its largest version; None for an icon or a spacer."""
    offered = next((one for name in _SETS if (one := srcset.largest(attributes.get(name)))), None)
    best = _first(attributes, _FULL)
    lazy = _first(attributes, _LAZY)
    source = attributes.get("src")
    source = None if source and source.startswith("data:") else source
    wide, high = _size(attributes)
    whole = _whole_size(attributes)
    if offered and offered[1] and source and _asked_width(source) > offered[1]:
        offered = None  # the set is for small screens alone
    url = best or (offered[0] if offered else None) or lazy or source
    if not url or url.startswith(("data:", "blob:", "javascript:")) or not _worthy(url, attributes, wide, high):
        return None
    small = _first(attributes, _THUMB) or next(
        filter(None, (srcset.smallest(attributes.get(name)) for name in _SETS)), None
    )
    own = url in (source, lazy)
    width = offered[1] if offered and url == offered[0] and offered[1] else wide if own else None
    height = round(width * high / wide) if width and wide and high else None
    thumbnail = small or (source if not own and source and not picture_hosts.is_decoration(source) else None)
    return Shown(
        url,
        thumbnail=thumbnail if thumbnail != url else None,
        width=width if height else None,
        height=height,
        title=attributes.get("alt") or attributes.get("title") or attributes.get("data-caption") or None,
        small=not whole and bool((wide and wide < SMALL) or (high and high < SMALL)),
        whole=whole,
    )


def _asked_width(url: str) -> int:
    found = _ASKED_WIDTH.search(url)
    return int(found[1]) if found else 0


def _whole_size(attributes: Attributes) -> tuple[int, int] | None:
    wide, high = number(attributes.get("data-file-width")), number(attributes.get("data-file-height"))
    return (wide, high) if wide and high else None


class _Pass:
    """What is open at a point of the page: the link, the figure, the `<picture>`."""

    def __init__(self) -> None:
        self.link: str | None = None
        self.opens = False
        self.link_size: tuple[int, int] | None = None
        self.link_title: str | None = None
        self.link_text: list[str] = []
        self.figure: list[Shown] | None = None
        self.caption: list[str] | None = None
        self.caption_text = ""
        self.source: Shown | None = None

    def run(self, tokens: Iterable[Token]) -> Iterator[Shown]:
        for token in tokens:
            if isinstance(token, Tag):
                found = self.opened(token)
            elif isinstance(token, End):
                yield from self.closed(token.name)
                continue
            else:
                self.said(token)
                continue
            yield from self.kept(found)
        yield from self.closed("figure")

    def kept(self, found: list[Shown]) -> Iterator[Shown]:
        """Hold back the pictures of a figure until its caption is known."""
        for one in found:
            if self.figure is not None:
                self.figure.append(one)
            else:
                yield one

    def opened(self, tag: Tag) -> list[Shown]:
        """The pictures that a tag shows by itself."""
        found: list[Shown] = []
        name, attributes = tag.name, tag.attributes
        if name == "a":
            self.linked(attributes)
        elif name == "figure":
            self.figure, self.caption_text = self.figure or [], ""
        elif name == "figcaption":
            self.caption = []
        elif name == "picture":
            self.source = None
        elif name == "source":
            self.offered(attributes)
        elif name in ("img", "amp-img"):
            found += self.image(attributes)
        elif name == "video" and attributes.get("poster"):
            found.append(Shown(attributes["poster"], kind="poster"))
        if name not in ("img", "source") and "style" in attributes:
            found += _backgrounds(attributes["style"])
        lazy = _first(attributes, ("data-bg", "data-background-image", "data-background", "data-bg-image"))
        inside = _ADDRESS_IN.fullmatch(lazy or "")
        lazy = inside[1] if inside else lazy
        if lazy and name != "img" and web_address.looks_like_picture(lazy):
            found.append(Shown(lazy, kind="background"))
        return found

    def linked(self, attributes: Attributes) -> None:
        """A link: where it leads, and whether a script opens a picture with it."""
        self.link, self.link_text = attributes.get("href"), []
        marks = " ".join((attributes.get("class", ""), attributes.get("rel", "")))
        self.opens = any(name in attributes for name in _OPENING) or bool(_OPENS.search(marks))
        source = _first(attributes, ("data-pswp-src", "data-src"))
        if source and (self.opens or web_address.looks_like_picture(source)):
            self.link, self.opens = source, True
        self.opens = self.opens and bool(self.link) and not str(self.link).startswith(("#", "javascript:", "data:"))
        wide, high = number(attributes.get("data-pswp-width")), number(attributes.get("data-pswp-height"))
        self.link_size = (wide, high) if wide and high else None
        self.link_title = next((one for name in _CAPTIONS if (one := plain(attributes.get(name)).text)), None)

    def offered(self, attributes: Attributes) -> None:
        """A `<source>` of a `<picture>`: the largest of all of them counts."""
        for name in ("srcset", "data-srcset"):
            offered = srcset.largest(attributes.get(name))
            if (
                offered
                and not offered[0].startswith("data:")
                and (not self.source or (offered[1] or 0) > (self.source.width or 0))
            ):
                self.source = Shown(offered[0], width=offered[1], thumbnail=srcset.smallest(attributes.get(name)))

    def image(self, attributes: Attributes) -> list[Shown]:
        own = image(attributes)
        source, self.source = self.source, None
        if source and (own is None or (source.width or 0) > (own.width or 0) or own.thumbnail is None):
            title = own.title if own else attributes.get("alt")
            if _worthy(source.url, attributes, *_size(attributes)):
                small = source.thumbnail or (own.url if own else None)
                own = replace(source, title=title, thumbnail=small if small != source.url else None, width=None)
        if own is None:
            return []
        meant = self.link and (web_address.looks_like_picture(self.link) or self.opens)
        if self.link and meant and not picture_hosts.is_decoration(self.link):
            small, (wide, high) = own.thumbnail or own.url, self.link_size or (None, None)
            small = small if small != self.link else ""
            title = own.title or self.link_title
            return [Shown(self.link, "link", small or None, wide, high, title)]
        return [replace(own, link=self.link)]

    def closed(self, name: str) -> Iterator[Shown]:
        if name == "a":
            words = "".join(self.link_text).strip()
            # Reddit's feeds name the picture by a link of this very text.
            if self.link and words == "[link]" and web_address.looks_like_picture(self.link):
                yield from self.kept([Shown(self.link, kind="direct")])
            self.link, self.opens = None, False
        elif name == "figcaption" and self.caption is not None:
            self.caption_text = " ".join("".join(self.caption).split())
            self.caption = None
        elif name == "figure" and self.figure is not None:
            held, self.figure = self.figure, None
            for one in held:
                yield replace(one, title=self.caption_text or one.title)
            self.caption_text = ""
        elif name == "picture":
            self.source = None

    def said(self, text: Text) -> None:
        if not text.raw:
            if self.caption is not None:
                self.caption.append(text.text)
            if self.link is not None and len(self.link_text) < 8:  # noqa: PLR2004 - enough for `[link]`
                self.link_text.append(text.text)


def _backgrounds(style: str) -> list[Shown]:
    return [
        Shown(url.strip(), kind="background")
        for _, url in _BACKGROUND.findall(style)
        if not url.startswith("data:") and not picture_hosts.is_decoration(url)
    ]


def _first(attributes: Attributes, names: tuple[str, ...]) -> str | None:
    for name in names:
        value = attributes.get(name, "").strip()
        if value and not value.startswith(("data:", "{", "[")) and " " not in value:
            return value
    return None


def _size(attributes: Attributes) -> tuple[int | None, int | None]:
    wide, high = number(attributes.get("width")), number(attributes.get("height"))
    told = _DIMENSIONS.fullmatch(attributes.get("data-image-dimensions", ""))
    if told:
        wide, high = int(told[1]), int(told[2])
    for name, value in _STYLE_SIZE.findall(attributes.get("style", "")):
        if name.lower() == "width":
            wide = wide or number(value)
        else:
            high = high or number(value)
    return wide, high


def _worthy(url: str, attributes: Attributes, wide: int | None, high: int | None) -> bool:
    """Whether it is a picture to look at: not small, not a tracker, not named as an icon."""
    if (
        (wide and wide < LEAST)
        or (high and high < LEAST)
        or attributes.get("width") in ("0", "1")
        or attributes.get("height") in ("0", "1")
    ):
        return False
    return not picture_hosts.is_decoration(url) and not _ICON.search(attributes.get("class", ""))
