"""Is a picture's file all there? Told from its structure, without decoding it.

Owns the cheap checks, one a format, that read a trailer or walk over lengths. Refuses to call a file
damaged: what does not look whole is only suspicious, and decoding it decides.
"""

import os
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final

from vitrina.decode import formats
from vitrina.decode.formats import Format

_PNG_START: Final = 8
_BOX_HEADER: Final = 8


def looks_whole(file: BinaryIO, form: Format) -> bool:
    """Whether the file has the end that its format asks for; False also where the format gives no way to tell."""
    check = _CHECKS.get(form.name)
    if check is None:
        return False
    position = file.tell()
    try:
        return check(file, file.seek(0, os.SEEK_END))
    finally:
        file.seek(position)


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(max(at, 0))
    return file.read(size)


def _jpeg(file: BinaryIO, size: int) -> bool:
    """End of image (ITU-T T.81, B.2.1). What cameras append after it makes the file suspicious, no more."""
    return _read(file, size - 2, 2) == b"\xff\xd9"


def _png(file: BinaryIO, size: int) -> bool:
    """Chunks with right checksums up to an IEND that is there whole (PNG specification, 5.3 and 5.5)."""
    at = _PNG_START
    while at + 12 <= size:
        length = int.from_bytes(_read(file, at, 4), "big")
        if at + length + 12 > size:
            return False
        name_and_data = file.read(length + 4)
        if zlib.crc32(name_and_data) != int.from_bytes(file.read(4), "big"):
            return False
        at += length + 12
        if name_and_data[:4] == b"IEND":
            return True
    return False


def _gif(file: BinaryIO, size: int) -> bool:
    """The trailer (GIF89a, 27)."""
    return _read(file, size - 1, 1) == b"\x3b"


def _webp(file: BinaryIO, size: int) -> bool:
    """The length in the RIFF header (WebP container specification, "WebP file header")."""
    return int.from_bytes(_read(file, 4, 4), "little") + 8 <= size


def _boxes(file: BinaryIO, size: int) -> bool:
    """Boxes that fill the file exactly (ISO/IEC 14496-12, 4.2)."""
    at = 0
    while at + _BOX_HEADER <= size:
        length = int.from_bytes(_read(file, at, 4), "big")
        if length == 0:  # the last box, which goes on to the end, wherever that should be
            return False
        if length == 1:
            length = int.from_bytes(_read(file, at + _BOX_HEADER, 8), "big")
        if length < _BOX_HEADER:
            return False
        at += length
    return at == size


def _qoi(file: BinaryIO, size: int) -> bool:
    """The end marker (QOI specification)."""
    return _read(file, size - 8, 8) == b"\x00\x00\x00\x00\x00\x00\x00\x01"


def _jpeg2000(file: BinaryIO, size: int) -> bool:
    """End of codestream (ITU-T T.800, A.4.4)."""
    return _read(file, size - 2, 2) == b"\xff\xd9"


_CHECKS: Final[dict[str, Callable[[BinaryIO, int], bool]]] = {
    formats.JPEG.name: _jpeg,
    formats.PNG.name: _png,
    formats.GIF.name: _gif,
    formats.WEBP.name: _webp,
    formats.AVIF.name: _boxes,
    formats.HEIF.name: _boxes,
    formats.QOI.name: _qoi,
    formats.JPEG2000.name: _jpeg2000,
}
