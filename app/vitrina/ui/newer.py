"""A newer version is told of at the foot of the window, with a way to its page; nothing is ever installed.

Owns what is said. Refuses to say that asking failed; whether to ask is the person's setting.
"""

from functools import partial
from typing import TYPE_CHECKING

from vitrina.language import N_

if TYPE_CHECKING:
    from vitrina.ui.wanted.library import ReleaseLike
    from vitrina.ui.window import Window


def ask(window: "Window") -> None:
    """Ask whether there is one; the library asks once a day at most."""
    if window.library is not None and not window.offline:
        window.bridge.ask(window.library.newer_release, partial(_tell, window))


def want(window: "Window", *, on: bool) -> None:
    """Take note whether the person wants to be told, and if so begin at once."""
    window.save_settings(tell_newer=on)
    if on:
        ask(window)


def _tell(window: "Window", release: "ReleaseLike | None") -> None:
    if release is not None:
        text = window.text(N_("Vitrina {version} was released."), version=release.version)
        window.toast.show(text, window.text(N_("See what is new")), partial(window.browse, release.page))
