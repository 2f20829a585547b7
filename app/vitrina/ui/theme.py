"""How everything looks: colours, one type scale, one spacing unit, one accent, at every scale of the screen.

Owns colours, fonts, spacing and the ttk styles made of them. Refuses to know what is shown.
"""

import os
import sys
import tkinter as tk
from collections.abc import Mapping
from tkinter import font as tkfont
from tkinter import ttk
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from vitrina.frozen import frozen
from vitrina.ui.photo import photo

if TYPE_CHECKING:
    from vitrina.ui.photo import Photo

ORDINARY_DPI: Final = 96.0
_LINEAR: Final = 0.04045  # below it sRGB is a straight line
_SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


@frozen
class Palette:
    """The colours, as Tk writes them. Every text colour has at least 4.5 : 1 on each ground it is used on.

    `ground` lies behind pictures, `surface` behind bars and panels, `raised` behind fields and buttons. `line` parts
    areas, `edge` goes round what lies over others: sheets, menus, signs on pictures.
    """

    name: str
    dark: bool
    ground: str
    surface: str
    raised: str
    hover: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    tile: str
    danger: str
    good: str
    stage: str


LIGHT: Final = Palette(
    name="light",
    dark=False,
    ground="#ffffff",
    surface="#f5f6f8",
    raised="#ffffff",
    hover="#e6e9ee",
    line="#dde1e7",
    edge="#b4bcc9",
    text="#1b1f27",
    muted="#596273",
    accent="#2459d6",
    on_accent="#ffffff",
    tile="#e8ebf0",
    danger="#b3261e",
    good="#1a7f37",
    stage="#eef0f3",
)
DARK: Final = Palette(
    name="dark",
    dark=True,
    ground="#121417",
    surface="#1a1d21",
    raised="#24282e",
    hover="#2e333b",
    line="#2b3037",
    edge="#4d5560",
    text="#e8eaee",
    muted="#a0a8b5",
    accent="#8ab0ff",
    on_accent="#0c1526",
    tile="#22262c",
    danger="#ff9a8d",
    good="#6fd08c",
    stage="#0b0c0e",
)
CONTRAST: Final = Palette(
    name="contrast",
    dark=True,
    ground="#000000",
    surface="#000000",
    raised="#000000",
    hover="#333333",
    line="#ffffff",
    edge="#ffffff",
    text="#ffffff",
    muted="#ffffff",
    accent="#ffd60a",
    on_accent="#000000",
    tile="#1c1c1c",
    danger="#ff9a8d",
    good="#7dff9b",
    stage="#000000",
)
PALETTES: Final[Mapping[str, Palette]] = MappingProxyType({one.name: one for one in (LIGHT, DARK, CONTRAST)})


def rgb(colour: str) -> tuple[int, int, int]:
    """Take `#rrggbb` apart."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = [part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, from 1 to 21, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


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
        size = 13 * scale * text_percent / 100
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
        self._images: list[Photo] = []
        self._dress(root)

    def px(self, length: float) -> int:
        """Turn a length of the design into screen pixels."""
        return max(1, round(length * self.scale)) if length > 0 else 0

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

    def _dress(self, root: tk.Tk) -> None:
        look = self.palette
        root.configure(background=look.surface)
        root.option_clear()
        for name, value in (
            ("background", look.raised),
            ("foreground", look.text),
            ("activeBackground", look.accent),
            ("activeForeground", look.on_accent),
            ("disabledForeground", look.muted),
            ("relief", "flat"),
            ("borderWidth", str(self.px(1))),
            ("activeBorderWidth", str(self.unit(0.5))),  # the only padding that a menu's entries have
            ("activeRelief", "flat"),
            ("font", "VitrinaBody"),
        ):
            root.option_add(f"*Menu.{name}", value)
        for name, value in (
            ("background", look.raised),
            ("foreground", look.text),
            ("selectBackground", look.accent),
            ("selectForeground", look.on_accent),
            ("borderWidth", "0"),
            ("font", "VitrinaBody"),
        ):
            root.option_add(f"*TCombobox*Listbox.{name}", value)
        style = ttk.Style(root)
        style.theme_use("clam")
        style.configure(
            ".",
            background=look.surface,
            foreground=look.text,
            fieldbackground=look.raised,
            bordercolor=look.line,
            lightcolor=look.surface,
            darkcolor=look.surface,
            troughcolor=look.line,
            selectbackground=look.accent,
            selectforeground=look.on_accent,
            insertcolor=look.text,
            font="VitrinaBody",
            focuscolor=look.accent,
            relief="flat",
            borderwidth=0,
        )
        style.map(
            ".",
            background=[("disabled", look.surface), ("active", look.surface)],
            foreground=[("disabled", look.muted)],
            selectbackground=[("!focus", look.hover)],
            selectforeground=[("!focus", look.text)],
        )
        self._dress_buttons(style)
        self._dress_fields(style)
        self._dress_rest(style)

    def _dress_buttons(self, style: ttk.Style) -> None:
        look, unit = self.palette, self.unit
        for name, ground, hover, text in (
            ("TButton", look.raised, look.hover, look.text),
            ("Bar.TButton", look.surface, look.hover, look.text),
            ("Accent.TButton", look.accent, look.accent, look.on_accent),
        ):
            edge = look.line if name == "TButton" else ground
            style.configure(
                name,
                background=ground,
                foreground=text,
                bordercolor=edge,
                lightcolor=ground,
                darkcolor=ground,
                relief="raised",
                borderwidth=self.px(1),
                padding=(unit(1.5), unit(0.75)),
                anchor="center",
            )
            style.map(
                name,
                relief=[("pressed", "raised")],
                background=[("pressed", look.line), ("active", hover)] if ground != look.accent else [],
                lightcolor=[("active", hover)] if ground != look.accent else [],
                darkcolor=[("active", hover)] if ground != look.accent else [],
                bordercolor=[("focus", look.accent if ground != look.accent else look.text)],
                foreground=[("disabled", look.muted)],
            )
        style.configure("Bar.TButton", padding=(unit(0.75), unit(0.75)))
        style.configure("Side.TButton", anchor="w", padding=(unit(1.5), unit(0.75)))
        for state in ("TCheckbutton", "TRadiobutton"):
            style.configure(
                state,
                background=look.surface,
                indicatorbackground=look.raised,
                indicatorforeground=look.on_accent,
                upperbordercolor=look.muted,
                lowerbordercolor=look.muted,
                indicatorsize=self.px(14),
                padding=unit(0.5),
            )
            style.map(
                state,
                indicatorbackground=[("selected", look.accent)],
                background=[("active", look.surface)],
                foreground=[("focus", look.accent)],
            )

    def _dress_fields(self, style: ttk.Style) -> None:
        look, unit = self.palette, self.unit
        for name in ("TEntry", "TCombobox", "TSpinbox"):
            style.configure(
                name,
                padding=(unit(1), unit(0.75)),
                bordercolor=look.line,
                lightcolor=look.raised,
                darkcolor=look.raised,
                borderwidth=self.px(1),
                fieldbackground=look.raised,
                foreground=look.text,
                arrowcolor=look.text,
                background=look.raised,
                arrowsize=self.px(12),
            )
            style.map(
                name,
                bordercolor=[("focus", look.accent)],
                lightcolor=[("focus", look.accent)],
                fieldbackground=[("readonly", look.raised)],
                foreground=[("readonly", look.text)],
                background=[("active", look.hover)],
            )
        style.configure("Hint.TEntry", foreground=look.muted)
        style.configure("ComboboxPopdownFrame", relief="solid", borderwidth=1, bordercolor=look.edge)

    def _dress_rest(self, style: ttk.Style) -> None:
        look, unit = self.palette, self.unit
        style.configure("Muted.TLabel", foreground=look.muted)
        style.configure("Small.TLabel", foreground=look.muted, font="VitrinaSmall")
        style.configure("Strong.TLabel", font="VitrinaStrong")
        style.configure("Title.TLabel", font="VitrinaTitle")
        style.configure("Ground.TFrame", background=look.ground)
        style.configure("Ground.TLabel", background=look.ground)
        style.configure("GroundTitle.TLabel", background=look.ground, font="VitrinaTitle")
        style.configure("GroundMuted.TLabel", background=look.ground, foreground=look.muted)
        style.configure("Line.TFrame", background=look.line)
        style.configure("Edge.TFrame", background=look.edge)
        style.configure("Toast.TFrame", background=look.text)
        style.configure("Toast.TLabel", background=look.text, foreground=look.ground)
        for name, along in (("Vertical", "ns"), ("Horizontal", "we")):
            self._dress_scroll_bar(style, name, along)
        self._dress_slider(style)
        self._dress_checks(style)
        style.configure(
            "Horizontal.TProgressbar",
            background=look.accent,
            troughcolor=look.line,
            thickness=self.px(4),
            borderwidth=0,
        )
        style.configure("TSeparator", background=look.line)
        style.configure(
            "Treeview", background=look.surface, fieldbackground=look.surface, foreground=look.text,
            borderwidth=self.px(1), bordercolor=look.line, lightcolor=look.surface, darkcolor=look.surface,
            rowheight=self.line_height + unit(0.75), indent=unit(1.5),
        )  # fmt: skip
        style.configure("Item", indicatorsize=self.px(12), indicatormargins=(self.px(2), 0, self.px(4), 0))
        style.map(
            "Treeview",
            bordercolor=[("focus", look.accent)],
            lightcolor=[("focus", look.accent)],
            background=[("selected", look.accent)],
            foreground=[("selected", look.on_accent)],
        )
        flat: dict[str, Any] = {
            "bordercolor": look.surface,
            "lightcolor": look.surface,
            "darkcolor": look.surface,
            "borderwidth": 0,
        }
        style.configure("TNotebook", background=look.surface, tabmargins=0, **flat)
        style.configure(
            "TNotebook.Tab", background=look.surface, foreground=look.text, padding=(unit(1.5), unit(0.75)),
            focuscolor=look.accent, **flat,
        )  # fmt: skip
        style.map(
            "TNotebook.Tab",
            background=[("selected", look.hover), ("active", look.raised)],
            lightcolor=[("selected", look.hover)],
            bordercolor=[("selected", look.hover)],
            padding=[("selected", (unit(1.5), unit(0.75)))],
            expand=[("selected", (0, 0, 0, 0))],
        )

    def _dress_scroll_bar(self, style: ttk.Style, name: str, along: str) -> None:
        """Leave a thumb in a trough, without arrows."""
        look = self.palette
        thumb = (f"{name}.Scrollbar.thumb", {"sticky": "nswe", "expand": True})
        bar: Any = [(f"{name}.Scrollbar.trough", {"sticky": along, "children": [thumb]})]  # the stubs know no nesting
        style.layout(f"{name}.TScrollbar", bar)
        style.configure(
            f"{name}.TScrollbar",
            troughcolor=look.ground,
            background=look.hover if look.name != "contrast" else look.text,
            bordercolor=look.ground,
            lightcolor=look.hover,
            darkcolor=look.hover,
            borderwidth=0,
            gripcount=0,
            arrowsize=self.px(10),
            width=self.px(10),
        )
        style.map(
            f"{name}.TScrollbar",
            background=[("active", look.muted), ("disabled", look.ground)],
            lightcolor=[("disabled", look.ground)],
            darkcolor=[("disabled", look.ground)],
        )

    def _dress_slider(self, style: ttk.Style) -> None:
        """A thin line and a round handle; ttk has no such thing, so both are drawn."""
        from PIL import Image, ImageDraw

        look, size = self.palette, self.px(16)
        name = f"{look.name}{size}"
        if f"{name}.Scale.slider" in style.element_names():
            return
        made = []
        for colour in (look.muted, look.text, look.accent):
            fine = Image.new("L", (4 * size, 4 * size), 0)
            ImageDraw.Draw(fine).ellipse((4, 4, 4 * size - 5, 4 * size - 5), fill=255)
            handle = Image.new("RGBA", (4 * size, 4 * size), colour)
            handle.putalpha(fine)
            made.append(photo(handle.resize((size, size), Image.Resampling.BOX), style.master))
        groove = Image.new("RGB", (size, size), look.surface)
        thick = self.px(3)
        groove.paste(
            Image.new("RGB", (size, thick), look.line if look.name != "contrast" else look.muted),
            (0, (size - thick) // 2),
        )
        made.append(photo(groove, style.master))
        self._images.extend(made)
        plain, over, focused, trough = (str(image) for image in made)
        style.element_create(
            f"{name}.Scale.slider", "image", plain, ("focus", focused), ("active", over), ("pressed", focused)
        )
        style.element_create(f"{name}.Scale.trough", "image", trough, border=0, sticky="we")
        handle_part = (f"{name}.Scale.slider", {"side": "left", "sticky": ""})
        scale: Any = [(f"{name}.Scale.trough", {"sticky": "we", "children": [handle_part]})]  # as above
        style.layout("Horizontal.TScale", scale)

    def _dress_checks(self, style: ttk.Style) -> None:
        """A square with a tick; ttk's own is a cross."""
        from PIL import Image, ImageDraw

        look, size = self.palette, self.px(18)
        name = f"{look.name}{size}.Check.indicator"
        if name in style.element_names():
            return
        made = []
        for fill, edge, tick in (
            (look.raised, look.muted, ""),
            (look.raised, look.accent, ""),
            (look.accent, look.accent, look.on_accent),
            (look.accent, look.text, look.on_accent),
        ):
            fine = Image.new("RGB", (4 * size, 4 * size), look.surface)
            pen = ImageDraw.Draw(fine)
            pen.rounded_rectangle((2, 2, 4 * size - 3, 4 * size - 3), size // 2, fill, edge, width=size // 3)
            if tick:
                points = [(x * size / 6, y * size / 6) for x, y in ((6, 12.5), (10.5, 17), (18, 8))]
                pen.line(points, tick, width=size // 2, joint="curve")
            made.append(photo(fine.resize((size, size), Image.Resampling.BOX), style.master))
        self._images.extend(made)
        off, off_focus, on, on_focus = (str(image) for image in made)
        style.element_create(
            name, "image", off, ("selected", "focus", on_focus), ("selected", on), ("focus", off_focus)
        )
        label = ("Checkbutton.label", {"side": "left", "sticky": "nswe"})
        inner = [(name, {"side": "left", "sticky": ""}), label]
        whole: Any = [("Checkbutton.padding", {"sticky": "nswe", "children": inner})]  # as above
        style.layout("TCheckbutton", whole)


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


def set_title_bar(root: tk.Tk, palette: Palette) -> None:
    """Have Windows draw the title bar dark or light; elsewhere the desktop does it by itself."""
    if sys.platform != "win32":
        return
    import ctypes

    window = ctypes.windll.user32.GetParent(root.winfo_id())
    wanted = ctypes.c_int(1 if palette.dark else 0)
    use_immersive_dark_mode = 20
    ctypes.windll.dwmapi.DwmSetWindowAttribute(
        window, use_immersive_dark_mode, ctypes.byref(wanted), ctypes.sizeof(wanted)
    )


def be_aware_of_the_screen() -> None:
    """Tell Windows, before the first window, that we scale by ourselves; harmless elsewhere."""
    if sys.platform != "win32":
        return
    import contextlib
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.windll.shcore.SetProcessDpiAwareness(1)
