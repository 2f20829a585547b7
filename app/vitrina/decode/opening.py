"""A picture's file, opened within limits: one format, so many pixels and frames, so much time.

Owns the limits, and the translation of everything that Pillow may raise on hostile bytes into the errors
of Vitrina. Refuses before anything is allocated: the size is judged from the header.
"""

import importlib
import importlib.util
import io
import struct
import threading
import time
import warnings
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageFile

from vitrina.decode import formats
from vitrina.decode.formats import HEAD_BYTES, Format, identify, refusal
from vitrina.errors import BombError, DamagedError, UnsupportedFormatError
from vitrina.frozen import frozen

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_PIXELS: Final = 250_000_000
"""A gigabyte once decoded, as Pillow gives a pixel four bytes; the largest phone pictures have 200 million."""
MAX_FRAMES: Final = 10_000
MAX_SECONDS: Final = 60.0
"""For decoding one frame; checked whenever the decoder asks for more of the file."""

# Pillow's own guard counts what its header parsers find on the way (a PNG inside an icon, a later GIF frame).
# It warns from its limit on and raises from twice the limit: at half of ours it raises exactly where we would.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
# What Pillow has to say about odd metadata concerns nobody who looks at a picture. Once and for good:
# `warnings.catch_warnings` would not be safe in the threads of the decode pool.
warnings.filterwarnings("ignore", module=r"PIL\.")

# What Pillow's parsers and codecs raise on bytes that are not what they should be (found by fuzzing).
_FOREIGN: Final = (
    OSError,  # Pillow's UnidentifiedImageError is one
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RuntimeError,
    EOFError,
    BufferError,
    Warning,
    struct.error,
    zlib.error,
)
_LARGE: Final = 50_000_000  # pixels; of pictures beyond, one is in memory at a time
_ONE_LARGE: Final = threading.Lock()
_ORIENTATION: Final = 0x0112  # Exif 2.32, 4.6.4
_AS_IT_IS: Final = 1


@contextmanager
def translated() -> Iterator[None]:
    """Turn what decoding raises into a PictureError; the one place that knows what Pillow raises."""
    try:
        yield
    except Image.DecompressionBombError as error:
        raise BombError(
            "The picture has more than {limit} million pixels; it was not opened.", limit=MAX_PIXELS // 10**6
        ) from error
    except MemoryError as error:
        raise BombError("The picture needs more memory than there is; it was not opened.") from error
    except _FOREIGN as error:
        raise DamagedError("The picture is damaged or cut off; fetch it again.") from error


class _RawBytes(io.RawIOBase):
    """Bytes in memory as an unbuffered file."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._data.seek(offset, whence)

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        return self._data.readinto(buffer)


class _TimedFile(io.BufferedReader):
    """A file that stops being read when its time is up: the only way to end a decoder that goes on and on."""

    def __init__(self, source: Path | bytes, seconds: float) -> None:
        super().__init__(io.FileIO(source, "r") if isinstance(source, Path) else _RawBytes(source))
        self._seconds = seconds
        self.restart()

    def restart(self) -> None:
        """Grant the whole time again, for the next frame."""
        self._until = time.monotonic() + self._seconds

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as any file, until the time is up."""
        if time.monotonic() > self._until:
            raise BombError(
                "The picture takes more than {seconds} s to decode; it was given up.", seconds=self._seconds
            )
        return super().read(size)


@frozen
class Opened:
    """An open picture: `image` is Pillow's, not decoded yet; `orientation` is Exif's number from 1 to 8."""

    image: ImageFile.ImageFile
    format: Format
    orientation: int
    file: _TimedFile

    @property
    def sideways(self) -> bool:
        """Whether turning it upright swaps width and height."""
        return self.orientation >= 5  # noqa: PLR2004 (Exif: 5 to 8 are the ones with the axes swapped)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, upright."""
        width, height = self.image.size
        return (height, width) if self.sideways else (width, height)

    def frames(self) -> int:
        """Count the frames or pages, at least 1; BombError beyond the limit. A GIF is walked through for this."""
        if self.format is formats.JPEG:
            return 1  # what follows in one file are previews and depth maps, not pages
        frames = int(getattr(self.image, "n_frames", 1))
        if frames > MAX_FRAMES:
            raise BombError("The picture has more than {limit} frames; it was not opened.", limit=MAX_FRAMES)
        return max(1, frames)

    def alone_if_large(self) -> AbstractContextManager[object]:
        """Hold this while pixels of the size that `image` has now are in memory: large ones wait for each other."""
        width, height = self.image.size
        return _ONE_LARGE if width * height > _LARGE else nullcontext()

    def show(self, frame: int) -> None:
        """Turn to a frame or page, from 0; the limits hold for each. EOFError past the end."""
        self.file.restart()
        if frame or self.image.tell():
            self.image.seek(frame)
            judge(self.image.size, MAX_PIXELS)


def judge(size: tuple[int, int], max_pixels: int) -> None:
    """Refuse a picture of so many pixels: BombError."""
    width, height = size
    if width <= 0 or height <= 0:
        raise DamagedError("The picture is damaged or cut off; fetch it again.")
    if width * height > max_pixels:
        raise BombError(
            "The picture has {width} x {height} pixels, more than {limit} million; it was not opened.",
            width=width,
            height=height,
            limit=max_pixels // 10**6,
        )


@contextmanager
def opened(source: Path | bytes, *, max_pixels: int = MAX_PIXELS, seconds: float = MAX_SECONDS) -> Iterator[Opened]:
    """Open a picture (a file, or its bytes), header read and judged; errors within the `with` are translated too.

    Raises NotAPictureError, UnsupportedFormatError, DamagedError (a file that cannot be read too), BombError.
    """
    with translated(), _TimedFile(source, seconds) as file:
        head = file.read(HEAD_BYTES)
        form = identify(head)
        if form is None:
            raise refusal(head)
        _load_plugin(form)
        file.seek(0)
        with Image.open(file, formats=[form.name]) as image:
            judge(image.size, max_pixels)
            yield Opened(image, form, _orientation(image, form), file)


def _load_plugin(form: Format) -> None:
    """Have Pillow know this one format, instead of importing all that it has."""
    if form is not formats.HEIF:
        importlib.import_module(form.plugin)
        return
    if importlib.util.find_spec(form.plugin) is None:
        raise UnsupportedFormatError("HEIC pictures need the optional part pillow-heif, which is not installed.")
    importlib.import_module(form.plugin).register_heif_opener()


def _orientation(image: ImageFile.ImageFile, form: Format) -> int:
    """Exif's orientation where Pillow leaves turning to us; 1 where it says nothing of use."""
    if form in (formats.TIFF, formats.HEIF):  # turned by Pillow itself
        return _AS_IT_IS
    if form is formats.PNG and "exif" not in image.info:  # asking Pillow would decode all of it
        return _AS_IT_IS
    try:
        value = image.getexif().get(_ORIENTATION, _AS_IT_IS)
    except _FOREIGN:  # broken metadata is no reason to refuse the picture
        return _AS_IT_IS
    return value if isinstance(value, int) and 1 <= value <= 8 else _AS_IT_IS  # noqa: PLR2004 (Exif's range)
