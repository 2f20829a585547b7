"""Keys as people write them (`Ctrl+Shift+O`, `PgDn`, `?`), and as Tk reports them.

Owns the names of keys and modifiers on every system. Refuses to know what a key does.
"""

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vitrina.language import Language

SHIFT: Final = 0x1
CONTROL: Final = 0x4
_ALT_ON_X11: Final = 0x8 | 0x20000  # what X11 calls it, and what Tk's own `event generate` does
_ALT_ON_WINDOWS: Final = 0x20000
_COMMAND_ON_MAC: Final = 0x8
_OPTION_ON_MAC: Final = 0x10

# Tk's keysyms (keysyms(n)) to the names that stand on the keys.
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Return": "Enter",
        "KP_Enter": "Enter",
        "space": "Space",
        "Next": "PgDn",
        "Prior": "PgUp",
        "KP_Next": "PgDn",
        "KP_Prior": "PgUp",
        "KP_Home": "Home",
        "KP_End": "End",
        "KP_Left": "Left",
        "KP_Right": "Right",
        "KP_Up": "Up",
        "KP_Down": "Down",
        "KP_Delete": "Delete",
        "Escape": "Esc",
        "BackSpace": "Backspace",
        "ISO_Left_Tab": "Tab",
        "plus": "+",
        "KP_Add": "+",
        "minus": "-",
        "KP_Subtract": "-",
        "equal": "=",
        "comma": ",",
        "period": ".",
        "slash": "/",
        "KP_Divide": "/",
        "question": "?",
        "XF86Back": "Back",
        "XF86Forward": "Forward",
        **{f"KP_{digit}": str(digit) for digit in range(10)},
    }
)
_KEYSYMS: Final[Mapping[str, str]] = MappingProxyType(
    {name: sym for sym, name in reversed(list(_NAMES.items())) if not sym.startswith("KP_") and sym != "ISO_Left_Tab"}
)
_ON_MAC: Final[Mapping[str, str]] = MappingProxyType({"Ctrl": "⌘", "Shift": "⇧", "Alt": "⌥"})
_KEYS_ON_MAC: Final[Mapping[str, str]] = MappingProxyType(
    {"Enter": "↩", "Backspace": "⌫", "Delete": "⌦", "Esc": "⎋", "PgUp": "⇞", "PgDn": "⇟", "Home": "↖", "End": "↘"}
)
_ARROWS: Final[Mapping[str, str]] = MappingProxyType({"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"})
WORDS: Final = (
    "Ctrl", "Alt", "Shift", "Enter", "Space", "PgUp", "PgDn", "Home", "End", "Delete", "Insert", "Backspace", "Esc",
    "Back", "Forward",
)  # fmt: skip
"""What stands on keys in words, to be translated in the context `key`."""


def chord(keysym: str, state: int, platform: str = sys.platform) -> str:
    """Name what was pressed. Shift is named with letters and named keys only: `?` is `?` on every keyboard.

    On macOS the Command key counts as Ctrl.
    """
    control = state & (_COMMAND_ON_MAC if platform == "darwin" else CONTROL)
    alt_bit = {"darwin": _OPTION_ON_MAC, "win32": _ALT_ON_WINDOWS}.get(platform, _ALT_ON_X11)
    name = _NAMES.get(keysym, keysym)
    letter = len(name) == 1 and name.isalpha()
    named = len(name) > 1
    parts = ["Ctrl"] if control else []
    parts += ["Alt"] if state & alt_bit else []
    parts += ["Shift"] if state & SHIFT and (letter or named) else []
    return "+".join([*parts, name.upper() if letter else name])


def split(name: str) -> tuple[list[str], str]:
    """Take a chord apart into its modifiers and its key; the key may be `+` itself."""
    if name.endswith("++") or name == "+":
        return [part for part in name[:-1].split("+") if part], "+"
    *modifiers, key = name.split("+")
    return modifiers, key


def tk_sequence(name: str) -> str:
    """Write a chord as a Tk event that `event_generate` takes."""
    modifiers, key = split(name)
    named = {"Ctrl": "Command" if sys.platform == "darwin" else "Control", "Alt": "Alt", "Shift": "Shift"}
    sym = _KEYSYMS.get(key, key)
    if len(sym) == 1 and sym.isalpha():
        sym = sym.upper() if "Shift" in modifiers else sym.lower()
    return "<" + "-".join([*(named[one] for one in modifiers), "KeyPress", sym]) + ">"


def shown(name: str, language: "Language", platform: str = sys.platform) -> str:
    """Write a chord for reading: as it stands on the keys of the person's language, or on a Mac's with its signs."""
    modifiers, key = split(name)
    key = _ARROWS.get(key) or (language.word("key", key) if len(key) > 1 else key)
    if platform == "darwin":
        return "".join(_ON_MAC.get(one, one) for one in modifiers) + _KEYS_ON_MAC.get(split(name)[1], key)
    return "+".join([*(language.word("key", one) for one in modifiers), key])


def normal(name: str) -> str:
    """Write a chord that a person typed into the settings in the one form that is compared."""
    modifiers, key = split(name.strip())
    order = [
        one for one in ("Ctrl", "Alt", "Shift") if one.casefold() in {part.strip().casefold() for part in modifiers}
    ]
    key = key.strip()
    return "+".join([*order, key.upper() if len(key) == 1 else key[:1].upper() + key[1:]])
