"""Which parts of Python, Pillow and Tcl/Tk go into the frozen program, and how.

Owns the lists of what is left out. Refuses to know which programs there are: `programs.spec` does.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
COMMAND, PORTABLE = "vitrina", "portable"
ENTRY = str(APP / "vitrina" / "__main__.py")

# Without PIL._tkinter_finder a frozen program opens its window and shows no picture.
HIDDEN = ["PIL._tkinter_finder"]

# What runs before the program itself.
HOOKS = {"win32": ("windows/streams_hook.py",), "linux": ("linux/start_hook.py",)}

# Parts of the standard library and of the tools in .venv that something may import and nothing here uses; and
# drawing text into pictures, which brings two more font libraries.
LEFT_OUT = [
    "PIL._imagingft", "_curses", "_pytest", "babel", "curses", "distutils", "doctest", "ensurepip", "hatchling",
    "hypothesis", "idlelib", "lib2to3", "multiprocessing", "numpy", "pip", "pkg_resources", "py_compile", "pydoc",
    "pydoc_data", "pytest", "readline", "setuptools", "sqlite3.dump", "test", "tkinter.test", "turtle", "unittest",
    "venv", "wheel", "wsgiref", "xmlrpc",
]  # fmt: skip

# Tcl/Tk files for clocks, dialects and demonstrations; Vitrina's texts and times are Python's.
_TCL_LEFT_OUT = re.compile(
    r"^_(tcl|tk)_data/("
    r"(tzdata|msgs|images|demos|opt\d[^/]*|http\d[^/]*|cookiejar[^/]*)/|"
    r"encoding/(?!(ascii|cp1252|iso8859-1|iso8859-15|symbol|utf-8)\.enc$)|"
    r"(clock|parray|safe|safetk|mkpsenc|console|optMenu|tearoff|xmfbox|clrpick|obsolete|unsupported)\.tcl$|"
    r"(tcl|tk)AppInit\.c$|"
    r"(tcl\d/)?(.*/)?(http|tcltest|platform|shell|cookiejar)-[^/]*\.tm$)"
)
# PyInstaller's loader for Linux needs the system's own before it unpacks anything. With a second one in the folder, a
# folder that may not run programs would end the loader in the dynamic linker, before it can say why.
_LOADERS_OWN = re.compile(r"^libz\.so\.\d")
# C's library, which Windows 10 and later have, and prefer to any other; copies of it lie about in other programs.
_WINDOWS_OWN = re.compile(r"(^|/)(api-ms-win-[^/]*|ucrtbase)\.dll$", re.IGNORECASE)
# What an installer wrote about how it installed: it differs from machine to machine and says nothing about the program.
_TRACES = re.compile(r"\.dist-info/(RECORD|REQUESTED|INSTALLER|direct_url\.json|WHEEL)$")

Toc = list[tuple[str, str, str]]


def analysis(analyse: Any, work: str) -> Any:  # noqa: ANN401 (PyInstaller hands its classes to a spec as globals, untyped)
    """Find what the program needs, less what is left out, in an order that does not depend on the machine.

    What was found is told to `contents.py` in `<work>/manifest.json`.
    """
    if sys.platform == "win32":
        _leave_to_windows()
    found = analyse(
        [ENTRY],
        pathex=[str(APP)],
        datas=[
            *((str(mo), "vitrina/locale") for mo in sorted((APP / "vitrina" / "locale").glob("*.mo"))),
            (str(APP / "vitrina" / "icon.png"), "vitrina"),
        ],
        hiddenimports=HIDDEN,
        runtime_hooks=[str(ROOT / "packaging" / hook) for hook in HOOKS.get(sys.platform, ())],
        excludes=LEFT_OUT,
        optimize=2,  # nobody reads docstrings there; they are 0.7 MB of the download
    )
    found.datas = sorted(entry for entry in found.datas if is_wanted(entry[0]))
    found.binaries = sorted(entry for entry in found.binaries if is_wanted(entry[0]))
    found.pure = sorted(found.pure)
    tables = (found.scripts, found.pure, found.binaries, found.datas)
    entries = [entry[:2] for table in tables for entry in table if entry[2] != "SYMLINK"]
    Path(work, "manifest.json").write_text(json.dumps(entries), encoding="utf-8")
    return found


def _leave_to_windows() -> None:
    """Have PyInstaller, and its splash, take no library of the system: it takes whichever lies on the PATH first."""
    from PyInstaller.depend import dylib

    taken = dylib.include_library
    dylib.include_library = lambda path: not _WINDOWS_OWN.search(path.replace("\\", "/")) and taken(path)


def program(exe: Any, modules: Any, found: Any, *contents: Any, **form: Any) -> Any:  # noqa: ANN401 (the same)
    """Make an executable: the same in every form but for its `contents`; `form` goes to PyInstaller."""
    # On macOS a bundle of a console program would be one without windows; it has its streams all the same.
    common = {"name": COMMAND, "strip": strips(), "upx": False, "console": sys.platform == "linux"}
    if sys.platform == "win32":
        from PyInstaller.config import CONF

        common |= _windows_looks(Path(CONF["workpath"], "icon"))
    return exe(modules, found.scripts, *contents, **(common | form))


@cache
def _windows_looks(folder: Path) -> dict[str, Any]:
    """What Windows reads about a program in its file; drawn once for all of them."""
    from windows import resources

    return {
        "icon": str(resources.write_icon(folder)),
        "manifest": resources.MANIFEST,
        "version": resources.version_resource(f"{COMMAND}.exe"),
    }


def splash(make: Any, found: Any, work: str) -> tuple[Any, ...]:  # noqa: ANN401 (the same)
    """Make what stands on the screen while one file unpacks itself, and what that needs; nothing but on Windows.

    PyInstaller's loader shows it before anything has read the command line: on Linux, where the one file is also the
    command of a console and a script, it would flash at every call, and over every connection that carries a screen.
    There the desktop shows that a program is starting (StartupNotify), and the window follows half a second later.
    """
    if sys.platform != "win32":
        return ()
    from windows import resources

    picture = str(resources.write_splash(Path(work)))
    made = make(picture, binaries=found.binaries, datas=found.datas, text_pos=None, always_on_top=False)
    return made, made.binaries


def is_wanted(name: str) -> bool:
    """Whether a file goes in, by its name in the bundle."""
    name = name.replace("\\", "/")
    return not any(pattern.search(name) for pattern in (_TCL_LEFT_OUT, _TRACES, _LOADERS_OWN, _WINDOWS_OWN))


def strips() -> bool:
    """Whether symbols are cut off: two thirds of libpython on Linux; Windows has none inside, macOS signs them."""
    return sys.platform == "linux"
