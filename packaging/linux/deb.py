"""The Debian package: takes the frozen folder, gives the finished `.deb`.

Owns where things lie in it and what it depends on. Refuses maintainer scripts: everything is a file, so that
removing the package leaves nothing but the person's own data.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from textwrap import fill

import icon
from contents import ROOT
from linux import entries
from vitrina import __version__, description
from vitrina.cli.desktop_entry import desktop_entry

# What PyInstaller never bundles, and what a window cannot be drawn without.
DEPENDS = (
    "libc6 (>= {glibc}), zlib1g, libxcb1, fontconfig-config, fonts-dejavu-core | fonts-liberation | fonts-noto-core"
)
MAINTAINER = f"{description.BY} <maintainers@users.noreply.github.com>"
OVERRIDES = {
    "custom-library-search-path": "a Python that was built by hand names its own folder; libpython is loaded before",
    "embedded-library": "the program brings its libraries along, to run the same everywhere; the SBOM lists them",
    "hardening-no-pie": "the bootloader comes as PyInstaller's wheel has it",
    "library-not-linked-against-libc": "extension modules take everything from libpython, which has libc",
    "shared-library-lacks-prerequisites": "the same",
}


@dataclass(frozen=True)
class Contents:
    """What goes in: the frozen folder, `vitrina [COMMAND] --help` by command, and the texts of all licences."""

    frozen: Path
    help_texts: Mapping[str, str]
    licences: str
    sbom: str


def build(contents: Contents, out: Path, work: Path, made_at: int) -> Path:
    """Make the package in `out`, using `work`; the same `made_at` (seconds since the epoch) gives the same bytes."""
    machine = _told("dpkg", "--print-architecture")
    tree = work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    _fill(tree, contents, made_at)
    _control(tree, machine)
    _settle(tree, made_at)
    package = out / f"{description.COMMAND}_{__version__}_{machine}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(tree), str(package)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(made_at)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return package


def _fill(tree: Path, contents: Contents, made_at: int) -> None:
    day = datetime.fromtimestamp(made_at, UTC).date().isoformat()
    share, name = tree / "usr/share", description.COMMAND
    shutil.copytree(contents.frozen, tree / "usr/lib" / name, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin" / name).symlink_to(f"../lib/{name}/{name}")
    _write(share / "applications" / f"{description.ID}.desktop", desktop_entry())
    _write(share / "metainfo" / f"{description.ID}.metainfo.xml", entries.metainfo(day))
    for size in icon.PNG_SIZES:
        picture = share / f"icons/hicolor/{size}x{size}/apps/{description.ID}.png"
        picture.parent.mkdir(parents=True)
        icon.draw(size).save(picture, optimize=True)
    _zipped(share / f"man/man1/{name}.1.gz", entries.man_page(contents.help_texts, day))
    documents = share / "doc" / name
    _write(documents / "copyright", entries.copyright_file((ROOT / "LICENSE").read_text(encoding="utf-8")))
    _zipped(documents / "THIRD_PARTY_LICENSES.txt.gz", contents.licences)
    _zipped(documents / f"{name}.cdx.json.gz", contents.sbom)
    _zipped(documents / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    _zipped(documents / "changelog.gz", _changelog(made_at))
    overrides = [f"# {reason}\n{name}: {tag} *" for tag, reason in OVERRIDES.items()]
    _write(share / "lintian/overrides" / name, "\n".join(overrides) + "\n")


def _control(tree: Path, machine: str) -> None:
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum(path.stat().st_size for path in files) // 1024
    paragraphs = [fill(" ".join(text.split()), 78, initial_indent=" ", subsequent_indent=" ") for text in
                  description.PARAGRAPHS["en"]]  # fmt: skip
    lines = [
        f"Package: {description.COMMAND}",
        f"Version: {__version__}",
        f"Architecture: {machine}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {size}",
        f"Depends: {DEPENDS.format(glibc=newest_glibc(tree / 'usr/lib' / description.COMMAND))}",
        "Recommends: ca-certificates",
        "Section: graphics",
        "Priority: optional",
        f"Homepage: {description.HOME}",
        f"Description: {description.SUMMARY['en'][0].lower()}{description.SUMMARY['en'][1:]}",
        "\n .\n".join(paragraphs),
    ]
    _write(tree / "DEBIAN/control", "\n".join(lines) + "\n")
    sums = [f"{_md5(path)}  {path.relative_to(tree)}" for path in files]
    _write(tree / "DEBIAN/md5sums", "\n".join(sums) + "\n")


def _changelog(made_at: int) -> str:
    """Write the one entry that Debian's tools want; the words for people are in CHANGELOG.md beside it."""
    day = format_datetime(datetime.fromtimestamp(made_at, UTC))
    entry = "  * What is new is told in CHANGELOG.md, beside this file."
    return f"{description.COMMAND} ({__version__}) unstable; urgency=medium\n\n{entry}\n\n -- {MAINTAINER}  {day}\n"


def _md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()  # dpkg's own format


def newest_glibc(folder: Path) -> str:
    """Find the newest glibc that anything in `folder` asks for."""
    asked = set()
    for path in folder.rglob("*"):
        if path.is_file() and path.read_bytes()[:4] == b"\x7fELF":
            for word in _told("objdump", "-T", str(path)).replace(")", " ").replace("(", " ").split():
                if word.startswith("GLIBC_2."):
                    asked.add(tuple(int(number) for number in word.removeprefix("GLIBC_").split(".")))
    return ".".join(str(number) for number in max(asked))


def _settle(tree: Path, made_at: int) -> None:
    """Give everything the rights and times that do not depend on who builds and when."""
    program = tree / "usr/lib" / description.COMMAND / description.COMMAND
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == program else 0o644)
        os.utime(path, (made_at, made_at), follow_symlinks=False)
    os.utime(tree, (made_at, made_at))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _zipped(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
