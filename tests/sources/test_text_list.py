"""Plain lists: titles, comments, bad lines, paths, playlists."""

from pathlib import Path

from vitrina.sources import Document, Page
from vitrina.sources.text_list import TextList


def lines(text: str | bytes, url: str = "https://h/dir/list.txt") -> Page | None:
    return TextList().read(Document(url, text if isinstance(text, bytes) else text.encode()))


def urls(page: Page | None) -> list[str]:
    return [one.url for one in page.pictures] if page else []


def test_one_address_a_line_with_comments_and_titles() -> None:
    page = lines(
        "\ufeff# mine\r\nhttps://a/1.jpg\tThe <b>first</b>\r\n\r\n- https://a/2.jpg\n 3. https://a/3?x=1&y=2#f\n//cdn.a/4.png\n"
    )
    assert page
    assert [(one.url, one.title) for one in page.pictures] == [
        ("https://a/1.jpg", "The first"),
        ("https://a/2.jpg", None),
        ("https://a/3?x=1&y=2", None),
        ("https://cdn.a/4.png", None),
    ]
    assert page.left_out == ()


def test_one_bad_line_in_a_thousand_is_named_and_the_rest_goes_on() -> None:
    text = "".join(f"https://a/{at}.jpg\n" if at != 500 else "http//broken\n" for at in range(1, 1001))
    page = lines(text)
    assert page
    assert len(page.pictures) == 999
    assert [str(note) for note in page.left_out] == ["Line 500 is no address and was left out."]


def test_many_bad_lines_are_counted() -> None:
    page = lines("https://a/1.jpg\n" + "no\n" * 50)
    assert page
    assert len(page.left_out) == 21
    assert str(page.left_out[-1]) == "30 more lines are no addresses and were left out."


def test_addresses_with_spaces_controls_and_foreign_letters_are_mended() -> None:
    assert urls(lines("https://a/b c.jpg\nhttps://ä.example/ö\x7f.jpg\nhttp://user:pa%20ss@a/x\nwww.foo.org/y\n")) == [
        "https://a/b%20c.jpg",
        "https://xn--4ca.example/%C3%B6%7F.jpg",
        "http://user:pa%20ss@a/x",
        "https://www.foo.org/y",
    ]


def test_a_path_counts_in_a_local_list_alone(tmp_path: Path) -> None:
    base = (tmp_path / "list.txt").as_uri()
    assert urls(lines("./a b#1.jpg\n../c.jpg\n/abs.jpg\n", base)) == [
        tmp_path.as_uri() + "/a%20b%231.jpg",
        tmp_path.parent.as_uri() + "/c.jpg",
        "file:///abs.jpg",
    ]
    assert lines("./a.jpg\n") is None


def test_a_playlist_names_its_entries() -> None:
    page = lines("#EXTM3U\n#EXTINF:-1,Two words\npics/1.jpg\nhttps://a/2.jpg\n", "file:///d/list.m3u")
    assert page
    assert [(one.url, one.title) for one in page.pictures] == [
        ("file:///d/pics/1.jpg", "Two words"),
        ("https://a/2.jpg", None),
    ]


def test_what_is_no_list_is_left_to_others() -> None:
    assert lines("just some words\nand more") is None
    assert lines(b"\0\1\2\3https://a/1.jpg\n") is None
    assert lines('{"url": "https://a/1.jpg"}') is None
    assert lines("<a href='https://a/1.jpg'>") is None
    assert lines("") is None


def test_a_utf_16_list_is_read() -> None:
    assert urls(lines("https://a/ä.jpg\r\n".encode("utf-16"))) == ["https://a/%C3%A4.jpg"]
