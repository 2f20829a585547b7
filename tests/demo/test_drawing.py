"""Drawing on demand: once for all who ask, whoever goes away."""

import asyncio
from contextlib import suppress

import pytest

from vitrina.demo import catalogue
from vitrina.demo.drawing import Drawing


async def test_two_who_ask_at_once_get_the_same_drawing() -> None:
    drawing = Drawing()
    first, second = await asyncio.gather(drawing.bytes_of(2), drawing.bytes_of(2))
    assert first is second
    assert first == catalogue.encoded(catalogue.work(2))
    drawing.close()


async def test_one_who_goes_away_does_not_take_it_from_the_other() -> None:
    drawing = Drawing()
    leaving, staying = asyncio.create_task(drawing.bytes_of(11)), asyncio.create_task(drawing.bytes_of(11))
    await asyncio.sleep(0)
    leaving.cancel()
    with suppress(asyncio.CancelledError):
        await leaving
    assert len(await staying) > 1000
    drawing.close()


async def test_only_the_latest_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitrina.demo.drawing._REMEMBERED", 2)
    drawing = Drawing()
    first = await drawing.bytes_of(1)
    assert await drawing.bytes_of(1) is first
    for number in (4, 12):
        await drawing.bytes_of(number)
    again = await drawing.bytes_of(1)
    assert again == first
    assert again is not first
    drawing.close()
