"""URL to stored bytes, from the store or from the web, by HTTP's rules.

Owns the public face of the floor: the nouns of a request, and the two things that fetch. Refuses to import the heavy
parts (aiohttp, ssl) before somebody fetches: they cost more than all the rest of the start.
"""

from typing import TYPE_CHECKING, Any

from vitrina.fetch.request import Fetched, HostState, Limits, Looked, Request, Want

if TYPE_CHECKING:
    from vitrina.fetch.fetcher import Fetcher
    from vitrina.fetch.private_cache import open_cache

__all__ = ["Fetched", "Fetcher", "HostState", "Limits", "Looked", "Request", "Want", "open_cache"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: a module's attributes are of any type
    """Import `Fetcher` and `open_cache` when they are first asked for."""
    if name == "Fetcher":
        from vitrina.fetch.fetcher import Fetcher

        return Fetcher
    if name == "open_cache":
        from vitrina.fetch.private_cache import open_cache

        return open_cache
    raise AttributeError(name)
