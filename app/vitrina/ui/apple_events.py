"""What macOS hands to the running program: links that name it, and files that were dropped on its icon.

Owns the two commands by which Tk passes them on (tk::mac(n)). Refuses to believe that the person typed a link: any
program may have sent it.
"""

from functools import partial
from typing import TYPE_CHECKING

from vitrina import description
from vitrina.ui.handed import raise_window

if TYPE_CHECKING:
    from vitrina.ui.window import Window

_LINK = f"{description.SCHEME}:"


def listen(window: "Window") -> None:
    """Take links and files from now on; those that the program was started with come first."""
    window.root.createcommand("::tk::mac::LaunchURL", partial(_links, window))
    window.root.createcommand("::tk::mac::OpenDocument", partial(_open, window))


def _links(window: "Window", *urls: str) -> None:
    _open(window, *(url if url.lower().startswith(_LINK) else _LINK + url for url in urls))


def _open(window: "Window", *locators: str) -> None:
    raise_window(window)
    if locators:
        window.open(locators)
