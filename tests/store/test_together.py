"""Responses stored together: all in one transaction, and each as if it were alone where that fails."""

from pathlib import Path

from store.storing import HEADERS, files, named, opened, picture, put, seal, url
from vitrina.errors import StoreError
from vitrina.model import StoredResponse


def test_what_is_complete_together_is_stored_together(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        before = log_size(tmp_path)
        outcomes = store.commit([seal(store, url(n), picture(n)) for n in range(8)])
        together = log_size(tmp_path) - before
        assert [(one.key, one.sha256) for one in outcomes if isinstance(one, StoredResponse)] == [
            (url(n), named(picture(n))) for n in range(8)
        ]
        before = log_size(tmp_path)
        for n in range(8, 16):
            put(store, url(n), picture(n))
        assert together < (log_size(tmp_path) - before) / 2  # the index's pages are written once, not eight times
        assert all(store.responses(url(n))[0].path.read_bytes() == picture(n) for n in range(16))
        assert store.info().partial == 0
        assert store.verify().orphaned == 0


def log_size(folder: Path) -> int:
    return (folder / "cache" / "index.sqlite-wal").stat().st_size


def test_the_same_bytes_twice_in_a_group_are_one_file(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.commit([seal(store, url(n), picture(0)) for n in range(3)])
        assert [store.responses(url(n))[0].path.read_bytes() for n in range(3)] == [picture(0)] * 3
        assert files(tmp_path / "cache") == {named(picture(0))}


def test_new_bytes_of_what_is_kept_are_kept_although_others_come_with_them(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
        store.keep([url(1)])
        outcomes = store.commit([seal(store, url(n), picture(n + 10)) for n in range(3)])
        assert [isinstance(one, StoredResponse) and one.kept for one in outcomes] == [False, True, False]
        assert [one.sha256 for one in store.kept()] == [named(picture(11))]


def test_one_whose_file_was_taken_away_costs_no_other_its_place(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        group = [seal(store, url(n), picture(n)) for n in range(4)]
        group[2].path.unlink()
        outcomes = store.commit(group)
        assert [isinstance(one, StoreError) for one in outcomes] == [False, False, True, False]
        assert [bool(store.responses(url(n))) for n in range(4)] == [True, True, False, True]
        assert store.verify().sound == 3


def test_a_body_written_at_once_has_nothing_of_what_an_earlier_run_left(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.incoming(url(1)) as going:
            going.describe(status=200, headers=HEADERS, final_url=url(1))
            going.write(picture(1))
        store.commit([seal(store, url(1), picture(2, 100))])
        assert store.responses(url(1))[0].path.read_bytes() == picture(2, 100)


def test_a_body_written_at_once_is_left_to_nobody(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        going = store.incoming(url(1), resumable=False)
        going.write(picture(1))
        going.suspend()
        assert store.info().partial == 0
        with store.incoming(url(1)) as again:
            assert again.offset == 0
