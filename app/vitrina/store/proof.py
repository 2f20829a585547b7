"""Proof for the self-test that the SQLite of this machine does what is asked of it.

Owns the questions: which version, whether readers wait for the writer (WAL), whether it can search texts (FTS5).
Refuses to touch the store's own files.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from vitrina.errors import StoreError


def prove(folder: Path) -> str:
    """Make a database in `folder`, and say what SQLite can do there; StoreError where that is too little."""
    with closing(sqlite3.connect(folder / "proof.sqlite")) as database:
        (mode,) = database.execute("PRAGMA journal_mode=WAL").fetchone()
        if mode != "wal":  # such as on a disk of the network
            raise StoreError("SQLite cannot keep a log beside its file in {folder}.", folder=folder)
        options = {name for (name,) in database.execute("PRAGMA compile_options")}
        search = "with" if "ENABLE_FTS5" in options else "without"
    return f"SQLite {sqlite3.sqlite_version}, with a log beside the file, {search} full-text search"
