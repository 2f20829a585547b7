"""What the downloads are doing: each one's stages in time, how many are done, how fast it goes, how long it takes.

Owns the record that status bar and activity draw from. Refuses to draw and to count what it was not told.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vitrina.model import Fault, Progress, Status

REMEMBERED: Final = 2_000
WINDOW_SECONDS: Final = 4.0
_HISTORY: Final = 240


@dataclass(slots=True)
class Transfer:
    """One download. Moments are seconds of the monotonic clock, None while that stage is not reached.

    Pages and lists that name pictures are among them, and not counted.
    """

    key: str
    waiting: float
    picture: bool = True
    connecting: float | None = None
    sent: float | None = None
    first_byte: float | None = None
    ended: float | None = None
    received: int = 0
    total: int | None = None
    status: Status | None = None
    fault: Fault | None = None


class Transfers:
    """The downloads since `reset`; the oldest finished ones are forgotten beyond `REMEMBERED`."""

    def __init__(self) -> None:
        """Nothing has been heard of yet."""
        self.all: OrderedDict[str, Transfer] = OrderedDict()
        self.rates: deque[tuple[float, float]] = deque(maxlen=_HISTORY)
        self._pieces: deque[tuple[float, int]] = deque()
        self.done = 0
        self.open = 0
        self.failed = 0

    def reset(self) -> None:
        """Begin anew: another gallery."""
        self.__init__()  # type: ignore[misc]

    def hear(self, batch: Iterable[Progress]) -> None:
        """Take note of some steps, in the order in which they happened."""
        for step in batch:
            self._hear(step)
        while len(self.all) > REMEMBERED:
            oldest = next((key for key, one in self.all.items() if one.ended is not None), None)
            if oldest is None:
                break
            del self.all[oldest]

    def _hear(self, step: Progress) -> None:
        transfer = self.all.get(step.key)
        if transfer is None or (transfer.ended is not None and step.stage != "ended"):
            transfer = self.all[step.key] = Transfer(step.key, step.at, step.picture)
            self.all.move_to_end(step.key)
            self.open += transfer.picture
        if step.picture and not transfer.picture and transfer.ended is None:  # the link was a picture itself
            transfer.picture = True
            self.open += 1
        if step.received > transfer.received:
            self._pieces.append((step.at, step.received - transfer.received))
        transfer.received = max(transfer.received, step.received)
        transfer.total = step.total if step.total is not None else transfer.total
        if step.stage == "waiting" and not transfer.received:
            transfer.connecting = transfer.sent = transfer.first_byte = None  # asked again, or later
        elif step.stage == "connecting" and transfer.connecting is None:
            transfer.connecting = step.at
        elif step.stage == "sent":
            transfer.sent = step.at
        elif step.stage in ("first_byte", "body") and transfer.first_byte is None:
            transfer.first_byte = step.at
        elif step.stage == "ended" and transfer.ended is None:
            transfer.ended, transfer.status, transfer.fault = step.at, step.status, step.fault
            self.open -= transfer.picture
            self.done += transfer.picture
            self.failed += transfer.picture and step.fault is not None and step.fault.kind != "cancelled"

    def rate(self, now: float) -> float:
        """Bytes a second over the last few seconds."""
        while self._pieces and self._pieces[0][0] < now - WINDOW_SECONDS:
            self._pieces.popleft()
        return sum(size for _, size in self._pieces) / WINDOW_SECONDS

    def sample(self, now: float) -> None:
        """Remember the rate of this moment for the curve."""
        self.rates.append((now, self.rate(now)))

    def seconds_left(self, now: float) -> float | None:
        """How long what is open will take at the pace of the last downloads; None where that cannot be told."""
        ended = [
            one.ended for one in self.all.values() if one.picture and one.ended is not None and one.ended > now - 30
        ]
        if len(ended) < 3 or not self.open:  # noqa: PLR2004 - two points make no pace
            return None
        took = max(now - min(ended), 0.1)
        return self.open * took / len(ended)
