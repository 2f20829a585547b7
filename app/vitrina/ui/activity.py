"""The activity: a waterfall of the downloads as they run, the rate over time, what failed and why.

Owns its panel. Refuses to keep a record: `transfers` has it.
"""

import tkinter as tk
from collections.abc import Callable
from time import monotonic
from tkinter import ttk
from typing import Final

from vitrina.language import N_, Language
from vitrina.ui.icons import Icons
from vitrina.ui.parts import IconButton, line
from vitrina.ui.shown import short
from vitrina.ui.theme import Ruler, Theme
from vitrina.ui.transfers import Transfer, Transfers
from vitrina.ui.waterfall import bars, stretch

HEIGHT: Final = 250
DRAW_MS: Final = 250
NAME: Final = 230
RATE_HEIGHT: Final = 34


def report(language: Language, transfers: Transfers) -> str:
    """Write what there was as lines of text, the failed ones first."""
    lines = []
    for one in sorted(transfers.all.values(), key=lambda one: one.fault is None):
        took = (
            f"{language.number(one.ended - one.waiting, 2)} s"
            if one.ended is not None
            else language.text(N_("running"))
        )
        why = language.say(one.fault) if one.fault else ""
        lines.append("\t".join([one.key, one.status or "", language.bytes(one.received), took, why]).rstrip())
    return "\n".join(lines)


class Activity(ttk.Frame):
    """A panel above the status bar."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        icons: Icons,
        language: Language,
        *,
        transfers: Callable[[], Transfers],
        on_retry: Callable[[], object],
        on_close: Callable[[], object],
    ) -> None:
        """Make it; it draws only while it is mapped."""
        super().__init__(parent)
        self._theme, self._language, self._transfers = theme, language, transfers
        self._ruler = Ruler(theme.small)
        self._timer: str | None = None
        line(self).pack(fill="x")
        head = ttk.Frame(self, padding=(theme.unit(1.5), theme.unit(0.5)))
        head.pack(fill="x")
        ttk.Label(head, text=language.text(N_("Activity")), style="Strong.TLabel").pack(side="left")
        self.summary = ttk.Label(head, style="Small.TLabel")
        self.summary.pack(side="left", padx=theme.unit(2))
        IconButton(head, theme, icons, "cross", on_close, lambda: language.text(N_("Close"))).pack(side="right")
        for label, command in ((N_("Copy report"), self.copy), (N_("Retry what failed"), on_retry)):
            button = ttk.Button(head, text=language.text(label), style="Small.TButton", command=command)
            button.pack(side="right", padx=theme.unit(0.5))
        self.canvas = tk.Canvas(
            self, height=theme.px(HEIGHT), background=theme.palette.ground, highlightthickness=0, borderwidth=0
        )
        self.canvas.pack(fill="both", expand=True)
        self.bind("<Map>", lambda _: self.draw())

    def copy(self) -> None:
        """Put the report on the clipboard."""
        self.clipboard_clear()
        self.clipboard_append(report(self._language, self._transfers()))

    def draw(self) -> None:
        """Draw the moment, and again while something runs."""
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None
        if not self.winfo_ismapped():
            return
        transfers, now = self._transfers(), monotonic()
        transfers.sample(now)
        self._say(transfers, now)
        canvas = self.canvas
        canvas.delete("all")
        self._draw_rate(transfers, now)
        self._draw_bars(transfers, now)
        self._timer = self.after(DRAW_MS if transfers.open else 4 * DRAW_MS, self.draw)

    def _say(self, transfers: Transfers, now: float) -> None:
        language = self._language
        parts = [
            language.plural("{n} done", "{n} done", transfers.done),
            language.plural("{n} open", "{n} open", transfers.open),
            language.plural("{n} failed", "{n} failed", transfers.failed),
            language.text(N_("{size} per second"), size=language.bytes(transfers.rate(now))),
        ]
        self.summary.configure(text="   ·   ".join(parts))

    def _draw_rate(self, transfers: Transfers, now: float) -> None:
        """Draw the rate as a hill, newest at the right."""
        canvas, look, px = self.canvas, self._theme.palette, self._theme.px
        width, high = canvas.winfo_width(), px(RATE_HEIGHT)
        seen = [(at, rate) for at, rate in transfers.rates if at > now - 60]
        most = max((rate for _, rate in seen), default=0.0)
        canvas.create_line(0, high, width, high, fill=look.line)
        if most <= 0 or len(seen) < 2:  # noqa: PLR2004 - one point makes no hill
            return
        points: list[float] = []
        for at, rate in seen:
            points += [width - (now - at) / 60 * width, high - rate / most * (high - px(6))]
        canvas.create_polygon(points[0], high, *points, points[-2], high, fill=look.hover, outline="")
        canvas.create_line(*points, fill=look.accent, width=px(1.5))

    def _draw_bars(self, transfers: Transfers, now: float) -> None:
        canvas, theme = self.canvas, self._theme
        look, px = theme.palette, theme.px
        row = theme.small_height + px(7)
        top = px(RATE_HEIGHT) + px(6)
        room = max(0, (canvas.winfo_height() - top) // row)
        newest = [*transfers.all.values()][-room:] if room else []
        if not newest:
            text = self._language.text(N_("Nothing has been downloaded for what is open."))
            canvas.create_text(px(12), top, anchor="nw", text=text, font="VitrinaSmall", fill=look.muted)
            return
        span = stretch(newest, now)
        left, right = px(NAME), canvas.winfo_width() - px(150)
        colours = {"waiting": look.line, "connecting": look.muted, "first_byte": look.muted, "body": look.accent}
        for place, one in enumerate(newest):
            y = top + place * row
            middle = y + row // 2
            name = self._ruler.fit(short(one.key), px(NAME) - px(24))
            canvas.create_text(px(12), middle, anchor="w", text=name, font="VitrinaSmall", fill=look.text)
            for bar in bars(one, span, now):
                x1, x2 = (left + part * (right - left) for part in (bar.left, bar.right))
                colour = look.danger if one.fault is not None and bar.part == "body" else colours[bar.part]
                canvas.create_rectangle(x1, y + px(4), max(x2, x1 + px(2)), y + row - px(4), width=0, fill=colour)
            canvas.create_text(
                right + px(10), middle, anchor="w", text=self._ruler.fit(self._end(one), px(134)), font="VitrinaSmall",
                fill=look.danger if one.fault else look.muted,
            )  # fmt: skip

    def _end(self, one: Transfer) -> str:
        """Say at the end of a row how it stands."""
        language = self._language
        if one.fault is not None:
            return language.say(one.fault)
        if one.ended is not None:
            return f"{language.bytes(one.received)}, {language.number(one.ended - one.waiting, 2)} s"
        return language.bytes(one.received) if one.received else ""
