"""Pictures found in the whole library, through a real index in a real file."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from vitrina.library import finding
from vitrina.library.catalog import Catalog
from vitrina.library.catalog_file import SCHEMA_VERSION
from vitrina.library.query import parse
from vitrina.model import Gallery, Picture


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog.open(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def picture(name: str, **known: object) -> Picture:
    return Picture(f"https://example.org/{name}.jpg", title=name, **known)  # type: ignore[arg-type]


def found(catalog: Catalog, typed: str) -> list[str]:
    """Titles of what is found, once all is indexed."""
    while finding.index(catalog):
        pass
    return sorted(facts.picture.title or "" for some in finding.find(catalog, parse(typed)) for facts in some)


def fill(catalog: Catalog) -> None:
    catalog.save(Gallery("G", ("x",)))
    catalog.refreshed(
        "G",
        [
            picture("Mar en calma", credit="Joaquín Sorolla", licence="CC0-1.0", source="met", width=3000, height=10),
            picture("Calm harbour", credit="Turner", licence="CC-BY-4.0", source="artic", tags=("Sea", "Ships")),
            picture("Wheat", description="A field by the sea"),
        ],
    )


@pytest.mark.parametrize(
    "typed, titles",
    [
        ("", ["Calm harbour", "Mar en calma", "Wheat"]),
        ("cal", ["Calm harbour", "Mar en calma"]),
        ("joaquin", ["Mar en calma"]),
        ('"en calma"', ["Mar en calma"]),
        ('"calma en"', []),
        ("sea", ["Calm harbour", "Wheat"]),
        ("tag:sea", ["Calm harbour"]),
        ("sea -field", ["Calm harbour"]),
        ("licence:cc0", ["Mar en calma"]),
        ("source:artic harbour", ["Calm harbour"]),
        ("width:>2000", ["Mar en calma"]),
        ("example.org", ["Calm harbour", "Mar en calma", "Wheat"]),
        ('cal" NOT (', []),
        ("title:*", []),
    ],
)
def test_texts_and_operators_are_found(catalog: Catalog, typed: str, titles: list[str]) -> None:
    fill(catalog)
    assert found(catalog, typed) == titles


def test_what_the_person_said_is_found_at_once_and_no_more_when_it_is_taken_back(catalog: Catalog) -> None:
    fill(catalog)
    wheat = picture("Wheat", description="A field by the sea")
    assert found(catalog, "rating:>=3") == []
    catalog.note([wheat], rating=4)
    catalog.note([wheat], tags=["Harvest"])
    assert found(catalog, "rating:>=3") == found(catalog, "tag:harvest") == found(catalog, "harv") == ["Wheat"]
    assert catalog.notes() == {wheat.key: (4, ("Harvest",))}
    catalog.note([wheat], tags=[])
    assert found(catalog, "harv") == []
    catalog.note([wheat], rating=0)
    assert catalog.notes() == {}
    assert found(catalog, "rating:>0") == []
    catalog.mark("favourite", [wheat], on=True)
    assert found(catalog, "is:favourite") == ["Wheat"]


def test_what_has_left_the_library_is_found_no_more(catalog: Catalog) -> None:
    fill(catalog)
    catalog.mark("kept", [picture("Alone")], on=True)
    assert "Alone" in found(catalog, "")
    catalog.mark("kept", [picture("Alone")], on=False)
    catalog.remove("G")
    assert found(catalog, "") == found(catalog, "cal") == []


def test_a_picture_whose_texts_changed_is_found_by_the_new_ones_alone(catalog: Catalog) -> None:
    fill(catalog)
    assert found(catalog, "wheat") == ["Wheat"]
    catalog.refreshed("G", [Picture("https://example.org/Wheat.jpg", title="Barley")])
    assert found(catalog, "title:wheat") == []
    assert found(catalog, "barley") == ["Barley"]


def test_a_refresh_to_the_same_is_not_indexed_again(catalog: Catalog) -> None:
    fill(catalog)
    found(catalog, "")
    with catalog.file.transaction() as sql:
        sql.execute("UPDATE word SET title = 'marked by the test' WHERE title = 'Wheat'")
    fill(catalog)
    assert found(catalog, "marked") == ["Wheat"]


def test_the_first_of_many_come_before_the_rest_and_none_twice(catalog: Catalog) -> None:
    catalog.save(Gallery("G", ("x",)))
    catalog.refreshed("G", [picture(f"leaf {number:04}") for number in range(finding.FIRST + finding.MORE + 7)])
    while finding.index(catalog):
        pass
    sizes = [len(some) for some in finding.find(catalog, parse("leaf"))]
    assert sizes == [finding.FIRST, finding.MORE, 7]
    assert len(set(found(catalog, "leaf"))) == sum(sizes)


def test_a_library_of_the_second_version_keeps_everything_and_can_be_searched(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    new = Catalog.open(file)
    fill(new)
    new.mark("favourite", [picture("Alone")], on=True)
    new.close()
    with sqlite3.connect(file) as sql:  # what the second version did not have
        for (name,) in sql.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            sql.execute(f"DROP TRIGGER {name}")
        for name in ("word", "indexed", "touched", "note", "left_out"):
            sql.execute(f"DROP TABLE {name}")
        sql.execute("DROP INDEX picture_key")
        sql.execute("PRAGMA user_version = 2")
    sql.close()
    brought_up = Catalog.open(file)
    assert [one.name for one in brought_up.galleries()] == ["G"]
    assert found(brought_up, "") == ["Alone", "Calm harbour", "Mar en calma", "Wheat"]
    brought_up.note([picture("Alone")], rating=5)
    assert found(brought_up, "rating:5") == ["Alone"]
    brought_up.close()
    with sqlite3.connect(file) as sql:
        assert sql.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    sql.close()
