"""JSON as the web really serves it: in a callback, with bad escapes, cut off, one value a line.

Owns the mending of such text. Refuses to guess beyond it: text that is no JSON gives None.
"""

import json
import re
from typing import Any, Final

from vitrina.frozen import frozen

MAX_DEPTH: Final = 200
_GUARD: Final = re.compile(r"\s*(?:\)\]\}'|while\(1\);|for\(;;\);)")
_CALLBACK: Final = re.compile(r"\s*[\w$.]{1,64}\s*\(")
_LONE_QUOTE: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\'")
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},"]', re.DOTALL)
_CLOSER: Final = {"[": "]", "{": "}"}


@frozen
class Parsed:
    """A JSON value; `cut` where the text ended before the value did."""

    value: Any
    cut: bool = False


def parse(text: str) -> Parsed | None:
    """The value in `text`, mended where that is possible without guessing; None where it is no JSON."""
    text = text.lstrip("\ufeff")
    guard = _GUARD.match(text)
    if guard:
        text = text[guard.end() :]
    callback = _CALLBACK.match(text)
    if callback:
        text = text[callback.end() :].rstrip().rstrip(";").rstrip().removesuffix(")")
    parsed = _load(text)
    if parsed is None and "\\'" in text:
        # Flickr's feeds escaped apostrophes, which JSON (RFC 8259 section 7) does not allow.
        parsed = _load(_LONE_QUOTE.sub(r"\1'", text))
    if parsed is None:
        parsed = _lines(text) or _whole_part(text)
    return parsed


def _load(text: str) -> Parsed | None:
    try:
        return Parsed(json.loads(text, strict=False))
    except (ValueError, RecursionError):  # ValueError: no JSON, or a number of more digits than Python converts
        return None


def _lines(text: str) -> Parsed | None:
    """One value a line (NDJSON); a last line that was cut is left out."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not lines[0].lstrip().startswith(("{", "[")):  # noqa: PLR2004 - one line is no list of lines
        return None
    first = _load(lines[0])
    if first is None:
        return None
    parsed = [one for one in map(_load, lines[1:]) if one is not None]
    return Parsed([first.value, *(one.value for one in parsed)], cut=len(parsed) < len(lines) - 1) if parsed else None


def _whole_part(text: str) -> Parsed | None:
    """What is complete of a value that was cut off: the last whole members, then every bracket closed."""
    stack: list[str] = []
    end, closers = 0, ""
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in ("[", "{"):
            stack.append(_CLOSER[word])
            if len(stack) > MAX_DEPTH:
                break
        elif word in ("]", "}"):
            if not stack or stack.pop() != word:
                break
            if stack:
                end, closers = token.end(), "".join(reversed(stack))
        elif word == '"':  # a string without an end
            break
        elif word == "," and stack:
            end, closers = token.start(), "".join(reversed(stack))
    if not end:
        return None
    parsed = _load(text[:end] + closers)
    return Parsed(parsed.value, cut=True) if parsed else None
