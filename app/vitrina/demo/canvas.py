"""A canvas and the brushes that all demo pictures share: gradients, glows, fields of noise, ridges, grain.

Owns antialiasing (drawn larger, then averaged) and deterministic chance. Refuses to know any motif.
"""

import math
import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, cast

from PIL import Image, ImageDraw, ImageMath

from vitrina.demo.palettes import Colour, blend

Point = tuple[float, float]
GOLDEN: Final = math.pi * (3 - math.sqrt(5))
"""The golden angle, at which seeds of a flower follow one another."""

_LEVELS: Final = 256
_SHARP: Final = 2
_RIM: Final = 181  # what `radial_gradient` has in the middle of an edge


class Canvas:
    """`w` x `h` drawing pixels; `u` is a hundredth of the shorter edge. Soft at first, twice as large once sharp."""

    def __init__(self, size: tuple[int, int], seed: str) -> None:
        self.w, self.h = size
        self.u = min(size) / 100
        self._sharp = False
        self.chance = random.Random(seed)  # noqa: S311 (the same picture for the same name, on every machine)
        self.image = Image.new("RGB", (self.w, self.h))
        self.draw = ImageDraw.Draw(self.image)

    def sharpen(self) -> None:
        """Go on at twice the size, for edges: soft things before this cost a quarter."""
        self._sharp = True
        self.w, self.h, self.u = self.w * _SHARP, self.h * _SHARP, self.u * _SHARP
        self.image = self.image.resize((self.w, self.h), Image.Resampling.NEAREST)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        """Average the drawing down to the picture."""
        return self.image.reduce(_SHARP) if self._sharp else self.image

    def fill(self, colour: Colour) -> None:
        """Cover everything."""
        self.draw.rectangle((0, 0, self.w, self.h), fill=colour)

    def gradient(self, stops: Sequence[tuple[float, Colour]], top: float = 0.0, bottom: float = 1.0) -> None:
        """Lay a vertical gradient between two heights (0 is the top, 1 the bottom); stops count from 0 to 1 within."""
        first, last = round(top * self.h), round(bottom * self.h)
        if last > first:
            self.image.paste(_widened(column(stops, last - first), self.w), (0, first))

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float = 1.0, power: float = 2.0) -> None:
        """Let light fall off around a point."""
        side = max(2, round(radius * 2))
        falloff = [round(255 * strength * max(0.0, 1 - step / _RIM) ** power) for step in range(_LEVELS)]
        mask = Image.radial_gradient("L").point(falloff).resize((side, side), Image.Resampling.BILINEAR)
        self.image.paste(colour, (round(centre[0] - radius), round(centre[1] - radius)), mask)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """Draw a filled circle."""
        x, y = centre
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def ring(self, centre: Point, radius: float, colour: Colour, width: float) -> None:
        """Draw a circle's line."""
        x, y = centre
        self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=max(1, round(width)))

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line with round joints."""
        self.draw.line(list(points), fill=colour, width=max(1, round(width)), joint="curve")

    def land(self, ridge: Sequence[Point], colour: Colour) -> None:
        """Fill what lies below a line from the left edge to the right."""
        self.draw.polygon([(-1, self.h), *ridge, (self.w + 1, self.h)], fill=colour)

    def mist(self, top: float, bottom: float, colour: Colour, strength: float) -> None:
        """Lay haze that grows from nothing at one height to `strength` at a lower one."""
        first, last = max(0, round(top)), min(self.h, round(bottom))
        if last - first > 1:
            steps = [round(255 * strength * (step / 255) ** 1.5) for step in range(_LEVELS)]
            rise = Image.linear_gradient("L").crop((0, 0, 1, _LEVELS)).point(steps)
            rise = rise.resize((1, last - first), Image.Resampling.BILINEAR)
            self.image.paste(colour, (0, first), _widened(rise, self.w))

    def stars(self, count: int, colour: Colour, ground: Colour, bottom: float = 1.0) -> None:
        """Strew stars, most of them faint, over the upper part."""
        for _ in range(count):
            x, y = self.chance.random() * self.w, self.chance.random() ** 1.3 * self.h * bottom
            light = self.chance.random() ** 3
            size = self.u * (0.08 + 0.22 * light)
            self.disc((x, y), size, blend(ground, colour, 0.25 + 0.75 * light))


def column(stops: Sequence[tuple[float, Colour]], height: int) -> Image.Image:
    """Make a gradient one pixel wide, from the first stop to the last."""
    strip = Image.new("RGB", (1, height))
    pixels: list[Colour] = []
    at = 0
    for step in range(height):
        place = step / max(1, height - 1)
        while at + 2 < len(stops) and place > stops[at + 1][0]:
            at += 1
        (start, first), (end, second) = stops[at], stops[at + 1]
        pixels.append(blend(first, second, min(1.0, max(0.0, (place - start) / (end - start)))))
    strip.putdata(pixels)
    return strip


def _widened(strip: Image.Image, width: int) -> Image.Image:
    """Repeat a strip one pixel wide; any other filter would work hard for the same."""
    return strip.resize((width, strip.height), Image.Resampling.NEAREST)


def waves(chance: random.Random, parts: int, roughness: float = 0.5) -> Callable[[float], float]:
    """Make a smooth line of chance: x from 0 to 1 gives about -1 to 1."""
    terms = [
        (roughness**part, (1.5 + chance.random()) * 1.9**part, chance.random() * math.tau) for part in range(parts)
    ]
    whole = sum(height for height, _, _ in terms)
    return lambda x: sum(height * math.sin(x * turns * math.pi + shift) for height, turns, shift in terms) / whole


def jagged(chance: random.Random, depth: int, roughness: float) -> list[float]:
    """Make a mountain line by halving and shifting: 2^depth + 1 heights of about -1 to 1."""
    line = [chance.uniform(-0.6, 0.6), chance.uniform(-0.6, 0.6)]
    step = 0.7
    for _ in range(depth):
        middles = [(a + b) / 2 + chance.uniform(-step, step) for a, b in pairwise(line)]
        line = [value for pair in zip(line, middles, strict=False) for value in pair] + [line[-1]]
        step *= roughness
    return line


def noise(chance: random.Random, size: tuple[int, int], cells: float, octaves: int = 3) -> Image.Image:
    """Make a field of soft chance, mode F, about 0 to 255; `cells` hills across the shorter edge."""
    short = min(size)
    field: Image.Image | None = None
    weight, whole = 1.0, 0.0
    for octave in range(octaves):
        wide = max(2, round(cells * 2**octave * size[0] / short) + 2)
        high = max(2, round(cells * 2**octave * size[1] / short) + 2)
        raw = Image.frombytes("L", (wide, high), chance.randbytes(wide * high)).convert("F")
        layer = raw.resize(size, Image.Resampling.BICUBIC)
        field = layer if field is None else _added(field, layer, weight)
        whole += weight
        weight *= 0.5
    return field.point(lambda value: value * (1 / whole) + 0) if field is not None else Image.new("F", size)


def _added(field: Image.Image, layer: Image.Image, weight: float) -> Image.Image:
    total = ImageMath.lambda_eval(lambda now: now["field"] + now["layer"] * weight, field=field, layer=layer)
    return cast("Image.Image", total)


def above(field: Image.Image, level: float, softness: float = 1.5) -> Image.Image:
    """Make a mask of where a field is above a level, with an antialiased edge."""
    steep = 255 / softness
    return field.point(lambda value: value * steep + (127 - level * steep)).convert("L")


def tinted(field: Image.Image, stops: Sequence[tuple[float, Colour]]) -> Image.Image:
    """Colour an image of mode L by its brightness."""
    strip = column(stops, _LEVELS)
    painted = field.copy()
    painted.putpalette(strip.tobytes())
    return painted.convert("RGB")
