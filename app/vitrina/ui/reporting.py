"""How things stand, told to the status bar while something is under way.

Owns the timer and when the store is asked how full it is. Refuses to word it: the status bar does.
"""

from time import monotonic
from typing import TYPE_CHECKING, Final

from vitrina.ui.shown import Condition
from vitrina.ui.statusbar import Report

if TYPE_CHECKING:
    from vitrina.ui.wanted.storage import StoreInfoLike
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
        self._store_timer: str | None = None
        self._counted = -1

    def anew(self) -> None:
        """Say everything again: the bar is another one."""
        self._counted = -1
        self.soon()

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
            pictures=shown.count,
            matching=len(shown),
            chosen=len(self._window.grid.selection.chosen),
            done=transfers.done,
            asked=transfers.done + transfers.open,
            failed=shown.counts[Condition.FAILED] + shown.counts[Condition.BLOCKED],  # files, too, not downloads alone
            rate=transfers.rate(now),
            left=transfers.seconds_left(now),
            reading=self._window.session.reading,
        )
        self._window.frame.statusbar.show(report)
        if transfers.open > 0 or self._window.session.reading:
            self._timer = self._window.root.after(REPORT_MS, self.now)
        if self._counted != transfers.done and self._store_timer is None and self._window.library is not None:
            wait = max(self._store_asked + STORE_SECONDS - now, 0)
            self._store_timer = self._window.root.after(round(1000 * wait), self._ask_store)

    def _ask_store(self) -> None:
        """Ask how full the store is: not often, and once after the last download."""
        self._store_timer = None
        library = self._window.library
        if library is not None:
            self._store_asked = monotonic()
            self._counted = self._window.session.transfers.done
            self._window.bridge.ask(library.info, self._told)

    def _told(self, info: "StoreInfoLike") -> None:
        self._window.frame.statusbar.show_store(info.bytes, info.limit_bytes)
        self.soon()
