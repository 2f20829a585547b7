"""What stands in the middle of an empty grid: why there is nothing, and one thing to do about it.

Owns this page and when it is worth showing. Refuses to stand over pictures: it goes when the first one comes.
"""

from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING, Final

from vitrina.frozen import frozen
from vitrina.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from vitrina.ui.window import Window

_NOTHING_THERE: Final = N_("There is no picture here.")
_OWN: Final = {
    "library:all": ("pictures", N_("Nothing has been opened yet. Paste a link to begin.")),
    "library:favourites": ("heart", N_("No favourites yet. Press B on a picture to add it.")),
    "library:kept": ("pin", N_("Nothing is kept offline yet. Press K on a picture to keep it for good.")),
}
"""What the library's own rows say while they are empty, with their icons."""


@frozen
class _Said:
    icon: str
    sentence: str
    label: str = ""
    act: "Callable[[], object] | None" = None


class Nothing:
    """The page of one window; there at most while the grid has no tile."""

    def __init__(self, window: "Window") -> None:
        """Show nothing yet."""
        self._window = window
        self._said: _Said | None = None
        self._page: ttk.Frame | None = None
        self._words: ttk.Label | None = None
        window.frame.content.bind("<Configure>", lambda _: self._wrap(), add="+")

    @property
    def sentence(self) -> str:
        """What is said at the moment, in the person's language."""
        return self._said.sentence if self._said else ""

    def ended(self) -> None:
        """All has come that is open: where that is nothing, say so, unless what went wrong was said already."""
        if self._said is not None:
            return
        session, text = self._window.session, self._window.text
        if session.name in _OWN:
            icon, sentence = _OWN[session.name]
            self.tell(icon, text(sentence))
        elif session.name.startswith("library:"):
            self.tell("search", text(N_("Nothing in the library is like that.")))
        else:
            self.failed(text(_NOTHING_THERE))

    def failed(self, sentence: str) -> None:
        """Say why what is open gave no picture, and offer to try once more."""
        window, session = self._window, self._window.session
        if session.failure is not None:
            from vitrina.ui import trusting

            if host := trusting.of_what_is_open(window):
                label = window.text(N_("Believe this host all the same…"))
                self.tell("warning", sentence, label, partial(trusting.ask, window, host))
                return
        if session.locators or session.gallery:
            self.tell("warning", sentence, window.text(N_("Try again")), self.again)

    def tell(self, icon: str, sentence: str, label: str = "", act: "Callable[[], object] | None" = None) -> None:
        """Say something where there is nothing to see; `label` is the word on the button that does `act`."""
        if not len(self._window.shown) and not self._window.session.reading:
            self._said = _Said(icon, sentence, label, act)
            self.apply()

    def hide(self) -> None:
        """Take it away."""
        self._said = None
        if self._page is not None:
            self._page.destroy()
            self._page = None

    def apply(self) -> None:
        """Draw it in the window's look."""
        if self._page is not None:
            self._page.destroy()
            self._page = None
        if self._said is None:
            return
        window, theme, said = self._window, self._window.theme, self._said
        page = self._page = ttk.Frame(window.frame.content, style="Ground.TFrame")
        image = window.icons.get(said.icon, theme.px(40), theme.palette.muted)
        ttk.Label(page, image=image, style="Ground.TLabel").pack(pady=(0, theme.unit(1.5)))
        self._words = ttk.Label(page, text=said.sentence, style="Ground.TLabel", justify="center", anchor="center")
        self._words.pack()
        self._wrap()
        if said.act is not None:
            button = ttk.Button(page, text=said.label, command=said.act)
            button.pack(pady=(theme.unit(2), 0))
        page.place(relx=0.5, rely=0.46, anchor="center")

    def _wrap(self) -> None:
        if self._words is not None and self._words.winfo_exists():
            theme = self._window.theme
            room = max(self._window.frame.content.winfo_width() - theme.unit(4), theme.unit(16))
            self._words.configure(wraplength=min(room, theme.px(420)))

    def again(self) -> None:
        """Read once more what is open."""
        session = self._window.session
        if session.gallery:
            session.open_gallery(session.gallery)
        else:
            self._window.open(session.locators)
