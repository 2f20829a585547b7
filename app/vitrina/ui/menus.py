"""Menus made from the table of actions, when they are opened.

Owns their shape. Refuses to list an action that does not work where the menu is opened.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from vitrina.ui import keys as key_names
from vitrina.ui.commands import GROUPS

if TYPE_CHECKING:
    from vitrina.ui.window import Window

NAME: Final = "menu"
_MARGIN: Final = "  "
"""Between a key and the edge; Tk leaves none."""


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
    menu = _empty(window, window.root, name=NAME)  # in place of the one before, which would stay otherwise
    look = _look(window, menu)
    for group in (*flat, *groups):
        actions = window.table.group(group, window.front.where)
        part = menu if group in flat else _empty(window, menu)
        if part is menu and actions and menu.index("end") is not None:
            menu.add_separator(background=window.theme.palette.raised)
        for action in actions:
            keys = window.table.keys(action.name)
            _add(
                part,
                None if action.on is None else action.on(window),
                label=window.text(action.label),
                accelerator=key_names.shown(keys[0], window.language) + _MARGIN if keys else "",
                command=partial(act or window.act, action.name),
                **look,
            )
        if part is not menu and actions:
            menu.add_cascade(label=window.text(GROUPS[group]), menu=part, **look)
    return menu


def _look(window: "Window", menu: tk.Menu) -> dict[str, Any]:
    """Give every entry its ground, and on X11 its height: an image that is not seen.

    The one padding that Tk has for entries is as thick a bevel around the one that is chosen.
    """
    look: dict[str, Any] = {"background": window.theme.palette.raised}
    if window.root.tk.call("tk", "windowingsystem") == "x11":
        theme = window.theme
        room = tk.PhotoImage(master=menu, width=theme.px(6), height=theme.line_height + theme.unit())
        menu.room = room  # type: ignore[attr-defined] # Tk forgets what nobody holds
        look |= {"image": room, "compound": "left"}
    return look


def _empty(window: "Window", parent: tk.Misc, name: str | None = None) -> tk.Menu:
    """Make a menu of which nothing but the edge is seen: its entries bring a ground of their own."""
    more = {"name": name} if name else {}
    return tk.Menu(parent, tearoff=False, background=window.theme.palette.edge, **more)  # type: ignore[arg-type]


def _add(menu: tk.Menu, on: "bool | None", **entry: Any) -> None:  # noqa: ANN401 - the options of an entry
    """Add an entry, with room for a tick where it is a switch."""
    if on is None:
        menu.add_command(**entry)
        return
    ticked = tk.BooleanVar(menu, value=on)
    menu.add_checkbutton(**entry, variable=ticked)
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
