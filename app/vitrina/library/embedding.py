"""Credit and licence written into a picture's own bytes, as XMP, without touching its pixels.

Owns the packet (ISO 16684-1) and where each format keeps it. Refuses formats that would have to be encoded anew,
and pictures that bring a packet of their own: for those whoever writes puts the same beside the picture.
"""

import struct
import zlib
from typing import Final

from vitrina.model import Picture

LARGEST: Final = 64 * 1024 * 1024
"""A larger file is left as it is: its bytes would have to pass through memory."""

_NAMESPACES: Final = (
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
    ("photoshop", "http://ns.adobe.com/photoshop/1.0/"),
    ("cc", "http://creativecommons.org/ns#"),
)
_JPEG_HEAD: Final = b"http://ns.adobe.com/xap/1.0/\0"
_JPEG_MOST: Final = 0xFFFF - 2 - len(_JPEG_HEAD)
_PNG_KEYWORD: Final = b"XML:com.adobe.xmp"
_GIF_HEAD: Final = b"\x21\xff\x0bXMP DataXMP"
# It leads a reader that takes the packet for a chain of blocks to the end of it, wherever it stands (XMP part 3).
_GIF_TAIL: Final = b"\x01" + bytes(range(0xFF, -1, -1)) + b"\x00"


def says(picture: Picture) -> bool:
    """Whether anything is known of the picture that is worth writing into it."""
    return any((picture.title, picture.credit, picture.licence, picture.rights, picture.description))


def packet(picture: Picture) -> bytes:
    """The XMP packet for what is known of the picture."""
    page = None if picture.name else picture.page or picture.url  # an address that changes from run to run says nothing
    rights = "; ".join(one for one in (picture.credit, picture.licence) if one) or picture.rights
    fields = [
        _alternative("dc:title", picture.title),
        _list("dc:creator", "Seq", (picture.credit,) if picture.credit else ()),
        _alternative("dc:rights", rights),
        _alternative("dc:description", picture.description),
        _list("dc:subject", "Bag", picture.tags),
        _plain("dc:source", page),
        _plain("photoshop:Credit", picture.credit),
        _alternative("xmpRights:UsageTerms", picture.rights or picture.licence),
        _plain("xmpRights:WebStatement", picture.licence_page or page),
        f'<cc:license rdf:resource="{_text(picture.licence_page)}"/>' if picture.licence_page else "",
    ]
    named = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {named}><rdf:Description rdf:about="">{"".join(fields)}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="r"?>'
    ).encode()


def _text(value: str) -> str:
    """Escaped, without the control characters that XML 1.0 has no way to write."""
    written = "".join(char for char in value if char >= " " or char in "\t\n")
    return written.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _plain(name: str, value: str | None) -> str:
    return f"<{name}>{_text(value)}</{name}>" if value else ""


def _alternative(name: str, value: str | None) -> str:
    if not value:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_text(value)}</rdf:li></rdf:Alt></{name}>'


def _list(name: str, kind: str, values: tuple[str, ...]) -> str:
    entries = "".join(f"<rdf:li>{_text(one)}</rdf:li>" for one in values)
    return f"<{name}><rdf:{kind}>{entries}</rdf:{kind}></{name}>" if values else ""


def embedded(data: bytes, media_type: str | None, xmp: bytes) -> bytes | None:
    """`data` with the packet in it, or None where this format, or these bytes, cannot take it."""
    writers = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp, "image/gif": _gif}
    writer = writers.get(media_type or "")
    try:
        return writer(data, xmp) if writer else None
    except (IndexError, struct.error, OverflowError):  # cut short, though it began as this format does
        return None


def _jpeg(data: bytes, xmp: bytes) -> bytes | None:
    """A segment APP1 behind JFIF's and Exif's, which want to be first."""
    if not data.startswith(b"\xff\xd8") or len(xmp) > _JPEG_MOST:
        return None
    at = 2
    place = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xD9, 0xDA):  # noqa: PLR2004 - a marker
        (length,) = struct.unpack_from(">H", data, at + 2)
        body = data[at + 4 : at + 2 + length]
        if data[at + 1] == 0xE1 and body.startswith(_JPEG_HEAD):  # noqa: PLR2004 - APP1
            return None
        if data[at + 1] == 0xE0 or (data[at + 1] == 0xE1 and body.startswith(b"Exif")):  # noqa: PLR2004 - APP0, APP1
            place = at + 2 + length
        at += 2 + length
    segment = b"\xff\xe1" + struct.pack(">H", len(xmp) + len(_JPEG_HEAD) + 2) + _JPEG_HEAD + xmp
    return data[:place] + segment + data[place:]


def _png(data: bytes, xmp: bytes) -> bytes | None:
    """A chunk iTXt right behind IHDR (PNG section 11.3.3.4)."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or _PNG_KEYWORD + b"\0" in data:
        return None
    body = b"iTXt" + _PNG_KEYWORD + b"\0\0\0\0\0" + xmp
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:33] + chunk + data[33:]


def _webp(data: bytes, xmp: bytes) -> bytes | None:
    """A chunk `XMP ` at the end, and the flag for it in VP8X, which a plain file gets (RFC 9649 section 2.7)."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:  # noqa: PLR2004 - shorter than any picture
        return None
    body = data[12 : 8 + struct.unpack_from("<I", data, 4)[0]]
    if body[:4] == b"VP8X":
        if body[8] & 0x04:
            return None
        body = body[:8] + bytes([body[8] | 0x04]) + body[9:]
    else:
        size = _webp_size(body)
        if size is None:
            return None
        wide, high, alpha = size
        flags = 0x04 | (0x10 if alpha else 0)
        head = bytes([flags, 0, 0, 0]) + (wide - 1).to_bytes(3, "little") + (high - 1).to_bytes(3, "little")
        body = b"VP8X" + struct.pack("<I", len(head)) + head + body
    body += b"\0" * (len(body) % 2) + b"XMP " + struct.pack("<I", len(xmp)) + xmp + b"\0" * (len(xmp) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_size(body: bytes) -> tuple[int, int, bool] | None:
    """Width, height and whether there is alpha, of a file with nothing but its one picture."""
    if body[:4] == b"VP8 " and body[11:14] == b"\x9d\x01\x2a":
        wide, high = struct.unpack_from("<HH", body, 14)
        return wide & 0x3FFF, high & 0x3FFF, False
    if body[:4] == b"VP8L" and body[8] == 0x2F:  # noqa: PLR2004 - its signature
        (bits,) = struct.unpack_from("<I", body, 9)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    return None


def _gif(data: bytes, xmp: bytes) -> bytes | None:
    """An application extension behind the global colours, where readers look for it before the first frame."""
    if not data.startswith((b"GIF89a", b"GIF87a")) or data[-1:] != b"\x3b" or _GIF_HEAD in data or b"\0" in xmp:
        return None
    place = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    return b"GIF89a" + data[6:place] + _GIF_HEAD + xmp + _GIF_TAIL + data[place:]  # extensions came with 89a
