"""Licences told from addresses and words: a table of data, and how it is looked up.

Owns the ids (SPDX where there is one, else Creative Commons'). Refuses to guess: words that name no
licence of the table give None, and stay what the source said.
"""

import re
from typing import Final

_CC_URL: Final = re.compile(
    r"creativecommons\.org/(?P<kind>licen[sc]es|publicdomain)/(?P<name>[a-z+-]+)"
    r"(?:/(?P<version>\d\.\d))?(?:/(?P<port>[a-z]{2,3})\b)?",
    re.IGNORECASE,
)
_CC_WORDS: Final = re.compile(
    r"(?<![a-z])(?:cc|creative\s*commons)[\s:_-]*(?P<name>by(?:[\s_-]*(?:nc|nd|sa))*)(?:[\s_-]*v?(?P<version>\d(?:\.\d)?))?(?![a-z])",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"(?P<name>by(?:-(?:nc|nd|sa))*)(?:[\s-](?P<version>\d\.\d))?", re.IGNORECASE)
_LONG: Final = re.compile(
    r"(?:creative commons\s+)?attribution"
    r"(?P<rest>(?:[\s,/-]*(?:non-?commercial|no-?deriv(?:ative)?s?(?: works)?|share-?alike))*)"
    r"(?:[\s,-]*v?(?P<version>\d\.\d))?(?:\s+(?:international|generic|unported|licen[sc]e).*)?",
    re.IGNORECASE | re.DOTALL,
)
_PUBLIC_DOMAIN: Final = {"zero": "CC0", "mark": "CC-PDM", "certification": "CC-PDDC"}
# https://rightsstatements.org/page/1.0/
_STATEMENTS: Final = {
    "InC": "In Copyright",
    "InC-OW-EU": "In Copyright - EU Orphan Work",
    "InC-EDU": "In Copyright - Educational Use Permitted",
    "InC-NC": "In Copyright - Non-Commercial Use Permitted",
    "InC-RUU": "In Copyright - Rights-holder(s) Unlocatable or Unidentifiable",
    "NoC-CR": "No Copyright - Contractual Restrictions",
    "NoC-NC": "No Copyright - Non-Commercial Use Only",
    "NoC-OKLR": "No Copyright - Other Known Legal Restrictions",
    "NoC-US": "No Copyright - United States",
    "CNE": "Copyright Not Evaluated",
    "UND": "Copyright Undetermined",
    "NKC": "No Known Copyright",
}
_STATEMENT_URL: Final = re.compile(r"rightsstatements\.org/(?:vocab|page)/([A-Za-z-]+)", re.IGNORECASE)
_WORDS: Final = (
    (
        re.compile(
            r"cc[\s-]?0(?:[\s-]*1\.0)?\b.*|creative commons zero.*|https?://creativecommons\.org/\S*/cc0/?",
            re.IGNORECASE | re.DOTALL,
        ),
        "CC0-1.0",
    ),
    (re.compile(r"(?:cc[\s-])?pdm(?:[\s-]*1\.0)?|public domain mark.*", re.IGNORECASE | re.DOTALL), "CC-PDM-1.0"),
    (re.compile(r"(?:the )?unlicen[sc]e", re.IGNORECASE), "Unlicense"),
    (re.compile(r"(?:the )?mit(?: licen[sc]e)?", re.IGNORECASE), "MIT"),
    (
        re.compile(r"gfdl(?:[\s-]*1\.2.*)?|gnu free documentation licen[sc]e.*", re.IGNORECASE | re.DOTALL),
        "GFDL-1.2-or-later",
    ),
    (re.compile(r"(?:fal|free art licen[sc]e|licence art libre)(?: 1\.3)?", re.IGNORECASE), "LAL-1.3"),
)
_PAGES: Final = re.compile(r"CC-(BY(?:-(?:NC|ND|SA))*)-(\d\.\d)")


def identify(words: object) -> str | None:
    """The id of the licence that an address or words name, or None where they name none of the table."""
    if not isinstance(words, str) or not words.strip() or len(words) > 2000:  # noqa: PLR2004 - a text, no name
        return None
    words = words.strip()
    return _from_url(words) or _from_words(words)


def page_of(licence: str | None) -> str | None:
    """The address of a licence's deed, for ids of Creative Commons with a version."""
    if licence == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if licence == "CC-PDM-1.0":
        return "https://creativecommons.org/publicdomain/mark/1.0/"
    found = _PAGES.fullmatch(licence or "")
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else None


def _from_url(words: str) -> str | None:
    found = _CC_URL.search(words)
    if found:
        name, version = found["name"].lower(), found["version"]
        if found["kind"].lower() == "publicdomain":
            known = _PUBLIC_DOMAIN.get(name)
            return None if known is None else known if known == "CC-PDDC" else f"{known}-{version or '1.0'}"
        if name == "publicdomain":
            return "CC-PDDC"
        port = f"-{found['port'].upper()}" if found["port"] and found["port"] not in ("deed", "leg") else ""
        return _id(name, version) + (port if version else "")
    statement = _STATEMENT_URL.search(words)
    if statement:
        return next((text for name, text in _STATEMENTS.items() if name.lower() == statement[1].lower()), None)
    return None


def _from_words(words: str) -> str | None:
    for known, name in _WORDS:
        if known.fullmatch(words):
            return name
    found = _CC_WORDS.search(words) or _BARE.fullmatch(words)
    if found:
        return _id(found["name"], found["version"])
    found = _LONG.fullmatch(words)
    if found:
        rest = re.sub(r"[\s-]", "", found["rest"].lower())
        parts = [
            short for long, short in (("noncommercial", "NC"), ("noderiv", "ND"), ("sharealike", "SA")) if long in rest
        ]
        return _id("-".join(["BY", *parts]), found["version"])
    return None


def _id(name: str, version: str | None) -> str:
    parts = re.findall(r"by|nc|nd|sa", name.lower())
    # SPDX puts NC before ND and SA; some sources do not.
    parts.sort(key=("by", "nc", "nd", "sa").index)
    number = version if version is None or "." in version else f"{version}.0"
    return "-".join(["CC", *(part.upper() for part in parts), *([number] if number else [])])
