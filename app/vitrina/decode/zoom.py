"""A picture decoded in full, for looking closely: any part of it at any scale, within a frame's time.

Owns the halves of halves that make this quick. Refuses to touch the file again: all of it is in memory, five bytes
and a third a pixel; of a picture beyond 100 million pixels only its half or quarter: half a gigabyte is enough.
"""

from pathlib import Path
from typing import Final

from PIL import Image

from vitrina.decode.colour import WHITE, Background, for_screen, scalable
from vitrina.decode.opening import opened
from vitrina.decode.rendering import Quality, reduce_in_decoder, turned, upright

_MOST_PIXELS: Final = 100_000_000
_SMALLEST: Final = 512  # no halves of what fits in so many pixels
_NEARLY: Final = 0.7  # a rough look may be short of its pixels by this factor
_PIXELS_SHOW: Final = 3.0  # from this scale on, a picture's pixels are shown as squares


class FullImage:
    """All of one picture, upright, RGB; frozen, so that several threads may take parts of it."""

    def __init__(self, levels: tuple[Image.Image, ...], size: tuple[int, int]) -> None:
        """Use `open_full`; `levels` are the picture, its half, a quarter, and so on; `size` is the picture's own."""
        self._levels = levels
        self.width, self.height = size

    def region(
        self, box: tuple[float, float, float, float], size: tuple[int, int], *, quality: Quality = "rough"
    ) -> Image.Image:
        """Give the part within `box` (left, top, right, bottom in picture pixels) as an image of `size`.

        `rough` is for while it moves, about 3 ms for a full screen; `fine` for when it rests, ten times that.
        The box is cut to the picture.
        """
        left, top = max(0.0, box[0]), max(0.0, box[1])
        right, bottom = min(float(self.width), box[2]), min(float(self.height), box[3])
        if right <= left or bottom <= top:
            raise ValueError(box)
        scale = size[0] / (right - left)
        image = self._level(scale * self.width, quality)
        across, down = image.size[0] / self.width, image.size[1] / self.height
        part = (left * across, top * down, right * across, bottom * down)
        whole = tuple(round(edge) for edge in part)
        if (whole[2] - whole[0], whole[3] - whole[1]) == size and quality == "rough":
            return image.crop((whole[0], whole[1], whole[2], whole[3]))
        return image.resize(size, _filter(scale, quality), box=part)

    def turned(self, turns: int) -> "FullImage":
        """Give the picture turned by so many quarters clockwise."""
        if turns % 4 == 0:
            return self
        size = (self.height, self.width) if turns % 2 else (self.width, self.height)
        return FullImage(tuple(turned(image, turns) for image in self._levels), size)

    def _level(self, wanted: float, quality: Quality) -> Image.Image:
        """Choose the smallest level that is as wide as wanted; a rough look may be short of some."""
        least = wanted * (_NEARLY if quality == "rough" else 1.0)
        return next((image for image in reversed(self._levels) if image.width >= least), self._levels[0])


def open_full(path: Path, *, background: Background = WHITE, frame: int = 0) -> FullImage:
    """Decode a picture in full. Raises as `probe` does; DamagedError for a frame that is not there."""
    with opened(path) as picture:
        if frame:
            picture.show(frame)
        size = picture.size
        halvings = too_large(size)
        reduce_in_decoder(picture, (picture.image.size[0] >> halvings, picture.image.size[1] >> halvings))
        with picture.alone_if_large():
            picture.image.load()
            image = scalable(picture.image)
            while too_large(image.size):
                image = image.reduce(2)
            whole = upright(for_screen(image, picture.image.info.get("icc_profile"), background), picture.orientation)
    levels = [whole]
    while max(levels[-1].size) > _SMALLEST:
        levels.append(levels[-1].reduce(2))
    return FullImage(tuple(levels), size)


def too_large(size: tuple[int, int]) -> int:
    """How many times a picture has to be halved before it may be in memory whole."""
    halvings = 0
    while (size[0] >> halvings) * (size[1] >> halvings) > _MOST_PIXELS:
        halvings += 1
    return halvings


def _filter(scale: float, quality: Quality) -> Image.Resampling:
    if quality == "rough" or scale >= _PIXELS_SHOW:
        return Image.Resampling.NEAREST
    return Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.HAMMING
