"""What a manifest says of its pictures: titles, credits, licences and required statements, in the person's language.

Owns the five shapes that a text of IIIF may have, and which metadata mean what. Refuses to show a picture
without the statement that has to go with it: that is part of the credit.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from vitrina.frozen import frozen
from vitrina.sources import licences
from vitrina.sources.iiif_shapes import identity
from vitrina.sources.json_values import Record, items, joined, mapping, records, text
from vitrina.sources.plain_text import line, plain

_MAKER: Final = re.compile(
    r"\b(?:artist|author|creator|maker|photographer|painter|illustrator|architect|engraver|printmaker|draughtsman|designer|"
    r"cartographer|auteur|autor|autore|künstler|kunstenaar|fotograf|urheber|verfasser|dessinateur)",
    re.IGNORECASE,
)
_HELPER: Final = re.compile(
    r"\b(?:contribut(?:or|eur)s?|associated name|persons?|personen?|mitwirkende|colaborador|collaboratore)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"\b(?:date|created|issued|datum|fecha|année|data|published|datering|(?:entstehungs|erscheinungs|publikations)?(?:jahr|datum)|"
    r"år|jaar)\b",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(r"\b(?:subjects?|tags?|keywords?|categories|topics?|sujet|thema)\b", re.IGNORECASE)
_LICENCE: Final = re.compile(
    r"\b(?:licen[cs]es?(?:url)?|lizenz(?:en)?|licencias?|licenz[ae]|licentie|licença|licens|rights|usage|"
    r"copyright|use and reuse|droits|rechte|derechos|diritti|rättigheter)\b",
    re.IGNORECASE,
)
_SAYS: Final = (
    "metadata", "requiredStatement", "attribution", "provider", "rights", "license", "homepage", "related", "summary",
    "description", "navDate",
)  # fmt: skip


@frozen
class About:
    """What a manifest or a canvas says of its pictures; `whole` is the manifest's own title."""

    title: str | None = None
    whole: str | None = None
    credit: str | None = None
    author_page: str | None = None
    licence: str | None = None
    rights: str | None = None
    page: str | None = None
    description: str | None = None
    date: str | None = None
    tags: tuple[str, ...] = ()


class Speaker:
    """Reads what is said, in the languages that the person reads, best first."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages

    def about(self, data: Record, above: About) -> About:
        """What a manifest or canvas says of itself, and what the one above it said where it is silent."""
        if not any(name in data for name in _SAYS):
            return replace(above, title=self.text(data.get("label")) or above.title)
        return self.said(data, above)

    def said(self, data: Record, above: About) -> About:
        """The same for one that says more than its label."""
        said = [
            (self.text(one.get("label")) or "", self.text(one.get("value"), whole=True))
            for one in records(data.get("metadata"))
        ]
        statement = self.statement(data)
        maker = next(
            (value for kind in (_MAKER, _HELPER) for label, value in said if value and kind.search(label)), None
        )
        credit = _credit(line(maker), line(statement), self.provider(data))
        return About(
            title=self.text(data.get("label")) or above.title,
            whole=above.whole,
            credit=credit or above.credit,
            author_page=plain(maker).link if credit else above.author_page,
            licence=self.licence(data, said) or above.licence,
            rights=plain(statement).text or above.rights,
            page=self.homepage(data) or above.page,
            description=self.text(data.get("summary") or data.get("description"), whole=True) or above.description,
            date=text(data.get("navDate"))
            or next((line(value) for label, value in said if value and _DATE.search(label)), None)
            or above.date,
            tags=_tags(said) or above.tags,
        )

    def statement(self, data: Record) -> str | None:
        """What has to be shown with the pictures: `requiredStatement`, in version 2 `attribution`."""
        required = mapping(data.get("requiredStatement"))
        return self.text(required.get("value"), whole=True) or self.text(data.get("attribution"), whole=True)

    def provider(self, data: Record) -> str | None:
        """The institution."""
        names = [
            (self.text(one.get("label"), whole=True) or "").partition("\n")[0] for one in records(data.get("provider"))
        ]
        return joined(names)

    def licence(self, data: Record, said: Sequence[tuple[str, str | None]]) -> str | None:
        """The licence's address, from its own field, else from the metadata: one that everybody knows goes first."""
        own = (text(one) or identity(mapping(one)) for one in (*items(data.get("rights")), *items(data.get("license"))))
        told = (value for label, value in said if value and _LICENCE.search(label))
        found = [plain(value).link or line(value) for value in (*own, *told) if value]
        return next((one for one in found if one and licences.identify(one)), None) or next(iter(found), None)

    def homepage(self, data: Record) -> str | None:
        """The page for people: `homepage`, in version 2 a `related` that is no other medium."""
        for one in (*items(data.get("homepage")), *items(data.get("related"))):
            value = one if isinstance(one, str) else identity(mapping(one))
            if value and "html" in str(mapping(one).get("format", "text/html")) and value.startswith("http"):
                return value
        return None

    def text(self, value: Any, *, whole: bool = False) -> str | None:  # noqa: ANN401 - a text of IIIF has five shapes
        """A text in the language wanted: a string, a language map, `{"@value"}`, or a list of these."""
        words = [word for word in _in_language(value, self.languages) if word.strip()]
        if not words:
            return None
        return "\n".join(words) if whole else line("; ".join(words))


def _credit(maker: str | None, statement: str | None, provider: str | None) -> str | None:
    """Who made it, and what has to be shown with it."""
    if maker and statement:
        return statement if maker in statement else f"{maker}; {statement}"
    return maker or statement or provider


def _tags(said: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    values = [value for label, value in said if value and _SUBJECT.search(label)]
    return tuple(word.strip() for value in values for word in re.split(r"[;\n]", plain(value).text) if word.strip())


def _in_language(value: Any, languages: Sequence[str]) -> list[str]:  # noqa: ANN401 - a text of IIIF has five shapes
    if isinstance(value, str):
        return [value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        tagged = [one for one in value if isinstance(one, dict) and "@value" in one]
        if tagged:
            chosen = _best([str(one.get("@language") or "none") for one in tagged], languages)
            value = [one for one in tagged if str(one.get("@language") or "none") == chosen]
        return [word for one in value for word in _in_language(one, languages)]
    if isinstance(value, dict):
        if "@value" in value:
            return _in_language(value["@value"], languages)
        if value:
            return [str(word) for word in items(value[_best(list(value), languages)]) if isinstance(word, str | int)]
    return []


def _best(tags: Sequence[str], languages: Sequence[str]) -> str:
    """The tag to read: the person's languages, English, none, and else the first."""
    for wanted in (*languages, "en", "none", "@none", "und"):
        for tag in tags:
            if tag.lower() == wanted.lower() or tag.lower().split("-")[0] == wanted.lower().split("-")[0]:
                return tag
    return tags[0]
