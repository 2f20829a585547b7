"""Landscapes that never were: dunes, mountains, seas, night skies, towns.

Owns the motifs; each is a function that covers a canvas in the light of one sky. Refuses to choose size or light.
"""

import math
from typing import Final

from PIL import Image

from vitrina.demo.canvas import Canvas, Point, jagged, noise, waves
from vitrina.demo.palettes import Colour, Sky, blend

_SNOW: Final[Colour] = (246, 248, 252)
_DIMS: Final = 24  # steps of brightness in a curtain of light
_DARK: Final = 200  # the three channels of a sky that has stars


def _heavens(canvas: Canvas, sky: Sky, horizon: float) -> None:
    """The sky, still soft."""
    canvas.gradient([(0.0, sky.top), (0.55, sky.middle), (1.0, sky.horizon)], 0.0, horizon)
    canvas.gradient([(0.0, sky.horizon), (1.0, sky.horizon)], horizon, 1.0)


def _sun(canvas: Canvas, sky: Sky, height: float, size: float = 7.0) -> Point:
    """The light in the sky, after which the canvas is sharp."""
    across = canvas.chance.uniform(0.22, 0.78)
    at = (canvas.w * across, canvas.h * height)
    canvas.glow(at, canvas.u * size * 8, sky.light, 0.6, 2.6)
    canvas.glow(at, canvas.u * size * 2.4, sky.light, 0.55, 1.8)
    canvas.sharpen()
    at = (canvas.w * across, canvas.h * height)
    canvas.disc(at, canvas.u * size, blend(sky.light, sky.horizon, 0.06))
    return at


def _ridge(canvas: Canvas, middle: float, swing: float, parts: int = 4, steps: int = 160) -> list[Point]:
    """A soft line across the picture, from a little before it to a little after it."""
    line = waves(canvas.chance, parts)
    places = [-0.25 + 1.5 * step / steps for step in range(steps + 1)]
    return [(canvas.w * x, canvas.h * (middle + swing * line(x))) for x in places]


def _at(canvas: Canvas, ridge: list[Point], x: float) -> float:
    """The height of a ridge at x."""
    place = round((x / canvas.w + 0.25) / 1.5 * (len(ridge) - 1))
    return ridge[min(len(ridge) - 1, max(0, place))][1]


def dunes(canvas: Canvas, sky: Sky) -> None:
    """Dunes behind dunes, the light on one side of each crest."""
    _heavens(canvas, sky, 0.62)
    _sun(canvas, sky, canvas.chance.uniform(0.24, 0.42))
    layers = 6
    for layer in range(layers):
        depth = (layer + 1) / layers
        body = blend(sky.far, sky.near, depth**1.3)
        crest = _ridge(canvas, 0.47 + 0.45 * depth**1.25, 0.05 + 0.055 * depth, 3)
        canvas.land(crest, blend(body, sky.horizon, 0.34 * (1.1 - depth)))
        # The side away from the light begins at the crest and runs down along a softer line.
        shift = canvas.w * canvas.chance.uniform(0.05, 0.12)
        drop = canvas.h * (0.10 + 0.16 * depth)
        shade = [*crest, *((x + shift, y + drop * (0.75 + 0.25 * math.sin(x / canvas.w * 7))) for x, y in crest[::-1])]
        canvas.draw.polygon(shade, fill=blend(body, sky.near, 0.16))
        canvas.line(crest, blend(body, sky.light, 0.45 * (1.15 - depth)), canvas.u * 0.22)


def mountains(canvas: Canvas, sky: Sky) -> None:
    """Ranges fading into the haze."""
    _heavens(canvas, sky, 0.75)
    _sun(canvas, sky, canvas.chance.uniform(0.2, 0.38), 5.5)
    layers = 6
    for layer in range(layers):
        depth = (layer + 1) / layers
        line = jagged(canvas.chance, 8, 0.5 + 0.05 * (1 - depth))
        middle, swing = 0.46 + 0.42 * depth**1.15, 0.17 - 0.05 * depth
        crest = [
            (canvas.w * place / (len(line) - 1), canvas.h * (middle + swing * height))
            for place, height in enumerate(line)
        ]
        canvas.land(crest, blend(blend(sky.far, sky.horizon, 0.45 * (1 - depth)), sky.near, depth**1.4))
        if layer < layers - 1:
            canvas.mist(canvas.h * (middle - 0.02), canvas.h * (middle + 0.3), sky.horizon, 0.5 * (1.05 - depth))


def peaks(canvas: Canvas, sky: Sky) -> None:
    """Three sharp summits with snow on them, and their image in a lake."""
    shore = canvas.chance.uniform(0.6, 0.68)
    _heavens(canvas, sky, shore)
    _sun(canvas, sky, 0.22, 4.5)
    tops = [((third + canvas.chance.uniform(0.15, 0.85)) / 3, canvas.chance.uniform(0.24, 0.4)) for third in range(3)]
    canvas.chance.shuffle(tops)
    for number, (x, height) in enumerate(tops):
        _summit(canvas, sky, (canvas.w * x, canvas.h * height), canvas.h * shore, 0.25 + 0.2 * number)
    hills = _ridge(canvas, shore - 0.035, 0.03, 5)
    canvas.draw.polygon(
        [(-1, canvas.h * shore), *hills, (canvas.w + 1, canvas.h * shore)], fill=blend(sky.far, sky.near, 0.85)
    )
    _mirrored(canvas, sky, shore)


def _summit(canvas: Canvas, sky: Sky, top: Point, foot: float, dark: float) -> None:
    """One mountain: a lit and a shaded face, snow down to a ragged line."""
    wide = (foot - top[1]) * canvas.chance.uniform(0.85, 1.1)
    rock = blend(sky.far, sky.near, dark)
    left, right, split = (top[0] - wide, foot), (top[0] + wide, foot), (top[0] + wide * 0.18, foot)
    canvas.draw.polygon([left, top, right], fill=blend(rock, sky.horizon, 0.22))
    canvas.draw.polygon([top, right, split], fill=blend(rock, sky.near, 0.4))
    for side, colour in ((-1, blend(_SNOW, sky.horizon, 0.25)), (1, blend(_SNOW, sky.far, 0.5))):
        edge: list[Point] = []
        for tooth in range(6):
            out, down = tooth / 5, 0.34 + (0.1 if tooth % 2 else -0.03) * canvas.chance.uniform(0.6, 1.2)
            edge.append((top[0] + side * wide * down * out * 0.97, top[1] + (foot - top[1]) * down))
        tip = (top[0] + side * wide * 0.3, top[1] + (foot - top[1]) * 0.3)
        canvas.draw.polygon([top, *edge[:5], tip], fill=colour)


def _mirrored(canvas: Canvas, sky: Sky, shore: float) -> None:
    """Let all that stands above the shore be seen in still water, darker, with ripples."""
    line = round(canvas.h * shore)
    deep = canvas.h - line
    above = canvas.image.crop((0, max(0, line - deep), canvas.w, line)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = Image.blend(above, Image.new("RGB", above.size, blend(sky.top, sky.near, 0.35)), 0.32)
    canvas.image.paste(water.resize((canvas.w, deep)), (0, line))
    for _ in range(46):
        y = line + deep * canvas.chance.random() ** 1.6
        near = (y - line) / deep
        x, long = canvas.chance.random() * canvas.w, canvas.u * (4 + 26 * near) * canvas.chance.random()
        shade = blend(sky.horizon, sky.middle, canvas.chance.random())
        canvas.draw.line((x, y, x + long, y), fill=shade, width=max(1, round(canvas.u * (0.1 + 0.22 * near))))


def sea(canvas: Canvas, sky: Sky) -> None:
    """Swell behind swell, and the sun's road over it."""
    horizon = canvas.chance.uniform(0.4, 0.5)
    _heavens(canvas, sky, horizon)
    at = _sun(canvas, sky, horizon - canvas.chance.uniform(0.02, 0.12), 8)
    water = blend(sky.middle, sky.near, 0.45)
    rows = 13
    for row in range(rows):
        depth = (row + 1) / rows
        middle = horizon + (1 - horizon) * (row / rows) ** 1.35
        length, height = canvas.u * (5 + 30 * depth), canvas.h * (0.004 + 0.026 * depth)
        shift = canvas.chance.random() * math.tau
        crest = [
            (
                x,
                canvas.h * middle
                + height * (abs(math.sin(x / length + shift)) ** 1.6 * -1 + 0.25 * math.sin(x / length * 0.37)),
            )
            for x in range(-2, canvas.w + 6, max(4, round(canvas.u)))
        ]
        tone = blend(blend(water, sky.horizon, 0.55 * (1 - depth)), sky.near, 0.75 * depth)
        canvas.land(crest, tone)
        canvas.line(crest, blend(tone, sky.light, 0.42), canvas.u * (0.12 + 0.3 * depth))
        for _ in range(7):
            x = at[0] + canvas.chance.gauss(0, canvas.u * (2.5 + 7 * depth))
            y = canvas.h * middle + height * canvas.chance.uniform(0.2, 1.6)
            half = canvas.u * (0.6 + 2.4 * depth) * canvas.chance.random()
            canvas.draw.line(
                (x - half, y, x + half, y), fill=blend(tone, sky.light, 0.75), width=max(1, round(canvas.u * 0.35))
            )


def pines(canvas: Canvas, sky: Sky) -> None:
    """A forest that goes up into the mist."""
    _heavens(canvas, sky, 0.9)
    _sun(canvas, sky, canvas.chance.uniform(0.18, 0.32), 6)
    rows = 5
    for row in range(rows):
        depth = (row + 1) / rows
        tone = blend(blend(sky.far, sky.horizon, 0.5 * (1 - depth)), sky.near, depth**1.5)
        base = _ridge(canvas, 0.46 + 0.42 * depth**1.1, 0.05, 3)
        canvas.land(base, tone)
        tall = canvas.u * (5 + 17 * depth)
        step = tall * 0.23
        x = -step
        while x < canvas.w + step:
            ground = _at(canvas, base, x)
            _pine(canvas, (x, ground + tall * 0.1), tall * canvas.chance.uniform(0.6, 1.1), tone)
            x += step * canvas.chance.uniform(0.7, 1.5)
        if row < rows - 1:
            canvas.mist(
                canvas.h * (0.44 + 0.42 * depth), canvas.h * (0.62 + 0.4 * depth), sky.horizon, 0.55 * (1.1 - depth)
            )


def _pine(canvas: Canvas, foot: Point, tall: float, tone: Colour) -> None:
    x, y = foot
    outline: list[Point] = []
    tiers = 5
    for tier in range(tiers):
        out, up = tall * 0.19 * (1 - tier / tiers), y - tall * (0.08 + 0.19 * tier)
        outline += [(x + out, up), (x + out * 0.45, up - tall * 0.15)]
    left = [(2 * x - px, py) for px, py in outline[::-1]]
    canvas.draw.polygon([*outline, (x, y - tall * 1.02), *left], fill=tone)
    canvas.draw.rectangle((x - tall * 0.02, y - tall * 0.1, x + tall * 0.02, y), fill=tone)


def night(canvas: Canvas, sky: Sky) -> None:
    """Stars, the band of the galaxy, a moon, and pines along the edge of the land."""
    _heavens(canvas, sky, 0.95)
    small = (max(8, canvas.w // 12), max(8, canvas.h // 12))
    cloud = noise(canvas.chance, small, 2.2, 4).convert("L")
    band = (
        Image.linear_gradient("L").resize((small[0] * 2, small[1])).rotate(canvas.chance.uniform(-28, 28), expand=False)
    )
    band = band.crop((small[0] // 2, 0, small[0] // 2 + small[0], small[1])).point(
        [255 - 2 * abs(128 - v) for v in range(256)]
    )
    veil = Image.composite(cloud, Image.new("L", small), band).point([min(190, max(0, v - 70) * 2) for v in range(256)])
    canvas.image.paste(
        blend(sky.horizon, sky.light, 0.35), (0, 0), veil.resize((canvas.w, canvas.h), Image.Resampling.BICUBIC)
    )
    across, high = canvas.chance.uniform(0.15, 0.85), canvas.chance.uniform(0.15, 0.35)
    canvas.glow((canvas.w * across, canvas.h * high), canvas.u * 34, sky.light, 0.45, 2.6)
    canvas.sharpen()
    canvas.stars(round(260 * (canvas.w * canvas.h) ** 0.5 / (canvas.u * 100)), sky.light, sky.top, 0.85)
    moon = (canvas.w * across, canvas.h * high)
    canvas.disc(moon, canvas.u * 5.2, sky.light)
    for _ in range(5):
        crater = (
            moon[0] + canvas.u * canvas.chance.uniform(-2.6, 2.6),
            moon[1] + canvas.u * canvas.chance.uniform(-2.6, 2.6),
        )
        canvas.disc(crater, canvas.u * canvas.chance.uniform(0.4, 1.1), blend(sky.light, sky.middle, 0.14))
    far = _ridge(canvas, 0.8, 0.05, 5)
    canvas.land(far, blend(sky.far, sky.near, 0.35))
    base = _ridge(canvas, 0.9, 0.03, 3)
    canvas.land(base, sky.near)
    x = 0.0
    while x < canvas.w:
        ground = _at(canvas, base, x)
        _pine(canvas, (x, ground + canvas.u), canvas.u * canvas.chance.uniform(7, 17), sky.near)
        x += canvas.u * canvas.chance.uniform(1.8, 6)


def aurora(canvas: Canvas, sky: Sky) -> None:
    """Curtains of light over a frozen bay."""
    shore = 0.72
    canvas.gradient([(0.0, sky.top), (1.0, sky.middle)], 0, shore)
    tints = canvas.chance.choice(
        (
            ((90, 255, 170), (80, 200, 255), (170, 110, 255)),
            ((120, 255, 140), (40, 220, 190), (255, 110, 190)),
            ((140, 255, 210), (110, 170, 255), (230, 130, 255)),
        )
    )
    wide, high = max(40, canvas.w // 12), max(30, round(canvas.h * shore) // 8)
    for tint in tints:
        curtain = _curtain(canvas, wide, high).resize((canvas.w, round(canvas.h * shore)), Image.Resampling.BILINEAR)
        canvas.image.paste(tint, (0, 0), curtain)
    canvas.sharpen()
    canvas.stars(170, (235, 245, 255), blend(sky.middle, sky.light, 0.2), shore)
    land = [
        (canvas.w * x / 256, canvas.h * (shore - 0.05 + 0.05 * y)) for x, y in enumerate(jagged(canvas.chance, 8, 0.55))
    ]
    canvas.draw.polygon([(-1, canvas.h * shore), *land, (canvas.w + 1, canvas.h * shore)], fill=sky.near)
    _mirrored(
        canvas,
        Sky(sky.words, sky.top, sky.middle, blend(sky.middle, tints[0], 0.4), sky.light, sky.far, sky.near),
        shore,
    )


def _curtain(canvas: Canvas, wide: int, high: int) -> Image.Image:
    """One curtain, small: columns of light that hang from a wandering line and fade upwards."""
    curtain = Image.new("L", (wide, high))
    fold, streak = waves(canvas.chance, 4, 0.6), waves(canvas.chance, 9, 0.92)
    base = canvas.chance.uniform(0.55, 0.85)
    dims = [[round(step * level / _DIMS) for step in range(256)] for level in range(_DIMS + 1)]
    rise = Image.linear_gradient("L").point([round(250 * (step / 255) ** 1.6) for step in range(256)])
    fade = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((1, max(2, high // 14)))
    for x in range(wide):
        light = max(0.0, 0.55 + 0.6 * streak(x / wide)) * max(0.0, 0.75 + 0.6 * fold(x / wide * 0.6 + 0.3))
        dim = dims[min(_DIMS, round(light * _DIMS))]
        foot = round(high * (base + 0.16 * fold(x / wide)))
        tall = max(1, round(high * (0.28 + 0.4 * light)))
        curtain.paste(rise.resize((1, tall), Image.Resampling.NEAREST).point(dim), (x, foot - tall))
        curtain.paste(fade.point(dim), (x, foot))
    return curtain


def town(canvas: Canvas, sky: Sky) -> None:
    """Roofs and lit windows on a waterfront."""
    shore = canvas.chance.uniform(0.7, 0.78)
    _heavens(canvas, sky, shore)
    _sun(canvas, sky, canvas.chance.uniform(0.18, 0.3), 4.5)
    if sum(sky.top) < _DARK:
        canvas.stars(90, sky.light, sky.top, 0.4)
    foot = canvas.h * shore
    for row in range(3):
        tone = blend(blend(sky.far, sky.horizon, 0.3), sky.near, (row + 0.6) / 2.8)
        x = -canvas.u * 4
        while x < canvas.w:
            wide = canvas.u * canvas.chance.uniform(6, 15)
            tall = canvas.h * canvas.chance.uniform(0.14, 0.44 - 0.1 * row)
            _house(canvas, (x, foot - tall, x + wide, foot), tone, sky, row)
            x += wide * canvas.chance.uniform(0.85, 1.15)
    _mirrored(canvas, sky, shore)


def _house(canvas: Canvas, box: tuple[float, float, float, float], tone: Colour, sky: Sky, row: int) -> None:
    left, top, right, bottom = box
    canvas.draw.rectangle(box, fill=tone)
    kind = canvas.chance.randrange(4)
    rise = (right - left) * 0.5
    if kind == 0:
        canvas.draw.polygon([(left, top), ((left + right) / 2, top - rise), (right, top)], fill=tone)
    elif kind == 1:
        canvas.draw.polygon([(left, top), (left, top - rise * 0.7), (right, top)], fill=tone)
    elif kind == 2:  # noqa: PLR2004 (one of four roofs)
        canvas.draw.line(
            ((left + right) / 2, top, (left + right) / 2, top - rise), fill=tone, width=max(1, round(canvas.u * 0.3))
        )
    if row == 0:
        return
    pane, gap = canvas.u * 0.85, canvas.u * 2.0
    lit = blend((255, 214, 120), sky.light, 0.25)
    y = top + gap
    while y < bottom - gap:
        x = left + gap * 0.8
        while x < right - gap:
            if canvas.chance.random() < 0.5:  # noqa: PLR2004 (half of them are at home)
                canvas.draw.rectangle(
                    (x, y, x + pane, y + pane * 1.5), fill=blend(tone, lit, canvas.chance.uniform(0.35, 1))
                )
            x += gap
        y += gap * 1.3
