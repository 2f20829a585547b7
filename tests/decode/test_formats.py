"""What is opened and what is refused, told from the first bytes."""

from pathlib import Path

import pytest

import pictures
from vitrina.decode import FORMATS, identify, probe
from vitrina.decode.formats import refusal
from vitrina.errors import NotAPictureError, UnsupportedFormatError

SOUND = pictures.every_format()


@pytest.mark.parametrize("media_type", SOUND)
def test_every_format_of_the_table_is_told_by_its_bytes_whatever_its_name(media_type: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(SOUND[media_type])
    found = probe(path)
    assert (found.media_type, found.width, found.height, found.frames) == (media_type, 96, 64, 1)


def test_the_table_has_no_format_that_no_test_opens() -> None:
    optional = {"image/heic"}
    assert {form.media_type for form in FORMATS} == set(SOUND) | optional


def test_nothing_in_the_table_starts_another_program() -> None:
    assert not {form.name for form in FORMATS} & {"EPS", "FPX", "MIC", "WMF"}


@pytest.mark.parametrize(
    "head, name",
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        (b"8BPS\x00\x01", "Photoshop"),
        (b"\xff\x0a\x00", "JPEG XL"),
        (b'<?xml version="1.0"?><!-- hello --><svg xmlns="', "SVG"),
        (b"<svg>", "SVG"),
        (b"gimp xcf v011", "GIMP"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "camera raw"),
    ],
)
def test_a_known_picture_format_outside_the_table_is_named(head: bytes, name: str) -> None:
    error = refusal(head)
    assert isinstance(error, UnsupportedFormatError)
    assert name in str(error)


@pytest.mark.parametrize(
    "head, said",
    [
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"\xef\xbb\xbf\r\n  <html>", "HTML"),
        (b'{"url": 1}', "JSON"),
        (b"%PDF-1.7", "PDF"),
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\x00\x01\x02\x03", "begins like none"),
        (b"hello", "begins like none"),
    ],
)
def test_what_is_no_picture_is_said_to_be_none(head: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "it").write_bytes(head)
    with pytest.raises(NotAPictureError, match=said):
        probe(tmp_path / "it")


def test_a_postscript_file_named_jpg_is_refused_unopened(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")
    with pytest.raises(UnsupportedFormatError):
        probe(tmp_path / "x.jpg")


def test_avif_under_a_neutral_brand_is_avif() -> None:
    head = b"\x00\x00\x00\x20ftypmif1\x00\x00\x00\x00mif1avifmiaf"
    form = identify(head)
    assert form is not None
    assert form.name == "AVIF"


def test_heic_without_its_optional_part_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    (tmp_path / "it").write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 100)
    with pytest.raises(UnsupportedFormatError, match="pillow-heif"):
        probe(tmp_path / "it")
