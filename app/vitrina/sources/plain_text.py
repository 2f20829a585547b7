"""Texts of the web to plain text: tags go, line breaks and the first link stay.

Owns that conversion. Refuses control characters and halves of surrogate pairs, which neither a
terminal nor a file takes.
"""

import re
from dataclasses import dataclass
from typing import Final

from vitrina.sources import markup

MAX_LENGTH: Final = 20_000

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|<!--")
_REFERENCE: Final = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w+);")
_UNWANTED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200b\ufeff\u202a-\u202e\u2066-\u2069]")
_SPACES: Final = re.compile(r"[ \t\r\f\v\u00a0]+")
_BREAKS: Final = re.compile(r" *\n[ \n]*")
_BLOCK: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "dt",
        "dd",
        "table",
        "ul",
        "ol",
        "hr",
    ]
)
_SILENT: Final = frozenset(["script", "style", "template", "head"])


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain text and the first link that stood in it, as written."""

    text: str
    link: str | None = None


def plain(value: object, *, links: bool = False) -> Plain:
    """Give the plain text of a value that may be HTML; with `links`, each address stands behind its words."""
    if not isinstance(value, str):
        return Plain("")
    text = value[:MAX_LENGTH]
    link = None
    if _TAG.search(text):
        text, link = _stripped(text, links=links)
    elif "&" in text and _REFERENCE.search(text):
        text = markup.unescape(text)
        if _TAG.search(text):  # escaped twice, as in feeds
            text, link = _stripped(text, links=links)
    text = _UNWANTED.sub("", text)
    return Plain(_BREAKS.sub("\n", _SPACES.sub(" ", text)).strip(), link)


def line(value: object) -> str | None:
    """The plain text of a value on one line, or None where nothing is left of it."""
    text = " ".join(plain(value).text.split())
    return text or None


def _stripped(text: str, *, links: bool) -> tuple[str, str | None]:
    out: list[str] = []
    first: str | None = None
    href: str | None = None
    silent: str | None = None
    since = 0
    for token in markup.tokens(text):
        if silent:
            silent = None if isinstance(token, markup.End) and token.name == silent else silent
        elif isinstance(token, markup.Text):
            out.append(token.text if token.raw else _SPACES.sub(" ", token.text.replace("\n", " ")))
        elif isinstance(token, markup.Tag):
            if token.name in _SILENT and not token.closed:
                silent = token.name
            elif token.name in _BLOCK:
                out.append("\n")
            elif token.name == "a":
                href, since = token.attributes.get("href"), len(out)
                first = first or href
        elif token.name == "a" and links and href:
            words = "".join(out[since:]).strip()
            if href.startswith(("http://", "https://")) and words and href != words:
                out.append(f" ({href})")
            href = None
        elif token.name in _BLOCK:
            out.append("\n")
    return "".join(out), first
