"""Told whole or not without decoding."""

import io

import pytest

import pictures
from vitrina.decode import identify
from vitrina.decode.wholeness import looks_whole

SOUND = pictures.every_format()
TELLING = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/qoi", "image/jp2")


def looked_at(data: bytes, whole: bytes) -> bool:
    form = identify(whole)
    assert form is not None
    file = io.BytesIO(data)
    file.seek(3)
    answer = looks_whole(file, form)
    assert file.tell() == 3
    return answer


@pytest.mark.parametrize("media_type", TELLING)
def test_a_whole_file_needs_no_decoding_to_be_told(media_type: str) -> None:
    assert looked_at(SOUND[media_type], SOUND[media_type])


@pytest.mark.parametrize("media_type", SOUND)
def test_a_file_that_lacks_its_end_is_never_told_whole(media_type: str) -> None:
    whole = SOUND[media_type]
    for cut in (len(whole) // 2, len(whole) * 9 // 10, len(whole) - 4, len(whole) - 1):
        assert not looked_at(whole[:cut], whole)


def test_boxes_that_do_not_add_up_are_suspicious() -> None:
    whole = SOUND["image/avif"]
    for wrong in (b"\0\0\0\0", b"\0\0\0\x07", b"\0\0\0\1", b"\xff\xff\xff\xff"):
        assert not looked_at(wrong + whole[4:], whole)
