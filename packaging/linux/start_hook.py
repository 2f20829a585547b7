"""Runs before the frozen program: gives back the surroundings that PyInstaller's loader has changed.

Owns LD_LIBRARY_PATH. The loader points it at the bundle; this process has read it by now, but every program that it
starts (the browser, the file manager) would load our libraries in place of its own. Refuses to do anything else.
"""

import os

if "LD_LIBRARY_PATH_ORIG" in os.environ:
    os.environ["LD_LIBRARY_PATH"] = os.environ.pop("LD_LIBRARY_PATH_ORIG")
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
