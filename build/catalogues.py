"""Compiles the translations: every `app/vitrina/locale/<code>.po` to the `.mo` beside it.

Owns that step, for `dev.py` and for wheels (`hatch_build.py`). Refuses to judge whether a translation is
complete: `texts.py` does. Needs Babel for the compiling alone.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def stale(root: Path = ROOT) -> list[Path]:
    """Which `.po` files of the program are newer than their `.mo`, or have none."""
    return [po for po in sorted((root / "app" / "vitrina" / "locale").glob("*.po")) if not _is_current(po)]


def _is_current(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def compile_stale(root: Path = ROOT) -> list[Path]:
    """Compile what is stale, and name it; a program that reads meanwhile sees the old or the new file whole."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = []
    for po in stale(root):
        with po.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        mo = po.with_suffix(".mo")
        beside = mo.with_name(f".{mo.name}.{os.getpid()}")
        with beside.open("wb") as file:
            write_mo(file, catalogue)
        beside.replace(mo)
        made.append(mo)
    return made


if __name__ == "__main__":
    compile_stale(Path(sys.argv[1]) if sys.argv[1:] else ROOT)
