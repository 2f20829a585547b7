"""The scans of a progressive JPEG: a softer whole picture from its first part.

Owns where a JPEG may be cut. Refuses to decode: what it gives is a JPEG again.
"""

from pathlib import Path
from typing import Final

from vitrina.decode import formats
from vitrina.decode.opening import translated
from vitrina.frozen import frozen

# Markers of ITU-T T.81, table B.1. In entropy-coded data a 0xFF is always followed by 0x00 or a restart
# marker (B.1.1.5), so that one found there is real.
_START_OF_SCAN: Final = b"\xff\xda"
_END_OF_IMAGE: Final = b"\xff\xd9"
_PROGRESSIVE: Final = 0xC2
_SCAN: Final = 0xDA

_SHARE: Final = 0.36  # of the bytes: the later scans only refine what the first ones say
_WORTH: Final = 1 << 20  # from so many bytes on, leaving scans out is felt


def first_scans(path: Path) -> bytes | None:
    """Cut a large progressive JPEG after its first scans: decoded in about half the time; None for other files."""
    with translated(), path.open("rb") as file:
        head = file.read(formats.HEAD_BYTES)
        if formats.identify(head) is not formats.JPEG or file.seek(0, 2) < _WORTH:
            return None
        file.seek(0)
        data = file.read()
    cut = where_to_cut(data)
    return data[:cut] + _END_OF_IMAGE if cut else None


def begun(path: Path) -> bytes | None:
    """Close the file of a JPEG that is still arriving, so that it decodes; None where no scan has begun yet."""
    with translated(), path.open("rb") as file:
        if formats.identify(file.read(formats.HEAD_BYTES)) is not formats.JPEG:
            return None
        file.seek(0)
        data = file.read()
    first = _first_scan(data)
    return data + _END_OF_IMAGE if first is not None else None


def where_to_cut(data: bytes) -> int | None:
    """Find the end of the first scans: at least one, about `_SHARE` of the bytes; None where it is not progressive."""
    first = _first_scan(data)
    if first is None or not first.progressive:
        return None
    scan, cut = first.at, None
    while (scan := data.find(_START_OF_SCAN, scan + 2)) > 0:
        if cut is not None and scan > len(data) * _SHARE:
            break
        cut = scan
    return cut


@frozen
class _Scan:
    at: int
    progressive: bool


def _first_scan(data: bytes) -> _Scan | None:
    """Walk over the segments (ITU-T T.81, B.1.1.4) to the first scan."""
    at, progressive = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 (every marker begins so)
        marker = data[at + 1]
        if marker == _SCAN:
            return _Scan(at, progressive)
        progressive = progressive or marker == _PROGRESSIVE
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
