"""What a tile of the grid shows of its picture, and what its signs stand for.

Owns the step from what is known and said of a picture to a `Face`. Refuses to draw: the tile does.
"""

from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.ui.ruler import Ruler
from vitrina.ui.shown import name_of, why
from vitrina.ui.tile import Face

if TYPE_CHECKING:
    from vitrina.ui.grid import Grid
    from vitrina.ui.grid_layout import Box

_RETRY: Final = N_("Click to try again")


class Faces:
    """The faces of one grid's tiles."""

    def __init__(self, grid: "Grid") -> None:
        """Know nothing of any picture yet."""
        self._grid = grid
        self._ruler = Ruler(grid.theme.small)
        self._newer: dict[str, int] = {}

    def apply(self) -> None:
        """Take the grid's look."""
        self._ruler = Ruler(self._grid.theme.small)

    def forget(self) -> None:
        """Other pictures are shown from now on."""
        self._newer = {}

    def learn(self, key: str, versions: int) -> None:
        """Take note of how many other pictures an address gave before."""
        if versions:
            self._newer[key] = versions

    def face(self, index: int, box: "Box") -> Face:
        """What the tile of a place shows now."""
        grid, picture = self._grid, self._grid.shown[index]
        key = picture.key
        state, said = grid.shown.state(key), grid.shown.arrangement.said
        keys = (key, *(one.key for one in grid.shown.others(key)))
        reason = ""
        if state.fault is not None:
            reason = grid.language.text(why(state.fault)) + "\n" + grid.language.text(_RETRY)
        return Face(
            box=box,
            caption=self._ruler.fit(name_of(picture), box.width - 2) if grid.titles else "",
            image=grid.thumbnails.get(key, box.width, box.height),
            state=state,
            reason=reason,
            chosen=index in grid.selection.chosen,
            focused=index == grid.selection.focus,
            favourite=not said.favourites.isdisjoint(keys),
            kept=not said.kept.isdisjoint(keys),
            rating=next((said.ratings[one] for one in keys if one in said.ratings), 0),
            tagged=any(one in said.tags for one in keys),
            gone=picture.gone,
            newer=key in self._newer,
        )

    def about(self, index: int) -> str:
        """Say what a tile's signs stand for: why it failed, where it went, what is said of it."""
        grid = self._grid
        picture, language = grid.shown[index], grid.language
        fault = grid.shown.state(picture.key).fault
        newer, tags = self._newer.get(picture.key, 0), grid.shown.arrangement.said.tags.get(picture.key, ())
        said = [
            language.say(fault) if fault is not None else "",
            language.text(N_("Its source no longer lists it.")) if picture.gone else "",
            language.plural("Its address gave {n} other picture before.", "Its address gave {n} other pictures before.",
                            newer) if newer else "",
            language.text(N_("Tags: {tags}"), tags=", ".join(tags)) if tags else "",
        ]  # fmt: skip
        return "\n".join(filter(None, said))
