import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader

import binary
import contents
import debian
from downloads import Downloads, contents_of, copy_of_tree
from small_disk import MIB, small_disk
from web import Web

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


def test_beside_a_folder_of_its_own_it_writes_nowhere_else(downloads: Downloads, tmp_path: Path) -> None:
    stick, home = tmp_path / "stick", tmp_path / "home"
    for folder in (stick / "VitrinaData", home):
        folder.mkdir(parents=True)
    program = Path(shutil.copy(downloads.portable, stick))
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    command: list[str | Path] = [program, "fetch", "--json", "demo:3"]
    done = subprocess.run(
        command, env={**surroundings, "HOME": str(home)}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in stick.iterdir()} == {program.name, "VitrinaData"}
    assert list((stick / "VitrinaData").rglob("*.sqlite"))
    assert list(home.iterdir()) == []


@as_root
def test_it_unpacks_elsewhere_where_the_temporary_folder_cannot_be_written(downloads: Downloads, scratch: Path) -> None:
    program = scratch / "vitrina"
    shutil.copy(downloads.portable, program)
    program.chmod(0o755)
    done = as_nobody([program, "--version"], TMPDIR="/proc")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Vitrina")


@as_root
def test_where_the_temporary_folder_may_not_run_programs_it_says_what_to_do(
    downloads: Downloads, scratch: Path
) -> None:
    folder = scratch / "noexec"
    folder.mkdir()
    program = scratch / "vitrina"
    shutil.copy(downloads.portable, program)
    program.chmod(0o755)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "noexec,mode=1777", "tmpfs", folder], check=True)
    try:
        done = as_nobody([program, "--version"], TMPDIR=str(folder))
        left = list(folder.iterdir())
    finally:
        subprocess.run(["umount", folder], check=True)
    (sentence,) = done.stderr.splitlines()
    assert sentence.endswith("; set TMPDIR to where programs may run.")
    assert done.returncode != 0
    assert left == []
    # And then it does.
    assert as_nobody([program, "--version"], TMPDIR=str(scratch)).returncode == 0


@as_root
def test_where_there_is_no_room_to_unpack_it_says_what_to_do(downloads: Downloads, scratch: Path) -> None:
    with small_disk(scratch / "small", 6 * MIB) as small:
        command: list[str | Path] = [downloads.portable, "--version"]
        done = subprocess.run(command, env={"TMPDIR": str(small)}, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith("Make room or set TMPDIR.")


@pytest.mark.parametrize("before", [None, "/somewhere"])
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the loader changes nothing")
def test_programs_that_it_starts_do_not_load_its_libraries(
    downloads: Downloads, tmp_path: Path, before: str | None
) -> None:
    program, told = tmp_path / "gallery-dl", tmp_path / "told"
    program.write_text(f'#!/bin/sh\necho "${{LD_LIBRARY_PATH-nothing}}" > {told}\n')
    program.chmod(0o755)
    surroundings = {"PATH": f"{tmp_path}:/usr/bin:/bin", **({"LD_LIBRARY_PATH": before} if before else {})}
    with Web() as web:
        page = web.put("/page", "<!doctype html><body>no pictures")
        command: list[str | Path] = [downloads.portable, "list", "--profile", tmp_path / "profile", page]
        subprocess.run(command, env=surroundings, capture_output=True, check=False)
    assert told.read_text() == f"{before or 'nothing'}\n"


@pytest.mark.parametrize("form", ["one file", "folder"])
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a program that runs cannot be replaced")
def test_what_runs_goes_on_when_an_upgrade_takes_its_place(downloads: Downloads, tmp_path: Path, form: str) -> None:
    if form == "folder":
        shutil.copytree(downloads.folder, tmp_path / "program", symlinks=True)
    program = tmp_path / "program/vitrina" if form == "folder" else Path(shutil.copy(downloads.portable, tmp_path))
    profile, log = tmp_path / "profile", tmp_path / "log"
    command: list[str | Path] = [program, "fetch", "--json", "--profile", profile, "--log-file", log, "-"]
    with Web() as web, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        while not (log.exists() and "begins" in log.read_text(encoding="utf-8")):
            assert running.poll() is None
            time.sleep(0.05)
        other = tmp_path / "another version"
        other.write_bytes(b"its modules lie elsewhere" * 1_000_000)
        other.replace(program)
        told, _ = running.communicate(web.url("/picture/1.png"), timeout=60)
    assert running.returncode == 0
    assert '"status": "fetched"' in told


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a store of certificates, and no openssl")
def test_https_believes_what_the_system_believes_and_nothing_else(downloads: Downloads, tmp_path: Path) -> None:
    debian.require("certificates")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=x"]
    whom = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run(["openssl", "req", "-x509", *kind, *map(str, whom)], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with Web(tls=tls) as web:
        asked = web.url("/picture/1.png")
        command = [str(downloads.portable), "fetch", "--json", "--profile", str(tmp_path / "profile"), asked]
        strange, known = (
            subprocess.run(command, env={**os.environ, **trusted}, capture_output=True, encoding="utf-8", check=False)
            for trusted in ({}, {"SSL_CERT_FILE": str(certificate)})
        )
    assert (strange.returncode, '"kind": "tls"' in strange.stdout) == (1, True), strange.stderr
    assert (known.returncode, '"status": "fetched"' in known.stdout) == (0, True), known.stderr


def test_two_builds_in_different_folders_are_the_same_bytes(downloads: Downloads, tmp_path: Path) -> None:
    again = binary.freeze(tmp_path / "work", copy_of_tree(tmp_path / "another place"))
    assert again.portable.read_bytes() == downloads.portable.read_bytes()
    assert contents_of(again.folder) == contents_of(downloads.folder)
