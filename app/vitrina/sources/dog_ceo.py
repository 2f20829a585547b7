"""Dog CEO: dogs by breed, one or many at once.

Owns its replies. Refuses the lists of breeds, which have no pictures.
"""

import re
from typing import Final

from vitrina.errors import NothingToShowError
from vitrina.sources import entry
from vitrina.sources.document import Document, Page
from vitrina.sources.json_values import mapping, texts
from vitrina.sources.plain_text import line

_BREED: Final = re.compile(r"/breeds/([a-z]+)(?:-([a-z]+))?/", re.IGNORECASE)


class DogCeo:
    """Pictures of dogs, the breed in the address."""

    name = "dog-ceo"
    example = "https://dog.ceo/api/breeds/image/random/50"

    def read(self, document: Document) -> Page | None:
        """The pictures of one reply. NothingToShowError says what the API answered instead."""
        data = mapping(document.json)
        message = data.get("message")
        if data.get("status") == "error" and isinstance(message, str) and "code" in data:
            raise NothingToShowError("Dog CEO answered: {reason}", reason=line(message))
        urls = texts(message)
        if data.get("status") != "success" or not urls or not all(_BREED.search(url) for url in urls):
            return None
        found = (entry.picture(document.url, url, title=_breed(url), tags=(_breed(url),)) for url in urls)
        return Page(tuple(picture for picture in found if picture), title="Dog CEO")


def _breed(url: str) -> str | None:
    """The breed in words: `hound-afghan` is an Afghan hound."""
    found = _BREED.search(url)
    if not found:
        return None
    return f"{found[2]} {found[1]}".capitalize() if found[2] else found[1].capitalize()
