"""Names that every file system takes, and files that never overwrite other content."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.errors import InstallationError
from vitrina.library.export import MAX_NAME_BYTES, candidates, file_name, write_out
from vitrina.model import Picture


@pytest.mark.parametrize(
    "url,title,media_type,name",
    [
        ("https://example.org/a/cat.jpg", None, "image/jpeg", "cat.jpg"),
        ("https://example.org/cat.jpeg?size=big#x", None, "image/jpeg", "cat.jpg"),
        ("https://example.org/cat.png", None, "image/webp", "cat.webp"),
        ("https://example.org/v1.2", None, "image/png", "v1.2.png"),
        ("https://example.org/id/7/800", "Sea: the view?", "image/jpeg", "Sea the view 800.jpg"),
        ("https://example.org/", None, "image/gif", "picture.gif"),
        ("https://example.org/%D0%BC%D0%BE%D1%80%D0%B5.jpg", None, "image/jpeg", "море.jpg"),
        ("https://example.org/a%2Fb%5C..%2F..jpg", None, "image/jpeg", "a b.jpg"),
        ("https://example.org/CON.jpg", None, "image/jpeg", "_CON.jpg"),
        ("https://example.org/x.jpg", None, None, "x.jpg"),
        ("file:///home/me/book.cbz#page%2001.png", None, "image/png", "page 01.png"),
    ],
)
def test_the_name_says_what_it_is(url: str, title: str | None, media_type: str | None, name: str) -> None:
    assert file_name(Picture(url, title=title), media_type) == name


def test_each_answer_of_a_url_asked_many_times_has_a_name_of_its_own() -> None:
    assert file_name(Picture("https://example.org/random.jpg", ask=3), "image/jpeg") == "random 3.jpg"


@given(st.text(), st.text(), st.sampled_from(["image/jpeg", "image/png", None]))
def test_no_name_is_illegal_anywhere(path: str, title: str, media_type: str | None) -> None:
    try:
        picture = Picture(f"https://example.org/{path}", title=title)
        name = file_name(picture, media_type)
    except ValueError:  # urlsplit refuses some hosts; here it is the path alone that varies
        return
    assert name
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert name.strip(". ") == name
    assert len(name.encode("utf-8", "ignore")) <= MAX_NAME_BYTES + 60


def test_candidates_put_the_number_before_the_extension() -> None:
    numbered = candidates("cat.jpg")
    assert [next(numbered) for _ in range(3)] == ["cat.jpg", "cat (2).jpg", "cat (3).jpg"]


def test_other_content_is_never_overwritten_and_the_same_is_not_written_twice(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"one")
    two.write_bytes(b"two")
    assert write_out(one, folder, "cat.jpg") == folder / "cat.jpg"
    assert write_out(two, folder, "cat.jpg") == folder / "cat (2).jpg"
    assert write_out(one, folder, "cat.jpg") == folder / "cat.jpg"
    assert write_out(two, folder, "cat.jpg") == folder / "cat (2).jpg"
    assert sorted(path.name for path in folder.iterdir()) == ["cat (2).jpg", "cat.jpg"]
    assert (folder / "cat.jpg").read_bytes() == b"one"


def test_the_copy_is_a_file_of_its_own(tmp_path: Path) -> None:
    source = tmp_path / "stored"
    source.write_bytes(b"as stored")
    copy = write_out(source, tmp_path / "out", "x.jpg")
    copy.write_bytes(b"edited by the person")
    assert source.read_bytes() == b"as stored"


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(InstallationError, match="cannot be written"):
        write_out(tmp_path / "taken", tmp_path / "taken", "x.jpg")
