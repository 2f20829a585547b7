"""Pictures from a plain list of addresses: one a line, `#` comments, an optional title after a tab.

Owns text lists, `text/uri-list` (RFC 2483 section 5) and playlists (`#EXTM3U`). Refuses nothing: a
line that is no address is reported, not fatal. Lines are pictures; none of them is asked what it is.
"""

import re
from collections.abc import Iterator
from typing import Final

from vitrina.errors import UsageError
from vitrina.model import Picture
from vitrina.sources import entry, web_address
from vitrina.sources.document import MAX_PICTURES, Document, LeftOut, Page

_ADDRESS: Final = re.compile(r"(?:https?|file)://[^\s<>\"]+|//[^\s<>\"/]+/[^\s<>\"]+", re.IGNORECASE)
_NO_SCHEME: Final = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d{1,5})?/\S+")
_PATH: Final = re.compile(r"(?:\.{0,2}/|[A-Za-z]:[\\/])\S.*")
_BULLET: Final = re.compile(r"(?:[-*•]|\d{1,6}[.)])\s+")
_EXTINF: Final = re.compile(r"#EXTINF:[^,]*,(.*)", re.IGNORECASE)
_CONTROL: Final = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE: Final = 0.02
"""A text may hold a stray control character; of a binary file, about one byte in ten is one."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_TOLD: Final = 20


class TextList:
    """A text with one address on each line."""

    name = "list"
    example = "pictures.txt"

    def read(self, document: Document) -> Page | None:
        """The pictures on the lines of `document`, or None where no line has an address."""
        if document.is_markup or document.parsed or _is_binary(document.start):
            return None
        pictures: list[Picture] = []
        bad: list[int] = []
        for number, found in _lines(document):
            if not found:
                bad.append(number)
            elif len(pictures) < MAX_PICTURES:
                pictures += found
        # A text of which hardly a line is an address is prose, unless a person wrote it as a list.
        return Page(tuple(pictures), left_out=tuple(_left_out(bad))) if pictures else None


def _is_binary(start: str) -> bool:
    return len(_CONTROL.findall(start)) > max(1, _BINARY_SHARE * len(start))


def _lines(document: Document) -> Iterator[tuple[int, list[Picture]]]:
    """Number (from 1) and pictures of each line that says something; none for a line that is no address."""
    playlist = document.start[:7].upper() == "#EXTM3U"
    title: str | None = None
    for number, line in enumerate(_LINE_END.split(document.text), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            info = _EXTINF.match(words)
            title = info[1] if info else title
            continue
        address, _, rest = words.partition("\t")
        said = _BULLET.sub("", address, count=1).strip()
        raw = _address(said, local=document.local, playlist=playlist)
        several = _several(said) if raw else []
        written = several or ([raw] if raw else [])
        found = [entry.picture(document.url, one, title=rest or title) for one in written]
        title = None
        yield number, [one for one in found if one]


def _several(words: str) -> list[str]:
    """The addresses in a line of prose that has more than one, without the punctuation around them."""
    found = _ADDRESS.findall(words)
    if len(found) < 2 or " " not in words:  # noqa: PLR2004 - more than one; an address may hold another
        return []
    return [one.rstrip(".,;:!?)]}'*") for one in found]


def _address(words: str, *, local: bool, playlist: bool) -> str | None:
    found = _ADDRESS.search(words)
    if found:
        # A line may hold a bare address with spaces in its path, or prose around one.
        return words if found.start() == 0 and "://" not in words[found.end() :] and _one_path(words) else found[0]
    if _NO_SCHEME.fullmatch(words):
        return "https://" + words
    if (local and _PATH.fullmatch(words)) or playlist:
        return _file_reference(words)
    return None


def _one_path(words: str) -> bool:
    """Whether what follows a space belongs to the address: it then ends as pictures' names do."""
    return " " not in words or web_address.looks_like_picture(words.partition("?")[0])


def _file_reference(words: str) -> str:
    """A path as a reference that resolves against the list's own `file:` URL."""
    if words[1:2] == ":" and words[0].isalpha():
        return "file:///" + words.replace("\\", "/")
    return words.replace("\\", "/").replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def _left_out(bad: list[int]) -> Iterator[LeftOut]:
    """Somebody asked for each of these lines, so each is an error."""
    errors = [UsageError("Line {number} is no address and was left out.", number=number) for number in bad[:_TOLD]]
    if len(bad) > _TOLD:
        more = len(bad) - _TOLD
        errors.append(UsageError("{count} more lines are no addresses and were left out.", count=more))
    return (LeftOut(error.template, error.fields, error=error) for error in errors)
