"""What is left in the grid by what was typed, in which order, and the way to look in the whole library.

Owns the search that is under way. Refuses to find (`arrangement` and the library do) and to draw.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

from vitrina.language import N_

if TYPE_CHECKING:
    from vitrina.model import Picture
    from vitrina.ui.shown import Shown
    from vitrina.ui.window import Window

BOX_SECONDS: Final = 0.008
"""The longest that finding and sorting keep Tk's thread, give or take one step."""
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
        shown = self._window.shown
        if shown.order or shown.reverse:
            self._arrange(shown.query, shown.order, reverse=shown.reverse, keeping=True)

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
        self._warm(shown, shown.pictures, shown.arrangement.warm(shown.pictures))

    def _warm(self, shown: "Shown", pictures: "Sequence[Picture]", steps: Iterator[None]) -> None:
        if shown is self._window.shown and shown.pictures is pictures and not _for_a_while(steps)[1]:
            self._window.root.after(1, self._warm, shown, pictures, steps)

    def _arrange(self, query: str, order: str, *, reverse: bool, keeping: bool = False) -> None:
        """Show the first results before the last are found; with `keeping`, all at once, and nothing jumps."""
        window, shown = self._window, self._window.shown
        if not keeping:
            window.front.show_grid()
            window.front.nothing.hide()
        views = shown.arranging(query, order, reverse=reverse)
        show = self._show_kept if keeping else self._show_first
        self._go_on(_Arranging(shown, shown.pictures, (query, order, reverse), views, show, keeping=keeping))

    # Not a function in a function, which would hold a list of 100,000 until the next look for cycles.
    def _go_on(self, arranging: "_Arranging") -> None:
        shown, (query, order, reverse) = arranging.shown, arranging.asked
        if shown is not self._window.shown or arranging.asked != (shown.query, shown.order, shown.reverse):
            return
        if shown.pictures is not arranging.pictures:  # some were removed
            self._arrange(query, order, reverse=reverse, keeping=arranging.keeping)
            return
        view, ended = _for_a_while(arranging.views)
        arranging.found = arranging.found if view is None else view
        if arranging.found is not None and (ended or not arranging.keeping):
            arranging.show(arranging.found)
            arranging.show, arranging.found = self._show_more, None
        if not ended:
            # Not when idle: a redraw waits for all that is to be done then, and so would the keys.
            self._window.root.after(1, self._go_on, arranging)
        elif query and not len(shown) and len(shown.pictures):
            self._say_nothing_found()

    def _show_first(self, view: Sequence[int]) -> None:
        window = self._window
        if window.front.looking:  # one of them was opened meanwhile
            self._show_kept(view)
            return
        window.shown.view = view
        window.grid.view_changed()
        window.reporting.soon()

    def _show_more(self, view: Sequence[int]) -> None:
        if self._window.front.looking:
            self._show_kept(view)
            return
        self._window.shown.view = view
        self._window.grid.grown()
        self._window.reporting.soon()

    def _show_kept(self, view: Sequence[int]) -> None:
        window, shown = self._window, self._window.shown

        def change() -> None:
            shown.view = view

        window.grid.keeping(change)
        window.front.list_changed()
        window.reporting.soon()


@dataclass(slots=True, eq=False)
class _Arranging:
    """A search or a sort under way: in which list, what was asked for, and what was found that is not shown yet."""

    shown: "Shown"
    pictures: "Sequence[Picture]"
    asked: tuple[str, str, bool]
    views: Iterator[Sequence[int] | None]
    show: Callable[[Sequence[int]], None]
    keeping: bool
    found: Sequence[int] | None = None


def _for_a_while(views: Iterator[Sequence[int] | None]) -> tuple[Sequence[int] | None, bool]:
    """Go on for some milliseconds: the last view that came, if one did, and whether it is the last of all."""
    until = perf_counter() + BOX_SECONDS
    latest = None
    for view in views:
        latest = latest if view is None else view
        if perf_counter() > until:
            return latest, False
    return latest, True
