"""The information panel: what it says of a picture, where its bytes came from, and what can be clicked in it."""

from pathlib import Path
from time import time

import pytest

import pictures
from vitrina.errors import TooLargeError
from vitrina.language import Language
from vitrina.library.pixels import Details
from vitrina.model import Picture, Status, StoredResponse
from vitrina.ui.information import Known, age, origin, rows
from vitrina.ui.shown import HERE, STALE, WAITING, failed
from web import Web
from window_screen import Open

ENGLISH = Language.load("en")
STORED = StoredResponse(
    1, "https://a/1.jpg", "", "https://a/1.jpg", "https://b/1.jpg", 200, (), 0.0, time() - 7200, "00", 2_000_000,
    Path("/nowhere"), "image/jpeg", 6000, 4000,
)  # fmt: skip
PICTURE = Picture("https://a/1.jpg", title="Rain", credit="Ann", licence="CC0-1.0", page="https://a/rain")


@pytest.mark.parametrize(
    "seconds, said",
    [(5, "less than a minute ago"), (60, "1 minute ago"), (7200, "2 hours ago"), (200_000, "2 days ago")],
)
def test_an_age_is_said_in_its_largest_unit(seconds: float, said: str) -> None:
    assert age(ENGLISH, seconds) == said


@pytest.mark.parametrize(
    "known, said",
    [
        (Known(WAITING), ""),
        (Known(WAITING, Details(None, ())), "Not in the store"),
        (Known(HERE, Details(STORED, ())), "In the store, fetched 2 hours ago"),
        (
            Known(HERE, Details(STORED, ()), came=Status.FETCHED),
            "In the store, fetched 2 hours ago\nShown from the network",
        ),
        (
            Known(HERE, Details(STORED, ()), came=Status.REVALIDATED),
            "In the store, fetched 2 hours ago\nShown from the store, which the server confirmed",
        ),
        (
            Known(STALE, Details(STORED, ())),
            "In the store, fetched 2 hours ago\nShown from the store, as the network failed: an older copy",
        ),
        (Known(failed(TooLargeError("Too large.")), Details(STORED, ())), "Too large."),
    ],
)
def test_where_the_bytes_are_from_is_said(known: Known, said: str) -> None:
    assert origin(ENGLISH, PICTURE, known) == said


def test_a_file_of_ones_own_is_not_said_to_be_missing_from_the_store() -> None:
    assert origin(ENGLISH, Picture("file:///a.png"), Known(HERE, Details(None, ()))) == "A file on this computer"


def test_the_panel_says_all_that_is_known_in_order() -> None:
    known = Known(HERE, Details(STORED, (("Camera", "Acme"),)), (6000, 4000), stars=3, tags=("rain", "blue"))
    found = rows(ENGLISH, PICTURE, known)
    assert [label for label, _ in found] == [
        "Rating", "Your tags", "Credit", "Licence", "Page", "Address", "Size", "File", "From", "Fetched from", "Camera",
    ]  # fmt: skip
    said = dict(found)
    assert said["Rating"] == "★★★"
    assert said["Size"].endswith("(24.0 MP)")
    assert said["File"] == "image/jpeg, 2.00 MB"
    assert said["Fetched from"] == "https://b/1.jpg"


def test_a_link_in_the_panel_opens_the_page_of_the_picture(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    with Web() as web:
        web.put("/a.jpg", pictures.encode(pictures.quarters(), "JPEG"), media_type="image/jpeg")
        screen = open_window(web.url("/a.jpg"))
        screen.filled()
        screen.window.front.open_at(0)
        screen.shown()
        screen.press("i")
        panel = screen.window.front.beside.information
        assert panel is not None
        screen.until(lambda: "Shown from the network" in panel.text.get("1.0", "end"))
        screen.until(lambda: panel.text.bbox(panel.text.tag_ranges("link")[0]))
        x, y, width, height = panel.text.bbox(panel.text.tag_ranges("link")[0]) or (0, 0, 0, 0)
        screen.click(panel.text, x + width // 2, y + height // 2)
        assert opened == [web.url("/a.jpg")]
