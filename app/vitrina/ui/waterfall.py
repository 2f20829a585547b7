"""The arithmetic of the activity: which moments are shown, and where each download's bars begin and end.

Owns the scale. Refuses to know Tk; lengths are parts of the width, from 0 to 1.
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from vitrina.ui.transfers import Transfer

SPAN: Final = 10.0
"""The shortest stretch of time shown, in seconds."""

Part: TypeAlias = Literal["waiting", "connecting", "first_byte", "body"]


class Bar(NamedTuple):
    """A stretch of one stage."""

    part: Part
    left: float
    right: float


def stretch(transfers: Sequence[Transfer], now: float) -> tuple[float, float]:
    """Choose the moments at both edges, so that all of these are seen."""
    begin = min((one.waiting for one in transfers), default=now)
    end = (
        now
        if any(one.ended is None for one in transfers)
        else max((one.ended or now for one in transfers), default=now)
    )
    return begin, max(end, begin + SPAN)


def bars(transfer: Transfer, span: tuple[float, float], now: float) -> list[Bar]:
    """Cut one download into its stages: waiting, connecting, waiting for the first byte, body."""
    end = transfer.ended if transfer.ended is not None else now
    marks: list[tuple[Part, float | None]] = [
        ("waiting", transfer.waiting),
        ("connecting", transfer.connecting),
        ("first_byte", transfer.sent),
        ("body", transfer.first_byte),
    ]
    known = [(part, at) for part, at in marks if at is not None]
    found = []
    for place, (part, at) in enumerate(known):
        until = known[place + 1][1] if place + 1 < len(known) else end
        left, right = (_part(moment, span) for moment in (at, max(until, at)))
        found.append(Bar(part, left, right))
    return found


def _part(moment: float, span: tuple[float, float]) -> float:
    return min(max((moment - span[0]) / (span[1] - span[0]), 0.0), 1.0)
