"""Archives: the pictures in a ZIP or CBZ, read member by member and never unpacked to the disk.

Owns the listing and the reading of members. Refuses names that climb out, members under a password,
and members that are larger than allowed once unpacked.
"""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from vitrina.errors import DamagedError, NotAPictureError, NothingToShowError, TooLargeError
from vitrina.model import Picture
from vitrina.sources import folder
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, Page, counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile, ZipInfo

MAX_MEMBER_BYTES: Final = 512 * 1024 * 1024
_MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ENCRYPTED: Final = 0x1
_CHUNK: Final = 1 << 20


class Archive:
    """A ZIP or CBZ on this machine."""

    name = "archive"
    example = "comic.cbz"

    def read(self, document: Document) -> Page | None:
        """The pictures in the natural order of their names. NothingToShowError where it cannot be opened."""
        if not document.body.startswith(_MARKS):
            return None
        if document.path is None:
            raise NothingToShowError(
                "{url} is an archive; save it and open the file.", url=document.asked_url or document.url
            )
        pictures: list[Picture] = []
        refused = closed = 0
        with _opened(document.path) as archive:
            for member in sorted(archive.infolist(), key=lambda one: folder.natural(one.filename)):
                if member.is_dir() or _hidden(member.filename):
                    continue
                if _climbs(member.filename):
                    refused += 1
                elif member.flag_bits & _ENCRYPTED:
                    closed += 1
                elif (kind := _kind(archive, member)) and len(pictures) < MAX_PICTURES:
                    url = f"{document.path.as_uri()}#{quote(member.filename)}"
                    pictures.append(Picture(url, media_type=kind, source=self.name))
        return Page(tuple(pictures), title=document.path.stem, left_out=_notes(refused, closed))


def read_member(path: Path, name: str, limit: int = MAX_MEMBER_BYTES) -> bytes:
    """The bytes of one member; `name` as it stands in the URL's fragment, encoded or not.

    DamagedError, TooLargeError, NotAPictureError (no such member, or one under a password).
    """
    with _opened(path, DamagedError) as archive:
        names = set(archive.namelist())
        wanted = name if name in names else unquote(name)
        if wanted not in names or _climbs(wanted):
            raise NotAPictureError("{path} has no picture named {name}.", path=path, name=wanted)
        member = archive.getinfo(wanted)
        if member.flag_bits & _ENCRYPTED:
            raise NotAPictureError("{name} in {path} is under a password.", path=path, name=wanted)
        if member.file_size > limit:
            raise TooLargeError("{name} in {path} is larger than {most} bytes.", path=path, name=wanted, most=limit)
        body = bytearray()
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                body += chunk
                if len(body) > limit:  # the size in the listing was a lie
                    raise TooLargeError(
                        "{name} in {path} is larger than {most} bytes.", path=path, name=wanted, most=limit
                    )
        return bytes(body)


@contextmanager
def _opened(
    path: Path, failure: type[NothingToShowError] | type[DamagedError] = NothingToShowError
) -> "Iterator[ZipFile]":
    """The archive, its library's errors translated."""
    import zipfile  # not on the window's start
    import zlib

    broken = (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        UnicodeError,
        OverflowError,
    )
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise failure("{path} cannot be read: {reason}.", path=path, reason=reason) from error
    except broken as error:
        raise failure("{path} is a damaged archive, or of a kind that is not read.", path=path) from error


def _kind(archive: "ZipFile", member: "ZipInfo") -> str | None:
    """The media type of a member by its first bytes; None for what is no picture or is damaged."""
    import zipfile
    import zlib

    try:
        with archive.open(member) as file:
            return folder.picture_type(file.read(folder.FIRST_BYTES))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return None


def _climbs(name: str) -> bool:
    """Whether a name leads out of the archive: `..`, an absolute path, a drive."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\0" in name


def _hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part not in (".", "..") for part in parts)


def _notes(refused: int, closed: int) -> tuple[LeftOut, ...]:
    return (
        *counted("Members whose names lead out of the archive, left out: {count}.", refused),
        *counted("Members under a password, left out: {count}.", closed),
    )
