"""The page in the middle of an empty grid."""

from pathlib import Path
from tkinter import ttk

from vitrina.ui.sifting import FOUND
from window_screen import Open, Screen


def button(screen: Screen) -> ttk.Button:
    """The one thing that the page offers to do."""
    pages = [
        page
        for page in screen.window.frame.content.winfo_children()
        if isinstance(page, ttk.Frame) and [one for one in page.winfo_children() if isinstance(one, ttk.Button)]
    ]
    return next(one for page in pages for one in page.winfo_children() if isinstance(one, ttk.Button))


def test_what_cannot_be_read_says_why_and_is_tried_again(open_window: Open, tmp_path: Path, folder: Path) -> None:
    wanted = tmp_path / "soon"
    screen = open_window(str(wanted))
    nothing = screen.window.front.nothing
    screen.until(lambda: "neither an address nor a file" in nothing.sentence)
    wanted.symlink_to(folder)
    button(screen).invoke()
    screen.until(lambda: len(screen.window.shown) == 30)
    assert nothing.sentence == ""


def test_an_empty_row_of_the_library_says_how_it_is_filled(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    window.session.open_own("library:favourites")
    screen.until(lambda: "Press B" in window.front.nothing.sentence)
    window.session.open_found(FOUND, "no such word")
    screen.until(lambda: window.front.nothing.sentence == "Nothing in the library is like that.")
    window.open([str(folder)])
    screen.filled()
    assert window.front.nothing.sentence == ""


def test_a_search_without_result_leads_to_the_whole_library(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window, search = screen.window, screen.window.frame.topbar.search
    search.text.set("no such word")
    screen.until(lambda: window.front.nothing.sentence)
    search.text.set("004")
    screen.until(lambda: len(window.shown) == 1)
    assert window.front.nothing.sentence == ""
    search.text.set("no such word")
    screen.until(lambda: window.front.nothing.sentence)
    button(screen).invoke()
    screen.until(lambda: window.session.name == FOUND)


def test_another_look_keeps_what_is_said(open_window: Open, tmp_path: Path) -> None:
    screen = open_window(str(tmp_path / "nowhere"))
    window = screen.window
    screen.until(lambda: window.front.nothing.sentence)
    said = window.front.nothing.sentence
    window.save_settings(theme="dark")
    window.frame.rebuild()
    assert window.front.nothing.sentence == said
    assert button(screen).winfo_exists()
