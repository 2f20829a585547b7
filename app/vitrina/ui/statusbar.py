"""The bar at the bottom: how many of how many, rate, time left, what is chosen, how full the store is.

Owns the words of these. Refuses to count: it is told.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from vitrina.frozen import frozen
from vitrina.language import N_, Language
from vitrina.ui.parts import line
from vitrina.ui.theme import Theme


@frozen
class Report:
    """What the bar says. `done` of `asked` downloads; `rate` in bytes a second; `left` in seconds."""

    pictures: int
    matching: int
    chosen: int
    done: int = 0
    asked: int = 0
    failed: int = 0
    rate: float = 0.0
    left: float | None = None
    reading: bool = False


def duration(language: Language, seconds: float) -> str:
    """Say how long, roughly."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return language.plural("{n} second left", "{n} seconds left", max(1, round(seconds)))
    return language.plural("{n} minute left", "{n} minutes left", round(seconds / 60))


def words(language: Language, report: Report) -> str:
    """Say what there is and what is under way, in one line."""
    parts = [language.plural("{n} picture", "{n} pictures", report.pictures)]
    if report.matching != report.pictures:
        parts.append(language.plural("{n} match", "{n} matches", report.matching))
    if report.chosen > 1:
        parts.append(language.plural("{n} selected", "{n} selected", report.chosen))
    if report.reading:
        parts.append(language.text(N_("reading the source")))
    if report.asked > report.done:
        done, asked = language.number(report.done), language.number(report.asked)
        parts.append(language.text(N_("{done} of {asked} downloaded"), done=done, asked=asked))
        if report.rate >= 1:
            parts.append(language.text(N_("{size} per second"), size=language.bytes(report.rate)))
        if report.left is not None:
            parts.append(duration(language, report.left))
    if report.failed:
        parts.append(language.plural("{n} failed", "{n} failed", report.failed))
    return "   ·   ".join(parts)


class StatusBar(ttk.Frame):
    """The bar."""

    def __init__(self, parent: tk.Misc, theme: Theme, language: Language, on_cancel: Callable[[], None]) -> None:
        """Make it."""
        super().__init__(parent)
        self._language = language
        line(self).pack(fill="x")
        inner = ttk.Frame(self, padding=(theme.unit(1.5), theme.unit(0.5)))
        inner.pack(fill="x")
        self._left = ttk.Label(inner, style="Small.TLabel")
        self._left.pack(side="left")
        self._store = ttk.Label(inner, style="Small.TLabel")
        self._store.pack(side="right")
        self._work = ttk.Frame(inner)
        self._bar = ttk.Progressbar(self._work, length=theme.px(120), mode="determinate")
        self._bar.pack(side="left")
        stop = ttk.Button(
            self._work, text=language.text(N_("Stop")), style="Small.TButton", command=on_cancel, takefocus=1
        )
        ttk.Style(self).configure(
            "Small.TButton", font="VitrinaSmall", padding=(theme.unit(), 0), background=theme.palette.surface
        )
        stop.pack(side="left", padx=(theme.unit(), 0))
        # The bar is as high with the button as without: else the picture above it would jump.
        ttk.Frame(inner, width=1, height=stop.winfo_reqheight()).pack(side="left")
        self._said = ""

    def show(self, report: Report) -> None:
        """Say how things stand."""
        said = words(self._language, report)
        if said != self._said:
            self._left.configure(text=said)
            self._said = said
        if report.asked > report.done or report.reading:
            self._bar.configure(maximum=max(report.asked, 1), value=report.done)
            if not self._work.winfo_ismapped():
                self._work.pack(side="left", padx=(16, 0))
        elif self._work.winfo_ismapped():
            self._work.pack_forget()

    def show_store(self, used: int, limit: int) -> None:
        """Say how full the store is."""
        language = self._language
        text = language.text(N_("Store: {used} of {limit}"), used=language.bytes(used), limit=language.bytes(limit))
        self._store.configure(text=text)
