"""What Tk's own widgets look like: the ttk styles and the menus' options of one look.

Owns the styles' names, and the handles and ticks that ttk has no parts for. Refuses colours and lengths of its own: the
`theme` has them.
"""

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING, Any

from vitrina.ui.photo import photo

if TYPE_CHECKING:
    from vitrina.ui.photo import Photo
    from vitrina.ui.theme import Theme


class Dressing:
    """One look put on every widget of a window. Keep it: the drawn parts live as long as it does."""

    def __init__(self, root: tk.Tk, theme: "Theme") -> None:
        """Dress all widgets that there are, and those to come."""
        self._palette, self._px, self._unit, self._line_height = theme.palette, theme.px, theme.unit, theme.line_height
        self._images: list[Photo] = []
        self._all(root)

    def _all(self, root: tk.Tk) -> None:
        look = self._palette
        root.configure(background=look.surface)
        root.option_clear()
        for name, value in (
            ("background", look.raised),
            ("foreground", look.text),
            ("activeBackground", look.accent),
            ("activeForeground", look.on_accent),
            ("disabledForeground", look.disabled),
            ("relief", "flat"),
            ("borderWidth", str(self._px(1))),
            ("activeBorderWidth", "0"),
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
            ("highlightThickness", "0"),
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
            foreground=[("disabled", look.disabled)],
            selectbackground=[("!focus", look.hover)],
            selectforeground=[("!focus", look.text)],
        )
        self._buttons(style)
        self._fields(style)
        self._rest(style)

    def _buttons(self, style: ttk.Style) -> None:
        look, unit = self._palette, self._unit
        for name, ground, hover, text in (
            ("TButton", look.raised, look.hover, look.text),
            ("Bar.TButton", look.surface, look.hover, look.text),
            ("Accent.TButton", look.accent, look.accent, look.on_accent),
        ):
            edge = look.edge if name == "TButton" else ground
            style.configure(
                name,
                background=ground,
                foreground=text,
                bordercolor=edge,
                lightcolor=ground,
                darkcolor=ground,
                relief="raised",
                borderwidth=self._px(1),
                padding=(unit(1.5), unit(0.75)),
                anchor="center",
            )
            ring = ("focus", look.accent if ground != look.accent else look.text)
            bevel = [ring, ("active", hover)] if ground != look.accent else [ring]
            style.map(
                name,
                relief=[("pressed", "raised")],
                background=[("pressed", look.line), ("active", hover)] if ground != look.accent else [],
                lightcolor=bevel,
                darkcolor=bevel,
                bordercolor=[ring],
                foreground=[("disabled", look.disabled)],
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
                indicatorsize=self._px(14),
                padding=unit(0.5),
            )
            style.map(
                state,
                indicatorbackground=[("selected", look.accent)],
                background=[("active", look.surface)],
                foreground=[("focus", look.accent)],
            )

    def _fields(self, style: ttk.Style) -> None:
        look, unit = self._palette, self._unit
        for name in ("TEntry", "TCombobox", "TSpinbox"):
            style.configure(
                name,
                padding=(unit(1), unit(0.75)),
                bordercolor=look.edge,
                lightcolor=look.raised,
                darkcolor=look.raised,
                borderwidth=self._px(1),
                fieldbackground=look.raised,
                foreground=look.text,
                arrowcolor=look.text,
                background=look.raised,
                arrowsize=self._px(12),
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
        style.configure("ComboboxPopdownFrame", relief="flat", borderwidth=0, background=look.edge)

    def _rest(self, style: ttk.Style) -> None:
        look, unit = self._palette, self._unit
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
            self._scroll_bar(style, name, along)
        self._slider(style)
        self._checks(style)
        style.configure(
            "Horizontal.TProgressbar",
            background=look.accent,
            troughcolor=look.line,
            thickness=self._px(4),
            borderwidth=0,
        )
        style.configure("TSeparator", background=look.line)
        style.configure(
            "Treeview", background=look.surface, fieldbackground=look.surface, foreground=look.text,
            borderwidth=self._px(1), bordercolor=look.line, lightcolor=look.surface, darkcolor=look.surface,
            rowheight=self._line_height + unit(0.75), indent=unit(1.5),
        )  # fmt: skip
        style.configure("Item", indicatorsize=self._px(12), indicatormargins=(self._px(2), 0, self._px(4), 0))
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

    def _scroll_bar(self, style: ttk.Style, name: str, along: str) -> None:
        """Leave a thumb in a trough, without arrows."""
        look = self._palette
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
            arrowsize=self._px(10),
            width=self._px(10),
        )
        style.map(
            f"{name}.TScrollbar",
            background=[("active", look.muted), ("disabled", look.ground)],
            lightcolor=[("disabled", look.ground)],
            darkcolor=[("disabled", look.ground)],
        )

    def _slider(self, style: ttk.Style) -> None:
        """A thin line and a round handle; ttk has no such thing, so both are drawn."""
        from PIL import Image, ImageDraw

        look, size = self._palette, self._px(16)
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
        thick = self._px(3)
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

    def _checks(self, style: ttk.Style) -> None:
        """A square with a tick; ttk's own is a cross."""
        from PIL import Image, ImageDraw

        look, size = self._palette, self._px(18)
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
