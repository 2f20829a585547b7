import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.errors import (
    BlockPageError,
    ConnectionFailedError,
    DnsError,
    HttpStatusError,
    NotAPictureError,
    PictureError,
    RateLimitedError,
    RedirectLoopError,
    StalledError,
    TlsError,
    TooLargeError,
    TruncatedError,
)
from vitrina.fetch.retry import RetryBudget, backoff, may_pass, retry_after, unanswered


@pytest.mark.parametrize(
    "error",
    [
        ConnectionFailedError("x"),
        DnsError("x"),
        StalledError("x"),
        TruncatedError("x"),
        RateLimitedError("x"),
        HttpStatusError("x", http_status=500),
        HttpStatusError("x", http_status=503),
        HttpStatusError("x", http_status=408),
    ],
)
def test_what_may_pass_is_tried_again(error: PictureError) -> None:
    assert may_pass(error)


@pytest.mark.parametrize(
    "error",
    [
        TlsError("x"),
        BlockPageError("x"),
        NotAPictureError("x"),
        RedirectLoopError("x"),
        TooLargeError("x"),
        HttpStatusError("x", http_status=404),
        HttpStatusError("x", http_status=403),
        HttpStatusError("x"),
    ],
)
def test_what_will_not_change_is_not(error: PictureError) -> None:
    assert not may_pass(error)


def test_only_a_host_that_said_nothing_counts_as_silent() -> None:
    assert unanswered(ConnectionFailedError("x"))
    assert not unanswered(HttpStatusError("x", http_status=500))
    assert not unanswered(TruncatedError("x"))


@given(attempt=st.integers(1, 200), chance=st.floats(0, 1, exclude_max=True))
def test_the_wait_lies_between_nothing_and_the_ceiling(attempt: int, chance: float) -> None:
    wait = backoff(attempt, chance, base=0.5, longest=20)
    assert 0 <= wait <= min(20, 0.5 * 2 ** (attempt - 1))


@pytest.mark.parametrize(
    "value, seconds",
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("9" * 40, 3600),
        ("3600", 3600),
        ("3601", 3600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600),
        ("Thu, 01 Jan 1970 00:00:30 +0000", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("Thu, 01 Jan 1970 00:00:30 GMT", 20),
        ("Thu, 01 Jan 1970 00:00:01 GMT", 0),
        ("Thu, 99 Jan 1970", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, 10.0) == seconds


@given(st.text(max_size=60))
def test_no_retry_after_makes_an_exception_or_a_negative_wait(value: str) -> None:
    found = retry_after(value, time.time())
    assert found is None or found >= 0


@given(st.integers(0, 2**32))
def test_a_date_ahead_is_as_far_as_it_says(moment: int) -> None:
    assert retry_after(formatdate(moment, usegmt=True), moment - 5.0) == 5


def test_a_budget_ends_and_is_earned_back() -> None:
    budget = RetryBudget()
    spent = 0
    while budget.spend():
        spent += 1
    assert spent == int(budget.most)
    budget.reward()
    budget.reward()
    assert budget.spend()
    assert not budget.spend()
