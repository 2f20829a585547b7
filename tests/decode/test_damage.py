"""Hostile and broken bytes: whatever is in a file, only a PictureError comes out, and soon."""

import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pictures
from vitrina import decode
from vitrina.errors import BombError, PictureError

# The program tells Pillow's warnings to be quiet once; pytest puts its own filters back for each test.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")

SOUND = {
    **pictures.every_format(),
    "animated gif": pictures.animation("GIF"),
    "animated webp": pictures.animation("WEBP"),
    "animated png": pictures.animation("PNG"),
    "progressive jpeg": pictures.encode(pictures.quarters(), "JPEG", progressive=True),
    "profiled jpeg": pictures.encode(pictures.quarters(), "JPEG", icc_profile=pictures.wide_gamut_profile()),
    "tiff pages": pictures.encode(
        pictures.quarters(), "TIFF", save_all=True, append_images=[pictures.quarters((50, 70))]
    ),
    "tiff jpeg": pictures.encode(pictures.quarters(), "TIFF", compression="jpeg"),
    "tiff raw": pictures.encode(pictures.quarters(), "TIFF"),
}
LARGEST = 4_000_000  # pixels: a changed header may ask for more, which would only make the test slow


def play(path: Path) -> None:
    for number, _ in enumerate(decode.frames(path, (20, 20))):
        if number > 10:
            break


# All that the program does with a picture; each has to stand alone, whatever the one before found.
USES: tuple[Callable[[Path], object], ...] = (
    partial(decode.probe, max_pixels=LARGEST),
    partial(decode.thumbnail, edge=32),
    partial(decode.render, box=(40, 40), quality="rough"),
    partial(decode.render, box=(40, 40), frame=1),
    partial(decode.render_begun, box=(40, 40)),
    decode.exif,
    decode.open_full,
    play,
)


def tried(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        decode.probe(path, max_pixels=LARGEST)
    except BombError:
        return  # may be within the program's limit, and slow
    except PictureError:
        pass
    for use in USES:
        with suppress(PictureError):
            use(path)


def test_every_sound_picture_passes_untouched(tmp_path: Path) -> None:
    for data in SOUND.values():
        (tmp_path / "picture").write_bytes(data)
        for use in USES[:3] + USES[4:]:
            use(tmp_path / "picture")


def changed(data: bytes, chance: random.Random) -> bytes:
    """Flip, overwrite, cut, repeat or exchange some of it, mostly near the beginning, where the lengths are."""
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = min(len(broken) - 1, int(len(broken) * chance.random() ** chance.choice((1, 3))))
        kinds: tuple[Callable[[], None], ...] = (
            lambda at=at: broken.__setitem__(at, broken[at] ^ 1 << chance.randrange(8)),  # type: ignore[misc]
            lambda at=at: broken.__setitem__(at, chance.choice((0, 1, 0x7F, 0x80, 0xFF))),  # type: ignore[misc]
            lambda at=at: broken.__setitem__(slice(at, at + 4), chance.randbytes(4)),  # type: ignore[misc]
            lambda at=at: broken.__delitem__(slice(at, at + chance.randrange(1, 9))),  # type: ignore[misc]
            lambda at=at: broken.__setitem__(slice(at, at), broken[at : at + chance.randrange(1, 40)]),  # type: ignore[misc]
        )
        chance.choice(kinds)()
        if not broken:
            break
    return bytes(broken[: int(len(broken) * chance.choice((1.0, 1.0, chance.random())))])


@pytest.mark.parametrize("name", SOUND)
def test_nothing_but_a_picture_error_comes_out_of_changed_pictures(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    for _ in range(40):
        tried(tmp_path / "picture", changed(SOUND[name], chance))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", SOUND)
def test_nothing_but_a_picture_error_comes_out_of_many_changed_pictures(name: str, tmp_path: Path) -> None:
    chance = random.Random(f"many {name}")
    for _ in range(500):
        tried(tmp_path / "picture", changed(SOUND[name], chance))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from([data[:24] for data in SOUND.values()]), body=st.binary(max_size=400))
def test_a_true_beginning_with_anything_after_it_is_no_danger(tmp_path: Path, head: bytes, body: bytes) -> None:
    tried(tmp_path / "picture", head + body)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_named_or_refused(data: bytes) -> None:
    form = decode.identify(data)
    assert form is None or form in decode.FORMATS


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300))
def test_a_stored_thumbnail_may_be_anything(data: bytes) -> None:
    with pytest.raises(PictureError):
        decode.open_thumbnail(data)
