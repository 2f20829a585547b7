"""What a person types to search: words, and operators such as `state:failed licence:cc0 rating:>=3 tag:sea -draft`.

Owns the grammar and what each operator means. Refuses to look anything up: it is told the facts of one picture. The
grid filters with it what is open, and the library what its index found.

A word is found anywhere in the texts of a picture, whatever its case and accents; `"several words"` stand together; a
minus in front asks for what does not have it. An operator without a value, as while it is being typed, asks nothing,
and what is no operator (`https://…`) is a word.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from vitrina.frozen import frozen
from vitrina.model import Picture

Sign: TypeAlias = Literal["", "=", "<", "<=", ">", ">="]


def folded(text: str) -> str:
    """Write a text without case and accents, as it is compared."""
    text = text.casefold()
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


def words_of(picture: Picture, tags: Sequence[str] = ()) -> str:
    """All that a word is looked for in, folded; `tags` are the person's own."""
    parts = (picture.title, picture.credit, picture.licence, picture.source, picture.description, *picture.tags, *tags)
    return folded("\n".join(part for part in (*parts, picture.url) if part))


class Facts(NamedTuple):
    """What is known of one picture: `words` is all that is searched, folded; `state` is what its tile says."""

    picture: Picture
    words: str
    rating: int = 0
    tags: tuple[str, ...] = ()
    state: str = ""
    favourite: bool = False
    kept: bool = False


@frozen
class Clause:
    """One thing asked for; `operator` is empty for a word. `value` is folded."""

    value: str
    operator: str = ""
    sign: Sign = ""
    negated: bool = False

    def holds(self, facts: Facts) -> bool:
        """Whether a picture is what is asked for."""
        if not self.operator:
            found = self.value in facts.words
        elif self.operator in NUMBERS:
            found = self._compares(NUMBERS[self.operator](facts))
        else:
            found = TEXTS[self.operator](facts, self.value)
        return found is not self.negated

    def _compares(self, number: float | None) -> bool:
        if number is None:
            return False
        wanted = float(self.value)
        compared = {"<": number < wanted, "<=": number <= wanted, ">": number > wanted, ">=": number >= wanted}
        return compared.get(self.sign, number == wanted)


@frozen
class Query:
    """All clauses of what was typed; a picture is found where each of them holds."""

    words: tuple[str, ...] = ()
    """The words that have to be there: the quickest part of the question."""
    rest: tuple[Clause, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.words or self.rest)

    def holds(self, facts: Facts) -> bool:
        """Whether a picture is found."""
        return all(word in facts.words for word in self.words) and all(one.holds(facts) for one in self.rest)


def _contains(text_of: Callable[[Picture], str | None]) -> Callable[[Facts, str], bool]:
    return lambda facts, value: value in folded(text_of(facts.picture) or "")


def _tagged(facts: Facts, value: str) -> bool:
    return any(value in folded(tag) for tag in (*facts.tags, *facts.picture.tags))


def _is(facts: Facts, value: str) -> bool:
    known = {
        "favourite": facts.favourite,
        "kept": facts.kept,
        "gone": facts.picture.gone,
        "rated": facts.rating > 0,
        "tagged": bool(facts.tags),
    }
    return any(true for name, true in known.items() if name.startswith(value))


def _pixels(facts: Facts) -> float | None:
    picture = facts.picture
    return picture.width * picture.height / 1e6 if picture.width and picture.height else None


TEXTS: Final[Mapping[str, Callable[[Facts, str], bool]]] = MappingProxyType(
    {
        "title": _contains(lambda picture: picture.title),
        "credit": _contains(lambda picture: picture.credit),
        "source": _contains(lambda picture: picture.source),
        "licence": _contains(lambda picture: picture.licence),
        "date": _contains(lambda picture: picture.date),
        "type": _contains(lambda picture: picture.media_type),
        "url": _contains(lambda picture: picture.url),
        "tag": _tagged,
        "state": lambda facts, value: facts.state.startswith(value),
        "is": _is,
    }
)
"""Operators that are about texts: whether a folded value is found."""

NUMBERS: Final[Mapping[str, Callable[[Facts], float | None]]] = MappingProxyType(
    {
        "rating": lambda facts: facts.rating,
        "width": lambda facts: facts.picture.width,
        "height": lambda facts: facts.picture.height,
        "megapixels": _pixels,
    }
)
"""Operators that are about numbers, compared with `=`, `<`, `<=`, `>`, `>=` or nothing, which is `=`."""

OTHER_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"license": "licence", "tags": "tag", "author": "credit", "favorite": "favourite", "mp": "megapixels"}
)

_PART: Final = re.compile(
    r'(?P<minus>-?)(?:(?P<operator>[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S*))\s*', re.IGNORECASE
)
_NUMBER: Final = re.compile(r"(?P<sign><=|>=|<|>|=)?(?P<number>\d+(?:\.\d+)?)$")


def parse(text: str) -> Query:
    """Read what was typed. Nothing is an error: half a question asks for what can be understood of it."""
    words: list[str] = []
    rest: list[Clause] = []
    for part in _PART.finditer(text.strip()):
        clause = _clause(part)
        if clause is None:
            continue
        if not clause.operator and not clause.negated:
            words.append(clause.value)
        else:
            rest.append(clause)
    return Query(tuple(words), tuple(rest))


def _clause(part: re.Match[str]) -> Clause | None:
    quoted, negated = part["quoted"], bool(part["minus"])
    value = folded(part["plain"] if quoted is None else quoted)
    operator = folded(part["operator"] or "")
    operator = OTHER_NAMES.get(operator, operator)
    if operator in NUMBERS:
        number = _NUMBER.match(value)
        return Clause(number["number"], operator, number["sign"] or "=", negated) if number else None  # type: ignore[arg-type]
    if operator in TEXTS:
        value = OTHER_NAMES.get(value, value) if operator == "is" else value
        return Clause(value, operator, "", negated) if value else None
    if part["operator"]:
        value = folded(part[0].strip().removeprefix("-"))
    elif not value and part["minus"]:
        return None
    return Clause(value, negated=negated) if value else None
