"""What is asked of the whole library while somebody else brings its index up to date."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from vitrina.library import finding
from vitrina.library.catalog import Catalog
from vitrina.library.decode_pool import DecodePool
from vitrina.library.notes import Notes
from vitrina.model import Picture


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog.open(tmp_path / "library.sqlite")
    yield opened
    opened.close()


@pytest.fixture
async def notes(catalog: Catalog) -> AsyncIterator[Notes]:
    pool = DecodePool()
    yield Notes(lambda: catalog, pool, lambda _: "")
    await pool.close()


async def test_what_another_indexed_during_the_answer_is_found_all_the_same(catalog: Catalog, notes: Notes) -> None:
    await notes.rate([Picture("https://example.org/old.jpg")], 4)
    await notes.index()
    await notes.rate([Picture("https://example.org/new.jpg")], 4)
    answers = notes.find("rating:4")
    first = await anext(answers)
    while finding.index(catalog):
        pass
    then = [picture.url for some in [some async for some in answers] for picture in some]
    assert [picture.url for picture in first] == ["https://example.org/old.jpg"]
    assert then == ["https://example.org/new.jpg"]
