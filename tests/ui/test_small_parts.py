"""Decisions of the screen that need no screen."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from vitrina.language import Language
from vitrina.model import Picture
from vitrina.ui.deeds import credit_line
from vitrina.ui.filmstrip import around
from vitrina.ui.icons import NAMES, drawn
from vitrina.ui.palette import matching
from vitrina.ui.root import placed
from vitrina.ui.statusbar import Report, words
from vitrina.ui.system_look import quick_guess
from vitrina.ui.taking import locators_in
from vitrina.ui.thumbnails import cover, edge_for
from vitrina.ui.wheel import deltas, notches


@pytest.mark.parametrize(
    "packed, expected",
    [(0x00000001, (0, 1)), (0x0000FFFF, (0, -1)), (0x00010000, (1, 0)), (0xFFFE0003, (-2, 3)), (-65533, (-1, 3))],
)
def test_touchpad_deltas_are_two_signed_numbers_in_one(packed: int, expected: tuple[int, int]) -> None:
    assert deltas(packed) == expected


@pytest.mark.parametrize("delta, expected", [(120, 1.0), (-240, -2.0), (30, 0.25), (1, 1.0), (-3, -3.0)])
def test_wheel_deltas_of_every_system_become_notches(delta: int, expected: float) -> None:
    assert notches(delta) == expected


@pytest.mark.parametrize(
    "text, found",
    [
        ("https://a/1.jpg", ["https://a/1.jpg"]),
        ("see https://a/1.jpg and\nhttp://b/2 <br>", ["https://a/1.jpg", "http://b/2"]),
        ("demo:12", ["demo:12"]),
        ("/home/me/list.txt\n\n", ["/home/me/list.txt"]),
        ("https://a/img[001-120].jpg", ["https://a/img[001-120].jpg"]),
        ("  ", []),
    ],
)
def test_a_pasted_text_gives_its_links_or_its_lines(text: str, found: list[str]) -> None:
    assert locators_in(text) == found


def test_a_credit_line_says_what_who_and_under_which_licence() -> None:
    picture = Picture("http://h/1.jpg", title="Ship", credit="Ana", licence="CC-BY-4.0", page="http://h/page")
    assert credit_line(picture) == "Ship, Ana, CC-BY-4.0, http://h/page"
    assert credit_line(Picture("http://h/1.jpg")) == "http://h/1.jpg"


@pytest.mark.parametrize(
    "index, count, room, expected",
    [(0, 100, 7, range(7)), (50, 100, 7, range(47, 54)), (99, 100, 7, range(93, 100)), (1, 3, 7, range(3))],
)
def test_the_filmstrip_keeps_the_picture_in_the_middle(index: int, count: int, room: int, expected: range) -> None:
    assert around(index, count, room) == expected


def test_the_palette_finds_every_typed_word_and_puts_beginnings_first() -> None:
    labels = ["Fit the width", "Actual size", "Sort by title", "Titles under tiles"]
    assert matching(labels, "title") == [3, 2]
    assert matching(labels, "ti so") == [2]
    assert matching(labels, "") == [0, 1, 2, 3]


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_has_ink_and_stays_within_its_edges(name: str) -> None:
    image = drawn(name, 24, "#000000").getchannel("A")
    box = image.getbbox()
    assert box is not None
    assert box[2] - box[0] >= 8


def test_a_cell_is_covered_whole_and_a_tiny_picture_is_centred() -> None:
    red = Image.new("RGB", (300, 200), (255, 0, 0))
    full = cover(red, 192, 192, (0, 0, 255))
    assert full.size == (192, 192)
    assert full.getcolors() == [(192 * 192, (255, 0, 0))]
    tiny = cover(Image.new("RGB", (10, 10), (255, 0, 0)), 192, 192, (0, 0, 255))
    assert sorted(tiny.getcolors() or []) == [(100, (255, 0, 0)), (192 * 192 - 100, (0, 0, 255))]


@given(st.tuples(*[st.integers(1, 1200)] * 2), st.tuples(*[st.integers(1, 500)] * 2))
@settings(max_examples=60, deadline=None)
def test_any_picture_covers_any_cell(size: tuple[int, int], cell: tuple[int, int]) -> None:
    assert cover(Image.new("RGB", size), *cell, (0, 0, 0)).size == cell


def test_thumbnails_are_asked_for_in_stored_sizes() -> None:
    assert edge_for(192, 192) == 256
    assert edge_for(300, 200) == 512
    assert edge_for(5000, 5000) == 1024


@pytest.mark.parametrize(
    "geometry, expected",
    [
        ("800x600+10+20", "800x600+10+20"),
        ("800x600+5000+20", "800x600+1120+20"),
        ("9000x9000+0+0", "1920x1080+0+0"),
        ("800x600-10+20", "800x600+0+20"),
        ("", "1000x700+460+190"),
        ("rubbish", "1000x700+460+190"),
    ],
)
def test_a_window_comes_back_where_it_was_but_never_off_the_screen(geometry: str, expected: str) -> None:
    assert placed(geometry, (1920, 1080), 1000, 700) == expected


def test_the_status_says_what_is_under_way_in_words() -> None:
    english = Language.load("en")
    said = words(english, Report(pictures=1, matching=1, chosen=0))
    assert said == "1 picture"
    said = words(english, Report(pictures=1200, matching=30, chosen=2, done=5, asked=20, failed=1, rate=2e6, left=90.0))
    for part in ("1,200 pictures", "30 match", "2 selected", "5 of 20 downloaded", "2.00 MB per second", "1 failed"):
        assert part in said


@pytest.mark.parametrize(
    "environment, files, dark",
    [
        ({"GTK_THEME": "Adwaita:dark"}, {}, True),
        ({"GTK_THEME": "Adwaita"}, {}, False),
        ({}, {"gtk-3.0/settings.ini": "[Settings]\ngtk-application-prefer-dark-theme = true\n"}, True),
        ({}, {"kdeglobals": "[General]\nColorScheme=BreezeDark\n"}, True),
        ({}, {}, False),
    ],
)
@pytest.mark.skipif("sys.platform == 'win32'", reason="the registry says it there")
def test_a_dark_desktop_is_recognised(
    environment: dict[str, str],
    files: dict[str, str],
    dark: bool,  # noqa: FBT001 - a column of the table
    tmp_path: Path,
) -> None:
    for name, text in files.items():
        file = tmp_path / ".config" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert quick_guess(environment, tmp_path) is dark
