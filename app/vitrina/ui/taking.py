"""What comes from outside, pasted or dropped: told apart, and opened.

Owns the order in which its forms are looked at: files, HTML that has pictures, a picture, text. Refuses to ask the
clipboard or a drop for them: `clipboard` and `dropping` do.
"""

import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from vitrina.frozen import frozen
from vitrina.language import N_

if TYPE_CHECKING:
    from pathlib import Path

    from vitrina.ui.window import Window

_LINK: Final = re.compile(r"(?:https?|file|iiif-content|vitrina)://[^\s<>\"']+|demo:\d*")
_PICTURE: Final = re.compile(r"<(?:img|picture|source|image)\b|background(?:-image)?\s*:", re.IGNORECASE)
_WINDOWS_HEAD: Final = re.compile(rb"(Version|StartHTML|EndHTML|StartFragment|EndFragment|SourceURL):([^\r\n]*)\r?\n")


@frozen
class Found:
    """What was brought: locators, or HTML and the address of its page, or the bytes of a picture."""

    locators: tuple[str, ...] = ()
    html: str = ""
    base: str = ""
    picture: bytes = b""


def locators_in(text: str) -> list[str]:
    """Find what can be opened in a pasted text: its links, else its lines."""
    links = _LINK.findall(text)
    if links:
        return list(dict.fromkeys(links))
    return [line.strip() for line in text.splitlines() if line.strip()]


def addresses_in(listed: str) -> list[str]:
    """Read a list of addresses as file managers and browsers give it (`text/uri-list`, RFC 2483 section 5)."""
    lines = [line.strip() for line in listed.splitlines()]
    return [line for line in lines if line and not line.startswith("#") and line not in {"copy", "cut"}]


def decoded(data: bytes) -> str:
    """Read text of a clipboard: UTF-16 where it begins or looks like that, as Mozilla's does, else UTF-8."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace").rstrip("\0")
    if len(data) > 1 and data[1] == 0:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    return data.decode("utf-8", "replace").rstrip("\0")


def windows_html(data: bytes) -> tuple[str, str]:
    """Take Windows' `HTML Format` apart: the fragment, and the address of its page where it says so."""
    head = {name: value.strip() for name, value in _WINDOWS_HEAD.findall(data[:1024])}
    try:
        part = data[int(head[b"StartFragment"]) : int(head[b"EndFragment"])]
    except (KeyError, ValueError):
        part = data
    return decoded(part), decoded(head.get(b"SourceURL", b""))


def choose(forms: Mapping[str, bytes]) -> Found:
    """Choose among the forms in which one thing is offered, by media type: the one that says most of it."""
    for name in ("x-special/gnome-copied-files", "text/uri-list"):
        listed = addresses_in(decoded(forms.get(name, b"")))
        if listed and (name != "text/uri-list" or not _has_picture(forms)):
            return Found(tuple(listed))
    if _has_picture(forms):
        base = decoded(forms.get("text/x-moz-url-priv") or forms.get("chromium/x-source-url") or b"").strip()
        return Found(html=decoded(forms["text/html"]), base=base)
    for name, data in forms.items():
        if name.startswith("image/") and data:
            return Found(picture=data)
    text = decoded(forms.get("text/plain", b"")) or decoded(forms.get("text/x-moz-url", b"")).partition("\n")[0]
    return Found(tuple(locators_in(text)))


def _has_picture(forms: Mapping[str, bytes]) -> bool:
    return bool(_PICTURE.search(decoded(forms.get("text/html", b""))))


def take(window: "Window", found: Found) -> bool:
    """Open what was brought; False where there is nothing in it."""
    if found.locators:
        window.open(found.locators)
    elif found.html:
        window.session.open_pasted(found.html, found.base)
    elif found.picture:
        window.open([str(_written(window, found.picture))])
    else:
        return False
    return True


def _written(window: "Window", picture: bytes) -> "Path":
    """Write a picture that has no address to a file of its own: only here it can be found again."""
    folder = window.start.paths.pasted_folder
    folder.mkdir(parents=True, exist_ok=True)
    ending = "jpg" if picture[:2] == b"\xff\xd8" else "png"
    file = folder / (window.text(N_("Pasted")) + time.strftime(f" %Y-%m-%d %H.%M.%S.{ending}"))
    file.write_bytes(picture)
    return file
