"""What the screen wants of the store and of its care, as protocols.

Owns no behaviour. Refuses to say who gives them (`library` does).
"""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Protocol


class StoreInfoLike(Protocol):
    """What the status bar says of the store."""

    @property
    def bytes(self) -> int:
        """Held now."""

    @property
    def limit_bytes(self) -> int:
        """At most."""

    @property
    def pictures(self) -> int:
        """How many pictures."""

    @property
    def kept(self) -> int:
        """How many of them are kept."""


class ShareLike(Protocol):
    """What one gallery has in the store; unnamed: what is in none."""

    @property
    def label(self) -> str:
        """The gallery's name."""

    @property
    def files(self) -> int:
        """How many."""

    @property
    def kept(self) -> int:
        """Bytes that stay."""

    @property
    def evictable(self) -> int:
        """Bytes that make room when need be."""


class UsageLike(Protocol):
    """Who has how much of the store."""

    @property
    def shares(self) -> Sequence[ShareLike]:
        """Of the galleries, and last of what is in none."""

    @property
    def thumbnails(self) -> int:
        """Bytes of the thumbnails."""

    @property
    def info(self) -> StoreInfoLike:
        """The whole."""


class VerdictLike(Protocol):
    """What checking the store found, in files."""

    @property
    def checked(self) -> int:
        """Looked at."""

    @property
    def damaged(self) -> int:
        """Not what they should be."""

    @property
    def missing(self) -> int:
        """Not there."""


class MovingLike(Protocol):
    """A store on its way to another folder."""

    def finish(self) -> None:
        """Copy what is left, with the library closed; VitrinaError."""

    def remove_old(self) -> None:
        """Empty the old place."""

    def give_up(self) -> None:
        """Empty the new place."""


class StorageLike(Protocol):
    """The care of the store. Long work gives steps (`done`, `total`), and at the end what came of it (`result`)."""

    async def usage(self) -> UsageLike:
        """Say who has how much."""

    def verify(self) -> AsyncIterator[Any]:
        """Read everything; the result is a verdict."""

    def clear(self, *, kept: bool = False) -> AsyncIterator[Any]:
        """Empty it; the result is the bytes freed."""

    def move(self, folder: Path) -> AsyncIterator[Any]:
        """Copy it to another folder; the result is the move, to be finished."""
