import sys
from pathlib import Path

import pytest

import debian
import environment


def test_the_environment_that_runs_the_tests_is_known_to_stand_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, python, stamp = tmp_path / "vitrina", tmp_path / "python", tmp_path / "stamp"
    for name, path in (("PROGRAM", program), ("PYTHON", python), ("STAMP", stamp)):
        monkeypatch.setattr(environment, name, path)
    python.touch()
    program.touch()
    assert not environment._stands()
    stamp.write_text(environment.fingerprint())
    assert environment._stands()
    program.unlink()
    assert not environment._stands()


@pytest.mark.parametrize("changed", ["LOCK", "ROOT", "VENV"])
def test_another_lock_project_or_place_asks_for_another_environment(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = environment.fingerprint()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "dev.lock").write_text("aiohttp==1\n")
    monkeypatch.setattr(environment, changed, tmp_path / "dev.lock" if changed == "LOCK" else tmp_path)
    assert environment.fingerprint() != before


def test_a_python_without_tkinter_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blind = tmp_path / "python3.19"
    blind.write_text("#!/bin/sh\nexit 1\n")
    blind.chmod(0o755)
    monkeypatch.setattr(environment, "_candidates", lambda: iter([[str(blind)], [sys.executable]]))
    assert Path(environment.interpreter()).samefile(sys.executable)


def test_where_no_python_will_do_the_sentence_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_candidates", lambda: iter(()))
    monkeypatch.setattr(debian, "require", lambda *_purposes: None)
    with pytest.raises(debian.MissingError, match=r"Python 3\.11 or later with tkinter"):
        environment.interpreter()


def test_what_the_script_imports_before_the_environment_stands_is_read_by_an_older_python() -> None:
    # Every feature that 3.8 lacks and the compiler knows about; what it names at run time is the standard library's.
    for name in ("dev.py", "environment.py", "debian.py", "virtual_screen.py", "catalogues.py"):
        source = (environment.ROOT / "build" / name).read_text(encoding="utf-8")
        compile(source, name, "exec", flags=__import__("ast").PyCF_ONLY_AST, _feature_version=8)


@pytest.mark.skipif(sys.platform != "linux", reason="Debian's own tools")
def test_who_is_not_root_is_told_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(debian.MissingError, match="sudo apt-get install -y --no-install-recommends xvfb"):
        debian.require("screen")
