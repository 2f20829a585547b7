"""Parts of a picture at any scale."""

from pathlib import Path

import pytest
from PIL import Image

import pictures
from vitrina.decode import FullImage, open_full
from vitrina.decode.zoom import too_large
from vitrina.errors import DamagedError


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> FullImage:
    path = tmp_path_factory.mktemp("zoom") / "picture"
    path.write_bytes(pictures.encode(pictures.quarters((3000, 2000)), "PNG", compress_level=1))
    return open_full(path)


@pytest.mark.parametrize("quality", ["rough", "fine"])
@pytest.mark.parametrize("size", [(60, 40), (300, 200), (1500, 1000), (3000, 2000), (3600, 2400)])
def test_the_whole_picture_is_there_at_every_scale(full: FullImage, size: tuple[int, int], quality: str) -> None:
    image = full.region((0, 0, 3000, 2000), size, quality="rough" if quality == "rough" else "fine")
    assert (image.mode, image.size) == ("RGB", size)
    assert pictures.corners(image) == pictures.UPRIGHT


@pytest.mark.parametrize("quality", ["rough", "fine"])
@pytest.mark.parametrize("scale", [0.1, 0.34, 0.5, 0.9, 1.0, 1.5, 4.0])
def test_a_part_shows_its_own_place(full: FullImage, scale: float, quality: str) -> None:
    size = (round(600 * scale), round(400 * scale))
    image = full.region((1200, 800, 1800, 1200), size, quality="rough" if quality == "rough" else "fine")
    assert image.size == size
    assert pictures.corners(image) == pictures.UPRIGHT  # the middle of the picture is the middle of the part


def test_a_box_beyond_the_edge_is_cut_to_the_picture(full: FullImage) -> None:
    assert full.region((-50, -50, 10, 10), (5, 5)).getpixel((2, 2)) == pictures.RED
    with pytest.raises(ValueError, match="4000"):
        full.region((4000, 0, 4100, 100), (5, 5))


def test_one_to_one_is_the_pixels_themselves(tmp_path: Path) -> None:
    noise = Image.effect_noise((900, 700), 80).convert("RGB")
    (tmp_path / "noise").write_bytes(pictures.encode(noise, "PNG"))
    part = open_full(tmp_path / "noise").region((100, 50, 400, 250), (300, 200))
    assert part.tobytes() == noise.crop((100, 50, 400, 250)).tobytes()


def test_turning_turns_every_scale(full: FullImage) -> None:
    turned = full.turned(1)
    assert (turned.width, turned.height) == (2000, 3000)
    for size in ((100, 150), (2000, 3000)):
        assert pictures.corners(turned.region((0, 0, 2000, 3000), size)) == ["blue", "red", "white", "green"]
    assert full.turned(4) is full


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_too_large_for_memory_is_halved_and_keeps_its_size(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vitrina.decode.zoom._MOST_PIXELS", 20_000)
    notes = Image.Exif()
    notes[0x0112] = 6
    stored = pictures.quarters((600, 400)).transpose(Image.Transpose.ROTATE_90)
    (tmp_path / "picture").write_bytes(pictures.encode(stored, form, exif=notes))
    full = open_full(tmp_path / "picture")
    assert (full.width, full.height) == (600, 400)
    for size in ((600, 400), (60, 40)):
        assert pictures.corners(full.region((0, 0, 600, 400), size, quality="fine")) == pictures.UPRIGHT
    turned = full.turned(1)
    assert (turned.width, turned.height) == (400, 600)
    assert pictures.corners(turned.region((0, 0, 400, 600), (200, 300))) == ["blue", "red", "white", "green"]


@pytest.mark.parametrize(
    "size, halvings", [((10_000, 10_000), 0), ((10_001, 10_000), 1), ((24_000, 10_000), 1), ((1, 1), 0)]
)
def test_large_pictures_are_halved_as_often_as_they_must(size: tuple[int, int], halvings: int) -> None:
    assert too_large(size) == halvings


def test_orientation_profile_and_page_are_minded(tmp_path: Path) -> None:
    notes = Image.Exif()
    notes[0x0112] = 6
    stored = pictures.quarters().transpose(Image.Transpose.ROTATE_90)
    path = tmp_path / "picture"
    path.write_bytes(pictures.encode(stored, "JPEG", exif=notes))
    full = open_full(path)
    assert (full.width, full.height) == (96, 64)
    assert pictures.corners(full.region((0, 0, 96, 64), (96, 64))) == pictures.UPRIGHT
    red = Image.new("RGB", (20, 20), (255, 0, 0))
    path.write_bytes(pictures.encode(red, "PNG", icc_profile=pictures.wide_gamut_profile()))
    pixel = open_full(path).region((0, 0, 20, 20), (20, 20)).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 240
    assert pixel[0] < 20
    path.write_bytes(pictures.encode(red, "TIFF", save_all=True, append_images=[Image.new("RGB", (31, 41))]))
    assert open_full(path, frame=1).width == 31
    with pytest.raises(DamagedError):
        open_full(path, frame=2)
