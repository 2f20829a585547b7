"""How everything looks: a palette, one type scale, one spacing unit, at every scale of the screen.

Owns fonts, spacing and that scale. Refuses to know what is shown. `colours` has the palettes, `dressing` the styles of
Tk's own widgets.
"""

import os
import tkinter as tk
from collections.abc import Mapping
from tkinter import font as tkfont
from typing import Final

from vitrina.ui.colours import Palette
from vitrina.ui.dressing import Dressing

ORDINARY_DPI: Final = 96.0
_SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


def screen_scale(dpi: float, environment: Mapping[str, str] = os.environ) -> float:
    """Choose the scale of the screen: what the desktop says, else its dots per inch, in steps of a quarter.

    Screens that claim a little more than 96 dpi are meant to be used unscaled.
    """
    for name in ("VITRINA_SCALE", "GDK_SCALE", "QT_SCALE_FACTOR"):
        try:
            asked = float(environment.get(name, ""))
        except ValueError:
            continue
        if 0.5 <= asked <= _SCALES[-1]:  # noqa: PLR2004 - nobody reads text at less than half its size
            return asked
    nearest = dpi / ORDINARY_DPI
    return max((one for one in _SCALES if one <= nearest + 0.1), default=1.0)


class Theme:
    """The look of one window: palette, fonts and lengths in screen pixels. Replaced whole when it changes."""

    def __init__(self, root: tk.Tk, palette: Palette, *, scale: float, text_percent: int = 100) -> None:
        """Make the fonts and ttk styles; every ttk widget of the window changes with it."""
        self.palette = palette
        self.scale = scale
        # All but the pictures grows with the texts: bars and columns that stayed narrow would cut them off.
        self._length = scale * text_percent / 100
        size = 13 * self._length
        family = tkfont.nametofont("TkDefaultFont", root).actual("family")
        # Negative sizes are pixels: the scale is applied once, here, and not by Tk a second time.
        self.small = self._font(root, "VitrinaSmall", family, size * 0.88)
        self.body = self._font(root, "VitrinaBody", family, size)
        self.strong = self._font(root, "VitrinaStrong", family, size, weight="bold")
        self.title = self._font(root, "VitrinaTitle", family, size * 1.5, weight="bold")
        self.fixed = self._font(
            root, "VitrinaFixed", tkfont.nametofont("TkFixedFont", root).actual("family"), size * 0.92
        )
        self.line_height = int(self.body.metrics("linespace"))
        self.small_height = int(self.small.metrics("linespace"))
        self._dressing = Dressing(root, self)

    def px(self, length: float) -> int:
        """Turn a length of the design into screen pixels."""
        return max(1, round(length * self._length)) if length > 0 else 0

    def picture_px(self, length: float) -> int:
        """Turn a length of a picture in the grid into screen pixels: larger texts leave it as it is."""
        return max(1, round(length * self.scale))

    def unit(self, times: float = 1.0) -> int:
        """Give the spacing unit, 8 logical pixels, so many times."""
        return self.px(8 * times)

    @staticmethod
    def _font(root: tk.Tk, name: str, family: str, size: float, weight: str = "normal") -> tkfont.Font:
        exists = name in tkfont.names(root)
        made = tkfont.Font(root=root, name=name, exists=exists)
        made.configure(family=family, size=-max(8, round(size)), weight=weight)  # type: ignore[arg-type]
        made.delete_font = False
        return made
