"""Compiles the translations before hatchling fills a wheel, so that none goes out in English alone.

Owns the hook alone. Refuses to know how: `catalogues.py` does it.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CataloguesHook(BuildHookInterface[Any]):
    """Run by hatchling for every wheel, source archive and editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile below the tree that is being built; a process of its own, as this file is loaded by path."""
        del version, build_data
        script = Path(self.root, "build", "catalogues.py")
        subprocess.run([sys.executable, str(script), self.root], check=True)
