"""What the system has to bring besides Python, and how a Debian gets it.

Owns the table of needs. Refuses to touch a system where it is not root: there it says the one command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# What for: the packages, and how to tell without asking the package manager that they are here.
NEEDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "screen": (("xvfb", "xauth", "fonts-dejavu-core"), ("Xvfb",)),
    "keyboard": (("xdotool",), ("xdotool",)),
    "dragging": (("libxcursor1",), ("libXcursor.so.1",)),
    "python": (("python3", "python3-tk", "python3-venv"), ()),
    "binary": (("binutils",), ("objdump", "strip")),
    "deb": (("dpkg-dev", "fakeroot", "lintian", "desktop-file-utils", "appstream", "man-db"),
            ("dpkg-deb", "lintian", "desktop-file-validate", "appstreamcli", "man")),
    "bench": (("nginx-light", "curl", "libvips-tools", "feh", "nsxiv", "geeqie", "gthumb"),
              ("nginx", "curl", "vipsthumbnail", "feh", "nsxiv", "geeqie", "gthumb")),
    "certificates": (("openssl",), ("openssl",)),
    "disk": (("mount",), ("mount",)),
    "bare-machine": (("mmdebstrap",), ("mmdebstrap",)),
    "wine": (("wine", "wine64"), ("wine",)),
    # A Python for Windows is put together from a compiler and from Debian's own scripts of Tcl/Tk and Python 3.11.
    "windows-python": (("gcc-mingw-w64-x86-64-win32", "tcl8.6", "tk8.6", "libpython3.11-stdlib"),
                       ("x86_64-w64-mingw32-gcc", "tclsh8.6", "wish8.6")),
    "windows-installer": (("nsis", "osslsigncode", "openssl"), ("makensis", "osslsigncode", "openssl")),
}  # fmt: skip


class MissingError(Exception):
    """The system lacks something that only the person can add; the sentence says how."""


def require(*purposes: str) -> None:
    """Make sure that what `purposes` need is here; install it as root on a Debian, else MissingError.

    On Windows and macOS nothing is needed.
    """
    if sys.platform in ("win32", "darwin"):
        return
    lacking = [purpose for purpose in purposes if not _is_here(purpose)]
    if lacking:
        install(lacking)
        still = [tool for purpose in lacking for tool in NEEDS[purpose][1] if not _found(tool)]
        if still:
            raise MissingError(f"{', '.join(still)} cannot be found, although it was just installed.")


def require_libpython(version: str) -> None:
    """Make sure of Python's own library for `version` (`3.11`), where Python is Debian's: it comes apart there."""
    if not Path("/etc/debian_version").exists():
        return
    if not _found(f"libpython{version}.so"):
        _install([f"libpython{version}"])


def _is_here(purpose: str) -> bool:
    tools = NEEDS[purpose][1]
    return bool(tools) and all(_found(tool) for tool in tools)


def _found(tool: str) -> bool:
    """Whether a program is on the PATH, or a library where the loader looks."""
    if ".so" not in tool:
        return shutil.which(tool) is not None
    try:
        known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    except OSError:  # a system without such a list; whatever needs the library will say so
        return True
    return tool in known


def install(purposes: list[str]) -> None:
    """Install the packages for `purposes` by apt-get; MissingError where that cannot be."""
    _install([package for purpose in purposes for package in NEEDS[purpose][0]])


def _install(packages: list[str]) -> None:
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        raise MissingError(f"Please install what Debian calls {' '.join(packages)}, and start again.")
    if os.geteuid() != 0:  # type: ignore[attr-defined,unused-ignore] # not there on Windows
        raise MissingError(f"Please run this, and start again:\n    sudo {' '.join(command)}")
    print(f"dev.py: installing {' '.join(packages)} …", file=sys.stderr)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    for step in (["apt-get", "update"], command):
        done = subprocess.run(step, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            raise MissingError(f"`{' '.join(step)}` failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
