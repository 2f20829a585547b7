"""What a person hands in, told apart: address, ranges of addresses, file, folder, `-`, `demo:`, `vitrina:` link.

Owns curl's globbing (`[001-120]`, `[a-z:2]`, `{one,two}`) and the rules by which words become a
locator. Refuses, with a UsageError, what is neither an address nor a path that exists; it never
asks the network.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from math import prod
from operator import getitem
from pathlib import Path
from typing import Final, overload
from urllib.parse import parse_qs, unquote, urlsplit

from vitrina import description
from vitrina.errors import UsageError
from vitrina.frozen import frozen
from vitrina.sources import web_address

MAX_ADDRESSES: Final = 100_000
"""So many requests one locator may stand for where the person set no limit of pictures."""
_DIGITS: Final = 18
MAX_DEMO: Final = 100_000

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_DEMO: Final = re.compile(r"demo:(\d{0,9})")
# Before a number it is a host of that name, with its port.
_LINK: Final = re.compile(
    rf"{description.SCHEME}:(?!\d)(?://open/?\?(?P<query>.*)|(?P<rest>.*))", re.IGNORECASE | re.DOTALL
)
_HOSTLIKE: Final = re.compile(
    r"(?P<host>localhost|\[[0-9A-Fa-f:.]+\]|\d{1,3}(?:\.\d{1,3}){3}|[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}|[\w-]+(?=:\d))"
    r"(?P<port>:\d{1,5})?(?P<rest>[/?#].*)?",
    re.DOTALL,
)
_PLAIN_HOST: Final = re.compile(r"localhost|\[.*\]|[\d.]+|[\w-]+")
# Endings of files that a person may have misspelt; the rest of the world's bare names are hosts.
_FILE_ENDINGS: Final = re.compile(
    r"txt|text|list?|lst|[ct]sv|tab|jsonl?|ndjson|har|x?html?|xml|rss|atom|rdf|md|markdown|m3u8?|url|webloc|uris?|"
    r"jpe?g|png|gif|webp|avif|tiff?|bmp|heic|zip|cbz|opml|svg|ico|jxl"
)
_RANGE: Final = re.compile(r"\[(?:(\d+)-(\d+)|([A-Za-z])-([A-Za-z]))(?::(\d+))?\]")
_RANGE_LIKE: Final = re.compile(r"\[(?:\d+|[A-Za-z])-[^\]\[]*\]")
_PIECE: Final = re.compile(r"\\([\[\]{},\\])|([^\\\[\]{}]+|\\)")


class Kind(StrEnum):
    """What a locator is."""

    ADDRESSES = "addresses"
    FILE = "file"
    FOLDER = "folder"
    STDIN = "stdin"
    DEMO = "demo"


@frozen
class Span(Sequence[str]):
    """The words of a range, each made when asked for: numbers of at least `width` digits, or letters."""

    numbers: range
    width: int = 0
    letters: bool = False

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """Give the word at a place, or a part of the range."""
        if isinstance(at, slice):
            return Span(self.numbers[at], self.width, self.letters)
        number = self.numbers[at]
        return chr(number) if self.letters else f"{number:0{self.width}d}"

    def __len__(self) -> int:
        """Count the words."""
        return len(self.numbers)


@frozen
class Locator:
    """One thing that a person handed in: `text` as typed, `kind`, and what the kind needs.

    For addresses `parts` are the pieces whose product they are, `count` how many that gives;
    `path` is set for a file or folder. `remote`: a link brought it, which anybody on the web may have written.
    """

    text: str
    kind: Kind
    parts: tuple[Sequence[str], ...] = ()
    count: int = 1
    path: Path | None = None
    remote: bool = False

    def addresses(self) -> Iterator[str]:
        """Give every address, the rightmost piece changing fastest, as curl does; each made when it is asked for."""
        at = [0] * len(self.parts)
        for _ in range(self.count):
            url = web_address.absolute("", "".join(map(getitem, self.parts, at)), keep_fragment=True)
            if url is not None:
                yield url
            for place in reversed(range(len(at))):
                at[place] += 1
                if at[place] < len(self.parts[place]):
                    break
                at[place] = 0


def parse(text: str) -> Locator:  # noqa: C901, PLR0911 - one branch for each kind of words, in the order tried
    """Tell what `text` is. UsageError, one sentence, where it is nothing that can be read."""
    words = text.strip()
    if words == "-":
        return Locator(text, Kind.STDIN)
    demo = _DEMO.fullmatch(words)
    if demo:
        return _demo(words, demo[1])
    link = _LINK.fullmatch(words)
    if link:
        return _link(text, link)
    if words.startswith("feed:"):  # browsers' old way to hand a feed to its reader
        words = words[5:] if words[5:].startswith(("http:", "https:")) else "https:" + words[5:]
    scheme = _SCHEME.match(words)
    if scheme and scheme[1].lower() == "file":
        return _path(text, local_path(words))
    if scheme:
        return _addresses(text, words, scheme[1].lower())
    path = _existing(text) or _existing(words)
    if path is not None:
        return _path(text, path)
    if words.startswith("//"):
        return _addresses(text, "https:" + words, "https")
    host = _HOSTLIKE.fullmatch(words)
    if host and not _is_file_name(host):
        return _addresses(text, _assumed(host) + "://" + words, "https")
    if not words:
        raise UsageError("An empty locator names nothing; give an address, a file or a folder.")
    raise UsageError("{text} is neither an address nor a file or folder that exists.", text=text)


def bounded(locators: Iterable[Locator], times: int, limit: int | None = None) -> None:
    """Refuse more than MAX_ADDRESSES requests with a UsageError, unless no more than `limit` pictures are wanted."""
    asked = [one.count * times for one in locators if one.kind is Kind.ADDRESSES]
    if times < 1 or (max(asked, default=0) > MAX_ADDRESSES and (limit is None or limit > MAX_ADDRESSES)):
        raise UsageError(
            "These are more than {most} requests; lower --times or the range, or say with --limit how many pictures"
            " you want.",
            most=MAX_ADDRESSES,
        )


def expand(template: str) -> tuple[Sequence[str], ...]:
    r"""Take curl's globbing apart: the pieces whose product are the addresses.

    A backslash makes the next bracket, brace or comma plain. Brackets that hold no range (an IPv6
    literal, a parameter) stay as they are. UsageError for a range that is none.
    """
    parts: list[Sequence[str]] = []
    at = 0
    while at < len(template):
        char = template[at]
        if char == "{":
            words, at = _set(template, at)
            parts.append(words)
        elif char == "[" and (found := _RANGE.match(template, at)):
            parts.append(_range(found, template))
            at = found.end()
        elif char == "[" and (like := _RANGE_LIKE.match(template, at)):
            raise UsageError(
                "{range} in {template} is no range; write it as [1-9] or [a-z].", range=like[0], template=template
            )
        elif piece := _PIECE.match(template, at):
            parts.append((piece[1] or piece[2],))
            at = piece.end()
        else:
            parts.append((char,))
            at += 1
    return tuple(parts)


def _range(found: re.Match[str], template: str) -> Span:
    first, last, letter, last_letter, step = found.groups()
    width = len(first) if first and first.startswith("0") else 0
    if any(number and len(number) > _DIGITS for number in (first, last, step)):
        raise UsageError("{range} in {template} has numbers that are too long.", range=found[0], template=template)
    low, high = (ord(letter), ord(last_letter)) if letter else (int(first), int(last))
    stride = int(step or "1")
    mixed = bool(letter) and letter.islower() != last_letter.islower()
    if high < low or stride < 1 or mixed:
        raise UsageError(
            "{range} in {template} runs backwards or nowhere; write it as [1-9] or [a-z:2].",
            range=found[0],
            template=template,
        )
    return Span(range(low, high + 1, stride), width, letters=bool(letter))


def _set(template: str, start: int) -> tuple[tuple[str, ...], int]:
    """The words of `{one,two}` and where it ends."""
    words, word, at = [], "", start + 1
    while at < len(template):
        char = template[at]
        if char == "\\" and at + 1 < len(template):
            word += template[at + 1]
            at += 2
            continue
        if char == "{":
            break
        if char in ",}":
            words.append(word)
            word = ""
            if char == "}":
                if words == [""]:
                    break
                return tuple(words), at + 1
        else:
            word += char
        at += 1
    raise UsageError(
        "The brace in {template} opens no set; write it as {{one,two}}, or \\{{ for the brace itself.",
        template=template,
    )


def _addresses(text: str, template: str, scheme: str) -> Locator:
    if scheme not in ("http", "https"):
        raise UsageError("{text} is of a kind that is not read; addresses begin with http:// or https://.", text=text)
    parts = expand(template)
    sample = "".join(words[0] for words in parts)
    # `http:///x` and `http:x` have no host, and a host with a space is none.
    if not web_address.host(sample) or web_address.absolute("", sample) is None:
        raise UsageError("{text} is no address that can be asked for; look at its host and port.", text=text)
    return Locator(text, Kind.ADDRESSES, parts=parts, count=prod(map(len, parts)))


def _link(text: str, link: re.Match[str]) -> Locator:
    """The one web address that a link names: taken as it is, so that no link stands for a range of them."""
    named = parse_qs(link["query"] or "").get("url", []) if link["rest"] is None else [link["rest"]]
    url = web_address.absolute("", named[0], keep_fragment=True) if len(named) == 1 else None
    if url is None or not url.startswith(("http://", "https://")) or not web_address.host(url):
        raise UsageError(
            "{text} is no link that can be opened; write {scheme}:https://… or {scheme}://open?url=https%3A%2F%2F….",
            text=text,
            scheme=description.SCHEME,
        )
    return Locator(text, Kind.ADDRESSES, parts=((url,),), remote=True)


def _demo(text: str, number: str) -> Locator:
    count = int(number) if number else 0
    if number and not 1 <= count <= MAX_DEMO:
        raise UsageError("{text} names no number of pictures; write demo: or, say, demo:60.", text=text)
    return Locator(text, Kind.DEMO, count=count)


def _existing(text: str) -> Path | None:
    try:
        path = Path(text).expanduser()
        return path if text and path.exists() else None
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, no such user's home
        return None


def local_path(url: str) -> Path:
    """The path that a `file:` URL names. UsageError where there is none here."""
    try:
        parts = urlsplit(url)
        path = web_address.file_path(parts.path)
        if parts.netloc not in ("", "localhost") or not path.exists():
            raise UsageError("{text} is no file or folder that exists here.", text=unquote(url))
    except (OSError, ValueError) as error:
        raise UsageError("{text} is no file or folder that exists here.", text=unquote(url)) from error
    return path


def _path(text: str, path: Path) -> Locator:
    absolute = path.absolute()
    return Locator(text, Kind.FOLDER if absolute.is_dir() else Kind.FILE, path=absolute)


def _is_file_name(host: re.Match[str]) -> bool:
    """Whether a bare name such as `pictures.txt` is rather a file that is not there."""
    ending = host["host"].rpartition(".")[2].lower()
    return not host["port"] and not host["rest"] and bool(_FILE_ENDINGS.fullmatch(ending))


def _assumed(host: re.Match[str]) -> str:
    """The scheme that a person left out: machines without a name in the DNS rarely have a certificate."""
    return "http" if _PLAIN_HOST.fullmatch(host["host"]) else "https"
