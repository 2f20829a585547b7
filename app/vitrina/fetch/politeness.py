"""How much each known host may be asked: a table of rows, and the default for all others.

Owns the rows. Refuses to enforce them: `governor` does.
"""

from collections.abc import Iterable

from vitrina.frozen import frozen


@frozen
class Politeness:
    """One row. `host` matches the name itself and every name below it.

    At most `at_once` requests at a time and `burst` requests at once, after which one every `interval` seconds
    (0: no rate).
    """

    host: str
    at_once: int
    interval: float = 0.0
    burst: int = 1


KNOWN = (
    Politeness("picsum.photos", 6),
    Politeness("commons.wikimedia.org", 1),
    Politeness("upload.wikimedia.org", 2),
    Politeness("thumb.wikimedia.org", 2),
    Politeness("wikipedia.org", 1),
    Politeness("collectionapi.metmuseum.org", 1, 1.0, 10),
    Politeness("images.metmuseum.org", 3),
    Politeness("api.artic.edu", 1, 1.0, 5),
    Politeness("www.artic.edu", 1, 1.0),
    Politeness("openaccess-api.clevelandart.org", 2),
    Politeness("openaccess-cdn.clevelandart.org", 4),
    Politeness("www.loc.gov", 1, 0.75, 5),
    Politeness("tile.loc.gov", 2, 0.3, 10),
    Politeness("api.openverse.org", 1, 1.0),
    Politeness("api.inaturalist.org", 1, 1.0),
    Politeness("api.nasa.gov", 1, 120.0, 30),
    Politeness("reddit.com", 1, 2.0),
)


DEFAULT = 4
"""So many requests at a time for a host that the table does not know, unless the person says otherwise."""


def politeness(place: str, default: int = DEFAULT, table: Iterable[Politeness] = KNOWN) -> Politeness:
    """The row for `place` (a host name, perhaps with a port); `default` at once where the table knows none.

    A `default` below the usual one holds known hosts back too; none lifts their limit. The longest match wins.
    """
    host = place.partition(":")[0].rstrip(".")
    rows = [row for row in table if host == row.host or host.endswith(f".{row.host}")]
    if not rows:
        return Politeness(place, default)
    row = max(rows, key=lambda found: len(found.host))
    at_once = min(row.at_once, default) if default < DEFAULT else row.at_once
    return Politeness(place, at_once, row.interval, row.burst)
