"""HTML and XML taken apart in one forward pass, as broken as they come.

Owns tags, attributes, character references and CDATA. Refuses document types and entities of the
document's own: an internal subset is skipped unread, so that no entity can grow or reach out.
Every step moves forward, so the time is linear in the length of the text.
"""

import re
from collections.abc import Iterator
from html.entities import html5
from itertools import islice
from typing import Final, TypeAlias

from vitrina.frozen import frozen

Attributes: TypeAlias = dict[str, str]

_OPEN: Final = re.compile(r"<(?:(/?)([A-Za-z_][^\s/>=<\"']{0,200})|!--|!\[CDATA\[|!|\?)")
_ATTRIBUTE: Final = re.compile(
    r"""[\s/"']*([^\s/>=<"'][^\s/>=]{0,200})(?:\s{0,64}=\s{0,64}(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*))?)?"""
)
_TAG_END: Final = re.compile(r"[\s/\"']*>")
_REFERENCE: Final = re.compile(r"&(?:#(\d{1,9})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z][A-Za-z0-9]{1,31}));")
_RAW: Final = frozenset(["script", "style", "textarea", "title", "xmp", "noembed"])
_RAW_END: Final = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_SUBSET: Final = re.compile(r"[\[>]")
_SUBSET_END: Final = re.compile(r"\]\s*>")
# What the web means by the C1 controls (HTML, section 13.2.5.80).
_C1: Final = bytes(range(0x80, 0xA0)).decode("cp1252", "replace")
_MAX_ATTRIBUTES: Final = 200


@frozen
class Tag:
    """The start of an element; `closed` where it ends at once. In HTML the names are in lower case."""

    name: str
    attributes: Attributes
    closed: bool = False


@frozen
class End:
    """The end of an element."""

    name: str


@frozen
class Text:
    """Text between tags, references resolved. `raw` for CDATA and for the inside of scripts."""

    text: str
    raw: bool = False


Token: TypeAlias = Tag | End | Text


def unescape(text: str) -> str:
    """Resolve character references that end in a semicolon; others are part of an address more often than not."""
    return _REFERENCE.sub(_resolved, text) if "&" in text else text


def root(text: str) -> str:
    """The local name of the first element, in lower case; empty where there is none near the beginning."""
    first = next((one for one in islice(tokens(text[:200_000], xml=True), 1000) if isinstance(one, Tag)), None)
    return first.name.rpartition(":")[2].lower() if first else ""


def tokens(text: str, *, xml: bool = False) -> Iterator[Token]:
    """Give the pieces of `text` in order; in XML names keep their case and nothing is raw but CDATA."""
    at, length = 0, len(text)
    while at < length:
        found = _OPEN.search(text, at)
        if found is None:
            yield Text(unescape(text[at:]))
            return
        if found.start() > at:
            yield Text(unescape(text[at : found.start()]))
        if found[2]:
            token, at = _tag(text, found, xml=xml)
            yield token
            if isinstance(token, Tag) and not xml and token.name in _RAW and not token.closed:
                inside, at = _raw(text, at, token.name)
                yield inside
        elif found[0] == "<![CDATA[":
            end = _after(text, "]]>", found.end())
            yield Text(text[found.end() : end[0]], raw=True)
            at = end[1]
        else:
            at = _declaration(text, found)


def _tag(text: str, found: re.Match[str], *, xml: bool) -> tuple[Token, int]:
    name = found[2] if xml else found[2].lower()
    attributes: Attributes = {}
    at = found.end()
    while True:
        end = _TAG_END.match(text, at)
        if end:
            closed = "/" in end[0]
            return (End(name) if found[1] else Tag(name, attributes, closed)), end.end()
        pair = _ATTRIBUTE.match(text, at)
        if not pair or len(attributes) >= _MAX_ATTRIBUTES:
            break
        at = pair.end()
        value = pair[2] if pair[2] is not None else pair[3] if pair[3] is not None else pair[4]
        attributes.setdefault(pair[1] if xml else pair[1].lower(), unescape(value) if value else "")
    # No end in sight: the next `<` begins something else, and what follows the name is not text.
    following = re.compile(r"[<>]").search(text, at)
    at = len(text) if following is None else following.end() if following[0] == ">" else following.start()
    return (End(name) if found[1] else Tag(name, attributes)), at


def _raw(text: str, at: int, name: str) -> tuple[Text, int]:
    end = _RAW_END[name].search(text, at)
    stop = end.start() if end else len(text)
    inside = text[at:stop]
    return Text(unescape(inside) if name in ("title", "textarea") else inside, raw=True), stop


def _declaration(text: str, found: re.Match[str]) -> int:
    """Where a comment, processing instruction or document type ends."""
    if found[0] == "<!--":
        return _after(text, "-->", found.end())[1]
    if found[0] == "<?":
        return _after(text, ">", found.end())[1]
    opens = _SUBSET.search(text, found.end())
    if opens is None:
        return len(text)
    if opens[0] == ">":
        return opens.end()
    end = _SUBSET_END.search(text, opens.end())
    return end.end() if end else len(text)


def _after(text: str, mark: str, at: int) -> tuple[int, int]:
    """Where `mark` begins and ends from `at` on; the end of the text where it is missing."""
    found = text.find(mark, at)
    return (len(text), len(text)) if found < 0 else (found, found + len(mark))


def _resolved(found: re.Match[str]) -> str:
    if found[3]:
        return html5.get(found[3] + ";", found[0])
    number = int(found[1]) if found[1] else int(found[2], 16)
    if 0x80 <= number < 0xA0:  # noqa: PLR2004 - the C1 controls
        return _C1[number - 0x80]
    if number == 0 or number > 0x10FFFF or 0xD800 <= number < 0xE000:  # noqa: PLR2004 - no characters (Unicode D76)
        return "\ufffd"
    return chr(number)
