"""The report of a crash, as the next start offers it; and what another start hands over."""

import asyncio
import tkinter as tk
from pathlib import Path

from vitrina import paths
from vitrina.crashes import Crashes
from vitrina.ui import handed
from vitrina.ui.handed import Handed
from vitrina.ui.session import How
from window_screen import Open


def below(widget: tk.Misc) -> list[tk.Misc]:
    """Give everything on a widget."""
    return [one for child in widget.winfo_children() for one in (child, *below(child))]


def test_the_next_start_offers_the_report_once_and_shows_it(open_window: Open, tmp_path: Path) -> None:
    where = paths.below(tmp_path / "profile")
    Crashes(where.crash_folder)._write("RuntimeError: the sky fell\n")
    screen = open_window()
    window = screen.window
    screen.until(lambda: window.toast.text)
    assert "the last time" in window.toast.text
    (button,) = [one for one in below(window.root) if isinstance(one, tk.Button)]
    button.invoke()
    assert window.sheet.name == "crash"
    (text,) = [one for one in below(window.root) if isinstance(one, tk.Text)]
    assert "the sky fell" in text.get("1.0", "end")
    screen.focused().event_generate("<space>")
    assert "the sky fell" in window.root.clipboard_get()
    window.quit()
    again = open_window()
    again.until(lambda: again.window.library is not None)
    assert again.window.toast.text == ""


def test_what_another_start_hands_over_is_opened_in_the_window_that_is_there(open_window: Open, folder: Path) -> None:
    screen = open_window()
    window = screen.window
    taken = asyncio.Event()
    handed.take(window, [Handed((str(folder),), How(limit=5), taken.set)])
    screen.until(lambda: len(window.shown) == 5)
    screen.until(taken.is_set)
