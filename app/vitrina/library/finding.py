"""Finding pictures in the whole library: a full-text index (SQLite FTS5) over what galleries, marks and notes hold.

Owns the index, what keeps it up to date, and how a question is put to it. Refuses to know the grammar of questions
(`query` does) and whose file it is in (`catalog`'s).

Triggers write down which pictures have changed; `index` looks at those, a slice at a time, before a question is
answered. So nothing that writes has to think of the index, and a gallery that is refreshed to the same is not indexed
again.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from vitrina.library.picture_record import picture_of
from vitrina.library.query import Clause, Facts, Query, words_of

if TYPE_CHECKING:
    from vitrina.library.catalog import Catalog

SLICE: Final = 1000
FIRST: Final = 200
"""So many are looked up for the first answer, so that it is there at once; then `MORE` at a time."""
MORE: Final = 2000

COLUMNS: Final = ("title", "credit", "tag", "source", "licence")
"""Operators that have a column of their own; all other texts are in `rest`."""

SCHEMA: Final = (
    """CREATE VIRTUAL TABLE word USING fts5(
    title, credit, tag, source, licence, rest, tokenize = 'unicode61 remove_diacritics 2')""",
    "CREATE TABLE indexed (id INTEGER PRIMARY KEY, key TEXT NOT NULL, digest BLOB NOT NULL)",
    "CREATE TABLE touched (key TEXT PRIMARY KEY) WITHOUT ROWID",
    *(
        f"CREATE TRIGGER {table}_{verb} AFTER {verb} ON {table} "  # noqa: S608 - names of this file alone
        f"BEGIN INSERT OR IGNORE INTO touched VALUES ({row}.key); END"
        for table in ("picture", "mark", "note")
        for verb, row in (("INSERT", "new"), ("DELETE", "old"))
    ),
    "INSERT OR IGNORE INTO touched SELECT key FROM picture UNION SELECT key FROM mark",
)
"""The tables and triggers of the index; everything that is there already is indexed at the next question."""

_RECORD: Final = """
SELECT coalesce((SELECT record FROM picture WHERE key = :key LIMIT 1),
                (SELECT record FROM mark WHERE kind IN ('favourite', 'kept') AND key = :key LIMIT 1),
                (SELECT record FROM note WHERE key = :key)),
       (SELECT tags FROM note WHERE key = :key), (SELECT rating FROM note WHERE key = :key),
       EXISTS (SELECT 1 FROM mark WHERE kind = 'favourite' AND key = :key),
       EXISTS (SELECT 1 FROM mark WHERE kind = 'kept' AND key = :key)"""


def match_of(query: Query) -> str:
    """Put the words of a question, and the operators that have a column of their own, into FTS5's language.

    The last part of each is the beginning of a word. What FTS5 cannot ask (a minus, numbers) is left out: it
    finds too much then, never too little.
    """
    asked = [_phrase(word) for word in query.words]
    asked += [
        f"{one.operator} : {_phrase(one.value)}"
        for one in query.rest
        if one.operator in COLUMNS and not one.negated and _tokens(one.value)
    ]
    return " AND ".join(one for one in asked if one)


def _tokens(text: str) -> list[str]:
    """The words that the tokeniser would make of it: letters and digits."""
    return "".join(one if one.isalnum() else " " for one in text).split()


def _phrase(text: str) -> str:
    tokens = _tokens(text)
    return f'"{" ".join(tokens)}" *' if tokens else ""


def index(catalog: "Catalog") -> int:
    """Take in what has changed, at most a slice of it; how many were looked at, 0 at the end."""
    with catalog.file.transaction() as sql:
        keys = [key for (key,) in sql.execute("SELECT key FROM touched LIMIT ?", (SLICE,))]
        for key in keys:
            _take_in(sql, key)
        sql.executemany("DELETE FROM touched WHERE key = ?", [(key,) for key in keys])
    return len(keys)


def behind(catalog: "Catalog") -> bool:
    """Tell whether something has changed that the index does not know yet."""
    with catalog.file.transaction() as sql:
        return bool(sql.execute("SELECT EXISTS (SELECT 1 FROM touched)").fetchone()[0])


def _take_in(sql: sqlite3.Connection, key: str) -> None:
    number = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
    record, tags, *_ = sql.execute(_RECORD, {"key": key}).fetchone()
    if record is None:
        sql.execute("DELETE FROM word WHERE rowid = ?", (number,))
        sql.execute("DELETE FROM indexed WHERE id = ?", (number,))
        return
    digest = blake2b(f"{record}\n{tags}".encode(), digest_size=8).digest()
    if sql.execute("SELECT 1 FROM indexed WHERE id = ? AND digest = ?", (number, digest)).fetchone():
        return
    picture = picture_of(json.loads(record))
    own = json.loads(tags or "[]")
    rest = "\n".join(text for text in (picture.description, picture.date, picture.url) if text)
    texts = (picture.title, picture.credit, "\n".join((*picture.tags, *own)), picture.source, picture.licence, rest)
    sql.execute("DELETE FROM word WHERE rowid = ?", (number,))
    sql.execute(
        "INSERT INTO word (rowid, title, credit, tag, source, licence, rest) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, *texts),
    )
    sql.execute("INSERT OR REPLACE INTO indexed VALUES (?, ?, ?)", (number, key, digest))


def find(catalog: "Catalog", query: Query) -> Iterator[list[Facts]]:
    """Answer a question from the index as it is: what is found, the first of it at once.

    `state` of the facts is empty: what a tile says is not in the library.
    """
    numbers = _found(catalog, query, FIRST)
    yield _facts(catalog, query, numbers)
    if len(numbers) < FIRST:
        return
    numbers = _found(catalog, query)[FIRST:]
    for at in range(0, len(numbers), MORE):
        yield _facts(catalog, query, numbers[at : at + MORE])


def _found(catalog: "Catalog", query: Query, limit: int = -1) -> list[int]:
    match, marks = match_of(query), _marks(query.rest)
    table, number = ("word", "rowid") if match else ("indexed", "id")
    asked = ["word MATCH :match"] if match else []
    asked += [
        f"{number} IN (SELECT id FROM indexed WHERE key IN (SELECT key FROM {one}))"  # noqa: S608 - see `_marks`
        for one in marks
    ]
    where = f"WHERE {' AND '.join(asked)}" if asked else ""
    sentence = f"SELECT {number} FROM {table} {where} LIMIT :limit"  # noqa: S608 - nothing of it was typed
    with catalog.file.transaction() as sql:
        return [found for (found,) in sql.execute(sentence, {"match": match, "limit": limit})]


def _marks(rest: Sequence[Clause]) -> list[str]:
    """What narrows the question beside its words: few pictures are rated, tagged or marked."""
    asked = []
    for one in rest:
        if one.negated:
            continue
        if one.operator == "rating" and one.sign in (">", ">=", "=") and one.value != "0":
            asked.append("note WHERE rating > 0")
        elif one.operator == "is" and one.value in ("favourite", "kept"):
            asked.append(f"mark WHERE kind = '{one.value}'")
    return asked


def _facts(catalog: "Catalog", query: Query, numbers: Sequence[int]) -> list[Facts]:
    """What is known of these entries, as far as the rest of the question holds."""
    with catalog.file.transaction() as sql:
        made = [_fact(sql, number) for number in numbers]
    return [one for one in made if one is not None and _holds(query, one)]


def _fact(sql: sqlite3.Connection, number: int) -> Facts | None:
    (key,) = sql.execute("SELECT key FROM indexed WHERE id = ?", (number,)).fetchone() or ("",)
    record, tags, rating, favourite, kept = sql.execute(_RECORD, {"key": key}).fetchone()
    if record is None:
        return None  # it has gone since it was indexed
    picture = picture_of(json.loads(record))
    own = tuple(json.loads(tags or "[]"))
    return Facts(picture, words_of(picture, own), rating or 0, own, "", bool(favourite), bool(kept))


def _holds(query: Query, facts: Facts) -> bool:
    return all(one.operator == "state" or one.holds(facts) for one in query.rest)
