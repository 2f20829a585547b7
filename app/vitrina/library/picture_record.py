"""A picture as JSON values: the form in which the library's file and its exports hold it.

Owns that form. Refuses to write: what is unknown is left out, and entries of a later version are passed over.
"""

from dataclasses import fields
from typing import Any, Final

from vitrina.model import Picture

_DEFAULTS: Final = {one.name: one.default for one in fields(Picture)}


def record_of(picture: Picture) -> dict[str, Any]:
    """The picture as JSON values, without what is unknown."""
    # `asdict` copies all, and takes five times as long.
    record = {name: value for name, default in _DEFAULTS.items() if (value := getattr(picture, name)) != default}
    if "tags" in record:
        record["tags"] = list(record["tags"])
    return record


def picture_of(record: dict[str, Any]) -> Picture:
    """The picture of such a record; entries of a later version are passed over."""
    known = {name: value for name, value in record.items() if name in _DEFAULTS}
    known["tags"] = tuple(known.get("tags", ()))
    return Picture(**known)
