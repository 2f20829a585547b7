"""Small parts that the bars and panels are made of: icon buttons with a tip, fields with a hint, a line.

Owns their behaviour: what a tip says and when it goes, when a hint shows. Refuses to know what they do.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from vitrina.ui.icons import Icons
from vitrina.ui.theme import Theme

TIP_MS: Final = 600


class Tip:
    """A line of text that appears below a widget on which the mouse rests."""

    def __init__(
        self,
        widget: tk.Misc,
        text: Callable[[], str],
        theme: Theme,
        *,
        where: Callable[[], tuple[int, int]] | None = None,
    ) -> None:
        """Show `text()` for this widget, below it or below the point of the screen that `where()` gives."""
        self._widget, self._text, self._theme, self._where = widget, text, theme, where
        self._timer: str | None = None
        self._label: tk.Label | None = None
        widget.bind("<Enter>", lambda _: self._soon(), add="+")
        for leaving in ("<Leave>", "<ButtonPress>", "<Destroy>"):
            widget.bind(leaving, lambda _: self._hide(), add="+")

    def again(self) -> None:
        """Begin anew: the mouse rests on another part of the widget."""
        self._soon()

    def _soon(self) -> None:
        self._hide()
        self._timer = self._widget.after(TIP_MS, self._show)

    def _show(self) -> None:
        self._timer = None
        look, theme, widget = self._theme.palette, self._theme, self._widget
        top = widget.winfo_toplevel()
        text = self._text()
        if not text:
            return
        # A label in the window, not a window of its own: no window manager is asked, nothing takes the focus.
        self._label = tk.Label(
            top, text=text, font="VitrinaSmall", background=look.text, foreground=look.ground,
            padx=theme.unit(), pady=theme.px(5), borderwidth=0,
        )  # fmt: skip
        x = widget.winfo_rootx() + widget.winfo_width() // 2
        y = widget.winfo_rooty() + widget.winfo_height()
        if self._where is not None:
            x, y = self._where()
        x, y = x - top.winfo_rootx(), y - top.winfo_rooty() + theme.px(4)
        half = self._label.winfo_reqwidth() // 2
        x = min(max(x, half + theme.px(4)), top.winfo_width() - half - theme.px(4))
        below = y + self._label.winfo_reqheight() < top.winfo_height()
        above = widget.winfo_rooty() - top.winfo_rooty() - theme.px(4)
        self._label.place(x=x, y=y if below else above, anchor="n" if below else "s")

    def _hide(self) -> None:
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None
        if self._label is not None:
            self._label.destroy()
            self._label = None


class IconButton(ttk.Button):
    """A flat button with an icon, and a tip that says what it does and with which key."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        icons: Icons,
        icon: str,
        command: Callable[[], object],
        tip: Callable[[], str],
        *,
        style: str = "Bar.TButton",
        size: float = 18,
    ) -> None:
        """Make one."""
        super().__init__(parent, style=style, command=command, takefocus=1)
        self._theme, self._icons, self._size = theme, icons, size
        self.set_icon(icon)
        Tip(self, tip, theme)

    def set_icon(self, icon: str, colour: str | None = None) -> None:
        """Show another icon."""
        image = self._icons.get(icon, self._theme.px(self._size), colour or self._theme.palette.text)
        self.configure(image=image)


class Field(ttk.Entry):
    """A field for one line, with an icon and a hint that goes away when there is text or focus."""

    def __init__(self, parent: tk.Misc, theme: Theme, icons: Icons, icon: str, hint: str, *, width: int = 20) -> None:
        """Make an empty field."""
        self.text = tk.StringVar(parent)
        style = ttk.Style(parent)
        left = theme.px(30)
        style.configure("Icon.TEntry", padding=(left, theme.unit(0.75), theme.unit(), theme.unit(0.75)))
        style.layout("Icon.TEntry", style.layout("TEntry"))
        super().__init__(parent, textvariable=self.text, style="Icon.TEntry", width=width, font="VitrinaBody")
        look = theme.palette
        image = icons.get(icon, theme.px(16), look.muted)
        sign = tk.Label(self, image=image, background=look.raised, borderwidth=0)
        sign.place(x=theme.px(9), rely=0.5, anchor="w")
        self._hint = tk.Label(
            self, text=hint, font="VitrinaBody", background=look.raised, foreground=look.muted, borderwidth=0, padx=0
        )
        self._hint_x = left
        for label in (sign, self._hint):
            label.bind("<ButtonPress-1>", lambda _: self.focus_set())
            label.configure(cursor="xterm")
        self.text.trace_add("write", lambda *_: self._update())
        self.bind("<FocusIn>", lambda _: self._update(focused=True), add="+")
        self.bind("<FocusOut>", lambda _: self._update(focused=False), add="+")
        self.bind("<Control-a>", self._select_all)
        self.bind("<Destroy>", lambda _: self._deaf(), add="+")
        self._update(focused=False)

    def _deaf(self) -> None:
        """Tk holds who hears of a text, and those the text: without an end to it, the field would stay for good."""
        for modes, name in self.text.trace_info():
            self.text.trace_remove(modes, name)  # type: ignore[arg-type] # what it gives is what it takes

    def _update(self, *, focused: bool | None = None) -> None:
        has_focus = self.focus_displayof() is self if focused is None else focused
        if self.text.get() or has_focus:
            self._hint.place_forget()
        else:
            self._hint.place(x=self._hint_x, rely=0.5, anchor="w")

    def _select_all(self, _: object) -> str:
        self.selection_range(0, "end")
        return "break"


class Words(ttk.Label):
    """A sentence that is broken into lines where its room ends; put it where it fills the width."""

    def __init__(self, parent: tk.Misc, text: str = "", *, style: str = "Small.TLabel") -> None:
        """Make one."""
        super().__init__(parent, text=text, style=style, width=1)  # it takes the room it is given, and asks for none
        self.bind("<Configure>", lambda event: self.configure(wraplength=max(event.width, 1)))


def line(parent: tk.Misc, *, across: bool = True) -> ttk.Frame:
    """Make a thin line that parts two areas."""
    return (
        ttk.Frame(parent, style="Line.TFrame", height=1) if across else ttk.Frame(parent, style="Line.TFrame", width=1)
    )
