"""Values taken out of JSON whose shape nobody promised.

Owns the reading of one value as text, number, mapping or list, and of a path through several.
Refuses nothing: what is not there, or of another type, is None or empty.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]


def mapping(value: object) -> Record:
    """`value` where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> Sequence[Any]:
    """`value` where it is a list, a list of the one where it is a single value, else nothing."""
    if isinstance(value, list):
        return value
    return () if value is None else (value,)


def records(value: object) -> list[Record]:
    """The objects in a list, or the single one."""
    return [one for one in items(value) if isinstance(one, dict)]


def at(value: object, *path: str | int) -> Any:  # noqa: ANN401 - JSON has no type until somebody looks
    """The value at the end of `path`, or None where the path breaks off."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
    return value


def text(value: object) -> str | None:
    """A string that says something, or None; a number becomes its digits."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(value)


def first_text(*values: object) -> str | None:
    """The first of `values` that is a text, looking into lists for their first one."""
    for value in values:
        for one in items(value):
            found = text(one)
            if found is not None:
                return found
    return None


def texts(value: object) -> list[str]:
    """All texts in a list, or the single one."""
    return [found for one in items(value) if (found := text(one)) is not None]


def number(value: object) -> int | None:
    """A positive whole number, also where it is written as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        digits = value.strip().removesuffix("px").strip()
        value = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None  # noqa: PLR2004 - no picture is wider
    if isinstance(value, float):
        value = round(value) if 0 < value < 1e9 else None  # noqa: PLR2004 - neither NaN nor infinite
    return value if isinstance(value, int) and 0 < value < 1_000_000_000 else None  # noqa: PLR2004 - the same


def joined(values: Sequence[str | None], separator: str = ", ") -> str | None:
    """Texts in order without repeats, joined; None where there are none."""
    return separator.join(dict.fromkeys(value for value in values if value)) or None
