"""Runs before the program where it is frozen for Windows: gives a windowed program its console, and its splash an end.

Owns what a windowed program lacks: it has no streams, even where it was started from a console. Refuses to open a
console where there was none.
"""

import os
import sys

_WITHOUT_A_WINDOW = {
    *("list", "fetch", "gallery", "cache", "shortcut", "demo", "selftest", "--version", "--help", "-h")
}
_PARENT = 0xFFFFFFFF  # ATTACH_PARENT_PROCESS


def _attach() -> None:
    """Write to the console that the program was started from, where there is one and nothing else is."""
    import ctypes

    if sys.stderr is None and sys.stdout is None and not ctypes.CDLL("kernel32").AttachConsole(_PARENT):
        return
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            try:
                stream = open("CONOUT$", "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # noqa: PTH123, SIM115 (a device, open to the end)
            except OSError:
                continue
            setattr(sys, name, stream)


if sys.stdout is None or sys.stderr is None:
    _attach()

if "_PYI_SPLASH_IPC" in os.environ:
    import pyi_splash  # type: ignore[import-untyped,unused-ignore]

    if not _WITHOUT_A_WINDOW.isdisjoint(sys.argv[1:]):
        pyi_splash.close()  # else the window does it, when it is there
