"""RFC 9110 section 5.6.7."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.fetch.http_dates import format_http_date, parse_http_date

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC).timestamp()
MOMENTS = st.integers(
    int(datetime(1, 1, 1, tzinfo=UTC).timestamp()), int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
)


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "sun, 06 nov 1994 08:49:37 gmt",
        "SUNDAY, 06-NOV-94 08:49:37 GMT",
        "Fri, 06 Nov 1994 08:49:37 GMT",
        "\t Sun, 06 Nov 1994 08:49:37 GMT ",
    ],
)
def test_all_three_forms_are_read_in_any_case_and_whatever_the_weekday(text: str) -> None:
    assert parse_http_date(text, NOW) == 784111777


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "-1",
        "foo",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 AEST",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun,  06 Nov 1994 08:49:37 GMT",
        "Sun, 06  Nov  1994 08:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 31 Feb 2030 08:49:37 GMT",
        "Sun, 06 Nov 0000 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "1994-11-06T08:49:37Z",
        "784111777",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:38 GMT",
        "Sun, \u0660\u0666 Nov 1994 08:49:37 GMT",
    ],
)
def test_what_is_none_of_the_three_forms_is_no_date(text: str) -> None:
    assert parse_http_date(text, NOW) is None


def test_a_leap_second_is_a_date() -> None:
    assert parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT", NOW) == datetime(2017, 1, 1, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "digits, year", [("26", 2026), ("50", 2050), ("76", 2076), ("77", 1977), ("99", 1999), ("00", 2000)]
)
def test_two_digits_of_a_year_are_never_more_than_fifty_years_ahead(digits: str, year: int) -> None:
    found = parse_http_date(f"Monday, 01-Mar-{digits} 00:00:00 GMT", NOW)
    assert found == datetime(year, 3, 1, tzinfo=UTC).timestamp()


def test_near_the_end_of_a_century_the_next_one_is_nearer() -> None:
    late = datetime(2099, 6, 1, tzinfo=UTC).timestamp()
    assert parse_http_date("Monday, 01-Mar-01 00:00:00 GMT", late) == datetime(2101, 3, 1, tzinfo=UTC).timestamp()


@given(MOMENTS, st.sampled_from([str, str.lower, str.upper, str.swapcase]))
def test_a_written_date_is_read_as_the_same_moment(moment: int, written: type[str]) -> None:
    assert parse_http_date(written(format_http_date(moment)), NOW) == moment


@given(MOMENTS)
def test_the_obsolete_forms_are_read_as_what_they_say(moment: int) -> None:
    written, when = format_http_date(moment), datetime.fromtimestamp(moment, UTC)
    weekday, day, month, year, time, _ = written.split()
    assert parse_http_date(f"{weekday[:3]} {month} {when.day:2} {time} {year}", NOW) == moment
    assert parse_http_date(f"Monday, {day}-{month}-{year[2:]} {time} GMT", moment) == moment


@given(st.one_of(st.text(), st.from_regex(r"\w{3,9},? [ -]?\d{1,2}[ -]\w{3}[ -]\d{1,4} [\d:]{1,9} ?\w*")))
def test_no_text_makes_the_reading_fail(text: str) -> None:
    found = parse_http_date(text, NOW)
    assert found is None or isinstance(found, float)


def test_a_fraction_of_a_second_is_cut_off() -> None:
    assert format_http_date(784111777.999) == "Sun, 06 Nov 1994 08:49:37 GMT"
    assert format_http_date(-0.5) == "Wed, 31 Dec 1969 23:59:59 GMT"
