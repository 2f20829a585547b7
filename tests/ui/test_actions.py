"""Every key of the table of actions, pressed in the real window, in the grid and in the viewer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from screen import process_events
from vitrina.ui import keys
from vitrina.ui.actions import ACTIONS
from vitrina.ui.commands import Action, Where
from vitrina.ui.compare import Compared
from window_screen import Open, Screen

ROWS = [
    pytest.param(action, where, id=f"{action.name}-{where}")
    for action in ACTIONS
    for where in (("grid", "viewer") if action.where == "anywhere" else action.places)
    if action.keys
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer every dialog of the system with a cancel, and the web browser with nothing; tell that it was asked."""
    import webbrowser
    from tkinter import filedialog

    names: list[str] = []

    def answer(name: str) -> Callable[..., str]:
        def ask(*_: object, **__: object) -> str:
            names.append(name)
            return ""

        return ask

    for name in ("askopenfilenames", "askdirectory", "asksaveasfilename"):
        monkeypatch.setattr(filedialog, name, answer(name))
    monkeypatch.setattr(webbrowser, "open", answer("browser"))
    return names


def test_every_key_of_the_table_does_what_it_stands_for(
    open_window: Open, folder: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One window for all, as opening one takes a second; each key is pressed where it works."""
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    done: list[str] = []
    monkeypatch.setattr(window, "quit", lambda: done.append("quit"))
    window.root.clipboard_clear()
    window.root.clipboard_append(str(folder))
    for param in ROWS:
        action, where = param.values
        assert isinstance(action, Action)
        for key in action.keys:
            prepare(screen, where)  # type: ignore[arg-type]
            heard = hear(screen, action)
            screen.focused().event_generate(keys.tk_sequence(key))
            process_events(window.root)
            assert heard == [action.name], f"{key} in the {where} should do {action.name}, not {heard}"
            if window.root.tk.call("grab", "current"):
                window.root.tk.call("grab", "release", window.root.tk.call("grab", "current"))
                window.root.event_generate("<Escape>")
            window.sheet.close()
            assert not screen.faults, (key, where, screen.faults)
    assert done == ["quit"] * 2
    assert {"askopenfilenames", "asksaveasfilename", "askdirectory"} <= set(asked)


def prepare(screen: Screen, where: Where) -> None:
    """Be in the grid or in the viewer, on a picture in the middle, with nothing in front."""
    window = screen.window
    window.sheet.close()
    if window.front.fullscreen:
        window.front.slideshow.stop()
        window.front.toggle_fullscreen()
    if len(window.shown) < 30:
        window.open(window.start.locators)
        screen.filled()
    window.front.show_grid()
    window.grid.canvas.focus_set()
    window.grid.focus_on(7)
    if where == "viewer":
        window.front.open_at(7)
        screen.shown()
    elif where == "comparison":
        window.front.show_comparison([Compared(window.shown[place], "") for place in (7, 8)])
    elif where == "sidebar":
        window.frame.sidebar.canvas.focus_set()
    process_events(window.root)


def hear(screen: Screen, action: Action) -> list[str]:
    """Note which action is done next, and let it be done."""
    from dataclasses import replace

    from vitrina.ui.commands import Table

    heard: list[str] = []

    def noted(one: Action) -> Action:
        def do(window: object) -> object:
            heard.append(one.name)
            return one.function(window)  # type: ignore[arg-type]

        return replace(one, function=do)

    del action
    screen.window.table = Table({}, [noted(one) for one in ACTIONS])
    return heard
