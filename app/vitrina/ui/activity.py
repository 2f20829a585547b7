"""The activity: a waterfall of the downloads as they run, the rate over time, how hosts are doing, what failed and why.

Owns its panel. Refuses to keep a record: `transfers` has it.
"""

import tkinter as tk
from collections.abc import Callable
from time import localtime, monotonic, strftime
from tkinter import ttk
from typing import TYPE_CHECKING, Final

from vitrina.language import N_, Language
from vitrina.ui.icons import Icons
from vitrina.ui.parts import IconButton, line
from vitrina.ui.ruler import Ruler
from vitrina.ui.shown import short
from vitrina.ui.theme import Theme
from vitrina.ui.transfers import Transfer, Transfers
from vitrina.ui.waterfall import bars, stretch
from vitrina.ui.wheel import Wheel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vitrina.ui.wanted.library import HostLike

HEIGHT: Final = 250
DRAW_MS: Final = 250
NAME: Final = 230
RATE_HEIGHT: Final = 40
HOSTS_SECONDS: Final = 1.0


STAGES: Final = (
    ("waiting", N_("waiting")),
    ("connecting", N_("connecting")),
    ("first_byte", N_("first byte")),
    ("body", N_("body")),
)


def held_back(language: Language, hosts: "Sequence[HostLike]", now: float) -> str:
    """Say which hosts are held back, why, and until when; `now` in seconds since the epoch."""
    said = []
    for one in hosts:
        for until, words in (
            (one.unreachable_until, N_("{host} does not answer; asked again at {time}")),
            (one.paused_until, N_("{host} is paused until {time}")),
        ):
            if until is not None and until > now:
                time = strftime("%H:%M:%S" if until - now < 60 else "%H:%M", localtime(until))  # noqa: PLR2004 - a minute
                said.append(language.text(words, host=one.host, time=time))
                break
        else:
            if one.allowed < one.limit and (one.active or one.waiting):
                words = N_("{host} gets {n} at once, of {most}")
                said.append(language.text(words, host=one.host, n=one.allowed, most=one.limit))
    return "   ·   ".join(said)


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
        hosts: "Callable[[Callable[[Sequence[HostLike]], None]], object]",
        on_retry: Callable[[], object],
        on_close: Callable[[], object],
    ) -> None:
        """Make it; it draws only while it is mapped. `hosts` asks how they are doing, and tells whom it is given."""
        super().__init__(parent)
        self._theme, self._language, self._transfers, self._hosts = theme, language, transfers, hosts
        self._ruler = Ruler(theme.small)
        self._timer: str | None = None
        self._skipped = 0
        self._asked = 0.0
        line(self).pack(fill="x")
        self._build_head(icons, on_retry, on_close)
        self.hosts = ttk.Label(self, style="Small.TLabel", padding=(theme.unit(1.5), 0, 0, theme.px(3)))
        room = max(parent.winfo_height() * 2 // 5, theme.px(RATE_HEIGHT))  # the pictures keep the larger part
        self.canvas = tk.Canvas(
            self, height=min(theme.px(HEIGHT), room), background=theme.palette.ground, borderwidth=0, takefocus=1,
            highlightthickness=theme.px(2), highlightbackground=theme.palette.ground,
            highlightcolor=theme.palette.accent,
        )  # fmt: skip
        self.canvas.pack(fill="both", expand=True)
        self.bind("<Map>", lambda _: self.draw())
        self.canvas.bind("<Configure>", lambda _: self.draw())  # how many rows there are is known only then
        Wheel(self.canvas, theme, self._wheel)
        for key, rows in (("Up", -1), ("Down", 1), ("Prior", -8), ("Next", 8), ("Home", -(10**6)), ("End", 10**6)):
            self.canvas.bind(f"<{key}>", lambda _, rows=rows: self._scroll(rows))  # type: ignore[misc]

    def _build_head(self, icons: Icons, on_retry: Callable[[], object], on_close: Callable[[], object]) -> None:
        theme, language = self._theme, self._language
        head = ttk.Frame(self, padding=(theme.unit(1.5), theme.unit(0.5)))
        head.pack(fill="x")
        ttk.Label(head, text=language.text(N_("Activity")), style="Strong.TLabel").pack(side="left")
        close = IconButton(head, theme, icons, "cross", on_close, lambda: language.text(N_("Close")))
        close.pack(side="right")
        buttons: list[ttk.Button] = [close]
        for label, command in ((N_("Copy report"), self.copy), (N_("Retry what failed"), on_retry)):
            button = ttk.Button(head, text=language.text(label), style="Small.TButton", command=command)
            button.pack(side="right", padx=theme.unit(0.5))
            buttons.append(button)
        self.failed_only = tk.BooleanVar(self, value=False)
        box = ttk.Checkbutton(
            head, text=" " + language.text(N_("Only what failed")), variable=self.failed_only, command=self._from_start
        )
        box.pack(side="right", padx=theme.unit())
        self.summary = ttk.Label(head, style="Small.TLabel")
        self.summary.pack(side="left", padx=theme.unit(2))  # the last: where there is no room, it is cut first
        for behind in reversed(buttons):
            behind.lift()  # Tab goes from the lowest to the highest

    def copy(self) -> None:
        """Put the report on the clipboard."""
        self.clipboard_clear()
        self.clipboard_append(report(self._language, self._transfers()))

    def draw(self) -> None:
        """Draw everything, and again soon while something is open."""
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None
        if not self.winfo_ismapped():
            return
        transfers, now = self._transfers(), monotonic()
        transfers.sample(now)
        self._say(transfers, now)
        if now - self._asked > HOSTS_SECONDS:
            self._asked = now
            self._hosts(self._hosts_came)
        canvas = self.canvas
        canvas.delete("all")
        self._draw_rate(transfers, now)
        self._draw_rows(transfers, now)
        self._timer = self.after(DRAW_MS if transfers.open else 4 * DRAW_MS, self.draw)

    def _hosts_came(self, hosts: "Sequence[HostLike]") -> None:
        from time import time

        if not self.winfo_exists():
            return
        said = held_back(self._language, hosts, time())
        self.hosts.configure(text=said)
        if said and not self.hosts.winfo_ismapped():
            self.hosts.pack(fill="x", before=self.canvas)
        elif not said:
            self.hosts.pack_forget()

    def _say(self, transfers: Transfers, now: float) -> None:
        language = self._language
        parts = [
            language.plural("{n} done", "{n} done", transfers.done),
            language.plural("{n} open", "{n} open", transfers.open),
            language.plural("{n} failed", "{n} failed", transfers.failed),
            language.text(N_("{size} per second"), size=language.bytes(transfers.rate(now))),
        ]
        self.summary.configure(text="   ·   ".join(parts))

    def _from_start(self) -> None:
        self._skipped = 0
        self.draw()

    def _wheel(self, _x: float, y: float, _glide: bool) -> None:  # noqa: FBT001 - the shape that `Wheel` calls
        self._scroll(round(y / self._theme.px(24)) or (1 if y > 0 else -1))

    def _scroll(self, rows: int) -> str:
        """Go on in time by so many rows, or back."""
        self._skipped = max(self._skipped - rows, 0)
        self.draw()
        return "break"

    def _colour(self, part: str) -> str:
        look = self._theme.palette
        return {"waiting": look.hover, "connecting": look.muted, "first_byte": look.good, "body": look.accent}[part]

    def _box(self, at: tuple[float, float, float, float], part: str, colour: str) -> None:
        """Draw a piece of a bar; waiting is pale, and has an edge."""
        edge = self._theme.palette.edge if part == "waiting" else colour
        self.canvas.create_rectangle(*at, width=1, outline=edge, fill=colour)

    def _draw_rate(self, transfers: Transfers, now: float) -> None:
        """Draw the rate as a hill, newest at the right, and above it which colour is which."""
        canvas, look, px = self.canvas, self._theme.palette, self._theme.px
        width, high = canvas.winfo_width(), px(RATE_HEIGHT)
        seen = [(at, rate) for at, rate in transfers.rates if at > now - 60]
        most = max((rate for _, rate in seen), default=0.0)
        canvas.create_line(0, high, width, high, fill=look.line)
        if most > 0 and len(seen) > 1:
            points: list[float] = []
            for at, rate in seen:
                points += [width - (now - at) / 60 * width, high - rate / most * (high - px(6))]
            canvas.create_polygon(points[0], high, *points, points[-2], high, fill=look.hover, outline="")
            canvas.create_line(*points, fill=look.accent, width=px(1.5))
        x = px(12)
        for part, label in STAGES:
            self._box((x, px(6), x + px(10), px(16)), part, self._colour(part))
            words = self._language.text(label)
            canvas.create_text(x + px(15), px(11), anchor="w", text=words, font="VitrinaSmall", fill=look.text)
            x += px(15) + self._theme.small.measure(words) + px(16)

    def _rows(self, transfers: Transfers, room: int) -> list[Transfer]:
        """Choose the rows that are seen, the newest last; never scrolled further than there are."""
        found = [one for one in transfers.all.values() if one.fault is not None or not self.failed_only.get()]
        self._skipped = min(self._skipped, max(len(found) - room, 0))
        end = len(found) - self._skipped
        return found[max(end - room, 0) : end]

    def _draw_rows(self, transfers: Transfers, now: float) -> None:
        canvas, theme = self.canvas, self._theme
        look, px = theme.palette, theme.px
        row = theme.small_height + px(7)
        top = px(RATE_HEIGHT) + px(6)
        rows = self._rows(transfers, max(0, (canvas.winfo_height() - top) // row))
        if not rows:
            words = (
                N_("Nothing failed.") if self.failed_only.get() else N_("Nothing has been downloaded for what is open.")
            )
            text = self._language.text(words)
            canvas.create_text(px(12), top, anchor="nw", text=text, font="VitrinaSmall", fill=look.muted)
            return
        span = stretch(rows, now)
        wide = canvas.winfo_width()
        left, right = px(NAME), px(NAME) if self.failed_only.get() else wide - px(230)
        for place, one in enumerate(rows):
            y = top + place * row
            name = self._ruler.fit(short(one.key).rpartition("/")[2], px(NAME) - px(24))
            canvas.create_text(px(12), y + row // 2, anchor="w", text=name, font="VitrinaSmall", fill=look.text)
            if right > left:
                self._draw_bars(one, span, now, (left, y + px(4), right, y + row - px(4)))
            canvas.create_text(
                right + px(10), y + row // 2, anchor="w", text=self._ruler.fit(self._end(one), wide - right - px(20)),
                font="VitrinaSmall", fill=look.danger if one.fault else look.muted,
            )  # fmt: skip

    def _draw_bars(self, one: Transfer, span: tuple[float, float], now: float, box: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = box
        found = bars(one, span, now)
        for bar in found:
            x1, x2 = (left + part * (right - left) for part in (bar.left, bar.right))
            last = bar is found[-1]
            colour = self._theme.palette.danger if one.fault is not None and last else self._colour(bar.part)
            self._box((x1, top, max(x2, x1 + self._theme.px(2)), bottom), bar.part, colour)

    def _end(self, one: Transfer) -> str:
        """Say at the end of a row how it stands."""
        language = self._language
        if one.fault is not None:
            return language.say(one.fault)
        if one.ended is not None:
            return f"{language.bytes(one.received)}, {language.number(one.ended - one.waiting, 2)} s"
        return language.bytes(one.received) if one.received else ""
