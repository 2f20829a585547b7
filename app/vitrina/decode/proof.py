"""Proof that this installation can decode: a small picture of each format, made and read back.

Owns the small pictures. Refuses to call an optional format missing: it says whether it is there.
"""

import importlib
import importlib.util
import io

from PIL import Image, ImageCms

from vitrina.decode import formats
from vitrina.decode.colour import WHITE
from vitrina.decode.formats import Format
from vitrina.decode.opening import MAX_SECONDS, opened
from vitrina.decode.rendering import decoded_small
from vitrina.errors import DamagedError

_SIZE = (32, 24)
_RED = (230, 30, 20)
_NEAR = 24  # lossy formats may miss the colour by so much


def prove(form: Format) -> str:
    """Encode and decode a red picture, with a colour profile; says in a few words how. PictureError where it fails."""
    if form is formats.HEIF and importlib.util.find_spec(form.plugin) is None:
        return "optional, not installed"
    importlib.import_module(form.plugin)
    picture = Image.new("RGB", _SIZE, _RED)
    data = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture.save(data, form.name, icc_profile=profile)
    with opened(data.getvalue(), seconds=MAX_SECONDS) as found:
        image = decoded_small(found, _SIZE, WHITE)
    pixel = image.getpixel((_SIZE[0] // 2, _SIZE[1] // 2))
    if not isinstance(pixel, tuple) or max(abs(a - b) for a, b in zip(pixel, _RED, strict=True)) > _NEAR:
        raise DamagedError("A {format} picture came out in other colours than it went in.", format=form.name)
    return f"{len(data.getvalue())} bytes made and read"
