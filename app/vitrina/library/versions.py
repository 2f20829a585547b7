"""What an address gave before its bytes changed: older versions, as pictures that open like any other.

Owns the step from stored responses that are no longer current to pictures. Refuses to keep them from eviction for
longer than they are looked at, and to ask the network: nobody else has them any more.
"""

from dataclasses import replace

from vitrina.frozen import frozen
from vitrina.model import Picture, StoredResponse
from vitrina.store import Store


@frozen
class Version:
    """One older version. `picture` is at a `file:` address in the store; `received_at`: seconds since the epoch."""

    picture: Picture
    received_at: float
    sha256: str


def older(picture: Picture, store: Store) -> tuple[Version, ...]:
    """The older versions of `picture`, newest first; each once, and none that another variant still is."""
    before = store.versions(picture.key)
    if not before:  # as with nearly all
        return ()
    known = {stored.sha256 for stored in store.responses(picture.key)}
    found = []
    for stored in before:
        if stored.sha256 not in known:
            known.add(stored.sha256)
            found.append(Version(_as_picture(picture, stored), stored.received_at, stored.sha256))
    return tuple(found)


def _as_picture(now: Picture, then: StoredResponse) -> Picture:
    """What was stored then, under what is known of the picture now."""
    return replace(
        now,
        url=then.path.as_uri(),
        name=None,
        ask=1,
        thumbnail=None,
        placeholder=None,
        remote=False,
        width=then.width,
        height=then.height,
        media_type=then.media_type,
    )
