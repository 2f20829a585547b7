"""What another process that uses the same store is fetching: waited for, and taken from the store when it is there.

Owns the waiting. Refuses to know who it is, and to wait for ever: a lease ends (`store.leases`).
"""

import asyncio
from typing import TYPE_CHECKING

from vitrina.fetch import collection
from vitrina.fetch.request import Request
from vitrina.model import StoredResponse

if TYPE_CHECKING:
    from vitrina.store import Store

LOOK_EVERY = 0.05
"""Seconds between two looks."""


class ElsewhereError(Exception):
    """Another process is fetching the same: what it brings may be all that is needed."""


async def brought(store: "Store", request: Request, before: StoredResponse | None) -> StoredResponse | None:
    """Wait until the other process is done, and give what it has stored since `before`; None where that is nothing."""
    while store.leases.held_elsewhere(request.key):  # noqa: ASYNC110 - another process tells nobody
        await asyncio.sleep(LOOK_EVERY)
    return come(store, request, before)


def come(store: "Store", request: Request, before: StoredResponse | None) -> StoredResponse | None:
    """What of use for `request` is in the store by now that is newer than `before`."""
    responses = [one for one in store.responses(request.key) if collection.is_of_use(one, request.want)]
    stored = collection.any_of(responses, request)
    if stored is None or (before is not None and stored.received_at <= before.received_at):
        return None
    return stored
