"""Responses: stored, found, changed, described, forgotten."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from store.storing import HEADERS, blob, files, named, opened, picture, put, url
from vitrina.errors import StoreError
from vitrina.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_what_is_stored_is_found_again_by_the_next_run(folder: Path) -> None:
    with opened(folder) as store:
        stored = put(store, url(1), picture(1))
    assert stored.path == blob(folder, picture(1))
    assert stored.path.read_bytes() == picture(1)
    assert (stored.sha256, stored.bytes, stored.status) == (named(picture(1)), 1000, 200)
    assert (stored.headers, stored.requested_at, stored.received_at) == (HEADERS, 1000.0, 1000.5)
    with opened(folder) as store:
        assert store.responses(url(1)) == (stored,)
        assert store.responses(url(2)) == ()
        assert store.reports == ()


def test_an_empty_body_is_a_response_too(folder: Path) -> None:
    with opened(folder) as store:
        stored = put(store, url(1), b"")
        assert store.responses(url(1)) == (stored,)
        assert store.info().pictures == 0


def test_keys_with_equal_bytes_share_one_file(folder: Path) -> None:
    with opened(folder) as store:
        for number in range(3):
            put(store, url(number), picture(7))
        assert files(folder / "cache") == {named(picture(7))}
        assert store.info().bytes == 1000
        store.forget(url(0))
        store.forget(url(1))
        assert [response.sha256 for response in store.responses(url(2))] == [named(picture(7))]
        assert blob(folder, picture(7)).exists()
        store.forget(url(2))
        assert not blob(folder, picture(7)).exists()
        assert store.info().bytes == 0


def test_keys_with_equal_bytes_are_told_whichever_shelf_they_are_on(folder: Path) -> None:
    secret = "https://user:word@pictures.example/5.jpg"
    with opened(folder) as store:
        assert store.alike() == {}
        for key, what in [(url(1), 1), (url(2), 2), (url(3), 1), (secret, 1), (url(4), 4), (url(6), 2)]:
            put(store, key, picture(what))
        store.keep([url(3), url(4)])
        ones, twos = (named(picture(number)) for number in (1, 2))
        assert store.alike() == {url(1): ones, url(3): ones, store.name_of(secret): ones, url(2): twos, url(6): twos}
        assert store.alike([secret]) == {url(1): ones, url(3): ones, secret: ones}
        assert store.alike([url(4), url(9)]) == {}
        put(store, url(6), picture(6))
        assert set(store.alike()) == {url(1), url(3), store.name_of(secret)}, "what it was before is nobody's like"
        put(store, url(1), picture(7), variant="webp")
        assert set(store.alike([url(3)])) == {url(3), store.name_of(secret)}, "its newest answer is another"


def test_variants_are_current_side_by_side_newest_first(folder: Path) -> None:
    with opened(folder) as store:
        put(store, url(1), picture(1), variant="webp")
        put(store, url(1), picture(2), variant="avif")
        assert [response.variant for response in store.responses(url(1))] == ["avif", "webp"]
        put(store, url(1), picture(3), variant="webp")
        assert [(r.variant, r.sha256) for r in store.responses(url(1))] == [
            ("webp", named(picture(3))),
            ("avif", named(picture(2))),
        ]


def test_when_the_bytes_change_the_older_version_stays_reachable(folder: Path) -> None:
    with opened(folder) as store:
        for number in (1, 2, 3):
            put(store, url(1), picture(number))
        assert [response.sha256 for response in store.responses(url(1))] == [named(picture(3))]
        assert [response.sha256 for response in store.versions(url(1))] == [named(picture(2)), named(picture(1))]
        assert store.versions(url(1))[1].path.read_bytes() == picture(1)


def test_bytes_that_come_back_are_current_and_no_older_version_of_themselves(folder: Path) -> None:
    with opened(folder) as store:
        for number in (1, 2, 1, 1):
            put(store, url(1), picture(number))
        assert [response.sha256 for response in store.responses(url(1))] == [named(picture(1))]
        assert [response.sha256 for response in store.versions(url(1))] == [named(picture(2))]


def test_a_row_whose_file_is_gone_or_cut_is_no_response(folder: Path) -> None:
    with opened(folder) as store:
        put(store, url(1), picture(1))
        put(store, url(2), picture(2))
        blob(folder, picture(1)).unlink()
        blob(folder, picture(2)).write_bytes(picture(2)[:500])
        assert store.responses(url(1)) == ()
        assert store.responses(url(2)) == ()
        put(store, url(3), picture(3))  # the next change drops what was found to be gone
        assert store.info().bytes == 1000


def test_storing_again_replaces_a_file_that_was_spoilt(folder: Path) -> None:
    with opened(folder) as store:
        put(store, url(1), picture(1))
        blob(folder, picture(1)).write_bytes(b"x" * 1000)
        put(store, url(1), picture(1))
        assert blob(folder, picture(1)).read_bytes() == picture(1)


def test_a_later_exchange_changes_headers_and_times_and_no_bytes(folder: Path) -> None:
    with opened(folder) as store:
        stored = put(store, url(1), picture(1))
        fresh = store.refreshed(stored, (("ETag", '"2"'), ("Set-Cookie", "a=b")), requested_at=5.0, received_at=6.0)
        assert fresh == replace(stored, headers=(("ETag", '"2"'),), requested_at=5.0, received_at=6.0)
        assert store.responses(url(1)) == (fresh,)
    with opened(folder) as store:
        assert store.responses(url(1)) == (fresh,)


def test_all_who_share_the_bytes_know_what_they_are(folder: Path) -> None:
    with opened(folder) as store:
        stored = put(store, url(1), picture(1))
        put(store, url(2), picture(1))
        told = store.describe(stored, media_type="image/png", width=3, height=4)
        assert (told.media_type, told.width, told.height) == ("image/png", 3, 4)
        assert store.responses(url(1)) == (told,)
        assert store.responses(url(2))[0].width == 3


def test_documents_are_stored_and_not_counted_as_pictures(folder: Path) -> None:
    with opened(folder) as store:
        put(store, url(1), picture(1))
        put(store, "https://h/list", b"[]", headers=(("Content-Type", "application/json; charset=utf-8"),))
        put(store, "https://h/page", b"<p>", headers=(("content-type", "text/html"),))
        svg = put(store, "https://h/svg", b"<svg>", headers=(("content-type", "image/svg+xml"),))
        assert store.info().pictures == 2
        store.describe(svg, media_type="text/html", width=None, height=None)
        assert store.info().pictures == 1


def test_forgetting_drops_older_versions_too(folder: Path) -> None:
    with opened(folder) as store:
        put(store, url(1), picture(1))
        put(store, url(1), picture(2))
        store.forget(url(1))
        assert store.responses(url(1)) == store.versions(url(1)) == ()
        assert files(folder / "cache") == set()


def test_entries_are_all_current_responses(folder: Path) -> None:
    with opened(folder) as store:
        for number in range(600):
            put(store, url(number), picture(number, 10))
        put(store, url(0), picture(9999, 10))
        store.keep([url(1)])
        found = list(store.entries())
        assert {response.key for response in found} == {url(number) for number in range(600)}
        assert len(found) == 600
        assert [response.key for response in found if response.kept] == [url(1)]


def test_no_credential_reaches_the_disk(folder: Path) -> None:
    key = "https://ann:hunter2@h/x?token=hunter3"
    with opened(folder) as store:
        with store.incoming(key) as incoming:
            headers = (("Set-Cookie", "session=hunter4"), ("ETag", '"1"'))
            incoming.describe(status=200, headers=headers, final_url="https://ann:hunter2@h/y?sig=hunter5")
            incoming.write(b"bytes")
            stored = incoming.commit(
                url=key,
                final_url="https://ann:hunter2@h/y?sig=hunter5",
                status=200,
                headers=headers,
                requested_at=1.0,
                received_at=2.0,
            )
        assert stored.key == key
        assert store.responses(key) == (stored,)
        assert store.responses("https://ann:other@h/x?token=hunter3") == ()
        store.refreshed(stored, headers, requested_at=1.0, received_at=2.0)
        store.keep([key])
        assert [response.kept for response in store.responses(key)] == [True]
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"hunter" not in written
    assert b"ann" not in written.replace(b"channel", b"")


def test_many_threads_may_use_one_store(folder: Path) -> None:
    faults: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 40):
                stored = put(store, url(number % 60), picture(number % 60))
                store.put_thumbnail(stored.sha256, 64, b"thumb")
                assert store.thumbnail(stored.sha256, 64) == b"thumb"
                assert store.responses(url(number % 60))
                store.seen([stored])
        except BaseException as error:  # noqa: BLE001  told by the main thread
            faults.append(error)

    with opened(folder) as store:
        threads = [threading.Thread(target=work, args=(first,)) for first in (0, 20, 40, 60)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert store.verify().sound == 120


def test_a_closed_store_says_that_it_is_closed(folder: Path) -> None:
    store = opened(folder)
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.responses(url(1))
    with pytest.raises(StoreError, match="is closed"):
        store.thumbnail("0" * 64, 64)
    store.close()


def test_nothing_of_sqlite_gets_out(folder: Path) -> None:
    with opened(folder) as store, sqlite3.connect(folder / "cache" / "index.sqlite") as other:
        other.execute("DROP TABLE totals")
        other.commit()
        put(store, url(1), picture(1))
        assert store.responses(url(1))
        assert any("damaged" in report for report in store.reports)
    other.close()


def test_two_stores_in_one_process_see_each_other(folder: Path) -> None:
    with opened(folder) as one, opened(folder) as other:
        stored = put(one, url(1), picture(1))
        assert other.responses(url(1)) == (stored,)
        other.forget(url(1))
        assert one.responses(url(1)) == ()


def test_a_path_longer_than_windows_allows_works(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d" * 100] * 3)
    with opened(deep) as store:
        put(store, url(1), picture(1))
        assert store.responses(url(1))
    assert isinstance(store, Store)
