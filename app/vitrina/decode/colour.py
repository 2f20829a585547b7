"""From the many pixel formats of files to the one of screens: RGB, sRGB, eight bits, nothing transparent.

Owns modes, bit depths, colour profiles and flattening. Refuses to fail over a colour profile: one that
cannot be used is left out, as browsers do.
"""

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from PIL import ImageCms

Background = tuple[int, int, int]
WHITE: Final[Background] = (255, 255, 255)

_CONVERTED: Final = {
    "1": "L",
    "PA": "RGBA",
    "La": "LA",
    "RGBa": "RGBA",
    "RGBX": "RGB",
    "YCbCr": "RGB",
    "HSV": "RGB",
}
_SCALABLE: Final = ("L", "LA", "RGB", "RGBA", "CMYK", "LAB")
_PROFILES_REMEMBERED: Final = 8


def scalable(image: Image.Image) -> Image.Image:
    """Bring an image into a mode that scales well: eight bits a channel, no palette, alpha where there is some."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return _eight_bits(image)
    if "transparency" in image.info:
        return image.convert("LA" if image.mode in ("1", "L") else "RGBA")
    if image.mode == "P":
        return image.convert("RGB")
    if image.mode in _SCALABLE:
        return image
    return image.convert(_CONVERTED.get(image.mode, "RGB"))


def for_screen(image: Image.Image, profile: bytes | None, background: Background) -> Image.Image:
    """Make opaque sRGB of what `scalable` gave: colours by the file's ICC profile, alpha laid on the background.

    An image that is all that already comes back itself, not as a copy.
    """
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    if alpha is not None:
        image = image.convert("L" if image.mode == "LA" else "RGB")
    image = _srgb(image, profile)
    if alpha is None or alpha.getextrema()[0] == 255:  # noqa: PLR2004 (opaque all over)
        return image
    ground = Image.new("RGB", image.size, background)
    ground.paste(image, mask=alpha)
    return ground


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16 and 32 bits to 8: by their full range where it is known, else by what the picture uses.

    Pillow's own conversion would cut off at 255.
    """
    low, high = 0.0, 65_535.0
    if image.mode.startswith("I;16"):
        image = image if image.mode == "I;16" else image.convert("I")  # of other byte orders Pillow knows less
    else:
        low, high = (float(edge) for edge in image.getextrema())  # type: ignore[arg-type]
        if image.mode == "F" and low >= 0 and high <= 1:
            low, high = 0.0, 1.0
        elif low >= 0 and high <= 255:  # noqa: PLR2004 (eight bits in a wide coat)
            low, high = 0.0, 255.0
        elif low >= 0 and high <= 65_535:  # noqa: PLR2004 (sixteen bits in a wide coat)
            low, high = 0.0, 65_535.0
    scale = 255.0 / (high - low) if high > low else 0.0
    return image.point(lambda value: value * scale + (0.5 - low * scale)).convert("L")


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to RGB in sRGB, by the profile where it fits the image."""
    if profile or image.mode == "LAB":
        transform = _transform(profile or b"", image.mode)
        if transform is not None:
            return transform.apply(image)
    if image.mode == "LAB":
        image = image.getchannel("L")
    return image if image.mode == "RGB" else image.convert("RGB")


# The same few profiles come with thousands of pictures; a transform takes milliseconds to build and may be
# used by several threads at once (LittleCMS API, "Multithreading": transforms are read-only when used).
@lru_cache(maxsize=_PROFILES_REMEMBERED)
def _transform(profile: bytes, mode: str) -> "ImageCms.ImageCmsTransform | None":
    """Build what takes `mode` by `profile` to sRGB; None where it is sRGB already or the profile is of no use."""
    from PIL import ImageCms  # here: most pictures have no profile, and the window's start pays for each import

    try:
        source = ImageCms.ImageCmsProfile(
            io.BytesIO(profile) if mode != "LAB" else ImageCms.createProfile("LAB")  # LAB is absolute
        )
        if "srgb" in (source.profile.profile_description or "").lower():
            return None
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError):
        return None
