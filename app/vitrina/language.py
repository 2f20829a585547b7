"""The person's language: texts, plurals, numbers and sizes from a gettext catalogue `locale/<code>.mo`.

Owns the choice of language and how its numbers look; all of a language, its separators too, is in its one
catalogue. Refuses to fail: without a catalogue, or without an entry in it, the English text stands.
"""

import gettext
import os
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from vitrina.credentials import without_credentials
from vitrina.errors import VitrinaError
from vitrina.model import Fault

CATALOGUES: Final = Path(__file__).parent / "locale"
ENGLISH: Final = "en"
_UNITS: Final = ("kB", "MB", "GB", "TB", "PB")  # powers of 1000, as on the shelf and in the browser
_KILO: Final = 1000


def N_(text: str) -> str:  # noqa: N802 (the name that gettext's tools and readers know)
    """Mark a text for the catalogues where it is written; `Language.text` translates it where it is shown."""
    return text


def available() -> tuple[str, ...]:
    """Codes of the languages that there is a catalogue for, English first."""
    found = {file.stem for file in CATALOGUES.glob("*.mo")}
    return (ENGLISH, *sorted(found - {ENGLISH}))


def negotiate(wanted: str, offered: tuple[str, ...]) -> str:
    """Choose for a code as systems write it (`es`, `es_MX.UTF-8`, `es-ES`) the offered one: exact, else by language."""
    code = wanted.partition(".")[0].partition("@")[0].replace("-", "_")
    by_name = {name.lower(): name for name in offered}
    return by_name.get(code.lower()) or by_name.get(code.partition("_")[0].lower()) or ENGLISH


def _wanted_on_windows() -> str:
    """Ask for the language of the display, as `es-ES`."""
    import ctypes

    room = 85  # LOCALE_NAME_MAX_LENGTH
    name = ctypes.create_unicode_buffer(room)
    ctypes.CDLL("kernel32").GetUserDefaultLocaleName(name, room)
    return name.value


def _wanted_on_macos() -> str:
    """Ask for the first of the preferred languages; programs started from the Finder have no LANG."""
    import ctypes

    cf = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    cf.CFLocaleCopyPreferredLanguages.restype = ctypes.c_void_p
    cf.CFArrayGetValueAtIndex.restype = ctypes.c_void_p
    languages = ctypes.c_void_p(cf.CFLocaleCopyPreferredLanguages())
    first = ctypes.c_void_p(cf.CFArrayGetValueAtIndex(languages, ctypes.c_long(0)))
    name = ctypes.create_string_buffer(64)
    utf8 = 0x08000100  # kCFStringEncodingUTF8
    cf.CFStringGetCString(first, name, ctypes.c_long(len(name)), ctypes.c_uint32(utf8))
    cf.CFRelease(languages)
    return name.value.decode()


def system_language(environment: Mapping[str, str] = os.environ) -> str:
    """Find the language that the person's system speaks, as it writes it; English where it does not say.

    The environment goes first, in gettext's order (GNU gettext manual, "Locale Environment Variables").
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable, "").partition(":")[0]:
            return value
    try:
        if sys.platform == "win32":
            return _wanted_on_windows()
        if sys.platform == "darwin":
            return _wanted_on_macos()
    except (OSError, AttributeError, ValueError):
        pass
    return ENGLISH


class Language:
    """One language: frozen, so that switching is replacing it by another."""

    def __init__(self, code: str, catalogue: gettext.NullTranslations) -> None:
        """Use `load` instead."""
        self.code: Final = code
        self._catalogue: Final = catalogue
        # A language brings its number format as catalogue entries, so that adding one stays one file.
        self._thousands: Final = catalogue.pgettext("thousands separator", ",")
        self._point: Final = catalogue.pgettext("decimal point", ".")
        self._grouped_from: Final = int(catalogue.pgettext("digits from which thousands are separated", "4"))

    @classmethod
    def load(cls, code: str | None = None) -> Self:
        """Load a language by its code, the system's for None; English where there is no catalogue for it."""
        chosen = negotiate(code or system_language(), available())
        try:
            with (CATALOGUES / f"{chosen}.mo").open("rb") as file:
                return cls(chosen, gettext.GNUTranslations(file))
        except (OSError, ValueError, LookupError, struct.error):
            return cls(ENGLISH, gettext.NullTranslations())

    def text(self, template: str, /, **fields: object) -> str:
        """Translate a text and fill its named blanks."""
        text = self._catalogue.gettext(template) if template else ""
        return text.format_map(fields) if fields else text

    def word(self, context: str, text: str) -> str:
        """Translate a word that is another one in another context, such as what stands on a key."""
        return self._catalogue.pgettext(context, text)

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return self.word("this language's own name", "English")

    def plural(self, one: str, many: str, n: int, /, **fields: object) -> str:
        """Translate for a number, filled in as `n`: `plural("{n} picture", "{n} pictures", 3)`."""
        return self._catalogue.ngettext(one, many, n).format_map({"n": self.number(n), **fields})

    def say(self, error: VitrinaError | Fault) -> str:
        """Say what went wrong in this language, errors inside an error too, and no credentials."""
        if isinstance(error, Fault) and not error.template:
            return error.message
        fields = {name: self._field(value) for name, value in error.fields.items()}
        return without_credentials(self.text(error.template, **fields))

    def number(self, n: float, places: int = 0) -> str:
        """Write a number as readers of this language do, with so many decimal places."""
        whole, _, fraction = f"{abs(n):.{places}f}".partition(".")
        if len(whole) >= self._grouped_from:
            whole = f"{int(whole):,}".replace(",", self._thousands)
        sign = "-" if n < 0 else ""
        return f"{sign}{whole}{self._point}{fraction}" if fraction else f"{sign}{whole}"

    def bytes(self, n: float) -> str:
        """Write a size in bytes with three digits that matter: `999 bytes`, `1.23 MB`, `45.6 kB`, `789 GB`."""
        if n < _KILO:
            return self.plural("{n} byte", "{n} bytes", int(n))
        top = len(_UNITS)
        power = next((power for power in range(1, top) if round(n / _KILO**power) < _KILO), top)
        size = float(f"{n / _KILO**power:.3g}")
        places = max(0, 3 - len(str(int(size))))
        return f"{self.number(n / _KILO**power, places)} {_UNITS[power - 1]}"

    def _field(self, value: object) -> object:
        return self.say(value) if isinstance(value, VitrinaError | Fault) else value
