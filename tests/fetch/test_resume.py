import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.fetch.resume import Partial, ask, combined, expected, fits, validator
from vitrina.model import Headers

STRONG: Headers = (("ETag", '"a"'), ("Content-Length", "100"))
DATED: Headers = (("Last-Modified", "Tue, 06 Oct 2026 10:00:00 GMT"), ("Content-Length", "100"))
URL = "http://h.example/x"


@pytest.mark.parametrize(
    "headers, value",
    [
        (STRONG, '"a"'),
        (DATED, DATED[0][1]),
        ((("ETag", 'W/"a"'),), None),
        ((("ETag", 'W/"a"'), DATED[0]), None),
        ((("ETag", "a"),), None),
        ((), None),
        ((DATED[0], ("Date", DATED[0][1])), None),
        ((DATED[0], ("Date", "Tue, 06 Oct 2026 11:00:00 GMT")), DATED[0][1]),
    ],
)
def test_only_a_strong_validator_binds_the_rest_to_its_beginning(headers: Headers, value: str | None) -> None:
    assert validator(headers) == value


def test_the_rest_is_asked_for_with_its_condition() -> None:
    assert ask(Partial(40, STRONG, URL)) == (("Range", "bytes=40-"), ("If-Range", '"a"'))


@pytest.mark.parametrize(
    "partial",
    [Partial(0, STRONG, URL), Partial(40, (), URL), Partial(40, (*STRONG, ("Content-Encoding", "gzip")), URL)],
)
def test_what_cannot_be_continued_is_not_asked_for(partial: Partial) -> None:
    assert ask(partial) == ()


@pytest.mark.parametrize(
    "content_range, own, good",
    [
        ("bytes 40-99/100", (("ETag", '"a"'),), True),
        ("bytes 40-59/100", (("ETag", '"a"'),), True),
        ("bytes 40-99/*", (("ETag", '"a"'),), True),
        ("BYTES 40-99/100", (("etag", '"a"'),), True),
        ("bytes 41-99/100", (("ETag", '"a"'),), False),
        ("bytes 39-99/100", (("ETag", '"a"'),), False),
        ("bytes 40-98/99", (("ETag", '"a"'),), False),
        ("bytes 40-100/100", (("ETag", '"a"'),), False),
        ("bytes 40-30/100", (("ETag", '"a"'),), False),
        ("lines 40-99/100", (("ETag", '"a"'),), False),
        ("bytes 40-99", (("ETag", '"a"'),), False),
        ("", (("ETag", '"a"'),), False),
        ("bytes 40-99/100", (("ETag", '"b"'),), False),
        ("bytes 40-99/100", (), False),
        ("bytes 40-99/100", (("ETag", '"a"'), ("Content-Encoding", "gzip")), False),
    ],
)
def test_a_part_fits_only_where_everything_fits(content_range: str, own: Headers, good: bool) -> None:  # noqa: FBT001
    assert fits(Partial(40, STRONG, URL), (("Content-Range", content_range), *own)) is good


def test_a_date_has_to_be_said_again_too() -> None:
    answer = (("Content-Range", "bytes 40-99/100"),)
    assert fits(Partial(40, DATED, URL), (*answer, DATED[0]))
    assert not fits(Partial(40, DATED, URL), answer)


@given(st.text(max_size=40), st.integers(1, 100))
def test_no_content_range_makes_an_exception(value: str, offset: int) -> None:
    headers = (("Content-Range", value), ("ETag", '"a"'))
    assert not fits(Partial(offset, STRONG, URL), headers) or value.lower().startswith("bytes")
    expected(206, headers)


@pytest.mark.parametrize(
    "status, headers, size",
    [
        (200, (("Content-Length", "7"),), 7),
        (200, (("Content-Length", "x"),), None),
        (200, (("Content-Length", "-7"),), None),
        (200, (), None),
        (200, (("Content-Length", "٣"),), None),
        (206, (("Content-Range", "bytes 1-2/9"), ("Content-Length", "2")), 9),
        (206, (("Content-Range", "bytes 1-2/*"),), None),
    ],
)
def test_the_size_of_the_whole_is_what_is_announced(status: int, headers: Headers, size: int | None) -> None:
    assert expected(status, headers) == size


def test_headers_of_the_whole_stay_and_newer_ones_win() -> None:
    whole = (("Content-Type", "image/png"), ("Content-Length", "100"), ("Age", "1"), ("ETag", '"a"'))
    part = (("Content-Length", "60"), ("Content-Range", "bytes 40-99/100"), ("age", "5"), ("X-New", "1"))
    assert dict(combined(whole, part)) == {
        "Content-Type": "image/png",
        "Content-Length": "100",
        "ETag": '"a"',
        "age": "5",
        "X-New": "1",
    }
