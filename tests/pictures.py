"""Pictures for tests, made here: any format, mode, orientation, and every way of being broken."""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageCms, ImageDraw

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (40, 60, 200), (250, 250, 250)


def quarters(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Red and green above, blue and white below: shows any mirroring and turning."""
    width, height = size
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=WHITE)
    return image


def corners(image: Image.Image, tolerance: int = 40) -> list[str]:
    """Name the colours in the four quarters, from top left, row by row."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    rgb = image.convert("RGB")
    found = []
    for y in (1, 3):
        for x in (1, 3):
            pixel = rgb.getpixel((image.width * x // 4, image.height * y // 4))
            assert isinstance(pixel, tuple)
            far = {name: sum(abs(a - b) for a, b in zip(pixel, colour, strict=True)) for name, colour in names.items()}
            nearest = min(far, key=far.__getitem__)
            found.append(nearest if far[nearest] < tolerance else str(pixel))
    return found


UPRIGHT = ["red", "green", "blue", "white"]


def encode(image: Image.Image, form: str, **options: Any) -> bytes:
    """Encode in one of Pillow's formats."""
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def plain(width: int, height: int, colour: str | tuple[int, int, int] = "navy", form: str = "JPEG") -> bytes:
    """A picture of one colour."""
    return encode(Image.new("RGB", (width, height), colour), form)


def every_format() -> dict[str, bytes]:
    """One sound picture of each format that Vitrina opens, by media type (a few twice, by a name of their own)."""
    image = quarters()
    return {
        "image/jpeg": encode(image, "JPEG", quality=92, subsampling=0),
        "image/png": encode(image, "PNG"),
        "image/gif": encode(image, "GIF"),
        "image/webp": encode(image, "WEBP", lossless=True),
        "image/avif": encode(image, "AVIF", quality=90),
        "image/tiff": encode(image, "TIFF", compression="tiff_lzw"),
        "image/bmp": encode(image, "BMP"),
        "image/vnd.microsoft.icon": encode(image, "ICO", sizes=[(96, 64)]),
        "image/x-portable-anymap": encode(image, "PPM"),
        "image/qoi": encode(image, "QOI"),
        "image/jp2": encode(image, "JPEG2000"),
    }


def animation(form: str, durations: tuple[int, ...] = (40, 0, 120), **options: Any) -> bytes:
    """An animation whose frame n has a red bar that is n + 1 tenths wide."""
    frames = []
    for number in range(len(durations)):
        frame = Image.new("RGB", (100, 40), WHITE)
        ImageDraw.Draw(frame).rectangle((0, 0, 10 * (number + 1) - 1, 40), fill=RED)
        frames.append(frame)
    return encode(frames[0], form, save_all=True, append_images=frames[1:], duration=list(durations), loop=0, **options)


def bar(image: Image.Image) -> int:
    """How many tenths of the picture are red."""
    rgb = image.convert("RGB")
    row = [rgb.getpixel((round((tenth + 0.5) * image.width / 10), image.height // 2)) for tenth in range(10)]
    return sum(1 for pixel in row if isinstance(pixel, tuple) and pixel[1] < 120)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has next to no data."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def wide_gamut_profile(named: str = "Swap") -> bytes:
    """An ICC profile in which red and blue are exchanged, so that nobody can miss that it was applied.

    `named`: four letters, as its own name says sRGB, which would be believed.
    """
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    entries = {bytes(profile[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, blue = entries[b"rXYZ"], entries[b"bXYZ"]
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return (
        bytes(profile)
        .replace("sRGB".encode("utf-16-be"), named.encode("utf-16-be"))
        .replace(b"sRGB", named.encode("ascii"))
    )


def broken(data: bytes) -> Iterator[bytes]:
    """Cut the data off in nine places."""
    for tenth in range(1, 10):
        yield data[: len(data) * tenth // 10]
