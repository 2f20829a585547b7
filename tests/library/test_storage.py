"""The care of the storage, as the window asks for it: shares, steps that are told, giving up."""

from contextlib import aclosing
from pathlib import Path

import pytest

from vitrina.library.library import Library
from vitrina.library.storage import Done, Step
from vitrina.model import Gallery, Picture
from web import Web


async def test_usage_names_the_galleries_and_what_is_in_none(library: Library, web: Web) -> None:
    pictures = [Picture(web.url(f"/picture/{number}.png")) for number in range(4)]
    for picture in pictures:
        assert (await library.fetch(picture)).error is None
    await library.keep(pictures[:1], on=True)
    await library.save_gallery(Gallery("Ships", (pictures[0].url, pictures[1].url)))
    library.catalog.refreshed("Ships", pictures[:2])
    usage = await library.storage.usage()
    ships, rest = usage.shares
    assert (ships.label, ships.files) == ("Ships", 2)
    assert ships.kept > 0
    assert ships.evictable > 0
    assert (rest.label, rest.files) == ("", 2)
    assert ships.kept + ships.evictable + rest.evictable + usage.thumbnails == usage.info.bytes


async def test_verifying_and_clearing_end_with_what_came_of_it(library: Library, web: Web) -> None:
    for number in range(3):
        await library.fetch(Picture(web.url(f"/picture/{number}.png")))
    *_, verified = [step async for step in library.storage.verify()]
    assert isinstance(verified, Done)
    assert verified.result.sound == 3
    *_, cleared = [step async for step in library.storage.clear()]
    assert isinstance(cleared, Done)
    assert (await library.info()).pictures == 0


@pytest.mark.parametrize("complete", [False, True])
async def test_a_move_that_nobody_waits_for_any_more_leaves_nothing_behind(
    library: Library, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, complete: bool
) -> None:
    monkeypatch.setattr("vitrina.library.storage.STEP_SECONDS", -1.0)
    for number in range(3):
        await library.fetch(Picture(web.url(f"/picture/{number}.png")))
    async with aclosing(library.storage.move(tmp_path / "new")) as steps:
        async for step in steps:
            if not complete or (isinstance(step, Step) and step.done == step.total):
                break
    assert list((tmp_path / "new").iterdir()) == []
    assert (await library.info()).pictures == 3
