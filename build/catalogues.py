"""Compiles the translations: every `app/vitrina/locale/<code>.po` to the `.mo` beside it.

Owns that step, for `dev.py` and, as a hatch build hook, for every wheel. Refuses to check whether a
translation is complete: the tests do.
"""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent


def stale(folder: Path) -> list[Path]:
    """Which `.po` files below `folder` are newer than their `.mo`, or have none."""
    return [po for po in sorted(folder.rglob("*.po")) if not is_current(po)]


def is_current(po: Path) -> bool:
    """Whether the `.mo` beside `po` was made after its last change."""
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile what is stale below `root`; a program that reads meanwhile sees the old or the new file whole."""
    made = []
    for po in stale(root / "app" / "vitrina" / "locale"):
        with po.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        mo = po.with_suffix(".mo")
        beside = mo.with_name(f".{mo.name}.{os.getpid()}")
        with beside.open("wb") as file:
            write_mo(file, catalogue)
        beside.replace(mo)
        made.append(mo)
    return made


class CataloguesHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling's type parameter is its own business
    """Compiles before a wheel is filled, so that no wheel goes out in English alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Take hatchling's call; neither argument matters to catalogues."""
        del version, build_data
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues()
