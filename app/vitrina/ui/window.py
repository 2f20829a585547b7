"""The window: bars, grid and viewer in one frame, and what happens between them.

Owns Tk's root and the wiring. Refuses to wait: the library is opened after the window is on the screen, and
everything asked of it comes back through the bridge.
"""

import contextlib
import logging
import tkinter as tk
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Final, Literal

from vitrina.bridge import Bridge
from vitrina.errors import VitrinaError
from vitrina.language import N_, Language
from vitrina.model import Picture
from vitrina.paths import Paths
from vitrina.settings import Settings, WindowState
from vitrina.trace import Trace
from vitrina.ui import grid as grid_parts
from vitrina.ui import keys as key_names
from vitrina.ui.actions import ACTIONS
from vitrina.ui.again import refetch_these, retry_failed
from vitrina.ui.beside import Beside
from vitrina.ui.commands import Table, Where
from vitrina.ui.grid import Grid
from vitrina.ui.icons import Icons
from vitrina.ui.listing import Listing
from vitrina.ui.marking import EMPTY
from vitrina.ui.menus import popup
from vitrina.ui.reporting import Reporting
from vitrina.ui.root import new_root, placed
from vitrina.ui.session import Hearers, How, Session
from vitrina.ui.sheet import Sheet
from vitrina.ui.shown import Shown, short
from vitrina.ui.sidebar import Sidebar
from vitrina.ui.slideshow import Slideshow
from vitrina.ui.statusbar import StatusBar
from vitrina.ui.system_look import is_dark, quick_guess
from vitrina.ui.theme import PALETTES, Palette, Theme, screen_scale, set_title_bar
from vitrina.ui.thumbnails import Thumbnails
from vitrina.ui.toast import Toast
from vitrina.ui.topbar import LARGEST_TILE, SMALLEST_TILE, TopBar
from vitrina.ui.topbar import Hearers as BarHearers
from vitrina.ui.typing_keys import is_for_widget
from vitrina.ui.viewer_bar import ViewerBar
from vitrina.ui.wanted import LibraryLike

if TYPE_CHECKING:
    from vitrina.ui.activity import Activity
    from vitrina.ui.viewer import Viewer
    from vitrina.ui.welcome import Welcome

STATE_FILE: Final = "window.toml"
SOON_MS: Final = 150
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Start:
    """What the command line hands over. `open_library` runs on the loop's thread, after the window is mapped."""

    bridge: Bridge
    open_library: Callable[[], Coroutine[Any, Any, LibraryLike]]
    locators: Sequence[str]
    settings: Settings
    paths: Paths
    language: Language
    trace: Trace
    offline: bool = False
    times: int = 1
    limit: int | None = None
    source: str | None = None


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
        self.settings, self.language, self.bridge, self.trace = (
            start.settings,
            start.language,
            start.bridge,
            start.trace,
        )
        self.state = WindowState.load(start.paths.config / STATE_FILE)
        self.offline = start.offline or start.settings.offline
        self.root = new_root()
        self._system_dark = quick_guess()
        self.scale = screen_scale(self.root.winfo_fpixels("1i"))
        self.theme = Theme(self.root, self._palette(), scale=self.scale, text_percent=self.settings.text_size)
        self.icons = Icons(self.root)
        self.removed: list[list[Picture]] = []
        self.in_viewer = False
        self.fullscreen = False
        self.closed = False
        self._returning = False
        self._looked_at: tuple[object, ...] = ()
        self.listing = Listing(self)
        self.reporting = Reporting(self)
        self.table = Table(self.settings.keys, frozenset(), ACTIONS)
        self.session = Session(
            self.bridge,
            self.language,
            Hearers(
                ready=self._ready, began=self._began, grew=self._grew, ended=self._ended, said=self._say,
                stepped=self._stepped, marked=self.show_marks,
            ),
        )  # fmt: skip
        self._build()
        self._map()
        self.session.start(start.open_library)
        if start.locators:
            self.open(start.locators, How(start.times, start.limit, start.source))
        elif self.state.locators:
            self.open(self.state.locators, How(as_left=True))
            self._returning = True
        else:
            self._show_welcome()

    # -- building

    def _palette(self) -> Palette:
        wanted = self.settings.theme
        return PALETTES[("dark" if self._system_dark else "light") if wanted == "system" else wanted]

    def _build(self) -> None:
        root = self.root
        self.middle = ttk.Frame(root)
        self.content = ttk.Frame(self.middle, style="Ground.TFrame")
        self.thumbnails = Thumbnails(root, self.bridge, self.trace)
        self.grid = Grid(self.content, self.theme, self.icons, self.thumbnails, self.language, self.trace)
        self.grid.hear(
            grid_parts.Hearers(
                opened=self.open_at, chosen=self.reporting.soon, retried=partial(refetch_these, self),
                menu=self._menu_at,
                painted=self._painted,
            )
        )  # fmt: skip
        self.beside: Beside = Beside(self)
        self.slideshow: Slideshow = Slideshow(self)
        self.sheet = Sheet(root)
        self.activity: Activity | None = None
        self.welcome: Welcome | None = None
        self.grid.set_layout("rows" if self.settings.layout == "rows" else "square")
        self.grid.set_tile(self.settings.tile, titles=self.settings.show_titles)
        self.grid.place(relwidth=1, relheight=1)
        self._build_bars()
        root.bind("<KeyPress>", self._key)  # not `bind_all`: there Tk has bindings of its own for Alt and F10
        root.bind("<FocusIn>", self._focused)
        root.protocol("WM_DELETE_WINDOW", self.quit)
        root.report_callback_exception = self._fault

    @cached_property
    def viewer(self) -> "Viewer":
        """The viewer: made when first wanted, or when the grid has been painted."""
        from vitrina.ui.viewer import Hearers as ViewerHearers
        from vitrina.ui.viewer import Viewer

        made = Viewer(self.content, self.theme, self.icons, self.bridge, self.language, self.trace)
        made.hear(
            ViewerHearers(
                moved=self._viewer_changed, changed=self._viewer_changed, closed=self.show_grid, menu=self._menu_at
            )
        )
        if self.library is not None:
            made.use(self.library)
        return made

    @property
    def _has_viewer(self) -> bool:
        return "viewer" in self.__dict__

    def _build_bars(self) -> None:
        """Make everything that has words or icons of its own; again when look or language change."""
        root, theme, icons, language = self.root, self.theme, self.icons, self.language
        self.topbar = TopBar(
            root, theme, icons, language,
            BarHearers(
                opened=lambda text: self.open([text]), searched=self.search, resized=self.set_tile, acted=self.act,
                tip=self.tip,
            ),
        )  # fmt: skip
        self.statusbar = StatusBar(root, theme, language, self.session.stop)
        self.sidebar = Sidebar(self.middle, theme, icons, language, self.listing.choose)
        self.sidebar_line = ttk.Frame(self.middle, style="Line.TFrame", width=1)
        self.viewer_bar = ViewerBar(root, theme, icons, language, self.act, self.tip)
        self.toast = Toast(self.content, theme)
        self.topbar.tile_size.set(self.settings.tile)
        self.topbar.show_offline(offline=self.offline)
        self._arrange()
        self.listing.fill()
        self._offer_buttons()

    def rebuild(self, language: Language | None = None) -> None:
        """Take another look or language while running; what is open stays open."""
        self.language = language or self.language
        typed = self.topbar.locator.text.get(), self.topbar.search.text.get()
        for widget in (self.topbar, self.statusbar, self.sidebar, self.sidebar_line, self.viewer_bar):
            widget.destroy()
        self.toast.hide()
        self.theme = Theme(self.root, self._palette(), scale=self.scale, text_percent=self.settings.text_size)
        set_title_bar(self.root, self.theme.palette)
        self.session.language = self.grid.language = self.language
        self._build_bars()
        self.topbar.locator.text.set(typed[0])
        self.topbar.search.text.set(typed[1])
        self.sheet.close()
        if self._has_viewer:
            self.viewer.language = self.language
            self.viewer.apply(self.theme, self.icons)
            self.beside.rebuild()
        if self.activity is not None:
            self.toggle_activity()
            self.toggle_activity()
        self.grid.apply(self.theme, self.icons)
        self.grid.set_tile(self.settings.tile, titles=self.settings.show_titles)
        self.listing.mark()
        self._viewer_changed()
        if self.welcome is not None:
            self._hide_welcome()
            self._show_welcome()
        self.reporting.anew()

    def _focused(self, event: "tk.Event[Any]") -> None:
        """Ask the desktop how it looks each time the window is turned to."""
        if event.widget is self.root and self.settings.theme == "system":
            self.bridge.ask(partial(is_dark, self._system_dark), self._follow_desktop)

    def _follow_desktop(self, dark: bool) -> None:  # noqa: FBT001 - the answer to a question
        if dark != self._system_dark:
            self._system_dark = dark
            if self.settings.theme == "system":
                self.rebuild()

    def toggle_activity(self) -> None:
        """Show the activity, or hide it."""
        if self.activity is not None:
            self.activity.destroy()
            self.activity = None
            self._arrange()
            return
        from vitrina.ui.activity import Activity

        self.activity = Activity(
            self.root, self.theme, self.icons, self.language,
            transfers=lambda: self.session.transfers,
            on_retry=partial(retry_failed, self), on_close=self.toggle_activity,
        )  # fmt: skip
        self._arrange()

    def _arrange(self) -> None:
        """Put the bars where they belong: the viewer has its own, and full screen has none."""
        bars = (self.topbar, self.viewer_bar, self.statusbar, self.middle)
        for widget in (*bars, self.sidebar, self.sidebar_line, self.content):
            widget.pack_forget()
        if not self.fullscreen:
            (self.viewer_bar if self.in_viewer else self.topbar).pack(side="top", fill="x")
            self.statusbar.pack(side="bottom", fill="x")
        if self.activity is not None:
            self.activity.pack_forget()
            self.activity.pack(side="bottom", fill="x")
        self.middle.pack(side="top", fill="both", expand=True)
        if self.settings.show_sidebar and not self.fullscreen and not self.in_viewer:
            self.sidebar.pack(side="left", fill="y")
            self.sidebar_line.pack(side="left", fill="y")
        self.content.pack(side="left", fill="both", expand=True)

    def _map(self) -> None:
        """Put the window on the screen as it was left, before anything else is done."""
        root, px = self.root, self.theme.px
        root.title("Vitrina")
        root.minsize(px(520), px(360))
        root.geometry(
            placed(self.state.geometry, (root.winfo_screenwidth(), root.winfo_screenheight()), px(1180), px(760))
        )
        if self.state.maximised:
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
        self.topbar.locator.text.set(locators[0] if len(locators) == 1 else "")
        self.session.open(locators, how)
        self.grid.canvas.focus_set()

    def chosen(self) -> list[Picture]:
        """Give the pictures that an action is about."""
        if self.in_viewer:
            return [self.viewer.picture] if self.viewer.picture else []
        return self.grid.chosen_pictures()

    def _ready(self, library: LibraryLike) -> None:
        self.thumbnails.use(library)
        if self._has_viewer:
            self.viewer.use(library)
        self.beside.use(library)
        self.table = Table(self.settings.keys, self.session.can, ACTIONS)
        if self.offline:
            self.bridge.call_soon(library.set_offline, self.offline)
        self.listing.fill()
        self.root.after(SOON_MS, self._ask_what_is_saved)
        self._offer_buttons()
        self.grid.ask_again()

    def _ask_what_is_saved(self) -> None:
        """Ask for marks, galleries and history: after the pictures, which everybody waits for."""
        self.session.refresh_marks()
        self.listing.refresh()

    def _began(self) -> None:
        self.show_grid()
        named = [short(one) for one in self.session.locators[:1]]
        self.root.title(" - ".join([*named, "Vitrina"]))
        self._hide_welcome()
        self.removed.clear()
        self.topbar.search.text.set("")
        self.grid.show(self.shown)
        self.listing.mark()
        self.reporting.soon()

    def _grew(self) -> None:
        self.grid.grown()
        self._come_back()
        self.reporting.soon()

    def _ended(self) -> None:
        self._returning = False
        if not len(self.shown.pictures) and self.session.name in EMPTY:
            self.toast.show(self.text(EMPTY[self.session.name]))
        self.root.after(SOON_MS, self.listing.refresh)
        self.reporting.soon()

    def _come_back(self) -> None:
        """Go to where the window was left, as soon as that picture is there."""
        if not self._returning:
            return
        index = self.shown.place_of(self.state.selected) if self.state.selected else None
        if index is not None:
            self.grid.focus_on(index)
        if index is not None or not self.state.selected:
            self._returning = False
            self.root.update_idletasks()
            self.grid.scroll_to(self.state.scroll * self.grid.height)

    def _stepped(self, changed: set[str]) -> None:
        for key in changed:
            self.grid.refresh(key)
        self.reporting.soon()

    def show_marks(self) -> None:
        """Draw which pictures are favourites and which are kept."""
        self.grid.favourites, self.grid.kept = self.session.favourites, self.session.kept
        self.grid.refresh()
        self._viewer_changed()

    def _say(self, text: str) -> None:
        self.toast.show(text)

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

    # -- grid and viewer

    def open_focused(self) -> None:
        """Open the picture that has the focus."""
        index = self.grid.selection.focus
        self.open_at(max(index, 0))

    def open_at(self, index: int) -> None:
        """Look at one picture."""
        if not 0 <= index < len(self.shown):
            return
        self.in_viewer = True
        self._arrange()
        self.viewer.place(relwidth=1, relheight=1)
        self.viewer.lift()
        self.root.update_idletasks()
        # The focus goes first: some window systems take it from the window when its holder disappears.
        self.viewer.canvas.focus_set()
        self.grid.place_forget()
        self.viewer.show(self.shown, index)

    def show_grid(self) -> None:
        """Leave the viewer; the picture that was looked at has the focus."""
        if not self.in_viewer:
            return
        index = self.viewer.index
        self.in_viewer = False
        self.slideshow.stop()
        self.beside.leave()
        self.viewer.leave()
        self.grid.place(relwidth=1, relheight=1)
        self._arrange()
        self.root.update_idletasks()
        self.grid.canvas.focus_set()
        self.viewer.place_forget()
        if 0 <= index < len(self.shown):
            self.grid.focus_on(index)
        self.reporting.soon()

    def back(self) -> None:
        """Leave what is in front: a sheet, full screen, the viewer, a search, a selection."""
        if self.sheet.open:
            self.sheet.close()
        elif self.fullscreen:
            self.slideshow.stop()
            self.toggle_fullscreen()
        elif self.in_viewer:
            self.show_grid()
        elif self.topbar.search.text.get():
            self.topbar.search.text.set("")
            self.grid.canvas.focus_set()
        elif self.root.focus_displayof() is not self.grid.canvas:
            self.grid.canvas.focus_set()
        else:
            self.grid.selection.clear()
            self.grid.selection_changed()

    def step(self, steps: int) -> None:
        """Look at another picture; at the end say so."""
        if not self.viewer.go(steps) and len(self.shown):
            self.toast.show(
                self.text(N_("This is the last picture.") if steps > 0 else N_("This is the first picture."))
            )

    def pause(self) -> None:
        """Have the slideshow, or an animation, stand still or go on."""
        if self.slideshow.running:
            self.slideshow.pause()
        elif self.viewer.animation.playing:
            self.viewer.animation.pause()

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or leave it."""
        self.fullscreen = not self.fullscreen
        self.root.attributes("-fullscreen", self.fullscreen)
        self._arrange()

    def toggle_sidebar(self) -> None:
        """Show the sidebar, or hide it."""
        self.save_settings(show_sidebar=not self.settings.show_sidebar)
        self._arrange()

    def toggle_titles(self) -> None:
        """Show titles under the tiles, or hide them."""
        self.save_settings(show_titles=not self.settings.show_titles)
        self.grid.set_tile(self.settings.tile, titles=self.settings.show_titles)

    def set_tile(self, tile: int) -> None:
        """Have tiles of another size, in logical pixels."""
        tile = min(max(tile, SMALLEST_TILE), LARGEST_TILE)
        if tile != self.settings.tile:
            self.settings = replace(self.settings, tile=tile)
            self.topbar.tile_size.set(tile)
            self.grid.set_tile(tile, titles=self.settings.show_titles)

    def set_layout(self, kind: Literal["square", "rows"]) -> None:
        """Have square tiles or rows."""
        self.save_settings(layout=kind)
        self.grid.set_layout(kind)

    def search(self, query: str) -> None:
        """Leave in the grid what has these words; the first results are shown before the last are found."""
        if query == self.shown.query:
            return
        shown = self.shown
        found = shown.search(query)

        def more(*, first: bool = False) -> None:
            view = next(found, None)
            if view is None or shown is not self.shown or shown.query != query:
                return
            shown.view = view
            if first:
                self.show_grid()
                self.grid.view_changed()
            else:
                self.grid.grown()
            self.reporting.soon()
            self.root.after_idle(more)

        more(first=True)

    def sort(self, order: str) -> None:
        """Show the pictures in another order."""
        self.shown.sort(order)
        self.grid.view_changed()

    def after_removal(self, index: int) -> None:
        """Take note that pictures were taken out of the list, or put back."""
        self.grid.view_changed()
        last = len(self.shown) - 1
        if self.in_viewer and last >= 0:
            self.viewer.show(self.shown, min(index, last))
        elif self.in_viewer:
            self.show_grid()
        elif last >= 0:
            self.grid.focus_on(min(index, last))
        self.reporting.soon()

    # -- bars

    def focus_locator(self) -> None:
        """Put the cursor into the field for locators."""
        self.show_grid()
        self.topbar.locator.focus_set()
        self.topbar.locator.selection_range(0, "end")

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.show_grid()
        self.topbar.search.focus_set()
        self.topbar.search.selection_range(0, "end")

    def tip(self, name: str) -> str:
        """Say what an action does and with which key."""
        action = self.table.named(name)
        if action is None:
            return ""
        keys = self.table.keys(name)
        text = self.text(action.label)
        return f"{text}  ({key_names.shown(keys[0])})" if keys else text

    def _offer_buttons(self) -> None:
        wanted = [("heart", "favourite"), ("info", "information")]
        self.viewer_bar.offer([pair for pair in wanted if self.table.named(pair[1]) is not None])

    def _viewer_changed(self) -> None:
        if not self.in_viewer:
            return
        viewer = self.viewer
        key = viewer.picture.key if viewer.picture else ""
        scale = viewer.view.scale if viewer.view else None
        self.viewer_bar.show(
            viewer.picture, viewer.index, len(self.shown), scale, favourite=key in self.session.favourites
        )
        looked_at = (key, viewer.sharp, self.shown.state(key).condition)
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            self.beside.show()

    def _show_welcome(self) -> None:
        from vitrina.ui.welcome import Welcome

        self.welcome = Welcome(
            self.content, self.theme, self.icons, self.language, lambda locator: self.open([locator])
        )
        self.welcome.place(relwidth=1, relheight=1)
        self.reporting.soon()

    def _hide_welcome(self) -> None:
        if self.welcome is not None:
            self.welcome.destroy()
            self.welcome = None

    def browse(self, address: str) -> None:
        """Open an address in the web browser."""
        import webbrowser

        webbrowser.open(address)

    # -- keys and menus

    @property
    def where(self) -> Where:
        """Which keys are in force."""
        return "viewer" if self.in_viewer else "grid"

    def act(self, name: str) -> None:
        """Do an action by its name."""
        action = self.table.named(name)
        if action is not None:
            action.function(self)

    def _key(self, event: "tk.Event[Any]") -> str | None:
        chord = key_names.chord(event.keysym, int(event.state))
        if self.sheet.open and chord != "Esc":
            return None
        if is_for_widget(event.widget, chord):
            return None
        action = self.table.pressed(chord, self.where)
        if action is None:
            return None
        action.function(self)
        return "break"

    def show_menu(self) -> None:
        """Open the menu below its button."""
        bar = self.viewer_bar if self.in_viewer else self.topbar
        x = bar.winfo_rootx() + bar.winfo_width() - self.theme.unit(1)
        popup(self, x, bar.winfo_rooty() + bar.winfo_height(), GROUPS_IN_MENU, right=True)

    def _menu_at(self, x: int, y: int) -> None:
        popup(self, x, y, ("picture", "edit"), flat=True)

    # -- the end

    def _painted(self) -> None:
        self.trace.event("first_paint", tiles=len(self.grid.on_screen))
        self.root.after(SOON_MS, lambda: self.viewer)

    def save_settings(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the settings
        """Change settings and write them down."""
        self.settings = replace(self.settings, **changes)
        try:
            self.settings.save(self.start.paths.settings_file)
        except VitrinaError as error:
            self.toast.show(self.language.say(error))

    def quit(self) -> None:
        """Remember how the window was left, and close it."""
        maximised = self.root.wm_state() == "zoomed"
        focus = self.grid.selection.focus
        state = WindowState(
            geometry=self.state.geometry if maximised or self.fullscreen else self.root.winfo_geometry(),
            maximised=maximised,
            locators=[one for one in self.session.locators if one != "-"],
            scroll=self.grid.top / max(self.grid.height, 1),
            selected=self.shown[focus].key if 0 <= focus < len(self.shown) else "",
        )
        with contextlib.suppress(VitrinaError):  # nothing of worth is lost, and nobody is left to be told
            state.save(self.start.paths.config / STATE_FILE)
            self.settings.save(self.start.paths.settings_file)
        self.closed = True
        self.bridge.detach()
        for timer in self.root.tk.splitlist(self.root.tk.call("after", "info")):
            self.root.tk.call("after", "cancel", timer)
        self.root.destroy()


GROUPS_IN_MENU: Final = ("file", "edit", "go", "view", "picture", "tools")
