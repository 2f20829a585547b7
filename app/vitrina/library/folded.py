"""Pictures folded small: for whoever holds many of them for a while, and mostly never looks at them.

Owns how they are folded. Refuses to change them: unfolded they are what they were.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from vitrina.library.picture_record import picture_of
from vitrina.model import Picture

QUICK: Final = 1
"""zlib's own number: addresses of one gallery are much alike, and shrink to a tenth at its quickest."""


class Folded:
    """Pictures in order, from their records in the library's file; iterated over as often as wanted."""

    def __init__(self, records: Iterable[str]) -> None:
        """Fold JSON texts that have no line breaks."""
        press = zlib.compressobj(QUICK)
        self._data = b"".join([*(press.compress(f"{one}\n".encode()) for one in records), press.flush()])

    def __iter__(self) -> Iterator[Picture]:
        """Give the pictures."""
        return (picture_of(json.loads(line)) for line in zlib.decompress(self._data).splitlines())
