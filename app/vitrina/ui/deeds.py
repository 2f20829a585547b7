"""What actions do with the clipboard, the web browser and the list of pictures.

Owns no state. Refuses to touch widgets other than through the window.
"""

import re
import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.model import Picture

if TYPE_CHECKING:
    from vitrina.ui.window import Window

UNDONE: Final = 10
"""So many removals can be undone; each remembers the whole list."""

_LINK: Final = re.compile(r"(?:https?|file)://[^\s<>\"']+|demo:\d*")


def locators_in(text: str) -> list[str]:
    """Find what can be opened in a pasted text: its links, else its lines."""
    links = _LINK.findall(text)
    if links:
        return list(dict.fromkeys(links))
    return [line.strip() for line in text.splitlines() if line.strip()]


def credit_line(picture: Picture) -> str:
    """Write who made a picture, where, and under which licence, in one line."""
    parts = [picture.title, picture.credit, picture.licence, picture.page or picture.url]
    return ", ".join(part for part in parts if part)


def paste(window: "Window") -> None:
    """Open the links on the clipboard."""
    try:
        text = window.root.clipboard_get()
    except tk.TclError:
        text = ""
    found = locators_in(text)
    if found:
        window.open(found)
    else:
        window.toast.show(window.text(N_("There is no link on the clipboard.")))


def copy_urls(window: "Window") -> None:
    """Put the addresses of the chosen pictures on the clipboard."""
    _copy(window, lambda picture: picture.url, N_("{n} address copied"), N_("{n} addresses copied"))


def copy_credits(window: "Window") -> None:
    """Put credit lines of the chosen pictures on the clipboard."""
    _copy(window, credit_line, N_("{n} credit line copied"), N_("{n} credit lines copied"))


def _copy(window: "Window", text_of: Callable[[Picture], str], one: str, many: str) -> None:
    pictures = window.chosen()
    if pictures:
        window.root.clipboard_clear()
        window.root.clipboard_append("\n".join(text_of(picture) for picture in pictures))
        window.toast.show(window.language.plural(one, many, len(pictures)))


def remove(window: "Window") -> None:
    """Take the chosen pictures out of what is shown; can be undone."""
    places = [window.viewer.index] if window.front.in_viewer else window.grid.selection.ordered()
    if not places:
        return
    before = window.shown.remove(places)
    window.removed.append(before)
    del window.removed[:-UNDONE]
    window.after_removal(min(places))
    window.toast.show(
        window.language.plural("{n} picture removed", "{n} pictures removed", len(places)),
        window.text(N_("Undo")),
        lambda: undo(window),
    )


def undo(window: "Window") -> None:
    """Put back what was removed last."""
    if window.removed:
        window.shown.put_back(window.removed.pop())
        window.after_removal(0)
        window.toast.hide()


def open_page(window: "Window") -> None:
    """Show the page of the first chosen picture in the web browser."""
    import webbrowser

    for picture in window.chosen()[:1]:
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
