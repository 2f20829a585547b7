"""Verifying: every kind of damage is found, counted and mended, and sound things are left alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store.storing import blob, files, named, opened, picture, put, url
from vitrina.store import Store, Verdict

COUNT = 10


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = opened(tmp_path)
    for number in range(COUNT):
        put(made, url(number), picture(number))
    made.keep([url(0), url(1)])
    return made


def flip(path: Path) -> None:
    """Flip one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def replace_by_folder(path: Path) -> None:
    """Put a folder where the file was."""
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a flipped bit": (flip, "damaged"),
    "cut short": (lambda path: path.write_bytes(path.read_bytes()[:-1]), "damaged"),
    "grown": (lambda path: path.write_bytes(path.read_bytes() + b"x"), "damaged"),
    "emptied": (lambda path: path.write_bytes(b""), "damaged"),
    "gone": (Path.unlink, "missing"),
    "a folder in its place": (replace_by_folder, "damaged"),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_damage_to_a_file_is_found_and_mended(store: Store, tmp_path: Path, damage: str) -> None:
    spoil, counted = DAMAGES[damage]
    number = 5
    with store:
        spoil(blob(tmp_path, picture(number)))
        found = store.verify(repair=False)
        assert (found.checked, found.sound, getattr(found, counted), found.repaired) == (COUNT, COUNT - 1, 1, 0)
        mended = store.verify()
        assert (mended.checked, mended.sound, getattr(mended, counted), mended.repaired) == (COUNT, COUNT - 1, 1, 1)
        assert store.responses(url(number)) == ()
        assert store.verify() == Verdict(checked=COUNT - 1, sound=COUNT - 1)
        put(store, url(number), picture(number))
        assert store.verify() == Verdict(checked=COUNT, sound=COUNT)


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_what_is_kept_and_lost_is_missing_until_it_comes_again_and_is_kept_then(
    store: Store, tmp_path: Path, damage: str
) -> None:
    spoil, counted = DAMAGES[damage]
    with store:
        spoil(blob(tmp_path, picture(1), "kept"))
        found = store.verify()
        assert (found.checked, found.sound, getattr(found, counted), found.repaired) == (COUNT, COUNT - 1, 1, 0)
        assert store.responses(url(1)) == ()
        put(store, url(5), picture(5))  # any other change leaves it alone
        assert store.verify() == Verdict(checked=COUNT, sound=COUNT - 1, missing=1)
        assert store.info().kept == 2
        put(store, url(1), picture(1))
        assert [one.kept for one in store.responses(url(1))] == [True]
        assert store.verify() == Verdict(checked=COUNT, sound=COUNT)


def test_what_is_kept_and_lost_can_be_let_go(store: Store, tmp_path: Path) -> None:
    with store:
        blob(tmp_path, picture(1), "kept").unlink()
        assert store.release([url(1), url(0)]) == 1
        assert store.verify() == Verdict(checked=COUNT - 1, sound=COUNT - 1)


def test_a_file_that_nobody_knows_is_removed(store: Store, tmp_path: Path) -> None:
    with store:
        stray = blob(tmp_path, b"stray")
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"stray")
        other = stray.with_name("Thumbs.db")
        other.write_bytes(b"of another program")
        assert store.verify(repair=False).orphaned == 2
        assert store.verify() == Verdict(COUNT, COUNT, orphaned=2, repaired=2)
        assert not stray.exists()
        assert not other.exists()
        assert files(tmp_path / "cache") == {named(picture(number)) for number in range(2, COUNT)}


def test_a_file_that_the_journal_knows_is_taken_up_again(store: Store, tmp_path: Path) -> None:
    with store:
        with store._cached.index.writing() as db:  # as if the index were of an older backup
            db.execute("DELETE FROM responses WHERE key = ?", (url(5),))
            db.execute("DELETE FROM doomed")
        assert store.responses(url(5)) == ()
        assert store.verify() == Verdict(COUNT - 1, COUNT - 1, orphaned=1, repaired=1)
        assert store.responses(url(5))[0].path.read_bytes() == picture(5)
        assert store.verify() == Verdict(COUNT, COUNT)
        assert blob(tmp_path, picture(5)).exists()


def test_a_spoilt_file_that_the_journal_knows_is_not(store: Store, tmp_path: Path) -> None:
    with store:
        with store._cached.index.writing() as db:
            db.execute("DELETE FROM responses WHERE key = ?", (url(5),))
            db.execute("DELETE FROM doomed")
        flip(blob(tmp_path, picture(5)))
        assert store.verify() == Verdict(COUNT - 1, COUNT - 1, orphaned=1, repaired=1)
        assert store.responses(url(5)) == ()


def test_what_was_dropped_on_purpose_does_not_come_back(store: Store, tmp_path: Path) -> None:
    """A crash may come between dropping a picture from the index and removing its file."""
    with store:
        with store._cached.index.writing() as db:
            db.execute("DELETE FROM responses WHERE key = ?", (url(5),))
        assert store.verify().orphaned == 1
        assert store.responses(url(5)) == ()
        assert not blob(tmp_path, picture(5)).exists()


def test_wrong_numbers_in_the_index_are_counted_again(store: Store) -> None:
    with store:
        before = store.info()
        with store._cached.index.writing() as db:
            db.execute("UPDATE totals SET bytes = -5, pictures = 77")
        store.verify()
        assert store.info() == before


def test_damage_deep_in_the_index_is_found_and_mended(store: Store, tmp_path: Path) -> None:
    store.close()
    index = tmp_path / "cache" / "index.sqlite"
    data = bytearray(index.read_bytes())
    for page in range(2, len(data) // 4096):
        if data[page * 4096] == 10:  # a leaf of an index: opening looks at few of them
            data[page * 4096 + 3 : page * 4096 + 5] = b"\x00\x00"
    index.write_bytes(data)
    with opened(tmp_path) as again:
        assert again.verify().sound == COUNT
        assert any("damaged" in report for report in again.reports)
        assert all(again.responses(url(number)) for number in range(COUNT))


def test_progress_is_told_for_every_file(store: Store) -> None:
    told: list[tuple[int, int]] = []
    with store:
        store.verify(progress=lambda done, total: told.append((done, total)))
    assert told == [(number + 1, COUNT) for number in range(COUNT)]


def test_an_empty_store_is_sound(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.verify() == Verdict()
        assert store.prune() == 0
        assert store.clear() == 0


def test_others_store_while_one_verifies(store: Store, tmp_path: Path) -> None:
    with store, opened(tmp_path) as other:

        def progress(done: int, _: int) -> None:
            put(other, url(100 + done), picture(100 + done))
            other.forget(url(done + 3))

        verdict = store.verify(progress=lambda done, total: progress(done, total) if done < 6 else None)
        assert verdict.damaged == verdict.missing == 0
        assert store.verify().damaged == 0
        assert all(store.responses(url(number)) for number in range(101, 106))
