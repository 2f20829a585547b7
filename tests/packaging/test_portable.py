import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader

import binary
import contents
import environment
from downloads import Downloads

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
as_root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody else")
NOBODY = 65534


def test_it_shows_pictures_and_shows_them_again_without_a_network(downloads: Downloads, tmp_path: Path) -> None:
    online, offline = binary.prove(downloads.portable, tmp_path)
    assert online.shown >= binary.LEAST
    assert offline.shown >= binary.LEAST


def test_the_download_is_small(downloads: Downloads) -> None:
    assert downloads.portable.stat().st_size <= 24_000_000


def test_no_tool_of_the_build_went_in(downloads: Downloads) -> None:
    archive = CArchiveReader(str(downloads.portable))
    modules = set(archive.open_embedded_archive("PYZ.pyz").toc)
    assert {"vitrina.ui", "vitrina.fetch", "aiohttp", "PIL._tkinter_finder"} <= modules
    assert not {name for name in modules if name.split(".")[0] in {"pytest", "hypothesis", "PyInstaller", "setuptools"}}


def test_every_file_inside_is_in_the_list_that_licences_and_sbom_are_made_from(downloads: Downloads) -> None:
    archive = CArchiveReader(str(downloads.portable))
    listed = {name for name, _ in contents.read_manifest(downloads.manifest)}
    modules = set(archive.open_embedded_archive("PYZ.pyz").toc)
    # What PyInstaller starts by, and Python's first modules, which lie in base_library.zip.
    own = {name for name in modules if name.startswith("pyimod")} | set(sys.stdlib_module_names)
    files = {name for name, entry in archive.toc.items() if entry[4] in "bx"}
    assert {name for name in modules if name.split(".")[0] not in own} <= listed
    assert files <= listed


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder that everybody may use; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="vitrina-", dir="/var/tmp"))
    folder.chmod(0o777)
    yield folder
    subprocess.run(["chmod", "-R", "u+w", folder], check=False)
    shutil.rmtree(folder)


def as_nobody(command: list[str | Path], **surroundings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={"PATH": "/usr/bin:/bin", **surroundings},
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@as_root
def test_it_runs_from_a_read_only_folder_of_any_name_for_a_user_without_a_home(
    downloads: Downloads, scratch: Path
) -> None:
    folder = scratch / "Бильд der galería"
    folder.mkdir()
    program = folder / "vitrina portable"
    shutil.copy(downloads.portable, program)
    program.chmod(0o555)
    folder.chmod(0o555)
    done = as_nobody([program, "fetch", "--json", "--profile", scratch / "профиль", "demo:3"], TMPDIR=str(scratch))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"status": "fetched"') == 3
    assert list(folder.iterdir()) == [program]


@as_root
def test_it_unpacks_elsewhere_where_the_temporary_folder_cannot_be_written(downloads: Downloads, scratch: Path) -> None:
    program = scratch / "vitrina"
    shutil.copy(downloads.portable, program)
    program.chmod(0o755)
    done = as_nobody([program, "--version"], TMPDIR="/proc")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Vitrina")


def test_https_finds_certificates_where_the_system_has_none(downloads: Downloads, tmp_path: Path) -> None:
    with_none = {**os.environ, "SSL_CERT_FILE": "/nowhere/cert.pem", "SSL_CERT_DIR": "/nowhere"}
    done = subprocess.run(
        [downloads.portable, "selftest", "--json", "--profile", tmp_path],
        env=with_none,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    (tls,) = [line for line in done.stdout.splitlines() if '"tls"' in line.lower()]
    assert '"ok": true' in tls


def test_two_builds_in_different_folders_are_the_same_bytes(downloads: Downloads, tmp_path: Path) -> None:
    other = tmp_path / "another place"
    other.mkdir()
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "app", "build", "packaging", "pyproject.toml"],
        cwd=environment.ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, os.fsdecode(tracked).split("\0")):
        copy = other / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((environment.ROOT / name).read_bytes())
    for mo in (environment.ROOT / "app/vitrina/locale").glob("*.mo"):
        (other / "app/vitrina/locale" / mo.name).write_bytes(mo.read_bytes())
    binary.freeze("onefile.spec", tmp_path / "out", work=tmp_path / "work", root=other)
    again = tmp_path / "out" / ("vitrina.exe" if os.name == "nt" else "vitrina")
    assert again.read_bytes() == downloads.portable.read_bytes()
