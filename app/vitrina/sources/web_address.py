"""Addresses as they are written in the wild, made absolute and clean.

Owns the way from what a person typed or a document names to a URL that can be asked for (RFC 3986,
with the leniency of the WHATWG URL standard). Refuses schemes other than http, https and file.
"""

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

# Nearly every address of the web is like this, and needs nothing done to it.
_CLEAN: Final = re.compile(
    r"https?://(?:[a-z0-9-]{1,63}\.){0,20}[a-z0-9-]{1,63}(?::\d{1,4})?/(?:[!$'()*+,./0-9:;=?@A-Z\[\]_a-z~-]|&(?!amp;|#)|%[0-9A-Fa-f]{2})*"
)
_EDGE: Final = "".join(map(chr, range(0x21))) + "\ufeff\u200b\u00a0"
_INSIDE: Final = re.compile(r"[\t\r\n]+")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPED_AMPERSAND: Final = re.compile(r"&(?:amp|#38|#x26);", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]*")
_BROKEN_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE: Final = "!#$%&'()*+,/:;=?@[]~"
_FRAGMENT_SIZE: Final = re.compile(r"(?:^|&)([hw])=(\d{1,6})(?=&|$)")
_HOST: Final = re.compile(r"[a-z0-9_~!$&'()*+,;=-]+(?:\.[a-z0-9_~!$&'()*+,;=-]+)*\.?|\[[0-9a-f:.]+(?:%25[\w.-]+)?\]")
MAX_LENGTH: Final = 16_384
_LABEL: Final = 63  # RFC 1035, section 2.3.4


def file_path(path: str) -> Path:
    """The path on this system that the path of a `file:` URL stands for; OSError, ValueError where it is none."""
    if os.name != "nt":
        return Path(os.fsdecode(unquote_to_bytes(path)))
    from urllib.request import url2pathname  # brings http.client, which the window's start does not need

    return Path(url2pathname(path))


def absolute(base: str, raw: object, *, keep_fragment: bool = False) -> str | None:
    """Resolve what a document at `base` wrote as an address, or None where it is none that can be asked for.

    The fragment goes (no request carries it) unless it is to be kept; a `file:` URL keeps it always.
    """
    if not isinstance(raw, str):
        return None
    if len(raw) <= MAX_LENGTH and _CLEAN.fullmatch(raw):
        return raw
    written = _INSIDE.sub("", raw.strip(_EDGE))
    if not written or len(written) > MAX_LENGTH:
        return None
    if "&" in written:
        written = _ESCAPED_AMPERSAND.sub("&", written)
    if written.startswith(("//", "\\\\")) and base.startswith("file:"):
        written = "https:" + written
    try:
        joined = written if written[:8].lower().startswith(("http://", "https://")) else _join(base, written)
        return _clean(joined, keep_fragment=keep_fragment)
    except ValueError:  # urllib: brackets or a port that are none, a host that no name service takes
        return None


def origin(url: str) -> str:
    """Scheme-less origin of a URL, `host:port` in lower case, for telling whether two belong together."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def host(url: str) -> str:
    """The host name of a URL in lower case, empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def https(url: str) -> str:
    """The same address over TLS, for hosts that are known to offer it and still write `http:`."""
    return "https:" + url[5:] if url.startswith("http:") else url


def fragment_size(raw: object) -> tuple[int | None, int | None]:
    """Width and height that some hosts write into the fragment, as `#h=1024&w=572`."""
    if not isinstance(raw, str) or "#" not in raw:
        return None, None
    sizes = {name: int(value) for name, value in _FRAGMENT_SIZE.findall(raw.partition("#")[2])}
    return sizes.get("w"), sizes.get("h")


def last_segment(url: str) -> str:
    """The last part of the path, decoded: what a person would call the file's name."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return unquote(path.rstrip("/").rpartition("/")[2])


def looks_like_picture(url: str) -> bool:
    """Whether the path ends as pictures' names do: a hint where nothing better is known, never the judge."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    name = path.rpartition("/")[2].lower()
    # A wiki's page about a picture (`File:A.jpg`) ends as the picture does.
    return name.rpartition(".")[2] in _ENDINGS and ":" not in name and "%3a" not in name


_ENDINGS: Final = frozenset(
    ["jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "avif", "tif", "tiff", "bmp", "heic", "heif", "jp2", "apng"]
)


def _join(base: str, written: str) -> str:
    if _SCHEME.match(written) and not written[:5].lower().startswith(("http:", "https", "file:")):
        message = "a scheme that is not asked for"
        raise ValueError(message)
    return urljoin(base, written.replace("\\", "/") if "\\" in written else written)


def _clean(url: str, *, keep_fragment: bool) -> str:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme == "file":
        return urlunsplit(("file", _escaped(parts.netloc), _escaped(parts.path), "", _escaped(parts.fragment)))
    if scheme not in ("http", "https"):
        message = "a scheme that is not asked for"
        raise ValueError(message)
    fragment = _escaped(parts.fragment) if keep_fragment else ""
    path = _escaped(parts.path.replace("\\", "/")) or "/"
    return urlunsplit((scheme, _netloc(parts.netloc), path, _escaped(parts.query), fragment))


def _netloc(netloc: str) -> str:
    user, at, rest = netloc.rpartition("@")
    name, colon, port = rest.rpartition(":")
    if not colon or rest.endswith("]"):
        name, colon, port = rest, "", ""
    if port and not (port.isascii() and port.isdigit() and int(port) <= 0xFFFF):  # noqa: PLR2004 - 16 bits
        message = "a port that is none"
        raise ValueError(message)
    name = unquote(name).lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError as error:
            message = "a host name that cannot be written in ASCII"
            raise ValueError(message) from error
    if not _HOST.fullmatch(name) or any(len(label) > _LABEL for label in name.split(".")):
        message = "a host that is none"
        raise ValueError(message)
    return quote(user, safe="!$%&'()*+,;=:~") + at + name + (colon + port if port else "")


def _escaped(part: str) -> str:
    """Percent-encode what may not stand in a URL, leaving every escape that is already there."""
    if _PLAIN.fullmatch(part) and "%" not in part:
        return part
    try:
        return quote(_BROKEN_PERCENT.sub("%25", part), safe=_SAFE)
    except UnicodeEncodeError as error:  # half of a surrogate pair, from a bad \u escape
        message = "half a character"
        raise ValueError(message) from error
