"""Keys by name, on every system."""

import pytest

from vitrina.language import Language
from vitrina.ui import keys
from vitrina.ui.actions import ACTIONS
from vitrina.ui.commands import Table


@pytest.mark.parametrize(
    "keysym, state, platform, name",
    [
        ("o", 0x4, "linux", "Ctrl+O"),
        ("O", 0x5, "linux", "Ctrl+Shift+O"),
        ("question", 0x1, "linux", "?"),
        ("plus", 0x5, "linux", "Ctrl++"),
        ("KP_Add", 0, "linux", "+"),
        ("Next", 0, "linux", "PgDn"),
        ("Left", 0x1, "linux", "Shift+Left"),
        ("Return", 0x8, "linux", "Alt+Enter"),
        ("Return", 0x20000, "win32", "Alt+Enter"),
        ("Return", 0x8, "win32", "Enter"),  # Num Lock there
        ("c", 0x8, "darwin", "Ctrl+C"),
        ("c", 0x18, "darwin", "Ctrl+Alt+C"),
        ("r", 0x10, "linux", "R"),  # Num Lock
        ("F11", 0, "linux", "F11"),
    ],
)
def test_what_tk_reports_gets_one_name(keysym: str, state: int, platform: str, name: str) -> None:
    assert keys.chord(keysym, state, platform) == name


@pytest.mark.parametrize("typed", ["ctrl+shift+o", "Shift+Ctrl+O", " Ctrl + Shift + o "])
def test_a_person_may_write_a_key_in_any_way(typed: str) -> None:
    assert keys.normal(typed) == "Ctrl+Shift+O"


def test_a_mac_shows_its_own_signs() -> None:
    english = Language.load("en")
    assert keys.shown("Ctrl+Shift+O", english, "darwin") == "⌘⇧O"
    assert keys.shown("Alt+Enter", english, "darwin") == "⌥↩"
    assert keys.shown("Ctrl+Shift+O", english, "linux") == "Ctrl+Shift+O"
    assert keys.shown("Ctrl++", english, "linux") == "Ctrl++"


def test_keys_are_called_what_stands_on_them_where_the_language_is_spoken() -> None:
    spanish = Language.load("es")
    assert keys.shown("Delete", spanish, "linux") == "Supr"
    assert keys.shown("Alt+Enter", spanish, "win32") == "Alt+Intro"
    assert keys.shown("Shift+Left", spanish, "linux") == "Mayús+←"
    assert keys.shown("PgDn", spanish, "linux") == "AvPág"
    unchanged = {word for word in keys.WORDS if keys.shown(word, spanish, "linux") == word}
    assert unchanged == {"Ctrl", "Alt", "Esc"}
    named = {keys.split(key)[1] for action in ACTIONS for key in action.keys}
    signs = {"Left", "Right", "Up", "Down"}
    assert {name for name in named if len(name) > 1 and not name[1:].isdigit()} <= {*keys.WORDS, *signs}


def test_no_two_actions_share_a_key_in_one_place() -> None:
    for where in ("grid", "viewer"):
        seen: dict[str, str] = {}
        for action in ACTIONS:
            if action.where not in (where, "anywhere"):
                continue
            for key in action.keys:
                assert key not in seen, f"{key}: {action.name} and {seen[key]} in the {where}"
                seen[key] = action.name


def test_names_are_unique_and_every_menu_entry_has_words() -> None:
    names = [action.name for action in ACTIONS]
    assert len(names) == len(set(names))
    assert all(action.label for action in ACTIONS)


def test_keys_are_written_in_the_form_that_is_compared() -> None:
    for action in ACTIONS:
        assert action.keys == tuple(keys.normal(key) for key in action.keys), action.name


@pytest.mark.parametrize(
    "key, where, name",
    [
        ("Right", "viewer", "next"), ("Space", "viewer", "next"), ("PgDn", "viewer", "next"),
        ("Left", "viewer", "previous"), ("Backspace", "viewer", "previous"), ("PgUp", "viewer", "previous"),
        ("Home", "viewer", "first"), ("End", "viewer", "last"), ("Enter", "grid", "open_picture"),
        ("Esc", "viewer", "back"), ("G", "viewer", "to_grid"), ("+", "viewer", "zoom_in"), ("-", "viewer", "zoom_out"),
        ("Ctrl++", "viewer", "zoom_in"), ("0", "viewer", "fit"), ("Ctrl+0", "viewer", "fit"),
        ("1", "viewer", "actual_size"), ("2", "viewer", "fit_width"), ("3", "viewer", "fill"),
        ("F11", "grid", "fullscreen"), ("Alt+Enter", "viewer", "fullscreen"), ("F", "viewer", "fullscreen"),
        ("S", "viewer", "slideshow"), ("P", "viewer", "pause"), ("I", "viewer", "information"),
        ("T", "viewer", "filmstrip"), ("F9", "grid", "toggle_sidebar"), ("R", "viewer", "turn_right"),
        ("Shift+R", "viewer", "turn_left"), ("B", "grid", "favourite"), ("K", "viewer", "keep"),
        ("F5", "grid", "refetch"), ("Ctrl+R", "viewer", "refetch"), ("Ctrl+O", "grid", "open_file"),
        ("Ctrl+Shift+O", "grid", "open_locator"), ("Ctrl+L", "viewer", "open_locator"), ("Ctrl+V", "grid", "paste"),
        ("Ctrl+F", "grid", "search"), ("/", "grid", "search"), ("Ctrl+Shift+C", "viewer", "copy_url"),
        ("Ctrl+C", "grid", "copy_picture"),
        ("Ctrl+Alt+C", "grid", "copy_credit"), ("Ctrl+S", "viewer", "save_as"), ("Ctrl+Shift+S", "grid", "export"),
        ("O", "viewer", "page"), ("Delete", "grid", "remove"), ("Ctrl+Z", "grid", "undo"),
        ("Ctrl+J", "grid", "activity"), ("Ctrl+,", "viewer", "settings"), ("F1", "grid", "help"),
        ("?", "viewer", "help"),
        ("Ctrl+Q", "grid", "quit"),
    ],
)  # fmt: skip
def test_the_keys_that_most_viewers_share(key: str, where: str, name: str) -> None:
    action = Table({}, ACTIONS).pressed(key, where)  # type: ignore[arg-type]
    assert action is not None
    assert action.name == name


def test_own_keys_replace_ours_and_win_over_others() -> None:
    table = Table({"next": ["n", "F"]}, ACTIONS)
    assert table.keys("next") == ("N", "F")
    assert table.pressed("N", "viewer") == table.named("next")
    assert table.pressed("F", "viewer") == table.named("next")
    assert table.pressed("Right", "viewer") is None
    assert table.pressed("F", "grid") == table.named("fullscreen")


def test_every_label_can_be_said() -> None:
    language = Language.load("en")
    assert all(language.text(action.label) for action in ACTIONS)
