"""What no landscape has below it: a cloud of gas, a world with rings.

Owns the motifs; each is a function that covers a canvas in the light of one sky. Refuses to choose size or light.
"""

import math
from typing import cast

from PIL import Image, ImageDraw

from vitrina.demo.canvas import Canvas, Point, column, noise, tinted, waves
from vitrina.demo.palettes import Colour, Sky, blend


def nebula(canvas: Canvas, sky: Sky) -> None:
    """Clouds of gas, lit from within."""
    small = (max(16, canvas.w // 3), max(16, canvas.h // 3))
    gas = (
        noise(canvas.chance, small, 1.7, 6)
        .convert("L")
        .point([min(255, max(0, round((v - 78) * 1.75))) for v in range(256)])
    )
    dust = (
        noise(canvas.chance, small, 2.6, 4)
        .convert("L")
        .point([min(255, max(0, round((v - 96) * 2.2))) for v in range(256)])
    )
    warm = canvas.chance.choice(((255, 120, 150), (255, 150, 90), (240, 120, 255), (90, 200, 255)))
    deep = blend(sky.top, (0, 0, 6), 0.55)
    cloud = tinted(
        gas,
        [
            (0.0, deep),
            (0.35, blend(deep, sky.horizon, 0.45)),
            (0.65, blend(sky.horizon, warm, 0.55)),
            (0.88, blend(warm, (255, 240, 225), 0.45)),
            (1.0, (255, 244, 228)),
        ],
    )
    cloud.paste(blend(deep, warm, 0.12), (0, 0), dust)
    canvas.image.paste(cloud.resize((canvas.w, canvas.h), Image.Resampling.BICUBIC))
    bright = [(canvas.chance.random(), canvas.chance.random()) for _ in range(7)]
    for x, y in bright:
        canvas.glow((x * canvas.w, y * canvas.h), canvas.u * canvas.chance.uniform(2, 5), (255, 248, 235), 0.85, 3.2)
    canvas.sharpen()
    canvas.stars(320, (255, 250, 240), blend(deep, sky.horizon, 0.3))
    for x, y in bright:
        canvas.disc((x * canvas.w, y * canvas.h), canvas.u * 0.32, (255, 255, 250))


def planet(canvas: Canvas, sky: Sky) -> None:
    """A banded world and its rings."""
    dark = blend(sky.top, (0, 0, 4), 0.4)
    canvas.gradient([(0.0, dark), (1.0, blend(sky.middle, (0, 0, 10), 0.35))])
    across, high, size = (canvas.chance.uniform(*limits) for limits in ((0.42, 0.58), (0.44, 0.56), (23, 28)))
    canvas.glow((canvas.w * across, canvas.h * high), canvas.u * size * 2.2, sky.horizon, 0.4, 2.2)
    canvas.sharpen()
    canvas.stars(200, sky.light, sky.top)
    middle, radius = (canvas.w * across, canvas.h * high), canvas.u * size
    tilt, flat = math.radians(canvas.chance.uniform(-24, 24)), canvas.chance.uniform(0.16, 0.24)
    rings = [
        (radius * (2.25 - 0.031 * step), blend(dark, blend(sky.light, sky.far, canvas.chance.random()), share))
        for step, share in enumerate(canvas.chance.choices((0.15, 0.4, 0.65, 0.85), k=26))
    ]
    _half_rings(canvas, middle, rings, tilt, flat, math.pi)
    side = round(radius)  # half of its diameter in drawing pixels: bands are soft
    mask = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(mask).ellipse((2, 2, side * 4 - 3, side * 4 - 3), fill=255)
    ball = _ball(canvas, side, sky, tilt).resize((side * 2, side * 2), Image.Resampling.BILINEAR)
    canvas.image.paste(ball, (round(middle[0]) - side, round(middle[1]) - side), mask.reduce(2))
    _half_rings(canvas, middle, rings, tilt, flat, 0.0)


def _ball(canvas: Canvas, side: int, sky: Sky, tilt: float) -> Image.Image:
    """Bands across a square, tilted, and the night on one side."""
    line = waves(canvas.chance, 9, 0.85)
    hues = (sky.horizon, sky.far, sky.light, sky.middle, sky.horizon)
    stops = [(step / 23, blend(hues[step % 5], sky.horizon, 0.45 + 0.4 * line(step / 23))) for step in range(24)]
    band, pole = column(stops, side).load(), side * 0.2
    ball = Image.new("RGB", (side, side), sky.horizon)
    draw = ImageDraw.Draw(ball)
    sway = math.tan(tilt) * side / 2
    for y in range(round(-abs(sway)) - 1, side + round(abs(sway)) + 2):
        tone = band[0, min(side - 1, max(0, y))] if band is not None else sky.horizon
        draw.line((0, y - sway, side, y + sway), fill=cast("Colour", tone), width=2)
    away = Image.radial_gradient("L").resize((side * 2, side * 2))
    away = away.crop((round(pole), round(pole), round(pole) + side, round(pole) + side))
    night = away.point([min(235, max(0, round((step - 70) * 2.1))) for step in range(256)])
    ball.paste(blend(sky.near, (0, 0, 0), 0.5), (0, 0), night)
    return ball


def _half_rings(
    canvas: Canvas, middle: Point, rings: list[tuple[float, Colour]], tilt: float, flat: float, start: float
) -> None:
    """The far half of the rings (from pi) or the near one (from 0), seen from a little above."""
    for radius, tone in rings:
        points: list[Point] = []
        for step in range(61):
            angle = start + math.pi * step / 60
            x, y = radius * math.cos(angle), radius * flat * math.sin(angle)
            points.append(
                (
                    middle[0] + x * math.cos(tilt) - y * math.sin(tilt),
                    middle[1] + x * math.sin(tilt) + y * math.cos(tilt),
                )
            )
        canvas.line(points, tone, radius * 0.011)
