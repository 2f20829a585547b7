"""The command line as data: which command, with which options.

Owns names, defaults and help of every option (the contract's list). Refuses to act: a wrong call is a
UsageError with one sentence, a right one a frozen `Call`.
"""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import field
from math import inf
from pathlib import Path
from typing import Any, Final

from vitrina import __version__
from vitrina.cli.parser import Parser
from vitrina.errors import UsageError
from vitrina.frozen import frozen
from vitrina.language import N_, Language

COMMANDS: Final = ("list", "fetch", "gallery", "cache", "shortcut", "demo", "selftest")
CACHE_VERBS: Final = ("info", "list", "verify", "prune", "clear", "path")
SHORTCUT_VERBS: Final = ("install", "remove")
GALLERY_VERBS: Final = ("add", "list", "show", "refresh", "rename", "remove", "export", "import")

_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?", re.IGNORECASE)


@frozen
class Call:
    """One call of the program. `options` holds what belongs to `command` alone, by argparse's names."""

    command: str
    locators: tuple[str, ...] = ()
    verb: str | None = None
    as_json: bool = False
    offline: bool = False
    profile: Path | None = None
    lang: str | None = None
    verbosity: int = 0
    log_file: Path | None = None
    trace: Path | None = None
    options: argparse.Namespace = field(default_factory=argparse.Namespace)


def byte_count(text: str) -> int:
    """Read `500000`, `500k`, `20M`, `1.5G`: bytes, suffixes in powers of 1024. UsageError."""
    match = _SIZE.fullmatch(text.strip())
    size = float(match[1]) * 1024 ** ("kmgt".index(match[2].lower()) + 1 if match[2] else 0) if match else inf
    if size == inf:
        raise UsageError("{text} is no size (examples: 500000, 500k, 20M, 1.5G).", text=repr(text))
    return int(size)


def _whole(option: str, least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least:
            words = "{option} takes a whole number from {least}, not {text}."
            raise UsageError(words, option=option, least=least, text=repr(text))
        return int(text)

    return read


def _folder(option: str) -> Callable[[str], Path]:
    def read(text: str) -> Path:
        if not text.strip():  # an unset variable in a script: the folder that one happens to stand in is not meant
            raise UsageError("{option}: an empty name is no folder.", option=option)
        return Path(text)

    return read


def _seconds(option: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            seconds = float(text)
        except ValueError:
            seconds = -1.0
        if not 0 < seconds < float("inf"):
            words = "{option} takes a number of seconds above 0, not {text}."
            raise UsageError(words, option=option, text=repr(text))
        return seconds

    return read


def _one_of(words: Sequence[str]) -> str:
    return "{" + ",".join(words) + "}"


def _everywhere(language: Language) -> Parser:
    parser = Parser("vitrina", language)
    group = parser.add_argument_group(parser.text("options that go with every command"))
    group.add_argument("--offline", action="store_true", help=parser.text("touch no network"))
    group.add_argument(
        "--profile",
        type=_folder("--profile"),
        metavar="DIR",
        help=parser.text("keep settings, data, cache and logs below DIR and nowhere else"),
    )
    group.add_argument("--lang", metavar="CODE", help=parser.text("the language of messages and window, such as es"))
    group.add_argument("-v", "--verbose", action="count", default=0, help=parser.text("say more"))
    group.add_argument("-q", "--quiet", action="count", default=0, help=parser.text("say only what went wrong"))
    group.add_argument("--log-file", type=Path, metavar="FILE", help=parser.text("write the log to FILE"))
    group.add_argument(
        "--trace", type=Path, metavar="FILE", help=parser.text("write measurements to FILE, a JSON object a line")
    )
    return parser


def _command_parser(name: str | None, description: str, everywhere: Parser) -> Parser:
    prog = f"vitrina {name}" if name else "vitrina"
    return Parser(prog, everywhere.language, description=everywhere.text(description), parents=[everywhere])


def _reading_options(parser: Parser) -> None:
    parser.add_argument("--source", metavar="NAME", help=parser.text("read the locators as this source"))
    parser.add_argument("--limit", type=_whole("--limit", 1), metavar="N", help=parser.text("take at most N pictures"))
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help=parser.text("let documents from the web point to loopback and private networks too"),
    )
    parser.add_argument(
        "--times", type=_whole("--times", 1), default=1, metavar="N", help=parser.text("ask each URL N times")
    )
    parser.add_argument(
        "--timeout", type=_seconds("--timeout"), metavar="S", help=parser.text("give up a silent host after S seconds")
    )
    parser.add_argument("--refresh", action="store_true", help=parser.text("ask again even for what is still fresh"))
    parser.add_argument("-j", "--jobs", type=_whole("--jobs", 1), metavar="N", help=parser.text("downloads at a time"))
    parser.add_argument(
        "--per-host", type=_whole("--per-host", 1), metavar="N", help=parser.text("downloads at a time from one host")
    )
    parser.add_argument(
        "--max-size", type=byte_count, metavar="BYTES", help=parser.text("refuse pictures larger than this")
    )


def _open_parser(everywhere: Parser) -> Parser:
    parser = _command_parser(
        None,
        N_(
            "Look at pictures from the web: open the window on LOCATORs (URLs, URLs with ranges such as\n"
            "img[001-120].jpg, files, folders, - for standard input, demo:) or on the library."
        ),
        everywhere,
    )
    parser.epilog = everywhere.language.text(
        "commands: {names}; see: vitrina COMMAND --help", names=", ".join(COMMANDS)
    )
    parser.add_argument("locators", nargs="*", metavar="LOCATOR")
    parser.add_argument(
        "--version", action="version", version=f"Vitrina {__version__}", help=parser.text("show the version and leave")
    )
    _reading_options(parser)
    return parser


def _list_parser(everywhere: Parser) -> Parser:
    parser = _command_parser("list", N_("Print the pictures that the locators hold; downloads no picture."), everywhere)
    parser.add_argument("locators", nargs="*", metavar="LOCATOR")
    parser.add_argument("--json", action="store_true", dest="as_json", help=parser.text("one JSON object a line"))
    _reading_options(parser)
    return parser


def _fetch_parser(everywhere: Parser) -> Parser:
    parser = _command_parser("fetch", N_("Download the pictures into the store."), everywhere)
    parser.add_argument("locators", nargs="*", metavar="LOCATOR")
    parser.add_argument(
        "--json", action="store_true", dest="as_json", help=parser.text("one JSON object a picture, then a summary")
    )
    parser.add_argument(
        "--to", type=_folder("--to"), metavar="DIR", help=parser.text("also write the pictures out as files below DIR")
    )
    parser.add_argument("--keep", action="store_true", help=parser.text("keep them for good: never evicted"))
    _reading_options(parser)
    return parser


def _gallery_parser(everywhere: Parser) -> Parser:
    parser = _command_parser(
        "gallery",
        N_(
            "Galleries: named, saved sets of locators.\n\n"
            "  add NAME LOCATOR …    save a gallery (or more locators for one)\n"
            "  list                  the galleries\n"
            "  show NAME             the pictures of one\n"
            "  refresh [NAME …]      read the locators again and fetch what is new\n"
            "  rename NAME NEW       give it another name\n"
            "  remove NAME           forget it (the store keeps the pictures until they are evicted)\n"
            "  export NAME|--all [FILE]    write galleries as JSON\n"
            "  import FILE           read what export wrote"
        ),
        everywhere,
    )
    parser.add_argument("verb", choices=GALLERY_VERBS, metavar=_one_of(GALLERY_VERBS))
    parser.add_argument("locators", nargs="*", metavar="NAME|LOCATOR|FILE")
    parser.add_argument("--json", action="store_true", dest="as_json", help=parser.text("one JSON object a line"))
    parser.add_argument("--all", action="store_true", help=parser.text("export: every gallery"))
    parser.add_argument("--keep", action="store_true", help=parser.text("add, refresh: keep its pictures for good"))
    _reading_options(parser)
    return parser


def _cache_parser(everywhere: Parser) -> Parser:
    parser = _command_parser("cache", N_("The store: what it holds, whether it is sound, and its care."), everywhere)
    parser.add_argument("verb", choices=CACHE_VERBS, metavar=_one_of(CACHE_VERBS))
    parser.add_argument(
        "--json", action="store_true", dest="as_json", help=parser.text("JSON objects instead of words")
    )
    parser.add_argument("--kept", action="store_true", help=parser.text("clear: what is kept, too"))
    return parser


def _shortcut_parser(everywhere: Parser) -> Parser:
    parser = _command_parser("shortcut", N_("The entry of a portable copy in the applications menu."), everywhere)
    parser.add_argument("verb", choices=SHORTCUT_VERBS, metavar=_one_of(SHORTCUT_VERBS))
    return parser


def _demo_parser(everywhere: Parser) -> Parser:
    parser = _command_parser("demo", N_("Serve the demo pictures on loopback until interrupted."), everywhere)
    parser.add_argument(
        "--count", type=_whole("--count", 1), default=60, metavar="N", help=parser.text("how many pictures (60)")
    )
    parser.add_argument(
        "--latency", type=_whole("--latency", 0), default=0, metavar="MS", help=parser.text("wait before each answer")
    )
    parser.add_argument(
        "--port", type=_whole("--port", 0), default=0, metavar="N", help=parser.text("listen here (0: any free port)")
    )
    return parser


def _selftest_parser(everywhere: Parser) -> Parser:
    parser = _command_parser("selftest", N_("Check this installation."), everywhere)
    parser.add_argument("--json", action="store_true", dest="as_json", help=parser.text("one JSON object a check"))
    return parser


_PARSERS: Final = {
    "list": _list_parser,
    "fetch": _fetch_parser,
    "gallery": _gallery_parser,
    "cache": _cache_parser,
    "shortcut": _shortcut_parser,
    "demo": _demo_parser,
    "selftest": _selftest_parser,
}


def asked_language(argv: Sequence[str]) -> str | None:
    """Find what `--lang` says before anything else is read: help and complaints are in that language, too."""
    asked = None
    for word, following in zip(argv, [*argv, ""][1:], strict=True):
        if word == "--":
            break
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return asked or None


def parse(argv: Sequence[str] | None = None, language: Language | None = None) -> Call:
    """Read the command line; UsageError where it is wrong, SystemExit(0) after --help or --version.

    Help is in this language, else in the one that the command line asks for. The common options may stand before or
    after the command, as with git and yt-dlp. What follows `--` is taken as locators.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    language = language or Language.load(asked_language(given))
    cut = given.index("--") if "--" in given else len(given)
    options, literal = given[:cut], given[cut + 1 :]
    common, rest = _everywhere(language).parse_known_args(options)
    command = rest.pop(0) if rest and rest[0] in COMMANDS else "open"
    parser = (_PARSERS[command] if command != "open" else _open_parser)(_everywhere(language))
    return _call(command, parser.read(rest, common), literal)


def _call(command: str, parsed: argparse.Namespace, literal: list[str]) -> Call:
    own: dict[str, Any] = vars(parsed)
    if literal:
        if "locators" not in own:
            raise UsageError("vitrina {command} takes nothing after --.", command=command)
        own["locators"] = [*own["locators"], *literal]
    if command in {"list", "fetch"} and not own["locators"]:
        raise UsageError(
            "Name at least one LOCATOR: an address, a file, a folder, - or demo: (see: vitrina {command} --help).",
            command=command,
        )
    _check_together(own)
    return Call(
        command=command,
        locators=tuple(own.pop("locators", ())),
        verb=own.pop("verb", None),
        as_json=own.pop("as_json", False),
        offline=own.pop("offline"),
        profile=own.pop("profile"),
        lang=own.pop("lang"),
        verbosity=own.pop("verbose") - own.pop("quiet"),
        log_file=own.pop("log_file"),
        trace=own.pop("trace"),
        options=argparse.Namespace(**own),
    )


def _check_together(own: dict[str, Any]) -> None:
    if own.get("port", 0) > 65535:  # noqa: PLR2004 - the highest TCP port (RFC 9293 section 3.1)
        raise UsageError("There is no port {port}; ports go up to 65535.", port=own["port"])
    if own.get("to") and own["to"].exists() and not own["to"].is_dir():
        raise UsageError("{path} is no folder; give --to a folder or a new name.", path=own["to"])
