"""The report of a crash: offered once, read on a sheet, copied by whoever wants to tell of it.

Owns the offer and the sheet. Refuses to send it anywhere.
"""

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING, Final

from vitrina.language import N_
from vitrina.ui.parts import Words
from vitrina.ui.sheet import scrolled_text

if TYPE_CHECKING:
    from pathlib import Path

    from vitrina.crashes import Crashes
    from vitrina.ui.window import Window

OFFERED_MS: Final = 120_000
"""It is offered once, and the person may look at something else first."""


def offer(window: "Window", crashes: "Crashes") -> None:
    """Say that something went wrong the last time, and offer what was written of it."""
    try:
        report = crashes.take_as_read()
    except OSError:
        return  # the log directory cannot be written: it would be offered for ever
    if report is not None:
        window.toast.show(
            window.text(N_("Something went wrong inside Vitrina the last time.")),
            window.text(N_("Show the report")),
            lambda: show(window, report),
            for_ms=OFFERED_MS,
        )


def show(window: "Window", report: "Path") -> None:
    """Open the report."""
    theme = window.theme

    def fill(body: ttk.Frame) -> tk.Misc:
        said = report.read_text(encoding="utf-8", errors="replace")

        def copy() -> None:
            window.root.clipboard_clear()
            window.root.clipboard_append(said)
            window.toast.show(window.text(N_("Report copied")))

        about = window.text(
            N_("This is all that was written, without addresses and secrets. It was sent nowhere, and lies in {file}."),
            file=report,
        )
        Words(body, about).pack(fill="x")
        button = ttk.Button(body, text=window.text(N_("Copy report")), command=copy)
        button.pack(side="bottom", anchor="e", pady=(theme.unit(), 0))
        text = scrolled_text(body, theme, ground=theme.palette.surface)
        text.insert("end", said)
        text.configure(state="disabled", takefocus=1, font="VitrinaFixed", wrap="none")
        return button

    window.sheet.show(
        "crash", window.text(N_("Crash report")), theme, window.icons, window.language, width=680, height=560, fill=fill
    )
