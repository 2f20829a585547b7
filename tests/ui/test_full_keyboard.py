"""Everything can be reached by Tab in the order in which it stands, and what has the focus is seen."""

import tkinter as tk
from pathlib import Path
from tkinter import ttk

import pytest

from window_screen import Open, Screen


def stops(first: tk.Misc, within: tk.Misc) -> list[tk.Misc]:
    """Where Tab goes from `first` on, as long as it stays within a frame."""
    found = [first]
    while (following := found[-1].tk_focusNext()) is not None and following not in found:
        if not str(following).startswith(str(within)):
            break
        found.append(following)
    return found


def from_left_to_right(widgets: list[tk.Misc]) -> bool:
    places = [one.winfo_rootx() for one in widgets]
    return places == sorted(places)


def bar(screen: Screen, name: str) -> tk.Misc:
    """The top bar, the viewer's bar, or the head of the activity."""
    window = screen.window
    if name == "viewer":
        window.front.open_at(0)
        screen.shown()
        return window.frame.viewer_bar
    if name == "activity":
        window.act("activity")
        window.root.update()
        assert window.frame.activity is not None
        return window.frame.activity
    return window.frame.topbar


@pytest.mark.parametrize("name,least", [("top", 6), ("viewer", 4), ("activity", 4)])
def test_tab_goes_along_a_bar_from_left_to_right(open_window: Open, folder: Path, name: str, least: int) -> None:
    screen = open_window(str(folder))
    screen.filled()
    within = bar(screen, name)
    before = within
    while (inner := before.tk_focusNext()) is not None and not str(inner).startswith(f"{within}."):
        before = inner
    assert inner is not None
    reached = [one for one in stops(inner, within) if not isinstance(one, tk.Canvas)]
    assert len(reached) >= least
    assert from_left_to_right(reached), [str(one) for one in reached]


def test_a_sidebar_that_is_entered_by_key_shows_where_one_is(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    sidebar = screen.window.frame.sidebar
    assert sidebar.focused == ""
    sidebar.canvas.focus_force()
    screen.until(lambda: sidebar.focused == "library:all")


def test_lists_that_fall_down_have_the_windows_colours(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), theme="dark")
    root, look = screen.window.root, screen.window.theme.palette
    box = ttk.Combobox(root, values=["a", "b"])
    box.pack()
    fallen = root.tk.call("ttk::combobox::PopdownWindow", box)
    colours = [root.tk.call(f"{fallen}.f.l", "cget", f"-{name}") for name in ("background", "foreground")]
    assert colours == [look.raised, look.text]


def test_tks_own_dialogs_speak_the_persons_language(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), language="es")
    root = screen.window.root
    if root.tk.call("tk", "windowingsystem") != "x11":
        pytest.skip("Windows and macOS have dialogs of their own")

    def said() -> object:
        return root.tk.eval("namespace eval ::tk {::msgcat::mc &Cancel}")

    screen.until(lambda: said() == "&Cancelar")
    assert root.tk.eval("namespace eval ::tk {::msgcat::mc {Show &Hidden Files and Directories}}") == (
        "Mostrar archivos ocultos"
    )
    assert root.tk.getint(root.tk.eval("set ::tk::dialog::file::showHiddenVar")) == 0
