"""The self-test: every check in it passes here, and can fail."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from vitrina.cli.selftest import run
from vitrina.decode import FORMATS
from vitrina.paths import below

ALWAYS = {
    "program",
    "tls",
    "languages",
    "sqlite",
    "store",
    "library",
    "fetch",
    "screen",
    *(f"format {form.name}" for form in FORMATS),
}


@pytest.fixture
def _compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue beside English, whether or not the tree's own are compiled."""
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "es.mo").write_bytes(b"")
    monkeypatch.setattr("vitrina.language.CATALOGUES", tmp_path / "locale")


@pytest.mark.usefixtures("display", "_compiled")
def test_all_is_well_here_and_nothing_is_left_behind(tmp_path: Path) -> None:
    checks = list(run(below(tmp_path / "profile")))
    assert {check.check for check in checks} == ALWAYS
    assert [check for check in checks if not check.ok] == []
    said = {check.check: check.detail for check in checks}
    assert sqlite3.sqlite_version in said["sqlite"]
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
            expected = ", with full-text search"
        except sqlite3.OperationalError:
            expected = ", without full-text search"
    assert said["sqlite"].endswith(expected)
    assert str(tmp_path / "profile" / "cache") in said["store"]
    assert list((tmp_path / "profile" / "cache").iterdir()) == []


def failed(tmp_path: Path) -> dict[str, str]:
    return {check.check: check.detail for check in run(below(tmp_path / "profile")) if not check.ok}


@pytest.mark.usefixtures("display", "_compiled")
def test_a_cache_folder_that_cannot_be_made_fails_what_needs_it(tmp_path: Path) -> None:
    (tmp_path / "profile").write_bytes(b"a file in the way")
    assert set(failed(tmp_path)) == {"sqlite", "store", "library", "fetch"}


@pytest.mark.usefixtures("display")
def test_an_installation_without_catalogues_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitrina.language.CATALOGUES", tmp_path)
    assert "languages" in failed(tmp_path)


@pytest.mark.usefixtures("display", "_compiled")
def test_a_codec_that_is_missing_fails_its_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import PIL.WebPImagePlugin  # noqa: F401 - registers itself before it is taken away
    from PIL import Image

    monkeypatch.delitem(Image.SAVE, "WEBP")
    assert list(failed(tmp_path)) == ["format WEBP"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a session without a screen cannot be had so easily")
def test_without_a_screen_it_says_so_in_json_and_by_its_exit_code(tmp_path: Path) -> None:
    surroundings = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "vitrina", "selftest", "--json", "--profile", str(tmp_path)],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    checks = {line["check"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert checks["screen"]["ok"] is False
    assert "no screen" in checks["screen"]["detail"]
    assert checks["fetch"]["ok"] is True
    assert set(checks["tls"]) == {"check", "ok", "detail"}
    assert "Traceback" not in done.stderr
