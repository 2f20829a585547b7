"""Colours that go together, by mood: skies for landscapes, sets for patterns.

Owns the colours and the words for them in titles. Refuses to draw.
"""

from typing import Final

from vitrina.frozen import frozen

Colour = tuple[int, int, int]


@frozen
class Sky:
    """A time of day: the sky from its top to the horizon, the light in it, and the land far and near."""

    words: str
    top: Colour
    middle: Colour
    horizon: Colour
    light: Colour
    far: Colour
    near: Colour


@frozen
class Tones:
    """A ground and the colours that stand on it, dark to light or in order of weight."""

    words: str
    ground: Colour
    colours: tuple[Colour, ...]


def colour(code: str) -> Colour:
    """Read `rrggbb`."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """Mix two colours, `share` of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _sky(words: str, codes: str) -> Sky:
    return Sky(words, *(colour(code) for code in codes.split()))


def _tones(words: str, codes: str) -> Tones:
    ground, *others = (colour(code) for code in codes.split())
    return Tones(words, ground, tuple(others))


DAYS: Final = (
    _sky("at dusk", "2b1b4d 8a3b6e f28f5b ffe3ad a85878 1d1233"),
    _sky("at dawn", "6fa3c8 f3c6b8 ffe9c9 fffaf0 c79fae 43375a"),
    _sky("at noon", "2f7fc1 8cc5e6 e4f2f2 ffffff a3c6d4 1f4a66"),
    _sky("in autumn", "d98b4a f2c27f fbe8c3 fff7e0 d39457 532518"),
    _sky("in winter", "8faac6 cfdce8 f4f7fa ffffff b0c2d3 2f4358"),
    _sky("in spring", "7cc4c4 cdebd6 fbf6d9 fffbe0 9cc9a4 245043"),
    _sky("after rain", "46587a 98a0b9 f3c9aa fff3da 7f819f 20273a"),
    _sky("in the heat", "b63a2b ee8038 fbd17a fff6cf d76a3c 4d151b"),
    _sky("in the evening", "1f3b64 c76b7e ffc48c fff0c9 8d6a92 17213f"),
)
NIGHTS: Final = (
    _sky("by moonlight", "0a1029 1b2b57 3f5f98 f6f2d8 2c4474 060a18"),
    _sky("in the north", "03101c 08283a 12505c e8fff4 0f3a46 020a10"),
    _sky("at midnight", "0b0820 231a4a 57407f ffe9d6 33285c 070512"),
    _sky("before morning", "0c1a2f 274b6b c98a79 fff0d8 34566f 08121f"),
)
SETS: Final = (
    _tones("terracotta", "f3e9dc 5e3023 2f4b4f c08552 895737 dab49d"),
    _tones("harbour", "f1faee 1d3557 e63946 457b9d f4a261 a8dadc"),
    _tones("retro", "fdf0d5 003049 d62828 f77f00 fcbf49 669bbc"),
    _tones("nordic", "eceff4 2e3440 5e81ac bf616a ebcb8b 88c0d0"),
    _tones("sorbet", "fff3e8 5f27cd ff6b6b 1dd1a1 feca57 54c7ec"),
    _tones("forest", "f4f1de 283618 606c38 bc6c25 dda15e 81b29a"),
    _tones("plum", "2d1e2f f15152 edb183 e9d985 749c75 b2bdca"),
    _tones("lagoon", "04303c f0f3bd ff9f1c 02c39a 00a896 028090"),
    _tones("midnight", "0d1b2a ffb703 e0e1dd 778da9 415a77 c8553d"),
    _tones("poppy", "fffcf2 252422 eb5e28 403d39 f2b880 ccc5b9"),
    _tones("lilac", "f7f0fa 3d2c5e 6a4c93 ff7f6b ffca3a 8fb8de"),
    _tones("ink", "f7f4ea 1b1b1e 373f51 58a4b0 e07a5f a9bcd0"),
    _tones("coral", "14213d ff6f59 ffd5a5 f7ede2 43aa8b 84a59d"),
)
