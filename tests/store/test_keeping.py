"""What is kept lies apart, is never evicted, and survives an emptied cache folder."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from store.storing import blob, files, named, opened, picture, put, url


def test_what_is_kept_survives_an_emptied_cache_folder(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(4):
            put(store, url(number), picture(number))
        assert store.keep([url(1), url(2), url(77)]) == 2
        assert store.keep([url(1)]) == 0
        assert store.info().kept == 2
    shutil.rmtree(tmp_path / "cache")
    with opened(tmp_path) as store:
        assert store.reports == ()
        assert [response.key for response in store.kept()] == [url(1), url(2)]
        found = store.responses(url(1))[0]
        assert found.kept
        assert found.path.read_bytes() == picture(1)
        assert store.responses(url(0)) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no file that is open")
def test_a_cleaner_may_empty_the_cache_folder_while_the_store_is_open(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
        put(store, url(2), picture(2))
        store.keep([url(1)])
        shutil.rmtree(tmp_path / "cache")
        assert store.responses(url(1))[0].kept
        assert store.responses(url(2)) == ()
        stored = put(store, url(3), picture(3))
        store.put_thumbnail(stored.sha256, 64, b"small")
        assert store.info().pictures == 2
    with opened(tmp_path) as store:
        assert store.reports == ()
        assert store.responses(url(3)) == (stored,)
        assert store.thumbnail(stored.sha256, 64) == b"small"


def test_bytes_that_another_key_has_stay_in_the_cache_too(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(1), picture(7))
        put(store, url(2), picture(7))
        store.keep([url(1)])
        assert blob(tmp_path, picture(7)).read_bytes() == picture(7)
        assert blob(tmp_path, picture(7), "kept").read_bytes() == picture(7)
        store.keep([url(2)])
        assert files(tmp_path / "cache") == set()
        assert store.info().kept == 1


def test_newer_bytes_of_a_kept_key_are_kept_and_the_older_may_go(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
        store.keep([url(1)])
        stored = put(store, url(1), picture(2))
        assert stored.kept
        assert store.responses(url(1)) == (stored,)
        assert [(r.sha256, r.kept) for r in store.versions(url(1))] == [(named(picture(1)), False)]
        assert files(tmp_path / "kept") == {named(picture(2))}
        assert files(tmp_path / "cache") == {named(picture(1))}


def test_a_kept_response_is_revalidated_and_described_where_it_lies(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        stored = put(store, url(1), picture(1))
        store.keep([url(1)])  # `stored` still says that it is in the cache, as a caller's may
        fresh = store.refreshed(stored, (("ETag", '"2"'),), requested_at=5.0, received_at=6.0)
        store.describe(fresh, media_type="image/png", width=1, height=2)
        found = store.responses(url(1))[0]
        assert (found.kept, found.headers, found.received_at, found.width) == (True, (("ETag", '"2"'),), 6.0, 1)


def test_releasing_moves_back(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
        store.keep([url(1)])
        assert store.release([url(1)]) == 1
        assert store.release([url(1)]) == 0
        assert [response.kept for response in store.responses(url(1))] == [False]
        assert files(tmp_path / "kept") == set()


def test_clearing_and_forgetting_spare_what_is_kept_unless_told(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(3):
            put(store, url(number), picture(number))
        store.keep([url(1), url(2)])
        store.forget(url(1))
        assert store.clear() == 1000
        assert [response.key for response in store.kept()] == [url(1), url(2)]
        store.forget(url(1), kept=True)
        assert store.responses(url(1)) == ()
        assert store.clear(kept=True) == 1000
        assert files(tmp_path / "kept") == set()
        assert store.info().kept == 0


def test_kept_bytes_go_to_another_file_system_by_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refused)
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
        assert store.keep([url(1)]) == 1
        assert blob(tmp_path, picture(1), "kept").read_bytes() == picture(1)
        assert list((tmp_path / "kept" / "partial").glob("*")) == []


def test_a_crash_between_copying_and_dropping_shows_one_response(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
        kept = store._kept
        copy = tmp_path / "kept" / "partial" / "copy"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(picture(1))
        kept.add(store.responses(url(1))[0], str(copy))
        assert [response.kept for response in store.responses(url(1))] == [True]
        store.verify()
        assert files(tmp_path / "cache") == set()
        assert [response.kept for response in store.responses(url(1))] == [True]


def test_moving_what_another_process_has_moved_drops_nothing_else(tmp_path: Path) -> None:
    with opened(tmp_path) as store, opened(tmp_path) as other:
        put(store, url(1), picture(1))
        store.keep([url(1)])
        (stale,) = other.kept()
        store.release([url(1)])
        put(store, url(2), picture(2))
        store.keep([url(2)])
        assert [response.id for response in store.kept()] == [stale.id], "SQLite gives the last number anew"
        other._kept.forget_one(stale)
        assert [response.key for response in store.kept()] == [url(2)]
