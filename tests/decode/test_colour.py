"""Modes, depths, profiles and transparency: the colours that reach the screen."""

from pathlib import Path

import pytest
from PIL import Image

import pictures
from vitrina.decode import render, thumbnail
from vitrina.decode.colour import for_screen, scalable


def shown(tmp_path: Path, data: bytes, background: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
    path = tmp_path / "picture"
    path.write_bytes(data)
    return render(path, (64, 64), background=background).image


def near(pixel: object, wanted: tuple[int, int, int], tolerance: int = 3) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("form", ["PNG", "TIFF", "PPM"])
@pytest.mark.parametrize("value, grey", [(0, 0), (32_896, 128), (65_535, 255), (256, 1)])
def test_sixteen_bits_are_scaled_not_cut_off(form: str, value: int, grey: int, tmp_path: Path) -> None:
    image = Image.new("I;16", (20, 20), value)
    image.putpixel((0, 0), 65_535)
    assert near(shown(tmp_path, pictures.encode(image, form)).getpixel((10, 10)), (grey, grey, grey), 1)


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I;16L", "I"])
def test_every_byte_order_of_sixteen_bits_is_known(mode: str) -> None:
    image = Image.new(mode, (4, 4), 32_896)
    image.putpixel((0, 0), 65_535)
    assert scalable(image).getpixel((2, 2)) == 128


@pytest.mark.parametrize(
    "low, high, middle, grey", [(0.0, 1.0, 0.5, 128), (0.0, 255.0, 100.0, 100), (-5.0, 5.0, 0.0, 128)]
)
def test_floating_point_is_scaled_by_what_it_uses(low: float, high: float, middle: float, grey: int) -> None:
    image = Image.new("F", (3, 1), middle)
    image.putpixel((0, 0), low)
    image.putpixel((1, 0), high)
    assert [scalable(image).getpixel((x, 0)) for x in range(3)] == [0, 255, grey]


def test_cmyk_is_shown_as_its_inks_look(tmp_path: Path) -> None:
    image = Image.new("CMYK", (20, 20), (0, 255, 255, 0))
    assert near(shown(tmp_path, pictures.encode(image, "JPEG", quality=95)).getpixel((5, 5)), (255, 0, 0), 6)
    assert near(shown(tmp_path, pictures.encode(image, "TIFF")).getpixel((5, 5)), (255, 0, 0))


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_modes_without_colour_of_their_own_are_shown(mode: str, tmp_path: Path) -> None:
    image = Image.new("L", (20, 20), 255).convert(mode)
    assert near(shown(tmp_path, pictures.encode(image, "PNG")).getpixel((5, 5)), (255, 255, 255))


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_transparency_lets_the_background_through(form: str, tmp_path: Path) -> None:
    image = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 10, 20))
    image.paste((255, 0, 0, 128), (0, 0, 10, 10))
    result = shown(tmp_path, pictures.encode(image, form), background=(0, 0, 255))
    assert near(result.getpixel((3, 15)), (255, 0, 0), 4)
    assert near(result.getpixel((3, 3)), (127, 0, 127), 5)
    assert near(result.getpixel((15, 15)), (0, 0, 255))


def test_transparency_of_palettes_and_greys_is_kept_too(tmp_path: Path) -> None:
    grey = Image.new("LA", (20, 20), (0, 0))
    assert near(shown(tmp_path, pictures.encode(grey, "PNG"), background=(9, 99, 199)).getpixel((5, 5)), (9, 99, 199))
    drawn = Image.new("P", (20, 20), 7)
    drawn.putpalette([value for index in range(256) for value in (index, 0, 0)])
    for form in ("GIF", "PNG"):
        data = pictures.encode(drawn, form, transparency=7)
        assert near(shown(tmp_path, data, background=(9, 99, 199)).getpixel((5, 5)), (9, 99, 199))


def test_one_transparent_colour_of_a_plain_png_is_transparent(tmp_path: Path) -> None:
    image = Image.new("RGB", (20, 20), (1, 2, 3))
    data = pictures.encode(image, "PNG", transparency=(1, 2, 3))
    assert near(shown(tmp_path, data, background=(0, 0, 255)).getpixel((5, 5)), (0, 0, 255))


def test_transparent_pixels_leave_no_dark_fringe_when_scaled(tmp_path: Path) -> None:
    image = Image.new("RGBA", (256, 256), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (0, 0, 131, 256))
    path = tmp_path / "picture"
    path.write_bytes(pictures.encode(image, "PNG"))
    small, _ = thumbnail(path, 32, background=(255, 255, 255))
    assert small.getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_colour_profile_is_applied(form: str, tmp_path: Path) -> None:
    red = Image.new("RGB", (20, 20), (255, 0, 0))
    data = pictures.encode(red, form, icc_profile=pictures.wide_gamut_profile())
    assert near(shown(tmp_path, data).getpixel((5, 5)), (0, 0, 255), 6)


def test_a_profile_that_says_srgb_is_believed_and_costs_nothing(tmp_path: Path) -> None:
    profile = pictures.wide_gamut_profile(named="sRGB")
    image = Image.new("RGB", (20, 20), (200, 100, 50))
    assert shown(tmp_path, pictures.encode(image, "PNG", icc_profile=profile)).getpixel((5, 5)) == (200, 100, 50)


@pytest.mark.parametrize("profile", [b"broken", b"\0" * 200])
def test_a_broken_profile_is_left_out(profile: bytes, tmp_path: Path) -> None:
    image = Image.new("RGB", (20, 20), (200, 100, 50))
    assert shown(tmp_path, pictures.encode(image, "PNG", icc_profile=profile)).getpixel((5, 5)) == (200, 100, 50)


def test_a_profile_of_another_colour_space_is_left_out(tmp_path: Path) -> None:
    grey = Image.new("L", (20, 20), 77)
    data = pictures.encode(grey, "PNG", icc_profile=pictures.wide_gamut_profile())
    assert shown(tmp_path, data).getpixel((5, 5)) == (77, 77, 77)


def test_lab_is_shown_in_its_colours(tmp_path: Path) -> None:
    image = Image.new("LAB", (20, 20), (255, 128, 128))
    assert near(shown(tmp_path, pictures.encode(image, "TIFF")).getpixel((5, 5)), (255, 255, 255), 4)


@pytest.mark.parametrize("mode", ["RGBX", "YCbCr", "HSV", "RGBa", "La", "PA", "RGBA", "LA", "1", "P", "L", "CMYK"])
def test_every_mode_of_pillow_ends_as_rgb(mode: str) -> None:
    image = scalable(Image.new(mode, (4, 4)))
    assert for_screen(image.resize((2, 2)), None, (1, 2, 3)).mode == "RGB"
