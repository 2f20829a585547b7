"""What an action is, and the table in which actions are found by name and by key.

Owns the rules of that: which key does what where, the person's own keys before ours. Refuses to know any action.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from vitrina.frozen import frozen
from vitrina.language import N_
from vitrina.ui import keys as key_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from vitrina.ui.window import Window

Where: TypeAlias = Literal["grid", "viewer", "comparison", "sidebar", "looking", "anywhere"]
Group: TypeAlias = Literal["file", "gallery", "edit", "view", "sort", "go", "picture", "rating", "tools", "moves", ""]

GROUPS: Final[Mapping[str, str]] = {
    "file": N_("File"),
    "gallery": N_("Gallery"),
    "edit": N_("Edit"),
    "go": N_("Go"),
    "view": N_("View"),
    "sort": N_("Sort"),
    "picture": N_("Picture"),
    "rating": N_("Rating"),
    "tools": N_("Tools"),
    "moves": N_("In the grid"),
}


PLACES: Final[Mapping[str, tuple[Where, ...]]] = {
    "looking": ("viewer", "comparison"),
    "anywhere": ("grid", "viewer", "comparison", "sidebar"),
}
"""What the wider ones of `Where` stand for; any other stands for itself."""


@frozen
class Action:
    """One action. `on` says whether what it switches is on; its entry in a menu bears a tick then.

    Those of the group `moves` are in no menu, those of the empty group on buttons alone.
    """

    name: str
    function: "Callable[[Window], object]"
    keys: tuple[str, ...]
    where: Where
    label: str
    group: Group
    on: "Callable[[Window], bool] | None" = None

    @property
    def places(self) -> tuple[Where, ...]:
        """Where it works."""
        return PLACES.get(self.where, (self.where,))


class Table:
    """The actions that are there, found by name and by key. Made anew when the settings change."""

    def __init__(self, own_keys: Mapping[str, Sequence[str]], actions: Iterable[Action]) -> None:
        """Take the person's own keys into account: an action named there has those keys and no others."""
        self.actions = tuple(actions)
        self._named = {one.name: one for one in self.actions}
        self._keys = {
            one.name: tuple(key_names.normal(key) for key in own_keys.get(one.name, one.keys)) for one in self.actions
        }
        self._found: dict[tuple[str, str], Action] = {}
        for one in sorted(
            self.actions, key=lambda one: one.name not in own_keys
        ):  # stable: the person's own come first
            for key in self._keys[one.name]:
                for where in one.places:
                    self._found.setdefault((where, key), one)

    def named(self, name: str) -> Action:
        """Give an action by its name; KeyError where there is none."""
        return self._named[name]

    def keys(self, name: str) -> tuple[str, ...]:
        """Give the keys of an action."""
        return self._keys.get(name, ())

    def pressed(self, chord: str, where: Where) -> Action | None:
        """Find what a key does in one of the places."""
        return self._found.get((where, chord))

    def group(self, group: str, where: Where) -> list[Action]:
        """Give the actions of a menu that work here."""
        return [one for one in self.actions if one.group == group and where in one.places]
