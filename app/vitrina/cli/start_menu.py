"""Windows' Start menu: the one shortcut (.lnk) that a portable copy makes for its user.

Owns the call of the shell's own object for shortcuts (IShellLinkW and IPersistFile, by ctypes: no further package).
Refuses to touch a shortcut that it did not make: its own have a comment of their own. OSError where the shell refuses.
"""

import ctypes
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from vitrina import description
from vitrina.errors import UsageError

COMMENT: Final = f"{description.SUMMARY['en']} (portable copy)"  # what tells ours from the installer's

_SHELL_LINK: Final = "00021401-0000-0000-c000-000000000046"
_I_SHELL_LINK: Final = "000214f9-0000-0000-c000-000000000046"
_I_PERSIST_FILE: Final = "0000010b-0000-0000-c000-000000000046"
_PROGRAMS: Final = "a77f5d77-2e2b-44c3-a6a2-aba601054a51"  # FOLDERID_Programs

# Places of the methods in the interfaces' tables, as shobjidl_core.h and objidl.h declare them.
_QUERY, _RELEASE = 0, 2
_GET_COMMENT, _SET_COMMENT, _SET_FOLDER, _SET_ARGUMENTS, _SET_ICON, _SET_PATH = 6, 7, 9, 11, 17, 20
_LOAD, _SAVE = 5, 6

_IN_PROCESS: Final = 1  # CLSCTX_INPROC_SERVER
_CREATE: Final = 0x8000  # KF_FLAG_CREATE
_ROOM: Final = 1024


def install(program: Path, arguments: str) -> Path:
    """Write the shortcut that starts `program`; UsageError where somebody else's has the name."""
    link = _path()
    with _shell_link() as (shell_link, file):
        _refuse_foreign(link, shell_link, file)
    with _shell_link() as (shell_link, file):
        _call(shell_link, _SET_PATH, ctypes.c_wchar_p(str(program)))
        _call(shell_link, _SET_FOLDER, ctypes.c_wchar_p(str(program.parent)))
        _call(shell_link, _SET_ARGUMENTS, ctypes.c_wchar_p(arguments))
        _call(shell_link, _SET_COMMENT, ctypes.c_wchar_p(COMMENT))
        _call(shell_link, _SET_ICON, ctypes.c_wchar_p(str(program)), ctypes.c_int(0))
        _call(file, _SAVE, ctypes.c_wchar_p(str(link)), ctypes.c_int(1))
    return link


def remove() -> tuple[Path, bool]:
    """Remove the shortcut; whether there was one. UsageError where it is somebody else's."""
    link = _path()
    with _shell_link() as (shell_link, file):
        there = _refuse_foreign(link, shell_link, file)
    link.unlink(missing_ok=True)
    return link, there


def _refuse_foreign(link: Path, shell_link: Any, file: Any) -> bool:  # noqa: ANN401 (COM's objects have no type here)
    """Whether a shortcut of ours is there; UsageError where another is."""
    if not link.exists():
        return False
    comment = ctypes.create_unicode_buffer(_ROOM)
    _call(file, _LOAD, ctypes.c_wchar_p(str(link)), ctypes.c_uint32(0))
    _call(shell_link, _GET_COMMENT, comment, ctypes.c_int(_ROOM))
    if comment.value != COMMENT:
        raise UsageError(
            "The menu entry {path} was not made by this command; move it away first if you want to replace it.",
            path=link,
        )
    return True


def _path() -> Path:
    found = ctypes.c_void_p()
    shell, ole = ctypes.CDLL("shell32"), ctypes.CDLL("ole32")
    _check(shell.SHGetKnownFolderPath(_guid(_PROGRAMS), _CREATE, None, ctypes.byref(found)))
    try:
        return Path(ctypes.wstring_at(found.value or 0)) / f"{description.NAME}.lnk"
    finally:
        ole.CoTaskMemFree(found)


@contextmanager
def _shell_link() -> Iterator[tuple[ctypes.c_void_p, ctypes.c_void_p]]:
    """Give a new shortcut: the object's interface to what it says, and the one to its file."""
    ole = ctypes.CDLL("ole32")
    started = ole.CoInitialize(None) >= 0  # it may be refused where the thread is in another mode; that serves, too
    shell_link, file = ctypes.c_void_p(), ctypes.c_void_p()
    try:
        _check(
            ole.CoCreateInstance(_guid(_SHELL_LINK), None, _IN_PROCESS, _guid(_I_SHELL_LINK), ctypes.byref(shell_link))
        )
        _call(shell_link, _QUERY, _guid(_I_PERSIST_FILE), ctypes.byref(file))
        yield shell_link, file
    finally:
        for interface in (file, shell_link):
            if interface.value:
                _method(interface, _RELEASE)(interface)
        if started:
            ole.CoUninitialize()


def _guid(text: str) -> Any:  # noqa: ANN401 (an array whose length is part of its type)
    return ctypes.create_string_buffer(uuid.UUID(text).bytes_le, 16)


def _call(interface: ctypes.c_void_p, place: int, *arguments: Any) -> None:  # noqa: ANN401 (whatever the method takes)
    _check(_method(interface, place)(interface, *arguments))


def _method(interface: ctypes.c_void_p, place: int) -> Any:  # noqa: ANN401 (ctypes makes the type as it runs)
    table = ctypes.cast(interface, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
    return ctypes.CFUNCTYPE(ctypes.c_int32)(table[place] or 0)


def _check(result: int) -> None:
    """Turn a refusal (a negative HRESULT) into an OSError with its number."""
    if result < 0:
        raise OSError(result, f"Windows answered 0x{result & 0xFFFFFFFF:08x}", str(description.NAME))
