"""Pictures written out as files: one under a name that is asked for, many into a folder.

Owns the dialogs. Refuses to write: the library does, and never over other content.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from vitrina.language import N_

if TYPE_CHECKING:
    from vitrina.ui.window import Window


def save_as(window: "Window") -> None:
    """Ask for a file name and write the first chosen picture there."""
    from tkinter import filedialog

    pictures = window.picked()[:1]
    if not pictures or window.library is None:
        return
    suggested = unquote(urlsplit(pictures[0].url).path.rpartition("/")[2]) or "picture"
    name = filedialog.asksaveasfilename(
        parent=window.root, title=window.text(N_("Save as…")), initialfile=suggested, confirmoverwrite=False
    )
    if name:
        file = Path(name)
        work = partial(window.library.copy_to, pictures[0], file.parent, file.name)
        window.bridge.ask(work, partial(_saved, window), window.session.hear)


def export(window: "Window") -> None:
    """Ask for a folder and write the chosen pictures there."""
    from tkinter import filedialog

    pictures = window.picked()
    if not pictures or window.library is None:
        return
    name = filedialog.askdirectory(parent=window.root, title=window.text(N_("Export to a folder…")))
    if name:
        work = partial(window.library.export, pictures, Path(name))
        window.bridge.ask(work, partial(_exported, window, name), window.session.hear)


def _saved(window: "Window", file: Path) -> None:
    window.toast.show(window.text(N_("Saved as {file}"), file=file))


def _exported(window: "Window", folder: str, files: Sequence[Path]) -> None:
    said = window.language.plural(
        "{n} picture written to {folder}", "{n} pictures written to {folder}", len(files), folder=folder
    )
    window.toast.show(said)
