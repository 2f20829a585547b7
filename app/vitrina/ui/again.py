"""Pictures fetched once more, and the switch that touches the network or leaves it alone.

Owns no state. Refuses to fetch: the library does.
"""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.model import Outcome, Picture

if TYPE_CHECKING:
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.window import Window

AT_ONCE: Final = 32


def toggle_offline(window: "Window") -> None:
    """Leave the network alone from now on, or use it again."""
    window.offline = not window.offline
    window.frame.topbar.show_offline(offline=window.offline)
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
    refetch_these(window, pictures)


def retry_failed(window: "Window") -> None:
    """Fetch again whatever failed."""
    window.grid.retry(window.shown.failures)


async def each_again(library: "LibraryLike", pictures: Sequence[Picture]) -> AsyncIterator[tuple[Picture, Outcome]]:
    """Fetch pictures anew, a few at a time, however many were chosen; each as it ends."""
    import asyncio

    left = iter(pictures)
    running: dict[asyncio.Task[Outcome], Picture] = {}
    try:
        while True:
            for picture in islice(left, AT_ONCE - len(running)):
                running[asyncio.create_task(library.fetch(picture, refresh=True))] = picture
            if not running:
                return
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield running.pop(task), task.result()
    finally:
        for task in running:
            task.cancel()


def refetch_these(window: "Window", pictures: Sequence[Picture]) -> None:
    """Fetch these pictures anew."""
    if window.library is not None and pictures:
        work = partial(each_again, window.library, pictures)
        window.bridge.stream(work, lambda pair: _refetched(window, *pair), None, window.session.hear)


def _refetched(window: "Window", picture: Picture, outcome: Outcome) -> None:
    if outcome.error is not None:
        from vitrina.ui import trusting

        trusting.tell(window, outcome.error)
    window.thumbnails.again(picture.key)
    window.grid.refresh(picture.key)
    window.grid.ask_again()
    if window.front.in_viewer and window.viewer.picture == picture:
        window.front.beside.forget()
        window.viewer.again()


def _is_failed(window: "Window", index: int) -> bool:
    return window.shown.state(window.shown[index].key).fault is not None
