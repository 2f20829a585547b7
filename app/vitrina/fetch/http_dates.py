"""The dates of HTTP: read in all three forms that a recipient has to know, written in the one that a sender may use.

Owns RFC 9110 section 5.6.7. Refuses to guess: what is none of the three forms is no date, since a cache that reads
more into a broken `Expires` than its sender could mean keeps what it should not (RFC 9111 section 5.3).

    IMF-fixdate     Sun, 06 Nov 1994 08:49:37 GMT
    RFC 850         Sunday, 06-Nov-94 08:49:37 GMT      two digits of a year: never more than 50 years ahead
    asctime         Sun Nov  6 08:49:37 1994            a day below 10 has a space before it

Letters may be in any case. Whether the weekday fits the date is not looked at: nobody computes with it.
"""

import re
from datetime import UTC, datetime, timedelta

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?:{'|'.join(_DAYS)}), (?P<day>\d\d) {_MONTH} (?P<year>\d{{4}}) {_TIME} GMT",
        rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?P<day>\d\d)-{_MONTH}-(?P<year>\d\d) {_TIME} GMT",
        rf"(?:{'|'.join(_DAYS)}) {_MONTH} (?P<day>\d\d| \d) {_TIME} (?P<year>\d{{4}})",
    )
)
_MONTH_NUMBER = {name.lower(): number for number, name in enumerate(_MONTHS, 1)}
_HALF_CENTURY = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_http_date(text: str, now: float) -> float | None:
    """Seconds since the epoch for an HTTP-date, None for anything else.

    `now` decides the century of a two-digit year: the one nearest to now, at most 50 years ahead
    (RFC 9110 section 5.6.7).
    """
    for form in _FORMS:
        found = form.fullmatch(text.strip(" \t"))
        if found:
            return _moment(found, now)
    return None


def format_http_date(moment: float) -> str:
    """`moment` (seconds since the epoch, years 1 to 9999) as an IMF-fixdate, its fraction cut off."""
    when = _EPOCH + timedelta(seconds=moment // 1)  # as Windows counts nothing before its epoch
    return (
        f"{_DAYS[when.weekday()]}, {when.day:02} {_MONTHS[when.month - 1]} {when.year:04} "
        f"{when.hour:02}:{when.minute:02}:{when.second:02} GMT"
    )


def _moment(found: re.Match[str], now: float) -> float | None:
    year = int(found["year"])
    if len(found["year"]) == len("94"):
        year = _full_year(year, now)
    leap = found["second"] == "60"  # a leap second is legal, but no clock of ours has one
    try:
        when = datetime(
            year,
            _MONTH_NUMBER[found["month"].lower()],
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            59 if leap else int(found["second"]),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return (when - _EPOCH) / timedelta(seconds=1) + leap


def _full_year(two_digits: int, now: float) -> int:
    this_year = datetime.fromtimestamp(now, UTC).year
    year = this_year - this_year % 100 + two_digits
    if year > this_year + _HALF_CENTURY:
        return year - 100
    return year + 100 if year < this_year - _HALF_CENTURY else year
