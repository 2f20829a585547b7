"""Pictures that move: short loops whose end meets their beginning.

Owns the motifs; each draws one moment, `t` from 0 to 1. Refuses to choose size, tones or number of frames.
"""

import math
from typing import TYPE_CHECKING

from vitrina.demo.canvas import GOLDEN, Canvas
from vitrina.demo.palettes import Tones, blend

if TYPE_CHECKING:
    from vitrina.demo.canvas import Point


def drops(canvas: Canvas, tones: Tones, t: float) -> None:
    """Rings that run outwards."""
    canvas.fill(tones.ground)
    canvas.sharpen()
    middle = (canvas.w * canvas.chance.uniform(0.35, 0.65), canvas.h * canvas.chance.uniform(0.35, 0.65))
    rings = 10
    reach = math.hypot(canvas.w, canvas.h) * 0.7
    for ring in range(rings, -1, -1):
        share = (ring + t) / rings
        tone = tones.colours[ring % 5]
        canvas.disc(middle, reach * share**1.15, blend(tone, tones.ground, min(0.7, share * 0.8)))


def flower(canvas: Canvas, tones: Tones, t: float) -> None:
    """A flower that turns by one seed."""
    canvas.fill(tones.ground)
    canvas.sharpen()
    seeds, reach = 190, min(canvas.w, canvas.h) * 0.52
    for seed in range(seeds, 0, -1):
        grown = seed + t  # each seed takes the place of the next: the loop closes
        share = math.sqrt(grown / seeds)
        at = (
            canvas.w / 2 + reach * share * math.cos(seed * GOLDEN),
            canvas.h / 2 + reach * share * math.sin(seed * GOLDEN),
        )
        canvas.disc(at, reach * (0.012 + 0.03 * share), tones.colours[seed % 5])


def tide(canvas: Canvas, tones: Tones, t: float) -> None:
    """Waves that roll by."""
    canvas.gradient([(0.0, tones.ground), (1.0, blend(tones.ground, tones.colours[1], 0.3))])
    canvas.sharpen()
    for row in range(7):
        depth = (row + 1) / 7
        way = 1 if row % 2 else -1
        turns, shift = 2 + row % 3, canvas.chance.random() * math.tau
        crest: list[Point] = [
            (
                canvas.w * step / 90,
                canvas.h
                * (0.22 + 0.72 * depth + 0.05 * math.sin(turns * math.tau * step / 90 + shift + way * t * math.tau)),
            )
            for step in range(91)
        ]
        canvas.land(crest, tones.colours[row % 5])
        canvas.line(crest, blend(tones.colours[row % 5], (255, 255, 255), 0.35), canvas.u * 0.6)
