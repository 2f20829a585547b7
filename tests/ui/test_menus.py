"""Menus, made from the table of actions."""

from pathlib import Path

import pytest

from vitrina.ui.commands import GROUPS
from vitrina.ui.menus import build
from window_screen import Open


def labels(menu: object) -> list[str]:
    """Read the words of a menu's entries, those of its parts too."""
    import tkinter as tk

    assert isinstance(menu, tk.Menu)
    found = []
    last = menu.index("end")
    for at in range(0 if last is None else last + 1):
        kind = menu.type(at)
        if kind == "cascade":
            found += labels(menu.nametowidget(menu.entrycget(at, "menu")))
        elif kind in ("command", "checkbutton"):
            found.append(str(menu.entrycget(at, "label")))
    return found


@pytest.mark.parametrize("where", ["grid", "viewer"])
def test_the_menu_has_every_action_that_works_here_and_no_other(open_window: Open, folder: Path, where: str) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    if where == "viewer":
        window.front.open_at(0)
        screen.shown()
    groups = [group for group in GROUPS if group != "moves"]
    found = labels(build(window, groups))
    expected = [window.text(one.label) for group in groups for one in window.table.group(group, window.front.where)]
    assert found == expected
    assert ("Turn right" in found) == (where == "viewer")


def test_what_is_on_bears_a_tick(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window

    def ticked() -> list[str]:
        menu = build(window, (), flat=["sort"])
        last = menu.index("end")
        assert last is not None
        switches = [at for at in range(last + 1) if menu.type(at) == "checkbutton"]
        marks = [at for at in switches if window.root.getvar(str(menu.entrycget(at, "variable")))]
        return [str(menu.entrycget(at, "label")) for at in marks]

    assert ticked() == ["Sort as the source does"]
    window.act("sort_title")
    window.act("sort_turn")
    assert ticked() == ["Sort by title", "The other way round"]


def test_an_entry_does_its_action(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    menu = build(screen.window, (), flat=["edit"])
    at = labels(menu).index("Select all")
    menu.invoke(at)
    assert len(screen.window.grid.selection.chosen) == 30


def test_the_title_names_what_is_open(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    assert screen.window.root.title() == f"{folder.name} - Vitrina"


def test_no_menu_stays_behind_when_the_next_one_is_made(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    for _ in range(3):
        build(screen.window, ["file"])
    assert [child.winfo_class() for child in screen.window.root.winfo_children()].count("Menu") == 1
