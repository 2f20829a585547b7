"""What lies on the clipboard, in every form in which it is offered, and opening it.

Owns how each system is asked: X11 through Tk, which there gives any form; Windows and macOS in their own ways, as Tk
gives text alone. Refuses to choose among the forms: `taking` does.
"""

import sys
import tkinter as tk
from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.ui.taking import addresses_in, choose, take, windows_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from vitrina.ui.taking import Found
    from vitrina.ui.window import Window

WANTED: Final = (
    "x-special/gnome-copied-files", "text/uri-list", "text/html", "text/x-moz-url-priv", "chromium/x-source-url",
    "image/png", "image/jpeg",
)  # fmt: skip
_ASK_SECONDS: Final = 5.0


def paste(window: "Window") -> None:
    """Open whatever is on the clipboard."""

    def came(found: "Found") -> None:
        if not take(window, found):
            window.toast.show(window.text(N_("There is no link and no picture on the clipboard.")))

    read(window, came)


def read(window: "Window", came: "Callable[[Found], None]") -> None:
    """Give what is on the clipboard to `came`: at once on X11, in a moment elsewhere."""
    root = window.root
    if root.tk.call("tk", "windowingsystem") == "x11":
        came(choose(_of_x11(root)))
        return
    plain = {"text/plain": _text(root)}
    window.bridge.ask(_beyond_tk, lambda forms: came(choose(plain | forms)), lambda _: came(choose(plain)))


def _text(root: tk.Misc) -> bytes:
    try:
        return root.clipboard_get().encode("utf-8", "replace")
    except tk.TclError:
        return b""


def _of_x11(root: tk.Misc) -> dict[str, bytes]:
    forms: dict[str, bytes] = {}
    offered = _asked(root, "TARGETS").split()
    for name in WANTED:
        if name in offered:
            forms[name] = unpacked(_asked(root, name))
    for name in ("UTF8_STRING", "STRING", "TEXT"):
        if name in offered:
            return {**forms, "text/plain": _asked(root, name).encode("utf-8", "replace")}
    return forms if offered else {"text/plain": _text(root)}  # a program need not say what it offers


def _asked(root: tk.Misc, form: str) -> str:
    try:
        return str(root.clipboard_get(type=form))
    except tk.TclError:
        return ""


def unpacked(packed: str) -> bytes:
    """Give the bytes of what Tk on X11 gives for a form it does not know: numbers as `0x3c 0x70`, or text."""
    try:
        return bytes(int(one, 16) for one in packed.split())
    except ValueError:
        return packed.encode("utf-8", "replace")


async def _beyond_tk() -> dict[str, bytes]:
    import asyncio

    if sys.platform == "darwin":
        return await _of_macos()
    return await asyncio.to_thread(_of_windows)


def _grabbed() -> dict[str, bytes]:
    """Ask for files or a picture, as Pillow does on Windows and macOS."""
    import io

    from PIL import Image, ImageGrab

    grabbed = ImageGrab.grabclipboard()
    if isinstance(grabbed, list):
        return {"text/uri-list": "\n".join(grabbed).encode()}
    if isinstance(grabbed, Image.Image):
        target = io.BytesIO()
        grabbed.save(target, "PNG")
        return {"image/png": target.getvalue()}
    return {}


def _of_windows() -> dict[str, bytes]:
    found = _grabbed()
    raw = _windows_form("HTML Format")
    if raw:
        html, base = windows_html(raw)
        found |= {"text/html": html.encode(), "chromium/x-source-url": base.encode()}
    return found


def _windows_form(name: str) -> bytes:
    """Read one form of Windows' clipboard (`OpenClipboard`, `GetClipboardData`); nothing where it is not there."""
    if sys.platform != "win32":
        return b""
    import ctypes

    user, kernel = ctypes.windll.user32, ctypes.windll.kernel32
    for function in (user.GetClipboardData, kernel.GlobalLock):
        function.restype = ctypes.c_void_p
    kernel.GlobalLock.argtypes = kernel.GlobalUnlock.argtypes = kernel.GlobalSize.argtypes = (ctypes.c_void_p,)
    kernel.GlobalSize.restype = ctypes.c_size_t
    if not user.OpenClipboard(None):
        return b""
    try:
        handle = user.GetClipboardData(user.RegisterClipboardFormatW(name))
        at = kernel.GlobalLock(handle) if handle else None
        if not at:
            return b""
        try:
            return ctypes.string_at(at, kernel.GlobalSize(handle)).rstrip(b"\0")
        finally:
            kernel.GlobalUnlock(handle)
    finally:
        user.CloseClipboard()


async def _of_macos() -> dict[str, bytes]:
    import asyncio

    html, files, picture = await asyncio.gather(
        _osascript("the clipboard as «class HTML»"),
        _osascript("POSIX path of (the clipboard as «class furl»)"),
        asyncio.to_thread(_grabbed),
    )
    found = dict(picture)
    if html.startswith("«data HTML"):
        found["text/html"] = bytes.fromhex(html[10:].rstrip("»\n"))
    if files.strip():
        found["text/uri-list"] = "\n".join(addresses_in(files)).encode()
    return found


async def _osascript(script: str) -> str:
    import asyncio

    quiet = asyncio.subprocess.DEVNULL
    asked = await asyncio.create_subprocess_exec(
        "/usr/bin/osascript", "-e", script, stdin=quiet, stderr=quiet, stdout=asyncio.subprocess.PIPE
    )
    try:
        said, _ = await asyncio.wait_for(asked.communicate(), _ASK_SECONDS)
    except TimeoutError:
        asked.kill()
        return ""
    return said.decode("utf-8", "replace")
