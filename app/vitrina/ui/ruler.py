"""Texts cut to a width.

Owns the widths of characters in one font. Refuses to break lines.
"""

from tkinter import font as tkfont


class Ruler:
    """Cuts a text to a width in one font. Asks Tk once for each character, not for each text."""

    def __init__(self, font: tkfont.Font) -> None:
        """Measure for one font; make another one when the font changes."""
        self._font = font
        self._widths: dict[str, int] = {}
        self._dots = font.measure("…")

    def fit(self, text: str, width: int) -> str:
        """Give as much of `text` as fits in `width` pixels, with an ellipsis where something was cut."""
        widths = self._widths
        used = 0
        room_with_dots = width - self._dots
        cut = 0
        for place, letter in enumerate(text):
            wide = widths.get(letter)
            if wide is None:
                wide = widths[letter] = self._font.measure(letter)
            used += wide
            if used <= room_with_dots:
                cut = place + 1
            if used > width:
                return text[:cut].rstrip() + "…" if cut else ""
        return text
