"""The Debian package: what checkers say of it, and its life on a machine that has nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import debian
from downloads import Downloads
from linux import deb, entries
from vitrina import description

HELP = {"": "usage: vitrina [-h] [LOCATOR ...]\n\nLook at pictures.\n\noptions:\n  -h, --help  show this\n",
        "cache": "usage: vitrina cache [-h] {info,list}\n\nThe store.\n"}  # fmt: skip

slow = [pytest.mark.slow, pytest.mark.timeout(500)]
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="a Linux desktop's own tools")
as_root = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can make another machine")


def told(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@only_linux
def test_the_menu_entry_is_valid_and_translated(tmp_path: Path) -> None:
    debian.require("deb")
    entry = tmp_path / f"{description.ID}.desktop"
    entry.write_text(entries.desktop_entry(), encoding="utf-8")
    assert told("desktop-file-validate", entry) == ""
    assert "Comment[es]=" in entry.read_text(encoding="utf-8")


@only_linux
def test_the_metainfo_is_valid(tmp_path: Path) -> None:
    debian.require("deb")
    metainfo = tmp_path / f"{description.ID}.metainfo.xml"
    metainfo.write_text(entries.metainfo("2026-01-02"), encoding="utf-8")
    assert "successful" in told("appstreamcli", "validate", "--no-net", metainfo)


@only_linux
def test_the_man_page_reads_without_complaint_and_has_every_command(tmp_path: Path) -> None:
    debian.require("deb")
    page = tmp_path / "vitrina.1"
    page.write_text(entries.man_page(HELP, "2026-01-02"), encoding="utf-8")
    shown = told("man", "--warnings", "-l", page)
    assert "warning" not in shown
    for words in ("vitrina cache", "-h, --help", "EXIT STATUS", "130"):
        assert words in shown


def test_a_line_that_begins_with_a_dot_is_no_command_of_the_man_page() -> None:
    page = entries.man_page({"": "usage: vitrina\n\n.hidden files are pictures, too\n"}, "2026-01-02")
    assert "\n.hidden" not in page


@pytest.mark.slow
@pytest.mark.timeout(500)
@only_linux
def test_lintian_finds_nothing(downloads: Downloads) -> None:
    found = told("lintian", "--allow-root", "--fail-on", "error,warning", downloads.one(".deb"))
    assert "W:" not in found


@pytest.mark.slow
@pytest.mark.timeout(500)
@only_linux
def test_the_package_is_small_and_has_few_files(downloads: Downloads) -> None:
    assert downloads.one(".deb").stat().st_size <= 18_000_000
    listed = told("dpkg-deb", "--contents", downloads.one(".deb")).splitlines()
    assert sum(line.startswith("-") for line in listed) <= 250


@pytest.mark.slow
@pytest.mark.timeout(500)
@only_linux
def test_packing_twice_gives_the_same_bytes(downloads: Downloads, tmp_path: Path) -> None:
    contents = deb.Contents(downloads.folder, HELP, "licences", "{}")
    one, two = (deb.build(contents, folder, folder, 1_700_000_000) for folder in (tmp_path / "a", tmp_path / "b"))
    assert one.read_bytes() == two.read_bytes()


@pytest.fixture(scope="module")
def machine() -> Iterator[Path]:
    """A Debian with no Python and nothing else that it can do without, in a folder."""
    debian.require("bare-machine")
    root = Path(tempfile.mkdtemp(prefix="vitrina-machine-", dir="/var/tmp"))
    try:
        told("debootstrap", "--variant=minbase", "bookworm", root)
        (root / "proc").mkdir(exist_ok=True)
        told("mount", "-t", "proc", "proc", root / "proc")
        (root / "tmp/.X11-unix").mkdir(parents=True)
        told("mount", "--bind", "/tmp/.X11-unix", root / "tmp/.X11-unix")
        yield root
    finally:
        for place in ("tmp/.X11-unix", "proc"):
            subprocess.run(["umount", "--lazy", root / place], check=False)
        shutil.rmtree(root)


def inside(machine: Path, *command: str) -> str:
    return told("chroot", machine, *command)
