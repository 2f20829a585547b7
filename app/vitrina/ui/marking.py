"""Favourites and what is kept offline: marked at once on the screen, undone if the library cannot.

Owns no state; the session holds the marks. Refuses to know where they are written.
"""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from vitrina.language import N_

if TYPE_CHECKING:
    from vitrina.ui.window import Window


def favourite(window: "Window") -> None:
    """Mark the chosen pictures as favourites; unmark them where all of them are."""
    pictures = window.chosen()
    if not pictures or window.library is None:
        return
    session = window.session
    keys = {picture.key for picture in pictures}
    on = not keys <= session.favourites
    session.favourites = session.favourites | keys if on else session.favourites - keys
    _carry_out(window, partial(window.library.set_favourite, pictures, on))
    if on:
        say = window.language.plural("{n} favourite added", "{n} favourites added", len(pictures))
    else:
        say = window.language.plural("{n} favourite removed", "{n} favourites removed", len(pictures))
    window.toast.show(say)


def keep(window: "Window") -> None:
    """Keep the chosen pictures offline for good; release them where all of them are kept."""
    pictures = window.chosen()
    if not pictures or window.library is None:
        return
    session = window.session
    keys = {picture.key for picture in pictures}
    on = not keys <= session.kept
    session.kept = session.kept | keys if on else session.kept - keys
    _carry_out(window, partial(window.library.set_kept, pictures, on))
    if on:
        say = window.language.plural("{n} picture is kept offline", "{n} pictures are kept offline", len(pictures))
    else:
        say = window.language.plural("{n} picture released", "{n} pictures released", len(pictures))
    window.toast.show(say)


def _carry_out(window: "Window", work: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Have it written; the library's own word stands in the end."""
    window.show_marks()

    def failed(fault: BaseException) -> None:
        window.session.refresh_marks()
        window.session.hear(fault)

    window.bridge.ask(work, lambda _: window.session.refresh_marks(), failed)


EMPTY = {
    "library:all": N_("Nothing has been opened yet. Paste a link to begin."),
    "library:favourites": N_("No favourites yet. Press B on a picture to add it."),
    "library:kept": N_("Nothing is kept offline yet. Press K on a picture to keep it for good."),
}
