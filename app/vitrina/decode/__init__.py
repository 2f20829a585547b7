"""Bytes to image: what a picture is, small, fitted, in full, frame by frame, and what its camera noted.

Owns Pillow on the way from the store to the screen. Refuses to know where bytes come from and where images go.

All functions are synchronous, may be called from several threads at once, and let other threads run while they
decode. All raise a PictureError and nothing else.
"""

from vitrina.decode.exif import exif
from vitrina.decode.formats import FORMATS, HEAD_BYTES, Format, identify
from vitrina.decode.opening import MAX_FRAMES, MAX_PIXELS
from vitrina.decode.rendering import (
    Begun,
    Frame,
    Probe,
    Quality,
    Rendering,
    frames,
    open_thumbnail,
    probe,
    render,
    render_begun,
    thumbnail,
)
from vitrina.decode.zoom import FullImage, open_full

__all__ = [
    "FORMATS",
    "HEAD_BYTES",
    "MAX_FRAMES",
    "MAX_PIXELS",
    "Begun",
    "Format",
    "Frame",
    "FullImage",
    "Probe",
    "Quality",
    "Rendering",
    "exif",
    "frames",
    "identify",
    "open_full",
    "open_thumbnail",
    "probe",
    "render",
    "render_begun",
    "thumbnail",
]
