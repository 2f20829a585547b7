"""Pictures taken out of what is open, for good where that is saved, and brought back.

Owns what is done on Delete and on undo. Refuses to touch files: what is stored stays until it is evicted.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from vitrina.language import N_
from vitrina.model import Picture
from vitrina.ui import marking

if TYPE_CHECKING:
    from vitrina.ui.window import Window


def remove(window: "Window") -> None:
    """Take the chosen pictures out of what is open."""
    if window.front.comparison is not None:
        return  # it would be the pictures behind that go
    places = [window.viewer.index] if window.front.in_viewer else window.grid.selection.ordered()
    if not places:
        return
    pictures = window.shown.with_others(window.shown[place] for place in places)
    before = window.shown.remove(places)
    take_back = _taken_out(window, pictures)

    def put_back() -> None:
        take_back()
        window.shown.take_back(before)
        window.after_removal(0)

    window.undo.remember(put_back, of_open=True)
    window.after_removal(min(places))
    window.toast.show(
        window.language.plural("{n} picture removed", "{n} pictures removed", len(places)),
        window.text(N_("Undo")),
        partial(undo, window),
    )


def undo(window: "Window") -> None:
    """Take back what was done last."""
    window.toast.hide()
    if not window.undo.last():
        window.toast.show(window.text(N_("There is nothing to undo.")))


def _taken_out(window: "Window", pictures: list[Picture]) -> Callable[[], object]:
    """Have the library do the same, where what is open is the library's; gives what undoes it."""
    session = window.session
    if session.gallery:
        return _left_out(window, session.gallery, pictures)
    if session.name == "library:favourites":
        marking.set_favourite(window, pictures, on=False)
        return partial(marking.set_favourite, window, pictures, on=True)
    if session.name == "library:kept":
        marking.set_kept(window, pictures, on=False)
        return partial(marking.set_kept, window, pictures, on=True)
    return lambda: None


def _left_out(window: "Window", gallery: str, pictures: list[Picture]) -> Callable[[], None]:
    taken: list[object] = []

    def done(before: object) -> None:
        taken.append(before)
        window.listing.refresh()

    def take_back() -> None:
        if window.library is not None and taken:  # another library by now, where the store was moved
            work = partial(window.library.saved.restore, taken[0])
            window.bridge.ask(work, lambda _: window.listing.refresh(), window.session.hear)

    if window.library is not None:
        window.bridge.ask(partial(window.library.saved.leave_out, gallery, pictures), done, window.session.hear)
    return take_back
