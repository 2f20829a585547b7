"""Locators to pictures: what a person pastes in becomes a list of entries, page by page.

Owns every format and API that Vitrina reads. Refuses to ask the network or the store itself:
documents come through the `Ask` that the library gives.
"""

from vitrina.sources.document import Document, LeftOut, More, Offer, Page, PictureFound, Source
from vitrina.sources.following import Ask, How
from vitrina.sources.locator import Kind, Locator, parse
from vitrina.sources.reading import read, read_document

__all__ = [
    "Ask",
    "Document",
    "How",
    "Kind",
    "LeftOut",
    "Locator",
    "More",
    "Offer",
    "Page",
    "PictureFound",
    "Source",
    "parse",
    "read",
    "read_document",
]
