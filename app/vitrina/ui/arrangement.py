"""Which pictures of a list a question leaves, and in which order: quick enough to follow the typing.

Owns the texts and sort keys of one list, each made when first asked for. Refuses to know what is shown of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from heapq import nlargest, nsmallest
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, Protocol

from vitrina.frozen import frozen
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


@frozen
class Said:
    """What the person has said of pictures, by key: marks, ratings from 1 to 5, tags."""

    favourites: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    ratings: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class HasCondition(Protocol):
    """What a tile says about its picture."""

    @property
    def condition(self) -> str:
        """Such as `failed`."""


UNASKED: Final = "waiting"
"""What the tile of a picture says that nobody asked for."""

ORDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": N_("Sort as the source does"),
        "title": N_("Sort by title"),
        "credit": N_("Sort by credit"),
        "date": N_("Sort by date"),
        "size": N_("Sort by size"),
        "licence": N_("Sort by licence"),
        "source": N_("Sort by source"),
        "url": N_("Sort by address"),
        "rating": N_("Sort by rating"),
        "state": N_("Sort by state"),
    }
)
"""Every order, and what it is called. All but the first and the last two are about what a picture itself says."""


def _sort_keys(pictures: Sequence[Picture], order: str) -> list[Any]:
    """What the pictures are sorted by; what is unknown comes last. Written for speed: there may be 100,000."""
    if order == "size":
        return [-(picture.width or 0) * (picture.height or 0) for picture in pictures]
    texts = map(attrgetter(order), pictures)
    return [text if (text := (one or LAST).casefold()).isascii() else folded(text) for one in texts]


class Arrangement:
    """Finds and sorts in one list; `states` says what the tiles say, by key, of those that were asked for."""

    def __init__(self, states: Mapping[str, HasCondition]) -> None:
        """Know of no pictures yet."""
        self._states = states
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
        if order in ("rating", "state"):  # these change while the list stays the same
            self._make_keys(pictures, len(pictures))
            if order == "rating":
                ratings = self._said.ratings
                return [-ratings.get(key, 0) for key in self._keys]
            known = {key: state.condition for key, state in self._states.items()}
            return [known.get(key, UNASKED) for key in self._keys]
        if self._sorted_by != order or len(self._sort_keys) != len(pictures):
            self._sorted_by, self._sort_keys = order, _sort_keys(pictures, order)
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
        state = self._states.get(key)
        return Facts(
            pictures[place],
            self._words[place],
            said.ratings.get(key, 0),
            said.tags.get(key, ()),
            state.condition if state else UNASKED,
            key in said.favourites,
            key in said.kept,
        )
