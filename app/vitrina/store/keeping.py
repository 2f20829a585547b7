"""What is kept: moved to the shelf that nothing evicts from, and back.

Owns the order of a move, so that a crash leaves a response on one shelf or both, never on none. Refuses to decide what
is kept.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from vitrina.locks import Claim
from vitrina.model import StoredResponse
from vitrina.store import disk, incoming
from vitrina.store.shelf import Shelf


class Keeping:
    """Moves between the two shelves. `name_of` gives the name under which a key is written down."""

    def __init__(self, cached: Shelf, kept: Shelf, name_of: Callable[[str], str]) -> None:
        """Move between these."""
        self._cached, self._kept, self._name_of = cached, kept, name_of

    def keep(self, keys: Iterable[str]) -> int:
        """Have the current responses of `keys` for good, in the folder that no cleaner empties; give how many moved."""
        return sum(
            self._move(response, self._cached, self._kept) is not None
            for key in keys
            for response in self._cached.responses(self._name_of(key), self._name_of(key))
        )

    def release(self, keys: Iterable[str]) -> int:
        """Let what was kept be evicted again; give how many responses moved."""
        return sum(self._release(self._name_of(key)) for key in keys)

    def _release(self, name: str) -> int:
        moved = sum(
            self._move(response, self._kept, self._cached, current=current) is not None
            for current in (True, False)
            for response in self._kept.responses(name, name, current=current)
        )
        self._kept.forget_lost(name)  # by then; another process may just have kept it anew
        return moved

    def newer(self, stored: StoredResponse) -> StoredResponse:
        """Keep the new bytes of a kept key; those it had are a version now, which may be evicted."""
        moved = self._move(stored, self._cached, self._kept)
        for old in self._kept.responses(stored.key, stored.key, current=False):
            self._move(old, self._kept, self._cached, current=False)
        return moved or stored

    def finish(self) -> None:
        """Keep what a crash, or a full disk, has left on both shelves."""
        for key in self._kept.names():
            for stored in self._cached.responses(key, key):
                self.newer(stored)

    @staticmethod
    def _move(response: StoredResponse, source: Shelf, target: Shelf, *, current: bool = True) -> StoredResponse | None:
        """Move a response between shelves: there first and gone here last, so that a crash leaves it on one or both."""
        with disk.translated(target.folder):
            target.partials.mkdir(parents=True, exist_ok=True)
            stem, claim = _claimed(target.partials / response.sha256)
            copy = Path(stem + incoming.COPY)
            try:
                source.blobs.lend(response.sha256, copy)
                moved, _ = target.add(response, str(copy), current=current)
            except FileNotFoundError:  # evicted by another process just now
                return None
            finally:
                copy.unlink(missing_ok=True)  # renaming does nothing where both names are of one file already
                claim.drop(remove=True)
        source.forget_one(response)
        return moved


def _claimed(path: Path) -> tuple[str, Claim]:
    """Claim a name that begins with `path`, so that no other process takes the copy for a dead one's.

    One that sweeps may have taken hold of the file before we could: it will remove it, and the copy with it.
    """
    while True:
        stem = f"{path}{incoming.own_name()}"
        claim = Claim.take(stem + incoming.PART)
        if claim is not None:
            return stem, claim
