"""What the person says of pictures (a rating, tags), and pictures found by that and by their texts.

Owns what each of these does. Refuses to know SQL (`catalog`, `finding`) and the grammar of questions (`query`).
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Final

from vitrina.frozen import frozen
from vitrina.library import finding
from vitrina.library.catalog import Catalog
from vitrina.library.decode_pool import DecodePool
from vitrina.library.query import Facts, Query, parse
from vitrina.model import Picture

BEST: Final = 5


@frozen
class Said:
    """Ratings from 1 to 5 and tags, by key; what nobody said anything of is in neither."""

    ratings: Mapping[str, int]
    tags: Mapping[str, tuple[str, ...]]


class Notes:
    """Lives on the loop."""

    def __init__(self, catalog: Callable[[], Catalog], pool: DecodePool, state_of: Callable[[Picture], str]) -> None:
        """Take hold of nothing yet; `state_of` says what the library knows of where a picture's bytes are."""
        self._catalog, self._pool, self._state_of = catalog, pool, state_of

    async def said(self) -> Said:
        """All ratings and tags."""
        notes = await self._pool.run(self._catalog().notes)
        return Said(
            {key: rating for key, (rating, _) in notes.items() if rating},
            {key: tags for key, (_, tags) in notes.items() if tags},
        )

    async def rate(self, pictures: Sequence[Picture], rating: int) -> None:
        """Rate from 1 to 5; 0 takes the rating away."""
        rating = min(max(rating, 0), BEST)
        await self._pool.run(self._catalog().note, pictures, rating=rating)

    async def tag(self, pictures: Sequence[Picture], tags: Mapping[str, Sequence[str]]) -> None:
        """Have these pictures bear these tags, by key, and no others."""
        alike: defaultdict[tuple[str, ...], list[Picture]] = defaultdict(list)
        for picture in pictures:
            alike[tuple(tags.get(picture.key, ()))].append(picture)
        for wanted, some in alike.items():
            await self._pool.run(self._catalog().note, some, tags=wanted)

    async def index(self) -> None:
        """Bring the index up to date, a slice at a time."""
        while await self._pool.run(finding.index, self._catalog()):
            pass

    async def find(self, typed: str) -> AsyncIterator[list[Picture]]:
        """Give the pictures of the whole library that are found: from the index as it is, then what is new to it."""
        query = parse(typed)
        # Before the first answer: whoever else indexes meanwhile leaves nothing to index, and the answer still old.
        behind = await self._pool.run(finding.behind, self._catalog())
        given: set[str] = set()
        async for some in self._answers(query):
            given |= {one.picture.key for one in some}
            yield [one.picture for one in some]
        if not behind:
            return
        await self.index()
        async for some in self._answers(query):
            new = [one.picture for one in some if one.picture.key not in given]
            if new:
                yield new

    async def _answers(self, query: Query) -> AsyncIterator[list[Facts]]:
        answers = finding.find(self._catalog(), query)
        states = [one for one in query.rest if one.operator == "state"]
        while (some := await self._pool.run(next, answers, None)) is not None:
            if states:
                known = [(one, one._replace(state=self._state_of(one.picture))) for one in some]
                some = [one for one, with_state in known if all(each.holds(with_state) for each in states)]
            if some:
                yield some
