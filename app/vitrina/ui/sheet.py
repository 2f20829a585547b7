"""A sheet over the window: help, settings, the command palette. One at a time; Esc or a click beside it closes it.

Owns its frame, its heading and how it goes away. Refuses to know what is on it.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Final

from vitrina.language import N_, Language
from vitrina.ui.icons import Icons
from vitrina.ui.parts import IconButton
from vitrina.ui.theme import Theme
from vitrina.ui.wheel import Wheel

MOST_STOPS: Final = 200
"""More than there are in the window; where Tab goes in a circle that does not lead back, it stays."""


class Sheet:
    """A place for one sheet in a window."""

    def __init__(self, root: tk.Tk) -> None:
        """Show nothing yet."""
        self._root = root
        self._frame: ttk.Frame | None = None
        self._before: tk.Misc | None = None
        self._first: tk.Misc | None = None
        self.name = ""
        root.bind("<ButtonPress>", self._clicked, add="+")
        root.bind_class("TButton", "<Return>", _invoke)  # ttk has Space alone
        root.bind("<<NextWindow>>", lambda event: self._turn(event.widget, forward=True), add="+")
        root.bind("<<PrevWindow>>", lambda event: self._turn(event.widget, forward=False), add="+")

    @property
    def open(self) -> bool:
        """Whether there is one."""
        return self._frame is not None

    def show(
        self,
        name: str,
        title: str,
        theme: Theme,
        icons: Icons,
        language: Language,
        *,
        width: int,
        height: int,
        fill: Callable[[ttk.Frame], tk.Misc | None],
    ) -> None:
        """Open one in place of another; `fill` puts things on it and gives what gets the focus.

        Lengths are logical; where what is on it needs more, as large texts do, it gets that.
        """
        before = self._root.focus_displayof() if not self.open else self._before
        self.close()
        self._before = before
        self.name = name
        edge = self._frame = ttk.Frame(self._root, style="Edge.TFrame", padding=theme.px(1))
        inner = ttk.Frame(edge, padding=theme.unit(2))
        inner.pack(fill="both", expand=True)
        head = ttk.Frame(inner)
        head.pack(fill="x", pady=(0, theme.unit(1)))
        ttk.Label(head, text=title, style="Title.TLabel").pack(side="left")
        IconButton(head, theme, icons, "cross", self.close, lambda: language.text(N_("Close"))).pack(side="right")
        body = ttk.Frame(inner)
        body.pack(fill="both", expand=True)
        focus = fill(body)
        self._root.update_idletasks()
        room = (self._root.winfo_width() - theme.unit(4), self._root.winfo_height() - theme.unit(4))
        edge.place(
            relx=0.5,
            rely=0.5,
            anchor="center",
            width=min(max(theme.px(width), edge.winfo_reqwidth()), room[0]),
            height=min(max(theme.px(height), edge.winfo_reqheight()), room[1]),
        )
        edge.lift()
        edge.bind("<Destroy>", self._gone)
        self._first = focus or edge
        self._root.update_idletasks()  # Tk gives the focus to what is mapped, and keys went elsewhere until then
        self._first.focus_set()

    def close(self) -> None:
        """Take it away; the focus goes back to where it was."""
        if self._frame is None:
            return
        frame, self._frame, self.name = self._frame, None, ""
        before, self._before = self._before, None
        frame.destroy()
        if before is not None and before.winfo_exists():
            before.focus_set()

    def holds(self, widget: Any) -> bool:  # noqa: ANN401 - whatever Tk says has the focus
        """Whether a widget is on the sheet."""
        return self._frame is not None and str(widget).startswith(str(self._frame))

    def _clicked(self, event: "tk.Event[Any]") -> None:
        """Close it when something beside it is clicked; lists that fall down from it are on it."""
        if self._frame is not None and not self.holds(event.widget):
            self.close()

    def _turn(self, widget: Any, *, forward: bool) -> str | None:  # noqa: ANN401 - as above
        """Have Tab go round on the sheet, and to nothing that lies below it."""
        if self._frame is None or self._first is None:
            return None
        if not self.holds(widget):  # the keys are elsewhere, as in a message
            self._first.focus_set()
            return "break"
        following: tk.Misc | None = widget
        for _ in range(MOST_STOPS):
            following = following.tk_focusNext() if forward else following.tk_focusPrev()  # type: ignore[union-attr]
            if following is None or self.holds(following):
                break
        if following is not None:
            following.focus_set()
        return "break"

    def _gone(self, event: "tk.Event[Any]") -> None:
        if event.widget is self._frame:
            self._frame = None


def _invoke(event: "tk.Event[Any]") -> None:
    if isinstance(event.widget, ttk.Button):
        event.widget.invoke()


def _pack_scrolled(widget: tk.Text | tk.Canvas, theme: Theme) -> None:
    """Pack a widget with a scroll bar at its right, which is seen only while there is something to scroll.

    Its room is there always: else texts would break anew when it comes, and it could come and go for ever.
    """
    bar = ttk.Scrollbar(widget.master, orient="vertical", command=widget.yview, takefocus=0)
    widget.pack(side="left", fill="both", expand=True, padx=(0, theme.px(10)))

    def place(first: float, last: float) -> None:
        bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            bar.place_forget()
        elif not bar.winfo_ismapped():
            bar.place(in_=widget, relx=1, relheight=1, bordermode="outside")

    widget.configure(yscrollcommand=place)


def scrolled_text(parent: tk.Misc, theme: Theme, *, ground: str) -> tk.Text:
    """Make a text with a scroll bar, that can be read and copied but not written."""
    look = theme.palette
    text = tk.Text(
        parent, wrap="word", font="VitrinaBody", background=ground, foreground=look.text, borderwidth=0,
        highlightthickness=theme.px(2), highlightbackground=ground, highlightcolor=look.accent,
        padx=theme.unit(), pady=theme.unit(), cursor="arrow", width=10, height=4,
        selectbackground=look.accent, selectforeground=look.on_accent, inactiveselectbackground=look.accent,
        spacing1=theme.px(1), spacing3=theme.px(1),
    )  # fmt: skip
    _pack_scrolled(text, theme)
    text.tag_configure("heading", font="VitrinaStrong", spacing1=theme.unit(1.5), spacing3=theme.px(4))
    text.tag_configure("title", font="VitrinaTitle", spacing3=theme.unit(1))
    text.tag_configure("label", font="VitrinaSmall", foreground=look.muted, spacing1=theme.unit(1))
    text.tag_configure("link", foreground=look.accent, underline=True)
    text.tag_bind("link", "<Enter>", lambda _: text.configure(cursor="hand2"))
    text.tag_bind("link", "<Leave>", lambda _: text.configure(cursor="arrow"))
    return text


def scrolled_frame(parent: tk.Misc, theme: Theme) -> ttk.Frame:
    """Make a frame that scrolls where there is too little room; what gets the focus in it comes into view."""
    canvas = tk.Canvas(parent, background=theme.palette.surface, highlightthickness=0, borderwidth=0)
    _pack_scrolled(canvas, theme)
    frame = ttk.Frame(canvas)
    held = canvas.create_window(0, 0, anchor="nw", window=frame)
    canvas.bind("<Configure>", lambda event: canvas.itemconfigure(held, width=event.width))
    frame.bind(
        "<Configure>", lambda _: canvas.configure(scrollregion=(0, 0, frame.winfo_reqwidth(), frame.winfo_reqheight()))
    )

    def see(event: "tk.Event[Any]") -> None:
        high = max(frame.winfo_height(), 1)
        top = event.widget.winfo_rooty() - frame.winfo_rooty()
        bottom = top + event.widget.winfo_height()
        if bottom > canvas.canvasy(canvas.winfo_height()):
            canvas.yview_moveto((bottom + theme.unit() - canvas.winfo_height()) / high)
        elif top < canvas.canvasy(0):
            canvas.yview_moveto((top - theme.unit()) / high)

    def scroll(_x: float, y: float, _glide: bool) -> None:  # noqa: FBT001 - the shape that `Wheel` calls
        canvas.yview_moveto((canvas.canvasy(0) + y) / max(frame.winfo_height(), 1))

    Wheel(canvas, theme, scroll)
    Wheel(frame, theme, scroll)
    root = frame.nametowidget(".")
    seeing = root.bind_class(f"Scrolled{frame}", "<FocusIn>", see)

    def forget(_: object) -> None:
        frame.unbind_class(f"Scrolled{frame}", "<FocusIn>")
        root.deletecommand(seeing)  # what is bound to a class stays for good, and would keep the whole sheet

    canvas.bind("<Destroy>", forget)
    return frame


def keep_in_view(frame: ttk.Frame) -> None:
    """Have every widget on a scrolled frame come into view when it gets the focus; call it when all are there."""
    for widget in frame.winfo_children():
        widget.bindtags((*widget.bindtags(), f"Scrolled{frame}"))
