"""The sheet of sources to discover, in the real window; nothing is asked of the network here."""

from tkinter import ttk

import pytest

from vitrina.sources.presets import PRESETS, searching
from vitrina.ui import discover
from window_screen import Open, Screen


def buttons(screen: Screen, label: str) -> list[ttk.Button]:
    def below(widget: object) -> list[ttk.Button]:
        children = widget.winfo_children()  # type: ignore[attr-defined]
        own = [one for one in children if isinstance(one, ttk.Button) and str(one.cget("text")) == label]
        return own + [found for child in children for found in below(child)]

    return below(screen.window.root)


@pytest.fixture
def screen(open_window: Open) -> Screen:
    opened = open_window(offline=True)
    opened.press("<Control-d>")
    opened.until(lambda: opened.window.sheet.open)
    return opened


def test_every_preset_can_be_opened_and_those_that_can_be_searched_too(screen: Screen) -> None:
    assert len(buttons(screen, "Open")) == len(PRESETS)
    assert len(buttons(screen, "Search")) == sum(preset.search is not None for preset in PRESETS)


def test_open_closes_the_sheet_and_reads_the_preset(screen: Screen) -> None:
    buttons(screen, "Open")[0].invoke()
    assert not screen.window.sheet.open
    assert screen.window.session.locators == (PRESETS[0].locator,)


def test_add_makes_a_gallery_of_it_and_says_so(screen: Screen) -> None:
    window = screen.window
    screen.until(lambda: window.library is not None)
    buttons(screen, "Add")[2].invoke()
    screen.until(lambda: [one.name for one in window.listing.galleries] == [PRESETS[2].name])
    assert window.listing.galleries[0].locators == (PRESETS[2].locator,)
    assert len(buttons(screen, "Added")) == 1
    screen.press("<Escape>", "<Control-d>")
    assert len(buttons(screen, "Added")) == 1
    assert len(buttons(screen, "Add")) == len(PRESETS) - 1


def test_search_asks_the_source_for_the_words_typed(screen: Screen) -> None:
    search = buttons(screen, "Search")[0]
    search.invoke()
    assert screen.window.sheet.open
    field = screen.window.root.focus_get()
    field.insert(0, "  yellow sunflowers ")  # type: ignore[union-attr]
    search.invoke()
    wanted = searching(PRESETS[0], "yellow sunflowers")
    assert wanted is not None
    assert "yellow%20sunflowers" in wanted
    assert screen.window.session.locators == (wanted,)


def test_the_sidebar_leads_to_it(open_window: Open) -> None:
    opened = open_window(offline=True)
    opened.window.listing.choose("more")
    assert opened.window.sheet.name == "discover"


def test_the_first_page_leads_to_it(open_window: Open) -> None:
    opened = open_window(offline=True)
    welcome = opened.window.front.welcome
    assert welcome is not None
    welcome.more.invoke()
    assert opened.window.sheet.name == "discover"


def test_what_is_shown_outside_is_among_the_presets() -> None:
    assert {one.locator for one in discover.discoveries()[1:]} <= {preset.locator for preset in PRESETS}
