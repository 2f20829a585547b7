"""Which pictures Vitrina opens, told from their first bytes alone: never from a name or a header.

Owns the table of formats and the signatures of what is refused. Refuses every format that is not in the
table, above all those that start another program (EPS) or point to other files. Adding a format is one row.
"""

from typing import Final

from vitrina.errors import NotAPictureError, PictureError, UnsupportedFormatError
from vitrina.frozen import frozen

HEAD_BYTES: Final = 1024
"""So many first bytes are enough to tell every format apart."""


@frozen
class Format:
    """One format: Pillow's name and module for it, its media type, usual suffix, and how its files begin.

    A signature is (offset, bytes); a file is of this format where all signatures of one group fit.
    """

    name: str
    plugin: str
    media_type: str
    suffix: str
    groups: tuple[tuple[tuple[int, bytes], ...], ...]
    animates: bool = False


def _begins(*heads: bytes) -> tuple[tuple[tuple[int, bytes], ...], ...]:
    return tuple(((0, head),) for head in heads)


def _brands(*brands: bytes) -> tuple[tuple[tuple[int, bytes], ...], ...]:
    """Files of ISO/IEC 14496-12 begin with a box `ftyp` and their major brand."""
    return tuple(((4, b"ftyp" + brand),) for brand in brands)


JPEG: Final = Format("JPEG", "PIL.JpegImagePlugin", "image/jpeg", ".jpg", _begins(b"\xff\xd8\xff"))
PNG: Final = Format("PNG", "PIL.PngImagePlugin", "image/png", ".png", _begins(b"\x89PNG\r\n\x1a\n"), animates=True)
GIF: Final = Format("GIF", "PIL.GifImagePlugin", "image/gif", ".gif", _begins(b"GIF87a", b"GIF89a"), animates=True)
WEBP: Final = Format(
    "WEBP", "PIL.WebPImagePlugin", "image/webp", ".webp", (((0, b"RIFF"), (8, b"WEBPVP8")),), animates=True
)
AVIF: Final = Format(
    "AVIF",
    "PIL.AvifImagePlugin",
    "image/avif",
    ".avif",
    # Under a neutral major brand, one of the compatible brands tells.
    (*_brands(b"avif", b"avis"), *(((4, b"ftypmif1"), (at, b"avif")) for at in (16, 20, 24))),
    animates=True,
)
TIFF: Final = Format(
    "TIFF",
    "PIL.TiffImagePlugin",
    "image/tiff",
    ".tif",
    _begins(b"II*\x00", b"MM\x00*", b"II+\x00\x08\x00\x00\x00", b"MM\x00+\x00\x08\x00\x00"),
)
BMP: Final = Format("BMP", "PIL.BmpImagePlugin", "image/bmp", ".bmp", _begins(b"BM"))
ICO: Final = Format("ICO", "PIL.IcoImagePlugin", "image/vnd.microsoft.icon", ".ico", _begins(b"\x00\x00\x01\x00"))
PPM: Final = Format(
    "PPM",
    "PIL.PpmImagePlugin",
    "image/x-portable-anymap",
    ".ppm",
    _begins(*(f"P{kind}{space}".encode() for kind in "123456fF" for space in " \t\r\n")),
)
QOI: Final = Format("QOI", "PIL.QoiImagePlugin", "image/qoi", ".qoi", _begins(b"qoif"))
JPEG2000: Final = Format(
    "JPEG2000",
    "PIL.Jpeg2KImagePlugin",
    "image/jp2",
    ".jp2",
    _begins(b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP  \r\n\x87\n"),
)
HEIF: Final = Format(
    "HEIF", "pillow_heif", "image/heic", ".heic", _brands(b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc", b"hevx")
)
"""Opened where the optional part `pillow-heif` is installed."""

FORMATS: Final = (JPEG, PNG, GIF, WEBP, AVIF, TIFF, BMP, ICO, PPM, QOI, JPEG2000, HEIF)

# Pictures that Vitrina knows by sight and does not open. EPS would start another program.
_REFUSED: Final = (
    ("EPS", (0, b"%!PS")),
    ("EPS", (0, b"\xc5\xd0\xd3\xc6")),
    ("Photoshop", (0, b"8BPS")),
    ("JPEG XL", (0, b"\xff\x0a")),
    ("JPEG XL", (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n")),
    ("DDS", (0, b"DDS ")),
    ("ICNS", (0, b"icns")),
    ("OpenEXR", (0, b"\x76\x2f\x31\x01")),
    ("Radiance HDR", (0, b"#?RADIANCE")),
    ("GIMP", (0, b"gimp xcf")),
    ("DjVu", (0, b"AT&TFORM")),
    ("WMF", (0, b"\xd7\xcd\xc6\x9a")),
    ("cursor", (0, b"\x00\x00\x02\x00")),
    ("camera raw", (0, b"FUJIFILM")),
    ("camera raw", (8, b"CR\x02\x00")),
    ("BPG", (0, b"BPG\xfb")),
)

# What else comes where a picture was due, so that the sentence can say what it is.
_OTHERS: Final = (
    ("PDF", b"%PDF-"),
    ("ZIP", b"PK\x03\x04"),
    ("gzip", b"\x1f\x8b"),
    ("JSON", b"{"),
    ("JSON", b"["),
    ("XML", b"<?xml"),
    ("HTML", b"<"),
)


def identify(head: bytes) -> Format | None:
    """Tell the format from a file's first `HEAD_BYTES`; None where it is none of the table's."""
    for row in FORMATS:
        if any(all(head.startswith(mark, at) for at, mark in group) for group in row.groups):
            return row
    return None


def refusal(head: bytes) -> PictureError:
    """Say why a file that `identify` does not know is not opened."""
    for name, (at, mark) in _REFUSED:
        if head.startswith(mark, at):
            return UnsupportedFormatError("Vitrina does not open {format} pictures.", format=name)
    if b"<svg" in head:
        return UnsupportedFormatError("Vitrina does not open {format} pictures.", format="SVG")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        return NotAPictureError("The file is empty, so it is no picture.")
    for name, mark in _OTHERS:
        if text.startswith(mark):
            return NotAPictureError("This is {format}, not a picture.", format=name)
    return NotAPictureError("This is no picture: it begins like none.")
