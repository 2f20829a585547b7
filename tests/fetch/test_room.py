"""A disk that is full while something is fetched: it is said, waited for, and nothing is lost."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from laboratory import Lab
from small_disk import MIB, small_disk
from vitrina.errors import DiskFullError
from vitrina.fetch.room import Room
from vitrina.store import Store
from web import png

FULL = DiskFullError("full")


def test_room_is_waited_for_until_patience_ends() -> None:
    room = Room(patience=10, look_again=2)
    assert room.refusal(100) is None
    assert room.wait(100) == 0
    room.is_full(FULL, 100)
    assert (room.refusal(101), room.refusal(102)) == (FULL, None)
    assert (room.wait(100), room.wait(109), room.wait(110)) == (2, 1, 0)
    room.is_full(FULL, 105)
    assert room.wait(111) == 0, "it counts from the first time"
    room.has_room()
    assert (room.refusal(105), room.wait(105)) == (None, 0)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    with small_disk(tmp_path / "disk", 2 * MIB) as mounted:
        yield mounted


async def on(disk: Path, lab: Lab, **limits: float) -> Store:
    store = Store.open(disk / "cache", disk / "kept", limit=10**9)
    lab.store = store
    await lab.again(**limits)
    return store


async def test_a_full_disk_is_said_and_the_picture_comes_when_there_is_room(lab: Lab, disk: Path) -> None:
    with await on(disk, lab, disk_patience=30):
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(1_300_000))
        asked = asyncio.create_task(lab.fetch("/picture/x?bytes=900000"))
        await lab.until(lambda: any(step.fault and step.fault.kind == "disk_full" for step in lab.steps))
        assert not asked.done()
        ballast.unlink()
        fetched = await asked
        assert fetched.status == "fetched"
        assert lab.body(fetched) == png("/picture/x", 900_000)
        assert lab.web.hits["/picture/x"][-1].headers.get("range"), "it went on where it stopped"
        assert lab.fetcher is not None
        await lab.fetcher.__aexit__(None, None, None)
        lab.fetcher = None


async def test_without_patience_a_full_disk_is_an_error_and_spares_the_network(lab: Lab, disk: Path) -> None:
    with await on(disk, lab):
        (disk / "ballast").write_bytes(bytes(1_300_000))
        first = await lab.fetch("/picture/x?bytes=900000")
        others = await asyncio.gather(*(lab.fetch(f"/picture/{n}?bytes=900000") for n in range(20)))
        for one in (first, *others):
            assert one.error is not None
            assert (one.status, one.error.kind) == ("failed", "disk_full")
        assert lab.web.count() == 1
        assert lab.fetcher is not None
        await lab.fetcher.__aexit__(None, None, None)
        lab.fetcher = None
