"""The settings as a person changes them: pages, keys pressed, the storage moved while the window is open."""

import tkinter as tk
from functools import partial
from pathlib import Path
from tkinter import filedialog, ttk
from typing import Any

import pytest

from screen import process_events
from vitrina.language import Language
from vitrina.settings import Settings
from vitrina.store import Share
from vitrina.ui import preferences
from vitrina.ui.actions import ACTIONS
from vitrina.ui.commands import Table
from vitrina.ui.key_page import given, rivals
from vitrina.ui.storage_page import rows_of
from web import Web
from window_screen import Open, Screen


def below(widget: tk.Misc) -> list[tk.Misc]:
    return [one for child in widget.winfo_children() for one in (child, *below(child))]


def named(screen: Screen, kind: Any, text: str) -> Any:
    """Give the one widget of a kind that says this and is on the screen."""
    process_events(screen.window.root)
    (found,) = [
        one for one in below(screen.window.root)
        if isinstance(one, kind) and one.winfo_ismapped() and str(one.cget("text")) == text
    ]  # fmt: skip
    return found


def said(screen: Screen) -> str:
    """Give all labels on the sheet."""
    return "\n".join(str(one.cget("text")) for one in below(screen.window.root) if isinstance(one, ttk.Label))


def test_every_page_can_be_turned_to_by_keyboard(open_window: Open) -> None:
    screen = open_window()
    screen.until(lambda: screen.window.library is not None)
    screen.press("<Control-comma>")
    for _ in preferences.PAGES:
        (book,) = [one for one in below(screen.window.root) if isinstance(one, ttk.Notebook)]
        page = book.nametowidget(book.select())  # type: ignore[no-untyped-call]
        assert below(page), "a page is made when it is turned to"
        screen.press("<Right>")
    assert not screen.faults


def test_a_key_is_changed_by_pressing_it_and_a_taken_one_is_told(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    preferences.show(window, "keys")
    (tree,) = [one for one in below(window.root) if isinstance(one, ttk.Treeview)]
    screen.press("<Tab>")
    assert window.root.focus_get() is tree, "the list comes first"
    tree.selection_set("slideshow")
    screen.press("<Tab>", "<Return>", "<Control-F8>")
    assert window.table.keys("slideshow") == ("Ctrl+F8",)
    assert Settings.load(window.start.paths.settings_file).keys == {"slideshow": ["Ctrl+F8"]}
    screen.press("<Return>", "b")
    assert "Favourite" in said(screen)
    assert window.table.keys("slideshow") == ("Ctrl+F8",), "nothing is taken unasked"
    named(screen, ttk.Button, "Take it from there").invoke()
    assert window.table.keys("slideshow") == ("B",)
    assert window.table.keys("favourite") == ()
    screen.press("<Return>", "<Escape>")
    assert window.sheet.open, "Esc ends the waiting alone"
    named(screen, ttk.Button, "All as they were").invoke()
    assert window.table.keys("favourite") == ("B",)
    assert Settings.load(window.start.paths.settings_file).keys == {}


def test_keys_that_are_ours_are_not_written_down() -> None:
    table = Table({}, ACTIONS)
    favourite = table.named("favourite")
    assert [one.name for one in rivals(table, table.named("slideshow"), "B")] == ["favourite"]
    own = given({}, table, favourite, ["K"])
    assert own == {"favourite": ["K"], "keep": []}
    assert given(own, Table(own, ACTIONS), favourite, favourite.keys) == {"keep": []}


def test_the_chart_shows_the_largest_and_puts_the_rest_together() -> None:
    shares = [Share(f"g{number}", 1, number, 0) for number in range(1, 6)]
    rows = rows_of((*shares, Share("empty"), Share("", 2, 7, 1)), most=3)
    assert rows == [("g5", 0, 5), ("g4", 0, 4), ("g3", 0, 3), ("", 1, 10)]
    assert rows_of((Share(""),)) == []


def test_limits_and_data_saver_are_told_to_the_library_at_once(open_window: Open) -> None:
    screen = open_window()
    window = screen.window
    screen.until(lambda: window.library is not None)
    preferences.show(window, "downloads")
    library: Any = window.library
    (box, *_) = [one for one in below(window.root) if isinstance(one, ttk.Checkbutton)]
    box.invoke()
    screen.until(lambda: library.pixels.data_saver)
    assert window.settings.data_saver


def test_the_store_moves_and_everything_is_still_there(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filedialog, "askdirectory", lambda **_: str(tmp_path / "elsewhere"))
    with Web() as web:
        screen = open_window(web.url("/picture/[1-6].png"))
        window = screen.window
        screen.filled()
        screen.until(lambda: len(web.hits) == 6 and window.session.transfers.open == 0)
        before: Any = window.library
        old = window.start.paths.store_folder
        preferences.show(window, "storage")
        named(screen, ttk.Button, "Move…").invoke()
        screen.until(lambda: "is in" in said(screen), 20)
        library: Any = window.library
        assert library is not before
        assert not old.exists()
        assert Settings.load(window.start.paths.settings_file).store_folder == str(tmp_path / "elsewhere")
        asked = web.count()
        infos: list[Any] = []
        window.bridge.ask(library.info, infos.append)
        screen.until(lambda: infos)
        assert infos[0].pictures == 6
        screen.press("<Escape>")
        window.open([web.url("/picture/[1-6].png")])
        screen.filled()
        assert web.count() == asked, "they are shown from where the store is now"


def test_the_store_moves_while_much_is_asked_and_all_of_it_goes_on_there(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filedialog, "askdirectory", lambda **_: str(tmp_path / "elsewhere"))
    with Web() as web:
        few = [web.url(f"/picture/{number}.png?delay=0.1") for number in range(60)]
        locators = tmp_path / "list.txt"
        locators.write_text("\n".join([*few, *(web.url(f"/stall?at=10&case={number}") for number in range(200))]))
        screen = open_window(str(locators))
        window = screen.window
        screen.until(lambda: not window.session.reading and web.count() > 12)
        before: Any = window.library
        window.grid.selection.all(len(window.shown))
        window.act("refetch")
        window.act("rate_3")
        window.act("keep")
        window.bridge.ask(partial(before.export, window.shown.pictures[:50], tmp_path / "out"), lambda _: None,
                          window.session.hear)  # fmt: skip
        preferences.show(window, "storage")
        named(screen, ttk.Button, "Move…").invoke()
        screen.until(lambda: "is in" in said(screen), 30)
        library: Any = window.library
        assert library is not before
        screen.until(lambda: all(library.store.responses(one) for one in few), 30)
        marks: list[Any] = []
        window.bridge.ask(library.marks, marks.append)
        screen.until(lambda: marks)
        assert len(marks[0].said.ratings) == len(window.shown.pictures)
        assert not screen.faults


def test_clearing_asks_and_leaves_what_is_kept(open_window: Open) -> None:
    with Web() as web:
        screen = open_window(web.url("/picture/[1-4].png"))
        window = screen.window
        screen.filled()
        screen.until(lambda: window.session.transfers.done == 4)
        screen.click_tile(0)
        screen.press("k")
        library: Any = window.library
        screen.until(lambda: library.store.info().kept == 1 and window.bridge.busy == 0)
        preferences.show(window, "storage")
        named(screen, ttk.Button, "Clear…").invoke()
        assert library.store.info().pictures == 4, "nothing goes before it is said"
        named(screen, ttk.Button, "Remove").invoke()
        screen.until(lambda: "freed" in said(screen))
        assert library.store.info().pictures == 1
        named(screen, ttk.Button, "Check it").invoke()
        screen.until(lambda: "is sound" in said(screen))


def test_another_look_leaves_the_language_that_the_call_asked_for(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder), theme="light")
    window = screen.window
    window.language = Language.load("es")
    preferences._redraw(window, theme="dark")
    assert (window.theme.palette.name, window.language.code) == ("dark", "es")
    preferences._redraw(window, language="en")
    assert window.language.code == "en"
