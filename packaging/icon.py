"""Draws Vitrina's icon: a showcase with a picture of hills in it, for every size and system from one drawing.

Owns the drawing and the forms that systems want (.ico, .icns, .png). Refuses detail below 32 pixels: the small
sizes are drawn with a thicker frame and without the second picture, not shrunk from the large ones.
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

PNG_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_SIZES = (32, 64, 128, 256, 512, 1024)
SMALL = 32

_FINE = 8  # drawn so many times larger, then averaged down
_TOP, _BOTTOM = (38, 70, 118), (20, 36, 66)  # the wall of the showcase
_FRAME = (250, 246, 236)
_SKY, _DUSK = (120, 190, 232), (252, 214, 160)
_SUN = (255, 246, 205)
_FAR, _NEAR = (64, 134, 132), (30, 88, 96)


def draw(size: int) -> Image.Image:
    """Draw the icon `size` pixels wide and high, transparent round its corners."""
    edge = size * (_FINE if size <= 256 else 2)  # noqa: PLR2004 (large ones have no need of it, and take long)
    wall = _gradient(edge, edge, _TOP, _BOTTOM)
    small = size < SMALL
    if not small:
        _hang(wall, (0.19, 0.13, 0.92, 0.62), frame=0.030, faint=True)
    box = (0.09, 0.19, 0.91, 0.81) if small else (0.08, 0.28, 0.82, 0.87)
    _hang(wall, box, frame=0.065 if small else 0.042)
    icon = Image.new("RGBA", (edge, edge))
    icon.paste(wall, mask=_rounded(edge, edge, round(edge * 0.20)))
    return icon.resize((size, size), Image.Resampling.LANCZOS)


def _hang(wall: Image.Image, box: tuple[float, float, float, float], *, frame: float, faint: bool = False) -> None:
    """Hang a framed picture on the wall; `box` and `frame` are fractions of the wall, `faint` puts it in the back."""
    edge = wall.width
    left, top, right, bottom = (round(side * edge) for side in box)
    border = round(frame * edge)
    framed = Image.new("RGB", (right - left, bottom - top), _FRAME)
    framed.paste(_hills(framed.width - 2 * border, framed.height - 2 * border), (border, border))
    if faint:
        framed = Image.blend(framed, Image.new("RGB", framed.size, _TOP), 0.55)
    shade = Image.new("RGB", framed.size, (8, 16, 32))
    corner = _rounded(*framed.size, round(edge * 0.035))
    wall.paste(shade, (left, top + border // 2), corner.point(lambda value: value * 2 // 5))
    wall.paste(framed, (left, top), corner)


def _hills(width: int, height: int) -> Image.Image:
    """Paint what hangs in the frame: a low sun over two ranges of hills."""
    picture = _gradient(width, height, _SKY, _DUSK)
    brush = ImageDraw.Draw(picture)
    radius = 0.13 * width
    middle = (0.70 * width, 0.38 * height)
    brush.ellipse((middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius), _SUN)
    for colour, ridge in (
        (_FAR, ((0, 0.70), (0.22, 0.52), (0.40, 0.66), (0.66, 0.46), (1, 0.72))),
        (_NEAR, ((0, 0.92), (0.20, 0.74), (0.36, 0.56), (0.60, 0.86), (0.80, 0.72), (1, 0.88))),
    ):
        brush.polygon([(x * width, y * height) for x, y in (*ridge, (1, 1), (0, 1))], colour)
    return picture


def _gradient(width: int, height: int, top: tuple[int, ...], bottom: tuple[int, ...]) -> Image.Image:
    column = Image.new("RGB", (1, height))
    for y in range(height):
        share = y / max(1, height - 1)
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    return column.resize((width, height))


def _rounded(width: int, height: int, radius: int) -> Image.Image:
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), radius, 255)
    return mask


def write_all(folder: Path) -> dict[str, Path]:
    """Write `vitrina.ico`, `vitrina.icns` and `vitrina-<size>.png`; gives each file by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {size: draw(size) for size in sorted({*PNG_SIZES, *ICO_SIZES, *ICNS_SIZES})}
    for size in PNG_SIZES:
        drawn[size].save(folder / f"vitrina-{size}.png", optimize=True)
    # Each size is handed over drawn: Pillow would shrink the largest for those that are missing.
    others = [drawn[size] for size in ICO_SIZES[:-1]]
    drawn[ICO_SIZES[-1]].save(folder / "vitrina.ico", sizes=[(size, size) for size in ICO_SIZES], append_images=others)
    drawn[ICNS_SIZES[-1]].save(folder / "vitrina.icns", append_images=[drawn[size] for size in ICNS_SIZES[:-1]])
    return {path.name: path for path in sorted(folder.iterdir())}


if __name__ == "__main__":
    for path in write_all(Path(sys.argv[1])).values():
        print(path)
