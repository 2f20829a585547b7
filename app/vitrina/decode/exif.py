"""What the camera noted, for the information panel: a few rows that a person understands.

Owns the choice of rows and how they are written. Refuses to give a place away: it only says whether one is noted.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PIL import ExifTags

from vitrina.decode.opening import opened, translated
from vitrina.errors import PictureError
from vitrina.language import N_

_LONGEST: Final = 80  # a note longer than this is no name


def exif(path: Path) -> tuple[tuple[str, str], ...]:
    """Rows of (label, value) in a fixed order; labels are marked for translation; empty where nothing is noted.

    Raises as `probe` does for what is no picture; broken notes are no notes.
    """
    with opened(path) as picture:
        try:
            with translated():
                notes = picture.image.getexif()
                return tuple(_rows(notes, notes.get_ifd(ExifTags.IFD.Exif), notes.get_ifd(ExifTags.IFD.GPSInfo)))
        except PictureError:
            return ()


def _rows(main: Mapping[int, object], more: Mapping[int, object], place: Mapping[int, object]) -> list[tuple[str, str]]:
    """Make the rows from three directories of tags (Exif 2.32, 4.6)."""
    base = ExifTags.Base
    rows = (
        (N_("Camera"), _camera(_text(main.get(base.Make)), _text(main.get(base.Model)))),
        (N_("Lens"), _text(more.get(base.LensModel))),
        (N_("Exposure time"), _number(more.get(base.ExposureTime), _shutter)),
        (N_("Aperture"), _number(more.get(base.FNumber), "f/{:.3g}".format)),
        (N_("Sensitivity"), _number(more.get(base.ISOSpeedRatings), "ISO {:.0f}".format)),
        (N_("Focal length"), _number(more.get(base.FocalLength), "{:.3g} mm".format)),
        (N_("Taken"), _moment(_text(more.get(base.DateTimeOriginal) or main.get(base.DateTime)))),
        (N_("Software"), _text(main.get(base.Software))),
        (N_("Artist"), _text(main.get(base.Artist))),
        (N_("Copyright"), _text(main.get(base.Copyright))),
        (N_("Place"), N_("noted in the file") if place else ""),
    )
    return [(label, value) for label, value in rows if value]


def _text(value: object) -> str:
    """Give what can be shown of a note: one line, of a length that is one."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    line = " ".join("".join(char if char.isprintable() else " " for char in value).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _number(value: object, write: Callable[[float], str]) -> str:
    """Write a number that is one: the first of several, above zero."""
    first = value[0] if isinstance(value, tuple) and value else value
    try:
        number = float(first)  # type: ignore[arg-type]
        return write(number) if number > 0 else ""
    except (TypeError, ValueError, ArithmeticError):
        return ""


def _shutter(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 0.3 else f"1/{1 / seconds:.0f} s"  # noqa: PLR2004 (as cameras write it)


def _camera(make: str, model: str) -> str:
    """Join both, without saying the maker twice."""
    return model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()


def _moment(text: str) -> str:
    """Write `2024:05:17 18:03:11` (Exif 2.32, 4.6.5) as `2024-05-17 18:03:11`; a camera without a clock as nothing."""
    day, _, time = text.partition(" ")
    return f"{day.replace(':', '-')} {time}".strip() if day.strip("0: -") else ""
