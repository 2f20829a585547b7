"""RFC 9110 section 14, RFC 9111 section 3.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.fetch.ranges import ByteRange, Held, byte_range, cut, held, partial_headers, whole_headers

WHOLE = Held(0, 11, 11, to_the_end=True)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("bytes=0-1", ByteRange(0, 1)),
        ("bytes=1-1", ByteRange(1, 1)),
        ("BYTES= 5- ", ByteRange(5, None)),
        ("bytes=-5", ByteRange(None, 5)),
        ("bytes=2-1", None),
        ("bytes=0-1,3-4", None),
        ("bytes=-", None),
        ("bytes 0-1", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=0-" + "9" * 30, None),
        ("", None),
    ],
)
def test_one_range_of_bytes_is_understood(text: str, expected: ByteRange | None) -> None:
    assert byte_range(text) == expected


@pytest.mark.parametrize(
    "content_range, expected",
    [
        ("bytes 4-9/10", Held(4, 6, 10, to_the_end=True)),
        ("bytes 0-5/10", Held(0, 6, 10, to_the_end=False)),
        ("bytes 4-4/10", Held(4, 6, 10, to_the_end=False)),
        ("bytes 5-4/10", None),
        ("bytes 4-10/10", None),
        ("bytes 4-9/*", None),
        ("bytes */10", None),
        ("lines 4-9/10", None),
        ("", None),
    ],
)
def test_a_part_has_to_say_which_part_it_is(content_range: str, expected: Held | None) -> None:
    assert held(206, (("Content-Range", content_range),), 6) == expected


def test_what_is_no_part_is_whole_whatever_it_says() -> None:
    assert held(200, (("Content-Range", "bytes 4-9/10"),), 6) == Held(0, 6, 6, to_the_end=True)


@pytest.mark.parametrize(
    "have, wanted, expected",
    [
        (WHOLE, "bytes=0-1", (0, 2, "bytes 0-1/11")),
        (WHOLE, "bytes=1-", (1, 11, "bytes 1-10/11")),
        (WHOLE, "bytes=-1", (10, 11, "bytes 10-10/11")),
        (WHOLE, "bytes=-99", (0, 11, "bytes 0-10/11")),
        (WHOLE, "bytes=5-99", (5, 11, "bytes 5-10/11")),
        (WHOLE, "bytes=11-", None),
        (WHOLE, "bytes=-0", None),
        (Held(4, 6, 10, to_the_end=True), "bytes=6-8", (2, 5, "bytes 6-8/10")),
        (Held(4, 6, 10, to_the_end=True), "bytes=6-", (2, 6, "bytes 6-9/10")),
        (Held(4, 6, 10, to_the_end=True), "bytes=-1", (5, 6, "bytes 9-9/10")),
        (Held(4, 6, 10, to_the_end=True), "bytes=3-8", None),
        (Held(4, 6, 10, to_the_end=True), "bytes=-7", None),
        (Held(0, 5, 10, to_the_end=False), "bytes=0-4", (0, 5, "bytes 0-4/10")),
        (Held(0, 5, 10, to_the_end=False), "bytes=0-5", None),
        (Held(0, 5, 10, to_the_end=False), "bytes=3-", None),
        (Held(0, 5, 10, to_the_end=False), "bytes=3-99", None),
        (Held(0, 5, 10, to_the_end=False), "bytes=-1", None),
    ],
)
def test_a_slice_is_cut_only_where_all_of_it_is_there(
    have: Held, wanted: str, expected: tuple[int, int, str] | None
) -> None:
    asked = byte_range(wanted)
    assert asked is not None
    piece = cut(asked, have)
    assert (piece and (piece.begin, piece.stop, piece.content_range)) == expected


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_slice_of_any_part_is_the_slice_of_the_whole(whole: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start, len(whole) - 1))
    have = Held(start, end - start + 1, len(whole), to_the_end=end == len(whole) - 1)
    low, high = data.draw(st.integers(0, 45)), data.draw(st.integers(0, 45))
    wanted, expected = data.draw(
        st.sampled_from(
            [
                (ByteRange(low, low + high), whole[low : low + high + 1]),
                (ByteRange(low, None), whole[low:]),
                (ByteRange(None, high), whole[-high:] if high else b""),
            ]
        )
    )
    piece = cut(wanted, have)
    if piece is not None:
        assert whole[start : end + 1][piece.begin : piece.stop] == expected
    elif expected:
        first = whole_at = len(whole) - len(expected) if wanted.start is None else low
        assert whole_at < start or first + len(expected) - 1 > end


@given(st.text())
def test_no_text_makes_the_reading_fail(text: str) -> None:
    assert byte_range(f"bytes={text}") is None or any(letter.isdigit() for letter in text)
    assert held(206, (("content-range", text),), 1) is None or text


def test_a_slice_says_what_it_is_and_a_whole_does_not() -> None:
    asked = byte_range("bytes=0-1")
    assert asked is not None
    piece = cut(asked, WHOLE)
    assert piece is not None
    part = partial_headers((("A", "1"), ("content-length", "11")), piece)
    assert part == (("A", "1"), ("Content-Range", "bytes 0-1/11"), ("Content-Length", "2"))
    assert whole_headers(part, 11) == (("A", "1"), ("Content-Length", "11"))
