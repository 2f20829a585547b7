"""A picture on the clipboard of Windows, in the two forms that programs there look for: a bitmap and a PNG.

Owns the calls of Windows for it. Refuses to run elsewhere, where other programs do this.
"""

import ctypes
import io
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from vitrina.errors import InstallationError

if TYPE_CHECKING:
    from PIL.Image import Image

_CF_DIB: Final = 8  # winuser.h: a bitmap without the header of its file
_GMEM_MOVEABLE: Final = 2  # winbase.h: what the clipboard wants
_FILE_HEADER: Final = 14  # bytes of a BMP that speak of the file (wingdi.h, BITMAPFILEHEADER)
_TRIES: Final = 10
_BETWEEN: Final = 0.05
_BUSY: Final = "Another program holds the clipboard; try again."


def put(image: "Image") -> None:
    """Put an RGB image there, in place of what there is. InstallationError where another program holds it."""
    if sys.platform != "win32":
        raise AssertionError
    user = _typed(ctypes.WinDLL("user32"))
    # An owner is wanted (OpenClipboard), and one that belongs to this thread.
    owner = user.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, None, None, None, None)
    try:
        _open(user, owner)
        try:
            user.EmptyClipboard()
            for form, data in ((_CF_DIB, bitmap(image)), (user.RegisterClipboardFormatW("PNG"), _png(image))):
                if not user.SetClipboardData(form, _in_memory(data)):
                    raise InstallationError(_BUSY)
        finally:
            user.CloseClipboard()
    finally:
        user.DestroyWindow(owner)


def bitmap(image: "Image") -> bytes:
    """Give an RGB image as `CF_DIB`: its header (BITMAPINFOHEADER) and its pixels, from the last row up."""
    file = io.BytesIO()
    image.save(file, "BMP")
    return file.getvalue()[_FILE_HEADER:]


def _png(image: "Image") -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _open(user: Any, owner: int) -> None:  # noqa: ANN401 - a DLL
    """Open the clipboard; other programs hold it for moments at a time."""
    for _ in range(_TRIES):
        if user.OpenClipboard(owner):
            return
        time.sleep(_BETWEEN)
    raise InstallationError(_BUSY)


def _typed(user: Any) -> Any:  # noqa: ANN401 - as above
    """Say which of its values are handles: left alone they would be cut to 32 bits."""
    handle = ctypes.c_void_p
    user.CreateWindowExW.restype = user.SetClipboardData.restype = handle
    user.CreateWindowExW.argtypes = [
        ctypes.c_ulong, ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_ulong,
        *[ctypes.c_int] * 4, *[handle] * 4,
    ]  # fmt: skip
    user.OpenClipboard.argtypes = user.DestroyWindow.argtypes = [handle]
    user.SetClipboardData.argtypes = [ctypes.c_uint, handle]
    user.RegisterClipboardFormatW.argtypes = [ctypes.c_wchar_p]
    return user


def _in_memory(data: bytes) -> int:
    """Give memory that belongs to the clipboard from then on."""
    if sys.platform != "win32":
        raise AssertionError
    kernel = ctypes.WinDLL("kernel32")
    handle = ctypes.c_void_p
    kernel.GlobalAlloc.restype = kernel.GlobalLock.restype = handle
    kernel.GlobalAlloc.argtypes = [ctypes.c_uint, ctypes.c_size_t]
    kernel.GlobalLock.argtypes = kernel.GlobalUnlock.argtypes = [handle]
    memory = kernel.GlobalAlloc(_GMEM_MOVEABLE, len(data))
    place = kernel.GlobalLock(memory) if memory else None
    if not place:
        raise MemoryError
    ctypes.memmove(place, data, len(data))
    kernel.GlobalUnlock(memory)
    return int(memory)
