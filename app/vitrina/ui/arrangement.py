"""Which pictures of a list a question leaves, and in which order: quick enough to follow the typing.

Owns the texts and sort keys of one list, each made when first asked for. Refuses to know what is shown of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest
from types import MappingProxyType
from typing import Any, Final

from vitrina.language import N_
from vitrina.library.query import Facts, Query, folded, words_of
from vitrina.model import Picture

FIRST: Final = 2_000
SLICE: Final = 10_000
"""So many pictures are looked through at once: few at first, so that something is seen."""
TOP: Final = 300
"""More than a screenful: these are sorted first."""
LAST: Final = "\uffff"


def slices(count: int) -> Iterator[range]:
    """Cut so many places into what is looked through at once; at least one, which may be empty."""
    yield range(min(FIRST, count))
    for start in range(FIRST, count, SLICE):
        yield range(start, min(start + SLICE, count))


@dataclass(frozen=True, slots=True)
class Said:
    """What the person has said of pictures, by key: marks, ratings from 1 to 5, tags."""

    favourites: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    ratings: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _text(text: str | None) -> str:
    return folded(text) if text else LAST


def _pixels(picture: Picture) -> int:
    return -(picture.width or 0) * (picture.height or 0)


ORDERS: Final[Mapping[str, tuple[str, Callable[[Picture], Any] | None]]] = MappingProxyType(
    {
        "": (N_("Sort as the source does"), None),
        "title": (N_("Sort by title"), lambda picture: _text(picture.title)),
        "credit": (N_("Sort by credit"), lambda picture: _text(picture.credit)),
        "date": (N_("Sort by date"), lambda picture: picture.date or LAST),
        "size": (N_("Sort by size"), _pixels),
        "licence": (N_("Sort by licence"), lambda picture: _text(picture.licence)),
        "source": (N_("Sort by source"), lambda picture: _text(picture.source)),
        "address": (N_("Sort by address"), lambda picture: picture.url),
        "rating": (N_("Sort by rating"), None),
        "state": (N_("Sort by state"), None),
    }
)
"""Every order: what it is called, and by what of a picture; what is unknown comes last.

Rating and state are not in the picture itself.
"""


class Arrangement:
    """Finds and sorts in one list; `state_of` says what a tile says, by the picture's key."""

    def __init__(self, state_of: Callable[[str], str]) -> None:
        """Know of no pictures yet."""
        self._state_of = state_of
        self._said = Said()
        self._words: list[str] = []
        self._keys: list[str] = []
        self._sorted_by = ""
        self._sort_keys: list[Any] = []

    @property
    def said(self) -> Said:
        """What the person has said of pictures."""
        return self._said

    @said.setter
    def said(self, said: Said) -> None:
        if said.tags != self._said.tags:
            self._words = []
        self._said = said

    def forget(self) -> None:
        """Another list takes the place of this one."""
        self._words, self._keys, self._sort_keys = [], [], []

    def warm(self, pictures: Sequence[Picture]) -> Iterator[None]:
        """Make what a search needs, a slice at a time, before it is asked for."""
        for places in slices(len(pictures)):
            self._make_words(pictures, places.stop)
            yield

    def matching(self, pictures: Sequence[Picture], places: range, query: Query) -> list[int]:
        """Give the places that the question leaves."""
        if not query:
            return list(places)
        self._make_words(pictures, places.stop)
        words = self._words
        found: Sequence[int] = places
        for word in query.words:
            found = [place for place in found if word in words[place]]
        if query.rest:
            self._make_keys(pictures, places.stop)
            found = [place for place in found if all(one.holds(self._facts(pictures, place)) for one in query.rest)]
        return list(found)

    def ordered(
        self, pictures: Sequence[Picture], places: list[int], order: str, *, reverse: bool
    ) -> Iterator[list[int]]:
        """Sort: the first screenful at once where there are many, then all."""
        key = self._sorting(pictures, order).__getitem__
        if len(places) > SLICE:
            yield nlargest(TOP, places, key=key) if reverse else nsmallest(TOP, places, key=key)
        yield sorted(places, key=key, reverse=reverse)

    def _sorting(self, pictures: Sequence[Picture], order: str) -> list[Any]:
        by = ORDERS[order][1]
        if by is None:  # these change while the list stays the same
            self._make_keys(pictures, len(pictures))
            ratings, state_of = self._said.ratings, self._state_of
            if order == "rating":
                return [-ratings.get(key, 0) for key in self._keys]
            return [state_of(key) for key in self._keys]
        if self._sorted_by != order or len(self._sort_keys) != len(pictures):
            self._sorted_by, self._sort_keys = order, [by(picture) for picture in pictures]
        return self._sort_keys

    def _make_words(self, pictures: Sequence[Picture], end: int) -> None:
        words, tags = self._words, self._said.tags
        if tags:
            self._make_keys(pictures, end)
        while len(words) < end:
            place = len(words)
            words.append(words_of(pictures[place], tags.get(self._keys[place], ()) if tags else ()))

    def _make_keys(self, pictures: Sequence[Picture], end: int) -> None:
        self._keys.extend(pictures[place].key for place in range(len(self._keys), end))

    def _facts(self, pictures: Sequence[Picture], place: int) -> Facts:
        key, said = self._keys[place], self._said
        return Facts(
            pictures[place],
            self._words[place],
            said.ratings.get(key, 0),
            said.tags.get(key, ()),
            self._state_of(key),
            key in said.favourites,
            key in said.kept,
        )
