"""Opening: a damaged, lost, newer, locked or forbidden store, each with a sentence and nothing lost."""

import shutil
import sqlite3
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ordinary import without_special_rights
from store.storing import HEADERS, blob, named, opened, picture, put, url
from vitrina.errors import StoreError, StoreLockedError, StoreNewerError, StoreReadOnlyError
from vitrina.store import Store, database

COUNT = 20


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A store with twenty pictures, two of them kept, one of them changed and revalidated."""
    with opened(tmp_path) as store:
        for number in range(COUNT):
            put(store, url(number), picture(number))
        put(store, url(3), picture(333))
        store.refreshed(store.responses(url(3))[0], (("ETag", '"new"'),), requested_at=7.0, received_at=8.0)
        store.describe(store.responses(url(4))[0], media_type="image/png", width=5, height=6)
        store.keep([url(1), url(2)])
        store.forget(url(9))
    return tmp_path


def whole(store: Store) -> bool:
    """Whether all is there as `filled` left it."""
    third, fourth = store.responses(url(3)), store.responses(url(4))
    return (
        all(store.responses(url(number)) for number in range(COUNT) if number != 9)
        and store.responses(url(9)) == ()
        and [response.path.read_bytes() for response in third] == [picture(333)]
        and third[0].headers == (("ETag", '"new"'),)
        and [response.path.read_bytes() for response in store.versions(url(3))] == [picture(3)]
        and (fourth[0].media_type, fourth[0].width, fourth[0].headers) == ("image/png", 5, HEADERS)
        and [response.key for response in store.kept()] == [url(1), url(2)]
    )


def test_a_sound_store_opens_with_nothing_to_report(filled: Path) -> None:
    with opened(filled) as store:
        assert whole(store)
        assert store.reports == ()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda data: b"no database" + data[11:],
    "cut to a byte": lambda data: data[:1],
    "cut in the middle": lambda data: data[: len(data) // 2],
    "zeroes": lambda data: bytes(len(data)),
    "rubbish after the first page": lambda data: data[:4096] + b"\xa5" * (len(data) - 4096),
    "another program's database": lambda _: foreign(),
}


def foreign() -> bytes:
    """Give an SQLite file that is not ours."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE theirs(a)")
        return connection.serialize()


@pytest.mark.parametrize("shelf", ["cache", "kept"])
@pytest.mark.parametrize("damage", list(DAMAGES))
def test_a_damaged_index_is_set_aside_and_made_anew(filled: Path, shelf: str, damage: str) -> None:
    index = filled / shelf / "index.sqlite"
    spoilt = DAMAGES[damage](index.read_bytes())
    index.write_bytes(spoilt)
    with opened(filled) as store:
        assert whole(store)
        assert store.verify().sound >= COUNT - 1
        assert any("damaged" in report and "set aside" in report for report in store.reports)
    names = [path for path in (filled / shelf).glob("index.sqlite.damaged-*") if path.name.count("-") == 2]
    assert [path.read_bytes()[:16] for path in names] == [spoilt[:16]]
    with opened(filled) as store:
        assert whole(store)
        assert store.reports == ()


@pytest.mark.parametrize("shelf", ["cache", "kept"])
@pytest.mark.parametrize("left", [None, b""], ids=["deleted", "emptied"])
def test_a_missing_index_is_made_anew(filled: Path, shelf: str, left: bytes | None) -> None:
    index = filled / shelf / "index.sqlite"
    index.unlink()
    if left is not None:
        index.write_bytes(left)
    with opened(filled) as store:
        assert whole(store)
        assert any("missing" in report for report in store.reports)


def test_pruning_removes_what_was_set_aside(filled: Path) -> None:
    (filled / "cache" / "index.sqlite").write_bytes(b"spoilt" * 100)
    with opened(filled) as store:
        assert store.prune() == 600
        assert whole(store)
    assert list((filled / "cache").glob("*damaged*")) == []


def test_a_journal_with_torn_and_spoilt_lines_gives_all_others(filled: Path) -> None:
    journal = filled / "cache" / "journal.jsonl"
    lines = [line for line in journal.read_bytes().splitlines() if line]
    spoilt = [
        b'{"key": 5}',
        lines[0][:30],
        b"\xff\xfe",
        b"[1]",
        b'{"forget": 3}',
        b'{"key":"k","variant":"","sha256":"x"}',
    ]
    journal.write_bytes(b"\n".join(lines + spoilt) + b'\n{"key":"https://torn')
    with opened(filled) as store:
        put(store, url(50), picture(50))
    (filled / "cache" / "index.sqlite").unlink()
    with opened(filled) as store:
        assert whole(store)
        assert store.responses(url(50))


def test_index_and_journal_lost_together_lose_no_kept_file(filled: Path) -> None:
    for name in ("index.sqlite", "journal.jsonl"):
        (filled / "kept" / name).unlink()
    with opened(filled) as store:
        store.verify()
        store.prune()
    assert sorted(path.read_bytes() for path in (filled / "kept").glob("stray/*")) == sorted([picture(1), picture(2)])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that another has open")
def test_an_index_that_is_damaged_while_open_is_made_anew(filled: Path) -> None:
    index = filled / "cache" / "index.sqlite"
    with opened(filled) as store, opened(filled) as other:
        with index.open("r+b") as file:
            file.write(b"\xa5" * index.stat().st_size)
        put(store, url(60), picture(60))
        assert store.responses(url(60))
        assert whole(store)
        put(other, url(61), picture(61))  # another process has to notice that the index was replaced
        assert store.responses(url(61))
        assert other.responses(url(60))


@pytest.mark.parametrize("shelf", ["cache", "kept"])
def test_a_newer_index_is_refused_and_left_untouched(filled: Path, shelf: str) -> None:
    index = filled / shelf / "index.sqlite"
    data = bytearray(index.read_bytes())
    data[60:64] = struct.pack(">I", database.VERSION + 1)
    index.write_bytes(data)
    before = {path: path.read_bytes() for path in filled.rglob("*") if path.is_file()}
    with pytest.raises(StoreNewerError, match="later version"):
        opened(filled)
    assert {path: path.read_bytes() for path in filled.rglob("*") if path.is_file()} == before


def test_a_newer_index_whose_version_is_only_in_the_log_is_refused_too(filled: Path) -> None:
    with closing(sqlite3.connect(filled / "cache" / "index.sqlite", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {database.VERSION + 1}")
        with pytest.raises(StoreNewerError):
            opened(filled)


def test_an_index_locked_by_another_program_is_said_to_be_after_a_bounded_time(
    filled: Path,
) -> None:
    with closing(sqlite3.connect(filled / "cache" / "index.sqlite", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with opened(filled) as store:
            assert whole(store)  # reading waits for nobody
            with pytest.raises(StoreLockedError, match="held the store's index"):
                store.forget(url(5))
            connection.execute("ROLLBACK")
            store.forget(url(5))
            assert store.responses(url(5)) == ()


def test_a_lock_that_ends_soon_is_waited_for(filled: Path) -> None:
    with closing(
        sqlite3.connect(filled / "cache" / "index.sqlite", isolation_level=None, check_same_thread=False)
    ) as connection:
        connection.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, connection.execute, ("ROLLBACK",))
        timer.start()
        with opened(filled) as store:
            store.forget(url(5))
            assert store.responses(url(5)) == ()
        timer.join()


def test_what_is_no_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file")
    with pytest.raises(StoreError, match="is no folder"):
        opened(tmp_path)
    with pytest.raises(StoreError, match="is no folder"):
        Store.open(tmp_path / "cache" / "below", tmp_path / "kept")
    assert (tmp_path / "cache").read_bytes() == b"a file"


def test_a_folder_that_may_not_be_entered_is_refused_with_a_sentence(filled: Path) -> None:
    (filled / "cache").chmod(0o000)
    with without_special_rights():
        with pytest.raises(StoreError, match=r"cannot be written; give yourself the right"):
            opened(filled)
        (filled / "cache").chmod(0o700)
        with opened(filled) as store:
            assert whole(store)


@pytest.mark.parametrize("closed", ["cache", "kept", "kept/index.sqlite", "kept/journal.jsonl"])
def test_what_may_only_be_read_is_read_and_left_as_it_is(filled: Path, closed: str) -> None:
    with opened(filled) as store:
        store.put_thumbnail(named(picture(5)), 64, b"small")
    blob(filled, picture(5)).write_bytes(picture(6))  # spoilt
    path = filled / closed
    path.chmod(0o500 if path.is_dir() else 0o400)
    with without_special_rights():
        before = {one: one.read_bytes() for one in path.rglob("*") if one.is_file()}
        with opened(filled) as store:
            assert whole(store)
            assert store.to_read
            assert store.thumbnail(named(picture(5)), 64) == b"small"
            assert store.info().kept == 2
            verdict = store.verify()
            assert (verdict.damaged, verdict.repaired) == (1, 0)
            with pytest.raises(StoreReadOnlyError, match="give yourself the right"):
                store.keep([url(7)])
            with pytest.raises(StoreReadOnlyError, match="give yourself the right"):
                store.release([url(1)])
        assert {one: one.read_bytes() for one in path.rglob("*") if one.is_file()} == before


def test_a_store_that_may_be_written_again_is_written_without_being_opened_anew(filled: Path) -> None:
    (filled / "cache").chmod(0o500)
    with without_special_rights(), opened(filled) as store:
        with pytest.raises(StoreReadOnlyError):
            store.describe(store.responses(url(5))[0], media_type="image/gif", width=7, height=8)
        (filled / "cache").chmod(0o700)
        store.describe(store.responses(url(5))[0], media_type="image/gif", width=7, height=8)
        assert not store.to_read
        put(store, url(100), picture(100))
        store.put_thumbnail(named(picture(100)), 64, b"small")
    with opened(filled) as store:
        assert whole(store)
        assert store.responses(url(5))[0].width == 7
        assert store.responses(url(100))
        assert store.thumbnail(named(picture(100)), 64) == b"small"


def test_a_picture_that_may_not_be_read_is_told_and_not_lost(filled: Path) -> None:
    locked = blob(filled, picture(5))
    with without_special_rights(), opened(filled) as store:
        count = store.verify().checked
        locked.chmod(0o000)
        told = store.verify()
        assert (told.checked, told.sound, told.damaged, told.repaired) == (count, count - 1, 1, 0)
        locked.chmod(0o600)
        assert store.verify().sound == count


def test_opening_does_not_walk_the_folder(filled: Path) -> None:
    """Opening makes no difference between few files and many: it lists none (seen by Python's audit hook)."""
    script = (
        "import sys; from pathlib import Path; from vitrina.store import Store; walks = []\n"
        "sys.addaudithook(lambda name, args: walks.append(args) if name in ('os.scandir', 'os.listdir') else None)\n"
        "Store.open(Path(sys.argv[1]) / 'cache', Path(sys.argv[1]) / 'kept').close(); print(len(walks))"
    )
    run = subprocess.run([sys.executable, "-c", script, str(filled)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"


def test_two_processes_may_find_the_same_damage_at_once(filled: Path) -> None:
    (filled / "cache" / "index.sqlite").write_bytes(b"spoilt" * 1000)
    script = (
        "import sys; from pathlib import Path; from vitrina.store import Store\n"
        "with Store.open(Path(sys.argv[1]) / 'cache', Path(sys.argv[1]) / 'kept') as store:\n"
        "    print(sum(1 for _ in store.entries()), len(store.reports))"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(filled)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    told = [run.communicate(timeout=60)[0].split() for run in runs]
    assert [count for count, _ in told] == [str(COUNT - 1)] * 4
    assert sorted(reports for _, reports in told) == ["0", "0", "0", "1"]


def test_a_cache_that_comes_back_from_a_backup_without_its_files_is_no_trap(filled: Path) -> None:
    shutil.rmtree(filled / "cache" / "blobs")
    with opened(filled) as store:
        assert store.responses(url(5)) == ()
        put(store, url(5), picture(5))
        assert store.responses(url(5))
        assert store.verify().missing >= 1
        assert store.verify().missing == 0
