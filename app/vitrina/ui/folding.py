"""When a picture that turns out to have the same bytes as another goes from the screen.

Owns that moment. Refuses to know what has a double (`doubles` does), and to move what somebody looks at or is about
to click.

Cases, in this order:
- while pictures are looked at closely nobody sees the grid: all go at once but the one that is looked at;
- what lies below the screen goes at once: nothing that is seen moves;
- what is on the screen or above it goes when nothing comes in any more, everything on the screen shows what it will
  show, and the mouse rests; what is chosen, has the focus or lies under the pointer stays until it does no more.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vitrina.ui.wanted.collection import AlikeLike
    from vitrina.ui.window import Window

ASK_MS: Final = 500
"""So long is waited for more downloads to end, to ask about all of them together."""
REST_MS: Final = 700


class Folding:
    """The doubles of one window."""

    def __init__(self, window: "Window") -> None:
        """Wait for nothing yet."""
        self._window = window
        self._came: set[str] = set()
        self._asking: str | None = None
        self._trying: str | None = None
        self._pointer: tuple[int, int] | None = None

    def came(self, keys: set[str]) -> None:
        """Have the library say soon what is like these, whose bytes have just come."""
        self._came |= keys
        if self._came and self._asking is None:
            self._asking = self._window.root.after(ASK_MS, self._ask)

    def _ask(self) -> None:
        self._asking = None
        window, keys, self._came = self._window, list(self._came), set()
        if window.library is not None:
            work = partial(window.library.alike.of, keys)
            window.bridge.ask(work, partial(self._told, window.shown), window.session.hear)

    def _told(self, shown: object, alike: "AlikeLike") -> None:
        window = self._window
        if shown is not window.shown:  # something else has been opened, which knew
            return
        if window.shown.learn(alike.contents):
            window.grid.keeping(window.shown.anew)
            window.front.list_changed()
        window.front.changed()
        self.soon()

    def soon(self) -> None:
        """Something has changed on the screen, or nothing comes in any more: what waits may go, in a moment."""
        if self._window.shown.doubles.waiting and self._trying is None:
            self._pointer = self._window.root.winfo_pointerxy()
            self._trying = self._window.root.after(REST_MS, self._try)

    def _try(self) -> None:
        self._trying = None
        window = self._window
        rests = self._pointer == window.root.winfo_pointerxy()
        gone = window.shown.fold(self._held(rests=rests))
        if gone:
            window.grid.folded(gone)
            window.front.folded(gone)
            window.reporting.soon()
        if not rests:
            self.soon()

    def _held(self, *, rests: bool) -> set[int] | range:
        """Which places of the view are not to go now."""
        window, grid = self._window, self._window.grid
        if window.front.looking:
            return {window.viewer.index} if window.front.in_viewer else set()
        coming = window.session.reading or window.session.transfers.open or not grid.settled
        if coming or not rests or grid.mouse.held:
            return range(grid.on_screen.stop)
        x, y = window.root.winfo_pointerxy()
        below = grid.at(x - grid.canvas.winfo_rootx(), y - grid.canvas.winfo_rooty())
        return {*grid.selection.chosen, grid.selection.focus, -1 if below is None else below}
