"""Pictures on this machine's own disk: a folder with all below it, or a single file.

Owns the order (a folder's own files first, numbers counted as numbers) and the telling of pictures
by their first bytes. Refuses hidden files, links to folders (they may run in a circle), and what is
no picture.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vitrina.errors import NothingToShowError
from vitrina.model import Picture
from vitrina.sources.document import LeftOut

NAME: Final = "folder"
FIRST_BYTES: Final = 32

_MAGIC: Final = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"....ftyp(?:hei[cxms]|hev[cx])", re.DOTALL), "image/heic"),
    (re.compile(rb"....ftyp(?:mif1|msf1)", re.DOTALL), "image/heif"),
    (re.compile(rb"II[*+]\0|MM\0[*+]"), "image/tiff"),
    (re.compile(rb"BM....\0\0\0\0", re.DOTALL), "image/bmp"),
    (re.compile(rb"\0\0\x01\0[\x01-\xff]\0"), "image/vnd.microsoft.icon"),
    (re.compile(rb"P[1-6][\s#]"), "image/x-portable-anymap"),
    (re.compile(rb"qoif"), "image/qoi"),
    (re.compile(rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"), "image/jp2"),
    (re.compile(rb"\0\0\0\x0cJXL \r\n\x87\n|\xff\x0a"), "image/jxl"),
)
_NUMBER: Final = re.compile(r"(\d+)")


def picture_type(first: bytes) -> str | None:
    """The media type that the first bytes (at least FIRST_BYTES of them) show, or None: no picture."""
    return next((kind for magic, kind in _MAGIC if magic.match(first)), None)


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts `2.jpg` before `10.jpg`, and letters whatever their case."""
    parts = _NUMBER.split(name.casefold())
    return tuple((0, int(part[:4000]), "") if at % 2 else (1, 0, part) for at, part in enumerate(parts))


def picture(path: Path, media_type: str) -> Picture:
    """The entry for a picture file."""
    return Picture(url=path.as_uri(), media_type=media_type, source=NAME)


def walk(folder: Path) -> Iterator[Picture | LeftOut]:
    """Give the pictures in `folder` and below, in order, as they are found.

    Raises NothingToShowError where `folder` itself may not be read; one below it is left out.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            files, folders = _listed(here)
        except OSError as error:
            if here == folder:
                raise NothingToShowError(
                    "The folder {path} cannot be read: {reason}.", path=here, reason=_reason(error)
                ) from error
            yield LeftOut("The folder {path} cannot be read: {reason}.", {"path": here, "reason": _reason(error)})
            continue
        waiting += reversed(folders)
        for path in files:
            try:
                with path.open("rb") as file:
                    kind = picture_type(file.read(FIRST_BYTES))
            except OSError as error:
                yield LeftOut("The file {path} cannot be read: {reason}.", {"path": path, "reason": _reason(error)})
                continue
            if kind is not None:
                yield picture(path, kind)


def _listed(folder: Path) -> tuple[list[Path], list[Path]]:
    """Files and folders in `folder` in natural order, hidden ones left out."""
    files, folders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.is_file():  # no pipe or device: opening one may wait for ever
                files.append(entry.name)
    return [folder / name for name in sorted(files, key=natural)], [
        folder / name for name in sorted(folders, key=natural)
    ]


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
