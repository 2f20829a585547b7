"""Moving a store: all of it arrives, nothing goes before that, and giving up leaves everything as it was."""

from pathlib import Path

import pytest

from store.storing import opened, picture, put, url
from vitrina.errors import StoreError
from vitrina.store import Store
from vitrina.store.moving import Moving

COUNT = 12


def quiet(_done: int, _total: int) -> None:
    """Hear of steps."""


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A folder with a store: pictures, a thumbnail, two that are kept."""
    folder = tmp_path / "old"
    with opened(folder) as store:
        for number in range(COUNT):
            stored = put(store, url(number), picture(number))
        store.put_thumbnail(stored.sha256, 256, b"small")
        store.keep([url(0), url(1)])
    return folder


def moving(folder: Path, target: Path) -> Moving:
    return Moving(folder / "cache", folder / "kept", target)


def moved_store(target: Path) -> Store:
    return Store.open(target / "store", target / "kept", chosen=target)


def test_everything_arrives_and_then_goes_from_here(filled: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    move = moving(filled, tmp_path / "new")
    move.copy(lambda done, total: steps.append((done, total)))
    assert steps[-1] == (COUNT * 1000, COUNT * 1000)
    with opened(filled) as store:
        late = put(store, url(99), picture(99))
    move.finish()
    move.remove_old()
    assert not (filled / "cache").exists()
    assert not (filled / "kept").exists()
    with moved_store(tmp_path / "new") as store:
        assert store.reports == ()
        for number in (*range(COUNT), 99):
            (found,) = store.responses(url(number))
            assert found.path.read_bytes() == picture(number)
            assert found.kept == (number in {0, 1})
        assert store.thumbnail(store.responses(url(COUNT - 1))[0].sha256, 256) == b"small"
        verdict = store.verify()
        assert (verdict.damaged, verdict.missing, verdict.orphaned) == (0, 0, 0)
        assert store.responses(url(99))[0].sha256 == late.sha256


def test_giving_up_half_way_leaves_everything_here_and_nothing_there(filled: Path, tmp_path: Path) -> None:
    move = moving(filled, tmp_path / "new")

    def until_the_fifth(done: int, _total: int) -> None:
        if done >= 5000:
            raise KeyError

    with pytest.raises(KeyError):
        move.copy(until_the_fifth)
    move.give_up()
    assert list((tmp_path / "new").iterdir()) == []
    with opened(filled) as store:
        assert all(store.responses(url(number)) for number in range(COUNT))


def test_what_another_process_stores_here_meanwhile_is_not_lost(filled: Path, tmp_path: Path) -> None:
    move = moving(filled, tmp_path / "new")
    move.copy(quiet)
    move.finish()
    with opened(filled) as store:
        put(store, url(50), picture(50))
    move.remove_old()
    assert [path.read_bytes() for path in (filled / "cache" / "blobs").glob("*/*")] == [picture(50)]


@pytest.mark.parametrize("where", ["old/cache", "old/cache/inside", "full"])
def test_a_place_that_will_not_do_is_refused_and_nothing_is_touched(filled: Path, tmp_path: Path, where: str) -> None:
    (tmp_path / "full" / "store" / "blobs").mkdir(parents=True)
    with pytest.raises(StoreError):
        moving(filled, tmp_path / where)
    with opened(filled) as store:
        assert all(store.responses(url(number)) for number in range(COUNT))


def test_a_moved_store_whose_disk_is_away_is_not_begun_anew(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not there"):
        moved_store(tmp_path / "away")
    assert not (tmp_path / "away").exists()


def test_bytes_are_shared_out_among_groups_and_counted_once(filled: Path) -> None:
    with opened(filled) as store:
        put(store, "https://twin.example/", picture(3))
        one, two, rest = store.shares([("one", [url(0), url(3)]), ("two", ["https://twin.example/", url(4), url(5)])])
    assert (one.label, one.files, one.evictable, one.kept) == ("one", 2, 1000, 1000)
    assert (two.files, two.evictable, two.kept) == (2, 2000, 0)
    assert (rest.label, rest.files, rest.evictable, rest.kept) == ("", COUNT - 4, 7000, 1000)
