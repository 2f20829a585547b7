"""Responses on their way in: whole or not at all, gone on with later, one writer a key."""

from pathlib import Path

import pytest

from store.storing import HEADERS, files, named, opened, picture, put, url
from vitrina.model import StoredResponse
from vitrina.store import Incoming, Store, incoming


@pytest.fixture
def partials(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "partial"


def finish(going: Incoming) -> StoredResponse:
    return going.commit(
        url=going.key, final_url=going.key, status=200, headers=HEADERS, requested_at=1.0, received_at=2.0
    )


def begin(store: Store, data: bytes, key: str = url(1)) -> Incoming:
    going = store.incoming(key)
    going.describe(status=206, headers=HEADERS, final_url=f"{key}?final")
    going.write(data)
    return going


def test_what_was_suspended_is_gone_on_with_by_the_next_run(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        begin(store, picture(1)[:400]).suspend()
        assert store.responses(url(1)) == ()
        assert store.info().partial == 1
    with opened(tmp_path) as store, store.incoming(url(1)) as going:
        assert (going.offset, going.status, going.headers) == (400, 206, HEADERS)
        assert going.final_url == f"{url(1)}?final"
        going.write(memoryview(picture(1))[400:])
        stored = finish(going)
        assert stored.sha256 == named(picture(1))
        assert stored.path.read_bytes() == picture(1)
        assert store.info().partial == 0


def test_nothing_can_be_seen_before_all_is_there(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        going = begin(store, picture(1))
        assert store.responses(url(1)) == ()
        assert files(tmp_path / "cache") == set()
        finish(going)
        assert store.responses(url(1))[0].path.read_bytes() == picture(1)


def test_another_version_begins_from_the_start(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        begin(store, picture(1)[:400]).suspend()
        with store.incoming(url(1)) as going:
            going.restart()
            assert (going.offset, going.headers, going.status) == (0, None, None)
            going.describe(status=200, headers=HEADERS, final_url=url(1))
            going.write(picture(2))
            assert finish(going).sha256 == named(picture(2))


def test_bytes_that_nobody_described_are_not_gone_on_with(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        begin(store, picture(1)[:400]).suspend()
        with store.incoming(url(1)) as going:
            going.restart()
            going.write(picture(2)[:300])  # as a crash would leave it: no description, but an older one
            going._claim.drop()
        with store.incoming(url(1)) as going:
            assert going.offset == 0


def test_a_damaged_description_means_to_begin_anew(tmp_path: Path, partials: Path) -> None:
    with opened(tmp_path) as store:
        begin(store, picture(1)[:400]).suspend()
        descriptions = partials / "descriptions.jsonl"
        descriptions.write_bytes(descriptions.read_bytes()[:-20])
        with store.incoming(url(1)) as going:
            assert going.offset == 0


def test_leaving_without_a_commit_suspends(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(KeyError), begin(store, b"some"):
            raise KeyError
        with store.incoming(url(1)) as going:
            assert going.offset == 4


def test_discarding_leaves_nothing(tmp_path: Path, partials: Path) -> None:
    with opened(tmp_path) as store:
        going = begin(store, b"some")
        going.discard()
        going.discard()
        going.suspend()
        assert list(partials.glob("*.part")) == []


def test_a_second_writer_has_a_file_of_its_own_that_ends_with_it(tmp_path: Path, partials: Path) -> None:
    with opened(tmp_path) as store, opened(tmp_path) as other:
        first = begin(store, picture(1)[:10])
        second = begin(other, picture(2))
        assert (first.resumable, second.resumable) == (True, False)
        assert second.offset == 1000
        third = begin(other, b"third")
        third.suspend()
        assert finish(second).sha256 == named(picture(2))
        first.write(picture(1)[10:])
        assert finish(first).sha256 == named(picture(1))
        assert list(partials.glob("*.part")) == []
        assert [r.sha256 for r in store.responses(url(1))] == [named(picture(1))]


def test_after_a_commit_the_key_is_free_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(3):
            with store.incoming(url(1)) as going:
                assert (going.resumable, going.offset) == (True, 0)
                going.write(picture(number))
                finish(going)


def test_leftovers_of_the_dead_are_swept_and_what_can_be_resumed_is_not(tmp_path: Path, partials: Path) -> None:
    with opened(tmp_path) as store:
        begin(store, b"resumable").suspend()
        (partials / f"{'0' * 40}-{'1' * 16}.part").write_bytes(b"of a dead writer")
        (partials / f"{'2' * 64}-{'3' * 16}.copy").write_bytes(b"of a dead mover")
        (partials / f"{'4' * 40}.part").write_bytes(b"")
        alive = begin(store, b"alive", url(2))
        assert incoming.sweep(partials) == len(b"of a dead writer") + len(b"of a dead mover")
        assert store.info().partial == 2
        alive.suspend()
        assert incoming.sweep(partials, everything=True) == len(b"resumable") + len(b"alive")
        assert store.info().partial == 0


def test_the_first_commit_of_a_run_sweeps(tmp_path: Path, partials: Path) -> None:
    with opened(tmp_path) as store:
        put(store, url(1), picture(1))
    dead = partials / f"{'0' * 40}-{'1' * 16}.part"
    dead.write_bytes(b"of a dead writer")
    with opened(tmp_path) as store:
        put(store, url(2), picture(2))
        assert not dead.exists()


def test_descriptions_do_not_grow_for_ever(tmp_path: Path, partials: Path) -> None:
    with opened(tmp_path) as store:
        begin(store, b"some").suspend()
        descriptions = partials / "descriptions.jsonl"
        with descriptions.open("ab") as file:
            file.write(b'{"name":"gone","status":200}\n' * 50_000)
        incoming.sweep(partials)
        assert descriptions.stat().st_size < 2000
        with store.incoming(url(1)) as going:
            assert going.offset == 4
