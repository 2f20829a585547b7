"""What the sidebar lists: the library's own rows, what was opened lately, galleries, sources to discover.

Owns the lists, what is under way with each gallery, and which gallery an action is about. Refuses to draw (the sidebar
does) and to change a gallery (`galleries` does).
"""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.ui import discover, galleries
from vitrina.ui.menus import popup
from vitrina.ui.shown import short
from vitrina.ui.sidebar import Row, Section

if TYPE_CHECKING:
    from vitrina.model import Gallery
    from vitrina.ui.window import Window

RECENT: Final = 8
MORE: Final = "more"
RECENTLY: Final = "recently"
LIBRARY: Final = (
    ("library:all", N_("All pictures"), "pictures"),
    ("library:favourites", N_("Favourites"), "heart"),
    ("library:kept", N_("Kept offline"), "pin"),
)
MINUTE, HOUR, DAY = 60, 3600, 86400


class Listing:
    """The contents of one window's sidebar."""

    def __init__(self, window: "Window") -> None:
        """Know of nothing yet."""
        self._window = window
        self.galleries: list[Gallery] = []
        self._recent: list[tuple[str, ...]] = []
        self._with_recent = False
        self._busy: set[str] = set()
        self._trouble: dict[str, str] = {}
        self._meant = ""

    def refresh(self) -> None:
        """Ask the library what the sidebar lists."""
        if self._window.library is not None:
            self._window.bridge.ask(self._window.library.galleries, self._galleries_came, self._window.session.hear)
            self._window.bridge.ask(self._window.library.recent, self._recent_came, self._window.session.hear)
        self.fill()

    def _galleries_came(self, found: Sequence["Gallery"]) -> None:
        self.galleries = list(found)
        self.fill()

    def _recent_came(self, recent: Sequence[Sequence[str]]) -> None:
        self._recent = [tuple(locators) for locators in recent][:RECENT]
        self.fill()

    # -- what is shown

    def fill(self) -> None:
        """Show what is known."""
        text = self._window.text
        library = [Row(name, text(label), icon) for name, label, icon in LIBRARY]
        sections = (
            Section("", (*library, *self._recent_rows())),
            Section(text(N_("Galleries")), tuple(self._gallery_row(one) for one in self.galleries)),
            Section(text(N_("Discover")), tuple(self._discover_rows())),
        )
        self._window.frame.sidebar.show([section for section in sections if section.rows])

    def _recent_rows(self) -> list[Row]:
        folded = Row(RECENTLY, self._window.text(N_("Recent")), "clock", sign="down" if self._with_recent else "right")
        if not self._recent or not self._with_recent:
            return [folded] if self._recent else []
        rows = [
            Row(f"recent:{place}", short(one[0]) if len(one) == 1 else f"{short(one[0])} …", "link", inner=True,
                hint="\n".join(one[:3]))
            for place, one in enumerate(self._recent)
        ]  # fmt: skip
        return [folded, *rows]

    def _gallery_row(self, gallery: "Gallery") -> Row:
        name = gallery.name
        sign = "retry" if name in self._busy else "warning" if name in self._trouble else "pin" if gallery.keep else ""
        return Row(
            f"gallery:{name}", name, "gallery", gallery.pictures, sign=sign, hint=self._state(gallery), movable=True
        )

    def _state(self, gallery: "Gallery") -> str:
        """Say how a gallery stands: what went wrong with it, or when it was read last."""
        language = self._window.language
        if gallery.name in self._busy:
            return language.text(N_("Being read again…"))
        if gallery.name in self._trouble:
            return self._trouble[gallery.name]
        if gallery.refreshed_at is None:
            return language.text(N_("Not read yet"))
        seconds = max(0.0, time.time() - gallery.refreshed_at)
        if seconds < HOUR:
            return language.plural("Read {n} minute ago", "Read {n} minutes ago", max(1, int(seconds // MINUTE)))
        if seconds < DAY:
            return language.plural("Read {n} hour ago", "Read {n} hours ago", int(seconds // HOUR))
        return language.plural("Read {n} day ago", "Read {n} days ago", int(seconds // DAY))

    def _discover_rows(self) -> list[Row]:
        text = self._window.text
        had = {one.locators for one in self.galleries}
        rows = [
            Row(f"discover:{one.locator}", text(one.label), "spark", hint=text(one.about),
                button="check" if (one.locator,) in had else "plus")
            for one in discover.discoveries()
        ]  # fmt: skip
        return [*rows, Row(MORE, text(N_("More sources…")), "search")]

    def label(self, name: str) -> str:
        """Say what one of the library's own rows is called."""
        return next((self._window.text(label) for row, label, _ in LIBRARY if row == name), "")

    def mark(self) -> None:
        """Mark the row of what is open."""
        session = self._window.session
        found: dict[tuple[str, ...], str] = {
            (one.locator,): f"discover:{one.locator}" for one in discover.discoveries()
        }
        self._window.frame.sidebar.mark(session.name or found.get(session.locators, ""))

    # -- what is done with a row

    def choose(self, name: str) -> None:
        """Open what a row stands for."""
        kind, _, rest = name.partition(":")
        if kind == "library":
            self._window.session.open_own(name)
        elif kind == "gallery":
            self._window.session.open_gallery(rest)
        elif name == RECENTLY:
            self._with_recent = not self._with_recent
            self.fill()
        elif name == MORE:
            discover.show(self._window)
        elif kind == "discover":
            self._window.open([rest])
        else:
            self._window.open(self._recent[int(rest)])

    def press(self, name: str) -> None:
        """Do what the button of a row stands for: a source to discover becomes a gallery."""
        locator = name.partition(":")[2]
        had = next((one.name for one in self.galleries if one.locators == (locator,)), None)
        found = next((one for one in discover.discoveries() if one.locator == locator), None)
        if had is not None:
            self._window.session.open_gallery(had)
        elif found is not None:
            galleries.add_source(self._window, self._window.text(found.label), locator)

    def menu(self, name: str, x: int, y: int) -> None:
        """Open the menu of a gallery's row at a place of the screen."""
        kind, _, gallery = name.partition(":")
        if kind == "gallery":

            def act(action: str) -> None:
                self._meant = gallery
                try:
                    self._window.act(action)
                finally:
                    self._meant = ""

            popup(self._window, x, y, (), flat=("gallery",), act=act)

    def reorder(self, names: Sequence[str]) -> None:
        """Rows of galleries were moved."""
        galleries.reorder(self._window, [name.partition(":")[2] for name in names])

    # -- the galleries

    def meant(self) -> "Gallery | None":
        """Give the gallery that an action is about: the menu's, the sidebar's while it has the keys, the open one."""
        focused = self._window.frame.sidebar.focused
        name = self._meant or (focused[8:] if focused.startswith("gallery:") else "") or self._window.session.gallery
        return next((one for one in self.galleries if one.name == name), None)

    def suggestion(self) -> str:
        """Give a name for what is open."""
        locators = self._window.session.locators
        found: dict[tuple[str, ...], str] = {
            (one.locator,): self._window.text(one.label) for one in discover.discoveries()
        }
        return found.get(locators) or (short(locators[0]) if locators else "")

    def order(self, names: Sequence[str]) -> None:
        """List the galleries in this order."""
        places = {name: place for place, name in enumerate(names)}
        self.galleries.sort(key=lambda one: places.get(one.name, len(places)))
        self.fill()

    def begin(self, name: str) -> bool:
        """Note that something is under way with a gallery; False where that is so already."""
        if name in self._busy:
            return False
        self._busy.add(name)
        self._trouble.pop(name, None)
        self.fill()
        return True

    def end(self, name: str, trouble: str) -> None:
        """Note that it is over, and what went wrong."""
        self._busy.discard(name)
        if trouble:
            self._trouble[name] = trouble
        self.refresh()
