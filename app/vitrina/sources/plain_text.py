"""Texts of the web to plain text: tags go, line breaks and the first link stay.

Owns that conversion. Refuses control characters and halves of surrogate pairs, which neither a
terminal nor a file takes.
"""

import re
from typing import Final

from vitrina.frozen import frozen
from vitrina.sources import markup

MAX_LENGTH: Final = 20_000

# Nearly every text is like this: nothing in it that is no plain text, and no space to take away.
_PLAIN: Final = re.compile("(?! )[^<&\x00-\x1f\x7f-\xa0\ud800-\udfff\u200b\ufeff\u202a-\u202e\u2066-\u2069]*(?<! )")
_TAG: Final = re.compile(
    r"<!--|</?(?:a|abbr|article|b|bd[io]|big|blockquote|body|br|button|center|cite|code|d[dlt]|del|div|em|fig(?:ure|caption)|font|"
    r"footer|form|h[1-6r]|head(?:er)?|html|i|iframe|img|input|ins|label|li|main|mark|nav|nobr|noscript|object|[ou]l|p|path|picture|"
    r"pre|q|s|samp|script|section|small|source|span|strike|strong|style|su[bp]|svg|table|tbody|t[dhrt]|time|u|video|wbr)"
    r"(?![\w:-])[^<>]{0,2000}>",
    re.IGNORECASE,
)
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
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SILENT: Final = frozenset(["script", "style", "template", "head"])


@frozen
class Plain:
    """Plain text and the first link that stood in it, as written."""

    text: str
    link: str | None = None


def plain(value: object, *, links: bool = False) -> Plain:
    """Give the plain text of a value that may be HTML; with `links`, each address stands behind its words."""
    if not isinstance(value, str):
        return Plain("")
    text = value[:MAX_LENGTH]
    if "  " not in text and _PLAIN.fullmatch(text):
        return Plain(text)
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
    page = _Page(links=links)
    for token in markup.tokens(text):
        page.take(token)
    return "".join(page.out), page.first


class _Page:
    """Plain text as it grows: what was said, the first link, the link that is open, what is not shown."""

    def __init__(self, *, links: bool) -> None:
        self.links = links
        self.out: list[str] = []
        self.first: str | None = None
        self.href: str | None = None
        self.since = 0
        self.silent: str | None = None

    def take(self, token: markup.Token) -> None:
        """Take one more piece of the markup."""
        if self.silent:
            self.silent = None if isinstance(token, markup.End) and token.name == self.silent else self.silent
        elif isinstance(token, markup.Text):
            self.out.append(token.text if token.raw else _SPACES.sub(" ", token.text.replace("\n", " ")))
        elif isinstance(token, markup.Tag):
            self.opened(token)
        elif token.name == "a":
            self.link_closed()
        elif token.name in _BLOCK:
            self.out.append("\n")

    def opened(self, tag: markup.Tag) -> None:
        """Begin a line, a link, or something that is not shown."""
        hidden = "style" in tag.attributes and _HIDDEN.search(tag.attributes["style"])
        if (tag.name in _SILENT or hidden) and not tag.closed:
            self.silent = tag.name
        elif tag.name in _BLOCK:
            self.out.append("\n")
        elif tag.name == "a":
            self.href, self.since = tag.attributes.get("href"), len(self.out)
            self.first = self.first or self.href

    def link_closed(self) -> None:
        """Put the link's address behind its words, where it says more than they do."""
        words = "".join(self.out[self.since :]).strip()
        if self.links and self.href and self.href.startswith(("http://", "https://")) and words not in ("", self.href):
            self.out.append(f" ({self.href})")
        self.href = None
