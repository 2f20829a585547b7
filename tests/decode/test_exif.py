"""The rows of the information panel."""

from pathlib import Path

import pytest
from PIL import ExifTags, Image

import pictures
from vitrina.decode import exif
from vitrina.errors import NotAPictureError


def noted(
    tmp_path: Path, tags: dict[int, object], more: dict[int, object] | None = None, *, place: bool = False
) -> Path:
    notes = Image.Exif()
    notes.update(tags)
    notes.get_ifd(ExifTags.IFD.Exif).update(more or {})
    if place:
        notes.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (40.0, 26.0, 46.0)})
    path = tmp_path / "picture"
    path.write_bytes(pictures.encode(pictures.quarters(), "JPEG", exif=notes))
    return path


def test_what_the_camera_noted_is_written_for_people(tmp_path: Path) -> None:
    base = ExifTags.Base
    path = noted(
        tmp_path,
        {
            base.Make: "Canon",
            base.Model: "Canon EOS R6",
            base.Artist: "Ana\nNúñez",
            base.DateTime: "2024:05:17 18:03:11",
        },
        {
            base.LensModel: "RF 35mm",
            base.ExposureTime: 0.004,
            base.FNumber: 1.8,
            base.ISOSpeedRatings: 200,
            base.FocalLength: 35.0,
        },
        place=True,
    )
    rows = dict(exif(path))
    assert rows["Camera"] == "Canon EOS R6"
    assert rows["Lens"] == "RF 35mm"
    assert rows["Exposure time"] == "1/250 s"
    assert rows["Aperture"] == "f/1.8"
    assert rows["Sensitivity"] == "ISO 200"
    assert rows["Focal length"] == "35 mm"
    assert rows["Taken"] == "2024-05-17 18:03:11"
    assert rows["Place"] == "noted in the file"
    assert not any("40" in value or "26" in value for label, value in rows.items() if label == "Place")


def test_a_maker_is_not_said_twice_and_not_lost(tmp_path: Path) -> None:
    base = ExifTags.Base
    assert dict(exif(noted(tmp_path, {base.Make: "Pentax", base.Model: "K-1"})))["Camera"] == "Pentax K-1"


def test_numbers_that_were_never_measured_are_left_out(tmp_path: Path) -> None:
    base = ExifTags.Base
    assert exif(noted(tmp_path, {}, {base.ExposureTime: 0.0, base.FNumber: 0.0, base.FocalLength: 0.0})) == ()


def test_a_clock_that_was_never_set_is_no_date(tmp_path: Path) -> None:
    assert exif(noted(tmp_path, {ExifTags.Base.DateTime: "0000:00:00 00:00:00"})) == ()


def test_a_long_note_is_cut_and_control_characters_are_gone(tmp_path: Path) -> None:
    value = dict(exif(noted(tmp_path, {ExifTags.Base.Copyright: "a\x07b " + "x" * 500})))["Copyright"]
    assert value.startswith("a b xxx")
    assert len(value) == 80


def test_no_notes_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "plain"
    for data in pictures.every_format().values():
        path.write_bytes(data)
        assert not {label for label, _ in exif(path)} - {"Software"}


@pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")  # the program leaves it out; pytest sets its own
def test_broken_notes_are_no_notes(tmp_path: Path) -> None:
    path = tmp_path / "broken"
    path.write_bytes(pictures.encode(pictures.quarters(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff broken"))
    assert exif(path) == ()


def test_what_is_no_picture_has_no_notes_but_an_error(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"<html>")
    with pytest.raises(NotAPictureError):
        exif(tmp_path / "page")
