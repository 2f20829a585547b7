"""How the bytes of the store are shared out among groups of keys.

Owns the counting. Refuses to know what a group is: its label comes with it.
"""

from collections.abc import Iterable
from dataclasses import replace

from vitrina.frozen import frozen
from vitrina.store.shelf import Shelf


@frozen
class Share:
    """What one group of keys has in the store: files, and their bytes that may be evicted and that are kept."""

    label: str
    files: int = 0
    evictable: int = 0
    kept: int = 0

    def with_blob(self, length: int, *, kept: bool) -> "Share":
        """Count one more file."""
        if kept:
            return replace(self, files=self.files + 1, kept=self.kept + length)
        return replace(self, files=self.files + 1, evictable=self.evictable + length)


def shared_out(shelves: Iterable[Shelf], groups: Iterable[tuple[str, Iterable[str]]]) -> tuple[Share, ...]:
    """Give the share of each group of written names, in their order; what is in none comes last, unnamed.

    Bytes count once, for the first group that has them.
    """
    of_name: dict[str, int] = {}
    shares = []
    for place, (label, names) in enumerate(groups):
        shares.append(Share(label))
        for name in names:
            of_name.setdefault(name, place)
    shares.append(Share(""))
    for shelf in shelves:
        best: dict[str, tuple[int, int]] = {}
        for name, sha256, length in shelf.sizes():
            place = of_name.get(name, len(shares) - 1)
            if sha256 not in best or place < best[sha256][0]:
                best[sha256] = (place, length)
        for place, length in best.values():
            shares[place] = shares[place].with_blob(length, kept=shelf.kept)
    return tuple(shares)
