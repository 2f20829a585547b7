"""The page of the settings on which keys are changed: choose an action, press the key.

Owns the list, the pressing and what is said of a key that is taken. Refuses to decide what a key does: the table of
actions does, from the settings.
"""

import tkinter as tk
from collections.abc import Mapping, Sequence
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Final

from vitrina.language import N_
from vitrina.ui import keys as key_names
from vitrina.ui.commands import GROUPS, Action, Table

if TYPE_CHECKING:
    from vitrina.ui.window import Window

MODIFIERS: Final = (
    "Shift",
    "Control",
    "Alt",
    "Meta",
    "Super",
    "Hyper",
    "ISO_Level",
    "Caps",
    "Num",
    "Mode",
    "Option",
    "Command",
)


def rivals(table: Table, action: Action, key: str) -> list[Action]:
    """Give the actions that have this key where `action` works."""
    return [
        one for one in table.actions
        if one.name != action.name and key in table.keys(one.name) and set(one.places) & set(action.places)
    ]  # fmt: skip


def given(own: Mapping[str, Sequence[str]], table: Table, action: Action, keys: Sequence[str]) -> dict[str, list[str]]:
    """Give the person's keys when `action` gets these, and whoever had them loses them; what is ours is not named."""
    changed = {name: list(some) for name, some in own.items()}
    changed[action.name] = list(keys)
    for key in keys:
        for rival in rivals(table, action, key):
            changed[rival.name] = [one for one in changed.get(rival.name, table.keys(rival.name)) if one != key]
    ours = {one.name: list(one.keys) for one in table.actions}
    return {name: some for name, some in changed.items() if some != ours.get(name)}


def fill(window: "Window", sheet: ttk.Frame) -> tk.Misc | None:
    """Put the list on the page; gives what gets the focus."""
    return _Page(window, sheet).list


class _Page:
    def __init__(self, window: "Window", sheet: ttk.Frame) -> None:
        self._window = window
        theme, text = window.theme, window.text
        self._pressing: Action | None = None
        self._adding = False
        self._wanted = ""
        foot = ttk.Frame(sheet)
        foot.pack(side="bottom", fill="x", pady=(theme.unit(), 0))
        self._said = ttk.Label(foot, style="Small.TLabel", wraplength=theme.px(620), anchor="w")
        self._said.pack(side="left")
        buttons = ttk.Frame(sheet)
        buttons.pack(side="bottom", fill="x", pady=(theme.unit(), 0))
        self.buttons: dict[str, ttk.Button] = {}
        for name, label, command in (
            ("change", N_("Change…"), lambda: self._press(adding=False)),
            ("add", N_("Add a key…"), lambda: self._press(adding=True)),
            ("none", N_("No key"), lambda: self._give(())),
            ("ours", N_("As it was"), self._reset),
            ("all", N_("All as they were"), self._reset_all),
            ("take", N_("Take it from there"), self._take),
        ):
            row = foot if name == "take" else buttons
            self.buttons[name] = ttk.Button(row, text=text(label), style="Small.TButton", command=command)
            if name != "take":
                self.buttons[name].pack(side="left", padx=(0, theme.unit(0.5)))
        self.list = ttk.Treeview(sheet, columns=("keys",), show="tree", selectmode="browse")
        self.list.column("#0", width=theme.px(330))
        self.list.column("keys", width=theme.px(260))
        bar = ttk.Scrollbar(sheet, orient="vertical", command=self.list.yview, takefocus=0)
        self.list.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.list.pack(side="left", fill="both", expand=True)
        for frame in (buttons, foot):
            frame.lift()  # behind the list for Tab, too
        for group, title in GROUPS.items():
            rows = [one for one in window.table.actions if one.group == group]
            if rows:
                self.list.insert("", "end", f"group:{group}", text=text(title), open=True, tags=("group",))
                for one in rows:
                    self.list.insert(f"group:{group}", "end", one.name, text=text(one.label))
        self.list.tag_configure("group", font="VitrinaStrong")
        self._show_keys()
        first = next(one.name for one in window.table.actions if one.group in GROUPS)
        self.list.selection_set(first)
        self.list.focus(first)
        self.list.bind("<Return>", lambda _: self._press(adding=False))
        self.list.bind("<Double-Button-1>", lambda _: self._press(adding=False))
        self.list.bind("<Delete>", lambda _: self._give(()))
        self.list.bind("<KeyPress>", self._pressed)
        self._say(text(N_("Choose an action, press Enter, and then the key that it is to have.")))

    def _say(self, said: str, *, alarm: bool = False) -> None:
        look = self._window.theme.palette
        self._said.configure(text=said, foreground=look.danger if alarm else look.muted)

    def _show_keys(self) -> None:
        language = self._window.language
        for one in self._window.table.actions:
            if self.list.exists(one.name):
                keys = ",  ".join(key_names.shown(key, language) for key in self._window.table.keys(one.name))
                self.list.set(one.name, "keys", keys)

    def _chosen(self) -> Action | None:
        chosen = self.list.selection()
        return None if not chosen or chosen[0].startswith("group:") else self._window.table.named(chosen[0])

    def _press(self, *, adding: bool) -> str:
        """Wait for a key."""
        action = self._chosen()
        if action is not None:
            self._pressing, self._adding = action, adding
            self.buttons["take"].pack_forget()
            self.list.focus_set()
            self._say(
                self._window.text(
                    N_("Press the new key for “{action}”; Esc leaves it as it is."),
                    action=self._window.text(action.label),
                )
            )
        return "break"

    def _pressed(self, event: "tk.Event[Any]") -> str | None:
        if self._pressing is None:
            return None
        if event.keysym.startswith(MODIFIERS):
            return "break"
        chord = key_names.chord(event.keysym, int(event.state))
        action, self._pressing = self._pressing, None
        if chord == "Esc" and action.name != "back":
            self._say("")
            return "break"
        table = self._window.table
        others = rivals(table, action, chord)
        if others:
            self._wanted = chord
            self._say(
                self._window.text(
                    N_("{key} does “{other}” already."), key=key_names.shown(chord, self._window.language),
                    other=self._window.text(others[0].label),
                ),
                alarm=True,
            )  # fmt: skip
            self.buttons["take"].pack(side="left", padx=self._window.theme.unit())
            self.buttons["take"].focus_set()
        else:
            self._give_one(chord)
        return "break"

    def _take(self) -> None:
        self._give_one(self._wanted)

    def _give_one(self, chord: str) -> None:
        action = self._chosen()
        if action is not None:
            before = self._window.table.keys(action.name) if self._adding else ()
            self._give((*[one for one in before if one != chord], chord))

    def _give(self, keys: Sequence[str]) -> None:
        action = self._chosen()
        if action is not None:
            self._have(given(self._window.settings.keys, self._window.table, action, keys))

    def _reset(self) -> None:
        action = self._chosen()
        if action is not None:
            self._have(given(self._window.settings.keys, self._window.table, action, action.keys))

    def _reset_all(self) -> None:
        self._have({})

    def _have(self, own: Mapping[str, list[str]]) -> None:
        window = self._window
        window.save_settings(keys=dict(own))
        window.table = Table(own, window.table.actions)
        self.buttons["take"].pack_forget()
        self.list.focus_set()
        self._show_keys()
        self._say(window.text(N_("Written down; it is in force at once.")))
