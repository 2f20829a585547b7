"""Stored pictures written out as files with names that people can read.

Owns the rules of those names (for every file system alike) and the writing. Refuses to overwrite other
content: the same bytes are left as they are, other bytes get the next free name.
"""

import errno
import itertools
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from vitrina.decode import FORMATS
from vitrina.errors import DiskFullError, InstallationError
from vitrina.library.records import picture_record
from vitrina.model import Picture

MAX_NAME_BYTES: Final = 180
"""Most file systems allow 255 bytes; the rest is left for the number and the extension."""

# What Windows forbids in names (Win32 "Naming Files, Paths, and Namespaces"); control characters too.
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")

_EXTENSIONS: Final = {form.media_type: form.suffix for form in FORMATS}
_ALSO: Final = {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".tiff": ".tif"}


def file_name(picture: Picture, media_type: str | None) -> str:
    """A name for the picture that is legal everywhere: from its address's last word, else its title.

    The extension says what the bytes are, whatever the address claims.
    """
    words, claimed = _last_word(picture.url)
    # A bare number or a size such as "800" names nothing; the title does.
    if picture.title and (not words or words.isdigit()):
        words = _clean(f"{picture.title} {words}")
    words = words or "picture"
    if picture.ask > 1:
        words = f"{words} {picture.ask}"
    return words + _EXTENSIONS.get(media_type or "", claimed)


def _last_word(url: str) -> tuple[str, str]:
    """The address's last word without the extension of a picture, and that extension or nothing."""
    parts = urlsplit(url)
    # The fragment of a `file:` URL names the member of an archive.
    path = parts.fragment if parts.scheme == "file" and parts.fragment else parts.path
    last = unquote(path.rstrip("/").rpartition("/")[2])
    stem, dot, ending = last.rpartition(".")
    extension = _ALSO.get(f".{ending.lower()}", f".{ending.lower()}")
    if dot and extension in _EXTENSIONS.values():
        return _clean(stem), extension
    return _clean(last), ""


def _clean(words: str) -> str:
    words = unicodedata.normalize("NFC", words)
    words = " ".join(_FORBIDDEN.sub(" ", words).split()).strip(". ")
    if _RESERVED.fullmatch(words):
        words = f"_{words}"
    return words.encode("utf-8", "ignore")[:MAX_NAME_BYTES].decode("utf-8", "ignore").strip(". ")


def candidates(name: str) -> Iterator[str]:
    """The name, then the same with " (2)", " (3)" … before its extension."""
    yield name
    stem, dot, ending = name.rpartition(".")
    for number in itertools.count(2):
        yield f"{stem} ({number}).{ending}" if dot else f"{name} ({number})"


def write_out(source: Path, folder: Path, name: str) -> Path:
    """Copy `source` below `folder` under the first of the candidates that is free or holds the same bytes.

    Gives where it lies now. The copy appears whole or not at all. DiskFullError, InstallationError.
    """
    return _written(folder, name, lambda beside: shutil.copyfile(source, beside))


def write_credited(source: Path, folder: Path, name: str, picture: Picture, media_type: str | None) -> Path:
    """The same, with credit and licence in the copy's own bytes; where its format cannot take them, in JSON beside it.

    A picture of which nothing is known is copied as it is.
    """
    from vitrina.library import embedding  # not needed to show anything

    if not embedding.says(picture):
        return write_out(source, folder, name)
    whole = None
    if source.stat().st_size <= embedding.LARGEST:
        whole = embedding.embedded(source.read_bytes(), media_type, embedding.packet(picture))
    if whole is not None:
        return _written(folder, name, lambda beside: beside.write_bytes(whole))
    written = write_out(source, folder, name)
    said = json.dumps(picture_record(picture), ensure_ascii=False, indent=1) + "\n"
    _written(folder, f"{written.name}.json", lambda beside: beside.write_text(said, encoding="utf-8"))
    return written


def write_sheet(folder: Path, title: str, written: Sequence[tuple[Path, Picture]], language: str) -> Path:
    """Write a page of pictures that lie in `folder`; one of ours that is there gives way, nothing else does."""
    from vitrina.library import contact_sheet  # not needed to show anything

    name = "index.html"
    text = contact_sheet.page(title, [(path.name, picture) for path, picture in written], language=language)
    try:
        there = folder / name
        if there.is_file() and contact_sheet.MARK in there.read_text(encoding="utf-8", errors="replace")[:1000]:
            there.unlink()
    except OSError as error:
        raise _translated(error, folder) from error
    return _written(folder, name, lambda beside: beside.write_text(text, encoding="utf-8"))


def _written(folder: Path, name: str, fill: Callable[[Path], object]) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f".{name[:40]}.{os.getpid()}.part"
        try:
            fill(beside)
            return _settle(beside, folder, name)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise _translated(error, folder) from error


def _settle(beside: Path, folder: Path, name: str) -> Path:
    for candidate in candidates(name):
        target = folder / candidate
        try:
            # A link fails where the name is taken, in one step; a rename would overwrite.
            os.link(beside, target)
        except FileExistsError:
            if _same(beside, target):
                return target
        except OSError:  # a file system without links (FAT, some network drives)
            if not target.exists():
                beside.rename(target)
                return target
            if _same(beside, target):
                return target
        else:
            return target
    raise AssertionError  # pragma: no cover - the candidates never end


def _same(one: Path, other: Path) -> bool:
    if not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while chunk := left.read(1 << 20):
            if chunk != right.read(1 << 20):
                return False
    return True


def _translated(error: OSError, folder: Path) -> DiskFullError | InstallationError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError("There is no room left in {folder}; free some and run this again.", folder=folder)
    return InstallationError("{folder} cannot be written ({reason}).", folder=folder, reason=error.strerror or error)
