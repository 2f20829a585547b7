"""What bytes are, by their first few hundred; neither name nor header is believed where the bytes speak.

Owns the magic numbers and the marks of pages that block programs. Refuses to decode, and to read more than it is given.
"""

import re
from collections.abc import Iterable

ENOUGH = 1024
"""How many bytes decide; fewer do where there are no more."""

PICTURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"II+\0", "image/tiff"),
    (0, b"MM\0+", "image/tiff"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"\xff\x4f\xff\x51", "image/j2c"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (0, b"\xff\x0a", "image/jxl"),
    (0, b"qoif", "image/qoi"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\0\0\1\0", "image/x-icon"),
    (0, b"\0\0\2\0", "image/x-icon"),
    (0, b"DDS ", "image/vnd-ms.dds"),
    (0, b"\x76\x2f\x31\x01", "image/x-exr"),
    (0, b"#?RADIANCE", "image/vnd.radiance"),
)
OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "application/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"MZ", "application/x-msdownload"),
)
BRANDS = {b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic", b"heix": "image/heic",
          b"heim": "image/heic", b"heis": "image/heic", b"hevc": "image/heic-sequence",
          b"mif1": "image/heif", b"msf1": "image/heif-sequence"}  # fmt: skip
"""Major brands of ISO base media files that are pictures (ISO/IEC 23008-12)."""

DRAWINGS = frozenset({"image/svg+xml", "application/postscript"})
"""Programs that draw: showing one would mean running it."""

_READABLE = ("json", "xml", "html", "javascript", "zip", "yaml", "mpegurl")

HTML_STARTS = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|script|meta|link|h1|div|p|iframe|style|table|br|a)\b"
)
CHALLENGES = (
    b"just a moment...", b"cf-chl", b"challenge-platform", b"visid_incap", b"_incapsula_resource",
    b"attention required!", b"ddos protection by", b"px-captcha", b"datadome", b"captcha-delivery",
    b"verify you are human", b"verifying you are human", b"awswafintegration", b"request unsuccessful. incapsula",
)  # fmt: skip
ROOTS = (
    (rb"<(?:svg:)?svg\b", "image/svg+xml"),
    (rb"<rss\b", "application/rss+xml"),
    (rb"<feed\b", "application/atom+xml"),
    (rb"<html\b", "application/xhtml+xml"),
    (rb"<rdf:rdf\b", "application/rdf+xml"),
)
BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Sizes that the second header of a bitmap may have."""
TEXT_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1B})


def media_type(start: bytes) -> str | None:
    """The media type that the first bytes of a body tell, None where they tell nothing.

    Pictures and archives by magic number; HTML, SVG, XML and JSON by how they begin; any other text is `text/plain`.
    """
    for at, magic, kind in PICTURES:
        if start.startswith(magic, at) and (kind != "image/webp" or start.startswith(b"RIFF")):
            return kind
    if (found := _bitmap(start)) or (found := _iso_media(start)):
        return found
    for at, magic, kind in OTHERS:
        if start.startswith(magic, at):
            return kind
    return _text(start)


def is_readable(kind: str | None, start: bytes) -> bool:
    """Whether bytes of this kind that begin so may be a document: text of any sort, or an archive."""
    if not start or kind in DRAWINGS:
        return False
    if kind is None or kind == "application/octet-stream":
        return b"\0\0\0" not in start
    return kind.startswith("text/") or any(word in kind for word in _READABLE)


def is_picture(kind: str | None) -> bool:
    """Whether bytes of this media type are pixels; SVG is a drawing program, and counts as a document."""
    return kind is not None and kind.startswith("image/") and kind != "image/svg+xml"


def is_challenge(status: int, headers: Iterable[tuple[str, str]], start: bytes) -> bool:
    """Whether this is a page that keeps programs out: by its header, or by its words in an answer that refuses."""
    if any(name.lower() == "cf-mitigated" and value.strip().lower() == "challenge" for name, value in headers):
        return True
    if status not in {200, 202, 401, 403, 405, 429, 503}:
        return False
    words = start.lower()
    return media_type(start) in {"text/html", "application/xhtml+xml"} and any(mark in words for mark in CHALLENGES)


def _bitmap(start: bytes) -> str | None:
    """Formats whose magic number is so short that a second look is needed."""
    if start.startswith(b"BM") and int.from_bytes(start[14:18], "little") in BITMAP_HEADERS:
        return "image/bmp"
    if re.match(rb"P[1-7]\s", start):
        return "image/x-portable-anymap"
    return None


def _iso_media(start: bytes) -> str | None:
    """AVIF, HEIF and films, which share one container: the brands decide (ISO/IEC 14496-12 section 4.3)."""
    if start[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(start[:4], "big"), len(start))
    brands = [start[8:12], *(start[at : at + 4] for at in range(16, size - 3, 4))]
    kinds = [BRANDS[brand] for brand in brands if brand in BRANDS]
    if not kinds:
        return "video/mp4"
    return next((kind for kind in kinds if not kind.startswith("image/heif")), kinds[0])


def _text(start: bytes) -> str | None:
    """Text of some kind, None where it is none."""
    if not start:
        return None
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = start.decode("utf-16", "ignore").encode()
    else:
        text = start.removeprefix(b"\xef\xbb\xbf")
    if text.translate(None, TEXT_CONTROLS) != text:
        return None
    words = text.lstrip().lower()
    body = re.sub(rb"^(?:<!--.*?-->\s*)+", b"", words, flags=re.DOTALL)
    if HTML_STARTS.match(body):
        return "text/html"
    if words.startswith((b"<?xml", b"<svg", b"<!doctype svg", b"<rss", b"<feed", b"<rdf", b"<!--")) or body.startswith(
        b"<"
    ):
        return _markup(body)
    if words.startswith((b"{", b"[")):
        return "application/json"
    return "text/plain"


def _markup(words: bytes) -> str:
    """XML of some kind."""
    root = re.sub(rb"<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\])?\s*>", b"", words, flags=re.DOTALL).lstrip()
    return next((kind for pattern, kind in ROOTS if re.match(pattern, root)), "application/xml")
