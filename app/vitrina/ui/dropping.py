"""Drag and drop with other programs: what falls into the window is opened, a picture can be dragged out of it.

Owns the conversation with tkdnd, which comes with the optional package tkinterdnd2. Refuses to be needed: without it
the window is as it was, and a drag in the grid draws a band wherever it begins.
"""

import logging
import time
import tkinter as tk
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vitrina.errors import VitrinaError
from vitrina.ui.taking import Found, choose, decoded, take

if TYPE_CHECKING:
    from vitrina.model import Picture
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.window import Window

_LOG: Final = logging.getLogger(__name__)
IN: Final = ("DND_HTML", "DND_Files", "DND_Text")
"""The one that we like best comes first: a picture dragged out of a browser is an address in all of them, and in the
first it is that of the picture where that is inside a link."""
LISTS_AS_TEXT: Final = """
rename ::tkdnd::xdnd::getFormatForType ::tkdnd::xdnd::formatOfOthers
proc ::tkdnd::xdnd::getFormatForType {type} {
    if {[string match text/uri-list* $type]} {return STRING}
    return [formatOfOthers $type]
}
"""
"""tkdnd 2.10 hands lists of files to Tk as numbers on X11, and whoever takes them gets none."""
MOST_OUT: Final = 200
READY_SECONDS: Final = 1.5
FAR_PX: Final = 200
_OLD_SECONDS: Final = 86_400.0


def attach(window: "Window") -> bool:
    """Take part in drag and drop; False where there is no tkdnd, or none that this Tk can load."""
    try:
        from tkinterdnd2 import TkinterDnD  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return False
    root = window.root
    try:
        TkinterDnD._require(root)  # noqa: SLF001 - its public way makes a root of its own
    except (RuntimeError, tk.TclError) as error:
        _LOG.warning("No drag and drop: %s", error)
        return False
    if root.tk.call("info", "commands", "::tkdnd::xdnd::getFormatForType"):
        root.tk.eval(LISTS_AS_TEXT)
    root.tk.call("tkdnd::drop_target", "register", str(root), IN)
    for event in ("<<DropEnter>>", "<<DropPosition>>"):
        root.tk.call("bind", str(root), event, "list copy")
    root.tk.call("bind", str(root), "<<Drop>>", root.register(partial(_dropped, window)) + " %D %CPT")
    window.grid.mouse.drags_out = True
    drag_from(window, window.grid.canvas)
    window.front.let_drag()
    _forget_old(window.start.paths.dragged_folder)
    return True


def drag_from(window: "Window", canvas: tk.Canvas) -> None:
    """Let pictures be dragged out of a canvas, where there is tkdnd."""
    if window.grid.mouse.drags_out:
        root = window.root
        root.tk.call("tkdnd::drag_source", "register", str(canvas), ("DND_Files", "DND_Text"), 1)
        root.tk.call("bind", str(canvas), "<<DragInitCmd>>", root.register(partial(_drag_out, window)) + " %X %Y")


# in


def _dropped(window: "Window", data: str, kind: str) -> str:
    window.root.after_idle(take, window, found_in(window.root, data, kind))
    return "copy"


def found_in(root: tk.Misc, data: str, kind: str) -> Found:
    """Tell what fell into the window; `kind` is tkdnd's or the system's name for the form of `data`."""
    if "html" in kind.casefold():
        html = _mended(data)
        return choose({"text/html": html.encode(), "text/plain": html.encode()})
    if kind in {"DND_Files", "CF_HDROP", "NSFilenamesPboardType"} or "uri-list" in kind:
        return Found(tuple(str(one) for one in root.tk.splitlist(data)))
    return choose({"text/plain": data.encode("utf-8", "replace")})


def _mended(html: str) -> str:
    """Undo what tkdnd makes of UTF-8 on X11: numbers, or a reading as UTF-16."""
    if html and not html.strip("0123456789 "):
        return decoded(bytes(int(one) & 0xFF for one in html.split()))
    if "<" in html:
        return html
    return html.encode("utf-16-le", "replace").decode("utf-8", "replace")


# out


def _drag_out(window: "Window", x: str, y: str) -> Any:  # noqa: ANN401 - as tkdnd wants it: an action, and forms with their data
    """Give what is dragged: files where they are here, and addresses as text."""
    pictures = window.chosen()[:MOST_OUT]
    far = max(abs(window.root.winfo_pointerx() - int(x)), abs(window.root.winfo_pointery() - int(y)))
    # Where the mouse is not, no button will ever come up: such a drag, made by a program, would not end.
    if not _begins_on_a_picture(window) or not pictures or far > FAR_PX:
        return ("refuse_drop",)
    text = "\n".join(picture.url for picture in pictures)
    on_x11 = window.root.tk.call("tk", "windowingsystem") == "x11"  # there, files are named by addresses
    files = tuple(one.as_uri() if on_x11 else str(one) for one in _files(window, pictures))
    return ("copy", ("DND_Files", files, "DND_Text", text) if files else ("DND_Text", text))


def _begins_on_a_picture(window: "Window") -> bool:
    """In the viewer, a drag moves a picture that is larger than the window; one that is seen whole comes along."""
    if window.front.in_viewer:
        view = window.viewer.view
        return view is not None and view.whole
    return window.grid.mouse.on_tile


def _files(window: "Window", pictures: "Sequence[Picture]") -> Sequence[Path]:
    """Have files with readable names: soon, as the mouse is on its way already."""
    if window.library is None:
        return ()
    folder = window.start.paths.dragged_folder
    try:
        return window.bridge.wait(partial(_written, window.library, pictures, folder), READY_SECONDS + 0.5)
    except (TimeoutError, VitrinaError):
        return ()  # not here yet: the addresses have to do


async def _written(library: "LibraryLike", pictures: "Sequence[Picture]", folder: Path) -> Sequence[Path]:
    import asyncio

    async with asyncio.timeout(READY_SECONDS):
        return await library.export(pictures, folder)


def _forget_old(folder: Path) -> None:
    """Remove what was dragged out a day ago: whoever took it has a copy, or never will."""
    if folder.is_dir():
        for file in folder.iterdir():
            if file.is_file() and file.stat().st_mtime < time.time() - _OLD_SECONDS:
                file.unlink(missing_ok=True)
