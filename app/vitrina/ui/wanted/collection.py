"""What the screen wants of galleries, and of what the person says of pictures, as protocols.

Owns no behaviour. Refuses to say who gives them (`library` does).
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar, runtime_checkable

from vitrina.errors import VitrinaError
from vitrina.model import Gallery, Picture

T = TypeVar("T")


class OfferLike(Protocol):
    """What a page announces beside its pictures."""

    @property
    def url(self) -> str:
        """Where it is."""

    @property
    def kind(self) -> str:
        """`feed`, `iiif` or `json`."""

    @property
    def title(self) -> str | None:
        """What the page calls it."""


class LeftOutLike(Protocol):
    """What is not among the pictures, and why: a sentence with blanks, and the error where there was one."""

    @property
    def template(self) -> str:
        """The sentence, with named blanks."""

    @property
    def fields(self) -> Mapping[str, object]:
        """What fills the blanks."""

    @property
    def error(self) -> VitrinaError | None:
        """Set where a whole locator could not be read."""

    @property
    def offer(self) -> OfferLike | None:
        """Set where nothing was left out, but more is announced."""


@runtime_checkable
class RefreshedLike(Protocol):
    """How a gallery stands after its locators were read again."""

    @property
    def pictures(self) -> Sequence[Picture]:
        """All of it in its order; `gone` is set on what the source no longer lists."""

    @property
    def new(self) -> int:
        """How many came since the last time."""

    @property
    def gone(self) -> int:
        """How many the source has stopped listing since."""

    @property
    def changed(self) -> bool:
        """Whether it is another list than before."""


@runtime_checkable
class AlikeLike(Protocol):
    """Which pictures have the same bytes."""

    @property
    def contents(self) -> Mapping[str, str | None]:
        """The same text for the same bytes, by key; None for what is like no other any more."""


Opened: TypeAlias = list[Picture] | LeftOutLike | RefreshedLike
"""One of the things that come while a locator is read."""


class LikenessLike(Protocol):
    """What tells pictures with the same bytes."""

    async def of(self, keys: Sequence[str]) -> AlikeLike:
        """Say what is like pictures that have just come."""

    def told_first(self, opened: AsyncIterator[T]) -> AsyncIterator[T | AlikeLike]:
        """Pass on what is opened, and before pictures come, which of them are alike."""


class SaidLike(Protocol):
    """Ratings and tags, by key."""

    @property
    def ratings(self) -> Mapping[str, int]:
        """From 1 to 5."""

    @property
    def tags(self) -> Mapping[str, tuple[str, ...]]:
        """The person's own."""


class NotesLike(Protocol):
    """What the person says of pictures, and pictures found in the whole library."""

    async def said(self) -> SaidLike:
        """Give all ratings and tags."""

    async def rate(self, pictures: Sequence[Picture], rating: int) -> None:
        """Rate from 1 to 5; 0 takes the rating away."""

    async def tag(self, pictures: Sequence[Picture], tags: Mapping[str, Sequence[str]]) -> None:
        """Have these pictures bear these tags, by key, and no others."""

    async def index(self) -> None:
        """Make ready to find what has changed."""

    def find(self, typed: str) -> AsyncIterator[Opened]:
        """Give what is found by what was typed, the first of it at once."""


class MarksLike(Protocol):
    """Which pictures the person has marked, by key, and what was said of them."""

    @property
    def favourites(self) -> frozenset[str]:
        """Favourites."""

    @property
    def kept(self) -> frozenset[str]:
        """Kept offline."""

    @property
    def said(self) -> SaidLike:
        """Ratings and tags."""


class SavedLike(Protocol):
    """What can be done to saved galleries, by name; UsageError says in a sentence what is wrong with a name."""

    async def save(self, gallery: Gallery) -> None:
        """Add a gallery, or give the one of that name other locators."""

    async def rename(self, name: str, new: str) -> None:
        """Give it another name."""

    async def reorder(self, names: Sequence[str]) -> None:
        """Have the galleries in this order."""

    async def merge(self, names: Sequence[str], into: str) -> object:
        """Make one of several; what comes back undoes it in `restore`."""

    async def remove(self, names: Sequence[str]) -> object:
        """Forget them; what comes back undoes it in `restore`."""

    async def leave_out(self, name: str, pictures: Sequence[Picture]) -> object:
        """Have these pictures in a gallery no more; what comes back undoes it in `restore`."""

    async def restore(self, before: Any) -> None:  # noqa: ANN401 - what the library gave, and nobody looks into
        """Undo what gave this."""

    async def set_kept(self, name: str, *, on: bool) -> int:
        """Keep all of it offline, or release it; how many pictures could not be had."""

    async def export(self, names: Sequence[str], file: Path) -> None:
        """Write them out in the form that the file's ending names, never over other content."""

    async def bring(self, file: Path) -> Sequence[str]:
        """Take in what was written out; the names of what came."""
