"""What goes into a source and what comes out: document, page, what was left out.

Owns these shapes and the decoding of a document's bytes into text and JSON, done once for all
sources. Refuses to know any format beyond that, and touches neither disk nor network.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from vitrina.errors import VitrinaError
from vitrina.frozen import frozen
from vitrina.model import Headers, Picture
from vitrina.sources import charset, json_text

MAX_PICTURES = 100_000
"""How many pictures one document may give; the rest is left out, and said so."""

_BLANK = "\ufeff \t\r\n\f\v\0"
_COMMENTS = 16_384
"""A page may begin with a licence or a banner this long."""
_JSON_START = re.compile(r"\s*(?:\)\]\}'|while\(1\);|for\(;;\);)?\s*[\[{\"]|\s*[\w$.]{1,64}\s*\(\s*[\[{]")


@frozen
class LeftOut:
    """One thing that is not among the pictures, and why: `str()` is one sentence.

    `error` is set where a whole locator or document could not be read, None where only a part of it
    was passed over. `offer` is a feed or manifest that a page announces beside its pictures. `template`
    and `fields` are the sentence with blanks, for other languages.
    """

    template: str
    fields: Mapping[str, object] = field(default_factory=dict)
    locator: str = ""
    url: str | None = None
    error: VitrinaError | None = None
    offer: "Offer | None" = None

    def __str__(self) -> str:
        """Give the sentence in English."""
        return self.template.format_map(self.fields) if self.fields else self.template


@frozen
class PictureFound:
    """The answer to a request that might have been a document: it is a picture."""

    url: str
    final_url: str
    media_type: str | None = None


@frozen
class More:
    """A further document to read, in its place; `carry` reaches the source as `Document.carry`.

    `instead` are the pictures to show where the document cannot be had; `either`: it may be a picture; `settled`: it
    describes one thing that rarely changes (a museum's object), so that a copy of any age will do.
    """

    url: str
    carry: object = None
    headers: Headers = ()
    instead: tuple[Picture, ...] = ()
    either: bool = False
    settled: bool = False


@frozen
class Offer:
    """A feed or manifest that a page announces: `kind` is `feed`, `iiif` or `json`."""

    url: str
    kind: str
    title: str | None = None


@frozen
class Page:
    """What one document holds: its pictures in order, what to read next, what was left out.

    `cut`: it ended before it was whole.
    """

    pictures: tuple[Picture, ...] = ()
    title: str | None = None
    more: tuple[More, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    offers: tuple[Offer, ...] = ()
    cut: bool = False


def counted(template: str, count: int) -> tuple[LeftOut, ...]:
    """What is said of so many things that are not among the pictures: `template` has the blank `{count}`."""
    return (LeftOut(template, {"count": count}),) if count > 0 else ()


def onward(url: str | None) -> tuple[More, ...]:
    """The one document to read next, where there is one."""
    return (More(url),) if url else ()


@dataclass(frozen=True)
class Document:
    """Bytes that somebody got, and where they came from.

    `url` is the final, absolute URL against which relative references are resolved: a `file:` URL
    for a local file. `asked_url` is the one that was asked for, fragment included. `path` is set for
    a local file alone; `body` then may be its beginning only, where it is an archive. `languages` are
    the codes that the person reads, best first.
    """

    url: str
    body: bytes
    media_type: str | None = None
    charset: str | None = None
    headers: Headers = ()
    carry: object = None
    path: Path | None = None
    asked_url: str = ""
    languages: tuple[str, ...] = ()

    @property
    def local(self) -> bool:
        """Whether it came from this machine and not from the web."""
        return self.url.startswith("file:")

    @cached_property
    def text(self) -> str:
        """The body as text, whatever its encoding; never fails."""
        return charset.decode(self.body, self.charset, self.media_type)

    @cached_property
    def start(self) -> str:
        """The first few characters that are no white space and no comment of markup, for telling what it is."""
        start = self.text[:_COMMENTS].lstrip(_BLANK)
        while start.startswith("<!--") and (end := start.find("-->", 4)) >= 0:
            start = start[end + 3 :].lstrip(_BLANK)
        return start[:1024]

    @cached_property
    def parsed(self) -> json_text.Parsed | None:
        """The body as JSON with what had to be mended, or None where it is none."""
        return json_text.parse(self.text) if _JSON_START.match(self.start) else None

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON of the web has no type; json_values takes it apart
        """The JSON value of the body, or None where it is none."""
        return self.parsed.value if self.parsed else None

    @property
    def is_markup(self) -> bool:
        """Whether it begins as HTML or XML does."""
        return self.start.startswith("<")

    def header(self, name: str) -> str | None:
        """All values of a header field, joined by commas as RFC 9110 section 5.3 allows."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None


class Source(Protocol):
    """What turns a document into pictures: pure, and judged by what is in the document first."""

    @property
    def name(self) -> str:
        """The word for `--source`, and `Picture.source` of what it finds."""

    @property
    def example(self) -> str:
        """An address or file name of the kind that it reads."""

    def read(self, document: Document) -> Page | None:
        """The pictures in `document`, or None: not mine, ask the next. VitrinaError: mine, but unusable."""
