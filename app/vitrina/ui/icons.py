"""The icons: strokes on a grid of 24, drawn at any size and in any colour.

Owns the drawings and the PhotoImages made of them. Refuses bitmaps: those blur at the next scale.
"""

import tkinter as tk
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from PIL import Image, ImageDraw

from vitrina.ui.photo import photo

if TYPE_CHECKING:
    from vitrina.ui.photo import Photo

_Stroke: TypeAlias = tuple[str, tuple[float, ...]]

GRID: Final = 24
_RIM: Final = 20
"""The rim of a sign is this part of its height."""
_FINER: Final = 4
_WIDTH: Final = 1.9

# line: x, y, x, y, …; circle and disc: middle and radius; fill: a polygon; arc: middle, radius, from, to (degrees).
_STROKES: Final[Mapping[str, tuple[_Stroke, ...]]] = MappingProxyType(
    {
        "menu": (("line", (4, 7, 20, 7)), ("line", (4, 12, 20, 12)), ("line", (4, 17, 20, 17))),
        "sidebar": (("box", (3.5, 5, 20.5, 19)), ("line", (9.5, 5, 9.5, 19))),
        "search": (("circle", (10.5, 10.5, 6)), ("line", (15, 15, 20, 20))),
        "link": (("arc", (9, 15, 4.2, 45, 225)), ("arc", (15, 9, 4.2, 225, 45)), ("line", (9.5, 14.5, 14.5, 9.5))),
        "small": (
            ("box", (4, 4, 10, 10)),
            ("box", (14, 4, 20, 10)),
            ("box", (4, 14, 10, 20)),
            ("box", (14, 14, 20, 20)),
        ),
        "large": (("box", (4, 4, 20, 20)),),
        "heart": (
            ("line", (12, 20, 4.8, 12.6, 3.6, 9.6, 4.6, 6.4, 7.6, 5, 10.4, 5.9, 12, 8.2)),
            ("line", (12, 8.2, 13.6, 5.9, 16.4, 5, 19.4, 6.4, 20.4, 9.6, 19.2, 12.6, 12, 20)),
        ),
        "heart_full": (
            (
                "fill",
                (
                    12,
                    20.6,
                    4.4,
                    12.8,
                    3.2,
                    9.6,
                    4.3,
                    6.2,
                    7.6,
                    4.5,
                    10.5,
                    5.5,
                    12,
                    7.6,
                    13.5,
                    5.5,
                    16.4,
                    4.5,
                    19.7,
                    6.2,
                    20.8,
                    9.6,
                    19.6,
                    12.8,
                ),
            ),
        ),
        "pin": (("line", (9, 4, 15, 4, 14.2, 11, 17, 14, 7, 14, 9.8, 11, 9, 4)), ("line", (12, 14, 12, 20.5))),
        "clock": (("circle", (12, 12, 8.3)), ("line", (12, 7, 12, 12.2, 15.5, 14))),
        "pictures": (
            ("box", (3.5, 5, 20.5, 19)),
            ("line", (4, 17, 9.5, 11, 13.5, 15.4, 16, 13, 20, 17)),
            ("disc", (15.8, 9, 1.5)),
        ),
        "gallery": (
            ("box", (3.5, 8, 20.5, 20)),
            ("line", (6, 5, 18, 5)),
        ),
        "spark": (
            ("line", (12, 3.5, 13.9, 10.1, 20.5, 12, 13.9, 13.9, 12, 20.5, 10.1, 13.9, 3.5, 12, 10.1, 10.1, 12, 3.5)),
        ),
        "plus": (("line", (12, 5, 12, 19)), ("line", (5, 12, 19, 12))),
        "down": (("line", (4.5, 9, 12, 16.5, 19.5, 9)),),
        "star": (
            (
                "fill",
                (
                    12,
                    3.2,
                    14.7,
                    9.2,
                    21.2,
                    9.9,
                    16.4,
                    14.2,
                    17.8,
                    20.6,
                    12,
                    17.3,
                    6.2,
                    20.6,
                    7.6,
                    14.2,
                    2.8,
                    9.9,
                    9.3,
                    9.2,
                ),
            ),
        ),
        "tag": (("line", (4, 4, 12, 4, 20.5, 12.5, 12.5, 20.5, 4, 12, 4, 4)), ("disc", (8.2, 8.2, 1.4))),
        "gone": (
            ("arc", (9, 15, 4.2, 45, 225)),
            ("arc", (15, 9, 4.2, 225, 45)),
            ("line", (4.5, 4.5, 19.5, 19.5)),
        ),
        "newer": (
            ("arc", (12, 12, 7.6, 290, 200)),
            ("line", (12, 8, 12, 12.3, 15, 14)),
            ("line", (3.2, 7, 5.4, 11, 9.2, 8.8)),
        ),
        "check": (("line", (5, 12.6, 10, 17.4, 19.2, 7)),),
        "cross": (("line", (6, 6, 18, 18)), ("line", (18, 6, 6, 18))),
        "warning": (("line", (12, 4, 21, 19.5, 3, 19.5, 12, 4)), ("line", (12, 10, 12, 14)), ("disc", (12, 16.8, 1.1))),
        "blocked": (("circle", (12, 12, 8.3)), ("line", (6.2, 6.2, 17.8, 17.8))),
        "stale": (
            ("arc", (12, 12, 8, 300, 230)),
            ("line", (12, 7.5, 12, 12.4, 15, 14)),
            ("line", (16.3, 2.2, 16.3, 5.6, 19.7, 5.6)),
        ),
        "back": (("line", (13.5, 5, 6.5, 12, 13.5, 19)), ("line", (6.5, 12, 20, 12))),
        "left": (("line", (15, 4.5, 7.5, 12, 15, 19.5)),),
        "right": (("line", (9, 4.5, 16.5, 12, 9, 19.5)),),
        "info": (("circle", (12, 12, 8.3)), ("line", (12, 11, 12, 16.3)), ("disc", (12, 7.9, 1.2))),
        "offline": (
            ("arc", (12, 16.5, 9.5, 215, 325)),
            ("arc", (12, 16.5, 5.2, 220, 320)),
            ("disc", (12, 17, 1.6)),
            ("line", (4, 3.5, 20, 20.5)),
        ),
        "online": (("arc", (12, 16.5, 9.5, 215, 325)), ("arc", (12, 16.5, 5.2, 220, 320)), ("disc", (12, 17, 1.6))),
        "play": (("fill", (8, 5, 19, 12, 8, 19)),),
        "retry": (("arc", (12, 12, 7.6, 320, 250)), ("line", (18.6, 3.8, 18.3, 8.4, 13.7, 8))),
    }
)

NAMES: Final = tuple(_STROKES)


def drawn(name: str, size: int, colour: str) -> Image.Image:
    """Draw an icon as RGBA, `size` pixels in square."""
    fine = size * _FINER
    mask = Image.new("L", (fine, fine), 0)
    pen = ImageDraw.Draw(mask)
    scale = fine / GRID
    width = max(_FINER, round(_WIDTH * scale))
    for kind, numbers in _STROKES[name]:
        _stroke(pen, kind, [number * scale for number in numbers], numbers, width)
    made = Image.new("RGBA", (fine, fine), colour)
    made.putalpha(mask)
    return made.resize((size, size), Image.Resampling.BOX)


def _stroke(pen: ImageDraw.ImageDraw, kind: str, at: list[float], raw: tuple[float, ...], width: int) -> None:
    if kind == "line":
        points = list(zip(at[::2], at[1::2], strict=True))
        pen.line(points, fill=255, width=width, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    elif kind == "box":
        pen.rounded_rectangle(at, radius=width * 1.2, outline=255, width=width)
    elif kind == "fill":
        pen.polygon(at, fill=255)
    else:
        x, y, radius = at[:3]
        around = (x - radius, y - radius, x + radius, y + radius)
        if kind == "circle":
            pen.ellipse(around, outline=255, width=width)
        elif kind == "disc":
            pen.ellipse(around, fill=255)
        else:
            pen.arc(around, raw[3], raw[4], fill=255, width=width)


def _plate(width: int, height: int, ground: str, rim: str) -> Image.Image:
    """Draw a ground with round ends and a rim, so that it is seen on a picture of its own colour, too. RGBA."""
    fine = Image.new("RGBA", (width * _FINER, height * _FINER), f"{rim}00")
    box = (0, 0, fine.width - 1, fine.height - 1)
    edge = max(_FINER, round(height * _FINER / _RIM))
    ImageDraw.Draw(fine).rounded_rectangle(box, radius=fine.height // 2, fill=ground, outline=rim, width=edge)
    return fine.resize((width, height), Image.Resampling.BOX)


def badge(name: str, size: int, colour: str, ground: str, rim: str) -> Image.Image:
    """Draw an icon on a disc: readable on any picture. RGBA."""
    made = _plate(size, size, ground, rim)
    inner = round(size * 0.68)
    icon = drawn(name, inner, colour)
    made.alpha_composite(icon, ((size - inner) // 2, (size - inner) // 2))
    return made


def stars(count: int, size: int, colour: str, ground: str, rim: str) -> Image.Image:
    """Draw so many stars in a row on a ground with round ends. RGBA, `size` pixels high."""
    inner = round(size * 0.72)
    edge = (size - inner) // 2
    width = count * inner + 2 * round(size * 0.28)
    made = _plate(width, size, ground, rim)
    star = drawn("star", inner, colour)
    for number in range(count):
        made.alpha_composite(star, ((width - count * inner) // 2 + number * inner, edge))
    return made


class Icons:
    """The icons in one look, each made once. Kept alive here, as Tk forgets images that nobody holds."""

    def __init__(self, root: tk.Misc) -> None:
        """Draw nothing yet."""
        self._root = root
        self._made: dict[tuple[str, ...], Photo] = {}

    def get(self, name: str, size: int, colour: str) -> "Photo":
        """Give an icon as an image of Tk's."""
        key = (name, str(size), colour)
        if key not in self._made:
            self._made[key] = photo(drawn(name, size, colour), self._root)
        return self._made[key]

    def stars(self, count: int, size: int, colour: str, ground: str, rim: str) -> "Photo":
        """Give a row of stars."""
        key = ("stars", str(count), str(size), colour, ground, rim)
        if key not in self._made:
            self._made[key] = photo(stars(count, size, colour, ground, rim), self._root)
        return self._made[key]

    def badge(self, name: str, size: int, colour: str, ground: str, rim: str) -> "Photo":
        """Give an icon on a disc."""
        key = (name, str(size), colour, ground, rim)
        if key not in self._made:
            self._made[key] = photo(badge(name, size, colour, ground, rim), self._root)
        return self._made[key]
