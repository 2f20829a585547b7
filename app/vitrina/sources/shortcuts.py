"""Shortcuts: files that hold one address (`.url` of Windows, `.webloc` of macOS, `.desktop` links).

Owns these three formats. Refuses to judge the address: it is asked what it is.
"""

import re
from typing import Final

from vitrina.sources import web_address
from vitrina.sources.document import Document, More, Page

_WINDOWS: Final = re.compile(r"\[InternetShortcut(?:\.W)?\]", re.IGNORECASE)
_DESKTOP: Final = re.compile(r"\[Desktop Entry\]")
_URL: Final = re.compile(r"^\s*URL\s*=\s*(\S.*?)\s*$", re.MULTILINE | re.IGNORECASE)
_PLIST: Final = re.compile(
    r"<plist\b.*?<key>\s*URL\s*</key>\s*<string>\s*([^<]+?)\s*</string>", re.DOTALL | re.IGNORECASE
)
_LARGEST: Final = 1_000_000


class Shortcut:
    """One address in a file of its own."""

    name = "shortcut"
    example = "picture.url"

    def read(self, document: Document) -> Page | None:
        """The address, to be asked what it is."""
        if len(document.body) > _LARGEST:
            return None
        url = _binary(document.body) if document.body.startswith(b"bplist00") else _written(document)
        address = web_address.absolute("", url, keep_fragment=True)
        return Page(more=(More(address, either=True),)) if address and address.startswith("http") else None


def _written(document: Document) -> str | None:
    text = document.text
    if document.is_markup:
        found = _PLIST.search(text)
        return found[1].replace("&amp;", "&") if found else None
    if _WINDOWS.search(document.start) or (_DESKTOP.search(document.start) and "Type=Link" in text):
        found = _URL.search(text)
        return found[1] if found else None
    return None


def _binary(body: bytes) -> str | None:
    import plistlib  # brings XML parsers, which nothing else here needs

    try:
        value = plistlib.loads(body, fmt=plistlib.FMT_BINARY)
    except Exception:  # noqa: BLE001 - plistlib lets many kinds of error out for a damaged file
        return None
    url = value.get("URL") if isinstance(value, dict) else None
    return url if isinstance(url, str) else None
