"""What may pass if it is asked again, and how long to wait before.

Owns the decision after a failed attempt, and the budget that keeps retries from hurting a host in trouble. Refuses to
wait or to ask.
"""

from dataclasses import dataclass

from vitrina.errors import (
    ConnectionFailedError,
    DnsError,
    HttpStatusError,
    PictureError,
    RateLimitedError,
    StalledError,
    TruncatedError,
)
from vitrina.fetch.http_dates import parse_http_date

PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524})
LONGEST_PAUSE = 3600.0
"""Seconds that a host can ask for at most: a date that is wrong by years must not shut it out for years."""
MOST_ATTEMPTS = 25
"""Even a download that advances a little each time ends."""


def may_pass(error: PictureError) -> bool:
    """Whether the same request could succeed in a moment."""
    if isinstance(error, HttpStatusError):
        return error.http_status in PASSING_STATUSES
    return isinstance(error, ConnectionFailedError | DnsError | StalledError | TruncatedError | RateLimitedError)


def unanswered(error: PictureError) -> bool:
    """Whether the host gave no sign of life at all."""
    return isinstance(error, ConnectionFailedError | DnsError | StalledError) and error.http_status is None


def backoff(attempt: int, chance: float, *, base: float, longest: float) -> float:
    """Seconds to wait before attempt `attempt + 1`: full jitter, `chance` in [0, 1) of an exponential ceiling."""
    return chance * min(longest, base * 2.0 ** min(attempt - 1, 30))


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds from `now` (epoch) that a `Retry-After` asks for, in both of its forms (RFC 9110 section 10.2.3).

    None where it asks for nothing that can be understood; never more than LONGEST_PAUSE.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_PAUSE)
    when = parse_http_date(text, now)
    return None if when is None else min(max(0.0, when - now), LONGEST_PAUSE)


@dataclass(slots=True)
class RetryBudget:
    """How many retries a host may still get: each costs one, each success gives half of one back."""

    most: float = 20.0
    left: float = 20.0

    def spend(self) -> bool:
        """Take one retry; False where none is left, so that the request fails at once."""
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def reward(self) -> None:
        """A request succeeded."""
        self.left = min(self.most, self.left + 0.5)
