"""What stands beside the picture in the viewer: the information panel and the filmstrip, each shown or not.

Owns both panels and when they are filled. Refuses to choose pictures: the window does.
"""

from functools import partial
from typing import TYPE_CHECKING

from vitrina.ui.wanted.library import LibraryLike
from vitrina.ui.wanted.pixels import DetailsLike

if TYPE_CHECKING:
    from vitrina.bridge import Ticket
    from vitrina.ui.filmstrip import Filmstrip
    from vitrina.ui.information import Information
    from vitrina.ui.window import Window


class Beside:
    """The panels of one viewer, made when first wanted."""

    def __init__(self, window: "Window") -> None:
        """Show neither."""
        self._window = window
        self.information: Information | None = None
        self.filmstrip: Filmstrip | None = None
        self.with_information = False
        self.with_filmstrip = False
        self._ticket: Ticket | None = None
        self._details: tuple[str, DetailsLike] | None = None

    def toggle_information(self) -> None:
        """Show the information panel, or hide it."""
        self.with_information = not self.with_information
        self.arrange()
        self.show()

    def toggle_filmstrip(self) -> None:
        """Show the filmstrip, or hide it."""
        self.with_filmstrip = not self.with_filmstrip
        self.arrange()
        self.show()

    def rebuild(self) -> None:
        """Forget the panels: look or language have changed."""
        for panel in (self.information, self.filmstrip):
            if panel is not None:
                panel.destroy()
        self.information = self.filmstrip = None
        self.arrange()

    def use(self, library: LibraryLike) -> None:
        """Ask this library from now on."""
        if self.filmstrip is not None:
            self.filmstrip.use(library)

    def arrange(self) -> None:
        """Put the panels around the picture."""
        window, viewer = self._window, self._window.viewer
        for panel in (self.information, self.filmstrip, viewer.canvas):
            if panel is not None:
                panel.pack_forget()
        if self.with_filmstrip:
            if self.filmstrip is None:
                from vitrina.ui.filmstrip import Filmstrip

                self.filmstrip = Filmstrip(viewer, window.theme, window.bridge, window.trace, self._go)
                if window.library is not None:
                    self.filmstrip.use(window.library)
            self.filmstrip.pack(side="bottom", fill="x")
        if self.with_information:
            if self.information is None:
                from vitrina.ui.comparing import with_older
                from vitrina.ui.information import Information

                self.information = Information(
                    viewer, window.theme, window.language, window.browse, partial(with_older, window)
                )
            self.information.pack(side="right", fill="y")
        viewer.canvas.pack(side="left", fill="both", expand=True)

    def show(self) -> None:
        """Fill them for the picture that is looked at."""
        window = self._window
        viewer, picture = window.viewer, window.viewer.picture
        if self.filmstrip is not None and self.with_filmstrip:
            window.root.update_idletasks()
            self.filmstrip.show(window.shown, viewer.index)
        if self.information is None or not self.with_information or picture is None:
            return
        from vitrina.ui.information import Known

        details = self._details[1] if self._details and self._details[0] == picture.key else None
        transfer = window.session.transfers.all.get(picture.key)
        known = Known(
            window.shown.state(picture.key),
            details,
            viewer.view.picture if viewer.view and viewer.sharp else None,
            transfer.status if transfer else None,
            viewer.versions,
            window.session.said.ratings.get(picture.key, 0),
            window.session.said.tags.get(picture.key, ()),
            window.shown.others(picture.key),
        )
        self.information.show(picture, known)
        if details is None and window.library is not None:
            if self._ticket is not None:
                self._ticket.cancel()
            work = partial(window.library.details, picture)
            self._ticket = window.bridge.ask(work, partial(self._came, picture.key), window.session.hear)

    def leave(self) -> None:
        """Nothing is looked at any more."""
        if self._ticket is not None:
            self._ticket.cancel()
        self._details = None
        if self.filmstrip is not None:
            self.filmstrip.leave()

    def forget(self) -> None:
        """The bytes have changed: what was known of them is of no use."""
        self._details = None

    def _came(self, key: str, details: DetailsLike) -> None:
        picture = self._window.viewer.picture
        if picture is not None and picture.key == key:
            self._details = (key, details)
            self.show()

    def _go(self, index: int) -> None:
        self._window.viewer.go(index - self._window.viewer.index)
