"""Stored responses for tests of decisions that need no disk.

Owns their making. Refuses to store anything.
"""

from pathlib import Path

from vitrina.fetch.http_dates import format_http_date
from vitrina.fetch.negotiation import variant
from vitrina.model import StoredResponse

NOW = 1_790_000_000.0


def ago(seconds: float) -> str:
    """An HTTP-date so many seconds before NOW."""
    return format_http_date(NOW - seconds)


def stored(
    *headers: tuple[str, str],
    status: int = 200,
    age: float = 0.0,
    took: float = 0.0,
    size: int = 10,
    request: tuple[tuple[str, str], ...] = (),
) -> StoredResponse:
    """A response received `age` seconds before NOW, which took `took` seconds; with a Date unless it is given one."""
    received_at = NOW - age
    dated = headers if any(name == "Date" for name, _ in headers) else (*headers, ("Date", ago(age)))
    return StoredResponse(
        id=1,
        key="http://example.org/",
        variant=variant(dated, request),
        url="http://example.org/",
        final_url="http://example.org/",
        status=status,
        headers=dated,
        requested_at=received_at - took,
        received_at=received_at,
        sha256="",
        bytes=size,
        path=Path(),
    )
