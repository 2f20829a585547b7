"""Making room: the store carries out what the policy decides, a slice at a time, and loses nothing that must stay."""

import os
import time
from pathlib import Path

import pytest

from store.storing import blob, files, named, opened, picture, put, url
from vitrina.store import making_room, shelf


def test_the_store_stays_within_its_limit_by_itself(tmp_path: Path) -> None:
    with opened(tmp_path, limit=50_000) as store:
        for number in range(200):
            put(store, url(number), picture(number))
            assert store.info().bytes <= 51_000
        assert store.info().bytes >= 44_000
        assert store.responses(url(199))
        assert store.responses(url(0)) == ()
        assert files(tmp_path / "cache") == {response.sha256 for response in store.entries()}


def test_what_was_seen_last_stays(tmp_path: Path) -> None:
    with opened(tmp_path, limit=50_000) as store:
        for number in range(50):
            put(store, url(number), picture(number))
        store.seen(store.responses(url(0)))
        for number in range(50, 80):
            put(store, url(number), picture(number))
        assert store.responses(url(0))
        assert store.responses(url(1)) == ()


def test_what_was_seen_is_remembered_by_the_next_run(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(20):
            put(store, url(number), picture(number))
    with opened(tmp_path) as store:
        store.seen(store.responses(url(0)))
    with opened(tmp_path, limit=10_000) as store:
        store.prune()
        assert store.responses(url(0))
        assert store.info().pictures == 9


def test_many_marks_are_written_in_batches(tmp_path: Path) -> None:
    with opened(tmp_path) as store, opened(tmp_path, limit=300_000) as other:
        for number in range(400):
            put(store, url(number), picture(number))
        for number in range(300):
            store.seen(store.responses(url(number)))
        other.prune()  # another process sees those that made a batch
        assert other.responses(url(0))
        assert other.responses(url(260)) == ()


@pytest.mark.parametrize("shift", [-10 * 365 * 86400.0, 10 * 365 * 86400.0], ids=["set back", "set forward"])
def test_a_clock_that_was_set_does_not_confuse_the_order(
    tmp_path: Path, shift: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path, limit=50_000) as store:
        for number in range(40):
            put(store, url(number), picture(number), at=time.time())
        now = time.time() + shift
        monkeypatch.setattr(time, "time", lambda: now)
        for number in range(40, 70):
            put(store, url(number), picture(number), at=now)
        assert store.responses(url(69))
        assert store.responses(url(0)) == ()
        put(store, url(69), picture(1069), at=now + 1)
        assert [response.sha256 for response in store.responses(url(69))] == [named(picture(1069))]
        assert store.verify().damaged == 0


def test_shared_bytes_go_when_all_who_have_them_are_old(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(0), picture(7))
        for number in range(1, 20):
            put(store, url(number), picture(number + 100))
        put(store, url(20), picture(7))
        store._room.limit = 10_000
        store.prune()
        assert store.responses(url(0))
        assert store.responses(url(20))
        assert store.responses(url(1)) == ()


def test_an_older_version_goes_before_what_is_current(tmp_path: Path) -> None:
    with opened(tmp_path, limit=2_000) as store:
        put(store, url(1), picture(1))
        put(store, url(1), picture(2))
        put(store, url(2), picture(3))
        assert store.versions(url(1)) == ()
        store.prune()
        assert store.responses(url(2))


def test_what_is_kept_or_on_the_screen_never_goes(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(200):
            put(store, url(number), picture(number))
        store.keep([url(0)])
        store.hold([named(picture(number)) for number in range(1, 80)])
        store._room.limit = 1000
        store.prune()
        assert {response.key for response in store.entries()} == {url(number) for number in range(80)}
        store.hold([])
        store.prune()
        assert {response.key for response in store.entries()} == {url(0)}


def test_thumbnails_count_and_outlive_the_originals(tmp_path: Path) -> None:
    with opened(tmp_path, limit=50_000) as store:
        for number in range(100):
            stored = put(store, url(number), picture(number))
            store.put_thumbnail(stored.sha256, 64, bytes(100))
        assert store.info().bytes <= 51_100
        assert store.info().thumbnails == 100
        assert store.info().pictures < 45


def test_pruning_gives_the_bytes_freed_and_removes_what_nobody_knows(tmp_path: Path) -> None:
    with opened(tmp_path, limit=10_000) as store:
        for number in range(9):
            put(store, url(number), picture(number))
        stray = blob(tmp_path, b"stray")
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"stray")
        assert store.prune() == 5
        assert not stray.exists()
        store._room.limit = 5000
        assert store.prune() == 5000
        assert store.info().bytes == 4000


def test_pruning_shortens_the_journal_and_loses_nothing_of_it(tmp_path: Path) -> None:
    journal = tmp_path / "cache" / "journal.jsonl"
    with opened(tmp_path) as store:
        for number in range(5):
            stored = put(store, url(number), picture(number))
        for turn in range(50):
            stored = store.refreshed(stored, (("ETag", f'"{turn}"'),), requested_at=1.0, received_at=2.0)
        before = journal.stat().st_size
        store.prune()
        assert journal.stat().st_size < before / 3
    (tmp_path / "cache" / "index.sqlite").unlink()
    with opened(tmp_path) as store:
        assert [store.responses(url(number))[0].sha256 for number in range(5)] == [
            named(picture(number)) for number in range(5)
        ]
        assert store.responses(url(4))[0].headers == (("ETag", '"49"'),)


def test_clearing_leaves_nothing_that_may_go(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(120):
            stored = put(store, url(number), picture(number))
        store.put_thumbnail(stored.sha256, 64, b"small")
        with store.incoming(url(999)) as going:
            going.describe(status=200, headers=(), final_url=url(999))
            going.write(b"partial")
        assert store.clear() == 120_000 + len(b"small") + len(b"partial")
        info = store.info()
        assert (info.pictures, info.thumbnails, info.bytes, info.partial) == (0, 0, 0, 0)
        assert files(tmp_path / "cache") == set()
        put(store, url(1), picture(1))
        assert store.responses(url(1))


def test_a_limit_comes_from_the_disk_where_none_is_given(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        free = os.statvfs(tmp_path) if hasattr(os, "statvfs") else None
        assert 0 < store.info().limit_bytes <= 2 * 1024**3
        if free is not None:
            assert store.info().limit_bytes <= free.f_bavail * free.f_frsize


def test_what_was_just_stored_is_there_to_be_read_however_small_the_limit(tmp_path: Path) -> None:
    with opened(tmp_path, limit=2_000) as store:
        for number in range(50):
            stored = put(store, url(number), picture(number, 10_000))
            assert stored.path.read_bytes() == picture(number, 10_000)
            assert store.responses(url(number))
        assert store.responses(url(49 - 31)), "the readers of the last ones may still be at it"
        assert not store.responses(url(0))
    with opened(tmp_path, limit=2_000) as store:
        assert store.info().bytes <= 2_000


def test_another_limit_takes_effect_at_once(tmp_path: Path) -> None:
    with opened(tmp_path, limit=500_000) as store:
        for number in range(200):
            put(store, url(number), picture(number))
        store.set_limit(50_000)
        assert store.info().limit_bytes == 50_000
        assert store.info().bytes == 45_000
        assert store.responses(url(199))
        store.set_limit(500_000)
        for number in range(200, 300):
            put(store, url(number), picture(number))
        assert store.info().bytes == 145_000
        store.set_limit(None)
        assert store.info().limit_bytes > 500_000
        assert store.info().bytes == 145_000


def test_a_disk_that_removes_slowly_is_emptied_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk on which a commit's time is over with the first file."""
    monkeypatch.setattr(shelf, "_TIDYING_SECONDS", 0.0)
    monkeypatch.setattr(making_room, "_EVICTING_SECONDS", 1e-9)
    with opened(tmp_path, limit=200_000) as store:
        for number in range(150):
            put(store, url(number), picture(number))
        store._room.limit = 20_000
        for number in range(150, 300):
            put(store, url(number), picture(number))
        assert len(files(tmp_path / "cache")) == store.info().pictures
        store.clear()
        assert files(tmp_path / "cache") == set()
