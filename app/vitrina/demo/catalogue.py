"""Which demo pictures there are: any number, each decided by its number alone, the same on every machine.

Owns numbers, names, titles, sizes and formats, and the encoding. Refuses to keep any: a picture is drawn when
asked for.
"""

import io
import random
import re
from collections.abc import Callable
from typing import Final

from PIL import Image

from vitrina.demo import motion, patterns, scenery, space
from vitrina.demo.canvas import Canvas
from vitrina.demo.palettes import DAYS, NIGHTS, SETS, Sky, Tones
from vitrina.frozen import frozen

CREDIT: Final = "Vitrina demo"
LICENCE: Final = "CC0-1.0"
MEDIA_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}

_NAME: Final = re.compile(r"(\d{5,9})-[a-z0-9-]+\.(?:jpg|png|webp|gif)")
_FRAMES: Final = 12
_FRAME_MS: Final = 80
_GIF_COLOURS: Final = 48
_JPEG_QUALITY: Final = 88


@frozen
class Motif:
    """One kind of picture: its title, what draws it, in which moods, and in which formats."""

    title: str
    draw: Callable[[Canvas, Sky], None] | None = None
    skies: tuple[Sky, ...] = ()
    pattern: Callable[[Canvas, Tones], None] | None = None
    moving: Callable[[Canvas, Tones, float], None] | None = None
    formats: tuple[str, ...] = ("jpg",)


_FLAT: Final = ("jpg", "png", "jpg", "webp", "png")

# In an order that pleases when they come one after the other. Adding a kind of picture is one row.
MOTIFS: Final = (
    Motif("Dunes", scenery.dunes, DAYS),
    Motif("Tiles", pattern=patterns.bauhaus, formats=_FLAT),
    Motif("Lake", scenery.peaks, DAYS),
    Motif("Currents", pattern=patterns.currents, formats=("jpg", "webp")),
    Motif("Night", scenery.night, NIGHTS),
    Motif("Cut paper", pattern=patterns.paper),
    Motif("Forest", scenery.pines, DAYS),
    Motif("Fans", pattern=patterns.scales, formats=_FLAT),
    Motif("Northern lights", scenery.aurora, NIGHTS),
    Motif("Facets", pattern=patterns.facets, formats=("jpg", "webp")),
    Motif("Sea", scenery.sea, DAYS),
    Motif("Drops", moving=motion.drops, formats=("gif",)),
    Motif("Ripples", pattern=patterns.ripples, formats=_FLAT),
    Motif("Mountains", scenery.mountains, DAYS),
    Motif("Lamps", pattern=patterns.lights),
    Motif("Town", scenery.town, (*NIGHTS, DAYS[0], DAYS[8], DAYS[6])),
    Motif("Sunflower", pattern=patterns.sunflower, formats=("jpg", "png")),
    Motif("Nebula", space.nebula, NIGHTS),
    Motif("Ribbons", pattern=patterns.truchet, formats=_FLAT),
    Motif("Glass", pattern=patterns.glass),
    Motif("Tide", moving=motion.tide, formats=("webp", "gif")),
    Motif("Planet", space.planet, NIGHTS),
    Motif("Signal", pattern=patterns.signal, formats=_FLAT),
    Motif("Weave", pattern=patterns.weave, formats=_FLAT),
    Motif("Pendulum", pattern=patterns.pendulum),
    Motif("Flower", moving=motion.flower, formats=("gif", "webp")),
)

_STILL_SIZES: Final = (
    (1200, 800),
    (960, 1200),
    (1280, 720),
    (1080, 1080),
    (1200, 900),
    (800, 1200),
    (1680, 720),
    (1500, 1000),
    (720, 1280),
    (1000, 800),
    (1400, 1050),
    (1920, 1080),
    (2400, 1350),
)
_SIZE_WEIGHTS: Final = (6, 4, 5, 3, 5, 4, 2, 3, 2, 3, 2, 1, 0.4)
_MOVING_SIZES: Final = ((480, 360), (400, 400), (360, 480), (540, 360))


@frozen
class Work:
    """One demo picture: its number from 0, and all that follows from it."""

    number: int
    motif: Motif
    mood: Sky | Tones
    title: str
    size: tuple[int, int]
    form: str

    @property
    def name(self) -> str:
        """The file name, which holds the number."""
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")
        return f"{self.number + 1:05d}-{words}.{self.form}"

    @property
    def media_type(self) -> str:
        """The media type of its bytes."""
        return MEDIA_TYPES[self.form]


def work(number: int) -> Work:
    """Decide the picture of a number from 0."""
    chance = random.Random(f"vitrina {number}")  # noqa: S311 (the same for everybody)
    round_, place = divmod(number, len(MOTIFS))
    # Each round in an order of its own, but the first, so that far neighbours differ too.
    order = list(MOTIFS)
    if round_:
        random.Random(f"round {round_}").shuffle(order)  # noqa: S311 (the same for everybody)
    motif = order[place]
    mood: Sky | Tones = chance.choice(motif.skies) if motif.skies else chance.choice(SETS)
    said = f"{motif.title} {mood.words}" if motif.skies else f"{motif.title} in {mood.words}"
    if round_:
        said = f"{said}, no. {round_ + 1}"
    sizes = _MOVING_SIZES if motif.moving else _STILL_SIZES
    weights = None if motif.moving else _SIZE_WEIGHTS
    return Work(number, motif, mood, said, chance.choices(sizes, weights)[0], chance.choice(motif.formats))


def number_of(name: str, count: int) -> int | None:
    """Find the number in a file name; None where no such picture is among `count`."""
    match = _NAME.fullmatch(name)
    number = int(match[1]) - 1 if match else -1
    return number if 0 <= number < count and work(number).name == name else None


def encoded(this: Work) -> bytes:
    """Draw a picture and encode it; takes some 20 to 100 ms."""
    data = io.BytesIO()
    if this.motif.moving is not None:
        frames = [_painted(this, step / _FRAMES) for step in range(_FRAMES)]
        if this.form == "gif":
            palette = frames[0].quantize(_GIF_COLOURS)
            frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
        frames[0].save(
            data, this.form, save_all=True, append_images=frames[1:], duration=_FRAME_MS, loop=0, quality=75, method=0
        )
        return data.getvalue()
    image = _painted(this, 0.0)
    if this.form == "png":
        image.save(data, "PNG", compress_level=3)
    elif this.form == "webp":
        image.save(data, "WEBP", quality=82, method=1)
    else:
        image.save(data, "JPEG", quality=_JPEG_QUALITY)
    return data.getvalue()


def _painted(this: Work, t: float) -> Image.Image:
    """Draw one moment of a picture; the same chance for every moment."""
    canvas = Canvas(this.size, f"picture {this.number}")
    if this.motif.draw is not None and isinstance(this.mood, Sky):
        this.motif.draw(canvas, this.mood)
    elif isinstance(this.mood, Tones):
        if this.motif.pattern is not None:
            this.motif.pattern(canvas, this.mood)
        elif this.motif.moving is not None:
            this.motif.moving(canvas, this.mood, t)
    return canvas.finished()
