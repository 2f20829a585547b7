"""Whether the disk has room, as far as the last writes could tell; who waits for it, and how long.

Owns that one piece of knowledge for all downloads of a fetcher. Refuses to look at a disk: the writes tell.
"""

from dataclasses import dataclass

from vitrina.errors import DiskFullError

LOOK_AGAIN = 2.0
"""Seconds until another write is tried on a disk that was full."""


@dataclass(slots=True)
class Room:
    """Times are seconds of the monotonic clock; `patience` is how long a full disk is waited for in all."""

    patience: float
    look_again: float = LOOK_AGAIN
    full_since: float | None = None
    seen_at: float = 0.0
    last: DiskFullError | None = None

    def is_full(self, error: DiskFullError, now: float) -> None:
        """A write found no room."""
        self.full_since = now if self.full_since is None else self.full_since
        self.seen_at, self.last = now, error

    def has_room(self) -> None:
        """A write succeeded."""
        self.full_since = self.last = None

    def refusal(self, now: float) -> DiskFullError | None:
        """Why no download is begun at the moment: a write has just failed, and another one would too."""
        return self.last if now - self.seen_at < self.look_again else None

    def wait(self, now: float) -> float:
        """For how long to wait before the next write; 0 where patience is at its end."""
        if self.full_since is None:
            return 0.0
        return max(0.0, min(self.look_again, self.full_since + self.patience - now))
