"""Which pictures of a list have the same bytes, and which of them are left out so that each is shown once.

Owns what is known of that. Refuses to say when: what is on the screen is not to jump (`folding` chooses the moment).

The first of its like in the list's order stands for the others. Places are those of the list, as in `shown`.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Mapping, Sequence

from vitrina.model import Picture


class Doubles:
    """The doubles of one list. As long as nothing is known to have any, nothing is done for a picture."""

    def __init__(self) -> None:
        """Know of none."""
        self._contents: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._placed = 0
        self._alike: dict[str, list[int]] = {}
        self._of: dict[int, str] = {}
        self._fresh: set[str] = set()

    def __bool__(self) -> bool:
        """Whether anything is known to have a double, here or elsewhere."""
        return bool(self._contents)

    @property
    def waiting(self) -> bool:
        """Whether doubles have been found that `again` has not been asked about since, or has held back."""
        return bool(self._fresh)

    @property
    def count(self) -> int:
        """How many pictures of the list are left out where each is shown once."""
        return sum(len(places) - 1 for places in self._alike.values())

    def forget_places(self) -> None:
        """Another list takes the place of this one; what is known of pictures stays known."""
        self._places, self._placed, self._alike, self._of, self._fresh = {}, 0, {}, {}, set()

    def learn(self, contents: Mapping[str, str | None], pictures: Sequence[Picture]) -> bool:
        """Take note of what pictures hold, by key; True where one may be left out no longer: it has become another."""
        parted = False
        for key, content in contents.items():
            before = self._contents.get(key)
            if before == content:
                continue
            if before is not None:
                del self._contents[key]
                parted = self._part(before, self._places.get(key)) or parted
            if content is not None:
                self._contents[key] = content
                if key in self._places:
                    self._join(content, self._places[key])
        self.grow(pictures)
        return parted

    def grow(self, pictures: Sequence[Picture]) -> None:
        """Take note of the pictures that have come to the list since."""
        if not self._contents:
            return
        for place in range(self._placed, len(pictures)):
            key = pictures[place].key
            self._places.setdefault(key, place)
            if key in self._contents:
                self._join(self._contents[key], place)
        self._placed = len(pictures)

    def _join(self, content: str, place: int) -> None:
        places = self._alike.setdefault(content, [])
        insort(places, place)
        self._of[place] = content
        if len(places) > 1:
            self._fresh.add(content)

    def _part(self, content: str, place: int | None) -> bool:
        if place is None:
            return False
        del self._of[place]
        self._alike[content].remove(place)
        return bool(self._alike[content])

    # -- what is asked of it

    def others(self, key: str) -> tuple[int, ...]:
        """The places of all that are like a picture, without its own, in order."""
        places = self._alike.get(self._contents.get(key, ""), ()) if self._contents else ()
        own = self._places.get(key)
        return tuple(place for place in places if place != own)

    def once(self, places: Sequence[int], before: Sequence[int] = (), *, ascending: bool = True) -> Sequence[int]:
        """Leave out of ascending places what is like an earlier one of them, or like one of the view `before`."""
        if not self._of:
            return places
        index_in = self._finder(before, ascending=ascending)
        given = {content for place, content in self._of.items() if index_in(place) is not None} if before else set()
        kept = []
        for place in places:
            content = self._of.get(place)
            if content is None:
                kept.append(place)
            elif content not in given:
                given.add(content)
                kept.append(place)
        return kept if len(kept) < len(places) else places

    def again(self, view: Sequence[int], held: Collection[int], *, ascending: bool = True) -> list[int]:
        """Where in a view stand those that are like another one of it, ascending; never at an index of `held`."""
        index_in, gone = self._finder(view, ascending=ascending), []
        for content in list(self._fresh):
            found = [index for place in self._alike[content] if (index := index_in(place)) is not None]
            going = [index for index in found[1:] if index not in held]
            if len(going) == len(found[1:]):
                self._fresh.discard(content)
            gone += going
        return sorted(gone)

    def _finder(self, view: Sequence[int], *, ascending: bool) -> Callable[[int], int | None]:
        """Give what finds a place's index in a view; an ascending one is not gone through for that."""
        if not ascending:
            return {place: index for index, place in enumerate(view) if place in self._of}.get

        def find(place: int) -> int | None:
            index = bisect_left(view, place)
            return index if index < len(view) and view[index] == place else None

        return find
