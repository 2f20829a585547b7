"""Pictures fetched once more, and the switch that touches the network or leaves it alone.

Owns no state. Refuses to fetch: the library does.
"""

from functools import partial
from typing import TYPE_CHECKING

from vitrina.language import N_
from vitrina.model import Outcome, Picture

if TYPE_CHECKING:
    from vitrina.ui.window import Window


def toggle_offline(window: "Window") -> None:
    """Leave the network alone from now on, or use it again."""
    window.offline = not window.offline
    window.topbar.show_offline(offline=window.offline)
    if window.library is not None:
        window.bridge.call_soon(window.library.set_offline, window.offline)
    window.toast.show(
        window.text(N_("Working offline: only stored pictures are shown.") if window.offline else N_("Online again."))
    )
    if not window.offline:
        window.grid.retry([window.shown[index] for index in window.grid.on_screen if _is_failed(window, index)])


def refetch(window: "Window") -> None:
    """Fetch the chosen pictures again; with none chosen, those on the screen that failed."""
    pictures = window.chosen()
    if not pictures:
        pictures = [window.shown[index] for index in window.grid.on_screen if _is_failed(window, index)]
    for picture in pictures:
        refetch_one(window, picture)


def retry_failed(window: "Window") -> None:
    """Fetch again whatever failed."""
    failed = {key for key, _ in window.shown.faults}
    window.grid.retry([picture for picture in window.shown.pictures if picture.key in failed])


def refetch_one(window: "Window", picture: Picture) -> None:
    """Fetch one picture anew."""
    if window.library is None:
        return
    work = partial(window.library.fetch, picture, refresh=True)
    window.bridge.ask(work, partial(_refetched, window, picture), window.session.hear)


def _refetched(window: "Window", picture: Picture, outcome: Outcome) -> None:
    if outcome.error is not None:
        window.toast.show(window.language.say(outcome.error))
    window.thumbnails.again(picture.key)
    window.grid.refresh(picture.key)
    window.grid.ask_again()
    if window.in_viewer and window.viewer.picture == picture:
        window.beside.forget()
        window.viewer.again()


def _is_failed(window: "Window", index: int) -> bool:
    return window.shown.state(window.shown[index].key).fault is not None
