"""What is in front: the grid, the viewer, pictures side by side, the page for newcomers, a sheet over them.

Owns which of them it is, full screen or not, and the coming and going. Refuses to know what is open: the session does.
"""

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from vitrina.language import N_
from vitrina.ui import dropping
from vitrina.ui.beside import Beside
from vitrina.ui.nothing import Nothing
from vitrina.ui.slideshow import Slideshow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from vitrina.ui.commands import Where
    from vitrina.ui.compare import Compared, Comparison
    from vitrina.ui.viewer import Viewer
    from vitrina.ui.wanted.library import LibraryLike
    from vitrina.ui.welcome import Welcome
    from vitrina.ui.window import Window


class Front:
    """The front of one window: its grid at first."""

    def __init__(self, window: "Window") -> None:
        """Put the grid there."""
        self._window = window
        self.in_viewer: bool = False
        self.fullscreen: bool = False
        self.welcome: Welcome | None = None
        self.comparison: Comparison | None = None
        self.beside: Beside = Beside(window)
        self.nothing: Nothing = Nothing(window)
        self.slideshow: Slideshow = Slideshow(window)
        self._looked_at: tuple[object, ...] = ()
        window.grid.place(relwidth=1, relheight=1)

    @cached_property
    def viewer(self) -> "Viewer":
        """The viewer: made when first wanted, or when the grid has been painted."""
        from vitrina.ui.viewer import Hearers, Viewer

        window = self._window
        made = Viewer(
            window.frame.content, window.theme, window.icons, window.bridge, window.language, window.trace,
            Hearers(
                moved=self.changed, changed=self.changed, menu=window.menu_at,
                transfer=lambda key: window.session.transfers.all.get(key),  # noqa: PLW0108 - it is replaced
            ),
        )  # fmt: skip
        if window.library is not None:
            made.use(window.library)
        dropping.drag_from(window, made.canvas)
        return made

    def let_drag(self) -> None:
        """Let pictures be dragged out of the viewer, now that they can be."""
        if self._has_viewer:
            dropping.drag_from(self._window, self.viewer.canvas)

    @property
    def _has_viewer(self) -> bool:
        return "viewer" in self.__dict__

    @property
    def where(self) -> "Where":
        """Which keys are in force."""
        return "comparison" if self.comparison is not None else "viewer" if self.in_viewer else "grid"

    @property
    def eye(self) -> "Viewer | Comparison":
        """What zooms: pictures side by side, or the one in the viewer."""
        return self.comparison or self.viewer

    @property
    def looking(self) -> bool:
        """Whether pictures are looked at closely, and the grid is not to be seen."""
        return self.in_viewer or self.comparison is not None

    def use(self, library: "LibraryLike") -> None:
        """Ask this library from now on."""
        if self._has_viewer:
            self.viewer.use(library)
            if self.in_viewer and not self.viewer.sharp:
                self.viewer.again()
        self.beside.use(library)

    def apply(self) -> None:
        """Take the window's look and language."""
        window = self._window
        self.leave_comparison()
        if self._has_viewer:
            self.viewer.language = window.language
            self.viewer.apply(window.theme, window.icons)
            self.beside.rebuild()
        window.grid.apply(window.theme, window.icons)
        self.nothing.apply()
        self.changed()
        if self.welcome is not None:
            self.hide_welcome()
            self.show_welcome()

    # -- grid and viewer

    def open_focused(self) -> None:
        """Open the picture that has the focus."""
        self.open_at(max(self._window.grid.selection.focus, 0))

    def open_at(self, index: int) -> None:
        """Look at one picture."""
        window = self._window
        if not 0 <= index < len(window.shown):
            return
        self.in_viewer = True
        window.frame.arrange()
        self.viewer.place(relwidth=1, relheight=1)
        self.viewer.lift()
        window.root.update_idletasks()
        # The focus goes first: some window systems take it from the window when its holder disappears.
        self.viewer.canvas.focus_set()
        window.grid.place_forget()
        self.viewer.show(window.shown, index)

    def show_comparison(self, compared: "Sequence[Compared]") -> None:
        """Look at pictures side by side, in front of grid or viewer; Esc goes back to that."""
        from vitrina.ui.compare import Comparison

        window = self._window
        if window.library is None:
            return
        self.leave_comparison()
        self.comparison = Comparison(window)
        window.frame.arrange()
        self.comparison.place(relwidth=1, relheight=1)
        self.comparison.lift()
        window.root.update_idletasks()
        self.comparison.show(compared, window.library)
        self.changed()

    def leave_comparison(self) -> None:
        """Go back to what is behind the pictures side by side."""
        if self.comparison is None:
            return
        before, self.comparison = self.comparison, None
        self._window.frame.arrange()
        # The focus goes first, as in `open_at`.
        (self.viewer.canvas if self.in_viewer else self._window.grid.canvas).focus_set()
        before.leave()
        before.destroy()
        self.changed()

    def show_grid(self) -> None:
        """Leave the viewer; the picture that was looked at has the focus."""
        self.leave_comparison()
        if not self.in_viewer:
            return
        window = self._window
        index = self.viewer.index
        self.in_viewer = False
        self.slideshow.stop()
        self.beside.leave()
        self.viewer.leave()
        window.grid.place(relwidth=1, relheight=1)
        window.frame.arrange()
        window.root.update_idletasks()
        window.grid.canvas.focus_set()
        self.viewer.place_forget()
        if 0 <= index < len(window.shown):
            window.grid.focus_on(index)
        window.reporting.soon()

    def back(self) -> None:
        """Leave what is in front: a sheet, full screen, the viewer, a search, a selection."""
        window = self._window
        grid, search = window.grid, window.frame.topbar.search
        if window.sheet.open:
            window.sheet.close()
        elif self.fullscreen:
            self.slideshow.stop()
            self.toggle_fullscreen()
        elif self.comparison is not None:
            self.leave_comparison()
        elif self.in_viewer:
            self.show_grid()
        elif search.text.get():
            search.text.set("")
            grid.canvas.focus_set()
        elif window.root.focus_displayof() is not grid.canvas:
            grid.canvas.focus_set()
        else:
            grid.selection.clear()
            grid.selection_changed()

    def step(self, steps: int) -> None:
        """Look at another picture; at the end say so."""
        window = self._window
        if not self.viewer.go(steps) and len(window.shown):
            last = N_("This is the last picture.") if steps > 0 else N_("This is the first picture.")
            window.toast.show(window.text(last))

    def pause(self) -> None:
        """Have the slideshow, or an animation, stand still or go on."""
        if self.slideshow.running:
            self.slideshow.pause()
        elif self.viewer.animation.playing:
            self.viewer.animation.pause()

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or leave it."""
        self.fullscreen = not self.fullscreen
        self._window.root.attributes("-fullscreen", self.fullscreen)
        self._window.frame.arrange()

    def renewed(self, keys: "Collection[str]") -> None:
        """The bytes under these keys may be others now: the picture that is looked at is looked at anew."""
        if self.in_viewer and self.viewer.sharp and self.viewer.picture and self.viewer.picture.key in keys:
            self.beside.forget()
            self.viewer.again()

    def changed(self) -> None:
        """Say above and beside the picture what is looked at now."""
        window = self._window
        if self.comparison is not None:
            view = self.comparison.view
            window.frame.viewer_bar.show_comparison(len(self.comparison.panes), view.scale if view else None)
        if not self.in_viewer or self.comparison is not None:
            return
        viewer = self.viewer
        key = viewer.picture.key if viewer.picture else ""
        scale = viewer.view.scale if viewer.view else None
        said = window.session.said
        stars, tags = said.ratings.get(key, 0), said.tags.get(key, ())
        window.frame.viewer_bar.show(
            viewer.picture, viewer.index, len(window.shown), scale,
            [*viewer.notes, *(["★" * stars] if stars else []), *([", ".join(tags)] if tags else [])],
            favourite=key in said.favourites,
        )  # fmt: skip
        others = len(window.shown.others(key))
        looked_at = (key, viewer.sharp, window.shown.state(key).condition, len(viewer.versions), stars, tags, others)
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            self.beside.show()

    def list_changed(self) -> None:
        """The pictures stand in another order: go on looking at the same one, where it is among them."""
        looked_at = self.viewer.easel.picture if self.in_viewer else None  # the viewer's own is the one at its place
        if looked_at is not None:
            place = self._window.shown.place_of(looked_at.key)
            if place is None:
                self.show_grid()
            else:
                self.viewer.stand_at(place)
            self.changed()

    def folded(self, gone: "Sequence[int]") -> None:
        """These places, ascending, went out of the view: the picture that is looked at stands somewhere else."""
        if self.in_viewer:
            self.viewer.stand_at(self.viewer.index - bisect_left(gone, self.viewer.index))
            self.beside.show()

    # -- the page for newcomers

    def show_welcome(self) -> None:
        """Say what can be done, in the place of an empty grid."""
        from vitrina.ui.welcome import Welcome

        window = self._window
        self.welcome = Welcome(
            window.frame.content, window.theme, window.icons, window.language,
            opened=lambda locator: window.open([locator]), more=lambda: window.act("discover"),
        )  # fmt: skip
        self.welcome.place(relwidth=1, relheight=1)
        window.reporting.soon()

    def hide_welcome(self) -> None:
        """Something is open now."""
        if self.welcome is not None:
            self.welcome.destroy()
            self.welcome = None
