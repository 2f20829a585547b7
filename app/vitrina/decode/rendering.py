"""From a picture's file to an image of the size that is wanted: probe, thumbnail, rendering, frames.

Owns the order in which a picture is made small cheaply: the decoder's own reduction, scaling, colour, turning.
Refuses to enlarge, and to know any screen: what comes out is a plain RGB image of Pillow's.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from PIL import Image, ImageChops, JpegImagePlugin

from vitrina.decode import formats
from vitrina.decode.colour import WHITE, Background, for_screen, scalable
from vitrina.decode.opening import MAX_PIXELS, Opened, opened, translated
from vitrina.decode.scans import begun, first_scans
from vitrina.decode.wholeness import looks_whole
from vitrina.errors import PictureError
from vitrina.frozen import frozen

Quality = Literal["rough", "fine"]

_UPRIGHT: Final = {  # Exif 2.32, 4.6.4 (Orientation): what turns each of them upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LAST_PIXEL: Final = {1: (1, 1), 2: (0, 1), 3: (0, 0), 4: (1, 0), 5: (1, 1), 6: (0, 1), 7: (0, 0), 8: (1, 0)}
_QUARTERS: Final = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
_THUMBNAIL_QUALITY: Final = 82
_SHORTEST_FRAME: Final = 0.010
_USUAL_FRAME: Final = 0.100
_GAP: Final = 1.4  # fine scaling starts from at least this many times the size, where there is so much
_BOXED_TO: Final = 2.0  # scaling averages in plain boxes down to this many times the size
_FAR: Final = 4  # reduced by so much, a picture needs its first scans only
_NEARLY: Final = 0.75  # a rough picture may be short of its size by this factor
_NO_DATA: Final = 128  # the grey that libjpeg gives for blocks whose data is missing
_BLOCKS: Final = 18  # pixels of a row of blocks with halved colours, and one more on either side
_BY_PROFILE: Final = 24  # so far a colour profile may take it
_JPEG2000_HALVINGS: Final = 5  # encoders keep at least so many resolutions


@frozen
class Probe:
    """What a picture is. Width and height in pixels, upright; frames or pages, of which `animated` tells."""

    media_type: str
    suffix: str
    width: int
    height: int
    frames: int
    animated: bool
    loops: int


@frozen
class Rendering:
    """An RGB image of a picture, and how large the picture is in full, in pixels, upright."""

    image: Image.Image
    full_width: int
    full_height: int


@frozen
class Begun:
    """What there is of a picture whose bytes still arrive: an RGB image with grey where nothing has come yet.

    `there` is the part of the image that has come: left, top, right, bottom in pixels of the image.
    """

    image: Image.Image
    there: tuple[int, int, int, int]
    full_width: int
    full_height: int


@frozen
class Frame:
    """One frame of an animation, or one page, and for how many seconds it is shown."""

    image: Image.Image
    seconds: float


def probe(path: Path, *, max_pixels: int = MAX_PIXELS) -> Probe:
    """Tell what the file is, from its header and its end; decodes only what does not look whole.

    `loops` is how often an animation plays, 0 for ever. Raises NotAPictureError, UnsupportedFormatError,
    DamagedError, BombError.
    """
    with opened(path, max_pixels=max_pixels) as picture:
        width, height = picture.size
        frames = picture.frames()
        found = Probe(
            media_type=picture.format.media_type,
            suffix=picture.format.suffix,
            width=width,
            height=height,
            frames=frames,
            animated=picture.format.animates and frames > 1,
            loops=_loops(picture),
        )
        if not looks_whole(picture.file, picture.format):
            _decode_all(picture, frames)
        return found


def thumbnail(path: Path, edge: int, *, background: Background = WHITE) -> tuple[Image.Image, bytes]:
    """Make an image within `edge` x `edge` pixels, and the JPEG of it for the store."""
    source: Path | bytes = path
    with opened(path) as picture:
        if picture.image.info.get("progressive") and max(picture.size) >= edge * _FAR:
            source = first_scans(path) or path
    with opened(source) as picture:
        image = _fit(picture, (edge, edge), Image.Resampling.HAMMING, 1.0, background)
        data = io.BytesIO()
        image.save(data, "JPEG", quality=_THUMBNAIL_QUALITY)
        return image, data.getvalue()


def open_thumbnail(data: bytes) -> Image.Image:
    """Decode what `thumbnail` encoded; DamagedError where it is something else."""
    with translated():
        # `Image.open` would import Pillow's five usual formats first.
        image = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
        image.load()
        return image if image.mode == "RGB" else image.convert("RGB")


def render(
    path: Path,
    box: tuple[int, int],
    *,
    quality: Quality = "fine",
    background: Background = WHITE,
    frame: int = 0,
    turns: int = 0,
) -> Rendering:
    """Render to fit in `box` (width, height in pixels), never larger than the picture itself.

    `rough` is for the moment until `fine` is there: several times sooner, a little soft. `turns` are quarter
    turns clockwise on top of what the picture asks for itself. DamagedError for a frame that is not there.
    """
    source: Path | bytes = path
    if quality == "rough":
        source = first_scans(path) or path
    with opened(source) as picture:
        if frame:
            picture.show(frame)
        width, height = picture.size  # before the decoder is told to leave out detail: it changes this
        if quality == "rough":
            image = _fit(picture, box, Image.Resampling.BILINEAR, _NEARLY, background)
        else:
            image = decoded_small(picture, box, background)
    if turns % 2:
        width, height = height, width
    return Rendering(turned(image, turns), width, height)


def render_begun(path: Path, box: tuple[int, int], *, background: Background = WHITE) -> Begun | None:
    """Render what has arrived of a JPEG so far: all of it softly if it is progressive, else its upper part above grey.

    None where nothing can be shown yet, or of other formats. The file may grow meanwhile.
    """
    try:
        data = begun(path)
        if data is None:
            return None
        with opened(data) as picture:
            width, height = picture.size
            image = _fit(picture, box, Image.Resampling.BILINEAR, _NEARLY, background)
            there = _there(image, picture.orientation, -(-_BLOCKS * max(image.size) // max(width, height)))
    except PictureError:
        return None
    return Begun(image, there, width, height) if there else None


def frames(path: Path, box: tuple[int, int], *, background: Background = WHITE, start: int = 0) -> Iterator[Frame]:
    """Give the frames or pages in order from `start`, each fitted in `box`; decodes one at a time, as asked.

    A frame that asks for 10 ms or less is shown for 100, as browsers do. Pages of a TIFF, which have no time of
    their own, have 0 seconds. Close the iterator to let go of the file.
    """
    with opened(path) as picture:
        # Where an APNG has a picture for programs that know no animation, that is no frame of it.
        first = 1 if picture.image.info.get("default_image") and picture.frames() > 1 else 0
        for number in range(first + start, picture.frames()):
            picture.show(number)
            yield Frame(_fit(picture, box, Image.Resampling.HAMMING, _GAP, background), _seconds(picture))


def _there(image: Image.Image, orientation: int, row: int) -> tuple[int, int, int, int] | None:
    """Find what is not the decoder's grey for blocks without data; its last row of blocks, partly grey, is left out."""
    width, height = image.size
    right, below = _LAST_PIXEL[orientation]
    last = image.getpixel((right * (width - 1), below * (height - 1)))
    if not isinstance(last, tuple) or max(abs(value - _NO_DATA) for value in last) > _BY_PROFILE:
        return 0, 0, width, height
    far = ImageChops.difference(image, Image.new("RGB", image.size, last)).point(lambda value: 255 * (value > 1))
    box = far.getbbox()
    if box is None:
        return None
    left, top = (edge + row * (edge > 0) for edge in box[:2])
    right, bottom = box[2] - row * (box[2] < width), box[3] - row * (box[3] < height)
    return (left, top, right, bottom) if right > left and bottom > top else None


def decoded_small(picture: Opened, box: tuple[int, int], background: Background) -> Image.Image:
    """Fit an open picture into `box`, fine."""
    return _fit(picture, box, Image.Resampling.BICUBIC, _GAP, background)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turn and mirror by Exif's number."""
    turn = _UPRIGHT.get(orientation)
    return image.transpose(turn) if turn is not None else image


def turned(image: Image.Image, turns: int) -> Image.Image:
    """Turn by so many quarters clockwise."""
    turn = _QUARTERS.get(turns % 4)
    return image.transpose(turn) if turn is not None else image


def fit_size(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """Give the size within `box` at the proportions of `size`: at least a pixel, never larger than `size`."""
    scale = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _fit(
    picture: Opened, box: tuple[int, int], resample: Image.Resampling, gap: float, background: Background
) -> Image.Image:
    """Decode no larger than needed, scale, then colour and turn what is left: each costs by the pixel."""
    image = picture.image
    full = image.size
    target = fit_size(full, (box[1], box[0]) if picture.sideways else box)
    reduce_in_decoder(picture, (target[0] * gap, target[1] * gap))
    with picture.alone_if_large():
        image.load()
        small = scalable(image)
        if small.size != target:
            small = small.resize(target, resample, reducing_gap=_BOXED_TO)
    small = for_screen(small, image.info.get("icc_profile"), background)
    small = upright(small, picture.orientation)
    return small.copy() if small is image else small  # the next frame would overwrite the file's own


def reduce_in_decoder(picture: Opened, least: tuple[float, float]) -> None:
    """Have the decoder itself leave out detail, where it can, down to a size not below `least`."""
    image = picture.image
    if picture.format is formats.JPEG:
        image.draft(None, (max(1, int(least[0])), max(1, int(least[1]))))
    elif picture.format is formats.JPEG2000:
        halvings = min(int(image.size[0] / least[0]), int(image.size[1] / least[1])).bit_length() - 1
        image.reduce = max(0, min(halvings, _JPEG2000_HALVINGS))  # type: ignore[method-assign, assignment]


def _decode_all(picture: Opened, count: int) -> None:
    """Decode as little as shows whether the data goes on to the end: the first and the last frame, small."""
    reduce_in_decoder(picture, (1, 1))
    for number in sorted({0, count - 1}):
        picture.show(number)
        with picture.alone_if_large():
            picture.image.load()


def _loops(picture: Opened) -> int:
    """How often it plays. A GIF says how often it is repeated, and nothing where it is not; the others say the sum."""
    said = picture.image.info.get("loop")
    if picture.format is not formats.GIF:
        return int(said or 0)
    return 1 if said is None else int(said) + 1 if said else 0


def _seconds(picture: Opened) -> float:
    if not picture.format.animates:
        return 0.0
    seconds = float(picture.image.info.get("duration", 0)) / 1000
    return seconds if seconds > _SHORTEST_FRAME else _USUAL_FRAME
