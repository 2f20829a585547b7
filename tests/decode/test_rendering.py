"""Thumbnails, renderings and frames: right side up, right size, right timing."""

from pathlib import Path

import pytest
from PIL import Image

import pictures
from vitrina.decode import frames, open_thumbnail, probe, render, render_begun, thumbnail
from vitrina.decode.rendering import fit_size
from vitrina.decode.scans import first_scans, where_to_cut
from vitrina.errors import DamagedError

SOUND = pictures.every_format()
# Six pixels of the quarters picture, stored in each of Exif's orientations: how the stored pixels were turned.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "picture"
    path.write_bytes(data)
    return path


def oriented(form: str, orientation: int, **options: object) -> bytes:
    turn = STORED[orientation]
    image = pictures.quarters() if turn is None else pictures.quarters().transpose(turn)
    notes = Image.Exif()
    notes[0x0112] = orientation
    return pictures.encode(image, form, exif=notes, **options)


@pytest.mark.parametrize("media_type", SOUND)
def test_every_format_is_shown_right_small_and_large(media_type: str, tmp_path: Path) -> None:
    path = written(tmp_path, SOUND[media_type])
    small, data = thumbnail(path, 48)
    assert (small.mode, small.size) == ("RGB", (48, 32))
    assert pictures.corners(small) == pictures.UPRIGHT
    assert pictures.corners(open_thumbnail(data)) == pictures.UPRIGHT
    large = render(path, (1000, 1000))
    assert (large.image.mode, large.image.size, large.full_width, large.full_height) == ("RGB", (96, 64), 96, 64)
    assert pictures.corners(large.image) == pictures.UPRIGHT


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_all_eight_orientations_come_out_upright(form: str, orientation: int, tmp_path: Path) -> None:
    path = written(tmp_path, oriented(form, orientation))
    found = probe(path)
    assert (found.width, found.height) == (96, 64)
    shown = render(path, (48, 48))
    assert shown.image.size == (48, 32)
    assert pictures.corners(shown.image) == pictures.UPRIGHT


@pytest.mark.parametrize("orientation", [0, 9, 255])
def test_an_orientation_that_does_not_exist_is_no_orientation(orientation: int, tmp_path: Path) -> None:
    notes = Image.Exif()
    notes[0x0112] = orientation
    path = written(tmp_path, pictures.encode(pictures.quarters(), "JPEG", exif=notes))
    assert pictures.corners(render(path, (96, 96)).image) == pictures.UPRIGHT


@pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")  # the program leaves it out; pytest sets its own
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "notes", [b"MM\0*\0\0\0\x08\xff\xff broken", b"no directory at all", b"MM", b"MM\0*\xff\xff\xff\xff"]
)
def test_broken_exif_does_not_stop_a_picture(form: str, notes: bytes, tmp_path: Path) -> None:
    data = pictures.encode(pictures.quarters(), form, exif=b"Exif\0\0" + notes)
    assert pictures.corners(render(written(tmp_path, data), (96, 96)).image) == pictures.UPRIGHT


def test_turning_by_hand_comes_on_top_of_the_cameras_own(tmp_path: Path) -> None:
    path = written(tmp_path, oriented("JPEG", 6))
    once = render(path, (500, 500), turns=1)
    assert (once.full_width, once.full_height) == once.image.size == (64, 96)
    assert pictures.corners(once.image) == ["blue", "red", "white", "green"]
    assert pictures.corners(render(path, (500, 500), turns=-2).image) == pictures.UPRIGHT[::-1]


@pytest.mark.parametrize("quality", ["rough", "fine"])
@pytest.mark.parametrize("progressive", [False, True])
def test_rough_and_fine_have_the_same_size_and_show_the_same(
    quality: str, *, progressive: bool, tmp_path: Path
) -> None:
    noise = Image.effect_noise((1800, 1200), 140).convert("RGB")
    image = Image.blend(pictures.quarters((1800, 1200)), noise, 0.16)
    path = written(tmp_path, pictures.encode(image, "JPEG", quality=98, progressive=progressive))
    assert path.stat().st_size > 1 << 20
    shown = render(path, (700, 700), quality="rough" if quality == "rough" else "fine")
    assert (shown.image.size, shown.full_width) == ((700, 467), 1800)
    smooth = shown.image.resize((6, 4), Image.Resampling.BOX)
    assert pictures.corners(smooth, 70) == pictures.UPRIGHT


def test_a_rough_look_at_a_large_progressive_picture_reads_its_first_scans_only(tmp_path: Path) -> None:
    noise = Image.effect_noise((1500, 1000), 90)
    path = written(tmp_path, pictures.encode(noise, "JPEG", quality=95, progressive=True))
    part = first_scans(path)
    assert part is not None
    assert len(part) < path.stat().st_size * 0.5
    path.write_bytes(pictures.encode(noise, "JPEG", quality=95))
    assert first_scans(path) is None


def test_a_thumbnail_of_a_large_progressive_picture_reads_its_first_scans_only(tmp_path: Path) -> None:
    noise = Image.effect_noise((1800, 1200), 140).convert("RGB")
    image = Image.blend(pictures.quarters((1800, 1200)), noise, 0.16)
    data = pictures.encode(image, "JPEG", quality=98, progressive=True)
    path = written(tmp_path, data[: len(data) // 2] + bytes(len(data) - len(data) // 2))
    assert pictures.corners(thumbnail(path, 128)[0], 70) == pictures.UPRIGHT
    with pytest.raises(DamagedError):
        thumbnail(path, 1000)


@pytest.mark.parametrize("progressive", [False, True])
def test_a_picture_that_is_still_arriving_shows_what_is_there(*, progressive: bool, tmp_path: Path) -> None:
    whole = pictures.encode(pictures.quarters((1200, 800)), "JPEG", quality=95, progressive=progressive)
    path = written(tmp_path, whole[: len(whole) * 8 // 10])
    shown = render_begun(path, (300, 300))
    assert shown is not None
    assert (shown.image.size, shown.full_width) == ((300, 200), 1200)
    assert pictures.corners(shown.image)[:2] == pictures.UPRIGHT[:2]
    with pytest.raises(DamagedError):
        probe(path)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_of_a_picture_that_is_still_arriving_it_is_known_which_part_has_come(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    noise = Image.effect_noise((1200, 800), 60).convert("RGB")
    whole = pictures.encode(noise, "JPEG", quality=95, exif=exif)
    shown = render_begun(written(tmp_path, whole[: len(whole) // 2]), (300, 300))
    assert shown is not None
    left, top, right, bottom = shown.there
    width, height = shown.image.size
    part = (right - left) * (bottom - top) / (width * height)
    assert 0.35 < part < 0.5
    edges = {1: (left, top), 3: (width - right, height - bottom), 6: (width - right, top), 8: (left, height - bottom)}
    assert edges[orientation] == (0, 0), "it comes from the other side"
    complete = render_begun(written(tmp_path, whole), (300, 300))
    assert complete is not None
    assert complete.there == (0, 0, width, height)


@pytest.mark.parametrize("loop, times", [(None, 1), (0, 0), (2, 3)])
def test_how_often_a_gif_plays_is_how_often_it_repeats_and_one(loop: int | None, times: int, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (pictures.RED, pictures.BLUE)]
    options = {} if loop is None else {"loop": loop}
    data = pictures.encode(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50, **options)
    assert probe(written(tmp_path, data)).loops == times


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1])
def test_of_a_picture_that_has_hardly_begun_nothing_is_shown(share: float, tmp_path: Path) -> None:
    whole = pictures.encode(pictures.quarters(), "JPEG")
    assert render_begun(written(tmp_path, whole[: int(len(whole) * share)]), (30, 30)) is None


@pytest.mark.parametrize("media_type", sorted(set(SOUND) - {"image/jpeg"}))
def test_other_formats_are_not_shown_before_they_are_there(media_type: str, tmp_path: Path) -> None:
    assert render_begun(written(tmp_path, SOUND[media_type]), (30, 30)) is None


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xc2\x00\x00" * 3, b"\xff\xd8\xff\xc2\xff\xff"])
def test_what_is_no_progressive_jpeg_is_not_cut(data: bytes) -> None:
    assert where_to_cut(data) is None


@pytest.mark.parametrize(
    "size, box, fitted",
    [
        ((4000, 3000), (400, 400), (400, 300)),
        ((3000, 4000), (400, 400), (300, 400)),
        ((100, 50), (400, 400), (100, 50)),
        ((50_000, 2), (100, 100), (100, 1)),
        ((7, 7), (1, 1), (1, 1)),
    ],
)
def test_pictures_fit_and_are_never_enlarged(
    size: tuple[int, int], box: tuple[int, int], fitted: tuple[int, int]
) -> None:
    assert fit_size(size, box) == fitted


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_animations_play_every_frame_with_their_own_timing(form: str, tmp_path: Path) -> None:
    durations = (40, 10, 120) if form == "AVIF" else (40, 0, 120)
    path = written(tmp_path, pictures.animation(form, durations))
    found = probe(path)
    assert (found.frames, found.animated) == (3, True)
    shown = list(frames(path, (50, 50)))
    assert [pictures.bar(frame.image) for frame in shown] == [1, 2, 3]
    assert [frame.image.size for frame in shown] == [(50, 20)] * 3
    assert [frame.seconds for frame in shown] == [0.04, 0.1, 0.12]  # 10 ms and less: 100 ms, as browsers do


def test_frames_given_out_are_not_overwritten_by_later_ones(tmp_path: Path) -> None:
    path = written(tmp_path, pictures.animation("PNG"))
    shown = list(frames(path, (1000, 1000)))  # not scaled: nothing made a copy on the way
    assert [pictures.bar(frame.image) for frame in shown] == [1, 2, 3]


def test_playing_may_start_in_the_middle_and_stop_early(tmp_path: Path) -> None:
    path = written(tmp_path, pictures.animation("GIF"))
    playing = frames(path, (50, 50), start=1)
    assert pictures.bar(next(playing).image) == 2
    playing.close()  # type: ignore[attr-defined]
    path.unlink()


def test_an_apng_plays_without_the_picture_for_programs_that_know_no_apng(tmp_path: Path) -> None:
    plain = Image.new("RGB", (100, 40), pictures.BLUE)
    frame = Image.new("RGB", (100, 40), pictures.RED)
    other = Image.new("RGB", (100, 40), pictures.GREEN)
    data = pictures.encode(
        plain, "PNG", save_all=True, append_images=[frame, other], default_image=True, duration=50, loop=0
    )
    shown = list(frames(written(tmp_path, data), (100, 100)))
    assert [item.image.getpixel((5, 5)) for item in shown] == [pictures.RED, pictures.GREEN]


def test_pages_of_a_tiff_are_frames_without_time(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (60, 40 + 10 * page), pictures.RED) for page in range(3)]
    path = written(tmp_path, pictures.encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    found = probe(path)
    assert (found.frames, found.animated) == (3, False)
    assert [(item.image.size, item.seconds) for item in frames(path, (500, 500))] == [
        ((60, 40), 0.0),
        ((60, 50), 0.0),
        ((60, 60), 0.0),
    ]
    assert render(path, (500, 500), frame=2).full_height == 60


def test_a_frame_that_is_not_there_is_damaged(tmp_path: Path) -> None:
    path = written(tmp_path, pictures.animation("GIF"))
    with pytest.raises(DamagedError):
        render(path, (50, 50), frame=7)


def test_a_stored_thumbnail_that_is_broken_is_damaged() -> None:
    with pytest.raises(DamagedError):
        open_thumbnail(b"\xff\xd8\xff\xe0 broken")
    with pytest.raises(DamagedError):
        open_thumbnail(b"")


def test_a_thumbnail_is_small_on_disk(tmp_path: Path) -> None:
    path = written(tmp_path, pictures.encode(pictures.quarters((1600, 1200)), "JPEG"))
    image, data = thumbnail(path, 256)
    assert image.size == (256, 192)
    assert len(data) < 20_000
