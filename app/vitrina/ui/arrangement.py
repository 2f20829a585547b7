"""Which pictures of a list a question leaves, and in which order: quick enough to follow the typing.

Owns the texts and sort keys of one list, each made when first asked for. Refuses to know what is shown of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from collections.abc import Set as AbstractSet
from dataclasses import field
from heapq import nlargest, nsmallest
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

from vitrina.frozen import frozen
from vitrina.language import N_
from vitrina.library.query import Facts, Query, folded, words_of
from vitrina.model import Picture

_T = TypeVar("_T")

FIRST: Final = 2_000
SLICE: Final = 10_000
"""So many pictures are looked through before what was found is told: few at first, so that something is seen."""
STEP: Final = 500
"""So many are looked through at once; it takes some milliseconds, and then keys and redraws have their turn."""
RUN: Final = 5_000
"""So many are sorted at once, and then all together."""
TOP: Final = 300
"""More than a screenful: these are sorted first."""
LAST: Final = "\uffff"


def slices(pictures: Sized) -> Iterator[range]:
    """Cut the places of a list, which may grow meanwhile, into slices; at least one, which may be empty."""
    start, stop = 0, min(FIRST, len(pictures))
    while not start or start < stop:
        yield range(start, stop)
        start, stop = max(stop, 1), min(stop + SLICE, len(pictures))


def steps(places: range) -> Iterator[range]:
    """Cut a slice into what is looked through at once."""
    return (places[at : at + STEP] for at in range(0, len(places), STEP))


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


CHANGING: Final = ("rating", "state")
"""What these orders go by changes while the list stays the same."""


def _without(values: list[_T], gone: AbstractSet[int]) -> list[_T]:
    return [one for place, one in enumerate(values) if place not in gone] if values else []


def _sort_keys(pictures: Iterable[Picture], order: str) -> list[Any]:
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

    def remove(self, gone: AbstractSet[int]) -> None:
        """Take note that the pictures at these places are out of the list."""
        self._words = _without(self._words, gone)
        self._keys = _without(self._keys, gone)
        self._sort_keys = _without(self._sort_keys, gone)

    def warm(self, pictures: Sequence[Picture]) -> Iterator[None]:
        """Make what a search needs, a slice at a time, before it is asked for."""
        for places in steps(range(len(pictures))):
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
    ) -> Iterator[list[int] | None]:
        """Sort: the first screenful at once where there are many, then all; None where somebody may have a turn."""
        sorting = self._sort_keys
        if order in CHANGING or self._sorted_by != order or len(sorting) != len(pictures):
            sorting = []
            for some in steps(range(len(pictures))):
                sorting += self._sorting(pictures, some, order)
                yield None
            self._sorted_by, self._sort_keys = order, sorting
        key = sorting.__getitem__
        if len(places) > SLICE:
            yield nlargest(TOP, places, key=key) if reverse else nsmallest(TOP, places, key=key)
        runs: list[int] = []
        for at in range(0, len(places), RUN):
            runs += sorted(places[at : at + RUN], key=key, reverse=reverse)
            yield None
        yield sorted(runs, key=key, reverse=reverse)  # what is in order in parts already is quickly so as a whole

    def _sorting(self, pictures: Sequence[Picture], places: range, order: str) -> list[Any]:
        """What these are sorted by."""
        if order not in CHANGING:
            return _sort_keys(map(pictures.__getitem__, places), order)
        self._make_keys(pictures, places.stop)
        keys = self._keys[places.start : places.stop]
        if order == "rating":
            return [-self._said.ratings.get(key, 0) for key in keys]
        states = self._states
        return [states[key].condition if key in states else UNASKED for key in keys]

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
