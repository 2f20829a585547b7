"""Menus made from the table of actions, when they are opened.

Owns their shape. Refuses to list an action that does not work where the menu is opened.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from vitrina.ui import keys as key_names
from vitrina.ui.commands import GROUPS

if TYPE_CHECKING:
    from vitrina.ui.window import Window

NAME: Final = "menu"


def build(
    window: "Window",
    groups: Sequence[str],
    *,
    flat: Sequence[str] = (),
    act: Callable[[str], None] | None = None,
) -> tk.Menu:
    """Make a menu: those `flat` one below the other with a line between, then each group in a menu of its own.

    `act` hears the name of the action instead of the window.
    """
    menu = tk.Menu(window.root, tearoff=False, name=NAME)  # in place of the one before, which would stay otherwise
    for group in (*flat, *groups):
        actions = window.table.group(group, window.front.where)
        part = menu if group in flat else tk.Menu(menu, tearoff=False)
        if part is menu and actions and menu.index("end") is not None:
            menu.add_separator()
        for action in actions:
            keys = window.table.keys(action.name)
            _add(
                part,
                None if action.on is None else action.on(window),
                label=window.text(action.label),
                accelerator=key_names.shown(keys[0], window.language) if keys else "",
                command=partial(act or window.act, action.name),
            )
        if part is not menu and actions:
            menu.add_cascade(label=window.text(GROUPS[group]), menu=part)
    return menu


def _add(menu: tk.Menu, on: "bool | None", *, label: str, accelerator: str, command: Callable[[], object]) -> None:
    """Add an entry, with room for a tick where it is a switch."""
    if on is None:
        menu.add_command(label=label, accelerator=accelerator, command=command)
        return
    ticked = tk.BooleanVar(menu, value=on)
    menu.add_checkbutton(label=label, accelerator=accelerator, command=command, variable=ticked)
    menu.ticks = [*getattr(menu, "ticks", ()), ticked]  # type: ignore[attr-defined] # Tk forgets what nobody holds


def popup(
    window: "Window",
    x: int,
    y: int,
    groups: Sequence[str],
    *,
    flat: Sequence[str] = (),
    right: bool = False,
    act: Callable[[str], None] | None = None,
) -> None:
    """Open a menu at a place of the screen; `right`: its right edge is there."""
    menu = build(window, groups, flat=flat, act=act)
    if right:
        menu.update_idletasks()  # its width is known only then
        x -= menu.winfo_reqwidth()
    menu.tk_popup(x, y)
