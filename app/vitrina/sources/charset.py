"""Bytes of the web to text, whatever encoding they have or claim.

Owns the order in which claims are believed: byte order mark, the shape of the first bytes, the header,
the declaration inside, UTF-8, Windows-1252. Refuses nothing: what cannot be decoded becomes U+FFFD.
"""

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0 appendix F.1: how `<?` (and, for JSON, `{"` and the like) looks without a mark.
_SHAPES: Final = (
    (re.compile(rb"\0\0\0[<{\[]"), "utf-32-be"),
    (re.compile(rb"[<{\[]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0[<{\[]\0[^\0]"), "utf-16-be"),
    (re.compile(rb"[<{\[]\0[^\0]\0"), "utf-16-le"),
)
_EBCDIC: Final = b"\x4c\x6f\xa7\x94"  # `<?xm`: all of its code pages have the letters of the declaration in one place
_DECLARED: Final = re.compile(
    rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']\s*([\w.:-]{1,40})|<meta[^>]{1,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
# What the web means when it says these (WHATWG Encoding, section 4.2): the larger set.
_MEANT: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
_FIRST: Final = 4096
_ASCII: Final = bytes(range(128))


def decode(body: bytes, charset: str | None = None, media_type: str | None = None) -> str:
    """Give the text of `body`; `charset` and `media_type` are what the header claimed, if anything."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for shape, name in _SHAPES:
        if shape.match(body):
            return body.decode(name, "replace")
    if body.startswith(_EBCDIC):
        claim = _declared(body[:_FIRST].decode("cp037").encode("utf-8"))
        return body.decode(known(claim) or "cp037", "replace")
    claims = [charset, _declared(body)] if media_type != "application/json" else [charset]
    for claim in claims:
        codec = known(claim)
        if codec is not None:
            try:
                return body.decode(codec)
            except UnicodeError:
                continue
    try:
        return body.decode("utf-8")
    except UnicodeError:
        return _least_bad(body, [known(claim) for claim in claims])


def known(claim: str | None) -> str | None:
    """The codec that a claimed charset means, or None where Python has no text codec of that name."""
    if not claim:
        return None
    try:
        name = codecs.lookup(claim.strip().strip("\"'")).name
        b"ab\0\0".decode(name, "replace")  # refuses what is no text encoding, as `base64` or `rot13`
    except (LookupError, UnicodeError, ValueError):
        return None
    return _MEANT.get(name, name)


def _declared(body: bytes) -> str | None:
    found = _DECLARED.search(body, 0, _FIRST)
    if not found:
        return None
    claim = (found[1] or found[2]).decode("ascii", "replace")
    # A declaration that could be read as ASCII is not UTF-16 (HTML, section 13.2.3.2).
    return "utf-8" if claim.lower().startswith(("utf-16", "utf-32", "ucs-")) else claim


def _least_bad(body: bytes, claimed: list[str | None]) -> str:
    """Decode what is invalid in every claimed encoding: a few bad bytes in UTF-8, or Windows-1252."""
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") * 20 < len(body[:_FIRST].translate(None, _ASCII)) or not body:
        return text
    name = next((name for name in claimed if name and name != "utf-8"), None)
    return body.decode(name or "cp1252", "replace")
