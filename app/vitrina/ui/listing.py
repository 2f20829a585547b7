"""What the sidebar lists: the library's own rows, galleries, what was opened lately, sources to discover.

Owns the lists and what each row opens. Refuses to draw: the sidebar does.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.ui import discover
from vitrina.ui.marking import show_library
from vitrina.ui.shown import short
from vitrina.ui.sidebar import Row, Section
from vitrina.ui.wanted import GalleryLike

if TYPE_CHECKING:
    from vitrina.ui.window import Window

RECENT: Final = 5
MORE: Final = "more"
LIBRARY: Final = (
    ("library:all", N_("All pictures"), "pictures"),
    ("library:favourites", N_("Favourites"), "heart"),
    ("library:kept", N_("Kept offline"), "pin"),
)


class Listing:
    """The contents of one window's sidebar."""

    def __init__(self, window: "Window") -> None:
        """Know of nothing yet."""
        self._window = window
        self._galleries: list[GalleryLike] = []
        self._recent: list[tuple[str, ...]] = []

    def refresh(self) -> None:
        """Ask the library what the sidebar lists."""
        if self._window.library is not None:
            self._window.bridge.ask(self._window.library.galleries, self._galleries_came, self._window.session.hear)
            self._window.bridge.ask(self._window.library.recent, self._recent_came, self._window.session.hear)
        self.fill()

    def _galleries_came(self, galleries: Sequence[GalleryLike]) -> None:
        self._galleries = list(galleries)
        self.fill()

    def _recent_came(self, recent: Sequence[Sequence[str]]) -> None:
        self._recent = [tuple(locators) for locators in recent][:RECENT]
        self.fill()

    def fill(self) -> None:
        """Show what is known."""
        library = [Row(name, self._window.text(label), icon) for name, label, icon in LIBRARY]
        galleries = [Row(f"gallery:{one.name}", one.name, "gallery", one.pictures) for one in self._galleries]
        recent = [
            Row(f"recent:{place}", short(one[0]) if len(one) == 1 else f"{short(one[0])} …", "clock")
            for place, one in enumerate(self._recent)
        ]
        found = [
            Row(f"discover:{one.locator}", self._window.text(one.label), "spark") for one in discover.discoveries()
        ]
        found.append(Row(MORE, self._window.text(N_("More sources…")), "search"))
        sections = (
            Section("", tuple(library)),
            Section(self._window.text(N_("Galleries")), tuple(galleries)),
            Section(self._window.text(N_("Recent")), tuple(recent)),
            Section(self._window.text(N_("Discover")), tuple(found)),
        )
        self._window.frame.sidebar.show([section for section in sections if section.rows])

    def choose(self, name: str) -> None:
        """Open what a row stands for."""
        kind, _, rest = name.partition(":")
        if kind == "library":
            show_library(self._window, name)
        elif name == MORE:
            discover.show(self._window)
        elif kind == "discover":
            self._window.open([rest])
        elif kind == "recent":
            self._window.open(self._recent[int(rest)])
        else:
            self._window.open(next(one.locators for one in self._galleries if one.name == rest))

    def mark(self) -> None:
        """Mark the row of what is open."""
        name = self._window.session.name or next(
            (
                f"discover:{found.locator}"
                for found in discover.discoveries()
                if self._window.session.locators == (found.locator,)
            ),
            "",
        )
        self._window.frame.sidebar.mark(name)
