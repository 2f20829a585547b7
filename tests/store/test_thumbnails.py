"""Thumbnails: by content and edge, surviving their originals, made anew where damaged."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from store.storing import named, opened, picture, put, url

EDGE = 256


def test_a_thumbnail_is_found_by_content_and_edge(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put_thumbnail("a" * 64, EDGE, b"large")
        store.put_thumbnail("a" * 64, 128, b"small")
        store.put_thumbnail("a" * 64, 128, b"small again")
    with opened(tmp_path) as store:
        assert store.thumbnail("a" * 64, EDGE) == b"large"
        assert store.thumbnail("a" * 64, 128) == b"small again"
        assert store.thumbnail("a" * 64, 64) is None
        assert store.thumbnail("b" * 64, EDGE) is None
        assert (store.info().thumbnails, store.info().bytes) == (2, 16)


def test_a_thumbnail_outlives_its_original(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        stored = put(store, url(1), picture(1))
        store.put_thumbnail(stored.sha256, EDGE, b"small")
        store.forget(url(1))
        assert store.thumbnail(stored.sha256, EDGE) == b"small"


def test_a_flipped_bit_in_a_thumbnail_is_noticed_and_mended(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put_thumbnail("a" * 64, EDGE, b"whole")
        store.put_thumbnail("b" * 64, EDGE, b"sound")
        with closing(sqlite3.connect(tmp_path / "cache" / "thumbnails.sqlite")) as other:
            other.execute("UPDATE thumbnails SET data = ? WHERE sha256 = ?", (b"whale", "a" * 64))
            other.commit()
        assert store.thumbnail("a" * 64, EDGE) is None
        assert store.verify(repair=False).damaged == 1
        verdict = store.verify()
        assert (verdict.checked, verdict.sound, verdict.damaged, verdict.repaired) == (2, 1, 1, 1)
        assert store.verify().checked == 1


def test_a_damaged_file_of_thumbnails_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "thumbnails.sqlite"
    with opened(tmp_path) as store:
        store.put_thumbnail("a" * 64, EDGE, b"small")
    path.write_bytes(b"no database" * 1000)
    with opened(tmp_path) as store:
        assert [report for report in store.reports if "thumbnails" in report]
        assert store.thumbnail("a" * 64, EDGE) is None
        store.put_thumbnail("a" * 64, EDGE, b"small")
        assert store.thumbnail("a" * 64, EDGE) == b"small"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no file that is open")
def test_a_file_of_thumbnails_that_a_cleaner_took_away_is_begun_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put_thumbnail("a" * 64, EDGE, b"small")
        (tmp_path / "cache" / "thumbnails.sqlite").unlink()
        assert store.thumbnail("a" * 64, EDGE) is None
        store.put_thumbnail("a" * 64, EDGE, b"small")
        assert store.thumbnail("a" * 64, EDGE) == b"small"


def test_pages_that_are_damaged_later_are_noticed_at_work(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "thumbnails.sqlite"
    with opened(tmp_path) as store:
        for number in range(50):
            store.put_thumbnail(named(picture(number)), EDGE, picture(number, 5000))
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    whole[:4096] = path.read_bytes()[:4096]
    path.write_bytes(whole)
    with opened(tmp_path) as store:
        assert all(store.thumbnail(named(picture(number)), EDGE) is None for number in range(50))
        store.put_thumbnail("a" * 64, EDGE, b"small")
        assert store.thumbnail("a" * 64, EDGE) == b"small"


def test_thumbnails_fill_no_more_than_a_quarter_and_the_unseen_go_first(tmp_path: Path) -> None:
    with opened(tmp_path, limit=100_000) as store:
        for number in range(24):
            store.put_thumbnail(f"{number:064}", EDGE, bytes(1000))
        assert store.thumbnail(f"{0:064}", EDGE)
        for number in range(24, 30):
            store.put_thumbnail(f"{number:064}", EDGE, bytes(1000))
        assert store.info().bytes <= 25_000
        assert store.thumbnail(f"{0:064}", EDGE)
        assert store.thumbnail(f"{1:064}", EDGE) is None
        assert store.thumbnail(f"{29:064}", EDGE)
