"""The journal of one shelf: one JSON line for each response stored, from which a lost index is made anew.

Owns the file's format and how it is replayed and compacted. Refuses to decide what is stored: the index does;
the journal is appended to inside the index's transaction, before it ends, so it never knows less than the index.

A line is one of these; later ones overrule earlier ones:

    {"key", "variant", "url", …, "current"}   a stored response; `current` only where false
    {"forget": key}                           all responses of the key are gone
    {"forget": key, "variant", "sha256"}      one of them is
    {"drop": sha256}                          all that have these bytes are
    {"describe": sha256, "media_type", …}     what the bytes are

Each begins on a new line even after a torn one; what is no JSON object is skipped. The file is opened for each append,
as another process may have replaced it by a compacted one meanwhile.
"""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import NoneType
from typing import Any, Final, TypeAlias

from vitrina.model import StoredResponse
from vitrina.store import disk

Record: TypeAlias = dict[str, Any]

_FIELDS: Final = (
    "key",
    "variant",
    "url",
    "final_url",
    "status",
    "headers",
    "requested_at",
    "received_at",
    "sha256",
    "bytes",
    "media_type",
    "width",
    "height",
)
_TYPES: Final = (
    ("key", (str,)),
    ("variant", (str,)),
    ("url", (str,)),
    ("final_url", (str,)),
    ("status", (int,)),
    ("headers", (list,)),
    ("requested_at", (int, float)),
    ("received_at", (int, float)),
    ("sha256", (str,)),
    ("bytes", (int,)),
)
_FACTS: Final = (("media_type", (str, NoneType)), ("width", (int, NoneType)), ("height", (int, NoneType)))
_SHA256: Final = re.compile("[0-9a-f]{64}")
_NOWHERE: Final = Path()


def stored(response: StoredResponse, *, current: bool = True) -> bytes:
    """Give the line of a stored response."""
    record: Record = {name: getattr(response, name) for name in _FIELDS}
    if not current:
        record["current"] = False
    return disk.line(record)


def forgotten(key: str, variant: str | None = None, sha256: str | None = None) -> bytes:
    """Give the line that takes back all responses of `key`, or one of them."""
    return disk.line({"forget": key} if sha256 is None else {"forget": key, "variant": variant, "sha256": sha256})


def dropped(sha256s: Iterable[str]) -> bytes:
    """Give the lines that say that these bytes are gone, whoever had them."""
    return b"".join(disk.line({"drop": sha256}) for sha256 in sha256s)


def described(response: StoredResponse) -> bytes:
    """Give the line that says what the bytes of a response are."""
    return disk.line(
        {
            "describe": response.sha256,
            "media_type": response.media_type,
            "width": response.width,
            "height": response.height,
        }
    )


class Replay:
    """What a journal amounts to: where the last line of each response stands, and what was found in the bytes."""

    __slots__ = ("_lines", "_names", "_past", "found")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lines: dict[str, dict[tuple[str, str], int]] = {}
        self._names: dict[str, set[tuple[str, str]]] = {}
        self._past: dict[tuple[str, str], int] = {}
        self.found: dict[str, Record] = {}

    def take(self, offset: int, record: Record) -> None:
        """Let one more line count."""
        if "forget" in record:
            self._forget(record["forget"], record.get("variant"), record.get("sha256"))
        elif "drop" in record:
            for key, variant in self._names.pop(record["drop"], ()):
                self._forget(key, variant, record["drop"])
        elif "describe" in record:
            self.found[record.pop("describe")] = record
        else:
            key, variant, sha256 = record["key"], record["variant"], record["sha256"]
            self._lines.setdefault(key, {})[variant, sha256] = offset
            self._names.setdefault(sha256, set()).add((key, variant))

    def _forget(self, key: str, variant: str | None, sha256: str | None) -> None:
        """Take back what was stored. It was stored, so what came before it had been an older version by then."""
        if variant is None or sha256 is None:
            self._lines.pop(key, None)
        elif (offset := self._lines.get(key, {}).pop((variant, sha256), None)) is not None:
            self._past[key, variant] = max(offset, self._past.get((key, variant), 0))

    def lines(self) -> list[tuple[int, bool]]:
        """Give where the lines that count stand, in their order, and whether each may still be the current one."""
        return sorted(
            (offset, offset > self._past.get((key, variant), -1))
            for key, lines in self._lines.items()
            for (variant, _), offset in lines.items()
        )


class Journal:
    """The journal's file."""

    __slots__ = ("_name", "path")

    def __init__(self, path: Path) -> None:
        """Work on `path`, which is made with its first line."""
        self.path = path
        self._name = os.fspath(path)

    def append(self, lines: bytes) -> None:
        """Add whole lines. Raises OSError."""
        disk.append(self._name, lines)

    def size(self) -> int:
        """Give the length of the file in bytes."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def records(self) -> Iterator[tuple[int, Record]]:
        """Give each readable line with where it stands."""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return
        offset = 0
        with file:
            for line in file:
                record = _record(line)
                if record is not None:
                    yield offset, record
                offset += len(line)

    def responses(self) -> Iterator[tuple[Record, bool]]:
        """Give what the journal amounts to, oldest first: the fields of each response, and whether it was current then.

        A later one of the same key and variant takes that over, if its file is there: a crash may have come before.
        """
        replay = Replay()
        for offset, record in self.records():
            replay.take(offset, record)
        with contextlib.ExitStack() as stack:
            file = None
            for offset, current in replay.lines():
                file = file or stack.enter_context(self.path.open("rb"))
                file.seek(offset)
                found = disk.record(file.readline())
                if found is not None and "key" in found:  # else compacted by another process just now
                    yield found | replay.found.get(found["sha256"], {}), current and found.get("current", True)

    def write_anew(self, path: Path, lines: Iterable[bytes]) -> None:
        """Write a compacted journal beside the old one."""
        with path.open("wb") as file:
            file.writelines(lines)

    def replace_by(self, path: Path, since: int) -> None:
        """Put the compacted journal at `path` in the place of the old one, with what was added after `since`."""
        with contextlib.suppress(FileNotFoundError), path.open("ab") as file, self.path.open("rb") as old:
            old.seek(since)
            while piece := old.read(disk.READ_SIZE):
                file.write(piece)
        path.replace(self.path)


def response(record: Record) -> StoredResponse:
    """Make a response of a journal's line; the id and path are the shelf's to give."""
    return StoredResponse(
        0,
        record["key"],
        record["variant"],
        record["url"],
        record["final_url"],
        record["status"],
        tuple((str(name), str(value)) for name, value in record["headers"]),
        record["requested_at"],
        record["received_at"],
        record["sha256"],
        record["bytes"],
        _NOWHERE,
        record.get("media_type"),
        record.get("width"),
        record.get("height"),
    )


def _record(line: bytes) -> Record | None:
    """Read a line; None where it is none of ours or damaged."""
    record = disk.record(line)
    return record if record is not None and _well_formed(record) else None


def _well_formed(record: Record) -> bool:
    """Whether a line has all that its kind needs, of the right types: what it says goes into statements and paths."""
    if "forget" in record:
        return isinstance(record["forget"], str) and ("sha256" in record) == ("variant" in record)
    if "drop" in record:
        return isinstance(record["drop"], str)
    if not all(type(record.get(name)) in types for name, types in _FACTS):
        return False
    if "describe" in record:
        return isinstance(record["describe"], str)
    return (
        all(type(record.get(name)) in types for name, types in _TYPES)
        and _SHA256.fullmatch(record["sha256"]) is not None
        and all(type(pair) is list and len(pair) == 2 for pair in record["headers"])  # noqa: PLR2004  name, value
    )
