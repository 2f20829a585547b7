"""The window: Tk's root, what is wired to what, the keys, and the end.

Owns the root and the wiring; `frame` builds what stands around, `front` knows what is looked at. Refuses to wait: the
library is opened after the window is on the screen, and everything asked of it comes back through the bridge.
"""

import contextlib
import logging
import tkinter as tk
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from vitrina.bridge import Bridge
from vitrina.crashes import Crashes
from vitrina.errors import VitrinaError
from vitrina.frozen import frozen
from vitrina.language import N_, Language
from vitrina.model import Picture
from vitrina.paths import Paths
from vitrina.settings import Settings
from vitrina.trace import Trace
from vitrina.ui import grid as grid_parts
from vitrina.ui import handed
from vitrina.ui import keys as key_names
from vitrina.ui.actions import ACTIONS
from vitrina.ui.again import refetch_these
from vitrina.ui.commands import Table
from vitrina.ui.folding import Folding
from vitrina.ui.frame import Frame
from vitrina.ui.front import Front
from vitrina.ui.grid import Grid
from vitrina.ui.handed import Handed
from vitrina.ui.hearing import Hearing
from vitrina.ui.last_time import LastTime
from vitrina.ui.listing import Listing
from vitrina.ui.menus import popup
from vitrina.ui.reporting import Reporting
from vitrina.ui.root import new_root, placed, set_title_bar
from vitrina.ui.session import How, Session
from vitrina.ui.sheet import Sheet
from vitrina.ui.shown import Shown, short
from vitrina.ui.sifting import FOUND, Sifting
from vitrina.ui.theme import Theme
from vitrina.ui.thumbnails import Thumbnails
from vitrina.ui.typing_keys import is_for_widget
from vitrina.ui.undo import Undo
from vitrina.ui.wanted.collection import RefreshedLike
from vitrina.ui.wanted.library import LibraryLike

if TYPE_CHECKING:
    from vitrina.ui.viewer import Viewer

SOON_MS: Final = 150
LAST_WORDS_SECONDS: Final = 5.0
LATER_MS: Final = 1000
"""So long at the most nobody hears of other starts and drops: the first pictures come first."""
_LOG: Final = logging.getLogger(__name__)


@frozen
class Start:
    """What the command line hands over. `open_library` runs on the loop's thread, after the window is mapped."""

    bridge: Bridge
    open_library: Callable[[Settings], Coroutine[Any, Any, LibraryLike]]
    locators: Sequence[str]
    settings: Settings
    paths: Paths
    language: Language
    trace: Trace
    offline: bool = False
    times: int = 1
    limit: int | None = None
    source: str | None = None
    serve: Callable[[Callable[[Handed], None]], None] | None = None
    """Called on the loop's thread: tells of what other starts hand over."""
    crashes: Crashes | None = None
    root: tk.Tk | None = None
    """Tk's root as `new_root` makes it, where there is one already."""


def run(start: Start) -> int:
    """Show the window until it is closed. InstallationError where there is no Tk or no screen."""
    window = Window(start)
    window.root.mainloop()
    return 0


class Window:
    """One window on one library. Everything public belongs to Tk's thread."""

    def __init__(self, start: Start) -> None:
        """Build it, map it, and then begin to open the library."""
        self.start = start
        self.settings: Settings = start.settings
        self.language: Language = start.language
        self.bridge, self.trace = start.bridge, start.trace
        self.last_time = LastTime(self)
        self.offline: bool = start.offline or start.settings.offline
        self.root = start.root or new_root()
        self.undo = Undo()
        self.closed = False
        self._waiting: list[Callable[[], None]] | None = [self._look_around]
        self.listing = Listing(self)
        self.reporting = Reporting(self)
        self.folding: Folding = Folding(self)
        self.sifting: Sifting = Sifting(self)
        self.table = Table(self.settings.keys, ACTIONS)
        self.session = Session(self.bridge, self.language, Hearing(self).hearers())
        self._build()
        self._map()
        self.session.start(partial(start.open_library, self.settings))
        longest = LATER_MS
        if start.locators:
            self.open(start.locators, How(start.times, start.limit, start.source))
        elif not self.last_time.open():
            self.front.show_welcome()
            longest = SOON_MS  # there are no pictures to wait for
        self.root.after(longest, self._go_on)

    # -- building

    def _build(self) -> None:
        root = self.root
        self.frame: Frame = Frame(self)
        self.icons, self.toast, self.sheet = self.frame.icons, self.frame.toast, Sheet(root)
        self.thumbnails = Thumbnails(root, self.bridge, self.trace)
        self.grid = Grid(self.frame.content, self.theme, self.icons, self.thumbnails, self.language, self.trace)
        self.front: Front = Front(self)
        self.grid.hear(
            grid_parts.Hearers(
                opened=self.front.open_at, chosen=self.reporting.soon, retried=partial(refetch_these, self),
                menu=self.menu_at, painted=self._painted, stirred=self.folding.soon,
            )
        )  # fmt: skip
        self.frame.build()
        self.frame.show_tiles()
        root.bind("<KeyPress>", self._key)  # not `bind_all`: there Tk has bindings of its own for Alt and F10
        root.protocol("WM_DELETE_WINDOW", self.quit)
        root.report_callback_exception = self._fault

    def _map(self) -> None:
        """Put the window on the screen as it was left, before anything else is done."""
        root, px = self.root, self.theme.px
        root.title("Vitrina")
        screen = root.winfo_screenwidth(), root.winfo_screenheight()
        root.minsize(min(px(520), screen[0] // 2), min(px(360), screen[1] // 2))
        root.geometry(placed(self.last_time.state.geometry, screen, px(1180), px(760)))
        if self.last_time.state.maximised:
            with contextlib.suppress(tk.TclError):  # not every window system knows the word
                root.state("zoomed")
        root.deiconify()
        set_title_bar(root, self.theme.palette)
        root.update_idletasks()
        # Elsewhere the window is there when it was asked for, and the event may be over: waiting for it hung.
        if root.tk.call("tk", "windowingsystem") == "x11":
            root.wait_visibility()
        self.trace.event("window_mapped")
        self.grid.canvas.focus_set()
        self.bridge.hear_faults(self._own_fault)
        self.bridge.attach(root.after, root.after_cancel)

    def _look_around(self) -> None:
        """Do what the first picture need not wait for: hear of other starts and of drops, offer a crash's report."""
        from vitrina.ui import dropping, tk_dialogs

        tk_dialogs.show_icon(self.root)
        self.root.after(LATER_MS, lambda: tk_dialogs.dress(self.root, self.language))
        dropping.attach(self)
        if self.start.serve is not None:
            hear = self.bridge.listen(partial(handed.take, self))
            self.bridge.call_soon(self.start.serve, hear)
        if self.root.tk.call("tk", "windowingsystem") == "aqua":
            from vitrina.ui import apple_events

            apple_events.listen(self)
        if self.start.crashes is not None and self.start.crashes.unread() is not None:
            from vitrina.ui import crash_report

            crash_report.offer(self, self.start.crashes)

    @property
    def theme(self) -> Theme:
        """How everything looks now."""
        return self.frame.theme

    @property
    def viewer(self) -> "Viewer":
        """Where one picture is looked at."""
        return self.front.viewer

    # -- what is open

    @property
    def shown(self) -> Shown:
        """The pictures of what is open."""
        return self.session.shown

    @property
    def library(self) -> LibraryLike | None:
        """The library, as soon as it is open."""
        return self.session.library

    def text(self, template: str, **fields: object) -> str:
        """Say a text in the person's language."""
        return self.language.text(template, **fields)

    def open(self, locators: Sequence[str], how: How | None = None) -> None:
        """Open locators in place of what is open."""
        self.session.open(locators, how)
        self.show_title()
        self.grid.canvas.focus_set()

    def chosen(self) -> list[Picture]:
        """Give the pictures that an action is about."""
        if self.front.comparison is not None:
            return self.front.comparison.chosen
        if self.front.in_viewer:
            return [self.viewer.picture] if self.viewer.picture else []
        return self.grid.chosen_pictures()

    def picked(self) -> list[Picture]:
        """Give the pictures that an action is about; where there are none, say what is missing."""
        pictures = self.chosen()
        if not pictures:
            self.toast.show(self.text(N_("Choose a picture first.")))
        return pictures

    def show_title(self) -> None:
        """Say above everything, in the field for locators and in the sidebar what is open."""
        session = self.session
        locators = session.locators
        name = short(locators[0]) if locators else session.gallery or self.listing.label(session.name)
        if session.name == FOUND:
            name = self.text(N_("Found: {typed}"), typed=session.typed)
        self.root.title(f"{name} - Vitrina" if name else "Vitrina")
        self.frame.topbar.locator.text.set(locators[0] if len(locators) == 1 else "")
        self.listing.mark()

    def show_refreshed(self, refreshed: RefreshedLike) -> None:
        """Show the open gallery as its source gives it now; what is chosen and on the screen stays where it is."""
        if refreshed.changed:
            self.grid.keeping(lambda: self.shown.put_back(list(refreshed.pictures)))
            self.front.list_changed()
            self.reporting.soon()

    def show_marks(self) -> None:
        """Draw what the person has said of the pictures."""
        self.grid.refresh()
        self.front.changed()

    def _fault(self, kind: type[BaseException], fault: BaseException, trace: Any) -> None:  # noqa: ANN401 - Tk's shape
        del kind, trace
        self._own_fault(fault)

    def _own_fault(self, fault: BaseException) -> None:
        """A fault of our own: logged whole, and a short sentence with where the log is."""
        _LOG.error("A callback failed: %s", fault, exc_info=fault)
        where = self.start.paths.log_file
        with contextlib.suppress(tk.TclError):
            self.toast.show(
                self.text(N_("Something went wrong inside Vitrina. The log has the details: {file}"), file=where)
            )

    def after_removal(self, index: int) -> None:
        """Take note that pictures were taken out of the list, or put back."""
        self.grid.view_changed()
        last = len(self.shown) - 1
        if self.front.in_viewer and last >= 0:
            self.viewer.show(self.shown, min(index, last))
        elif self.front.in_viewer:
            self.front.show_grid()
        elif last >= 0:
            self.grid.focus_on(min(index, last))
        self.reporting.soon()

    def browse(self, address: str) -> None:
        """Open an address in the web browser."""
        import webbrowser

        webbrowser.open(address)

    # -- keys and menus

    def act(self, name: str) -> None:
        """Do an action by its name."""
        self.table.named(name).function(self)

    def _key(self, event: "tk.Event[Any]") -> str | None:
        chord = key_names.chord(event.keysym, int(event.state))
        if self.sheet.open and chord != "Esc":
            return None
        if is_for_widget(event.widget, chord):
            return None
        where = "sidebar" if self.root.focus_displayof() is self.frame.sidebar.canvas else self.front.where
        action = self.table.pressed(chord, where)
        if action is None:
            return None
        action.function(self)
        return "break"

    def show_menu(self) -> None:
        """Open the menu below its button."""
        bar = self.frame.viewer_bar if self.front.looking else self.frame.topbar
        x = bar.winfo_rootx() + bar.winfo_width() - self.theme.unit(1)
        popup(self, x, bar.winfo_rooty() + bar.winfo_height(), GROUPS_IN_MENU, right=True)

    def menu_at(self, x: int, y: int) -> None:
        """Open the menu of the chosen pictures at a place of the screen."""
        popup(self, x, y, ("rating", "sort"), flat=("picture", "edit"))

    # -- the end

    def _painted(self) -> None:
        self.trace.event("first_paint", tiles=len(self.grid.on_screen))
        self.root.after(SOON_MS, lambda: self.viewer)
        self.root.after(SOON_MS, self._go_on)

    def afterwards(self, deed: Callable[[], None]) -> None:
        """Do what the first pictures need not wait for: soon after them, or LATER_MS after the start."""
        if self._waiting is None:
            self.root.after(SOON_MS, deed)
        else:
            self._waiting.append(deed)

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, None
        for deed in waiting or ():
            self.root.after_idle(deed)

    def change_settings(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the settings
        """Change settings; they are written down at the end."""
        self.settings = replace(self.settings, **changes)

    def save_settings(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the settings
        """Change settings and write them down."""
        self.change_settings(**changes)
        try:
            self.settings.save(self.start.paths.settings_file)
        except VitrinaError as error:
            self.toast.show(self.language.say(error))

    def quit(self) -> None:
        """Remember how the window was left, and close it."""
        if self.session.changing:  # the store is between two places
            self.root.after(SOON_MS, self.quit)
            return
        with contextlib.suppress(VitrinaError):  # nothing of worth is lost, and nobody is left to be told
            self.last_time.remember()
            self.settings.save(self.start.paths.settings_file)
        self.closed = True
        self.bridge.detach()
        self._write_last_words()
        for timer in self.root.tk.splitlist(self.root.tk.call("after", "info")):
            self.root.tk.call("after", "cancel", timer)
        self.root.destroy()

    def _write_last_words(self) -> None:
        """Have written what was said of pictures just now; nobody has to look at a window meanwhile."""
        last_words = self.session.marks.last_words()
        if last_words is None:
            return
        self.root.withdraw()
        self.root.update_idletasks()
        try:
            self.bridge.wait(last_words, LAST_WORDS_SECONDS)
        except (VitrinaError, TimeoutError) as fault:
            _LOG.warning("What was said of pictures last is not written: %s", fault)


GROUPS_IN_MENU: Final = ("file", "gallery", "edit", "go", "view", "sort", "picture", "rating", "tools")
