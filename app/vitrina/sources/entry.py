"""From what a document says of one picture to a Picture: absolute addresses, plain texts, licence ids.

Owns that conversion, alike for all sources. Refuses an entry whose address cannot be asked for.
"""

import re
from collections.abc import Iterable
from typing import Final

from vitrina.model import Picture
from vitrina.sources import licences, web_address
from vitrina.sources.json_values import number
from vitrina.sources.patience import go_on
from vitrina.sources.plain_text import line, plain

MAX_TAGS: Final = 64
_SENTENCE: Final = 120
_TYPE: Final = re.compile(r"image/[a-z0-9.+-]{1,60}")


def picture(  # noqa: PLR0913 - one argument for each thing that can be known of a picture
    base: str,
    url: object,
    *,
    title: object = None,
    credit: object = None,
    author_page: object = None,
    licence: object = None,
    licence_page: object = None,
    rights: object = None,
    page: object = None,
    thumbnail: object = None,
    width: object = None,
    height: object = None,
    media_type: object = None,
    description: object = None,
    date: object = None,
    tags: Iterable[object] = (),
    placeholder: str | None = None,
    source: str | None = None,
) -> Picture | None:
    """Make an entry of raw values found in a document at `base`; None where `url` is no address."""
    go_on()
    address = web_address.absolute(base, url)
    if address is None:
        return None
    wide, high = number(width), number(height)
    if not (wide and high):
        wide, high = web_address.fragment_size(url)
    author = plain(credit)
    name, deed, words = _licence(licence, licence_page, rights)
    return Picture(
        url=address,
        title=line(title),
        credit=" ".join(author.text.split()) or None,
        licence=name,
        page=web_address.absolute(base, page),
        thumbnail=_other(web_address.absolute(base, thumbnail), address),
        width=wide if high else None,
        height=high if wide else None,
        media_type=_media_type(media_type),
        author_page=web_address.absolute(base, author_page) or web_address.absolute(base, author.link),
        licence_page=web_address.absolute(base, deed),
        rights=words,
        description=plain(description, links=True).text or None,
        date=line(date),
        tags=_tags(tags),
        source=source,
        placeholder=placeholder if placeholder and placeholder.startswith("data:image/") else None,
    )


def _licence(licence: object, deed: object, rights: object) -> tuple[str | None, object, str | None]:
    """Id or words, the licence's page, and the words of the rights where they say more than the id."""
    said = [one for one in (deed, licence, rights) if isinstance(one, str)]
    name = next((found for one in said if (found := licences.identify(one))), None)
    if deed is None and isinstance(licence, str) and licence.strip().startswith(("http://", "https://")):
        deed = licence
    if name is None and isinstance(licence, str) and not licence.strip().startswith(("http://", "https://")):
        words = line(licence)
        name = words if words and len(words) <= _SENTENCE else None
    elif name is None and isinstance(deed, str):
        name = line(deed)
    return name, deed or licences.page_of(name), plain(rights).text or None


def _other(thumbnail: str | None, address: str) -> str | None:
    return thumbnail if thumbnail != address else None


def _media_type(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    kind = value.partition(";")[0].strip().lower()
    kind = "image/jpeg" if kind == "image/jpg" else kind
    return kind if _TYPE.fullmatch(kind) else None


def _tags(values: Iterable[object]) -> tuple[str, ...]:
    found = dict.fromkeys(word for value in values if (word := line(value)))
    return tuple(found)[:MAX_TAGS]
