from pathlib import Path

import pytest
from PIL import Image

import icon
from vitrina.cli import shortcut


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return icon.write_all(tmp_path_factory.mktemp("icon"))


@pytest.mark.parametrize("size", icon.PNG_SIZES)
def test_every_png_has_its_size_clear_corners_and_a_full_middle(drawn: dict[str, Path], size: int) -> None:
    with Image.open(drawn[f"vitrina-{size}.png"]) as image:
        assert image.size == (size, size)
        alpha = image.getchannel("A").tobytes()
        assert alpha[0] < 8
        assert alpha[(size // 2) * (size + 1)] == 255


def test_the_windows_icon_holds_every_size(drawn: dict[str, Path]) -> None:
    with Image.open(drawn["vitrina.ico"]) as image:
        assert image.info["sizes"] == {(size, size) for size in icon.ICO_SIZES}


def test_the_mac_icon_holds_every_size_up_to_1024(drawn: dict[str, Path]) -> None:
    with Image.open(drawn["vitrina.icns"]) as image:
        assert {width * scale for width, _height, scale in image.info["sizes"]} >= {32, 64, 128, 256, 512, 1024}


def test_small_sizes_are_drawn_for_themselves(drawn: dict[str, Path]) -> None:
    with Image.open(drawn["vitrina-16.png"]) as small, Image.open(drawn["vitrina-256.png"]) as large:
        shrunk = large.resize((16, 16), Image.Resampling.LANCZOS)
        assert small.convert("RGBA").tobytes() != shrunk.convert("RGBA").tobytes()


def test_drawing_twice_gives_the_same_bytes(drawn: dict[str, Path], tmp_path: Path) -> None:
    again = icon.write_all(tmp_path)
    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: path.read_bytes() for name, path in drawn.items()
    }


def test_the_picture_that_the_program_has_with_it_is_this_drawing(drawn: dict[str, Path]) -> None:
    with Image.open(shortcut.ICON) as own, Image.open(drawn["vitrina-256.png"]) as image:
        assert own.tobytes() == image.tobytes()
