"""The tiles on the screen: as many as are seen, used again for other pictures when they leave it.

Owns which tile shows the picture of which place. Refuses to know what it shows: it is handed faces.
"""

import tkinter as tk

from vitrina.ui.tile import Tile


class Tiles:
    """The tiles of one canvas, by their places in the view and by the keys of their pictures."""

    def __init__(self, canvas: tk.Canvas) -> None:
        """Begin with none; each is made when it is first needed."""
        self._canvas = canvas
        self._used: dict[int, tuple[str, Tile]] = {}
        self._free: list[Tile] = []
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        """How many are on the screen."""
        return len(self._used)

    def places(self, key: str | None = None) -> list[int]:
        """The places of those on the screen, or of the one with the picture of that key."""
        if key is None:
            return list(self._used)
        return [self._places[key]] if key in self._places else []

    def at(self, index: int) -> Tile | None:
        """The tile of a place, if it is on the screen."""
        used = self._used.get(index)
        return used[1] if used else None

    def put_away(self) -> None:
        """Take all from the screen: they lie elsewhere from now on."""
        for _, tile in self._used.values():
            tile.put_away()
            self._free.append(tile)
        self._used.clear()
        self._places.clear()

    def leave(self, wanted: range) -> list[int]:
        """Free the tiles of places that are not wanted; give the wanted places that have none."""
        for index in [index for index in self._used if index not in wanted]:
            key, tile = self._used.pop(index)
            self._places.pop(key, None)
            self._free.append(tile)
        return [index for index in wanted if index not in self._used]

    def take(self, index: int, key: str) -> None:
        """Have a tile for a place, where the picture of that key is."""
        self._used[index] = key, self._free.pop() if self._free else Tile(self._canvas)
        self._places[key] = index

    def hide_free(self) -> None:
        """Take from the screen what is not needed on it."""
        for tile in self._free:
            tile.put_away()

    @property
    def settled(self) -> bool:
        """Whether every one shows what it will show."""
        return all(
            tile.face is not None and (tile.face.image is not None or tile.face.state.fault is not None)
            for _, tile in self._used.values()
        )
