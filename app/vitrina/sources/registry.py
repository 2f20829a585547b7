"""All sources in the order in which they are asked: the exact ones first, the guessing ones last.

Owns that order. Refuses discovery at run time: in a frozen program a listing of a folder finds nothing.
"""

from typing import Final

from vitrina.errors import UsageError
from vitrina.sources.document import Source
from vitrina.sources.feed import Feed
from vitrina.sources.iiif import Iiif
from vitrina.sources.json_records import JsonRecords
from vitrina.sources.page import WebPage
from vitrina.sources.text_list import TextList

SOURCES: Final[tuple[Source, ...]] = (
    Iiif(),
    Feed(),
    JsonRecords(),
    WebPage(),
    TextList(),
)

WITHOUT_DOCUMENT: Final = ("urls", "folder")
"""Names of sources that read no document: addresses taken for pictures as they are, and folders."""


def chosen(name: str | None) -> tuple[Source, ...]:
    """The sources to ask: all, or the one that was named. UsageError where there is none of that name."""
    if name is None:
        return SOURCES
    if name in WITHOUT_DOCUMENT:
        return ()
    found = tuple(source for source in SOURCES if source.name == name)
    if not found:
        names = ", ".join([*(source.name for source in SOURCES), *WITHOUT_DOCUMENT])
        raise UsageError("There is no source named {name}; choose one of {names}.", name=name, names=names)
    return found
