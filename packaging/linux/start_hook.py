"""Runs before the frozen program: mends what PyInstaller's loader leaves behind.

Owns LD_LIBRARY_PATH, and where the program's own modules are read from. Refuses to do anything else.
"""

import os

import pyimod02_importers  # type: ignore[import-not-found,unused-ignore] # PyInstaller's, in the frozen program alone

# The loader points it at the bundle; this process has read it by now, but every program that it starts (the browser,
# the file manager) would load our libraries in place of its own.
if "LD_LIBRARY_PATH_ORIG" in os.environ:
    os.environ["LD_LIBRARY_PATH"] = os.environ.pop("LD_LIBRARY_PATH_ORIG")
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

# Modules are read when they are first needed, from places in the program's file. An upgrade puts another file under its
# name; the one that runs stays reachable as long as it does.
if os.path.exists("/proc/self/exe"):  # noqa: PTH110 (a start needs no pathlib for this)
    pyimod02_importers.pyz_archive._filename = "/proc/self/exe"  # noqa: SLF001 (it has no other way to be told)
