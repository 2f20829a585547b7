"""What is left in the grid by what was typed, in which order, and the way to look in the whole library.

Owns the search that is under way. Refuses to find (`arrangement` and the library do) and to draw.
"""

from typing import TYPE_CHECKING

from vitrina.language import N_

if TYPE_CHECKING:
    from vitrina.ui.window import Window

FOUND = "library:found"
"""The name of what was found in the whole library."""


class Sifting:
    """Search and order of one window."""

    def __init__(self, window: "Window") -> None:
        """Nothing is asked for yet."""
        self._window = window

    def search(self, query: str) -> None:
        """Leave in the grid what is asked for."""
        shown = self._window.shown
        if query != shown.query:
            self._arrange(query, shown.order, reverse=shown.reverse)

    def sort(self, order: str) -> None:
        """Show the pictures in another order; in the same one the other way round."""
        shown = self._window.shown
        self._arrange(shown.query, order, reverse=bool(order) and order == shown.order and not shown.reverse)

    def turn_round(self) -> None:
        """Show the pictures the other way round."""
        shown = self._window.shown
        self._arrange(shown.query, shown.order, reverse=not shown.reverse)

    def anew(self) -> None:
        """Put in order what came after the order was asked for; what is chosen and on the screen stays."""
        shown, window = self._window.shown, self._window
        if shown.order or shown.reverse:
            window.grid.keeping(shown.anew)

    def find_everywhere(self) -> None:
        """Look in the whole library for what is typed."""
        window = self._window
        typed = window.frame.topbar.search.text.get().strip()
        if not typed:
            window.frame.focus_search()
            window.toast.show(window.text(N_("Type what to look for in all pictures, then press Enter.")))
            return
        window.session.open_found(FOUND, typed)

    def _say_nothing_found(self) -> None:
        window = self._window
        if window.session.name != FOUND:
            said = window.text(N_("Nothing that is open is like that."))
            window.front.nothing.tell("search", said, window.text(N_("Search in all pictures")), self.find_everywhere)

    def warm(self) -> None:
        """Make ready for a search, bit by bit: somebody is about to type."""
        shown = self._window.shown
        steps = shown.arrangement.warm(shown.pictures)

        def step() -> None:
            if shown is self._window.shown and next(steps, self) is None:
                self._window.root.after(1, step)

        step()

    def _arrange(self, query: str, order: str, *, reverse: bool) -> None:
        """Show the first results before the last are found."""
        window, shown = self._window, self._window.shown
        views = shown.arrange(query, order, reverse=reverse)
        shown.view = next(views)
        window.front.show_grid()
        window.front.nothing.hide()
        window.grid.view_changed()
        window.reporting.soon()

        def more() -> None:
            asked_still = shown is window.shown and (query, order, reverse) == (shown.query, shown.order, shown.reverse)
            view = next(views, None) if asked_still else None
            if view is not None:
                shown.view = view
                window.grid.grown()
                window.reporting.soon()
                window.root.after(1, more)
            elif asked_still and query and not len(shown) and len(shown.pictures):
                self._say_nothing_found()

        # Not when idle: a redraw waits for all that is to be done then, and so would the keys.
        window.root.after(1, more)
