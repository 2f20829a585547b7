"""The journal: what its lines amount to, and how it is shortened while others append."""

from dataclasses import replace
from pathlib import Path

import pytest

from store.storing import HEADERS, named, opened, picture, put, url
from vitrina.model import StoredResponse
from vitrina.store import disk, journal
from vitrina.store.journal import Journal

FIRST = StoredResponse(0, "k", "", "u", "f", 200, HEADERS, 1.0, 2.0, "a" * 64, 5, Path(), "image/png", 3, 4)
SECOND = replace(FIRST, sha256="b" * 64)
OTHER = replace(FIRST, key="other", sha256="c" * 64)


@pytest.fixture
def written(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


def amounts(written: Journal) -> list[tuple[str, str, bool]]:
    """Give key, bytes and currentness of what the journal amounts to."""
    return [(record["key"], record["sha256"][0], current) for record, current in written.responses()]


def test_a_line_gives_the_response_back(written: Journal) -> None:
    written.append(journal.stored(FIRST))
    assert [journal.response(record) for record, _ in written.responses()] == [FIRST]


def test_what_was_forgotten_does_not_come_back(written: Journal) -> None:
    for response in (FIRST, OTHER, SECOND):
        written.append(journal.stored(response))
    written.append(journal.forgotten("k"))
    assert amounts(written) == [("other", "c", True)]
    written.append(journal.stored(FIRST))
    assert amounts(written) == [("other", "c", True), ("k", "a", True)]


@pytest.mark.parametrize("gone", [journal.forgotten("k", "", "b" * 64), journal.dropped(["b" * 64])])
def test_when_the_newest_is_gone_the_older_is_still_an_older_one(written: Journal, gone: bytes) -> None:
    written.append(journal.stored(FIRST))
    written.append(journal.stored(SECOND))
    written.append(gone)
    assert amounts(written) == [("k", "a", False)]
    written.append(journal.stored(FIRST))
    assert amounts(written) == [("k", "a", True)]


def test_what_the_bytes_are_is_remembered(written: Journal) -> None:
    written.append(journal.stored(FIRST))
    written.append(journal.described(replace(FIRST, media_type="image/gif", width=7, height=8)))
    ((record, _),) = written.responses()
    assert (record["media_type"], record["width"], record["height"]) == ("image/gif", 7, 8)


@pytest.mark.parametrize(
    "field,value",
    [("sha256", "../" * 21 + "a"), ("key", 5), ("width", "3"), ("headers", [["a"]]), ("bytes", 1.5), ("status", None)],
)
def test_a_line_of_another_shape_is_skipped(written: Journal, field: str, value: object) -> None:
    line = disk.record(journal.stored(FIRST))
    assert line is not None
    written.append(disk.line(line | {field: value}))
    written.append(journal.stored(OTHER))
    assert amounts(written) == [("other", "c", True)]


def test_lines_added_while_it_is_shortened_stay(written: Journal, tmp_path: Path) -> None:
    written.append(journal.stored(FIRST) * 3)
    since = written.size()
    written.write_anew(tmp_path / "new", [journal.stored(FIRST)])
    written.append(journal.stored(OTHER))
    written.replace_by(tmp_path / "new", since)
    assert amounts(written) == [("k", "a", True), ("other", "c", True)]
    assert [record["key"] for _, record in written.records()] == ["k", "other"]


def test_an_index_made_anew_takes_no_older_version_for_the_current_one(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
        put(store, url(1), picture(2))
        store.seen(store.versions(url(1)))
        put(store, url(2), picture(3))
        store._room.limit = 2300  # the newest goes, as the older one was looked at since
        store.prune()
        assert store.responses(url(1)) == ()
        assert [response.sha256 for response in store.versions(url(1))] == [named(picture(1))]
    (tmp_path / "cache" / "index.sqlite").unlink()
    with opened(tmp_path) as store:
        assert store.responses(url(1)) == ()
        assert [response.sha256 for response in store.versions(url(1))] == [named(picture(1))]


def test_a_line_whose_file_never_came_leaves_the_one_before_current(tmp_path: Path) -> None:
    """A crash may come between the journal's line and the renaming of the file."""
    with opened(tmp_path) as store:
        stored = put(store, url(1), picture(1))
        store._cached.journal.append(journal.stored(replace(stored, sha256="d" * 64)))
    (tmp_path / "cache" / "index.sqlite").unlink()
    with opened(tmp_path) as store:
        assert [response.sha256 for response in store.responses(url(1))] == [named(picture(1))]


def test_a_journal_that_has_grown_long_is_shortened_when_the_store_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "journal.jsonl"
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
        with path.open("ab") as file:
            file.write(journal.stored(OTHER) * 40_000)
        assert path.stat().st_size > 8 << 20
    assert path.stat().st_size < 2000
    (tmp_path / "cache" / "index.sqlite").unlink()
    with opened(tmp_path) as store:
        assert store.responses(url(1))
