"""Every action in one table: its name, what it does, its keys, where it works, and what to call it.

Owns the table; menus, key bindings, the help page and the command palette are all made from it. Refuses to hold
state: an action is a function of the window.
"""

from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from vitrina.language import N_
from vitrina.ui import again, clipboard, deeds, galleries, marking, removing
from vitrina.ui.arrangement import ORDERS
from vitrina.ui.commands import Action
from vitrina.ui.viewport import ZOOM_STEP

if TYPE_CHECKING:
    from vitrina.ui.viewport import Mode
    from vitrina.ui.window import Window


# What opens a dialog is imported when it is wanted: none of it is needed for the first picture.


def _copy_picture(window: "Window") -> None:
    from vitrina.ui import copying

    copying.copy_picture(window)


def _save_as(window: "Window") -> None:
    from vitrina.ui import saving

    saving.save_as(window)


def _export(window: "Window") -> None:
    from vitrina.ui import saving

    saving.export(window)


def _palette(window: "Window") -> None:
    from vitrina.ui import palette

    palette.show(window)


def _discover(window: "Window") -> None:
    from vitrina.ui import discover

    discover.show(window)


def _settings(window: "Window") -> None:
    from vitrina.ui import preferences

    preferences.show(window)


def _compare(window: "Window") -> None:
    from vitrina.ui import comparing

    comparing.toggle(window)


def _wallpaper(window: "Window") -> None:
    from vitrina.ui import wallpaper

    wallpaper.ask(window)


def _trust(window: "Window") -> None:
    from vitrina.ui import trusting

    trusting.ask_for_chosen(window)


def _help(window: "Window") -> None:
    from vitrina.ui import help_page

    help_page.show(window)


def _move(lines: int, steps: int, how: Literal["only", "extend", "move"], window: "Window") -> None:
    window.grid.move(lines, steps, how=how)


def _page(direction: int, how: Literal["only", "extend", "move"], window: "Window") -> None:
    window.grid.page(direction, how=how)


def _edge(last: bool, how: Literal["only", "extend", "move"], window: "Window") -> None:  # noqa: FBT001 - bound in the table
    if len(window.shown):
        window.grid.focus_on(len(window.shown) - 1 if last else 0, how=how)


def _step(steps: int, window: "Window") -> None:
    window.front.step(steps)


def _to_end(last: bool, window: "Window") -> None:  # noqa: FBT001 - bound in the table
    window.viewer.go(len(window.shown) if last else -len(window.shown))


def _zoom(factor: float, window: "Window") -> None:
    window.front.eye.zoom(factor)


def _fit(mode: "Mode", window: "Window") -> None:
    window.front.eye.set_mode(mode)


def _page_of_picture(steps: int, window: "Window") -> None:
    window.viewer.turn_page(steps)


def _tiles(change: int, window: "Window") -> None:
    window.frame.set_tile(window.settings.tile + change)


def _sort(order: str, window: "Window") -> None:
    window.sifting.sort(order)


def _is_sorted(order: str, window: "Window") -> bool:
    return window.shown.order == order


def _is_laid_out(kind: str, window: "Window") -> bool:
    return window.settings.layout == kind


def _sorts() -> tuple[Action, ...]:
    """Every order that there is, and the other way round."""
    rows = [
        Action(f"sort_{order or 'none'}", partial(_sort, order), (), "grid", label, "sort", partial(_is_sorted, order))
        for order, label in ORDERS.items()
    ]
    label = N_("The other way round")
    turn = Action(
        "sort_turn",
        lambda w: w.sifting.turn_round(),
        ("Ctrl+Shift+R",),
        "grid",
        label,
        "sort",
        lambda w: w.shown.reverse,
    )
    return (*rows, turn)


def _ratings() -> tuple[Action, ...]:
    """A key for every rating."""
    labels = (N_("No rating"), N_("1 star"), N_("2 stars"), N_("3 stars"), N_("4 stars"), N_("5 stars"))
    return tuple(
        Action(f"rate_{stars}", partial(marking.rate, stars), (f"Alt+{stars}",), "anywhere", label, "rating")
        for stars, label in enumerate(labels)
    )


def _toggle_chosen(window: "Window") -> None:
    if window.grid.selection.focus >= 0:
        window.grid.selection.toggle(window.grid.selection.focus)
        window.grid.selection_changed()


def _all(window: "Window") -> None:
    window.grid.selection.all(len(window.shown))
    window.grid.selection_changed()


def _moves() -> tuple[Action, ...]:
    """The keys of the grid, each with Shift to extend."""
    rows = (
        ("left", "Left", N_("One picture back"), partial(_move, 0, -1)),
        ("right", "Right", N_("One picture on"), partial(_move, 0, 1)),
        ("up", "Up", N_("One line up"), partial(_move, -1, 0)),
        ("down", "Down", N_("One line down"), partial(_move, 1, 0)),
        ("page_up", "PgUp", N_("One screen up"), partial(_page, -1)),
        ("page_down", "PgDn", N_("One screen down"), partial(_page, 1)),
        ("home", "Home", N_("To the first picture"), partial(_edge, False)),  # noqa: FBT003 - see `_edge`
        ("end", "End", N_("To the last picture"), partial(_edge, True)),  # noqa: FBT003 - see `_edge`
    )
    made = []
    for name, key, label, move in rows:
        made.append(Action(f"grid_{name}", partial(move, "only"), (key,), "grid", label, "moves"))
        made.append(Action(f"select_{name}", partial(move, "extend"), (f"Shift+{key}",), "grid", label, ""))
        made.append(Action(f"focus_{name}", partial(move, "move"), (f"Ctrl+{key}",), "grid", label, ""))
    return tuple(made)


ACTIONS: Final[tuple[Action, ...]] = (
    Action("open_file", deeds.ask_for_files, ("Ctrl+O",), "anywhere", N_("Open a file…"), "file"),
    Action("open_folder", deeds.ask_for_folder, (), "anywhere", N_("Open a folder…"), "file"),
    Action(
        "open_locator",
        lambda w: w.frame.focus_locator(),
        ("Ctrl+L", "Ctrl+Shift+O"),
        "anywhere",
        N_("Open a link…"),
        "file",
    ),
    Action("save_as", _save_as, ("Ctrl+S",), "anywhere", N_("Save as…"), "file"),
    Action("export", _export, ("Ctrl+Shift+S",), "anywhere", N_("Export to a folder…"), "file"),
    Action("quit", lambda w: w.quit(), ("Ctrl+Q",), "anywhere", N_("Quit"), "file"),
    Action("save_gallery", galleries.save_open, ("Ctrl+G",), "anywhere", N_("Save as a gallery…"), "gallery"),
    Action("rename_gallery", galleries.rename, ("F2",), "anywhere", N_("Rename the gallery…"), "gallery"),
    Action("refresh_gallery", galleries.refresh, ("Shift+F5",), "anywhere", N_("Refresh the gallery"), "gallery"),
    Action("refresh_all", galleries.refresh_all, (), "anywhere", N_("Refresh all galleries"), "gallery"),
    Action("keep_gallery", galleries.keep, ("Shift+K",), "anywhere", N_("Keep the gallery offline"), "gallery"),
    Action("gallery_up", partial(galleries.move, -1), ("Alt+Up",), "anywhere", N_("Move the gallery up"), "gallery"),
    Action(
        "gallery_down", partial(galleries.move, 1), ("Alt+Down",), "anywhere", N_("Move the gallery down"), "gallery"
    ),
    Action("merge_gallery", galleries.merge, (), "anywhere", N_("Merge with others…"), "gallery"),
    Action("export_gallery", galleries.export, (), "anywhere", N_("Export the gallery…"), "gallery"),
    Action("import_galleries", galleries.bring, (), "anywhere", N_("Import galleries…"), "gallery"),
    Action("delete_gallery", galleries.remove, ("Shift+Delete",), "anywhere", N_("Delete the gallery"), "gallery"),
    Action("delete_here", galleries.remove, ("Delete",), "sidebar", N_("Delete the gallery"), ""),
    Action("paste", clipboard.paste, ("Ctrl+V",), "anywhere", N_("Paste links or pictures"), "edit"),
    Action("select_all", _all, ("Ctrl+A",), "grid", N_("Select all"), "edit"),
    Action("toggle_selected", _toggle_chosen, ("Ctrl+Space",), "grid", N_("Select or unselect"), "moves"),
    Action("search", lambda w: w.frame.focus_search(), ("Ctrl+F", "/"), "anywhere", N_("Search"), "edit"),
    Action(
        "search_library",
        lambda w: w.sifting.find_everywhere(),
        ("Ctrl+Shift+F",),
        "anywhere",
        N_("Search in all pictures"),
        "edit",
    ),
    Action("copy_picture", _copy_picture, ("Ctrl+C",), "anywhere", N_("Copy the picture"), "edit"),
    Action("copy_url", deeds.copy_urls, ("Ctrl+Shift+C",), "anywhere", N_("Copy the address"), "edit"),
    Action("copy_credit", deeds.copy_credits, ("Ctrl+Alt+C",), "anywhere", N_("Copy the credit line"), "edit"),
    Action("remove", removing.remove, ("Delete",), "anywhere", N_("Remove from the gallery"), "edit"),
    Action("undo", removing.undo, ("Ctrl+Z",), "anywhere", N_("Undo"), "edit"),
    Action("open_picture", lambda w: w.front.open_focused(), ("Enter",), "grid", N_("Open the picture"), "go"),
    Action("next", partial(_step, 1), ("Right", "Space", "PgDn", "Forward"), "viewer", N_("Next picture"), "go"),
    Action(
        "previous", partial(_step, -1), ("Left", "Backspace", "PgUp", "Back"), "viewer", N_("Previous picture"), "go"
    ),
    Action("first", partial(_to_end, False), ("Home",), "viewer", N_("First picture"), "go"),  # noqa: FBT003
    Action("last", partial(_to_end, True), ("End",), "viewer", N_("Last picture"), "go"),  # noqa: FBT003
    Action("back", lambda w: w.front.back(), ("Esc",), "anywhere", N_("Back"), "go"),
    Action("to_grid", lambda w: w.front.show_grid(), ("G",), "viewer", N_("To the grid"), "go"),
    Action("zoom_in", partial(_zoom, ZOOM_STEP), ("+", "=", "Ctrl++", "Ctrl+="), "looking", N_("Zoom in"), "view"),
    Action("zoom_out", partial(_zoom, 1 / ZOOM_STEP), ("-", "Ctrl+-"), "looking", N_("Zoom out"), "view"),
    Action("fit", partial(_fit, "fit"), ("0", "Ctrl+0"), "looking", N_("Fit into the window"), "view"),
    Action("actual_size", lambda w: w.front.eye.zoom_to(1.0), ("1", "Ctrl+1"), "looking", N_("Actual size"), "view"),
    Action("fit_width", partial(_fit, "width"), ("2", "Ctrl+2"), "looking", N_("Fit the width"), "view"),
    Action("fill", partial(_fit, "fill"), ("3", "Ctrl+3"), "looking", N_("Fill the window"), "view"),
    Action("compare", _compare, ("C",), "anywhere", N_("Side by side"), "view"),
    Action("larger_tiles", partial(_tiles, 32), ("+", "=", "Ctrl++", "Ctrl+="), "grid", N_("Larger tiles"), "view"),
    Action("smaller_tiles", partial(_tiles, -32), ("-", "Ctrl+-"), "grid", N_("Smaller tiles"), "view"),
    Action(
        "squares",
        lambda w: w.frame.set_layout("square"),
        (),
        "grid",
        N_("Square tiles"),
        "view",
        partial(_is_laid_out, "square"),
    ),
    Action(
        "rows",
        lambda w: w.frame.set_layout("rows"),
        (),
        "grid",
        N_("Rows of whole pictures"),
        "view",
        partial(_is_laid_out, "rows"),
    ),
    Action(
        "titles",
        lambda w: w.frame.toggle_titles(),
        (),
        "grid",
        N_("Titles under tiles"),
        "view",
        lambda w: w.settings.show_titles,
    ),
    Action(
        "fullscreen",
        lambda w: w.front.toggle_fullscreen(),
        ("F11", "Alt+Enter", "F"),
        "anywhere",
        N_("Full screen"),
        "view",
        lambda w: w.front.fullscreen,
    ),
    Action(
        "toggle_sidebar",
        lambda w: w.frame.toggle_sidebar(),
        ("F9",),
        "anywhere",
        N_("Sidebar"),
        "view",
        lambda w: w.settings.show_sidebar,
    ),
    Action(
        "information",
        lambda w: w.front.beside.toggle_information(),
        ("I",),
        "viewer",
        N_("Information"),
        "view",
        lambda w: w.front.beside.with_information,
    ),
    Action(
        "filmstrip",
        lambda w: w.front.beside.toggle_filmstrip(),
        ("T",),
        "viewer",
        N_("Filmstrip"),
        "view",
        lambda w: w.front.beside.with_filmstrip,
    ),
    Action("slideshow", lambda w: w.front.slideshow.toggle(), ("S",), "anywhere", N_("Slideshow"), "view"),
    Action("favourite", marking.favourite, ("B",), "anywhere", N_("Favourite"), "picture"),
    Action("keep", marking.keep, ("K",), "anywhere", N_("Keep offline"), "picture"),
    Action("wallpaper", _wallpaper, ("W",), "anywhere", N_("Set as wallpaper"), "picture"),
    Action("tag", marking.tag, ("Ctrl+T",), "anywhere", N_("Tags…"), "picture"),
    Action("turn_right", lambda w: w.viewer.turn(1), ("R",), "viewer", N_("Turn right"), "picture"),
    Action("turn_left", lambda w: w.viewer.turn(-1), ("Shift+R",), "viewer", N_("Turn left"), "picture"),
    Action("refetch", again.refetch, ("F5", "Ctrl+R"), "anywhere", N_("Fetch again"), "picture"),
    Action("trust", _trust, (), "anywhere", N_("Believe this host all the same…"), "tools"),
    Action("page", deeds.open_page, ("O",), "anywhere", N_("Open the picture's page"), "picture"),
    Action("pause", lambda w: w.front.pause(), ("P",), "viewer", N_("Pause or go on"), "picture"),
    Action("next_page", partial(_page_of_picture, 1), ("Ctrl+PgDn",), "viewer", N_("Next page"), "picture"),
    Action("previous_page", partial(_page_of_picture, -1), ("Ctrl+PgUp",), "viewer", N_("Previous page"), "picture"),
    Action(
        "step_frame", lambda w: w.viewer.animation.step(), (".",), "viewer", N_("Next frame of an animation"), "picture"
    ),
    Action(
        "activity",
        lambda w: w.frame.toggle_activity(),
        ("Ctrl+J",),
        "anywhere",
        N_("Activity"),
        "tools",
        lambda w: w.frame.activity is not None,
    ),
    Action("palette", _palette, ("Ctrl+Shift+P",), "anywhere", N_("Commands…"), "tools"),
    Action("discover", _discover, ("Ctrl+D",), "anywhere", N_("Discover sources…"), "file"),
    Action("settings", _settings, ("Ctrl+,",), "anywhere", N_("Settings…"), "tools"),
    Action("help", _help, ("F1", "?"), "anywhere", N_("Keys…"), "tools"),
    Action("toggle_offline", again.toggle_offline, (), "anywhere", N_("Work offline"), "tools", lambda w: w.offline),
    Action("show_menu", lambda w: w.show_menu(), ("F10",), "anywhere", N_("Menu"), ""),
    *_sorts(),
    *_ratings(),
    *_moves(),
)
