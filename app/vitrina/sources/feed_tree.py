"""A feed taken apart into its channel and its entries: as tags and not as XML, so that an ill-formed one is read.

Owns elements with canonical names (`media:content` whatever the prefix), bases, and the mending of what was
never closed. Refuses entities of the document's own, and nesting deeper than any feed has.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final

from vitrina.sources import markup, web_address
from vitrina.sources.document import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOTS: Final = frozenset(["rss", "rdf", "feed", "channel", "rssfeed"])
_NAMESPACES: Final = (
    (re.compile(r"search\.yahoo\.com/mrss", re.IGNORECASE), "media"),
    (re.compile(r"purl\.org/rss/1\.0/modules/content", re.IGNORECASE), "content"),
    (re.compile(r"purl\.org/dc/terms", re.IGNORECASE), "dcterms"),
    (re.compile(r"purl\.org/dc/elements", re.IGNORECASE), "dc"),
    (re.compile(r"itunes\.com/dtds/podcast", re.IGNORECASE), "itunes"),
    (
        re.compile(
            r"creativecommons?\.org/|backend\.userland\.com/creativeCommons|web\.resource\.org/cc", re.IGNORECASE
        ),
        "cc",
    ),
    (re.compile(r"w3\.org/2005/atom|purl\.org/atom/ns", re.IGNORECASE), "atom"),
    (re.compile(r"w3\.org/1999/xhtml", re.IGNORECASE), ""),
    (re.compile(r"w3\.org/1999/02/22-rdf-syntax", re.IGNORECASE), "rdf"),
    (
        re.compile(
            r"purl\.org/rss/1\.0/?$|my\.netscape\.com/rdf|purl\.org/rss/|backend\.userland\.com/rss|blogs\.law\.harvard\.edu",
            re.IGNORECASE,
        ),
        "",
    ),
)
_TEXT_ONLY: Final = frozenset(["title", "link", "guid", "pubdate", "dc:creator", "category"])
_BESIDE_TEXT: Final = frozenset(
    ["title", "link", "guid", "pubdate", "description", "enclosure", "category", "content:encoded", "media:content",
     "media:group", "media:thumbnail"]
)  # fmt: skip
_MAX_DEPTH: Final = 100


@dataclass(slots=True)
class Element:
    """One element of an entry: its name with the canonical prefix, in lower case."""

    name: str
    attributes: dict[str, str]
    base: str
    parts: "list[str | Element]" = field(default_factory=list)
    _by_name: "dict[str, list[Element]]" = field(default_factory=dict, repr=False, compare=False)
    _indexed: int = field(default=0, repr=False, compare=False)

    def children(self, *names: str) -> "Sequence[Element]":
        """The children of these names, in order."""
        known = self._known()
        if len(names) == 1:
            return known.get(names[0], ())
        there = [name for name in names if name in known]
        if len(there) > 1:
            return [one for one in self.parts if isinstance(one, Element) and one.name in there]
        return known[there[0]] if there else ()

    def first(self, *names: str) -> "Element | None":
        """The first child of the first name that has one with something in it."""
        known = self._known()
        if known.keys().isdisjoint(names):
            return None
        for name in names:
            for one in known.get(name, ()):
                if one.attributes or any(not isinstance(part, str) or part.strip() for part in one.parts):
                    return one
        return None

    def _known(self) -> "dict[str, list[Element]]":
        """The children by name; an entry is asked for twenty names, when it is whole."""
        if self._indexed < len(self.parts):
            for part in self.parts[self._indexed :]:
                if isinstance(part, Element):
                    self._by_name.setdefault(part.name, []).append(part)
            self._indexed = len(self.parts)
        return self._by_name

    def text(self) -> str:
        """All text below, without tags."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts).strip()

    def html(self) -> str:
        """What is inside as HTML: escaped or in CDATA as it is, tags written again."""
        if self.attributes.get("mode") == "base64" or (
            self.attributes.get("type", "").endswith(("octet-stream", "base64"))
            and self.name in ("title", "content", "summary", "tagline")
        ):
            return _unpacked(self.text())
        if not any(isinstance(part, Element) for part in self.parts):
            return "".join(part for part in self.parts if isinstance(part, str)).strip()
        return "".join(escape(part, quote=False) if isinstance(part, str) else part.outer() for part in self.parts)

    def outer(self) -> str:
        """The element itself, written as HTML again."""
        written = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        return f"<{self.name}{written}>{self.html()}</{self.name}>"


class Tree:
    """One feed being read: what the channel says, and the entries, each let go once it was looked at."""

    def __init__(self, document: Document) -> None:
        self.document = document
        base = document.header("content-location")
        self.base = web_address.absolute(document.url, base) or document.url
        self.channel = Element("channel", {}, self.base)
        self.prefixes: dict[str, str] = {}

    def items(self) -> Iterator[Element]:
        """Give the entries; children of the channel are kept in `channel`."""
        stack: list[Element] = [self.channel]
        for token in markup.tokens(self.document.text, xml=True):
            if isinstance(token, markup.Text):
                if len(stack) > 1:
                    stack[-1].parts.append(token.text)
            elif isinstance(token, markup.Tag):
                yield from self.began(token, stack)
            else:
                yield from self.ended(token, stack)
        yield from (one for one in stack if _is_item(one.name))

    def began(self, token: markup.Tag, stack: list[Element]) -> Iterator[Element]:
        """Open an element; a new entry ends one that was never closed, and roots are passed over."""
        name = self.named(token)
        open_item = next((one for one in stack if one.name == name), None) if _is_item(name) else None
        if open_item:
            del stack[1:]
            yield open_item
        if name.rpartition(":")[2] in _ROOTS and len(stack) == 1:
            self.channel.attributes.update(token.attributes)
            self.channel.base = self.based(token, self.channel.base)
            return
        while len(stack) > 1 and stack[-1].name in _TEXT_ONLY and name in _BESIDE_TEXT:
            stack.pop()  # it was never closed
        if len(stack) >= _MAX_DEPTH:
            return
        element = Element(name, token.attributes, self.based(token, stack[-1].base))
        whole = _is_item(name) and len(stack) == 1
        if not whole:
            stack[-1].parts.append(element)
        if not token.closed:
            stack.append(element)
        elif whole:
            yield element

    def ended(self, token: markup.End, stack: list[Element]) -> Iterator[Element]:
        """Close the innermost open element of that name; an end that fits none is passed over."""
        prefix, _, local = token.name.rpartition(":")
        name = self.canonical(prefix, local)
        for at in range(len(stack) - 1, 0, -1):
            if stack[at].name == name:
                if _is_item(name):
                    yield stack[at]
                del stack[at:]
                return

    def named(self, tag: markup.Tag) -> str:
        """The tag's canonical name, with the prefixes that it declares taken note of."""
        for name, value in tag.attributes.items():
            if name == "xmlns" or name.startswith("xmlns:"):
                self.prefixes[name[6:]] = next(
                    (short for known, short in _NAMESPACES if known.search(value)), name[6:].lower()
                )
        prefix, _, local = tag.name.rpartition(":")
        return self.canonical(prefix, local)

    def canonical(self, prefix: str, local: str) -> str:
        """The name under the prefix that the world knows, whatever the feed calls it."""
        short = self.prefixes.get(prefix, prefix.lower())
        if short in ("atom", "rdf", "rss", "") or (not prefix and short != "media"):
            return local.lower()
        return f"{short}:{local.lower()}"

    def based(self, tag: markup.Tag, above: str) -> str:
        """The base of what is inside the tag."""
        written = tag.attributes.get("xml:base") or tag.attributes.get("BASE")  # CDF has an attribute of its own
        return web_address.absolute(above, written) or above if written else above


def is_feed(document: Document) -> bool:
    """Whether the root element is that of a feed of any kind."""
    return document.is_markup and markup.root(document.text) in _ROOTS


def _is_item(name: str) -> bool:
    return name in ("item", "entry")


def _unpacked(text: str) -> str:
    import base64  # Atom 0.3 alone packs its texts (mode="base64")

    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except ValueError:
        return text
