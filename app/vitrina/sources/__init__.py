"""Locators to pictures: what a person pastes in becomes a list of entries, page by page.

Owns every format and API that Vitrina reads. Refuses to ask the network or the store itself:
documents come through the `Ask` that the library gives.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_ROOMS = MappingProxyType(
    {
        "document": ("Document", "LeftOut", "More", "Offer", "Page", "PictureFound", "Source"),
        "following": ("Ask", "How"),
        "locator": ("Kind", "Locator", "parse"),
        "reading": ("read", "read_document"),
    }
)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: a module's attributes are of any type
    """Import a room when something of it is first asked for: the window starts with the presets alone."""
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f"vitrina.sources.{room}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
