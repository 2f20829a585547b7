"""A full disk: at every write the store says so, loses nothing, and goes on when there is room."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from small_disk import MIB, small_disk
from store.storing import HEADERS, named, opened, picture, put, seal, url
from vitrina.errors import DiskFullError
from vitrina.model import StoredResponse
from vitrina.store import Incoming, Store

SIZE = 12 * MIB


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of twelve megabytes."""
    with small_disk(tmp_path / "disk", SIZE) as disk:
        yield disk


class Filler:
    """A file of somebody else's that takes all room but a little."""

    def __init__(self, disk: Path) -> None:
        self.path = disk / "somebody-elses"

    def fill(self, left: int = 0) -> None:
        room = shutil.disk_usage(self.path.parent).free
        with self.path.open("ab", buffering=0) as file:
            for size in (room - left, *([] if left else [4096] * 4)):
                try:
                    file.write(bytes(max(0, size)))
                except OSError:
                    break

    def go(self) -> None:
        self.path.unlink()


@pytest.fixture
def filler(small: Path) -> Filler:
    return Filler(small)


def finish(going: Incoming) -> str:
    return going.commit(
        url=going.key, final_url=going.key, status=200, headers=HEADERS, requested_at=1.0, received_at=2.0
    ).sha256


def sound(store: Store, *numbers: int) -> bool:
    """Whether these pictures are all there, and nothing is damaged."""
    verdict = store.verify()
    found = [response.sha256 for number in numbers for response in store.responses(url(number))]
    return found == [named(picture(number)) for number in numbers] and verdict.damaged == verdict.missing == 0


def test_a_chunk_is_written_whole_or_not_at_all_and_goes_on_when_there_is_room(small: Path, filler: Filler) -> None:
    data = picture(2, 300_000)
    with opened(small) as store:
        put(store, url(1), picture(1))
        with store.incoming(url(2)) as going:
            going.describe(status=200, headers=HEADERS, final_url=url(2))
            going.write(data[:100_000])
            filler.fill(left=50_000)
            with pytest.raises(DiskFullError, match="no room left"):
                going.write(data[100_000:])
            assert going.offset == 100_000
            assert store.responses(url(1))
            filler.go()
            going.write(data[100_000:])
            assert finish(going) == named(data)
        assert sound(store, 1)


def test_what_was_there_is_gone_on_with_by_the_next_run(small: Path, filler: Filler) -> None:
    data = picture(2, 300_000)
    with opened(small) as store, store.incoming(url(2)) as going:
        going.describe(status=200, headers=HEADERS, final_url=url(2))
        going.write(data[:100_000])
        filler.fill()
        with pytest.raises(DiskFullError):
            going.write(data[100_000:])
    filler.go()
    with opened(small) as store, store.incoming(url(2)) as going:
        assert going.offset == 100_000
        going.write(data[100_000:])
        assert finish(going) == named(data)


def test_a_description_that_cannot_be_written_says_so(small: Path, filler: Filler) -> None:
    with opened(small) as store:
        put(store, url(1), picture(1))
        filler.fill()
        with store.incoming(url(2)) as going, pytest.raises(DiskFullError):
            going.describe(status=200, headers=(("X", "y" * 5000),), final_url=url(2))
        filler.go()
        put(store, url(2), picture(2))
        assert sound(store, 1, 2)


def test_a_picture_that_cannot_be_committed_can_be_later(small: Path, filler: Filler) -> None:
    """The disk is full at every step of a commit: journal, renaming, index."""
    failed = 0
    with opened(small) as store:
        for number in range(60):
            with store.incoming(url(number)) as going:
                going.describe(status=200, headers=HEADERS, final_url=url(number))
                going.write(picture(number))
                filler.fill(left=(number % 15) * 4096)
                try:
                    finish(going)
                except DiskFullError:
                    failed += 1
                    filler.go()
                    finish(going)
                else:
                    filler.go()
        assert failed > 10
        assert sound(store, *range(60))


def test_a_commit_that_failed_leaves_a_partial_to_go_on_with(small: Path, filler: Filler) -> None:
    failed = 0
    for number in range(30):
        with opened(small) as store, store.incoming(url(number)) as going:
            going.describe(status=200, headers=HEADERS, final_url=url(number))
            going.write(picture(number))
            filler.fill(left=(number % 15) * 4096)
            try:
                finish(going)
            except DiskFullError:
                failed += 1
        filler.go()
        with opened(small) as store:
            if not store.responses(url(number)):
                with store.incoming(url(number)) as going:
                    assert going.offset == 1000
                    finish(going)
    assert failed > 5
    with opened(small) as store:
        assert sound(store, *range(30))
        assert store.verify().orphaned == 0


def test_thumbnails_headers_and_facts_that_cannot_be_written_say_so(small: Path, filler: Filler) -> None:
    with opened(small) as store:
        stored = put(store, url(1), picture(1))
        store.put_thumbnail(stored.sha256, 64, b"small")
        filler.fill()
        with pytest.raises(DiskFullError):
            store.put_thumbnail(stored.sha256, 128, bytes(20_000))
        with pytest.raises(DiskFullError):
            store.refreshed(stored, (("ETag", "x" * 9000),), requested_at=1.0, received_at=2.0)
        with pytest.raises(DiskFullError):
            store.describe(stored, media_type="x" * 9000, width=1, height=1)
        assert store.thumbnail(stored.sha256, 64) == b"small"
        assert store.responses(url(1))
        filler.go()
        store.put_thumbnail(stored.sha256, 128, bytes(20_000))
        assert store.describe(stored, media_type="image/png", width=3, height=1).width == 3
        assert sound(store, 1)


def test_keeping_on_a_full_disk_loses_nothing(small: Path, filler: Filler, tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache", small / "kept") as store:
        for number in (1, 2):
            put(store, url(number), picture(number))
        store.keep([url(1)])
        filler.fill()
        with pytest.raises(DiskFullError):
            store.keep([url(2)])
        assert put(store, url(1), picture(11)).sha256 == named(picture(11))  # stored, if not for good yet
        assert store.responses(url(1))[0].sha256 == named(picture(11))
        assert store.responses(url(2))
        filler.go()
        assert store.keep([url(1), url(2)]) == 2
        assert [response.sha256 for response in store.kept()] == [named(picture(11)), named(picture(2))]
        assert store.verify().damaged == store.verify().missing == 0


@pytest.mark.parametrize("how", ["prune", "clear"])
def test_room_can_be_made_on_a_full_disk(small: Path, filler: Filler, how: str) -> None:
    with opened(small) as store:
        for number in range(100):
            put(store, url(number), picture(number))
        store._room.limit = 20_000
        filler.fill()
        if how == "prune":
            assert store.prune() >= 80_000
            assert store.info().bytes <= 18_000
        else:
            assert store.clear() >= 80_000
            assert store.info().bytes == 0
        verdict = store.verify()
        assert verdict.damaged == verdict.missing == 0


def test_a_store_on_a_full_disk_opens_and_shows_what_it_has(small: Path, filler: Filler) -> None:
    with opened(small) as store:
        put(store, url(1), picture(1))
    with opened(small) as store:
        filler.fill()
        assert store.responses(url(1))[0].path.read_bytes() == picture(1)


def test_a_new_store_on_a_full_disk_says_so_at_the_first_write_and_begins_when_there_is_room(
    small: Path, filler: Filler
) -> None:
    filler.fill()
    with opened(small) as store:
        assert store.responses(url(1)) == ()
        with pytest.raises(DiskFullError, match="no room left"):
            put(store, url(1), picture(1))
        filler.go()
        put(store, url(1), picture(1))
        assert sound(store, 1)


def test_a_store_on_a_disk_that_is_full_when_it_is_opened_can_be_read(small: Path, filler: Filler) -> None:
    with opened(small, MIB) as store:
        put(store, url(1), picture(1))
        store.put_thumbnail(named(picture(1)), 64, b"small")
    filler.fill()
    with opened(small, MIB) as store:
        assert store.responses(url(1))[0].path.read_bytes() == picture(1)
        assert store.thumbnail(named(picture(1)), 64) == b"small"
        with pytest.raises(DiskFullError, match="no room left"):
            put(store, url(2), picture(2))
        filler.go()
        put(store, url(2), picture(2))
        assert sound(store, 1, 2)


def test_a_full_disk_takes_what_fits_and_the_rest_when_there_is_room(small: Path, filler: Filler) -> None:
    seen = set()
    with opened(small) as store:
        for room in range(16):
            keys = [url(room * 100 + n) for n in range(20)]
            group = [seal(store, key, picture(room * 100 + n)) for n, key in enumerate(keys)]
            filler.fill(left=room * 8192)
            outcomes = store.commit(group)
            filler.go()
            seen.add(sum(isinstance(one, DiskFullError) for one in outcomes))
            again = [one for one, outcome in zip(group, outcomes, strict=True) if isinstance(outcome, DiskFullError)]
            assert all(isinstance(one, StoredResponse) for one in outcomes if not isinstance(one, DiskFullError))
            assert all(isinstance(one, StoredResponse) for one in store.commit(again))
            assert [store.responses(key)[0].path.read_bytes() for key in keys] == [
                picture(room * 100 + n) for n in range(20)
            ]
        assert {0, 20} <= seen
        verdict = store.verify()
        assert (verdict.sound, verdict.damaged, verdict.missing, verdict.orphaned) == (320, 0, 0, 0)
