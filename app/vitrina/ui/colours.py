"""The colours of each look, and how they are compared.

Owns the palettes. Refuses to know where a colour is used, but by the name that says so.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from vitrina.frozen import frozen

_LINEAR: Final = 0.04045  # below it sRGB is a straight line


@frozen
class Palette:
    """The colours, as Tk writes them. Every text colour has at least 4.5 : 1 on each ground it is used on.

    `ground` lies behind pictures, `surface` behind bars and panels, `raised` behind fields and buttons. `line` parts
    areas, `edge` goes round what lies over others: sheets, menus, signs on pictures.
    """

    name: str
    dark: bool
    ground: str
    surface: str
    raised: str
    hover: str
    line: str
    edge: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    tile: str
    danger: str
    good: str
    stage: str


LIGHT: Final = Palette(
    name="light",
    dark=False,
    ground="#ffffff",
    surface="#f5f6f8",
    raised="#ffffff",
    hover="#e6e9ee",
    line="#dde1e7",
    edge="#b4bcc9",
    text="#1b1f27",
    muted="#596273",
    disabled="#596273",
    accent="#2459d6",
    on_accent="#ffffff",
    tile="#e8ebf0",
    danger="#b3261e",
    good="#1a7f37",
    stage="#eef0f3",
)
DARK: Final = Palette(
    name="dark",
    dark=True,
    ground="#121417",
    surface="#1a1d21",
    raised="#24282e",
    hover="#2e333b",
    line="#2b3037",
    edge="#4d5560",
    text="#e8eaee",
    muted="#a0a8b5",
    disabled="#a0a8b5",
    accent="#8ab0ff",
    on_accent="#0c1526",
    tile="#22262c",
    danger="#ff9a8d",
    good="#6fd08c",
    stage="#0b0c0e",
)
CONTRAST: Final = Palette(
    name="contrast",
    dark=True,
    ground="#000000",
    surface="#000000",
    raised="#000000",
    hover="#333333",
    line="#ffffff",
    edge="#ffffff",
    text="#ffffff",
    muted="#ffffff",
    disabled="#9a9a9a",
    accent="#ffd60a",
    on_accent="#000000",
    tile="#1c1c1c",
    danger="#ff9a8d",
    good="#7dff9b",
    stage="#000000",
)
PALETTES: Final[Mapping[str, Palette]] = MappingProxyType({one.name: one for one in (LIGHT, DARK, CONTRAST)})


def rgb(colour: str) -> tuple[int, int, int]:
    """Take `#rrggbb` apart."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = [part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, from 1 to 21, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
