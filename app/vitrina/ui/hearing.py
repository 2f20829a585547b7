"""What the session tells, shown in the window: a library, pictures that come, steps of downloads, what went wrong.

Owns who in the window has to hear of what, and in which order. Refuses to draw: those who hear do.
"""

from functools import partial
from typing import TYPE_CHECKING

from vitrina.language import N_
from vitrina.ui import galleries
from vitrina.ui.session import Hearers
from vitrina.ui.shown import short
from vitrina.ui.sifting import FOUND
from vitrina.ui.wanted.collection import OfferLike, RefreshedLike
from vitrina.ui.wanted.library import LibraryLike

if TYPE_CHECKING:
    from vitrina.ui.window import Window


class Hearing:
    """What one window makes of what its session tells."""

    def __init__(self, window: "Window") -> None:
        """Hear nothing yet."""
        self._window = window

    def hearers(self) -> Hearers:
        """Those whom the session tells."""
        return Hearers(
            ready=self._ready, began=self._began, grew=self._grew, ended=self._ended, refreshed=self._refreshed,
            said=self._say, offered=self._offered, stepped=self._stepped, marked=self._window.show_marks,
        )  # fmt: skip

    def _ready(self, library: LibraryLike) -> None:
        window = self._window
        window.thumbnails.use(library)
        window.front.use(library)
        if window.offline:
            window.bridge.call_soon(library.set_offline, window.offline)
        window.afterwards(self._ask_what_is_saved)
        window.grid.ask_again()

    def _ask_what_is_saved(self) -> None:
        """Ask for marks, galleries and history: after the pictures, which everybody waits for."""
        window = self._window
        window.session.marks.refresh()
        window.listing.refresh()
        if window.settings.tell_newer:
            from vitrina.ui import newer  # few want it

            newer.ask(window)

    def _began(self) -> None:
        window = self._window
        window.front.show_grid()
        window.show_title()
        window.front.hide_welcome()
        window.front.nothing.hide()
        window.undo.forget_open()
        if window.session.name != FOUND:
            window.frame.topbar.search.text.set("")
        window.grid.show(window.shown)
        window.reporting.soon()

    def _grew(self) -> None:
        window = self._window
        window.grid.grown()
        if len(window.shown):
            window.front.nothing.hide()
        window.last_time.grew()
        window.reporting.soon()

    def _ended(self) -> None:
        window = self._window
        window.last_time.over()
        window.sifting.anew()
        window.folding.soon()
        if not len(window.shown.pictures):
            window.front.nothing.ended()
        window.afterwards(self._look_at_the_library)
        window.reporting.soon()

    def _look_at_the_library(self) -> None:
        """List what is saved anew, and have what came be found."""
        window = self._window
        window.listing.refresh()
        if window.library is not None:
            window.bridge.ask(window.library.notes.index, lambda _: None, window.session.hear)

    def _refreshed(self, refreshed: RefreshedLike) -> None:
        window = self._window
        window.show_refreshed(refreshed)
        galleries.tell(window, window.session.gallery, refreshed)

    def _stepped(self, changed: set[str], renewed: set[str]) -> None:
        window = self._window
        for key in changed:
            window.grid.refresh(key)
        # The bytes of what was on the screen already may be others now.
        if {key for key in renewed if window.thumbnails.renew(key)}:
            window.grid.ask_again()
        window.front.renewed(renewed)
        window.folding.came(renewed)
        window.folding.soon()
        window.reporting.soon()

    def _say(self, text: str) -> None:
        window = self._window
        nothing = window.front.nothing
        if not len(window.shown.pictures):
            nothing.failed(text)
        if nothing.sentence != text:
            window.toast.show(text)

    def _offered(self, offer: OfferLike, said: str) -> None:
        """Offer to open what a page announces beside its pictures; `said` is what was said already."""
        window = self._window
        labels = {"feed": N_("Open the feed"), "iiif": N_("Open the manifest")}
        label = window.text(labels.get(offer.kind, N_("Open the list")))
        named = offer.title or short(offer.url)
        window.toast.show(
            said or window.text(N_("The page announces more: {what}"), what=named),
            label,
            partial(window.open, [offer.url]),
        )
