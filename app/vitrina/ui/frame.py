"""The frame of the window: its bars, the place between them, and how all of it looks.

Owns the theme and what has words or icons of its own and is made anew when look or language change. Refuses to know
what is open, and which of grid and viewer is in front (`front` does).
"""

from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Literal

from vitrina.language import Language
from vitrina.ui import keys as key_names
from vitrina.ui.again import retry_failed
from vitrina.ui.colours import PALETTES
from vitrina.ui.icons import Icons
from vitrina.ui.root import set_title_bar
from vitrina.ui.sidebar import Hearers as RowHearers
from vitrina.ui.sidebar import Sidebar
from vitrina.ui.statusbar import StatusBar
from vitrina.ui.system_look import is_dark, quick_guess
from vitrina.ui.theme import Theme, screen_scale
from vitrina.ui.toast import Toast
from vitrina.ui.topbar import LARGEST_TILE, SMALLEST_TILE, Hearers, TopBar
from vitrina.ui.viewer_bar import ViewerBar

if TYPE_CHECKING:
    import tkinter as tk
    from collections.abc import Callable, Sequence

    from vitrina.ui.activity import Activity
    from vitrina.ui.wanted.library import HostLike
    from vitrina.ui.window import Window

BUTTONS = (("heart", "favourite"), ("info", "information"))
"""Icon and action of the buttons above a picture."""


class Frame:
    """The frame of one window. `build` makes its bars, as soon as grid and session are there."""

    def __init__(self, window: "Window") -> None:
        """Find out how the desktop looks, and make the place for grid and viewer."""
        self._window = window
        root = self._root = window.root
        self._system_dark = quick_guess()
        self._scale = screen_scale(root.winfo_fpixels("1i"))
        self.theme = self._wanted_theme()
        self.icons = Icons(root)
        self.middle = ttk.Frame(root)
        self.content = ttk.Frame(self.middle, style="Ground.TFrame")
        self.toast = Toast(self.content, self.theme)
        self.activity: Activity | None = None
        root.bind("<FocusIn>", self._focused)

    def _wanted_theme(self) -> Theme:
        settings = self._window.settings
        wanted = ("dark" if self._system_dark else "light") if settings.theme == "system" else settings.theme
        return Theme(self._root, PALETTES[wanted], scale=self._scale, text_percent=settings.text_size)

    def build(self) -> None:
        """Make the bars, and put everything where it belongs."""
        window, root, theme, icons = self._window, self._root, self.theme, self.icons
        language = window.language
        self.topbar = TopBar(
            root, theme, icons, language,
            Hearers(
                opened=lambda text: window.open([text]), searched=window.sifting.search,
                asked=window.sifting.find_everywhere, about_to_search=window.sifting.warm,
                resized=self.set_tile, acted=window.act, tip=self.tip,
            ),
        )  # fmt: skip
        self.statusbar = StatusBar(root, theme, language, window.session.stop)
        listing = window.listing
        self.sidebar = Sidebar(
            self.middle, theme, icons, language,
            RowHearers(chosen=listing.choose, pressed=listing.press, menu=listing.menu, moved=listing.reorder),
        )  # fmt: skip
        self.sidebar_line = ttk.Frame(self.middle, style="Line.TFrame", width=1)
        self.viewer_bar = ViewerBar(root, theme, icons, language, window.act, self.tip)
        self.viewer_bar.offer(BUTTONS)
        self.topbar.tile_size.set(window.settings.tile)
        self.topbar.show_offline(offline=window.offline)
        self.arrange()
        window.listing.fill()

    def rebuild(self, language: Language | None = None) -> None:
        """Take another look or language while running; what is open stays open."""
        window = self._window
        window.language = window.session.language = window.grid.language = language or window.language
        typed = self.topbar.locator.text.get(), self.topbar.search.text.get()
        for widget in (self.topbar, self.statusbar, self.sidebar, self.sidebar_line, self.viewer_bar):
            widget.destroy()
        self.toast.hide()
        window.sheet.close()
        self.theme = self.toast.theme = self._wanted_theme()
        set_title_bar(self._root, self.theme.palette)
        self.build()
        self.topbar.locator.text.set(typed[0])
        self.topbar.search.text.set(typed[1])
        if self.activity is not None:
            self.toggle_activity()
            self.toggle_activity()
        window.front.apply()
        if language is not None:
            from vitrina.ui import tk_dialogs

            tk_dialogs.dress(self._root, language)
        self.show_tiles()
        window.listing.mark()
        window.reporting.anew()

    def arrange(self) -> None:
        """Put the bars where they belong: the viewer has its own, and full screen has none."""
        settings, front = self._window.settings, self._window.front
        bars = (self.topbar, self.viewer_bar, self.statusbar, self.middle)
        for widget in (*bars, self.sidebar, self.sidebar_line, self.content):
            widget.pack_forget()
        if not front.fullscreen:
            (self.viewer_bar if front.looking else self.topbar).pack(side="top", fill="x")
            self.statusbar.pack(side="bottom", fill="x")
        if self.activity is not None:
            self.activity.pack_forget()
            self.activity.pack(side="bottom", fill="x")
        self.middle.pack(side="top", fill="both", expand=True)
        if settings.show_sidebar and not front.fullscreen and not front.looking:
            self.sidebar.pack(side="left", fill="y")
            self.sidebar_line.pack(side="left", fill="y")
        self.content.pack(side="left", fill="both", expand=True)

    def tip(self, name: str) -> str:
        """Say what an action does and with which key."""
        table = self._window.table
        text = self._window.text(table.named(name).label)
        keys = table.keys(name)
        return f"{text}  ({key_names.shown(keys[0], self._window.language)})" if keys else text

    # -- what can be shown or not, and how

    def toggle_activity(self) -> None:
        """Show the activity, or hide it."""
        if self.activity is not None:
            self.activity.destroy()
            self.activity = None
            self.arrange()
            return
        from vitrina.ui.activity import Activity

        window = self._window
        self.activity = Activity(
            self._root, self.theme, self.icons, window.language,
            transfers=lambda: window.session.transfers, hosts=self._ask_hosts,
            on_retry=partial(retry_failed, window), on_close=self.toggle_activity,
        )  # fmt: skip
        self.arrange()

    def _ask_hosts(self, came: "Callable[[Sequence[HostLike]], None]") -> None:
        """Ask how the hosts are doing."""
        library = self._window.library
        if library is not None:

            async def ask() -> "Sequence[HostLike]":
                return library.hosts()

            self._window.bridge.ask(ask, came)

    def toggle_sidebar(self) -> None:
        """Show the sidebar, or hide it."""
        self._window.save_settings(show_sidebar=not self._window.settings.show_sidebar)
        self.arrange()

    def toggle_titles(self) -> None:
        """Show titles under the tiles, or hide them."""
        self._window.save_settings(show_titles=not self._window.settings.show_titles)
        self.show_tiles()

    def set_tile(self, tile: int) -> None:
        """Have tiles of another size, in logical pixels; written down with the window's end."""
        tile = min(max(tile, SMALLEST_TILE), LARGEST_TILE)
        if tile != self._window.settings.tile:
            self._window.change_settings(tile=tile)
            self.topbar.tile_size.set(tile)
            self.show_tiles()

    def set_layout(self, kind: Literal["square", "rows"]) -> None:
        """Have square tiles or rows."""
        self._window.save_settings(layout=kind)
        self.show_tiles()

    def show_tiles(self) -> None:
        """Lay the grid out as the settings say."""
        settings, grid = self._window.settings, self._window.grid
        grid.set_layout("rows" if settings.layout == "rows" else "square", settings.tile, titles=settings.show_titles)

    def focus_locator(self) -> None:
        """Put the cursor into the field for locators."""
        self._focus_field(self.topbar.locator)

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self._focus_field(self.topbar.search)

    def _focus_field(self, field: ttk.Entry) -> None:
        self._window.front.show_grid()
        field.focus_set()
        field.selection_range(0, "end")

    # -- the desktop's look

    def _focused(self, event: "tk.Event[Any]") -> None:
        """Ask the desktop how it looks each time the window is turned to."""
        if event.widget is self._root and self._window.settings.theme == "system":
            self._window.bridge.ask(partial(is_dark, self._system_dark), self._follow_desktop)

    def _follow_desktop(self, dark: bool) -> None:  # noqa: FBT001 - the answer to a question
        if dark != self._system_dark:
            self._system_dark = dark
            if self._window.settings.theme == "system":
                self.rebuild()
