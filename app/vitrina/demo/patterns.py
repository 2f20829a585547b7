"""Pictures of nothing: tiles, lines, dots, fields.

Owns the motifs; each is a function that covers a canvas with one set of tones. Refuses to choose size or tones.
"""

import math
from functools import partial
from typing import Final

from PIL import Image, ImageFilter

from vitrina.demo.canvas import GOLDEN, Canvas, Point, above, jagged, noise, waves
from vitrina.demo.palettes import Colour, Tones, blend

_EVEN: Final = 0.5  # as likely as not


def bauhaus(canvas: Canvas, tones: Tones) -> None:
    """Squares, quarter circles, rings and bars on a grid."""
    canvas.fill(tones.ground)
    canvas.sharpen()
    across = canvas.chance.randint(4, 7) if canvas.w >= canvas.h else canvas.chance.randint(3, 4)
    side = canvas.w / across
    for row in range(math.ceil(canvas.h / side)):
        for place in range(across):
            inks = canvas.chance.sample((tones.ground, *tones.colours), 3)
            canvas.chance.choice(_TILES)(canvas, (place * side, row * side), side, inks)


def _quarters(canvas: Canvas, corner: Point, side: float, inks: list[Colour]) -> None:
    """One to three quarter circles in a corner."""
    which = canvas.chance.randrange(4)
    x, y = corner[0] + side * (which % 2), corner[1] + side * (which // 2)
    _square(canvas, corner, side, inks[0])
    start = (0, 90, 270, 180)[which]
    for step in range(canvas.chance.randint(1, 3)):
        radius = side * (1 - step * 0.34)
        box = (x - radius, y - radius, x + radius, y + radius)
        canvas.draw.pieslice(box, start, start + 90, fill=inks[(step + 1) % 3])


def _target(canvas: Canvas, corner: Point, side: float, inks: list[Colour]) -> None:
    middle = (corner[0] + side / 2, corner[1] + side / 2)
    _square(canvas, corner, side, inks[0])
    canvas.disc(middle, side * 0.42, inks[1])
    canvas.disc(middle, side * 0.19, inks[2])


def _half(canvas: Canvas, corner: Point, side: float, inks: list[Colour]) -> None:
    (x, y), far = corner, side
    _square(canvas, corner, side, inks[0])
    corners = [(x, y), (x + far, y), (x + far, y + far), (x, y + far)]
    corners.pop(canvas.chance.randrange(4))
    canvas.draw.polygon(corners, fill=inks[1])


def _bars(canvas: Canvas, corner: Point, side: float, inks: list[Colour]) -> None:
    x, y = corner
    _square(canvas, corner, side, inks[0])
    for bar in range(4):
        canvas.draw.rectangle((x, y + side * bar / 4, x + side, y + side * (bar + 0.5) / 4), fill=inks[1])


def _bowl(canvas: Canvas, corner: Point, side: float, inks: list[Colour]) -> None:
    x, y = corner
    _square(canvas, corner, side, inks[0])
    canvas.draw.pieslice((x, y, x + side, y + side), 0, 180, fill=inks[1])
    inner = (x + side * 0.25, y + side * 0.25, x + side * 0.75, y + side * 0.75)
    canvas.draw.pieslice(inner, 180, 360, fill=inks[2])


def _dots(canvas: Canvas, corner: Point, side: float, inks: list[Colour]) -> None:
    _square(canvas, corner, side, inks[0])
    for dot in range(9):
        at = (corner[0] + side * (dot % 3 + 0.5) / 3, corner[1] + side * (dot // 3 + 0.5) / 3)
        canvas.disc(at, side * 0.1, inks[1])


def _square(canvas: Canvas, corner: Point, side: float, ink: Colour) -> None:
    canvas.draw.rectangle((*corner, corner[0] + side, corner[1] + side), fill=ink)


_TILES: Final = (_quarters, _quarters, _quarters, _target, _half, _bars, _bowl, _dots)


def truchet(canvas: Canvas, tones: Tones) -> None:
    """Arcs on a grid, each tile turned one way or the other, so that ribbons wander."""
    canvas.fill(tones.ground)
    canvas.sharpen()
    side = canvas.u * canvas.chance.uniform(9, 15)
    ink, second = tones.colours[0], tones.colours[2]
    bands = ((0.30, ink), (0.17, second), (0.055, tones.ground))
    for row in range(math.ceil(canvas.h / side)):
        for place in range(math.ceil(canvas.w / side)):
            x, y = place * side, row * side
            turned = canvas.chance.random() < _EVEN
            falling, rising = ((x, y, 0), (x + side, y + side, 180)), ((x + side, y, 90), (x, y + side, 270))
            ends = falling if turned else rising
            for cx, cy, start in ends:
                for share, tone in bands:
                    out = side * (0.5 + share / 2)
                    box = (cx - out, cy - out, cx + out, cy + out)
                    canvas.draw.arc(box, start, start + 90, fill=tone, width=max(1, round(side * share)))


def scales(canvas: Canvas, tones: Tones) -> None:
    """Rows of overlapping fans, as on old Japanese cloth."""
    canvas.fill(tones.colours[0])
    canvas.sharpen()
    radius = canvas.u * canvas.chance.uniform(9, 14)
    rings = 4
    sway = waves(canvas.chance, 3)
    for row in range(math.ceil(canvas.h / (radius / 2)) + 3):
        for place in range(-1, math.ceil(canvas.w / (radius * 2)) + 2):
            at = (place * radius * 2 + (radius if row % 2 else 0), (row - 0.5) * radius / 2)
            mood = (sway(at[0] / canvas.w + row * 0.06) + 1) / 2 * 4.99
            body = blend(tones.colours[int(mood) % 5], tones.colours[(int(mood) + 1) % 5], 0.3)
            for ring in range(rings):
                canvas.disc(at, radius * (1 - ring / rings), tones.ground if ring % 2 == 0 else body)
                canvas.disc(at, radius * (1 - ring / rings) * 0.93, body)


def sunflower(canvas: Canvas, tones: Tones) -> None:
    """Dots at the golden angle."""
    canvas.gradient([(0.0, tones.ground), (1.0, blend(tones.ground, tones.colours[0], 0.12))])
    canvas.sharpen()
    middle = (canvas.w * canvas.chance.uniform(0.35, 0.65), canvas.h * canvas.chance.uniform(0.4, 0.6))
    dots = 620
    reach = math.hypot(canvas.w, canvas.h) * 0.6
    turn = GOLDEN + canvas.chance.choice((0.0, 0.0, 0.0006, -0.0009))
    hues = tones.colours
    for dot in range(dots, 0, -1):
        share = math.sqrt(dot / dots)
        angle = dot * turn
        at = (middle[0] + reach * share * math.cos(angle), middle[1] + reach * share * math.sin(angle))
        place = (share * 3 + 0.15 * math.sin(angle * 5)) % len(hues)
        tone = blend(hues[int(place)], hues[(int(place) + 1) % len(hues)], place % 1)
        size = reach * (0.009 + 0.025 * share)
        canvas.disc(at, size, tone)
        canvas.disc((at[0] - size * 0.25, at[1] - size * 0.25), size * 0.35, blend(tone, (255, 255, 255), 0.35))


def glass(canvas: Canvas, tones: Tones) -> None:
    """Leaded glass: the cells of scattered points, lit from one corner."""
    lead = blend(tones.colours[0], (12, 12, 18), 0.75)
    canvas.fill(lead)
    canvas.sharpen()
    side = canvas.u * canvas.chance.uniform(13, 18)
    points = {
        (x, y): ((x + canvas.chance.uniform(-0.42, 0.42)) * side, (y + canvas.chance.uniform(-0.42, 0.42)) * side)
        for x in range(-1, math.ceil(canvas.w / side) + 2)
        for y in range(-1, math.ceil(canvas.h / side) + 2)
    }
    sway, hues = waves(canvas.chance, 3), tones.colours[1:]
    for (x, y), point in points.items():
        near = [points[at] for at in _around(x, y) if at in points]
        cell = _cell(point, sorted(near, key=partial(math.dist, point)), side * 2)
        mood = (sway(point[0] / canvas.w * 0.8 + point[1] / canvas.h * 0.5) + 1) / 2
        tone = hues[int((mood + canvas.chance.uniform(-0.12, 0.12)) * len(hues)) % len(hues)]
        light = 1 - math.hypot(point[0] / canvas.w, point[1] / canvas.h) / 1.5
        tone = blend(blend(tone, (255, 250, 235), max(0.0, 0.45 * light)), lead, max(0.0, 0.3 - 0.4 * light))
        canvas.draw.polygon(_shrunk(cell, point, 0.055), fill=tone)
        canvas.draw.polygon(_shrunk(cell, point, 0.3), fill=blend(tone, (255, 255, 250), 0.12))


def _shrunk(shape: list[Point], point: Point, share: float) -> list[Point]:
    return [(x + (point[0] - x) * share, y + (point[1] - y) * share) for x, y in shape]


def _around(x: int, y: int) -> list[tuple[int, int]]:
    return [(x + dx, y + dy) for dx in range(-2, 3) for dy in range(-2, 3) if (dx, dy) != (0, 0)]


def _cell(point: Point, others: list[Point], reach: float) -> list[Point]:
    """Cut a square around a point by the middle lines to its neighbours, nearest first."""
    x, y = point
    shape = [(x - reach, y - reach), (x + reach, y - reach), (x + reach, y + reach), (x - reach, y + reach)]
    for ox, oy in others:
        dx, dy = ox - x, oy - y
        limit = (ox * ox + oy * oy - x * x - y * y) / 2
        sides = [px * dx + py * dy - limit for px, py in shape]
        if max(sides) <= 0:
            continue
        cut: list[Point] = []
        for here, there, a, b in zip(shape, shape[1:] + shape[:1], sides, sides[1:] + sides[:1], strict=True):
            if a <= 0:
                cut.append(here)
            if (a < 0 < b) or (b < 0 < a):
                share = a / (a - b)
                cut.append((here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share))
        shape = cut
    return shape


def facets(canvas: Canvas, tones: Tones) -> None:
    """A crumpled sheet of triangles."""
    canvas.fill(tones.ground)
    canvas.sharpen()
    side = canvas.u * canvas.chance.uniform(8, 13)
    wide, high = math.ceil(canvas.w / side) + 2, math.ceil(canvas.h / side) + 2
    lift, sway = waves(canvas.chance, 4), waves(canvas.chance, 3)
    spot = [
        [
            (
                (x - 0.5 + canvas.chance.uniform(-0.38, 0.38)) * side,
                (y - 0.5 + canvas.chance.uniform(-0.38, 0.38)) * side,
            )
            for x in range(wide)
        ]
        for y in range(high)
    ]
    hues = tones.colours
    for y in range(high - 1):
        for x in range(wide - 1):
            a, b, c, d = spot[y][x], spot[y][x + 1], spot[y + 1][x + 1], spot[y + 1][x]
            for corners in ((a, b, c), (a, c, d)) if (x + y) % 2 else ((a, b, d), (b, c, d)):
                mx, my = sum(p[0] for p in corners) / 3 / canvas.w, sum(p[1] for p in corners) / 3 / canvas.h
                place = (lift(mx * 0.7 + my * 0.5) + sway(my * 0.8 - mx * 0.3) + 2) / 4 * (len(hues) - 1)
                tone = blend(hues[int(place)], hues[min(len(hues) - 1, int(place) + 1)], place % 1)
                slope = canvas.chance.uniform(-1, 1)
                tone = blend(tone, (255, 255, 255) if slope > 0 else (10, 10, 25), abs(slope) * 0.16)
                canvas.draw.polygon(corners, fill=tone, outline=tone)


def currents(canvas: Canvas, tones: Tones) -> None:
    """Lines that follow a field, thick and thin."""
    canvas.fill(tones.ground)
    canvas.sharpen()
    first, second = waves(canvas.chance, 3), waves(canvas.chance, 3)
    lines, steps = 190, 22
    stride = canvas.u * 2.3
    for _ in range(lines):
        x, y = canvas.chance.random() * canvas.w, canvas.chance.random() * canvas.h
        path = [(x, y)]
        for _step in range(steps):
            angle = (first(x / canvas.w + y / canvas.h * 0.35) + second(y / canvas.h - x / canvas.w * 0.4)) * 2.6
            x, y = x + stride * math.cos(angle), y + stride * math.sin(angle)
            path.append((x, y))
        tone = canvas.chance.choice(tones.colours)
        width = canvas.u * canvas.chance.choice((0.25, 0.4, 0.7, 1.1, 1.7))
        canvas.line(path, tone, width)
        for end in (path[0], path[-1]):
            canvas.disc(end, width / 2, tone)


def ripples(canvas: Canvas, tones: Tones) -> None:
    """Rings around rings, where drops have fallen."""
    canvas.gradient([(0.0, tones.ground), (1.0, blend(tones.ground, tones.colours[1], 0.35))])
    canvas.sharpen()
    for _ in range(canvas.chance.randint(5, 8)):
        at = (canvas.chance.random() * canvas.w, canvas.chance.random() * canvas.h)
        reach = canvas.u * canvas.chance.uniform(16, 46)
        tone, second = canvas.chance.sample(tones.colours, 2)
        rings = canvas.chance.randint(6, 13)
        for ring in range(rings):
            share = 1 - ring / rings
            canvas.disc(
                at,
                reach * share,
                blend(tone, second, ring / rings) if ring % 2 == 0 else blend(tones.ground, tone, 0.08),
            )
        canvas.disc(at, reach * 0.06, tones.colours[0])


def signal(canvas: Canvas, tones: Tones) -> None:
    """Line above line, each hiding what lies behind it."""
    ground = tones.ground
    canvas.fill(ground)
    canvas.sharpen()
    rows = 34
    for row in range(rows):
        base = canvas.h * (0.2 + 0.68 * row / rows)
        line = jagged(canvas.chance, 7, 0.62)
        middle = canvas.chance.uniform(0.42, 0.58)
        points: list[Point] = []
        for place, height in enumerate(line):
            x = place / (len(line) - 1)
            swell = math.exp(-(((x - middle) / 0.17) ** 2))
            points.append(
                (canvas.w * (0.08 + 0.84 * x), base - abs(height) * canvas.h * 0.115 * swell - height * canvas.u * 0.25)
            )
        canvas.draw.polygon(
            [*points, (points[-1][0], base + canvas.u * 3), (points[0][0], base + canvas.u * 3)], fill=ground
        )
        tone = tones.colours[0] if sum(ground) > 380 else tones.colours[1]  # noqa: PLR2004 (a light ground)
        accent = tones.colours[2]
        canvas.line(points, blend(tone, accent, row / rows), canvas.u * 0.5)


def paper(canvas: Canvas, tones: Tones) -> None:
    """Sheets of cut paper, one above the other, each with its shadow."""
    size = (canvas.w, canvas.h)
    field = noise(canvas.chance, size, canvas.chance.uniform(1.3, 2.0), 2)
    hues = [tones.colours[0], *sorted(tones.colours[1:], key=sum), tones.ground]
    canvas.fill(blend(hues[0], (0, 0, 0), 0.15))
    small = (max(2, canvas.w // 6), max(2, canvas.h // 6))
    coarse = field.resize(small)
    levels = (62, 85, 104, 122, 141, 163)
    offset = round(canvas.u * 1.1)
    for level, tone in zip(levels, hues, strict=False):
        shadow = (
            above(coarse, level, 6)
            .filter(ImageFilter.GaussianBlur(canvas.u * 0.28))
            .point([v * 115 // 255 for v in range(256)])
        )
        canvas.image.paste((8, 8, 20), (offset // 2, offset), shadow.resize(size, Image.Resampling.BILINEAR))
        canvas.image.paste(tone, (0, 0), above(field, level))


def lights(canvas: Canvas, tones: Tones) -> None:
    """Lamps out of focus."""
    dark = blend(min(tones.ground, *tones.colours, key=sum), (4, 4, 14), 0.6)
    canvas.gradient([(0.0, dark), (0.6, blend(dark, tones.colours[2], 0.3)), (1.0, blend(dark, tones.colours[0], 0.4))])
    for _ in range(5):
        at = (canvas.chance.random() * canvas.w, canvas.chance.random() * canvas.h)
        canvas.glow(at, canvas.u * canvas.chance.uniform(30, 55), canvas.chance.choice(tones.colours), 0.4, 1.7)
    bright = [tone for tone in (tones.ground, *tones.colours) if sum(tone) > 300] or list(tones.colours)  # noqa: PLR2004
    for _ in range(44):
        at = (canvas.chance.random() * canvas.w, canvas.h * (0.12 + 0.76 * canvas.chance.betavariate(2.2, 2.2)))
        _lamp(canvas, at, canvas.u * canvas.chance.uniform(2, 8.5), canvas.chance.choice(bright))


def _lamp(canvas: Canvas, at: Point, radius: float, tone: Colour) -> None:
    """One soft-edged disc, brighter at its rim, that lets through what is behind it."""
    side = max(4, round(radius * 2))
    rim = [0] * 256
    for step in range(256):
        out = step / 181
        rim[step] = round(255 * (0.26 + 0.34 * out**6)) if out < 0.93 else round(255 * 0.6 * max(0.0, (1 - out) / 0.07))  # noqa: PLR2004
    mask = Image.radial_gradient("L").point(rim).resize((side, side), Image.Resampling.BILINEAR)
    strength = canvas.chance.uniform(0.45, 1.0)
    canvas.image.paste(
        tone, (round(at[0] - radius), round(at[1] - radius)), mask.point([round(v * strength) for v in range(256)])
    )


def pendulum(canvas: Canvas, tones: Tones) -> None:
    """What two slow pendulums draw."""
    ground = blend(min(tones.ground, *tones.colours, key=sum), (6, 6, 16), 0.55)
    canvas.gradient([(0.0, blend(ground, tones.colours[1], 0.08)), (1.0, ground)])
    canvas.glow((canvas.w / 2, canvas.h / 2), canvas.u * 75, tones.colours[1], 0.28)
    canvas.sharpen()
    chance = canvas.chance
    ratio = chance.choice(((2, 3), (3, 4), (3, 5), (1, 2), (4, 5), (5, 6)))
    shifts = [chance.random() * math.tau for _ in range(4)]
    drift = [chance.uniform(-0.012, 0.012) for _ in range(2)]
    wide, high, decay = canvas.w * 0.42, canvas.h * 0.42, chance.uniform(0.012, 0.022)

    def point(t: float) -> Point:
        fade = math.exp(-decay * t)
        x = math.sin(t * (ratio[0] + drift[0]) + shifts[0]) * 0.75 + math.sin(t * ratio[1] + shifts[1]) * 0.25
        y = math.sin(t * (ratio[1] + drift[1]) + shifts[2]) * 0.75 + math.sin(t * ratio[0] + shifts[3]) * 0.25
        return canvas.w / 2 + wide * x * fade, canvas.h / 2 + high * y * fade

    hues = sorted((tones.ground, *tones.colours), key=sum)[2:]
    parts, steps = 60, 70
    for part in range(parts):
        path = [point((part * steps + step) * 0.024) for step in range(steps + 1)]
        place = part / parts * (len(hues) - 1)
        canvas.line(path, blend(hues[int(place)], hues[int(place) + 1], place % 1), canvas.u * 0.2)


def weave(canvas: Canvas, tones: Tones) -> None:
    """Ribbons over and under each other."""
    canvas.fill(blend(tones.colours[0], (0, 0, 0), 0.35))
    canvas.sharpen()
    side = canvas.u * canvas.chance.uniform(7, 11)
    across = [canvas.chance.choice((tones.ground, *tones.colours)) for _ in range(math.ceil(canvas.w / side) + 1)]
    down = [canvas.chance.choice((tones.ground, *tones.colours)) for _ in range(math.ceil(canvas.h / side) + 1)]
    gap, twill = side * 0.07, canvas.chance.choice((2, 3, 4))
    for y, row in enumerate(down):
        for x, place in enumerate(across):
            over = (x + y) % twill < twill / 2
            left, top = x * side, y * side
            tone = place if over else row
            shade = blend(tone, (0, 0, 0), 0.28)
            if over:
                canvas.draw.rectangle((left + gap, top, left + side - gap, top + side), fill=tone)
                canvas.draw.rectangle((left + gap, top, left + side - gap, top + side * 0.13), fill=shade)
                canvas.draw.rectangle((left + gap, top + side * 0.87, left + side - gap, top + side), fill=shade)
                canvas.draw.rectangle(
                    (left + side * 0.2, top, left + side * 0.28, top + side), fill=blend(tone, (255, 255, 255), 0.18)
                )
            else:
                canvas.draw.rectangle((left, top + gap, left + side, top + side - gap), fill=tone)
                canvas.draw.rectangle((left, top + gap, left + side * 0.13, top + side - gap), fill=shade)
                canvas.draw.rectangle((left + side * 0.87, top + gap, left + side, top + side - gap), fill=shade)
                canvas.draw.rectangle(
                    (left, top + side * 0.2, left + side, top + side * 0.28), fill=blend(tone, (255, 255, 255), 0.18)
                )
