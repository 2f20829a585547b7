"""What the person says of a picture stands, however slowly the library writes and answers."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from vitrina.ui.arrangement import Said
from vitrina.ui.wanted.library import LibraryLike
from window_screen import Open, Screen


@pytest.fixture
def screen(open_window: Open, folder: Path) -> Screen:
    opened = open_window(str(folder))
    opened.filled()
    opened.until(lambda: opened.window.bridge.busy == 0)
    return opened


def said_from_now_on(screen: Screen) -> list[Said]:
    """Everything that the screen shows of what was said, in order."""
    session, seen = screen.window.session, list[Said]()
    show = session._hearers.marked

    def marked() -> None:
        seen.append(session.said)
        show()

    session._hearers.marked = marked
    return seen


def test_what_was_said_last_is_written_last_however_long_the_first_took(screen: Screen) -> None:
    window = screen.window
    pictures = [window.shown[0]]

    async def slowly(library: LibraryLike) -> None:
        await asyncio.sleep(0.2)
        await library.notes.rate(pictures, 4)

    window.session.marks.write("rating", slowly)
    window.session.marks.write("rating", lambda library: library.notes.rate(pictures, 2))
    screen.until(lambda: window.bridge.busy == 0)
    assert list(window.session.said.ratings.values()) == [2]


def test_an_answer_from_before_a_rating_does_not_take_it_from_the_screen(screen: Screen) -> None:
    seen = said_from_now_on(screen)
    screen.click_tile(3)
    screen.window.session.marks.refresh()
    screen.press("<Alt-Key-4>")
    screen.until(lambda: screen.window.bridge.busy == 0)
    assert len(seen) > 1
    assert [list(said.ratings.values()) for said in seen] == [[4]] * len(seen)


def test_what_the_library_could_not_write_goes_from_the_screen(screen: Screen) -> None:
    window = screen.window
    assert window.library is not None
    window.bridge.wait(lambda: window.library.notes.rate([window.shown[1]], 3), 5)  # type: ignore[union-attr]

    async def fails(_: LibraryLike) -> None:
        raise OSError("no")

    window.session.marks.write("rating", fails)
    screen.until(lambda: window.bridge.busy == 0)
    assert list(window.session.said.ratings.values()) == [3]
    assert isinstance(screen.faults.pop(), OSError)


def test_what_is_said_just_before_the_window_is_closed_is_written(open_window: Open, folder: Path) -> None:
    screen = open_window(str(folder))
    screen.filled()
    window = screen.window
    window.grid.selection.all(len(window.shown))
    for stars in (1, 2, 3, 4, 5):
        window.act(f"rate_{stars}")
    window.act("favourite")
    library: Any = window.library
    window.quit()
    marks = window.bridge.wait(library.marks, 10)
    assert set(marks.said.ratings.values()) == {5}
    assert len(marks.said.ratings) == len(marks.favourites) == len(window.shown)
