"""Sheets by keyboard and mouse: Tab stays on them, every one of them, and a click beside closes."""

import gc
import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tkinter import ttk

from vitrina.ui import discover, help_page, palette, preferences
from vitrina.ui.window import Window
from window_screen import Open

SHEETS: dict[str, Callable[[Window], None]] = {
    "help": help_page.show,
    "palette": palette.show,
    "discover": discover.show,
    **{page: partial(preferences.show, page=page) for page, _, _ in preferences.PAGES},
}


def test_tab_goes_round_on_every_sheet_and_nowhere_else(open_window: Open) -> None:
    screen = open_window(offline=True)
    window = screen.window
    screen.until(lambda: window.library is not None and window.bridge.busy == 0)
    for name, show in SHEETS.items():
        show(window)
        first = screen.focused()
        seen: set[str] = set()
        for _ in range(120):
            screen.press("<Tab>")
            focused = window.root.focus_get()
            assert window.sheet.holds(focused), f"{name}: {focused} is not on the sheet"
            seen.add(str(focused))
            if focused is first:
                break
        assert str(first) in seen, f"{name}: Tab comes back to where it began"
        if len(seen) > 1:
            screen.press("<Shift-Tab>")
            assert window.root.focus_get() is not first
            assert window.sheet.holds(window.root.focus_get())


def test_a_click_beside_a_sheet_closes_it_and_one_on_it_does_not(open_window: Open) -> None:
    screen = open_window(offline=True)
    window = screen.window
    help_page.show(window)
    (text,) = [one for one in below(window.root) if isinstance(one, tk.Text) and window.sheet.holds(one)]
    screen.click(text, 20, 20)
    assert window.sheet.open
    screen.click(window.frame.sidebar.canvas, 30, 400)
    assert not window.sheet.open


def test_what_was_shown_once_leaves_no_command_and_no_widget_behind(open_window: Open) -> None:
    screen = open_window(offline=True)
    window = screen.window
    screen.until(lambda: window.library is not None and window.bridge.busy == 0)

    def left() -> tuple[int, int]:
        window.sheet.close()
        screen.until(lambda: window.bridge.busy == 0)
        gc.collect()
        commands = window.root.tk.splitlist(window.root.tk.call("info", "commands"))
        timers = window.root.tk.splitlist(window.root.tk.call("after", "info"))
        return len(commands) - len(timers), sum(isinstance(one, tk.Misc) for one in gc.get_objects())

    others = {"another look": lambda window: window.frame.rebuild(), "activity": twice(lambda w: w.act("activity"))}
    for name, show in (SHEETS | others).items():
        show(window)
        before = left()
        for _ in range(3):
            show(window)
            window.sheet.close()
        assert all(now <= then for now, then in zip(left(), before, strict=True)), name


def twice(deed: Callable[[Window], None]) -> Callable[[Window], None]:
    def both(window: Window) -> None:
        deed(window)
        deed(window)

    return both


def below(widget: tk.Misc) -> list[tk.Misc]:
    return [one for child in widget.winfo_children() for one in (child, *below(child))]


def test_a_scroll_bar_is_seen_where_there_is_something_to_scroll(open_window: Open) -> None:
    screen = open_window(offline=True, size="1180x900+20+20")
    window = screen.window

    def bars() -> list[tk.Misc]:
        return [one for one in below(window.root) if isinstance(one, ttk.Scrollbar) and window.sheet.holds(one)]

    preferences.show(window, "downloads")
    screen.until(lambda: [bar.winfo_ismapped() for bar in bars()] == [0])
    help_page.show(window)
    screen.until(lambda: [bar.winfo_ismapped() for bar in bars()] == [1])


def test_keys_go_to_a_sheet_from_the_moment_it_is_opened(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    screen.focused()
    window.act("palette")
    assert window.sheet.holds(window.root.focus_get()), "what is typed at once goes to what lies below"
    window.frame.topbar.search.focus_set()
    screen.press("<<NextWindow>>")
    assert window.sheet.holds(screen.focused())
