"""The Debian package: what checkers say of it, and its life on a machine that has nothing."""

import configparser
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import binary
import debian
import prove
from downloads import Downloads
from linux import deb, entries
from opening import open_and_look
from vitrina import __version__, description
from vitrina.cli.desktop_entry import desktop_entry

HELP = {"": "usage: vitrina [-h] [LOCATOR ...]\n\nLook at pictures.\n\noptions:\n  -h, --help  show this\n",
        "cache": "usage: vitrina cache [-h] {info,list}\n\nThe store.\n"}  # fmt: skip

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
    entry.write_text(desktop_entry(), encoding="utf-8")
    assert told("desktop-file-validate", entry) == ""
    written = entry.read_text(encoding="utf-8")
    assert "Comment[es]=" in written
    assert "x-scheme-handler/vitrina;" in written


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
def test_beside_the_programs_lie_their_checksums_licences_and_parts(downloads: Downloads) -> None:
    prove.check_sums(downloads.portable.parent)
    told("sh", "-c", f"cd '{downloads.portable.parent}' && sha256sum --check --quiet SHA256SUMS")
    document = json.loads(downloads.one(".cdx.json").read_text(encoding="utf-8"))
    licences = downloads.one("THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8").lower()
    parts = {component["name"].lower() for component in document["components"]}
    # Python's own, the libraries of the system that go along, packages, and what Pillow says is inside it.
    for name in ("python", "libssl", "libtcl", "libtk", "libx11", "libfreetype", "aiohttp", "pillow", "pil._avif"):
        assert any(part.startswith(name) for part in parts), name
        assert f"\n{name}" in licences or name.startswith("pil.")
    assert not any(part.startswith(("libc6", "zlib1g", "pytest")) for part in parts)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A frozen folder in small: a program that tells its name, and a part."""
    folder = tmp_path / "small"
    (folder / "_internal").mkdir(parents=True)
    shutil.copy("/bin/true", folder / "_internal/libtrue.so")
    (folder / "vitrina").write_text("#!/bin/sh\necho small\n")
    return folder


@only_linux
def test_packing_twice_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    debian.require("deb")
    contents = deb.Contents(small, HELP, "licences", "{}")
    places = (tmp_path / "a", tmp_path / "b")
    for place in places:
        place.mkdir()
    one, two = (deb.build(contents, place, place / "work", 1_700_000_000) for place in places)
    assert one.read_bytes() == two.read_bytes()


@pytest.fixture
def machine() -> Iterator[Path]:
    """A Debian with no Python and nothing else that it can do without, in a folder."""
    debian.require("bare-machine")
    root = Path(tempfile.mkdtemp(prefix="vitrina-machine-", dir="/var/tmp"))
    try:
        told("mmdebstrap", "--quiet", "--variant=apt", "--skip=cleanup/apt/lists", "bookworm", root)
        told("mount", "-t", "proc", "proc", root / "proc")
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        yield root
    finally:
        subprocess.run(["umount", "--lazy", root / "proc"], check=False)
        if not (root / "proc").is_mount():
            shutil.rmtree(root)


def ours_on(machine: Path) -> list[str]:
    """Every file of ours on the machine, but what was put there by hand and what is the person's own."""
    told_of = ("/proc", "/root", "/var/lib/dpkg", "/var/log", "/tmp")
    pruned = [word for place in told_of for word in ("-path", place, "-prune", "-o")]
    return told("chroot", machine, "find", "/", *pruned, "-iname", "*vitrina*", "-print").splitlines()


def chrooted(machine: Path, *command: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run a command there, with nothing in its surroundings."""
    surroundings = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
    started = ["chroot", *options, str(machine), *command]
    return subprocess.run(started, env=surroundings, capture_output=True, encoding="utf-8", check=False)


def started_by_the_menu(machine: Path) -> str:
    """What the menu's entry starts there; its icon is in the theme that every other falls back to."""
    entry = configparser.RawConfigParser(delimiters=("=",))
    entry.read(machine / f"usr/share/applications/{description.ID}.desktop", encoding="utf-8")
    told_there = entry["Desktop Entry"]
    assert list(machine.glob(f"usr/share/icons/hicolor/*/apps/{told_there['Icon']}.png"))
    program, hole = told_there["Exec"].split()
    assert (told_there["Type"], told_there.get("NoDisplay"), hole) == ("Application", None, "%U")
    return program


def show(machine: Path, program: str, tmp_path: Path, *options: str) -> int:
    """Open `program` on the demo gallery there; how many pictures it showed on our virtual screen."""
    inside = [program, *options, "--profile", "/root/profile", "--trace", "/root/trace", "demo:24"]
    command = ["chroot", str(machine), *inside]
    seen = open_and_look(command, trace=machine / "root/trace", picture=tmp_path / "seen.png", least=binary.LEAST)
    assert seen.colours > binary.COLOURS
    return seen.shown


@pytest.mark.slow
@pytest.mark.timeout(500)
@as_root
def test_the_programs_live_on_a_machine_that_has_nothing(
    downloads: Downloads, machine: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt = ("chroot", machine, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "--no-install-recommends")
    assert not list(machine.glob("usr/bin/python3*"))
    shutil.copy(downloads.portable, machine / "root/portable")
    assert '"fetched": 3' in told("chroot", machine, "/root/portable", "fetch", "--json", "demo:3")
    (tls,) = [
        line
        for line in chrooted(machine, "/root/portable", "selftest", "--json").stdout.splitlines()
        if '"tls"' in line
    ]
    assert '"ok": true' in tls
    assert "0 of them the system's" in tls

    # Somebody without a home, where nothing at all can be written.
    shutil.copy(downloads.portable, machine / "opt/portable")
    for folder in ("tmp", "var/tmp"):
        (machine / folder).chmod(0o755)
    nobody = ("--userspec=65534:65534",)
    stuck = chrooted(machine, "/opt/portable", "--version", options=nobody)
    assert stuck.returncode != 0
    assert stuck.stderr.splitlines()[-1].endswith("Set TMPDIR to a folder you can write.")
    (machine / "tmp").chmod(0o1777)
    homeless = chrooted(machine, "/opt/portable", "fetch", "--json", "demo:3", options=nobody)
    assert homeless.returncode == 3
    assert len(homeless.stderr.splitlines()) == 1, homeless.stderr
    assert chrooted(machine, "/opt/portable", "list", "--profile", "/tmp/own", "demo:3", options=nobody).returncode == 0

    shutil.copy(downloads.one(".deb"), machine / "root/vitrina.deb")
    told(*apt, "install", "/root/vitrina.deb")
    assert show(machine, started_by_the_menu(machine), tmp_path) >= binary.LEAST
    assert show(machine, "/root/portable", tmp_path, "--offline") >= binary.LEAST

    # An upgrade to a version that has lost most of its files.
    monkeypatch.setattr(deb, "__version__", f"{__version__}+later")
    newer = deb.build(deb.Contents(small, HELP, "licences", "{}"), machine / "root", tmp_path / "work", 1_700_000_000)
    told(*apt, "install", f"/root/{newer.name}")
    assert told("chroot", machine, "vitrina") == "small\n"
    assert [path.name for path in (machine / "usr/lib/vitrina/_internal").iterdir()] == ["libtrue.so"]

    told(*apt, "remove", "vitrina")
    assert ours_on(machine) == []
    assert (machine / "root/profile").is_dir(), "the person's own data went with the package"
