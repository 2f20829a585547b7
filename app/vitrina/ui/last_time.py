"""How the window was left: what was open, where in it, and where the window stood.

Owns the file of that, and the way back to it. Refuses to hold anything up: what is not there again is passed over.
"""

from typing import TYPE_CHECKING, Final

from vitrina.settings import WindowState
from vitrina.ui.session import GALLERY, How

if TYPE_CHECKING:
    from vitrina.ui.window import Window

STATE_FILE: Final = "window.toml"


class LastTime:
    """How one window was left the last time, and how it is now."""

    def __init__(self, window: "Window") -> None:
        """Read the file; a fresh window where there is none."""
        self._window = window
        self._file = window.start.paths.config / STATE_FILE
        self.state = WindowState.load(self._file)
        self._returning = False

    def open(self) -> bool:
        """Show what was open last, and whether anything was; what the store holds of it is taken whatever its age."""
        state, window = self.state, self._window
        self._returning = bool(state.locators or state.name)
        if state.locators:
            window.open(state.locators, How(as_left=True))
        elif state.name.startswith(GALLERY):
            window.session.open_gallery(state.name.removeprefix(GALLERY), as_left=True)
        elif state.name:
            window.session.open_own(state.name)
        return self._returning

    def grew(self) -> None:
        """Go to where the window was left, as soon as that picture is there."""
        if not self._returning:
            return
        window, state = self._window, self.state
        index = window.shown.place_of(state.selected) if state.selected else None
        if index is not None:
            window.grid.focus_on(index)
        if index is not None or not state.selected:
            self._returning = False
            window.root.update_idletasks()
            window.grid.scroll_to(state.scroll * window.grid.height)

    def over(self) -> None:
        """No more pictures come: what has not been found by now is not looked for any more."""
        self._returning = False

    def remember(self) -> None:
        """Write down how the window is now. InstallationError."""
        window = self._window
        maximised = window.root.wm_state() == "zoomed"
        focus = window.grid.selection.focus
        WindowState(
            geometry=self.state.geometry if maximised or window.front.fullscreen else window.root.geometry(),
            maximised=maximised,
            locators=[one for one in window.session.locators if one != "-"],
            name=window.session.name,
            scroll=window.grid.top / max(window.grid.height, 1),
            selected=window.shown[focus].key if 0 <= focus < len(window.shown) else "",
        ).save(self._file)
