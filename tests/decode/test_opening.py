"""Limits and wholeness: what probe says of pictures that are too large, cut off, or not there."""

import io
import tracemalloc
from pathlib import Path

import pytest
from PIL import Image

import pictures
from vitrina.decode import MAX_FRAMES, MAX_PIXELS, probe, render, thumbnail
from vitrina.decode.opening import opened
from vitrina.errors import BombError, DamagedError, NotAPictureError, PictureError

SOUND = pictures.every_format()


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "picture"
    path.write_bytes(data)
    return path


def test_fifty_thousand_pixels_square_are_refused_before_anything_is_allocated(tmp_path: Path) -> None:
    path = written(tmp_path, pictures.png_header(50_000, 50_000))
    tracemalloc.start()
    try:
        with pytest.raises(BombError, match="250 million"):
            probe(path)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_two_hundred_million_pixels_are_a_picture(tmp_path: Path) -> None:
    data = pictures.encode(Image.new("L", (20_000, 10_000), 90), "JPEG", quality=30)
    path = written(tmp_path, data)
    assert probe(path).width == 20_000
    image, _ = thumbnail(path, 64)
    assert image.size == (64, 32)
    assert image.convert("L").getpixel((30, 15)) in range(88, 93)


def test_the_limit_can_be_lowered(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND["image/png"])
    assert probe(path, max_pixels=96 * 64).width == 96
    with pytest.raises(BombError):
        probe(path, max_pixels=96 * 64 - 1)


def test_a_bomb_inside_an_icon_is_refused(tmp_path: Path) -> None:
    inner = pictures.png_header(40_000, 40_000)
    entry = bytes([96, 64, 0, 0]) + (1).to_bytes(2, "little") + (32).to_bytes(2, "little")
    data = b"\0\0\1\0\1\0" + entry + len(inner).to_bytes(4, "little") + (22).to_bytes(4, "little") + inner
    with pytest.raises(BombError):
        probe(written(tmp_path, data))


def test_a_later_frame_may_not_be_a_bomb_either(tmp_path: Path) -> None:
    data = bytearray(pictures.animation("GIF"))
    second = data.index(b"\x2c", data.index(b"\x2c") + 1)  # an image descriptor: left, top, width, height
    while data[second - 1] != 0:
        second = data.index(b"\x2c", second + 1)
    data[second + 5 : second + 9] = b"\xff\xff\xff\xff"
    with pytest.raises(PictureError):
        render(written(tmp_path, bytes(data)), (50, 50), frame=1)


def test_a_later_page_may_not_be_a_bomb_either(tmp_path: Path) -> None:
    pages = [Image.new("L", (8, 8)), Image.new("L", (4321, 4321))]
    data = bytearray(pictures.encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    size = (4321).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (60_000).to_bytes(4, "little")
    with pytest.raises(BombError):
        render(written(tmp_path, bytes(data)), (50, 50), frame=1)


def test_too_many_frames_are_refused(tmp_path: Path) -> None:
    single = pictures.encode(Image.new("L", (1, 1)), "GIF")
    start = single.index(b"\x2c")
    data = single[:start] + single[start:-1] * (MAX_FRAMES + 1) + b";"
    with pytest.raises(BombError, match="frames"):
        probe(written(tmp_path, data))


def test_a_decoder_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = written(tmp_path, pictures.encode(Image.effect_noise((1500, 1500), 90), "PNG"))
    with pytest.raises(BombError, match="takes more than"), opened(path, seconds=-1) as picture:
        picture.image.load()


@pytest.mark.parametrize("media_type", SOUND)
def test_a_picture_cut_off_anywhere_is_damaged_or_no_picture(media_type: str, tmp_path: Path) -> None:
    for data in pictures.broken(SOUND[media_type]):
        with pytest.raises((DamagedError, NotAPictureError)):
            probe(written(tmp_path, data))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_cut_off_in_its_last_frame_is_damaged(form: str, tmp_path: Path) -> None:
    data = pictures.animation(form)
    with pytest.raises(DamagedError):
        probe(written(tmp_path, data[: len(data) * 9 // 10]))


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff"])
def test_something_appended_does_not_make_a_picture_damaged(media_type: str, tmp_path: Path) -> None:
    assert probe(written(tmp_path, SOUND[media_type] + b"trailing notes" * 20)).width == 96


def test_a_file_that_is_not_there_or_a_folder_is_damaged_not_a_crash(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(DamagedError):
            probe(path)


def test_the_picture_files_are_closed_again(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND["image/gif"])
    with opened(path) as picture:
        file = picture.file
        assert not file.closed
    assert file.closed


def test_bytes_open_like_files() -> None:
    with opened(SOUND["image/png"]) as picture:
        assert picture.size == (96, 64)


def test_pillows_own_guard_stands_where_ours_does() -> None:
    assert Image.MAX_IMAGE_PIXELS == MAX_PIXELS // 2
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(pictures.png_header(50_000, 5_001)))
