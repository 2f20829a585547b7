"""How things stand, told to the status bar while something is under way.

Owns the timer and when the store is asked how full it is. Refuses to word it: the status bar does.
"""

from time import monotonic
from typing import TYPE_CHECKING, Final

from vitrina.ui.statusbar import Report

if TYPE_CHECKING:
    from vitrina.ui.window import Window

REPORT_MS: Final = 400
STORE_SECONDS: Final = 5.0


class Reporting:
    """The status of one window."""

    def __init__(self, window: "Window") -> None:
        """Say nothing yet."""
        self._window = window
        self._timer: str | None = None
        self._store_asked = -STORE_SECONDS

    def soon(self) -> None:
        """Say how things stand, in a moment, however often this is called."""
        if self._timer is None:
            self._timer = self._window.root.after(REPORT_MS // 4, self.now)

    def now(self) -> None:
        """Say how things stand; again soon while something is under way."""
        self._timer = None
        now = monotonic()
        transfers, shown = self._window.session.transfers, self._window.shown
        report = Report(
            pictures=len(shown.pictures),
            matching=len(shown),
            chosen=len(self._window.grid.selection.chosen),
            done=transfers.done,
            asked=transfers.done + transfers.open,
            failed=transfers.failed,
            rate=transfers.rate(now),
            left=transfers.seconds_left(now),
            reading=self._window.session.reading,
        )
        self._window.statusbar.show(report)
        busy = transfers.open > 0 or self._window.session.reading
        if self._window.library is not None and now - self._store_asked > STORE_SECONDS:
            self._store_asked = now
            self._window.bridge.ask(
                self._window.library.info, lambda info: self._window.statusbar.show_store(info.bytes, info.limit_bytes)
            )
        if busy:
            self._timer = self._window.root.after(REPORT_MS, self.now)
