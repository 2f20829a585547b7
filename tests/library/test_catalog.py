"""Galleries, favourites and history in a real SQLite file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ordinary import without_special_rights
from vitrina.errors import InstallationError, UsageError
from vitrina.library.catalog import HISTORY_LENGTH, Catalog
from vitrina.library.catalog_file import SCHEMA_VERSION
from vitrina.model import Gallery, Picture


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog.open(tmp_path / "data" / "library.sqlite")
    yield opened
    opened.close()


def pictures(*names: str) -> list[Picture]:
    return [Picture(f"https://example.org/{name}.jpg", title=name, tags=("a", name)) for name in names]


def test_a_gallery_is_found_again_after_closing(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    first = Catalog.open(file)
    first.save(Gallery("Cats", ("https://example.org/cats.txt", "more.txt"), times=3, source="list"))
    first.refreshed("Cats", pictures("one", "two"))
    first.close()
    again = Catalog.open(file)
    gallery = again.gallery("Cats")
    assert gallery.locators == ("https://example.org/cats.txt", "more.txt")
    assert (gallery.times, gallery.source) == (3, "list")
    assert gallery.pictures == 2
    assert gallery.refreshed_at is not None
    assert list(again.pictures("Cats")) == pictures("one", "two")
    again.close()


def test_a_refresh_keeps_the_sources_order_and_marks_what_is_gone(catalog: Catalog) -> None:
    catalog.save(Gallery("G", ("x",)))
    catalog.refreshed("G", pictures("a", "b", "c"))
    catalog.refreshed("G", pictures("d", "c", "a"))
    after = list(catalog.pictures("G"))
    assert [(one.title, one.gone) for one in after] == [("d", False), ("c", False), ("a", False), ("b", True)]
    catalog.refreshed("G", pictures("b"))
    assert next((one.title, one.gone) for one in catalog.pictures("G")) == ("b", False)


def test_an_empty_refresh_loses_nothing(catalog: Catalog) -> None:
    catalog.save(Gallery("G", ("x",)))
    catalog.refreshed("G", pictures("a", "b"))
    catalog.refreshed("G", [])
    assert [one.title for one in catalog.pictures("G")] == ["a", "b"]


def test_a_long_gallery_comes_back_in_order(catalog: Catalog) -> None:
    catalog.save(Gallery("G", ("x",)))
    many = pictures(*(f"{number:04}" for number in range(1203)))
    catalog.refreshed("G", many)
    assert list(catalog.pictures("G")) == many


def test_a_fault_in_the_middle_of_a_refresh_changes_nothing(catalog: Catalog) -> None:
    def broken() -> Iterator[Picture]:
        yield from pictures("new")
        raise RuntimeError

    catalog.save(Gallery("G", ("x",)))
    catalog.refreshed("G", pictures("a"))
    with pytest.raises(RuntimeError):
        catalog.refreshed("G", broken())
    assert [one.title for one in catalog.pictures("G")] == ["a"]


def test_rename_and_remove_say_what_is_wrong(catalog: Catalog) -> None:
    catalog.save(Gallery("A", ("x",)))
    catalog.save(Gallery("B", ("y",)))
    with pytest.raises(UsageError, match="named B already"):
        catalog.rename("A", "B")
    with pytest.raises(UsageError, match="no gallery named C"):
        catalog.remove("C")
    with pytest.raises(UsageError, match="needs a name"):
        catalog.rename("A", " ")
    catalog.rename("A", "Z")
    catalog.remove("B")
    assert [one.name for one in catalog.galleries()] == ["Z"]


def test_marks_come_latest_first_and_can_be_taken_away(catalog: Catalog) -> None:
    one, two = pictures("one", "two")
    catalog.mark("favourite", [one], on=True)
    catalog.mark("favourite", [two], on=True)
    assert catalog.marked("favourite") == (two, one)
    assert catalog.marked("kept") == ()
    catalog.mark("favourite", [two], on=False)
    assert catalog.marked("favourite") == (one,)


def test_all_that_something_was_said_of_is_each_picture_once(catalog: Catalog) -> None:
    catalog.mark("kept", pictures("c"), on=True)
    catalog.mark("favourite", pictures("c", "d"), on=True)
    catalog.note(pictures("e"), rating=3)
    catalog.note(pictures("d"), tags=["x"])
    assert [one.title for one in catalog.said_of()] == ["d", "e", "c"]


def test_what_was_left_out_stays_out_until_that_is_undone(catalog: Catalog) -> None:
    catalog.save(Gallery("G", ("x",)))
    catalog.refreshed("G", pictures("a", "b", "c"))
    before = catalog.take(["G"])
    catalog.leave_out("G", [one.key for one in pictures("b")])
    catalog.refreshed("G", pictures("c", "b"))
    assert [(one.title, one.gone) for one in catalog.pictures("G")] == [("c", False), ("a", True)]
    taken = catalog.take(["G"])
    catalog.put(taken, instead_of=["G"])
    catalog.refreshed("G", pictures("b", "a"))
    assert [one.title for one in catalog.pictures("G")] == ["a", "c"]
    catalog.put(before, instead_of=["G"])
    assert list(catalog.pictures("G")) == pictures("a", "b", "c")
    catalog.refreshed("G", pictures("b"))
    assert next(one.title for one in catalog.pictures("G")) == "b"


def test_history_names_each_opening_once_and_is_bounded(catalog: Catalog) -> None:
    for number in range(HISTORY_LENGTH + 5):
        catalog.opened((f"https://example.org/{number}",))
    catalog.opened(("https://example.org/50",), title="Fifty")
    history = catalog.history()
    assert len(history) == HISTORY_LENGTH
    assert history[0] == (("https://example.org/50",), "Fifty")
    assert sum(locators == ("https://example.org/50",) for locators, _ in history) == 1


def test_a_library_of_a_later_version_is_left_untouched(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    with sqlite3.connect(file) as later:
        later.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    later.close()
    before = file.read_bytes()
    with pytest.raises(InstallationError, match="later version"):
        Catalog.open(file)
    assert file.read_bytes() == before


def test_a_file_that_is_no_library_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    file.write_text("this is no database, but it is long enough to look like a page of one" * 20, encoding="utf-8")
    with pytest.raises(InstallationError, match="cannot be used"):
        Catalog.open(file)


def test_a_library_that_may_only_be_read_is_looked_at_and_every_change_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with closing(Catalog.open(folder / "library.sqlite")) as catalog:
        catalog.save(Gallery("Cats", ("https://example.org/cats.txt",)))
        catalog.refreshed("Cats", pictures("one", "two"))
        catalog.mark("favourite", pictures("one"), on=True)
    (folder / "library.sqlite").chmod(0o400)
    folder.chmod(0o500)
    with without_special_rights():
        with closing(Catalog.open(folder / "library.sqlite")) as catalog:
            assert [one.name for one in catalog.galleries()] == ["Cats"]
            assert list(catalog.pictures("Cats")) == pictures("one", "two")
            assert list(catalog.marked("favourite")) == pictures("one")
            catalog.opened(("https://example.org/cats.txt",))  # of no great weight: forgotten
            with pytest.raises(InstallationError, match="give yourself the right"):
                catalog.save(Gallery("Dogs", ()))
            with pytest.raises(InstallationError, match="give yourself the right"):
                catalog.mark("favourite", pictures("two"), on=True)
            assert [one.name for one in catalog.galleries()] == ["Cats"]
        with pytest.raises(InstallationError, match="cannot be used"):
            Catalog.open(folder / "another.sqlite")
