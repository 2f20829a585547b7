"""Pictures on the disk: order, what is a picture, what may not be read."""

import os
from pathlib import Path

import pytest

from ordinary import without_special_rights
from sources.asking import Answers, gathered
from sources.folders import JPEG, PNG
from vitrina.errors import NothingToShowError
from vitrina.model import Picture
from vitrina.sources.folder import natural, picture_type, walk


def names(folder: Path) -> list[str]:
    base = folder.as_uri() + "/"
    return [one.url.removeprefix(base) if isinstance(one, Picture) else str(one) for one in walk(folder)]


def test_numbers_count_as_numbers_and_a_folders_own_files_come_first(tmp_path: Path) -> None:
    for name in ("10.jpg", "2.jpg", "B.png", "a.png", "sub2/1.jpg", "sub10/1.jpg", "sub2/deep/x.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PNG if name.endswith("png") else JPEG)
    assert names(tmp_path) == ["2.jpg", "10.jpg", "a.png", "B.png", "sub2/1.jpg", "sub2/deep/x.png", "sub10/1.jpg"]


def test_content_decides_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(JPEG)
    (tmp_path / "text.jpg").write_text("no picture")
    (tmp_path / ".hidden.jpg").write_bytes(JPEG)
    (tmp_path / ".thumbs").mkdir()
    (tmp_path / ".thumbs" / "x.jpg").write_bytes(JPEG)
    assert names(tmp_path) == ["picture.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    (tmp_path / "circle").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert names(tmp_path) == ["a.jpg"]


def test_a_folder_without_rights_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    with without_special_rights(), pytest.raises(NothingToShowError, match="cannot be read: permission denied"):
        list(walk(tmp_path / "closed"))


def test_a_folder_that_went_away_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as system:
        os.listdir(tmp_path / "gone")  # noqa: PTH208 - for what this system says of it
    with pytest.raises(NothingToShowError) as told:
        list(walk(tmp_path / "gone"))
    assert f"cannot be read: {system.value.strerror}.".lower() in str(told.value).lower()


def test_natural_order_takes_any_name() -> None:
    assert min(["10", "9", "a10b", "a9b", "", "Ä", "٣"], key=natural) == ""
    assert natural("9" * 5000) > natural("8")


def test_first_bytes_tell_the_type() -> None:
    assert picture_type(JPEG) == "image/jpeg"
    assert picture_type(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    assert picture_type(b"\0\0\0\x1cftypavif") == "image/avif"
    assert picture_type(b"<svg xmlns='http://www.w3.org/2000/svg'>") is None
    assert picture_type(b"") is None


async def test_a_folder_is_a_locator(tmp_path: Path) -> None:
    (tmp_path / "ä 1.jpg").write_bytes(JPEG)
    pictures, notes = await gathered(Answers({}), str(tmp_path))
    assert [(one.url, one.media_type, one.source, one.remote) for one in pictures] == [
        (tmp_path.as_uri() + "/%C3%A4%201.jpg", "image/jpeg", "folder", False)
    ]
    assert notes == []


async def test_a_single_picture_is_a_locator_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(JPEG)
    pictures, _ = await gathered(Answers({}), str(tmp_path / "list.txt"))
    assert [one.url for one in pictures] == [(tmp_path / "list.txt").as_uri()]


async def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    pictures, notes = await gathered(Answers({}), str(tmp_path))
    assert pictures == []
    assert [(str(note), type(note.error)) for note in notes] == [
        (f"The folder {tmp_path} holds no pictures.", NothingToShowError)
    ]
