"""Tk's root, made in a process of its own: which Tk it is cannot be changed in one that has had a window."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARIES = """
import re, sys
from pathlib import Path
from vitrina.ui.root import new_root
root = new_root()
maps = Path("/proc/self/maps").read_text()
print(*sorted(set(re.findall(r"/[^\\n]*/lib(?:tcl\\d+)?tk\\d[^\\n]*", maps))), sep="\\n")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="proc(5) tells which libraries are loaded")
@pytest.mark.usefixtures("display")
def test_another_tk_of_the_system_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded() -> list[str]:
        run = subprocess.run([sys.executable, "-c", LIBRARIES], check=True, capture_output=True, text=True)
        return run.stdout.split()

    (own,) = loaded()
    other = tmp_path / Path(own).name
    shutil.copy(own, other)
    index = "\n".join(f"package ifneeded {name} 99.0 {{load {other} Tk}}" for name in ("Tk", "tk"))
    (tmp_path / "pkgIndex.tcl").write_text(index, encoding="utf-8")
    monkeypatch.setenv("TCLLIBPATH", str(tmp_path))
    assert loaded() == [own]
