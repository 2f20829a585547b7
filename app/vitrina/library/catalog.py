"""Galleries, marks (favourite, kept), notes (rating, tags) and history of one person, in one SQLite file.

Owns what its rows mean. Refuses to know where pictures' bytes are (the store does) or how a source is read: it is
handed pictures and gives them back in their order.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeAlias

from vitrina.errors import UsageError
from vitrina.frozen import frozen
from vitrina.library.catalog_file import CatalogFile
from vitrina.library.decode_pool import closed
from vitrina.library.folded import Folded
from vitrina.library.picture_record import picture_of, record_of
from vitrina.model import Gallery, Picture

HISTORY_LENGTH: Final = 100

Mark: TypeAlias = Literal["favourite", "kept"]


@frozen
class Saved:
    """A gallery with its pictures in order, and its place among the galleries (0 where the person gave it none).

    The pictures are iterated over more than once.
    `left_out` are the keys of pictures that its source gives and the person does not want in it.
    """

    gallery: Gallery
    pictures: Iterable[Picture]
    place: int = 0
    left_out: tuple[str, ...] = ()


class Catalog:
    """Thread-safe; every method is one transaction. InstallationError where the file cannot be used."""

    def __init__(self, file: CatalogFile) -> None:
        self._stopped = False
        self.file = file
        """Its tables; `finding` has some of its own there."""

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open or make the file; one from a later version is left untouched and named in the error.

        Where it cannot be written, a copy of it in memory is what is looked at, and every change is refused.
        """
        return cls(CatalogFile.open(file))

    def stop(self) -> None:
        """Go on with nothing long, as the library closes: a refresh is forgotten, and so is a reading."""
        self._stopped = True

    def _go_on(self) -> None:
        if self._stopped:
            raise closed()

    def close(self) -> None:
        """Give the file back; the catalog cannot be used afterwards."""
        self.file.close()

    # galleries

    def galleries(self) -> tuple[Gallery, ...]:
        """Every gallery: in the person's order, by name where there is none."""
        with self.file.transaction() as sql:
            rows = sql.execute(f"{_GALLERY} ORDER BY gallery.place, gallery.name COLLATE NOCASE").fetchall()
        return tuple(_gallery(row) for row in rows)

    def gallery(self, name: str) -> Gallery:
        """The gallery of that name; UsageError where there is none."""
        with self.file.transaction() as sql:
            return _gallery(sql.execute(f"{_GALLERY} WHERE gallery.id = ?", (_number(sql, name),)).fetchone())

    def save(self, gallery: Gallery) -> None:
        """Add a gallery, or give the one of that name these locators; its pictures stay."""
        if not gallery.name.strip():
            raise UsageError("A gallery needs a name.")
        with self.file.changing() as sql:
            sql.execute(
                "INSERT INTO gallery (name, locators, times, source, keep, place) "
                "VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(place) + (max(place) > 0), 0) FROM gallery)) "
                "ON CONFLICT (name) DO UPDATE SET locators = excluded.locators, times = excluded.times, "
                "source = excluded.source, keep = excluded.keep",
                (gallery.name, json.dumps(gallery.locators), gallery.times, gallery.source, gallery.keep),
            )

    def rename(self, name: str, new: str) -> None:
        """UsageError where there is no such gallery, or one of the new name already."""
        if not new.strip():
            raise UsageError("A gallery needs a name.")
        with self.file.changing() as sql:
            _number(sql, name)
            if new != name and sql.execute("SELECT 1 FROM gallery WHERE name = ?", (new,)).fetchone():
                raise UsageError("There is a gallery named {name} already; choose another name.", name=new)
            sql.execute("UPDATE gallery SET name = ? WHERE name = ?", (new, name))

    def remove(self, name: str) -> None:
        """Forget a gallery and which pictures it had; UsageError where there is none."""
        with self.file.changing() as sql:
            _number(sql, name)
            sql.execute("DELETE FROM gallery WHERE name = ?", (name,))

    def reorder(self, names: Iterable[str]) -> None:
        """Put these galleries first, in this order; the others follow in the order they have."""
        wanted = list(dict.fromkeys(names))
        with self.file.changing() as sql:
            rows = sql.execute("SELECT name FROM gallery ORDER BY place, name COLLATE NOCASE").fetchall()
            there = [name for (name,) in rows]
            order = [*(one for one in wanted if one in there), *(one for one in there if one not in wanted)]
            sql.executemany(
                "UPDATE gallery SET place = ? WHERE name = ?", [(at, one) for at, one in enumerate(order, 1)]
            )

    def take(self, names: Iterable[str]) -> tuple[Saved, ...]:
        """All that is known of these galleries, as it is now; UsageError where there is none of a name."""
        return tuple(Saved(self.gallery(name), tuple(self.pictures(name)), *self._rest(name)) for name in names)

    def set_aside(self, names: Iterable[str]) -> tuple[Saved, ...]:
        """The same for whoever may want to put them back, in little memory however many pictures there are."""
        return tuple(Saved(self.gallery(name), Folded(self._records(name)), *self._rest(name)) for name in names)

    def put(self, saved: Iterable[Saved], *, instead_of: Iterable[str] = ()) -> None:
        """Have these galleries exactly as they were taken; those named in `instead_of` go, all in one step."""
        with self.file.changing() as sql:
            for name in (*instead_of, *(one.gallery.name for one in saved)):
                sql.execute("DELETE FROM gallery WHERE name = ?", (name,))
            for one in saved:
                gallery = one.gallery
                number = sql.execute(
                    "INSERT INTO gallery (name, locators, times, source, keep, refreshed_at, place) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (gallery.name, json.dumps(gallery.locators), gallery.times, gallery.source, gallery.keep,
                     gallery.refreshed_at, one.place),
                ).lastrowid  # fmt: skip
                sql.executemany(
                    "INSERT OR IGNORE INTO picture VALUES (?, ?, ?, ?)",
                    (
                        (number, position, picture.key, json.dumps(record_of(picture)))
                        for position, picture in enumerate(one.pictures)
                    ),
                )
                sql.executemany("INSERT INTO left_out VALUES (?, ?)", ((number, key) for key in one.left_out))

    def _rest(self, name: str) -> tuple[int, tuple[str, ...]]:
        with self.file.transaction() as sql:
            number, place = sql.execute("SELECT id, place FROM gallery WHERE name = ?", (name,)).fetchone()
            left_out = sql.execute("SELECT key FROM left_out WHERE gallery = ?", (number,)).fetchall()
        return place, tuple(key for (key,) in left_out)

    def leave_out(self, name: str, keys: Iterable[str]) -> None:
        """Have these pictures in a gallery no more, whatever its source gives; UsageError where there is none."""
        with self.file.changing() as sql:
            gallery = _number(sql, name)
            rows = [(gallery, key) for key in keys]
            sql.executemany("INSERT OR IGNORE INTO left_out VALUES (?, ?)", rows)
            sql.executemany("DELETE FROM picture WHERE gallery = ? AND key = ?", rows)

    def pictures(self, name: str) -> Iterator[Picture]:
        """The gallery's pictures in their order, read in slices so that 100,000 cost little memory."""
        for record in self._records(name):
            self._go_on()
            yield picture_of(json.loads(record))

    def _records(self, name: str) -> Iterator[str]:
        position = -1
        while True:
            with self.file.transaction() as sql:
                rows = sql.execute(
                    "SELECT position, record FROM picture WHERE gallery = ? AND position > ? "
                    "ORDER BY position LIMIT 500",
                    (_number(sql, name), position),
                ).fetchall()
            if not rows:
                return
            yield from (record for _, record in rows)
            position = rows[-1][0]

    def refreshed(self, name: str, pictures: Iterable[Picture]) -> None:
        """Take what the source gives now, in its order; what it no longer lists stays at the end, `gone`.

        What the person left out stays out.
        """
        with self.file.changing() as sql:
            gallery = _number(sql, name)
            rows = sql.execute("SELECT key, record FROM picture WHERE gallery = ? ORDER BY position", (gallery,))
            before = dict(rows.fetchall())
            left_out = {key for (key,) in sql.execute("SELECT key FROM left_out WHERE gallery = ?", (gallery,))}
            sql.execute("DELETE FROM picture WHERE gallery = ?", (gallery,))
            position = -1
            for position, picture in enumerate(one for one in pictures if one.key not in left_out):
                self._go_on()
                before.pop(picture.key, None)
                sql.execute(
                    "INSERT OR IGNORE INTO picture VALUES (?, ?, ?, ?)",
                    (gallery, position, picture.key, json.dumps(record_of(picture))),
                )
            for offset, (key, record) in enumerate(before.items(), position + 1):
                gone = json.dumps({**json.loads(record), "gone": True})
                sql.execute("INSERT INTO picture VALUES (?, ?, ?, ?)", (gallery, offset, key, gone))
            sql.execute("UPDATE gallery SET refreshed_at = ? WHERE id = ?", (time.time(), gallery))

    # marks and history

    def mark(self, kind: Mark, pictures: Iterable[Picture], *, on: bool) -> None:
        """Mark the pictures, or take the mark away."""
        with self.file.changing() as sql:
            if on:
                now = time.time()
                rows = ((kind, one.key, json.dumps(record_of(one)), now) for one in pictures)
                sql.executemany("INSERT OR IGNORE INTO mark VALUES (?, ?, ?, ?)", rows)
            else:
                sql.executemany("DELETE FROM mark WHERE kind = ? AND key = ?", ((kind, one.key) for one in pictures))

    def marked(self, kind: Mark) -> tuple[Picture, ...]:
        """The pictures that bear the mark, the latest first."""
        with self.file.transaction() as sql:
            rows = sql.execute("SELECT record FROM mark WHERE kind = ? ORDER BY at DESC", (kind,)).fetchall()
        return tuple(picture_of(json.loads(record)) for (record,) in rows)

    def note(
        self, pictures: Iterable[Picture], *, rating: int | None = None, tags: Sequence[str] | None = None
    ) -> None:
        """Remember what the person says of pictures: a rating from 0 to 5, tags; None leaves it as it is."""
        tagged = None if tags is None else json.dumps(list(tags), ensure_ascii=False)
        with self.file.changing() as sql:
            _note(sql, list(pictures), rating, tagged)

    def notes(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Rating and tags by key, of all pictures that have any."""
        with self.file.transaction() as sql:
            rows = sql.execute("SELECT key, rating, tags FROM note").fetchall()
        return {key: (rating, tuple(json.loads(tags))) for key, rating, tags in rows}

    def gallery_keys(self) -> list[tuple[str, list[str]]]:
        """The keys of every gallery's pictures, in the galleries' order."""
        found = []
        for gallery in self.galleries():
            with self.file.transaction() as sql:
                rows = sql.execute(
                    "SELECT key FROM picture WHERE gallery = ?", (_number(sql, gallery.name),)
                ).fetchall()
            found.append((gallery.name, [key for (key,) in rows]))
        return found

    def said_of(self) -> tuple[Picture, ...]:
        """Every picture that the person marked, rated or tagged, the latest first."""
        with self.file.transaction() as sql:
            rows = sql.execute(
                "SELECT key, record, at FROM mark UNION ALL SELECT key, record, at FROM note ORDER BY at DESC"
            ).fetchall()
        return tuple(picture_of(json.loads(record)) for record in {key: record for key, record, _ in rows}.values())

    def opened(self, locators: tuple[str, ...], title: str | None = None) -> None:
        """Remember in the history that these locators were opened now."""
        with self.file.transaction() as sql:
            sql.execute(
                "INSERT INTO history VALUES (?, ?, ?) ON CONFLICT (locators) DO UPDATE SET "
                "at = excluded.at, title = coalesce(excluded.title, title)",
                (json.dumps(locators), title, time.time()),
            )
            sql.execute(
                "DELETE FROM history WHERE locators IN "
                "(SELECT locators FROM history ORDER BY at DESC LIMIT -1 OFFSET ?)",
                (HISTORY_LENGTH,),
            )

    def history(self) -> tuple[tuple[tuple[str, ...], str | None], ...]:
        """What was opened, as (locators, title), the latest first."""
        with self.file.transaction() as sql:
            rows = sql.execute("SELECT locators, title FROM history ORDER BY at DESC").fetchall()
        return tuple((tuple(json.loads(locators)), title) for locators, title in rows)


_GALLERY: Final = """
SELECT gallery.id, name, locators, times, source, keep, refreshed_at,
       (SELECT count(*) FROM picture WHERE picture.gallery = gallery.id)
FROM gallery"""


def _note(sql: sqlite3.Connection, pictures: Sequence[Picture], rating: int | None, tags: str | None) -> None:
    """Write rating and tags (as JSON) of pictures, all that are written at once: there may be 100,000."""
    asked = "SELECT rating, tags FROM note WHERE key = ?"
    before = {one.key: found for one in pictures if (found := sql.execute(asked, (one.key,)).fetchone())}
    after: list[tuple[str, str, int, str, float]] = []
    now = time.time()
    for key, picture in {one.key: one for one in pictures}.items():
        was_rated, was_tagged = before.get(key, (0, "[]"))
        rated, tagged = was_rated if rating is None else rating, was_tagged if tags is None else tags
        if rated or tagged != "[]":
            after.append((key, json.dumps(record_of(picture)), rated, tagged, now))
    sql.executemany("DELETE FROM note WHERE key = ?", ((key,) for key in before))  # so that triggers hear of it
    sql.executemany("INSERT INTO note VALUES (?, ?, ?, ?, ?)", after)


def _number(sql: sqlite3.Connection, name: str) -> int:
    row: tuple[int] | None = sql.execute("SELECT id FROM gallery WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise UsageError("There is no gallery named {name}; see: vitrina gallery list.", name=name)
    return row[0]


def _gallery(row: tuple[Any, ...]) -> Gallery:
    _, name, locators, times, source, keep, refreshed_at, pictures = row
    return Gallery(name, tuple(json.loads(locators)), times, source, bool(keep), pictures, refreshed_at)
