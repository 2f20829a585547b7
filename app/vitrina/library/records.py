"""The JSON lines of the contract: a picture for `list`, an outcome for `fetch` and the trace, the summary.

Owns the names and the order of their fields, and the counting of outcomes. Refuses to print.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from vitrina.fetch.web_address import harmless
from vitrina.model import Outcome, Picture, Status

_USER_INFO: Final = re.compile(r"^([a-z][a-z0-9+.-]*://)[^/?#]*@", re.IGNORECASE)
_PICTURE_FIELDS: Final = (
    "url",
    "title",
    "credit",
    "licence",
    "page",
    "thumbnail",
    "width",
    "height",
    "media_type",
    "source",
)


def shown(url: str) -> str:
    """An address for eyes: without user info, which stays with whoever typed it."""
    return _USER_INFO.sub(r"\1", url)


def picture_record(picture: Picture) -> dict[str, Any]:
    """One line of `vitrina list --json`. A signature in an address is part of it, user info is not."""
    return {**{name: getattr(picture, name) for name in _PICTURE_FIELDS}, "url": shown(picture.url)}


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """One line of `vitrina fetch --json`."""
    fault = outcome.error
    return {
        "url": harmless(outcome.url),
        "final_url": outcome.final_url,
        "status": outcome.status.value,
        "http_status": outcome.http_status,
        "media_type": outcome.media_type,
        "bytes": outcome.bytes,
        "sha256": outcome.sha256,
        "path": None if outcome.path is None else str(outcome.path),
        "width": outcome.width,
        "height": outcome.height,
        "ms": round(outcome.ms, 1),
        "attempts": outcome.attempts,
        "error": None if fault is None else {"kind": fault.kind, "message": fault.message},
    }


@dataclass(slots=True)
class Tally:
    """Counts outcomes as they come."""

    bytes: int = 0
    offline: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one; bytes are those that came over the network."""
        self.statuses[outcome.status] += 1
        if outcome.status is Status.FETCHED:
            self.bytes += outcome.bytes or 0
        if outcome.error is not None and outcome.error.kind == "offline":
            self.offline += 1

    @property
    def pictures(self) -> int:
        """How many outcomes there were."""
        return self.statuses.total()

    @property
    def bad(self) -> int:
        """How many gave nothing to show."""
        return sum(count for status, count in self.statuses.items() if not status.good)

    def summary(self, seconds: float) -> dict[str, Any]:
        """The last line of `vitrina fetch --json`."""
        counts = {status.value: self.statuses[status] for status in Status}
        return {"summary": {"pictures": self.pictures, **counts, "bytes": self.bytes, "seconds": round(seconds, 3)}}
