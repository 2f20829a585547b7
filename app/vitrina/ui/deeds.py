"""What actions do with the clipboard, the web browser and the dialogs that ask for files.

Owns no state. Refuses to touch widgets other than through the window.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from vitrina.language import N_
from vitrina.model import Picture

if TYPE_CHECKING:
    from vitrina.ui.window import Window


def credit_line(picture: Picture) -> str:
    """Write who made a picture, where, and under which licence, in one line."""
    parts = [picture.title, picture.credit, picture.licence, picture.page or picture.url]
    return ", ".join(part for part in parts if part)


def copy_urls(window: "Window") -> None:
    """Put the addresses of the chosen pictures on the clipboard."""
    _copy(window, lambda picture: picture.url, N_("{n} address copied"), N_("{n} addresses copied"))


def copy_credits(window: "Window") -> None:
    """Put credit lines of the chosen pictures on the clipboard."""
    _copy(window, credit_line, N_("{n} credit line copied"), N_("{n} credit lines copied"))


def _copy(window: "Window", text_of: Callable[[Picture], str], one: str, many: str) -> None:
    pictures = window.picked()
    if pictures:
        window.root.clipboard_clear()
        window.root.clipboard_append("\n".join(text_of(picture) for picture in pictures))
        window.toast.show(window.language.plural(one, many, len(pictures)))


def open_page(window: "Window") -> None:
    """Show the page of the first chosen picture in the web browser."""
    import webbrowser

    for picture in window.picked()[:1]:
        address = picture.page or picture.url
        if address.startswith(("http://", "https://")):
            webbrowser.open(address)


def ask_for_files(window: "Window") -> None:
    """Let the person choose files and open them."""
    from tkinter import filedialog

    names = filedialog.askopenfilenames(parent=window.root, title=window.text(N_("Open a file…")))
    if names:
        window.open(list(names))


def ask_for_folder(window: "Window") -> None:
    """Let the person choose a folder and open it."""
    from tkinter import filedialog

    name = filedialog.askdirectory(parent=window.root, title=window.text(N_("Open a folder…")), mustexist=True)
    if name:
        window.open([name])
